"""What the archive would make of files, before any of them is handed in. Nothing is written."""

from __future__ import annotations

import hashlib
import logging
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from operator import itemgetter

from newsarchive import wire
from newsarchive.archive.models import Upload, UploadedFile
from newsarchive.archive.queries.receipts import known, refused_at_once, sample
from newsarchive.archive.queries.veil import OPEN, Veil
from newsarchive.archive.services import intake, keeping
from newsarchive.archive.services.intake import Incoming, NotTaken
from newsarchive.archive.services.seekable import Elsewhere

logger = logging.getLogger(__name__)

FILES = 200
"""Files that are read, at most."""

SHOWN = 12
"""Files that are told one by one."""

SIZE = 2 * 1024 * 1024
"""Bytes of a file past which looking at it would take too long for somebody who waits."""

SECONDS = 5.0
"""After this no further file is read."""

CLOCKS = (("published", "published"), ("filed", "filed"), ("dateline", "in its dateline"))
"""The clocks of an item, in the order in which an article is dated by them, and how that is said."""

_LARGE = "It is too large to be looked at beforehand; it will be read all the same."
_DEFECT = "The archive has no way to read this file: it met something unforeseen."


@dataclass(frozen=True)
class Looked:
    """A file as it would be read: its first item, and of how many; or why there is none.

    ``refused`` says what would be told on its receipt and ``code`` the same in one word, ``unknown`` why it was not
    looked at. ``here`` says that the archive has these bytes already. ``place`` tells which of the things that were
    chosen it is, or is in, counted from 0.
    """

    name: str
    size: int
    items: Sequence[wire.Item] = field(default=(), repr=False)
    encoding: str = ""
    code: str = ""
    refused: str = ""
    unknown: str = ""
    digest: str = ""
    here: bool = False
    place: int = -1

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
    """What is known of ``total`` files: some were read, of others it shows without that they would be refused."""

    files: Sequence[Looked]
    total: int
    hopeless: Sequence[int] = ()
    """Which of the things that were chosen hold nothing that can be read."""

    @cached_property
    def refused(self) -> list[Looked]:
        return [file for file in self.files if file.refused]

    @property
    def along(self) -> bool:
        """Whether some of the refused are in an archive that holds others too, and so cannot be left out."""
        return any(file.place not in self.hopeless for file in self.refused)

    @property
    def here(self) -> int:
        return sum(file.here for file in self.files)

    @property
    def told(self) -> int:
        """Of how many files it is known what would become of them."""
        return self.readable + len(self.refused)

    @property
    def readable(self) -> int:
        return sum(bool(file.items) for file in self.files)

    @property
    def left(self) -> int:
        """How many files there are without those that would be refused, as far as that is known."""
        return self.total - len(self.refused)

    @property
    def shown(self) -> list[Looked]:
        """Some of those that are not refused, from all over."""
        others = [file for file in self.files if not file.refused]
        most = min(len(others), SHOWN)
        return [others[number * len(others) // most] for number in range(most)]

    @property
    def all(self) -> bool:
        """Whether of every file it is known what would become of it."""
        return self.told >= self.total


def look(loose: Iterable[Incoming], total: int, archives: Iterable[Iterable[Incoming]] = (), veil: Veil = OPEN) -> Look:
    """Read some files as the archive would, within `SECONDS`.

    ``total`` says of how many the ``loose`` ones are some. Each of the ``archives`` is all that one zip archive holds,
    as far as that came.
    """
    given, inside = list(loose), [list(archive) for archive in archives]
    until = time.monotonic() + SECONDS
    seen = [replace(looked, place=place) for place, looked in _some(given, FILES, until)]
    for place, (files, most) in enumerate(zip(inside, _shares(list(map(len, inside))), strict=True), len(given)):
        seen += [replace(looked, place=place) for _, looked in _some(files, most, until)]
    sizes = [len(files) for files in inside]
    total = max(total, len(given)) + sum(sizes)
    return Look(_known(seen, veil), total, _hopeless([1] * len(given) + sizes, seen))


def _shares(sizes: Sequence[int]) -> list[int]:
    """How many files of each archive are read: of small ones all, of the others as many as that leaves for each."""
    left, shares = FILES, dict.fromkeys(range(len(sizes)), 0)
    for done, place in enumerate(sorted(shares, key=sizes.__getitem__)):
        shares[place] = min(sizes[place], max(left // (len(sizes) - done), SHOWN))
        left -= shares[place]
    return list(shares.values())


def look_at_held(upload: Upload, veil: Veil = OPEN) -> Look:
    """The same of files that wait in an upload, the first of them and some from all over it."""
    total, files = sample(upload, FILES)
    refused = [Looked(name, size, code=code, refused=why) for name, size, code, why in refused_at_once(upload)]
    seen = _some(list(map(_given, files)), FILES, time.monotonic() + SECONDS)
    return Look([*refused, *_known([looked for _, looked in seen], veil)], total + len(refused))


def _given(file: UploadedFile) -> Incoming:
    return Incoming(file.name, file.size, lambda: [keeping.fetch(file.original_id or "")])


def _some(files: Sequence[Incoming], most: int, until: float) -> list[tuple[int, Looked]]:
    """What is known of files, with their places among them; up to ``most`` of them, from all over, are read for it."""
    found = {at: _turned_away(one, why) for at, one in enumerate(files) if (why := intake.refusal(one))}
    for at in _all_over([at for at in range(len(files)) if at not in found], most):
        if most == 0 or time.monotonic() > until:
            break
        if looked := _looked(files[at]):
            found[at] = looked
            most -= 1
    return sorted(found.items(), key=itemgetter(0))


def _all_over(places: Sequence[int], most: int) -> Iterator[int]:
    """All places: the first three, then some that lie equally far from each other, then those beside these."""
    step = max(len(places) // most, 1)
    order = sorted(range(len(places)), key=lambda number: (number > 2, number % step))
    return (places[number] for number in order)


def _known(seen: Sequence[Looked], veil: Veil) -> list[Looked]:
    """The same with what the archive has already marked."""
    here = known([looked.digest for looked in seen if looked.digest], veil)
    return [replace(looked, here=looked.digest in here) for looked in seen]


def _hopeless(sizes: Sequence[int], seen: Sequence[Looked]) -> list[int]:
    """The places of which all files would be refused, given how many each holds."""
    refused = Counter(looked.place for looked in seen if looked.refused)
    return [place for place, files in enumerate(sizes) if files and refused[place] == files]


def _looked(one: Incoming) -> Looked | None:
    """A file that was read; None where its bytes are not here."""
    told = partial(Looked, one.name, one.size)
    if one.size > SIZE:
        return told(unknown=_LARGE)
    try:
        data = b"".join(one.chunks())
        items = wire.read(data, one.name)
        return told(items, wire.decoded(data).encoding, digest=hashlib.sha256(data).hexdigest())
    except (wire.Unreadable, NotTaken) as refused:
        return _turned_away(one, refused)
    except Elsewhere:
        return None
    except OSError:
        return told(unknown="The archive could not get at its bytes.")
    except Exception:
        logger.exception("Looking at a file failed")
        return told(code="unforeseen", refused=_DEFECT)


def _turned_away(one: Incoming, why: wire.Unreadable | NotTaken) -> Looked:
    return Looked(one.name, one.size, code=why.code, refused=why.reason)


def _moment(item: wire.Item | None, clock: str) -> wire.Moment | None:
    if item is None:
        return None
    if clock == "dateline":
        return item.dateline.on if item.dateline else None
    return item.published if clock == "published" else item.filed
