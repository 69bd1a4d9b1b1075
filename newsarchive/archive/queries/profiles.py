"""What is compared of texts, remembered for as long as a process works on the same ones.

A pass compares the texts that came, cuts the stories that they touch, and says on the receipts what is like what: the
same texts each time, and the next pass meets many of them again. A profile follows from a text's words alone, and its
digest from these: so what is remembered by digest, and by the register of stock text that was left out, is never out
of date.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from operator import attrgetter
from threading import Lock
from typing import Any

from newsarchive.archive.models import Text
from newsarchive.archive.queries.arrays import rows
from newsarchive.archive.queries.stock import register_of
from newsarchive.dedup.boilerplate import Register
from newsarchive.dedup.profiles import Profile, profiles_of
from newsarchive.dedup.schemes import ClusteringScheme
from newsarchive.dedup.slots import Slots
from newsarchive.dedup.vocabulary import spelled_lines

MOST = 4_000_000
"""Words of texts remembered, some 100 MB: 13,000 texts of 200 words, each of which counts `_BARE` more."""

_BARE = 100

_PARTS = attrgetter(*(part.name for part in fields(Profile) if part.name != "length"))

_known: dict[bytes, Profile] = {}
_lock = Lock()


def profiles_by_text(text_ids: Iterable[int], scheme: ClusteringScheme) -> dict[int, Profile]:
    """What is compared of each text under the scheme, computed from its words."""
    known = {pk: bytes(d) for pk, d in rows(Text, ("id", "digest"), "id", sorted(set(text_ids)))}
    return profiles_known(known, scheme)


def profiles_known(digests: Mapping[int, bytes], scheme: ClusteringScheme) -> dict[int, Profile]:
    """The same of texts whose digests are known."""
    under = {pk: digest + scheme.boilerplate.encode() for pk, digest in digests.items()}
    known = _recalled(under.values())
    missing = [pk for pk, key in under.items() if key not in known]
    made = {under[pk]: found for pk, found in _computed(missing, register_of(scheme)).items()}
    _remember(made)
    return {pk: known.get(key) or made[key] for pk, key in under.items()}


def _computed(text_ids: Sequence[int], register: Register) -> dict[int, Profile]:
    spelled = rows(Text, ("id", "words"), "id", text_ids)
    found = profiles_of(spelled_lines([_compared(words, register).encode() for _, words in spelled]))
    return dict(zip((pk for pk, _ in spelled), found, strict=True))


def _compared(words: str, register: Register) -> str:
    """What of a text's words is compared."""
    return " ".join(register.without(words.split())) if register else words


def _recalled(digests: Iterable[bytes]) -> dict[bytes, Profile]:
    """Those that are remembered; what is asked for is remembered longest."""
    with _lock:
        found = {digest: _known.pop(digest) for digest in set(digests) if digest in _known}
        _known.update(found)
    return found


def _remember(made: Mapping[bytes, Profile]) -> None:
    """Copies: profiles made together are parts of the same arrays, of which one would keep all in memory."""
    own = {digest: _apart(found) for digest, found in made.items()}
    with _lock:
        _known.update(own)
        _forget_oldest()


def _forget_oldest() -> None:
    over = sum(map(_weight, _known.values())) - MOST
    while over > 0:
        over -= _weight(_known.pop(next(iter(_known))))


def _weight(found: Profile) -> int:
    return found.length + _BARE


def _apart(found: Profile) -> Profile:
    """The same in arrays of its own."""
    return Profile(found.length, *(_copied(part) for part in _PARTS(found)))


def _copied(part: Any) -> Any:
    return Slots(part.places.copy(), part.fills.copy()) if isinstance(part, Slots) else part.copy()
