"""Which text stands for a version and a story, and what lists say of a story."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Count

from newsarchive.archive.models import Article, Membership, Text, Version
from newsarchive.archive.queries import stock
from newsarchive.archive.queries.arrays import literal, rows
from newsarchive.archive.queries.carrying import Marked, marks_of_stories
from newsarchive.archive.queries.notice_texts import ANY_KILL, LAST, printed_by_kills_alone, without_notices
from newsarchive.archive.queries.profiles import profiles_known
from newsarchive.archive.queries.ruled_leads import ruled_leads
from newsarchive.archive.queries.said import Said, of_stories
from newsarchive.archive.queries.tallies import PRINTED, Tally, tallies
from newsarchive.dedup.boilerplate import Register
from newsarchive.dedup.leads import ASKED, lead_of
from newsarchive.dedup.schemes import ClusteringScheme
from newsarchive.dedup.words import words
from newsarchive.wire.captions import is_caption

LEDE_LENGTH = 600
"""Characters of the lede that a list keeps."""

_AT_ONCE = 50
"""Versions whose texts are held side by side."""

_CLOCKS = list(Article.Clock.values)


@dataclass(frozen=True)
class Summary:
    """The summary columns of a story, under the names that they have there."""

    lead_id: int
    lead_article_id: int
    headline: str
    lede: str
    dated_on: date
    dated_by: str
    marks: list[str]
    held_until: datetime | None
    article_count: int
    version_count: int
    source_count: int
    span_days: int
    several: bool
    """Whether it has more texts than one; no column."""

    @staticmethod
    def columns() -> list[str]:
        return [f.name for f in fields(Summary) if f.name != "several"]

    def values(self) -> tuple[Any, ...]:
        """In the order of the columns."""
        return tuple(getattr(self, name) for name in self.columns())


def version_leads(groups: Sequence[Sequence[int]], scheme: ClusteringScheme) -> list[int]:
    """For each version's texts the one that stands for it (`newsarchive.dedup.leads`), stock text left aside."""
    groups = without_notices(groups)
    known = rows(Text, ("id", "digest"), "id", {t for group in groups if len(group) > 1 for t in group})
    digests = {pk: bytes(digest) for pk, digest in known}
    asked = [sorted(group, key=digests.__getitem__)[:ASKED] if len(group) > 1 else list(group) for group in groups]
    led = _led([texts for texts in asked if len(texts) > 1], digests, scheme)
    return [next(led) if len(texts) > 1 else texts[0] for texts in asked]


def _led(asked: Sequence[Sequence[int]], digests: Mapping[int, bytes], scheme: ClusteringScheme) -> Iterator[int]:
    for start in range(0, len(asked), _AT_ONCE):
        some = asked[start : start + _AT_ONCE]
        profiles = profiles_known({t: digests[t] for texts in some for t in texts}, scheme)
        for texts in some:
            yield texts[lead_of([profiles[t] for t in texts])]


_LOWEST = """
SELECT given.version, found.text_id FROM unnest(%s::bigint[]) AS given(version) CROSS JOIN LATERAL
(SELECT member.text_id FROM archive_membership AS member JOIN archive_text AS text ON text.id = member.text_id
 WHERE member.version_id = given.version ORDER BY text.digest LIMIT %s) AS found
"""


def leads_of_versions(version_ids: Collection[int], scheme: ClusteringScheme) -> dict[int, int]:
    """`version_leads` of versions as they stand, of which no more texts are read than are asked, however many."""
    asked: dict[int, list[int]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_LOWEST, [literal(version_ids), ASKED])
        for version, text in cursor.fetchall():
            asked[version].append(text)
    return dict(zip(asked, version_leads(list(asked.values()), scheme), strict=True))


EDITOR = "editor"
"""What a story is dated by where an editor said so."""


def summaries(story_ids: Sequence[int], without: int | None = None) -> dict[int, Summary]:
    """What lists say of each story that has texts: what editors said, else what its lead says.

    ``without`` leaves a ruling aside, as if it were undone.
    """
    said = of_stories(set(story_ids), without)
    tallied = tallies(story_ids)
    articles = lead_articles(_lead_texts(tallied)) | ruled_leads(said)
    borne = marks_of_stories(story_ids)
    ledes = ledes_of([a.id for a in articles.values()])
    return {
        pk: Summary(
            lead_id=article.text_id,
            lead_article_id=article.id,
            lede=ledes.get(article.id, ""),
            **_headed(article, tallied[pk].dates, said.get(pk, Said())),
            **_marked(borne.get(pk, _UNMARKED), said.get(pk, Said())),
            **tallied[pk].counts(),
            several=len(tallied[pk].texts) > 1,
        )
        for pk, article in articles.items()
    }


def _headed(lead: Article, dates: dict[str, date], said: Said) -> dict[str, Any]:
    """Headline and date of a story."""
    dated = _dated(lead, dates)
    if said.dated_on:
        dated = {"dated_on": date.fromisoformat(said.dated_on), "dated_by": EDITOR}
    return {"headline": said.headline or lead.headline, **dated}


_UNMARKED = Marked(frozenset(), None)


