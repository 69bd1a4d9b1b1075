"""Files and folders on this machine, as the command hands them in: in the place of a zip archive, what is in it."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import IO, cast

from newsarchive.archive.services import zips
from newsarchive.archive.services.intake import Incoming
from newsarchive.archive.services.seekable import OnDisk

_PIECE = 1024 * 1024


def files_under(paths: Iterable[str]) -> Iterator[Path]:
    """Every file named, and every file in every folder named, in a fixed order; hidden ones in folders are left.

    Raises `FileNotFoundError` for a path that is not there, `OSError` for what a program or device stands behind: it
    might never end.
    """
    for given in paths:
        path = Path(given)
        if path.is_dir():
            yield from (p for p in sorted(path.rglob("*")) if p.is_file() and not _hidden(p.relative_to(path)))
        elif path.is_file():
            yield path
        elif path.exists():
            raise OSError(errno.EINVAL, "it is neither a file nor a folder", given)
        else:
            raise FileNotFoundError(given)


def incoming(path: Path) -> Iterator[Incoming]:
    """A file under the name by which it was reached; of a zip archive each file in it, as ``archive.zip/folder/file``.

    An archive is not held open, so any number of them can be asked for their files before the first is read.
    """
    if zips.is_zip(path.name):
        yield from zips.members(cast(IO[bytes], OnDisk(path)), str(path))
    else:
        yield Incoming(str(path), path.stat().st_size, partial(_pieces, path))


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece
