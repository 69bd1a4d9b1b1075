"""Files handed in: kept, entered in the queue, or turned away with a reason."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from newsarchive.archive.models import Source, Upload, UploadedFile
from newsarchive.archive.services import keeping, names, presence
from newsarchive.archive.services.bulk import copy_rows
from newsarchive.archive.services.doorbell import ring


@dataclass(frozen=True)
class Incoming:
    """A file as the form or the command holds it: its name, its size in bytes, and its content in pieces.

    ``source`` names the outlet it was taken from, where it is not that of the whole upload.
    """

    name: str
    size: int
    chunks: Callable[[], Iterable[bytes]]
    source: str = ""


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the queue will say of a file; ``kept`` is None where its bytes were not taken."""

    name: str
    size: int
    source: str
    kept: keeping.Kept | None = None
    code: str = ""
    reason: str = ""


def receive(
    incoming: Sequence[Incoming], *, via: Upload.Via, by: User | None = None, source: str = "", first: int = 1
) -> Upload:
    """Keep every file's bytes, then enter all of them as one upload and ring for the workers.

    Bytes are kept before any row says so; a crash in between leaves an unnamed original, never a row without one.
    A file that cannot be taken is entered as rejected, with its reason, and leaves the others alone. ``first`` is the
    first file's place where one load becomes several uploads: workers take files by their places.
    """
    with transaction.atomic():
        presence.rely_on_bytes()
        entries = [_kept(one) for one in incoming]
        sources = _sources({source, *(entry.source for entry in entries)})
        upload = Upload.objects.create(via=via, by=by, source_id=sources[source])
        keeping.record(entry.kept for entry in entries if entry.kept)
        rows = (_row(upload, at, entry, sources[entry.source]) for at, entry in enumerate(entries, first))
        copy_rows(UploadedFile, _COLUMNS, rows)
        ring("archive.read")
    return upload


def _sources(said: Collection[str]) -> dict[str, int | None]:
    """The source that each name stands for, whatever its case, made where it is new; None for an empty name.

    An alias comes back as itself, for that is what was handed in; filing puts the articles under what it stands for.
    """
    tidy = {name: names.tidied(name, names.LONGEST[Source]) for name in said}
    borne = names.entered(Source, filter(None, tidy.values()))
    return {name: borne[spelled].row if spelled else None for name, spelled in tidy.items()}


def _kept(one: Incoming) -> _Entry:
    name = one.name.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
    limit = settings.MAX_FILE_MB * 1024 * 1024
    try:
        if one.size > limit:
            raise keeping.TooLarge
        kept = keeping.keep(one.chunks(), limit)
    except keeping.TooLarge:
        return _Entry(name, one.size, one.source, code="too-large", reason=_too_large(one.size))
    except OSError as trouble:
        reason = f"The file could not be read or stored ({trouble.strerror or trouble}); hand it in again."
        return _Entry(name, one.size, one.source, code="not-stored", reason=reason)
    return _Entry(name, kept.size, one.source, kept)


def _too_large(size: int) -> str:
    return (
        f"The file has {size / 1024 / 1024:.0f} MB; files over {settings.MAX_FILE_MB} MB are not taken in. "
        "Split it, or ask the administrator to raise the limit."
    )


_COLUMNS = (
    *("upload_id", "position", "name", "size", "original_id", "source_id"),
    *("state", "code", "reason", "attempts", "finished_at"),
)


def _row(upload: Upload, position: int, entry: _Entry, source: int | None) -> tuple[Any, ...]:
    digest = entry.kept.digest if entry.kept else None
    state = UploadedFile.State.WAITING if entry.kept else UploadedFile.State.REJECTED
    finished = None if entry.kept else timezone.now()
    return (
        upload.pk,
        position,
        entry.name,
        entry.size,
        digest,
        source or upload.source_id,
        state.value,
        entry.code,
        entry.reason,
        0,
        finished,
    )
