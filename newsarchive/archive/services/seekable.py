"""Files that are not held open, or not wholly here, as zip archives are read from them."""

from __future__ import annotations

import errno
import io
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any


class Elsewhere(OSError):
    """The bytes asked for are not among those that came."""


class _Seekable(io.RawIOBase):
    """What every such file has in common: its length in bytes, and where in it one is."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._size, self._at = size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        at = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence] + offset
        if at < 0:
            raise OSError(errno.EINVAL, "before the beginning")
        self._at = at
        return at


class OnDisk(_Seekable):
    """A file that is opened for each read alone: so any number of them can wait without using up what a process may
    hold open. Read in pieces of some size this costs nothing that one would notice.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path.stat().st_size)
        self._path = path

    def readinto(self, buffer: Any) -> int:
        with self._path.open("rb") as file:
            file.seek(self._at)
            count = file.readinto(buffer)
        self._at += count
        return count


class Stretches(_Seekable):
    """A file of ``size`` bytes of which some stretches came, one behind the other in ``came``.

    ``stretches`` are their places in the file and their lengths. To read what lies between raises `Elsewhere`: a read
    is answered whole or not at all, for less would pass for the end of the file.
    """

    def __init__(self, size: int, stretches: Sequence[tuple[int, int]], came: IO[bytes]) -> None:
        super().__init__(size)
        self._came = came
        self._stretches, at = [], 0
        for start, length in stretches:
            self._stretches.append((start, start + length, at))
            at += length

    def readinto(self, buffer: Any) -> int:
        wanted = min(len(buffer), max(self._size - self._at, 0))
        piece = self._piece(self._at, wanted) if wanted else b""
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)

    def _piece(self, at: int, length: int) -> bytes:
        for start, stop, place in self._stretches:
            if start <= at and at + length <= stop:
                self._came.seek(place + at - start)
                return self._came.read(length)
        raise Elsewhere
