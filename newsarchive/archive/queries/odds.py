"""What there is to say about the pairs of large components, remembered from one cut to the next.

A text that joins a story of hundreds is compared with these, and not each of them with all the others once more. What
there is to say about a pair follows from its two texts alone, and a text is known by its digest: what is remembered is
never out of date, and where nothing is, everything is computed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from newsarchive.dedup.likeness import Related, related, related_with
from newsarchive.dedup.profiles import Profile
from newsarchive.dedup.schemes import ClusteringScheme

LEAST = 16
"""Texts from which a component is worth remembering."""

MOST_PAIRS = 1_000_000
"""Pairs remembered, in 32 MB."""


@dataclass(frozen=True, eq=False)
class _Memory:
    """Texts by their digests, in order, and the pairs of them under a scheme."""

    scheme: str
    digests: Sequence[bytes]
    pairs: Related


_known: dict[int, _Memory] = {}
_of_text: dict[tuple[str, bytes], int] = {}
_lock = Lock()


def related_texts(digests: Sequence[bytes], profiles: Sequence[Profile], scheme: ClusteringScheme) -> Related:
    """`newsarchive.dedup.likeness.related` of texts in the order of their digests."""
    if len(digests) < LEAST:
        return related(profiles, scheme)
    before = _recalled(digests, scheme)
    if before is None:
        found = related(profiles, scheme)
    else:
        place = {digest: i for i, digest in enumerate(digests)}
        found = related_with(profiles, before.pairs, [place.get(digest, -1) for digest in before.digests], scheme)
    _remember(_Memory(scheme.id, tuple(digests), found), before)
    return found


def _recalled(digests: Sequence[bytes], scheme: ClusteringScheme) -> _Memory | None:
    """What is remembered of most of the texts, if it is of half of them."""
    with _lock:
        held = Counter(_of_text[scheme.id, d] for d in digests if (scheme.id, d) in _of_text)
        number, texts = max(held.items(), key=lambda item: item[1], default=(0, 0))
        return _known[number] if 2 * texts >= len(digests) else None


def _remember(found: _Memory, before: _Memory | None) -> None:
    """In the place of what was known before; what was not asked for longest is forgotten."""
    with _lock:
        for number in [n for n, memory in _known.items() if memory is before]:
            _forget(number)
        number = max(_known, default=0) + 1
        _known[number] = found
        _of_text.update(((found.scheme, digest), number) for digest in found.digests)
        while len(_known) > 1 and sum(len(memory.pairs.left) for memory in _known.values()) > MOST_PAIRS:
            _forget(next(iter(_known)))


def _forget(number: int) -> None:
    gone = _known.pop(number)
    for digest in gone.digests:
        if _of_text.get((gone.scheme, digest)) == number:
            del _of_text[gone.scheme, digest]
