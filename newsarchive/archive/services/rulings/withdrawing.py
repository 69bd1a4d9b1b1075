"""Uploads withdrawn as a whole, and brought back."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet

from newsarchive.archive.models import Article, Membership, Receipt, RuledArticle, Ruling, Upload, UploadedFile
from newsarchive.archive.queries import standings
from newsarchive.archive.queries.bin import brought_in_by, standing
from newsarchive.archive.queries.carrying import stories_named_by
from newsarchive.archive.services import bonding, clustering, killing, placing, presence, texting
from newsarchive.archive.services.doorbell import ring
from newsarchive.archive.services.rulings.deciding import Decision, Refused, close, entered, in_lane
from newsarchive.archive.services.rulings.retexting import settle

A = RuledArticle.Side.A
State = UploadedFile.State


def withdraw_upload(upload_id: int, *, by: User | None, reason: str) -> Ruling:
    """Take an upload back: what only it, or others that were withdrawn, brought in goes to the bin.

    Its files that are still at work are not taken in any more. Undoing the ruling brings all of it back, for as long
    as the bin keeps it. Raises `Refused` where it was withdrawn already.
    """
    with in_lane(reason):
        presence.take_texts_away()
        upload = _locked(upload_id)
        if upload.withdrawal_id:
            raise Refused(f"Upload {upload.pk} was withdrawn already, by ruling {upload.withdrawal_id}.")
        going = list(brought_in_by(upload))
        before = standings.recorded(_stories({a.text_id for a in going if a.text_id}))
        kind, use = Ruling.Kind.WITHDRAWN, Ruling.Use.WITHDRAW
        ruling = entered(Decision(kind, use, by, reason, {A: going}, {"upload": upload.pk}), before)
        touched = carry(ruling)
        return close(ruling, standings.recorded(touched), touched)


def carry(ruling: Ruling) -> set[int]:
    """Put the articles of the ruling's upload into the bin, or take them out, as holds now.

    Returns the stories that this touched. Raises `Refused` where the bin was emptied since.
    """
    presence.take_texts_away()
    upload = _locked(ruling.value["upload"])
    if ruling.value.get("emptied"):
        raise Refused("The bin was emptied: what this upload brought in is deleted for good. Hand the files in again.")
    withdrawals = Ruling.objects.standing().filter(kind=Ruling.Kind.WITHDRAWN, value__upload=upload.pk)
    upload.withdrawal = withdrawals.order_by("pk").last()
    upload.save(update_fields=["withdrawal"])
    if upload.withdrawal:
        _close(upload)
    else:
        _open(upload)
    return _sort(upload, ruling)


def _locked(upload_id: int) -> Upload:
    upload = Upload.objects.select_for_update(of=("self",)).filter(pk=upload_id).first()
    if upload is None:
        raise Refused("There is no such upload.")
    return upload


def _close(upload: Upload) -> None:
    """Its files count no longer, and those at work stop being taken in: whoever reads one finds it gone."""
    files = upload.files.filter(state__in=[State.WAITING, State.READ, State.SETTLED])
    list(files.order_by("id").select_for_update().values_list("id", flat=True))
    upload.files.filter(state__in=[State.WAITING, State.READ, State.SETTLED]).update(
        state=State.WITHDRAWN, leased_until=None
    )


def _open(upload: Upload) -> None:
    """Its files are again what they were: in the archive, to be compared, or waiting to be read."""
    files = upload.files.filter(state=State.WITHDRAWN)
    read = Exists(Receipt.objects.filter(file=OuterRef("pk")))
    files.filter(finished_at__isnull=False).update(state=State.SETTLED)
    files.filter(read).update(state=State.READ)
    files.update(state=State.WAITING)
    ring("archive.read")
    ring("archive.cluster")


def _sort(upload: Upload, ruling: Ruling) -> set[int]:
    """Which of the upload's articles are in the bin: those that no file brings in which stands."""
    articles = Article.objects.filter(original__in=upload.files.values("original"))
    stands = Q(Exists(standing(OuterRef("original_id"))))
    left = texting.into_the_bin(_ids(articles.filter(~stands, text__isnull=False)))
    come = texting.retext(_ids(articles.filter(stands, text=None)))
    return settle(left, come, ruling) | _told_anew(_ids(articles))


def _told_anew(article_ids: Collection[int]) -> set[int]:
    """Notices that went or came back do no longer, or again, what they did elsewhere. Returns the stories concerned."""
    stories = stories_named_by(article_ids)
    killing.name_what_came(article_ids)
    bound = bonding.bind(article_ids)
    stories |= stories_named_by(article_ids) | _stories(bound)
    if bound:
        clustering.recluster(bound)
        stories |= _stories(bound)
    placing.summarise(stories)
    return stories


def _ids(articles: QuerySet[Article]) -> list[int]:
    return list(articles.order_by("pk").values_list("pk", flat=True))


def _stories(text_ids: Collection[int]) -> set[int]:
    return set(Membership.objects.filter(text__in=text_ids).values_list("story_id", flat=True))
