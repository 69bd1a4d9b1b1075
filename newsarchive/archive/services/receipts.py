"""What became of each file, written when its articles have found their story."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import islice

from django.utils import timezone

from newsarchive.archive.models import Article, Match, Membership, Receipt, UploadedFile
from newsarchive.archive.queries.relations import compare_texts, name_of
from newsarchive.dedup.likeness import UNIT, Likeness
from newsarchive.dedup.schemes import ClusteringScheme

MOST_ASKED = 20
"""Earlier texts of its story that an item is compared with, so that a story of thousands costs no more than a small
one."""


def settle(file_ids: Sequence[int], scheme: ClusteringScheme) -> None:
    """Write the outcomes of the files' items and close the files.

    An item is told of the nearest article that was in its story before it: an identical copy, else the likest text.
    """
    receipts = list(Receipt.objects.filter(file__in=file_ids, outcome="").select_related("article").order_by("id"))
    earlier = _earlier_in_story(receipts, scheme)
    pairs = {(r.article.text_id, e.text_id) for r in receipts for e in earlier[r.pk]}
    likenesses = compare_texts(((a, b) for a, b in pairs if a != b), scheme)
    for receipt in receipts:
        _write(receipt, earlier[receipt.pk], likenesses, scheme)
    Receipt.objects.bulk_update(receipts, ["outcome", "related", "similarity"], batch_size=1000)
    UploadedFile.objects.filter(id__in=file_ids).update(state=UploadedFile.State.SETTLED, finished_at=timezone.now())


def _earlier_in_story(receipts: Sequence[Receipt], scheme: ClusteringScheme) -> dict[int, list[Article]]:
    """For each receipt the first printings of texts of its story that were taken in before its article.

    Its own text is among them, if it was printed before, and of the others `MOST_ASKED`: those that match it best,
    then those that came first.
    """
    texts = {r.article.text_id for r in receipts}
    story_of = dict(Membership.objects.filter(text__in=texts).values_list("text_id", "story_id"))
    by_story = _first_printings(set(story_of.values()))
    likest = _likest(texts, scheme)
    found: dict[int, list[Article]] = {}
    for r in receipts:
        text, printed = r.article.text_id, by_story[story_of[r.article.text_id]]
        near = [printed[t] for t in (text, *likest[text]) if t in printed and printed[t].pk < r.article_id]
        first = islice((a for a in printed.values() if a.pk < r.article_id), MOST_ASKED)
        asked = {a.pk: a for a in (*near[: MOST_ASKED + 1], *first)}
        found[r.pk] = list(asked.values())[: MOST_ASKED + 1]
    return found


def _likest(text_ids: Collection[int], scheme: ClusteringScheme) -> dict[int, list[int]]:
    """For each text those that match it, the likest first; one query a direction, whatever the story's size."""
    found: dict[int, list[tuple[float, int]]] = {pk: [] for pk in text_ids}
    for own, other in (("text_id", "other_id"), ("other_id", "text_id")):
        rows = Match.objects.filter(scheme=scheme.id, **{f"{own}__in": text_ids}).values_list(own, other, "likeness")
        for text, nearby, likeness in rows.iterator():
            found[text].append((-likeness, nearby))
    return {text: [nearby for _, nearby in sorted(rows)] for text, rows in found.items()}


def _first_printings(story_ids: Iterable[int]) -> dict[int, dict[int, Article]]:
    """Story to its texts' first printings, by text, the earliest first."""
    articles = (
        Article.objects.filter(text__membership__story__in=story_ids)
        .order_by("text_id", "id")
        .distinct("text_id")
        .select_related("text__membership")
        .only("id", "text_id", "text__membership__story_id")
    )
    found: dict[int, dict[int, Article]] = {pk: {} for pk in story_ids}
    for article in sorted(articles, key=lambda a: a.pk):
        found[article.text.membership.story_id][article.text_id] = article
    return found


def _write(
    receipt: Receipt,
    earlier: Sequence[Article],
    likenesses: Mapping[tuple[int, int], Likeness],
    scheme: ClusteringScheme,
) -> None:
    text = receipt.article.text_id
    same = next((a for a in earlier if a.text_id == text), None)
    if same:
        receipt.outcome, receipt.related, receipt.similarity = Receipt.Outcome.COPY, same, 1.0
    elif earlier:
        nearest = max(earlier, key=lambda a: (likenesses[text, a.text_id].score, -a.pk))
        likeness = likenesses[text, nearest.text_id]
        receipt.outcome, receipt.related = name_of(likeness, scheme), nearest
        receipt.similarity = likeness.score / UNIT
    else:
        receipt.outcome = Receipt.Outcome.NEW_STORY
