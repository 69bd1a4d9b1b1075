"""Every number that decides what is like what, in frozen configurations whose ids cover all of them."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cached_property
from hashlib import blake2b

from newsarchive.dedup.noise_words import NOISE
from newsarchive.dedup.rarity import TABLE
from newsarchive.dedup.words import NORMALISER


def _id(name: str, values: dict[str, object]) -> str:
    spelled = ";".join(f"{key}={values[key]!r}" for key in sorted(values))
    return f"{name}-{blake2b(spelled.encode(), digest_size=5).hexdigest()}"


@dataclass(frozen=True)
class SignatureScheme:
    """How a sequence of words becomes a MinHash signature and index keys.

    ``bands`` groups of ``rows`` values each are cut from ``permutations`` values; ``minhash`` names datasketch's
    permutation scheme, which its releases have changed before; ``noise`` says how damaged texts are read. ``least`` is
    the number of words below which a text
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
    noise: str = NOISE

    @cached_property
    def id(self) -> str:
        """Stored with every signature; two signatures are comparable only where it is equal."""
        return _id(self.name, asdict(self))

    @cached_property
    def mark(self) -> int:
        """The id as a signed number of 32 bits, for rows that are to stay small."""
        return int.from_bytes(blake2b(self.id.encode(), digest_size=4).digest(), "big", signed=True)


@dataclass(frozen=True)
class Weights:
    """What each piece of `newsarchive.dedup.evidence.Evidence` adds to the log-odds that two texts are one."""

    bias: float
    contained: float = 0.0
    passages: float = 0.0
    words: float = 0.0
    head: float = 0.0
    length: float = 0.0
    ratio: float = 0.0
    figures_differ: float = 0.0
    names_missing: float = 0.0
    refilled: float = 0.0
    refilled_alike: float = 0.0
    lede_differs: float = 0.0
    ledes_differ: float = 0.0


@dataclass(frozen=True)
class Level:
    """When texts are one version, or one story.

    A pair whose log-odds are even or better is one, if the two stand alone. Clusters are merged while the average
    vote of their pairs reaches ``cut``: a pair with ``sure`` more than even odds gives a whole vote, one with
    ``doubt`` less gives none, and even odds give the cut itself. So at a cut of .05 one pair in twenty, if sure,
    carries the rest.
    """

    weights: Weights
    cut: float
    sure: float = 0.3
    doubt: float = 1.0


@dataclass(frozen=True)
class ClusteringScheme:
    """Which texts are compared, and when they are one.

    ``least`` is the containment below which a pair is neither version nor story: shared background is not one report.
    ``firm`` is the log-odds of one version from which a text is put with its surest origin before averages are taken.
    ``most`` is the number of distinct texts of one component up to which every pair is compared. ``crowd`` is the
    number of texts with one index key up to which all are compared with all; beyond it ``heads`` of them are compared
    with all, and in an oversized component as many stand for each mass of all but equal texts. ``shared_words`` is
    the length from which a passage that two texts print proposes them. ``copy``, ``trimmed`` and ``shared`` are the
    containments from which a relation bears that name. ``rarity`` names the table of word frequencies, ``boilerplate``
    the register of stock text that is left out of every text, "" for none. ``texts`` and ``passages`` say how
    candidates are found.
    """

    texts: SignatureScheme
    passages: SignatureScheme
    version: Level
    story: Level
    least: float = 0.4
    firm: float = 2.0
    most: int = 600
    crowd: int = 64
    heads: int = 8
    shared_words: int = 12
    copy: float = 0.95
    trimmed: float = 0.8
    shared: float = 0.02
    linkage: str = "average-2"
    evidence: str = "evidence-7"
    rarity: str = TABLE
    boilerplate: str = ""

    @cached_property
    def id(self) -> str:
        """Stored with every match and every partition. Schemes from before there was stock text keep theirs."""
        return _id("clustering", {name: value for name, value in asdict(self).items() if value != ""})

    @property
    def signatures(self) -> str:
        """The ids of both signature schemes: where it is equal, the same texts are compared."""
        return f"{self.texts.id}+{self.passages.id}"


TEXTS = SignatureScheme(name="texts", shingle=3, permutations=128, bands=42, rows=3, least=3)
PASSAGES = SignatureScheme(name="passages", shingle=2, permutations=48, bands=12, rows=4, least=12)
_VERSION = Weights(
    bias=-6.58,
    contained=0.89,
    passages=2.16,
    words=2.76,
    head=2.58,
    length=2.75,
    ratio=1.08,
    figures_differ=-2.35,
    names_missing=-0.54,
    refilled=-6.33,
    ledes_differ=-4.75,
)
_STORY = Weights(
    bias=-7.54,
    contained=3.01,
    passages=4.6,
    words=3.44,
    head=1.44,
    length=1.99,
    ratio=2.5,
    figures_differ=-1.81,
    refilled=-9.17,
    refilled_alike=-11.72,
    lede_differs=-3.06,
)
CLUSTERING = ClusteringScheme(TEXTS, PASSAGES, version=Level(_VERSION, cut=0.05), story=Level(_STORY, cut=0.05))
