"""Pairs in the review queue, made directly: for tests of those who work it off."""

from __future__ import annotations

import itertools
from typing import Any

from newsarchive.archive.models import Article, Review
from newsarchive.archive.queries.schemes import in_force
from tests.archive.factories import make_article, story_of
from tests.archive.wirecopy import Desk

_numbers = itertools.count(1)


def make_pair(*, same: bool = False, queue: str = "near", stake: int = 1, **fields: Any) -> Review:
    """Two articles that differ in one paragraph, in one story or in two, and the question what they are."""
    number = next(_numbers)
    body = Desk(number).report(3)
    one = make_article(f"Report {number}", body, source=f"Herald {number % 7}")
    story = {"story": story_of(one)} if same else {}
    other = make_article(f"As told {number}", [*body[:2], f"Number {number} was 4,217 crowns."], **story)
    return review_of(one, other, machine_same=same, queue=queue, stake=stake, **fields)


def review_of(one: Article, other: Article, **fields: Any) -> Review:
    (digest, item), (other_digest, other_item) = sorted((a.original_id, a.item) for a in (one, other))
    names = {"digest": digest, "item": item, "other_digest": other_digest, "other_item": other_item}
    return Review.objects.create(**names, **{"scheme": in_force().id, "machine_same": False, "queue": "near", **fields})


def articles_of(review: Review) -> tuple[Article, Article]:
    """The two articles of a review, in its order."""
    one = Article.objects.get(original=review.digest, item=review.item)
    return one, Article.objects.get(original=review.other_digest, item=review.other_item)
