"""What became of what was handed in."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Count, Min, Prefetch, Q, QuerySet

from newsarchive.archive.models import Article, Paragraph, Receipt, Upload, UploadedFile

State = UploadedFile.State


@dataclass(frozen=True)
class Progress:
    """How far an upload is, in files."""

    waiting: int
    read: int
    settled: int
    rejected: int
    withdrawn: int

    @property
    def total(self) -> int:
        return self.waiting + self.read + self.done

    @property
    def done(self) -> int:
        return self.settled + self.rejected + self.withdrawn

    @property
    def finished(self) -> bool:
        return self.done == self.total

    @property
    def mark(self) -> str:
        """Changes whenever a file moves on: a page that shows this mark is up to date."""
        return f"{self.waiting}-{self.read}-{self.settled}-{self.rejected}-{self.withdrawn}"


def uploads_seen_by(user: AbstractBaseUser | AnonymousUser) -> QuerySet[Upload]:
    """An archivist's own uploads, an editor's everyone's, newest first, with how many files are where."""
    uploads = Upload.objects.select_related("by", "source").order_by("-at", "-pk")
    if not user.has_perm("archive.rule"):
        uploads = uploads.filter(by=user)
    return uploads.annotate(
        file_count=Count("files"),
        rejected_count=Count("files", filter=Q(files__state=State.REJECTED)),
        unsettled_count=Count("files", filter=Q(files__state__in=[State.WAITING, State.READ])),
    )


def progress(upload: Upload) -> Progress:
    """Where the upload's files are now."""
    counted = upload.files.order_by().values_list("state").annotate(files=Count("pk"))
    found = dict(counted)
    return Progress(**{state: found.get(state, 0) for state in State.values})


def outcomes(upload: Upload) -> list[tuple[str, int]]:
    """How many items came to which outcome, in the order in which outcomes are listed."""
    counted = Receipt.objects.filter(file__upload=upload).exclude(outcome="").order_by()
    found = dict(counted.values_list("outcome").annotate(items=Count("pk")))
    return [(outcome, found[outcome]) for outcome in Receipt.Outcome.values if outcome in found]


def files(upload: Upload, only_rejected: bool = False) -> QuerySet[UploadedFile]:
    """The upload's files in order, with receipts, articles and folded repeats at hand."""
    folds = Paragraph.objects.filter(repeats__isnull=False).select_related("repeats")
    articles = Article.objects.annotate(first_position=Min("paragraphs__position"))
    articles = articles.prefetch_related(Prefetch("paragraphs", folds, to_attr="folds"))
    receipts = Receipt.objects.order_by("item").select_related("related__source")
    receipts = receipts.prefetch_related(Prefetch("article", articles))
    found = upload.files.order_by("position").prefetch_related(Prefetch("receipts", receipts))
    return found.filter(state=State.REJECTED) if only_rejected else found


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
