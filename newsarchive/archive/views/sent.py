"""Files as the browser sent them, as the services take them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import IO, cast

from django.conf import settings

from newsarchive.archive.forms import Named
from newsarchive.archive.services import zips
from newsarchive.archive.services.intake import Incoming, NotTaken
from newsarchive.archive.services.seekable import Stretches

LONGEST = 1000
"""Characters of a path that are kept: its end, where the name is."""


def incoming(files: Iterable[Named]) -> Iterator[Incoming]:
    """The files, and in the place of each zip archive what is in it."""
    for path, file in files:
        name = shown(path)
        if zips.is_zip(name):
            yield from inside(name, file.file)
        else:
            yield Incoming(name=name, size=file.size or 0, chunks=file.chunks)


def inside(path: str, archive: IO[bytes] | Stretches) -> Iterator[Incoming]:
    """The files in a zip archive."""
    found = zips.members(cast(IO[bytes], archive), shown(path))
    return (replace(one, name=shown(one.name)) for one in found)


def missed(files: Iterable[tuple[str, int]]) -> Iterator[Incoming]:
    """Files that were left where they are because they are too large; whatever is said of them, nothing comes."""
    return (Incoming(shown(name), size, tuple, refused=_too_large(name, size)) for name, size in files)


def any_zip(files: Sequence[Named]) -> bool:
    """Whether one of the files is an archive."""
    return any(zips.is_zip(name) for name, _ in files)


def shown(path: str) -> str:
    """A path as a file's name: without what it begins with on every machine, and no longer than can be shown."""
    return path.replace("\\", "/").lstrip("/")[-LONGEST:] or "unnamed"


def _too_large(name: str, size: int) -> NotTaken:
    zipped = zips.is_zip(name)
    what, most = ("zip archive", settings.MAX_REQUEST_MB) if zipped else ("file", settings.MAX_FILE_MB)
    reason = (
        f"This {what} has {size / 1024 / 1024:,.0f} MB and was not sent; over {most:,} MB none is taken in. Split it."
    )
    return NotTaken("too-large", reason)
