"""Files and folders on this machine, as the command hands them in."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path

from newsarchive.archive.services.intake import Incoming

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


def incoming(path: Path) -> Incoming:
    """A file under the name by which it was reached."""
    return Incoming(str(path), path.stat().st_size, partial(_pieces, path))


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            yield piece
