"""Originals: the bytes as they arrived, kept under their digest until nothing needs them."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.files import File
from django.core.files.storage import Storage, storages
from django.utils import timezone

from newsarchive.archive.models import Original
from newsarchive.archive.services.bulk import enter_missing
from newsarchive.archive.services.unbroken import unbroken

_IN_MEMORY = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kept:
    """An original's digest (SHA-256, hex) and size in bytes."""

    digest: str
    size: int


class TooLarge(Exception):
    """More bytes came than are taken in."""


def keep(chunks: Iterable[bytes], limit: int) -> Kept:
    """Store the bytes under their digest, once. Raises `TooLarge` past ``limit`` bytes, keeping nothing."""
    digest, size = hashlib.sha256(), 0
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as spool:
        for chunk in chunks:
            size += len(chunk)
            if size > limit:
                raise TooLarge
            digest.update(chunk)
            spool.write(chunk)
        spool.seek(0)
        # Broken off within, Django's storage closes the file twice, and tells of that instead of being stopped.
        with unbroken():
            _store(digest.hexdigest(), size, spool)
    return Kept(digest.hexdigest(), size)


def fetch(digest: str) -> bytes:
    """The bytes of an original. Raises `OSError` where the storage has lost them or does not answer."""
    with _storage().open(path_of(digest), "rb") as stored:
        data: bytes = stored.read()
        return data


def is_kept(digest: str) -> bool:
    """Whether the storage has the bytes of an original."""
    return _storage().exists(path_of(digest))


def drop(digests: Iterable[str]) -> None:
    """Delete the bytes of originals. Raises `OSError` where the storage does not answer."""
    for digest in digests:
        _storage().delete(path_of(digest))


def record(kept: Iterable[Kept]) -> None:
    """Rows for stored bytes."""
    sizes, now = {k.digest: k.size for k in kept}, timezone.now()
    enter_missing(Original, ("digest", "size", "kept_at"), ((d, size, now) for d, size in sorted(sizes.items())))


def path_of(digest: str) -> str:
    """Where an original lies in the storage: two levels of folders, so that none grows too large."""
    return f"{digest[:2]}/{digest[2:4]}/{digest}"


def _store(digest: str, size: int, content: tempfile.SpooledTemporaryFile[bytes]) -> None:
    """Save under exactly the digest's name, over what a crash left half-written there.

    A storage that made up another name met another worker with the same bytes: its copy stays, ours goes.
    """
    storage, path = _storage(), path_of(digest)
    if storage.exists(path):
        if storage.size(path) == size:
            return
        storage.delete(path)
    saved = storage.save(path, File(content))
    if saved != path:
        storage.delete(saved)


def _storage() -> Storage:
    return storages["originals"]
