"""What articles bear, for pages and exports: trade marks of their own, and what notices and editors say of them."""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils import timezone

from newsarchive.archive.models import Article, Naming, Notice
from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.kept import answers
from newsarchive.archive.queries.said import marks_of_articles

CHANGES_SAID = 3
"""Changes that a line tells; an article's page tells all."""


class Borne(NamedTuple):
    """A mark that an article bears because of a notice, which is given by its article, headline and day.

    ``changes`` are kind, before, after, where and behind: the words in front and behind. ``until`` is when an embargo
    is over, None where no moment is known.
    """

    mark: str
    notice: int
    headline: str
    on: datetime.date
    why: tuple[str, ...]
    changes: tuple[dict[str, str], ...]
    until: datetime.datetime | None
    doubt: str
    confidence: float

    @property
    def over(self) -> bool:
        """Whether it is an embargo that has passed."""
        return self.mark == "embargoed" and self.until is not None and self.until <= timezone.now()

    @property
    def words(self) -> str:
        return words_of(self.mark, self.over)

    @property
    def told(self) -> str:
        """The changes in a line: killed 12 → 19."""
        return told(self.changes)


def words_of(mark: str, over: bool = False) -> str:
    """A mark as pages print it."""
    return {"corrects": "correction", "embargoed": "was embargoed" if over else "embargoed"}.get(mark, mark)


def told(changes: Sequence[dict[str, str]], most: int = CHANGES_SAID) -> str:
    """Changes in a line, the first few of them."""
    said = "; ".join(map(_told, changes[:most]))
    return f"{said}; …" if len(changes) > most else said


def _told(change: dict[str, str]) -> str:
    changed = f"{change['before'] or '—'} → {change['after'] or '—'}"
    return f"{change['where']} {changed} {change.get('behind', '')}".strip()


@dataclass
class Bearing:
    """All that an article bears: ``trade`` as it prints it, ``borne`` by notices, ``ruled`` by editors alone."""

    trade: list[dict[str, Any]] = field(default_factory=list)
    slug: str = ""
    borne: list[Borne] = field(default_factory=list)
    ruled: list[str] = field(default_factory=list)

    @property
    def marks(self) -> list[str]:
        """What notices and editors say of it, in words, each once."""
        return list(dict.fromkeys([*(b.words for b in self.borne), *self.ruled]))

    @property
    def words(self) -> list[str]:
        """Its marks in words, each once: what was done to it, then what it prints of itself."""
        own = [mark["words"] for mark in self.trade if mark["kind"] != "note" and mark["where"] in ("headline", "slug")]
        found = self.marks
        told_already = {word.casefold() for word in found}
        return list(dict.fromkeys([*found, *(w for w in own if not told_already & {w.casefold()})]))


_BORNE = """
SELECT article.id, carried.mark, carried.notice_id, notice.headline, notice.dated_on, carried.why::text,
    carried.changes::text, own.held_until, COALESCE(own.said #>> '{held,doubt}', ''), carried.confidence, NULL, NULL
FROM unnest(%s::bigint[]) AS given(article) JOIN archive_article article ON article.id = given.article
JOIN archive_carried carried ON carried.text_id = article.text_id
JOIN archive_notice own ON own.article_id = carried.notice_id
JOIN archive_article notice ON notice.id = carried.notice_id
UNION ALL
SELECT own.article_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, own.marks::text, own.slug
FROM unnest(%s::bigint[]) AS given(article) JOIN archive_notice own ON own.article_id = given.article
ORDER BY 1, 2, 5, 3
"""


def borne_by(articles: Iterable[Article]) -> dict[int, Bearing]:
    """What each of these articles bears; two questions, however many they are."""
    listed = list(articles)
    found: dict[int, Bearing] = defaultdict(Bearing)
    ids = literal(article.pk for article in listed)
    for pk, mark, notice, headline, on, why, changes, until, doubt, confidence, marks, slug in answers(
        _BORNE, ids, ids
    ):
        if mark is None:
            found[pk].trade, found[pk].slug = json.loads(marks), slug
            continue
        reasons, changed = tuple(json.loads(why)), tuple(json.loads(changes))
        found[pk].borne.append(Borne(mark, notice, headline, on, reasons, changed, until, doubt, confidence))
    for pk, ruled in marks_of_articles(listed).items():
        found[pk].ruled = sorted(ruled - {b.mark for b in found[pk].borne})
    return dict(found)


class Effect(NamedTuple):
    """What a notice does somewhere: a mark on so many articles of a story."""

    mark: str
    story: int
    headline: str
    articles: int


_EFFECTS = """
SELECT carried.mark, story.id, story.headline, count(DISTINCT article.id)
FROM archive_carried carried JOIN archive_membership member ON member.text_id = carried.text_id
JOIN archive_story story ON story.id = member.story_id
JOIN archive_article article ON article.text_id = carried.text_id
WHERE carried.notice_id = %s AND carried.mark <> 'corrects' GROUP BY 1, 2, 3 ORDER BY 4 DESC, 2
"""


def effects_of(article: int) -> list[Effect]:
    """What the notice of an article does, by story."""
    return [Effect(*row) for row in answers(_EFFECTS, article)]


_IN_STORY = """
SELECT DISTINCT ON (carried.mark, carried.notice_id) carried.mark, carried.notice_id, notice.headline, notice.dated_on,
    carried.why::text, carried.changes::text, own.held_until, COALESCE(own.said #>> '{held,doubt}', ''),
    carried.confidence
FROM archive_membership member JOIN archive_carried carried ON carried.text_id = member.text_id
JOIN archive_notice own ON own.article_id = carried.notice_id
JOIN archive_article notice ON notice.id = carried.notice_id
WHERE member.story_id = %s AND carried.mark <> 'corrects'
ORDER BY carried.mark, carried.notice_id, carried.confidence DESC, carried.text_id
"""


def notices_in(story: int) -> list[Borne]:
    """The notices that do something in a story, each once a mark, with what they change there."""
    return [
        Borne(mark, notice, headline, on, tuple(json.loads(why)), tuple(json.loads(changes)), *rest)
        for mark, notice, headline, on, why, changes, *rest in answers(_IN_STORY, story)
    ]


def asked_about(articles: Collection[int]) -> list[Naming]:
    """Articles among these that a kill may mean, without being sure; for editors to say."""
    unsure = Naming.objects.filter(article__in=articles, sure=False, notice__article__text__isnull=False)
    unsure = unsure.exclude(notice__kinds__contains=["reinstated"])
    return list(unsure.select_related("notice__article", "article").order_by("-confidence", "pk"))


def embargoed(now: datetime.datetime) -> list[int]:
    """The articles that are embargoed at a moment: those whose embargo is not over, or has no moment that is known."""
    held = Notice.objects.exclude(held_until__lte=now).filter(carried__mark="embargoed")
    return list(
        Article.objects.filter(text__carried__notice__in=held, text__carried__mark="embargoed")
        .order_by("pk")
        .distinct()
        .values_list("pk", flat=True)
    )
