"""Files handed in: kept, entered in the queue, or turned away with a reason."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
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


class NotTaken(Exception):
    """The bytes of a file cannot be had, or must not be; ``reason`` is fit to be shown."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason


@dataclass(frozen=True)
class Incoming:
    """A file as the form or the command holds it: its name, its size in bytes, and its content in pieces.

    ``source`` names the outlet it was taken from, where it is not that of the whole upload. ``refused`` says why it is
    not to be taken in, whatever its content; to ask for its content may raise `NotTaken` too.
    """

    name: str
    size: int
    chunks: Callable[[], Iterable[bytes]]
    source: str = ""
    refused: NotTaken | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """What the queue will say of a file; ``kept`` is None where its bytes were not taken, and ``reason`` says why."""

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
        entries = [taken(one) for one in incoming]
        sources = sources_of({source, *(entry.source for entry in entries)})
        upload = Upload.objects.create(via=via, by=by, source_id=sources[source])
        enter(upload, entries, first, sources)
        ring("archive.read")
    return upload


def sources_of(said: Collection[str]) -> dict[str, int | None]:
    """The source that each name stands for, whatever its case, made where it is new; None for an empty name.

    An alias comes back as itself, for that is what was handed in; filing puts the articles under what it stands for.
    """
    tidy = {name: names.tidied(name, names.LONGEST[Source]) for name in said}
    borne = names.entered(Source, filter(None, tidy.values()))
    return {name: borne[spelled].row if spelled else None for name, spelled in tidy.items()}


def taken(one: Incoming) -> Entry:
    """Keep a file's bytes, or say why not. Whoever enters it must have said `presence.rely_on_bytes` before."""
    name = one.name.replace("\0", "\ufffd").encode("utf-8", "replace").decode()
    try:
        if known := refusal(one):
            raise known
        kept = keeping.keep(one.chunks(), _most())
    except keeping.TooLarge:
        return Entry(name, one.size, one.source, code="too-large", reason=_too_large(one.size))
    except NotTaken as refused:
        return Entry(name, one.size, one.source, code=refused.code, reason=refused.reason)
    except OSError as trouble:
        reason = f"The file could not be read or stored ({trouble.strerror or trouble}); hand it in again."
        return Entry(name, one.size, one.source, code="not-stored", reason=reason)
    return Entry(name, kept.size, one.source, kept)


def refusal(one: Incoming) -> NotTaken | None:
    """Why a file is not taken in, as far as that is known before its bytes are."""
    if one.refused or one.size <= _most():
        return one.refused
    return NotTaken("too-large", _too_large(one.size))


def _most() -> int:
    return settings.MAX_FILE_MB * 1024 * 1024


def _too_large(size: int) -> str:
    return (
        f"The file has {size / 1024 / 1024:.0f} MB; files over {settings.MAX_FILE_MB} MB are not taken in. "
        "Split it, or ask the administrator to raise the limit."
    )


def enter(upload: Upload, entries: Sequence[Entry], first: int, sources: Mapping[str, int | None]) -> None:
    """Rows for files from the place ``first`` on; ``sources`` are the rows of what the files name as theirs."""
    keeping.record(entry.kept for entry in entries if entry.kept)
    rows = (_row(upload, at, entry, sources.get(entry.source)) for at, entry in enumerate(entries, first))
    copy_rows(UploadedFile, _COLUMNS, rows)


_COLUMNS = (
    *("upload_id", "position", "name", "size", "original_id", "source_id"),
    *("state", "code", "reason", "attempts", "finished_at"),
)


def _row(upload: Upload, position: int, entry: Entry, source: int | None) -> tuple[Any, ...]:
    digest = entry.kept.digest if entry.kept else None
    arrived = UploadedFile.State.HELD if upload.held else UploadedFile.State.WAITING
    state = arrived if entry.kept else UploadedFile.State.REJECTED
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
