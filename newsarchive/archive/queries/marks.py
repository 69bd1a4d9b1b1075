"""What articles bear, for pages and exports: trade marks of their own, and what notices and editors say of them."""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils import timezone

from newsarchive.archive.models import Article, Naming, Notice, Story
from newsarchive.archive.models.stories import HAS_CORRECTION
from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.carrying import taking_back
from newsarchive.archive.queries.kept import answers
from newsarchive.archive.queries.putting_right import said_in
from newsarchive.archive.queries.said import LIFTED, marks_of_articles
from newsarchive.archive.queries.veil import OPEN, Veil
from newsarchive.dedup.spreading import PRINTS_WRONG

CHANGES_SAID = 3
"""Changes that a line tells; an article's page tells all."""


class Borne(NamedTuple):
    """A mark that an article bears because of a notice, which is given by its article, headline and day.

    ``changes`` are kind, before, after, where and behind: the words in front and behind. ``until`` is when an embargo
    is over, None where no moment is known. Of a story it is told how many of its ``articles`` bear the mark, how many
    of them print what was ``wrong``, and whether its lead does (``led``). ``ruling`` is the one by which it corrects
    anything, where an editor said so.
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
    articles: int = 0
    wrong: int = 0
    led: bool = True
    ruling: int | None = None

    @property
    def over(self) -> bool:
        """Whether it is an embargo that has passed."""
        return self.mark == "embargoed" and self.until is not None and self.until <= timezone.now()

    @property
    def words(self) -> str:
        return words_of(self.mark, self.over) if self.led or self.mark != "corrected" else HAS_CORRECTION

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
    return f"{said}; and {len(changes) - most} more" if len(changes) > most else said


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
        own = [
            _of_trade(mark) for mark in self.trade if mark["kind"] != "note" and mark["where"] in ("headline", "slug")
        ]
        found = self.marks
        told_already = {word.casefold() for word in found}
        return list(dict.fromkeys([*found, *(w for w in own if not told_already & {w.casefold()})]))


def _of_trade(mark: dict[str, Any]) -> str:
    """A mark as the article prints it; that it is a correction reads otherwise than that it was corrected."""
    return f"marked {mark['words']} by its agency" if mark["kind"] == "correction" else str(mark["words"])


_BORNE = f"""
SELECT article.id, carried.mark, carried.notice_id, notice.headline, notice.dated_on, carried.why::text,
    carried.changes::text, own.held_until, COALESCE(own.said #>> '{{held,doubt}}', ''), carried.confidence, NULL, NULL,
    CASE WHEN notice.dated_by <> 'ingested' THEN notice.dated_on END, COALESCE(notice.filed_at, notice.published_at),
    notice.original_id, notice.item
FROM unnest(%s::bigint[]) AS given(article) JOIN archive_article article ON article.id = given.article
JOIN archive_carried carried ON carried.text_id = article.text_id
JOIN archive_notice own ON own.article_id = carried.notice_id
JOIN archive_article notice ON notice.id = carried.notice_id
WHERE NOT {LIFTED} AND NOT (carried.mark = 'withdrawn' AND article.id = carried.notice_id)
UNION ALL
SELECT own.article_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, own.marks::text, own.slug,
    NULL, NULL, NULL, NULL
FROM unnest(%s::bigint[]) AS given(article) JOIN archive_notice own ON own.article_id = given.article
ORDER BY 1, 2, 13, 14, 15, 16
"""  # noqa: S608 - all of it is written here
"""The notices of an article by the day and moment at which they went out, else by what they are: not by arrival."""


def borne_by(articles: Iterable[Article], veil: Veil = OPEN) -> dict[int, Bearing]:
    """What each of these articles bears; two questions, however many they are.

    What a notice does that may not be read yet is not told before.
    """
    listed = list(articles)
    found: dict[int, Bearing] = defaultdict(Bearing)
    ids = literal(article.pk for article in listed)
    for pk, mark, notice, headline, on, why, changes, until, doubt, confidence, marks, slug, *_ in answers(
        _BORNE, ids, ids
    ):
        if mark is None:
            found[pk].trade, found[pk].slug = json.loads(marks), slug
        elif notice not in veil.articles:
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
WHERE carried.notice_id = %s AND carried.mark <> 'corrects' AND NOT {LIFTED}
    AND NOT (carried.mark = 'withdrawn' AND article.id = carried.notice_id)
GROUP BY 1, 2, 3
ORDER BY 4 DESC, 2
"""  # noqa: S608 - all of it is written here


def effects_of(article: int) -> list[Effect]:
    """What the notice of an article does, by story."""
    return [Effect(*row) for row in answers(_EFFECTS, article)]


_LIFTING = """
SELECT DISTINCT ruling.id, ruling.reason, ruling.value ->> 'of', ARRAY(
    SELECT meant.id FROM archive_ruledarticle of_these JOIN archive_article meant
        ON meant.original_id = of_these.original_digest AND meant.item = of_these.item
    WHERE of_these.ruling_id = ruling.id AND of_these.side = 'b' AND ruling.value ->> 'of' = 'notice' ORDER BY 1)
FROM archive_ruling ruling
JOIN archive_ruledarticle side ON side.ruling_id = ruling.id
JOIN archive_article named ON named.original_id = side.original_digest AND named.item = side.item
JOIN archive_membership member ON member.text_id = named.text_id
WHERE ruling.kind = 'mark' AND ruling.undone_at IS NULL AND NOT (ruling.value ->> 'set')::boolean
    AND (ruling.value ->> 'of' = 'notice' AND side.side = 'a' AND named.id = %s
        OR ruling.value ->> 'of' IN ('story', 'article') AND ruling.value ->> 'mark' = ANY(%s) AND member.story_id IN (
            SELECT own.story_id FROM archive_membership own
            JOIN archive_article article ON article.text_id = own.text_id
            WHERE article.id = %s OR article.id IN (SELECT article_id FROM archive_naming WHERE notice_id = %s)))
    AND NOT EXISTS (SELECT FROM archive_ruling later
        WHERE later.kind = 'mark' AND later.undone_at IS NULL AND (later.value ->> 'set')::boolean
            AND later.id > ruling.id AND later.value ->> 'of' = ruling.value ->> 'of'
            AND later.value ->> 'mark' = ruling.value ->> 'mark'
            AND (later.value ? 'named') = (ruling.value ? 'named')
            AND (SELECT count(*) FROM archive_ruledarticle theirs
                JOIN archive_ruledarticle own USING (original_digest, item, side)
                WHERE theirs.ruling_id = later.id AND own.ruling_id = ruling.id)
            >= CASE ruling.value ->> 'of' WHEN 'story' THEN 1
                ELSE (SELECT count(*) FROM archive_ruledarticle own WHERE own.ruling_id = ruling.id) END)
ORDER BY ruling.id
"""
"""A later ruling that sets again what one lifted overrules it: on the same notice or articles, or on the same story."""


class Lifting(NamedTuple):
    """A ruling by which a notice does less than it says: of the *notice*, of a *story* or of an *article*.

    ``articles`` are those for which alone the notice was rejected; none where it was as a whole.
    """

    ruling: int
    reason: str
    of: str
    articles: list[int]


def lifted_by(notice: Notice) -> list[Lifting]:
    """The rulings in force that lift what a notice does."""
    pk = notice.article_id
    marks = sorted({MARK_OF.get(kind, "") for kind in notice.kinds} - {""})
    return [Lifting(*row) for row in answers(_LIFTING, pk, marks, pk, pk)]


class TakenBack(NamedTuple):
    """The article of a notice that takes a kill back, and the stories in which it does."""

    article: Article
    stories: tuple[int, ...]


def taken_back_by(kill: int) -> list[TakenBack]:
    """What takes back the kill of an article."""
    by = taking_back(kill)
    return [TakenBack(each, tuple(sorted(by[each.pk]))) for each in Article.objects.filter(pk__in=by).order_by("pk")]


MARK_OF = {
    "correction": "corrected",
    "kill": "withdrawn",
    "withdrawn": "withdrawn",
    "embargo": "embargoed",
    "hold": "embargoed",
    "reinstated": "withdrawn",
}
"""The mark that other articles get by a notice of a kind, or that it takes from them."""

_IN_STORY = f"""
WITH here AS (
    SELECT carried.*, (SELECT count(*) FROM archive_article article
        WHERE article.text_id = carried.text_id AND NOT {LIFTED}
            AND NOT (carried.mark = 'withdrawn' AND article.id = carried.notice_id)) AS articles
    FROM archive_membership member JOIN archive_carried carried ON carried.text_id = member.text_id
    WHERE member.story_id = %s AND carried.mark <> 'corrects'
), borne AS (
    SELECT DISTINCT ON (carried.mark, carried.notice_id) carried.mark, carried.notice_id, carried.why, carried.changes,
        carried.confidence, carried.text_id = %s AS led,
        sum(carried.articles) OVER all_texts AS articles,
        sum(CASE WHEN carried.confidence >= %s THEN carried.articles ELSE 0 END) OVER all_texts AS wrong
    FROM here carried
    WINDOW all_texts AS (PARTITION BY carried.mark, carried.notice_id),
        alike AS (PARTITION BY carried.mark, carried.notice_id, carried.changes)
    ORDER BY carried.mark, carried.notice_id, (carried.text_id = %s) DESC, carried.confidence DESC,
        sum(carried.articles) OVER alike DESC, carried.text_id
)
SELECT borne.mark, borne.notice_id, notice.headline, notice.dated_on, borne.why::text, borne.changes::text,
    own.held_until, COALESCE(own.said #>> '{{held,doubt}}', ''), borne.confidence, borne.articles::int,
    borne.wrong::int, borne.led
FROM borne JOIN archive_notice own ON own.article_id = borne.notice_id
JOIN archive_article notice ON notice.id = borne.notice_id
ORDER BY row_number() OVER (PARTITION BY borne.mark ORDER BY
        CASE WHEN notice.dated_by <> 'ingested' THEN notice.dated_on END DESC NULLS LAST,
        COALESCE(notice.filed_at, notice.published_at) DESC NULLS LAST, notice.original_id, notice.item),
    borne.mark = 'corrected', borne.mark
"""  # noqa: S608 - all of it is written here


def notices_in(story: int, lead_text: int | None = None) -> list[Borne]:
    """The notices that do something in a story, each once a mark, with what they change there.

    The latest of each mark come first, then the second of each; ``lead_text`` is the text of the story's lead.
    """
    lead = lead_text or 0
    return [
        Borne(mark, notice, headline, on, tuple(json.loads(why)), tuple(json.loads(changes)), *rest)
        for mark, notice, headline, on, why, changes, *rest in answers(_IN_STORY, story, lead, PRINTS_WRONG, lead)
    ]


def with_rulings(borne: Sequence[Borne], story: int) -> list[Borne]:
    """What is borne in a story, with the ruling by which each correction corrects anything, where that is one."""
    asked = any(one.mark in ("corrected", "corrects") for one in borne)
    by = {said.correction: said.ruling for said in (said_in([story]) if asked else ()) if said.corrects}
    return [one._replace(ruling=by.get(one.notice)) if one.mark in ("corrected", "corrects") else one for one in borne]


def marks_told(story: Story, notices: Sequence[Borne]) -> list[str]:
    """A story's marks in words, as its page heads it: *corrected* only where its lead is."""
    if not any(one.mark == "corrected" and one.led for one in notices):
        return story.marks_now
    return ["corrected" if mark == HAS_CORRECTION else mark for mark in story.marks_now]


_ASKED = "SELECT id FROM archive_naming WHERE article_id = ANY(%s::bigint[]) AND NOT sure LIMIT 1"


def asked_about(articles: Collection[int]) -> list[Naming]:
    """Articles among these that a kill may mean, without being sure; for editors to say."""
    if not answers(_ASKED, literal(articles)):
        return []
    unsure = Naming.objects.filter(article__in=articles, sure=False, notice__article__text__isnull=False)
    unsure = unsure.exclude(notice__kinds__contains=["reinstated"])
    return list(unsure.select_related("notice__article", "article").order_by("-confidence", "pk"))
