"""What a reader may not see yet: articles whose embargo is not over. Every list, count, search and export asks here."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.kept import answers
from newsarchive.archive.queries.said import LIFTED, of_stories
from newsarchive.wire.embargoes import HOLDING

SEES_ALL = "archive.see_embargoed"
"""The right to read what is under embargo."""


@dataclass(frozen=True)
class Veil:
    """The ``articles`` that are hidden; the ``stories`` of which nothing else is left, and those ``partly`` hidden."""

    articles: frozenset[int] = frozenset()
    stories: frozenset[int] = frozenset()
    partly: frozenset[int] = field(default=frozenset(), repr=False)

    def __bool__(self) -> bool:
        return bool(self.articles)

    @property
    def hidden(self) -> str:
        """The hidden articles as PostgreSQL writes an array, for ``id <> ALL(%s::bigint[])``."""
        return literal(sorted(self.articles))

    @property
    def without(self) -> str:
        """The hidden stories, written the same way."""
        return literal(sorted(self.stories))


OPEN = Veil()
"""Nothing is hidden."""


def veil_of(user: Any, now: datetime.datetime | None = None) -> Veil:
    """What is hidden from a user; one question where nothing is under embargo, none for those who may see all."""
    return OPEN if user.has_perm(SEES_ALL) else veil(now or timezone.now())


def desk_veil(user: Any) -> Veil | None:
    """What is hidden from a user at the desk, also of what is in the bin; None for those who may see all, unasked."""
    return None if user.has_perm(SEES_ALL) else veil(timezone.now(), and_in_the_bin=True)


_LIFTED = LIFTED.replace("CASE carried.mark WHEN 'corrects' THEN 'corrected' ELSE carried.mark END", "'embargoed'")
"""Whether an editor lifted the embargo of the ``article`` itself."""

_SET = _LIFTED.replace("SELECT NOT (ruling", "SELECT (ruling")
"""Whether an editor said of the ``article`` itself that it is under embargo."""

_MARKED = f"""
SELECT id, NULL FROM archive_story WHERE marks <> '{{}}' AND merged_into_id IS NULL AND 'embargoed' = ANY(marks)
    AND (held_until IS NULL OR held_until > %s)
UNION
SELECT member.story_id, CASE WHEN member.story_id IS NULL THEN article.id END
FROM archive_ruling ruling JOIN archive_ruledarticle side ON side.ruling_id = ruling.id
JOIN archive_article article ON article.original_id = side.original_digest AND article.item = side.item
LEFT JOIN archive_membership member ON member.text_id = article.text_id
WHERE ruling.kind = 'mark' AND ruling.undone_at IS NULL AND ruling.value ->> 'of' = 'article'
    AND ruling.value ->> 'mark' = 'embargoed' AND (ruling.value ->> 'set')::boolean
    AND (member.story_id IS NOT NULL OR {_SET})
UNION
SELECT NULL, article.id FROM archive_notice own JOIN archive_article article ON article.id = own.article_id
WHERE EXISTS (SELECT FROM archive_uploadedfile WHERE state = 'read')
    AND own.kinds <> '{{}}' AND own.kinds && %s::varchar[] AND (own.held_until IS NULL OR own.held_until > %s)
    AND article.text_id IS NOT NULL AND NOT {_LIFTED}
    AND NOT EXISTS (SELECT FROM archive_membership member WHERE member.text_id = article.text_id)
"""  # noqa: S608 - all of it is written here
"""Stories that may have something to hide, and articles that do and are in no story: what waits to be compared is kept
by its own notice. What an editor lifted from a story is no mark of it any more; what editors say of an article alone is
no mark of its story.
"""

_IN_THE_BIN = """
UNION
SELECT NULL, article.id FROM archive_notice own JOIN archive_article article ON article.id = own.article_id
WHERE own.kinds <> '{}' AND own.kinds && %s::varchar[] AND (own.held_until IS NULL OR own.held_until > %s)
    AND article.text_id IS NULL
UNION
SELECT NULL, article.id FROM archive_ruling ruling JOIN archive_ruledarticle side ON side.ruling_id = ruling.id
JOIN archive_article article ON article.original_id = side.original_digest AND article.item = side.item
WHERE ruling.kind = 'mark' AND ruling.undone_at IS NULL AND ruling.value ->> 'of' = 'story'
    AND ruling.value ->> 'mark' = 'embargoed' AND (ruling.value ->> 'set')::boolean AND article.text_id IS NULL
"""
"""Articles in the bin, which reading pages show to nobody: by their own notices, and by what was said of their story.
That an editor lifted an embargo of one is not asked.
"""

_HIDDEN = f"""
SELECT found.id, found.story_id, found.articles FROM (
    SELECT article.id, member.story_id, count(*) OVER (PARTITION BY member.story_id) AS articles,
        {_SET} OR EXISTS (
            SELECT FROM archive_carried carried JOIN archive_notice own ON own.article_id = carried.notice_id
            WHERE carried.text_id = article.text_id AND carried.mark = 'embargoed' AND NOT {LIFTED}
                AND (own.held_until IS NULL OR own.held_until > %s)) AS held
    FROM unnest(%s::bigint[]) AS given(story) JOIN archive_membership member ON member.story_id = given.story
    JOIN archive_article article ON article.text_id = member.text_id
) AS found WHERE found.held OR found.story_id = ANY(%s::bigint[])
"""  # noqa: S608 - all of it is written here


def veil(now: datetime.datetime, *, and_in_the_bin: bool = False) -> Veil:
    """What is under embargo at a moment: by notices, as far as editors did not lift it, and by what editors said."""
    holding = sorted(HOLDING)
    if and_in_the_bin:
        marked = answers(_MARKED + _IN_THE_BIN, now, holding, now, holding, now)
    else:
        marked = answers(_MARKED, now, holding, now)
    if not marked:
        return OPEN
    alone = {article for _, article in marked if article}
    rows = _hidden_in([story for story, _ in marked if story], now)
    left = _left(rows)
    articles = frozenset(alone.union(pk for pk, _, _ in rows))
    return Veil(articles, frozenset(s for s in left if not left[s]), frozenset(s for s in left if left[s]))


def _hidden_in(stories: Collection[int], now: datetime.datetime) -> list[tuple[int, int, int]]:
    """The hidden articles of these stories, each with its story and how many articles that has."""
    if not stories:
        return []
    return answers(_HIDDEN, now, literal(stories), literal(_ruled_whole(stories)))


def _left(rows: Iterable[tuple[int, int, int]]) -> dict[int, int]:
    """How many articles are left to see of each story of which some are hidden."""
    left: dict[int, int] = {}
    for _, story, articles in rows:
        left[story] = left.get(story, articles) - 1
    return left


def _ruled_whole(stories: Collection[int]) -> list[int]:
    """The stories of which an editor said that they are under embargo as a whole."""
    return sorted(pk for pk, said in of_stories(stories).items() if "embargoed" in said.marks)
