"""Arrays that take long to make, kept in the user's cache folder from one process to the next."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import xxhash

Array = npt.NDArray[Any]


def kept(name: str, make: Callable[[], Array]) -> Array:
    """The array of a name, read only: mapped from its file, so that processes share it, or made and then kept.

    A name stands for one content: name it anew when ``make`` answers differently. A file that is not whole is made
    again. Where no file can be written, as in a read-only installation, each process makes its own. Two processes
    that make it at once both keep the same.
    """
    try:
        folder = _folder()
        folder.mkdir(parents=True, exist_ok=True)
    except (OSError, RuntimeError):
        return make()
    file = folder / f"{name}.npy"
    found = _read(file)
    if found is None:
        made = make()
        found = _read(file) if _write(file, made) else None
        return made if found is None else found
    return found


def _folder() -> Path:
    """By the XDG Base Directory Specification. Raises RuntimeError for a user without a home."""
    given = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(given) if Path(given).is_absolute() else Path.home() / ".cache") / "newsarchive"


def _read(file: Path) -> Array | None:
    try:
        found: Array = np.load(file, mmap_mode="r", allow_pickle=False)
        whole = file.with_suffix(".xxh3").read_text(encoding="ascii") == _sum(found)
    except (OSError, ValueError, EOFError):
        return None
    return found if whole else None


def _write(file: Path, made: Array) -> bool:
    """Whether both files are there, each of them whole."""
    try:
        with tempfile.TemporaryDirectory(dir=file.parent) as beside:
            whole, summed = Path(beside) / file.name, Path(beside) / "sum"
            np.save(whole, made, allow_pickle=False)
            summed.write_text(_sum(made), encoding="ascii")
            whole.replace(file)
            summed.replace(file.with_suffix(".xxh3"))
    except OSError:
        return False
    return True


def _sum(array: Array) -> str:
    return str(xxhash.xxh3_64_hexdigest(np.ascontiguousarray(array).view(np.uint8).data))
