"""What is in the bin: articles that only withdrawn uploads brought in, and the stories that stand empty since."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Count, Exists, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import MD5, Cast

from newsarchive.archive.models import Article, Membership, Notice, RuledArticle, Ruling, Story, Upload, UploadedFile
from newsarchive.archive.queries import standings
from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.kept import answers, any_ruling
from newsarchive.archive.queries.putting_right import said_in
from newsarchive.archive.queries.records import listed
from newsarchive.archive.queries.rulings import MEMBERS_SHOWN, Lines, lines

_A_WITHDRAWAL = any_ruling(Ruling.Kind.WITHDRAWN)


def claims_on(text_ids: Collection[int]) -> dict[int, list[int]]:
    """Stories that stand empty since an upload was withdrawn, and which of these texts they held then.

    So that an article which is handed in again brings its story's number back.
    """
    if not _A_WITHDRAWAL.any():
        return {}
    withdrawals = Ruling.objects.standing().filter(kind=Ruling.Kind.WITHDRAWN)
    placed = Membership.objects.filter(text__in=text_ids).values_list("text_id", flat=True)
    coming = set(text_ids) - set(placed)
    here = Article.objects.filter(original_id=OuterRef("original_digest"), item=OuterRef("item"), text__in=coming)
    naming = RuledArticle.objects.filter(Exists(here), ruling__in=withdrawals).values("ruling_id")
    held: dict[int, set[int]] = {}
    for before in Ruling.objects.filter(pk__in=naming).order_by("pk").values_list("before", flat=True):
        held |= {story: coming.intersection(texts) for story, texts in standings.claims(before).items()}
    empty = Story.objects.filter(pk__in=held, merged_into=None, memberships=None).values_list("pk", flat=True)
    return {story: sorted(held[story]) for story in empty if held[story]}


def standing(original: Any) -> QuerySet[UploadedFile]:
    """Files of an original that went in, with an upload that stands."""
    went_in = [UploadedFile.State.READ, UploadedFile.State.SETTLED]
    return UploadedFile.objects.filter(original=original, state__in=went_in)


def brought_in_by(upload: Upload) -> QuerySet[Article]:
    """What only this upload, or others that were withdrawn, brought in."""
    others = standing(OuterRef("original_id")).exclude(upload=upload)
    mine = standing(OuterRef("original_id")).filter(upload=upload)
    return Article.objects.filter(Exists(mine), ~Exists(others)).order_by("pk")


def withdrawn() -> QuerySet[Upload]:
    """Uploads that can still be brought back."""
    return Upload.objects.filter(withdrawal__isnull=False).exclude(withdrawal__value__has_key="emptied")


def full_until(now: datetime) -> QuerySet[Upload]:
    """Withdrawn uploads that the bin need not keep any longer."""
    return withdrawn().filter(withdrawal__made_at__lte=now - timedelta(days=settings.BIN_DAYS))


def kept_until(upload: Upload) -> datetime | None:
    """When the bin lets go of a withdrawn upload; None where it was emptied already, or the upload stands."""
    ruling = upload.withdrawal
    if ruling is None or ruling.value.get("emptied"):
        return None
    return ruling.made_at + timedelta(days=settings.BIN_DAYS)


def withdrawals_of(article: Article) -> QuerySet[Upload]:
    """The withdrawn uploads that an article is in the bin with, the latest first."""
    files = UploadedFile.objects.filter(original=article.original_id).values("upload")
    found = Upload.objects.filter(pk__in=files, withdrawal__isnull=False)
    return with_withdrawals(found).order_by("-withdrawal_id")


def with_withdrawals(uploads: QuerySet[Upload]) -> QuerySet[Upload]:
    """Uploads with who withdrew them, when and why, but not how things stood, which can be megabytes."""
    return uploads.select_related("withdrawal__made_by").defer("withdrawal__before", "withdrawal__after")


@dataclass(frozen=True)
class Loss:
    """A story, how many of its articles would go, and whether any would be left."""

    story: Story
    loses: int

    @property
    def empty(self) -> bool:
        return self.loses >= self.story.article_count


@dataclass(frozen=True)
class Preview:
    """What goes into the bin with an upload and what stays, the first of each, and what stories lose by it.

    ``unmarked`` says how many articles that stay lose which mark, since the notice that gives it goes.
    """

    going: Lines
    staying: Lines
    unfinished: int
    losses: Sequence[Loss]
    stories: int
    emptied: int
    unmarked: Sequence[tuple[str, int]]
    seen: str


def preview(upload: Upload) -> Preview:
    """What withdrawing an upload would come to; nothing is written, and as many queries however much it is."""
    going = brought_in_by(upload).filter(text__isnull=False)
    mine = Article.objects.filter(original__in=upload.files.values("original"), text__isnull=False)
    staying = mine.exclude(pk__in=going.values("pk")).order_by("pk")
    loses = dict(
        going.order_by()
        .values_list("text__membership__story")
        .annotate(count=Count("pk"))
        .exclude(text__membership=None)
    )
    had = dict(Story.objects.filter(pk__in=loses).values_list("pk", "article_count"))
    emptied = [pk for pk, count in loses.items() if count >= had[pk]]
    first = sorted(loses, key=lambda pk: (pk not in emptied, -loses[pk], pk))[:MEMBERS_SHOWN]
    stories = Story.objects.in_bulk(first)
    states = dict(upload.files.order_by().values_list("state").annotate(Count("pk")))
    at = ",".join(f"{state}:{count}" for state, count in sorted(states.items()))
    made_of = going.order_by().aggregate(ids=MD5(StringAgg(Cast("pk", TextField()), Value(","), order_by="pk")))["ids"]
    return Preview(
        going=_first(going),
        staying=_first(staying),
        unfinished=states.get(UploadedFile.State.WAITING, 0) + states.get(UploadedFile.State.READ, 0),
        losses=[Loss(stories[pk], loses[pk]) for pk in first],
        stories=len(loses),
        emptied=len(emptied),
        unmarked=_unmarked(list(going.order_by().values_list("pk", flat=True)), list(loses)),
        seen=f"withdrawal {upload.withdrawal_id or 0} files {at} going {made_of}",
    )


_LOSING = """
SELECT CASE carried.mark WHEN 'corrects' THEN 'correction' ELSE carried.mark END, count(DISTINCT article.id)::int
FROM archive_carried carried JOIN archive_article article ON article.text_id = carried.text_id
WHERE carried.notice_id = ANY(%s::bigint[]) AND article.id <> ALL(%s::bigint[])
    AND NOT EXISTS (SELECT FROM archive_carried other WHERE other.text_id = carried.text_id
        AND other.mark = carried.mark AND other.notice_id <> ALL(%s::bigint[]))
GROUP BY 1 ORDER BY 2 DESC, 1
"""


def _unmarked(going: Sequence[int], stories: Sequence[int]) -> list[tuple[str, int]]:
    """The marks that articles which stay lose with these, each with how many do; no question where nothing goes."""
    if not going:
        return []
    out = literal({*going, *_resting(set(going), stories)})
    return [(mark, count) for mark, count in answers(_LOSING, out, literal(going), out)]


def _resting(going: set[int], stories: Sequence[int]) -> set[int]:
    """The articles that correct others by an editor's word alone, where all of these go."""
    corrected: dict[int, set[int]] = {}
    for said in said_in(stories):
        if said.corrects:
            corrected.setdefault(said.correction, set()).add(said.wrong)
    resting = {pk for pk, wrong in corrected.items() if wrong <= going}
    own = Notice.objects.filter(article__in=resting, carries=True).values_list("pk", flat=True)
    return resting - set(own) if resting else set()


def _first(articles: QuerySet[Article]) -> Lines:
    return Lines(lines(listed(articles)[:MEMBERS_SHOWN]), articles.order_by().count())
