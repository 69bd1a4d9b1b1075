"""What became of what was handed in."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Count, Exists, Min, OuterRef, Prefetch, Q, QuerySet

from newsarchive import wire
from newsarchive.archive.models import Article, Paragraph, Receipt, Upload, UploadedFile
from newsarchive.archive.queries.kept import answers
from newsarchive.archive.queries.veil import OPEN, Veil

State = UploadedFile.State

FAULTS = ("worker-stopped", "unforeseen", "bytes-lost")
"""Why files failed that may be read yet, once a fault of the archive is mended."""

UNREAD = ("format", "no-article", "encoding")
"""Why files failed that other readers may read: by the same ones they would be refused again."""


def _may_be_read_yet() -> Q:
    """Failed files of which there are bytes, and which would not for certain be refused again.

    What is empty or no text stays so, and of what was too large, or could not be stored, there are no bytes.
    """
    other_readers = Q(code__in=UNREAD) & ~Q(refused_under=wire.VERSION)
    return Q(state=State.REJECTED, original__isnull=False) & (Q(code__in=FAULTS) | other_readers)


@dataclass(frozen=True)
class Progress:
    """How far an upload is, in files."""

    held: int
    waiting: int
    read: int
    settled: int
    rejected: int
    withdrawn: int
    open: bool = False
    """Whether more may come."""

    @property
    def total(self) -> int:
        return self.held + self.waiting + self.read + self.done

    @property
    def done(self) -> int:
        return self.settled + self.rejected + self.withdrawn

    @property
    def finished(self) -> bool:
        return self.done == self.total and not self.open

    @property
    def at_work(self) -> bool:
        """Whether workers have something to do."""
        return bool(self.waiting or self.read)

    @property
    def mark(self) -> str:
        """Changes whenever a file moves on: a page that shows this mark is up to date."""
        counts = (self.held, self.waiting, self.read, self.settled, self.rejected, self.withdrawn, int(self.open))
        return "-".join(map(str, counts))


def uploads_seen_by(user: AbstractBaseUser | AnonymousUser) -> QuerySet[Upload]:
    """An archivist's own uploads, an editor's everyone's, newest first."""
    uploads = Upload.objects.select_related("by", "source").order_by("-at", "-pk")
    return uploads if user.has_perm("archive.rule") else uploads.filter(by=user)


def unfinished_of(user: AbstractBaseUser | AnonymousUser) -> QuerySet[Upload]:
    """A person's own uploads of which more may come, or that wait for a word, newest first."""
    mine = Upload.objects.filter(by=user, withdrawal=None).order_by("-at", "-pk")
    return mine.filter(Q(announced__isnull=False, ended_at=None) | Q(held=True))


def progress(upload: Upload) -> Progress:
    """Where the upload's files are now."""
    counted = upload.files.order_by().values_list("state").annotate(files=Count("pk"))
    found = dict(counted)
    return Progress(**{state: found.get(state, 0) for state in State.values}, open=upload.unfinished)


def outcomes(upload: Upload) -> list[tuple[str, int]]:
    """How many items came to which outcome, in the order in which outcomes are listed."""
    counted = Receipt.objects.filter(file__upload=upload).exclude(outcome="").order_by()
    found = dict(counted.values_list("outcome").annotate(items=Count("pk")))
    return [(outcome, found[outcome]) for outcome in Receipt.Outcome.values if outcome in found]


@dataclass(frozen=True)
class Failure:
    """Why files of an upload failed: the code, how many, and of how many it may turn out better the next time."""

    code: str
    files: int
    mendable: int


def failures(upload: Upload) -> list[Failure]:
    """The reasons for which files were rejected, the most frequent first."""
    counted = upload.files.filter(state=State.REJECTED).order_by().values_list("code")
    rows = counted.annotate(files=Count("pk"), may=Count("pk", filter=_may_be_read_yet()))
    return sorted((Failure(*row) for row in rows), key=lambda failure: (-failure.files, failure.code))


def mendable(upload: Upload) -> QuerySet[UploadedFile]:
    """The upload's failed files that may be read yet."""
    return upload.files.filter(_may_be_read_yet())


@dataclass(frozen=True)
class Tally:
    """What became of an upload in numbers: its files by state, the items of those that are in by outcome."""

    states: dict[str, int]
    outcomes: dict[str, int]

    @property
    def files(self) -> int:
        return sum(self.states.values())

    @property
    def unsettled(self) -> int:
        return self.states.get(State.WAITING, 0) + self.states.get(State.READ, 0)


_STATES = "SELECT upload_id, state, count(*) FROM archive_uploadedfile WHERE upload_id = ANY(%s) GROUP BY 1, 2"


def tallies(upload_ids: Collection[int]) -> dict[int, Tally]:
    """The numbers of several uploads, by two questions."""
    found = {pk: Tally({}, {}) for pk in upload_ids}
    for pk, state, files in answers(_STATES, list(upload_ids)):
        found[pk].states[state] = files
    for pk, outcome, items in answers(_OUTCOMES, list(upload_ids)):
        found[pk].outcomes[outcome] = items
    return found


