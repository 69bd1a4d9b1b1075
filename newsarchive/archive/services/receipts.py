"""What became of each file, written when its articles have found their story."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.utils import timezone

from newsarchive.archive.models import Article, Membership, Receipt, UploadedFile
from newsarchive.archive.queries.relations import compare_texts, name_of
from newsarchive.dedup.likeness import UNIT, Likeness


def settle(file_ids: Sequence[int]) -> None:
    """Write the outcomes of the files' items and close the files.

    An item is told of the nearest article that was in its story before it: an identical copy, else the likest text.
    """
    receipts = list(Receipt.objects.filter(file__in=file_ids, outcome="").select_related("article").order_by("id"))
    earlier = _earlier_in_story(receipts)
    pairs = {(r.article.text_id, e.text_id) for r in receipts for e in earlier[r.pk]}
    likenesses = compare_texts((a, b) for a, b in pairs if a != b)
    for receipt in receipts:
        _write(receipt, earlier[receipt.pk], likenesses)
    Receipt.objects.bulk_update(receipts, ["outcome", "related", "similarity"], batch_size=1000)
    UploadedFile.objects.filter(id__in=file_ids).update(state=UploadedFile.State.SETTLED, finished_at=timezone.now())


def _earlier_in_story(receipts: Sequence[Receipt]) -> dict[int, list[Article]]:
    """For each receipt the first printing of every text of its story that was taken in before its article."""
    story_of = dict(
        Membership.objects.filter(text__in={r.article.text_id for r in receipts}).values_list("text_id", "story_id")
    )
    by_story = _first_printings(set(story_of.values()))
    return {r.pk: [a for a in by_story[story_of[r.article.text_id]] if a.pk < r.article_id] for r in receipts}


def _first_printings(story_ids: Iterable[int]) -> dict[int, list[Article]]:
    articles = (
        Article.objects.filter(text__membership__story__in=story_ids)
        .order_by("text_id", "id")
        .distinct("text_id")
        .select_related("text__membership")
        .only("id", "text_id", "text__membership__story_id")
    )
    found: dict[int, list[Article]] = {pk: [] for pk in story_ids}
    for article in articles:
        found[article.text.membership.story_id].append(article)
    return found


def _write(receipt: Receipt, earlier: Sequence[Article], likenesses: Mapping[tuple[int, int], Likeness]) -> None:
    text = receipt.article.text_id
    same = next((a for a in earlier if a.text_id == text), None)
    if same:
        receipt.outcome, receipt.related, receipt.similarity = Receipt.Outcome.COPY, same, 1.0
    elif earlier:
        nearest = max(earlier, key=lambda a: (likenesses[text, a.text_id].score, -a.pk))
        likeness = likenesses[text, nearest.text_id]
        receipt.outcome, receipt.related = name_of(likeness), nearest
        receipt.similarity = likeness.score / UNIT
    else:
        receipt.outcome = Receipt.Outcome.NEW_STORY
