"""What the archive would make of files, before any of them is handed in. Nothing is written."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace

from newsarchive import wire
from newsarchive.archive.models import Upload, UploadedFile
from newsarchive.archive.queries.receipts import known, sample
from newsarchive.archive.queries.veil import OPEN, Veil
from newsarchive.archive.services import keeping

logger = logging.getLogger(__name__)

FILES = 12
"""Files that are looked at, at most."""

SIZE = 2 * 1024 * 1024
"""Bytes of a file past which looking at it would take too long for somebody who waits."""

SECONDS = 6.0
"""After this no further file is begun."""

CLOCKS = (("published", "published"), ("filed", "filed"), ("dateline", "in its dateline"))
"""The clocks of an item, in the order in which an article is dated by them, and how that is said."""

_LARGE = "It is too large to be looked at beforehand; it will be read all the same."
_LATE = "The others took long, so this one was not looked at; it will be read all the same."
_DEFECT = "The archive has no way to read this file: it met something unforeseen."


@dataclass(frozen=True)
class Looked:
    """A file as it would be read: its first item, and of how many; or why there is none.

    ``refused`` says what would be told on its receipt, ``unknown`` why it was not looked at. ``here`` says that the
    archive has these bytes already.
    """

    name: str
    size: int
    items: Sequence[wire.Item] = field(default=(), repr=False)
    encoding: str = ""
    refused: str = ""
    unknown: str = ""
    digest: str = ""
    here: bool = False

    @property
    def first(self) -> wire.Item | None:
        return self.items[0] if self.items else None

    @property
    def dated(self) -> tuple[str, wire.Moment] | None:
        """By which clock an article of this file would be dated, and the moment; None where none is printed."""
        for clock, said in CLOCKS:
            moment = _moment(self.first, clock)
            if moment:
                return said, moment
        return None


@dataclass(frozen=True)
class Look:
    """What was seen of ``total`` files by looking at some of them."""

    files: Sequence[Looked]
    total: int

    @property
    def refused(self) -> int:
        return sum(bool(file.refused) for file in self.files)

    @property
    def here(self) -> int:
        return sum(file.here for file in self.files)

    @property
    def readable(self) -> int:
        return sum(bool(file.items) for file in self.files)

    @property
    def all(self) -> bool:
        """Whether every file was looked at."""
        return len(self.files) >= self.total


Given = tuple[str, int, Callable[[], bytes]]
"""A file's name, its size, and where its bytes are to be had."""


def look(given: Iterable[Given], total: int, veil: Veil = OPEN) -> Look:
    """Read some files as the archive would, within `SECONDS`; ``total`` says of how many they are some."""
    until = time.monotonic() + SECONDS
    seen = [_looked(one, until) for one in list(given)[:FILES]]
    here = known([looked.digest for looked in seen if looked.digest], veil)
    return Look([replace(looked, here=looked.digest in here) for looked in seen], max(total, len(seen)))


def look_at_held(upload: Upload, veil: Veil = OPEN) -> Look:
    """The same of files that wait in an upload, the first of them and some from all over it."""
    total, files = sample(upload, FILES)
    return look([_given(file) for file in files], total, veil)


def _given(file: UploadedFile) -> Given:
    return file.name, file.size, lambda: keeping.fetch(file.original_id or "")


def _looked(one: Given, until: float) -> Looked:
    name, size, bytes_of = one
    if size > SIZE:
        return Looked(name, size, unknown=_LARGE)
    if time.monotonic() > until:
        return Looked(name, size, unknown=_LATE)
    try:
        data = bytes_of()
        items = wire.read(data, name)
        digest = hashlib.sha256(data).hexdigest()
        return Looked(name, size, items, wire.decoded(data).encoding, digest=digest)
    except wire.Unreadable as refused:
        return Looked(name, size, refused=refused.reason)
    except OSError:
        return Looked(name, size, unknown="The archive could not get at its bytes.")
    except Exception:
        logger.exception("Looking at a file failed")
        return Looked(name, size, refused=_DEFECT)


def _moment(item: wire.Item | None, clock: str) -> wire.Moment | None:
    if item is None:
        return None
    if clock == "dateline":
        return item.dateline.on if item.dateline else None
    return item.published if clock == "published" else item.filed
