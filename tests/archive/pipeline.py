"""The archive as a user of the services meets it: files handed in by name, the stories they make."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from django.db import connection

from newsarchive.archive.models import Article, Receipt, Story, Upload, UploadedFile
from newsarchive.archive.services import clustering, reading
from newsarchive.archive.services.intake import Incoming, receive
from newsarchive.archive.services.updates import tell_some

PROJECT = Path(__file__).resolve().parent.parent.parent
Partition = set[frozenset[str]]


def hand_in(files: Mapping[str, bytes], source: str = "") -> Upload:
    """Keep the files and enter them in the queue."""
    return receive([incoming(*file) for file in files.items()], via=Upload.Via.COMMAND, source=source)


def incoming(name: str, content: bytes) -> Incoming:
    return Incoming(name, len(content), lambda: [content])


def work() -> None:
    """Do what the workers do until nothing is left."""
    while reading.read_some() or clustering.cluster_some() or tell_some():
        pass


def take_in(files: Mapping[str, bytes], source: str = "") -> Upload:
    upload = hand_in(files, source)
    work()
    return upload


def portions(names: Sequence[str], sizes: Sequence[int]) -> list[Sequence[str]]:
    """The names in their order, in portions of these sizes over and over."""
    found: list[Sequence[str]] = []
    start = 0
    while start < len(names):
        found.append(names[start : start + sizes[len(found) % len(sizes)]])
        start += len(found[-1])
    return found


def receipt_of(upload: Upload, position: int = 1) -> Receipt:
    return Receipt.objects.select_related("article", "related").get(file__upload=upload, file__position=position)


def file_of(upload: Upload, position: int = 1) -> UploadedFile:
    return upload.files.get(position=position)


def stories() -> Partition:
    """Which files are one story, by the names they were handed in under."""
    return _grouped("text__membership__story_id")


def versions() -> Partition:
    return _grouped("text__membership__version_id")


def updates() -> dict[frozenset[str], int | None]:
    """How many updates each story has, by the names of its files."""
    counts = dict(Story.objects.values_list("memberships__text__articles__receipts__file__name", "updates"))
    return {names: counts[min(names)] for names in stories()}


def _grouped(by: str) -> Partition:
    groups: dict[int, set[str]] = defaultdict(set)
    standing = Receipt.objects.exclude(file__state=UploadedFile.State.WITHDRAWN)
    for name, group in standing.values_list("file__name", f"article__{by}"):
        groups[group].add(name)
    return {frozenset(names) for names in groups.values()}


def article_of(name: str) -> Article:
    return Article.objects.filter(receipts__file__name=name).distinct().get()


def samples() -> dict[str, bytes]:
    """The sample stories by their path in ``samples/``."""
    return {path: (PROJECT / "samples" / path).read_bytes() for path in sample_truth()}


def sample_truth() -> dict[str, tuple[str, str]]:
    """Path to (version, story)."""
    with (PROJECT / "tests" / "archive" / "samples.csv").open(encoding="utf-8", newline="") as file:
        return {row["path"]: (row["version"], row["story"]) for row in csv.DictReader(file)}


def grouped(labels: Iterable[tuple[str, str]]) -> Partition:
    """Names by label, as a partition."""
    groups: dict[str, set[str]] = defaultdict(set)
    for name, label in labels:
        groups[label].add(name)
    return {frozenset(names) for names in groups.values()}


def rows_read() -> int:
    """Rows that were read of the archive's tables until now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush(), pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT sum(COALESCE(idx_tup_fetch, 0) + seq_tup_read)"
            " FROM pg_stat_user_tables WHERE relname LIKE 'archive%'"
        )
        return int(cursor.fetchone()[0])
