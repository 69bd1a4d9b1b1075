"""Every number that decides what is like what, in frozen configurations whose ids cover all of them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cached_property
from hashlib import blake2b

from newsarchive.dedup.words import NORMALISER


def _id(name: str, values: dict[str, object]) -> str:
    spelled = ";".join(f"{key}={values[key]!r}" for key in sorted(values))
    return f"{name}-{blake2b(spelled.encode(), digest_size=5).hexdigest()}"


@dataclass(frozen=True)
class SignatureScheme:
    """How a sequence of words becomes a MinHash signature and index keys.

    ``bands`` groups of ``rows`` values each are cut from ``permutations`` values; ``minhash`` names datasketch's
    permutation scheme, which its releases have changed before. ``least`` is the number of words below which a text
    or passage is kept out of the index, because short ones agree by accident.
    """

    name: str
    shingle: int
    permutations: int
    bands: int
    rows: int
    least: int
    seed: int = 1
    minhash: str = "affine32"
    hashing: str = "xxh3-poly-fmix64-1"
    normaliser: str = NORMALISER

    @cached_property
    def id(self) -> str:
        """Stored with every signature; two signatures are comparable only where it is equal."""
        return _id(self.name, asdict(self))


@dataclass(frozen=True)
class ClusteringScheme:
    """When two texts are one version or one story.

    Likeness is the share of the smaller text's distinct shingles that the larger has too, the smaller counted as at
    least ``floor`` shingles, so that a stray sentence does not join what quotes it. ``version_cut`` and
    ``story_cut`` are averages over all pairs of two clusters (average linkage); ``most`` is the number of distinct
    texts of one component up to which every pair is compared. ``shared_words`` is the length from which a passage
    that two texts print proposes them. ``copy``, ``trimmed`` and ``shared`` are the containments from which a
    relation bears that name.
    """

    version_cut: float = 0.35
    story_cut: float = 0.2
    floor: int = 24
    most: int = 2000
    shared_words: int = 12
    copy: float = 0.95
    trimmed: float = 0.8
    shared: float = 0.02
    linkage: str = "average-1"
    signatures: str = ""

    @cached_property
    def id(self) -> str:
        """Stored with every match and every partition."""
        return _id("clustering", asdict(self))


TEXTS = SignatureScheme(name="texts", shingle=3, permutations=128, bands=42, rows=3, least=3)
PASSAGES = SignatureScheme(name="passages", shingle=2, permutations=48, bands=12, rows=4, least=12)
CLUSTERING = ClusteringScheme(signatures=f"{TEXTS.id}+{PASSAGES.id}")
