"""What articles bear, for pages and exports: trade marks of their own, and what notices and editors say of them."""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils import timezone

from newsarchive.archive.models import Article, Naming
from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.kept import answers
from newsarchive.archive.queries.said import LIFTED, marks_of_articles

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


_BORNE = f"""
SELECT article.id, carried.mark, carried.notice_id, notice.headline, notice.dated_on, carried.why::text,
    carried.changes::text, own.held_until, COALESCE(own.said #>> '{{held,doubt}}', ''), carried.confidence, NULL, NULL,
    CASE WHEN notice.dated_by <> 'ingested' THEN notice.dated_on END, COALESCE(notice.filed_at, notice.published_at),
    notice.original_id, notice.item
FROM unnest(%s::bigint[]) AS given(article) JOIN archive_article article ON article.id = given.article
JOIN archive_carried carried ON carried.text_id = article.text_id
JOIN archive_notice own ON own.article_id = carried.notice_id
JOIN archive_article notice ON notice.id = carried.notice_id
WHERE NOT {LIFTED}
UNION ALL
SELECT own.article_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, own.marks::text, own.slug,
    NULL, NULL, NULL, NULL
FROM unnest(%s::bigint[]) AS given(article) JOIN archive_notice own ON own.article_id = given.article
ORDER BY 1, 2, 13, 14, 15, 16
"""  # noqa: S608 - all of it is written here
"""The notices of an article by the day and moment at which they went out, else by what they are: not by arrival."""


def borne_by(articles: Iterable[Article]) -> dict[int, Bearing]:
    """What each of these articles bears; two questions, however many they are."""
    listed = list(articles)
    found: dict[int, Bearing] = defaultdict(Bearing)
    ids = literal(article.pk for article in listed)
    for pk, mark, notice, headline, on, why, changes, until, doubt, confidence, marks, slug, *_ in answers(
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


_EFFECTS = f"""
SELECT carried.mark, story.id, story.headline, count(DISTINCT article.id)
FROM archive_carried carried JOIN archive_membership member ON member.text_id = carried.text_id
JOIN archive_story story ON story.id = member.story_id
JOIN archive_article article ON article.text_id = carried.text_id
WHERE carried.notice_id = %s AND carried.mark <> 'corrects' AND NOT {LIFTED} GROUP BY 1, 2, 3
ORDER BY 4 DESC, 2
"""  # noqa: S608 - all of it is written here


def effects_of(article: int) -> list[Effect]:
    """What the notice of an article does, by story."""
    return [Effect(*row) for row in answers(_EFFECTS, article)]


_IN_STORY = """
SELECT mark, notice, headline, dated_on, why, changes, held_until, doubt, confidence FROM (
SELECT DISTINCT ON (carried.mark, carried.notice_id) carried.mark, carried.notice_id AS notice, notice.headline,
    notice.dated_on, carried.why::text AS why, carried.changes::text AS changes, own.held_until,
    COALESCE(own.said #>> '{held,doubt}', '') AS doubt, carried.confidence,
    CASE WHEN notice.dated_by <> 'ingested' THEN notice.dated_on END AS day,
    COALESCE(notice.filed_at, notice.published_at) AS moved, notice.original_id, notice.item
FROM archive_membership member JOIN archive_carried carried ON carried.text_id = member.text_id
JOIN archive_notice own ON own.article_id = carried.notice_id
JOIN archive_article notice ON notice.id = carried.notice_id
WHERE member.story_id = %s AND carried.mark <> 'corrects'
ORDER BY carried.mark, carried.notice_id, carried.confidence DESC, carried.text_id
) AS told ORDER BY mark, day, moved, original_id, item
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
    return list(unsure.select_related("notice__article", "article").order_by("-confidence", "pk"))


_EMBARGOED = f"""
SELECT DISTINCT article.id FROM archive_carried carried
JOIN archive_notice own ON own.article_id = carried.notice_id
JOIN archive_article article ON article.text_id = carried.text_id
WHERE carried.mark = 'embargoed' AND (own.held_until IS NULL OR own.held_until > %s) AND NOT {LIFTED}
ORDER BY article.id
"""  # noqa: S608 - all of it is written here


def embargoed(now: datetime.datetime) -> list[int]:
    """The articles that are embargoed at a moment: those whose embargo is not over, or has no moment that is known."""
    return [pk for (pk,) in answers(_EMBARGOED, now)]
