"""In which language articles are, read anew from originals: a row of `resensing`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from newsarchive import wire
from newsarchive.archive.models import Article
from newsarchive.archive.queries.arrays import rows
from newsarchive.archive.search_text import ARABIC_SCRIPT, TONGUES
from newsarchive.archive.services.bulk import update_rows
from newsarchive.archive.services.searched import reindex
from newsarchive.wire.languages import UNSPACED

VERSION = "languages-3"
"""By which rules languages are told: raise it where `wire.languages` answers otherwise, or search parts words anew."""

_KEPT = ("language", "language_by", "language_declared")


def renew(read: Iterable[tuple[int, wire.Item]]) -> set[int]:
    """Enter the language of each article as it is told today, and what search knows of it.

    Returns the articles of which another was known, or another index of their words.
    """
    items = dict(read)
    wanted = {pk: (item.language, item.language_by, item.declared) for pk, item in items.items()}
    known = {pk: tuple(kept) for pk, *kept in rows(Article, ("id", *_KEPT), "id", list(wanted))}
    changed = {pk for pk in known if known[pk] != wanted[pk]}
    update_rows(Article, _KEPT, ((pk, *wanted[pk]) for pk in sorted(changed)))
    _index(items, changed)
    return changed


def _index(items: Mapping[int, wire.Item], changed: set[int]) -> None:
    """Some text is indexed anew whatever was known: by earlier releases unspaced words were parted otherwise, and the
    letters of Arabic script were not folded, and words of other languages were stemmed as English alone."""
    otherwise = {pk for pk, item in items.items() if item.language in UNSPACED or _has_arabic(item)}
    otherwise |= {pk for pk, item in items.items() if item.language in TONGUES}
    reindex(changed | otherwise)


def _has_arabic(item: wire.Item) -> bool:
    return any(ARABIC_SCRIPT.search(text) for text in (item.headline, *(p.text for p in item.paragraphs)))
