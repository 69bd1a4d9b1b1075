"""What is in the bin: articles that only withdrawn uploads brought in, and the stories that stand empty since."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from newsarchive.archive.models import Article, Membership, RuledArticle, Ruling, Story, Upload, UploadedFile
from newsarchive.archive.queries import standings


def claims_on(text_ids: Collection[int]) -> dict[int, list[int]]:
    """Stories that stand empty since an upload was withdrawn, and which of these texts they held then.

    So that an article which is handed in again brings its story's number back.
    """
    withdrawals = Ruling.objects.standing().filter(kind=Ruling.Kind.WITHDRAWN)
    if not withdrawals.exists():
        return {}
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
    return found.select_related("withdrawal__made_by").order_by("-withdrawal_id")
