"""Uploads that come in portions: begun, added to as often as it takes, ended; or held until somebody looked at them.

A portion that comes twice adds nothing twice: in one upload, files of one name and the same bytes are one file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from operator import attrgetter

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from newsarchive.archive.models import Upload, UploadedFile
from newsarchive.archive.services import intake, presence
from newsarchive.archive.services.doorbell import ring
from newsarchive.archive.services.intake import Entry, Incoming

State = UploadedFile.State

FILES = 200
"""Files in one transaction."""

SIZE = 8 * 1024 * 1024
"""Bytes, as they say of themselves, past which no further file is taken into the same transaction."""

FORGOTTEN = timedelta(days=14)
"""How long an upload of which nothing came, or that nobody handed in after looking at it, is kept."""


class Refused(Exception):
    """It cannot be done to this upload; ``reason`` is fit to be shown."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Added:
    """How many files a portion brought, how many had come before, and those that were not taken, with their reasons."""

    added: int = 0
    already: int = 0
    refused: tuple[tuple[str, str], ...] = ()

    def __add__(self, other: Added) -> Added:
        return Added(self.added + other.added, self.already + other.already, self.refused + other.refused)


def begin(by: User, *, announced: int, source: str = "", key: str = "", held: bool = False) -> Upload:
    """An upload that portions are added to. Asked for again by the same key, it is the same one."""
    with transaction.atomic():
        row = intake.sources_of({source})[source]
        values = {"via": Upload.Via.FORM, "source_id": row, "announced": announced, "held": held}
        if not key:
            return Upload.objects.create(by=by, **values)
        return Upload.objects.get_or_create(by=by, key=key, defaults=values)[0]


def add_all(upload_id: int, incoming: Iterable[Incoming]) -> Added:
    """Add however many files, a portion after the other: what cuts it off leaves whole portions behind."""
    added = Added()
    for portion in _portions(incoming):
        added += add(upload_id, portion)
    return added


def add(upload_id: int, incoming: Sequence[Incoming]) -> Added:
    """Keep the files' bytes and enter those that this upload has not got yet, all or nothing.

    Raises `Refused` where the upload takes no more.
    """
    with transaction.atomic():
        presence.rely_on_bytes()
        entries = [intake.taken(one) for one in incoming]
        upload = _open(upload_id)
        last = upload.files.aggregate(last=Max("position"))["last"] or 0
        new = _not_there(upload, entries)
        if last + len(new) > settings.MAX_LOAD_FILES:
            raise Refused(f"An upload takes at most {settings.MAX_LOAD_FILES:,} files. Hand the others in by another.")
        intake.enter(upload, new, last + 1, {})
        if not upload.held:
            ring("archive.read")
    refused = tuple((e.name, e.reason) for e in new if not e.kept)
    return Added(len(new), len(entries) - len(new), refused)


def end(upload_id: int) -> None:
    """Nothing more will come. One that nothing came of is gone."""
    with transaction.atomic():
        upload = _locked(upload_id)
        if not upload.files.exists():
            upload.delete()
        elif upload.unfinished:
            upload.ended_at = timezone.now()
            upload.save(update_fields=["ended_at"])


def hand_in(upload_id: int) -> int:
    """What was held to be looked at goes in. Returns how many files; none where that was done before."""
    with transaction.atomic():
        upload = _locked(upload_id)
        if upload.withdrawal_id:
            raise Refused("This upload was withdrawn.")
        upload.held = False
        upload.save(update_fields=["held"])
        ring("archive.read")
        return upload.files.filter(state=State.HELD).update(state=State.WAITING)


def drop(upload_id: int) -> None:
    """Forget what was held. Its bytes go with the next emptying of the bin, where nothing else needs them."""
    with transaction.atomic():
        upload = _locked(upload_id)
        if not upload.held or upload.withdrawal_id:
            raise Refused("This upload was handed in or withdrawn; only an editor can take it back.")
        upload.delete()


def forget_stale() -> int:
    """Delete uploads that nothing came of, and those that were held for long. Returns how many."""
    old = Upload.objects.filter(at__lt=timezone.now() - FORGOTTEN, withdrawal=None)
    empty = old.filter(announced__isnull=False, files=None)
    gone = sorted({*_ids(old.filter(held=True)), *_ids(empty)})
    with transaction.atomic():
        for upload in Upload.objects.select_for_update().filter(pk__in=gone).order_by("pk"):
            if upload.held or not upload.files.exists():
                upload.delete()
    return len(gone)


def _ids(uploads: QuerySet[Upload]) -> list[int]:
    return list(uploads.values_list("pk", flat=True))


def _portions(incoming: Iterable[Incoming]) -> Iterator[list[Incoming]]:
    portion: list[Incoming] = []
    for one in incoming:
        if portion and (len(portion) == FILES or sum(map(attrgetter("size"), portion)) + one.size > SIZE):
            yield portion
            portion = []
        portion.append(one)
    if portion:
        yield portion


def _open(upload_id: int) -> Upload:
    upload = _locked(upload_id)
    if upload.withdrawal_id:
        raise Refused("This upload was withdrawn meanwhile. Hand the files in anew.")
    if not upload.unfinished:
        raise Refused("This upload was ended. Hand further files in by a new one.")
    return upload


def _locked(upload_id: int) -> Upload:
    upload = Upload.objects.select_for_update(of=("self",)).filter(pk=upload_id).first()
    if upload is None:
        raise Refused("This upload is not here any more.")
    return upload


def _not_there(upload: Upload, entries: Sequence[Entry]) -> list[Entry]:
    """The entries that the upload has not got, each once."""
    there = _there(upload, entries)
    new: dict[tuple[str, str | int], Entry] = {}
    for entry in entries:
        if _same(entry) not in there:
            new.setdefault(_same(entry), entry)
    return list(new.values())


def _same(entry: Entry) -> tuple[str, str | int]:
    """What makes two files of an upload one: the name and the bytes, or the size where there are no bytes."""
    return entry.name, entry.kept.digest if entry.kept else entry.size


def _there(upload: Upload, entries: Sequence[Entry]) -> set[tuple[str, str | int]]:
    digests = {entry.kept.digest for entry in entries if entry.kept}
    names = [entry.name for entry in entries if not entry.kept]
    kept = upload.files.filter(original__in=digests).values_list("name", "original_id")
    refused = upload.files.filter(original=None, name__in=names).values_list("name", "size") if names else ()
    return {*kept, *refused}