def _marked(borne: Marked, said: Said) -> dict[str, Any]:
    """The marks of a story: those that editors set, and those that notices give it and no editor lifted."""
    marks = sorted(said.marks | (borne.marks - said.lifted))
    return {"marks": marks, "held_until": None if "embargoed" in said.marks else borne.held_until}


def lead_texts(story_ids: Sequence[int], *, as_one: bool = False) -> dict[int, int]:
    """Story to lead text: the lead of the version that most articles ran; among equals the fullest. One that only
    kills print comes last.

    ``as_one`` asks for all the stories as if they were one, under the number of the first.
    """
    rows = (
        Membership.objects.filter(story__in=story_ids)
        .values("story_id", "version_id", "version__lead_id", "version__lead__length", "version__lead__digest")
        .annotate(ran=Count("text__articles"))
    )
    best: dict[int, tuple[tuple[bool, int, int, bytes], int]] = {}
    withdrawing = printed_by_kills_alone(row["version__lead_id"] for row in rows)
    for row in rows:
        story, lead = story_ids[0] if as_one else row["story_id"], row["version__lead_id"]
        length, digest = row["version__lead__length"], bytes(row["version__lead__digest"])
        rank = (lead in withdrawing, -row["ran"], -length, digest)
        best[story] = min(best.get(story, (rank, lead)), (rank, lead))
    return {pk: lead for pk, (_, lead) in best.items()}


def _lead_texts(tallied: Mapping[int, Tally]) -> dict[int, int]:
    """The same from what was counted."""
    versions = {version for tally in tallied.values() for version in tally.ran}
    leads = dict(rows(Version, ("id", "lead_id"), "id", versions))
    known = rows(Text, ("id", "length", "digest"), "id", set(leads.values()))
    rank = {pk: (-length, bytes(digest)) for pk, length, digest in known}
    last = printed_by_kills_alone(leads.values())
    return {
        story: min(
            (leads[version] in last, -ran, rank[leads[version]], leads[version]) for version, ran in tally.ran.items()
        )[-1]
        for story, tally in tallied.items()
    }


_SHOWN = ("id", "text_id", "headline", "dated_on", "dated_by")
_PRINTED_FIRST = """
SELECT first.* FROM unnest(%s::bigint[]) AS given(text) CROSS JOIN LATERAL
(SELECT id, text_id, headline, dated_on, dated_by FROM
 (SELECT * FROM archive_article WHERE text_id = given.text OFFSET 0) AS printed
 ORDER BY {last} dated_on, original_id, item LIMIT 1) AS first
"""


def lead_articles(leads: dict[int, int]) -> dict[int, Article]:
    """Story to the article that printed its lead text first; what lists do not show of it is not fetched yet.

    Of a text that a kill prints too, the kill comes last.
    """
    story_of = {text: story for story, text in leads.items()}
    with connection.cursor() as cursor:
        cursor.execute(_PRINTED_FIRST.format(last=LAST if ANY_KILL.any() else ""), [literal(story_of)])
        articles = [Article.from_db(DEFAULT_DB_ALIAS, _SHOWN, row) for row in cursor.fetchall()]
    return {story_of[a.text_id]: a for a in articles}


def _dated(lead: Article, dates: dict[str, date]) -> dict[str, date | str]:
    """The lead's date where the text or its page prints one; else the best that any article of the story has."""
    if lead.dated_by in PRINTED:
        return {"dated_on": lead.dated_on, "dated_by": lead.dated_by}
    best = min(dates, key=_CLOCKS.index)
    return {"dated_on": dates[best], "dated_by": best}


def ledes_of(article_ids: Sequence[int]) -> dict[int, str]:
    """The first paragraph of each article that is no repeat, no stock, no caption and more than a line, without its
    dateline, as far as lists keep it.
    """
    register = stock.on_pages()
    found: dict[int, list[_Opening]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_OPENINGS, [literal(article_ids)])
        for article, *opening in cursor.fetchall():
            found[article].append(_Opening(*opening))
    return {pk: _lede(sorted(openings), register)[:LEDE_LENGTH] for pk, openings in found.items()}


_OPENINGS = """
SELECT printed.article_id, printed.position, passage.words, printed.dateline_length,
       coalesce(printed.printed, passage.text)
FROM unnest(%s::bigint[]) AS given(article) CROSS JOIN LATERAL
(SELECT * FROM archive_paragraph WHERE article_id = given.article AND position < 12 AND repeats_id IS NULL OFFSET 0)
 AS printed JOIN archive_passage AS passage ON passage.id = printed.passage_id
"""


class _Opening(NamedTuple):
    """One of the first paragraphs of an article."""

    position: int
    words: int
    dateline_length: int
    body: str


def _lede(openings: Sequence[_Opening], register: Register) -> str:
    said = [one for one in openings if not (register and _is_stock(one, register))] or openings
    first = next((one for one in said if one.words >= 8 and not is_caption(one.body)), said[0])
    return first.body[first.dateline_length :].strip(" \u2013\u2014-:")


def _is_stock(opening: _Opening, register: Register) -> bool:
    return not register.without(words(opening.body[opening.dateline_length :]))