_OUTCOMES = """
SELECT file.upload_id, receipt.outcome, count(*)
FROM archive_uploadedfile file JOIN archive_receipt receipt ON receipt.file_id = file.id
WHERE file.upload_id = ANY(%s) AND file.state = 'settled' AND receipt.outcome <> '' GROUP BY 1, 2
"""


@dataclass(frozen=True)
class Only:
    """Which of an upload's files are asked for: by what became of them, by why they failed, by a part of their name."""

    fate: str = ""
    code: str = ""
    name: str = ""

    def __bool__(self) -> bool:
        return bool(self.fate or self.code or self.name)


def files(upload: Upload, only: Only = Only()) -> QuerySet[UploadedFile]:
    """The upload's files in order, with receipts, articles and folded repeats at hand."""
    folds = Paragraph.objects.filter(repeats__isnull=False).select_related("repeats")
    articles = Article.objects.annotate(first_position=Min("paragraphs__position"))
    articles = articles.prefetch_related(Prefetch("paragraphs", folds, to_attr="folds"))
    receipts = Receipt.objects.order_by("item").select_related("related__source")
    receipts = receipts.prefetch_related(Prefetch("article", articles))
    found = upload.files.order_by("position").prefetch_related(Prefetch("receipts", receipts))
    return _narrowed(found, only)


def _narrowed(found: QuerySet[UploadedFile], only: Only) -> QuerySet[UploadedFile]:
    if only.fate in State.values:
        found = found.filter(state=only.fate)
    elif only.fate:
        found = found.filter(Exists(Receipt.objects.filter(file=OuterRef("pk"), outcome=only.fate)))
    if only.code:
        found = found.filter(state=State.REJECTED, code=only.code)
    return found.filter(name__icontains=only.name) if only.name else found


AT_ONCE = 1000
"""Files fetched together where all of an upload are told."""


class ItemTold(NamedTuple):
    """What the receipt says of an item; ``article`` and ``related`` are numbers."""

    file: int
    item: int
    outcome: str
    article: int
    headline: str
    related: int | None
    similarity: float | None
    note: str


class FileTold(NamedTuple):
    """What the receipt says of a file, and of the items in it."""

    pk: int
    position: int
    name: str
    size: int
    digest: str | None
    state: str
    reason: str
    items: Sequence[ItemTold] = ()


_FILE = ("id", "position", "name", "size", "original_id", "state", "reason")
_ITEM = ("file_id", "item", "outcome", "article_id", "article__headline", "related_id", "similarity", "note")


def all_files(upload: Upload) -> Iterator[list[FileTold]]:
    """All files in order, `AT_ONCE` at a time, so that no number of them fills the memory."""
    found = upload.files.order_by("position").values_list(*_FILE)
    after = 0
    while some := [FileTold(*row) for row in found.filter(position__gt=after)[:AT_ONCE]]:
        items: dict[int, list[ItemTold]] = {}
        told = Receipt.objects.filter(file__in=[file.pk for file in some]).order_by("file_id", "item")
        for item in map(ItemTold._make, told.values_list(*_ITEM)):
            items.setdefault(item.file, []).append(item)
        yield [file._replace(items=items.get(file.pk, ())) for file in some]
        after = some[-1].position


_SPREAD = """
SELECT id, files FROM (
    SELECT id, row_number() OVER (ORDER BY position) - 1 AS at, count(*) OVER () AS files
    FROM archive_uploadedfile WHERE upload_id = %s AND state = 'held'
) AS held WHERE at < 3 OR at %% greatest(files / greatest(%s - 3, 1), 1) = 0 ORDER BY at LIMIT %s
"""


def sample(upload: Upload, most: int) -> tuple[int, list[UploadedFile]]:
    """How many files of the upload are held, and some: the first, and others from all over it."""
    found = answers(_SPREAD, upload.pk, most, most)
    rows = upload.files.in_bulk([pk for pk, _ in found])
    return found[0][1] if found else 0, [rows[pk] for pk, _ in found]


def refused_at_once(upload: Upload) -> list[tuple[str, int, str, str]]:
    """Name, size, code and reason of the upload's files that were turned away when they came, in order."""
    turned_away = upload.files.filter(state=State.REJECTED).order_by("position")
    return list(turned_away.values_list("name", "size", "code", "reason"))


def known(digests: Collection[str], veil: Veil = OPEN) -> set[str]:
    """Those of the originals that the archive has articles of, as far as may be seen."""
    here = Article.objects.filter(original__in=digests, text__isnull=False).exclude(pk__in=veil.articles)
    return set(here.values_list("original_id", flat=True)) if digests else set()


def folded(article: Article) -> str:
    """`lede folded`, `3 repeats folded`, or nothing; for articles that `files` fetched."""
    folds: list[Paragraph] = article.folds
    if not folds:
        return ""
    lede = [fold for fold in folds if article.first_position in (fold.position, fold.repeats.position)]
    others = len(folds) - len(lede)
    said = ["lede folded"] if lede else []
    if others:
        said.append(f"{others} repeat{'' if others == 1 else 's'} folded")
    return ", ".join(said)


def there(upload: Upload) -> Iterator[tuple[str, int]]:
    """Name and size of every file of the upload, for whoever goes on with it."""
    return upload.files.order_by("position").values_list("name", "size").iterator(chunk_size=5000)
