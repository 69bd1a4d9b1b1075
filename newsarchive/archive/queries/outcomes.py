"""What became of uploaded files, a line a file, for the command and its receipt file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Count, Q

from newsarchive.archive.models import Article, Receipt, Upload, UploadedFile


@dataclass(frozen=True)
class ItemLine:
    """One item: what it is, to which article, how like that (0 to 1), and how many of its paragraphs are folded.

    One whose upload was withdrawn meanwhile is in no story.
    """

    article: int
    story: int | None
    outcome: str
    related_to: int | None
    similarity: float | None
    repeats_folded: int
    note: str


@dataclass(frozen=True)
class Line:
    """One uploaded file. ``reason`` is filled where it was rejected, ``items`` where it was not."""

    path: str
    state: str
    reason: str
    digest: str | None
    items: tuple[ItemLine, ...]

    @property
    def summary(self) -> str:
        """The outcome in a word or two, for a table; a file of several items is known by how many it holds."""
        if self.state == UploadedFile.State.REJECTED:
            return "rejected"
        if self.state == UploadedFile.State.WITHDRAWN:
            return "withdrawn"
        return self.items[0].outcome if len(self.items) == 1 else f"file of {len(self.items)} items"

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def lines(uploads: Sequence[Upload]) -> list[Line]:
    """What became of every file of the uploads, in the order in which they were handed in."""
    files = UploadedFile.objects.filter(upload__in=uploads).order_by("upload_id", "position")
    items: dict[int, list[ItemLine]] = {}
    for receipt in _receipts(uploads):
        items.setdefault(receipt.file_id, []).append(_item(receipt))
    return [Line(f.name, f.state, f.reason, f.original_id, tuple(items.get(f.pk, ()))) for f in files]


def _receipts(uploads: Sequence[Upload]) -> Sequence[Receipt]:
    return list(
        Receipt.objects.filter(file__upload__in=uploads)
        .select_related("article__text__membership")
        .annotate(folded=Count("article__paragraphs", filter=Q(article__paragraphs__repeats__isnull=False)))
        .order_by("file_id", "item")
    )


def _item(receipt: Any) -> ItemLine:
    return ItemLine(
        article=receipt.article_id,
        story=_story_of(receipt.article),
        outcome=receipt.outcome,
        related_to=receipt.related_id,
        similarity=receipt.similarity,
        repeats_folded=receipt.folded,
        note=receipt.note,
    )


def _story_of(article: Article) -> int | None:
    membership = getattr(article.text, "membership", None)
    return membership.story_id if membership else None
