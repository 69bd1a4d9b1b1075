"""The bin is emptied: what was withdrawn longer ago than it keeps things is deleted for good.

An upload at a time, each a transaction; whatever stops it, the next hour goes on from there. Bytes go last, once
nothing in the database names them any more.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from newsarchive.archive.models import Article, Original, Paragraph, Passage, Printing, Story, Text, Upload
from newsarchive.archive.queries.bin import full_until
from newsarchive.archive.services import clustering, keeping, presence, unsigning

logger = logging.getLogger(__name__)

AT_ONCE = 500
"""Originals deleted in one transaction."""


def empty_bin() -> int:
    """Delete what was withdrawn too long ago to be brought back. Returns how many uploads that were.

    Where somebody is clustering or deciding just now, the rest waits for the next time.
    """
    due = list(full_until(timezone.now()).order_by("pk").values_list("pk", flat=True))
    emptied = 0
    while emptied < len(due) and _empty(due[emptied]):
        emptied += 1
    if emptied:
        _drop_passages_of_nobody()
    while drop_unneeded_originals():
        pass
    return emptied


def _empty(upload_id: int) -> bool:
    """Delete what an upload left in the bin. False where the clustering lane is taken."""
    with transaction.atomic():
        if not clustering.lane_is_free():
            return False
        presence.take_texts_away()
        upload = full_until(timezone.now()).select_for_update(of=("self",)).filter(pk=upload_id).first()
        if upload:
            _delete(_unneeded(upload))
            ruling = upload.withdrawal
            ruling.value |= {"emptied": timezone.now().isoformat()}
            ruling.save(update_fields=["value"])
            logger.info("The bin was emptied of upload %s", upload.pk)
    return True


def _unneeded(upload: Upload) -> list[int]:
    """The upload's articles in the bin that no other file keeps there; its files let go of their originals."""
    originals = list(upload.files.exclude(original=None).values_list("original_id", flat=True).distinct())
    upload.files.update(original=None)
    binned = Article.objects.filter(original__in=originals, text=None, original__files=None)
    return list(binned.values_list("pk", flat=True))


def _delete(article_ids: list[int]) -> None:
    """The articles with all that is theirs alone: receipts, paragraphs, passages, texts, and what lists quoted."""
    paragraphs = Paragraph.objects.filter(article__in=article_ids)
    passages = set(paragraphs.values_list("passage_id", flat=True))
    paragraphs.update(repeats=None)
    Story.objects.filter(lead_article__in=article_ids, article_count=0).update(lede="")
    Article.objects.filter(pk__in=article_ids).delete()
    _delete_texts()
    _delete_passages(passages)


def _delete_texts() -> None:
    """Texts that no article prints, of this upload or left behind by a fold. They have left the clustering already.

    Stories that they led have no texts, and let go of them; which articles were in these, rulings remember.
    """
    unprinted = Text.objects.filter(articles=None, membership=None, leads_versions=None)
    Story.objects.filter(Q(lead__in=unprinted.values("pk")), memberships=None).update(lead=None)
    gone = list(unprinted.filter(leads_stories=None).values_list("pk", flat=True))
    unsigning.of_texts(gone)
    Text.objects.filter(pk__in=gone).delete()


def _drop_passages_of_nobody() -> None:
    """Those that were entered ahead of articles which never came (`wording`); looked for before anybody has to wait."""
    found = list(_unprinted().values_list("pk", flat=True))
    if found:
        with transaction.atomic():
            presence.take_texts_away()
            _delete_passages(found)


def _unprinted() -> QuerySet[Passage]:
    printed = Exists(Paragraph.objects.filter(passage=OuterRef("pk")))
    known = Exists(Printing.objects.filter(passage=OuterRef("pk")))
    return Passage.objects.filter(~printed, ~known)


def _delete_passages(passage_ids: Iterable[int]) -> None:
    gone = list(_unprinted().filter(pk__in=passage_ids).values_list("pk", flat=True))
    unsigning.of_passages(gone)
    Passage.objects.filter(pk__in=gone).delete()


def drop_unneeded_originals() -> int:
    """Delete some bytes, and then the rows, of originals that no file and no article needs. Returns how many.

    Bytes go first: a row without bytes is met again the next time, bytes without a row never. Nobody hands anything
    in meanwhile, who might find the bytes here and not keep them again.
    """
    with transaction.atomic():
        if not presence.may_take_bytes_away():
            return 0
        unneeded = Original.objects.filter(files=None, articles=None).order_by("digest")
        digests = list(unneeded.select_for_update(of=("self",)).values_list("digest", flat=True)[:AT_ONCE])
        keeping.drop(digests)
        Original.objects.filter(digest__in=digests).delete()
    return len(digests)
