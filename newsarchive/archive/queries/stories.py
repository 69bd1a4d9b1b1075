"""What the story list and the story page show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from django.db import connection
from rapidfuzz.distance import Indel

from newsarchive.archive.models import Article, Paragraph, Passage, Story
from newsarchive.archive.queries import leaflets
from newsarchive.archive.queries.arrays import rows as rows_of
from newsarchive.archive.queries.articles import Printed
from newsarchive.archive.queries.keys import passage_bands_of
from newsarchive.archive.queries.relations import Member, Placed, members_placed
from newsarchive.archive.queries.schemes import for_pages
from newsarchive.dedup.folding import EDITED
from newsarchive.dedup.schemes import SignatureScheme
from newsarchive.dedup.words import words

MEMBERS_A_PAGE = 25

LONGEST_CHAIN = 50
"""Merges followed from a story to the living one; more would be a ring."""


class Print(StrEnum):
    """How an article prints a paragraph: word for word, changed, or not at all."""

    SAME = "same"
    CHANGED = "changed"
    NOT = "not"


class Row(NamedTuple):
    """A member of a story, who is credited in it, and how it prints each of the lead's paragraphs, in their order."""

    member: Member
    agencies: Sequence[str]
    prints: tuple[Print, ...]

    @property
    def printed(self) -> int:
        return self.prints.count(Print.SAME)

    @property
    def changed(self) -> int:
        return self.prints.count(Print.CHANGED)


@dataclass(frozen=True)
class VersionRows:
    """The members of one version, numbered from 1 in the order shown."""

    number: int
    version_id: int
    rows: list[Row]


@dataclass(frozen=True)
class MemberPage:
    """Some of a story's articles in the order of members; the articles next to which its neighbours begin, if any."""

    places: Sequence[Placed]
    following: int | None
    preceding: int | None

    @property
    def articles(self) -> list[Article]:
        return [place.article for place in self.places]


def living(story: Story) -> Story:
    """The story that this one was merged into, however often; itself where it was not."""
    for _ in range(LONGEST_CHAIN):
        if story.merged_into_id is None:
            break
        story = story.merged_into
    return story


def member_page(story: Story, after: int | None = None, before: int | None = None) -> MemberPage | None:
    """The members that follow an article of the story, or those before one, the first ones where neither is named.

    The lead's version comes first, then the others by number; in each its lead's text, then the others, each text's
    printings by date. None where the article is not in the story, or not any more.
    """
    back = bool(before and not after)
    there = _place_of(story, after or before or 0) if after or before else None
    if there is None and (after or before):
        return None
    rows = _next_to(story, there, back)
    more = len(rows) > MEMBERS_A_PAGE
    shown = rows[:MEMBERS_A_PAGE][:: -1 if back else 1]
    return MemberPage(
        shown,
        following=shown[-1].article.pk if shown and (more or back) else None,
        preceding=shown[0].article.pk if shown and there and (more or not back) else None,
    )


_MEMBERS = """
FROM archive_membership member
JOIN archive_version version ON version.id = member.version_id
JOIN archive_article article ON article.text_id = member.text_id
WHERE member.story_id = %(story)s
"""
_ORDER = (
    "version.lead_id IS DISTINCT FROM %(lead)s",
    "member.version_id",
    "member.text_id <> version.lead_id",
    "member.text_id",
    "article.dated_on",
    "article.id",
)
_PLACE = f"SELECT {', '.join(_ORDER)} {_MEMBERS} AND article.id = %(article)s"
_NEXT = """
WITH page AS (
    SELECT article.id, member.version_id, version.lead_id {members} {beyond} ORDER BY {order} LIMIT %(most)s
)
SELECT {selected}, page.version_id, page.lead_id
FROM page JOIN archive_article article ON article.id = page.id
LEFT JOIN archive_source source ON source.id = article.source_id
"""


def _place_of(story: Story, article: int) -> tuple[object, ...] | None:
    """The place of an article among the story's members; None where it is none of them."""
    with connection.cursor() as cursor:
        cursor.execute(_PLACE, {"story": story.pk, "lead": story.lead_id, "article": article})
        found: tuple[object, ...] | None = cursor.fetchone()
        return found


def _next_to(story: Story, there: tuple[object, ...] | None, back: bool) -> list[Placed]:
    """The members after a place, or before it, the nearest first: one more than a page has."""
    given: dict[str, object] = {"story": story.pk, "lead": story.lead_id, "most": MEMBERS_A_PAGE + 1}
    given |= {f"at{n}": value for n, value in enumerate(there or ())}
    named = ", ".join(f"%(at{n})s" for n in range(len(_ORDER)))
    beyond = f"AND ({', '.join(_ORDER)}) {'<' if back else '>'} ({named})" if there else ""
    statement = _NEXT.format(
        members=_MEMBERS,
        beyond=beyond,
        order=", ".join(f"{column} DESC" if back else column for column in _ORDER),
        selected=leaflets.SELECTED,
    )
    found = [Placed(article, *at) for article, at in leaflets.read(statement, given)]
    return sorted(found, key=lambda place: _rank(place, story), reverse=back)


def _rank(place: Placed, story: Story) -> tuple[object, ...]:
    """The same order as `_ORDER`."""
    article, version, lead = place
    return (lead != story.lead_id, version, article.text_id != lead, article.text_id, article.dated_on, article.pk)


def versions(
    story: Story, places: Sequence[Placed], passages: Sequence[int], agencies: Mapping[int, Sequence[str]]
) -> list[VersionRows]:
    """Members in groups by version, each with who is credited, by article, and with the passages that it prints."""
    numbers = _numbers(story)
    scheme = for_pages()
    shown = members_placed(places, story, scheme)
    prints = _prints([member.article.pk for member in shown], passages, scheme.passages)
    rows = [
        Row(m, agencies.get(m.article.pk, ()), tuple(prints.get((m.article.pk, p), Print.NOT) for p in passages))
        for m in shown
    ]
    return [
        VersionRows(numbers[version], version, list(group))
        for version, group in groupby(rows, key=lambda row: row.member.version_id)
    ]


_VERSIONS = "SELECT id FROM archive_version WHERE story_id = %s ORDER BY lead_id IS DISTINCT FROM %s, id"


def _numbers(story: Story) -> dict[int, int]:
    """The story's versions by their rows' numbers, counted from 1: the lead's first, then by age."""
    with connection.cursor() as cursor:
        cursor.execute(_VERSIONS, [story.pk, story.lead_id])
        return {version: number for number, (version,) in enumerate(cursor.fetchall(), 1)}


def unfolded(printed: Sequence[Printed]) -> list[int]:
    """The passages of an article's paragraphs in order, without its repeats."""
    return list(dict.fromkeys(paragraph.passage for paragraph in printed if paragraph.repeats is None))


def _prints(articles: Sequence[int], passages: Sequence[int], scheme: SignatureScheme) -> dict[tuple[int, int], Print]:
    """How the articles print the passages, by article and passage; what they do not print is left out."""
    wanted = set(passages)
    printed = rows_of(Paragraph, ("article_id", "passage_id"), "article_id", articles)
    same = dict.fromkeys((pair for pair in printed if pair[1] in wanted), Print.SAME)
    others = [pair for pair in printed if pair[1] not in wanted]
    return dict.fromkeys(_changed(others, passages, scheme), Print.CHANGED) | same


def _changed(
    printed: Iterable[tuple[int, int]], passages: Sequence[int], scheme: SignatureScheme
) -> Iterator[tuple[int, int]]:
    """Articles and passages of which they print an edited form: proposed by bands, decided word by word."""
    found = list(printed)
    near = _near(passages, {other for _, other in found}, scheme)
    proposed = {(article, passage, other) for article, other in found for passage in near[other]}
    texts = rows_of(Passage, ("id", "text"), "id", {pk for _, *pair in proposed for pk in pair})
    wordlists = {pk: words(text) for pk, text in texts}
    edited = {
        pair: Indel.normalized_similarity(wordlists[pair[0]], wordlists[pair[1]]) >= EDITED
        for pair in {(passage, other) for _, passage, other in proposed}
    }
    for article, passage, other in proposed:
        if edited[passage, other]:
            yield article, passage


def _near(passages: Sequence[int], others: set[int], scheme: SignatureScheme) -> dict[int, set[int]]:
    """For each of the others the passages that agree with it in a band.

    Both sides' keys are cut from their signatures: a key may be that of thousands of passages elsewhere.
    """
    with_key: dict[int, list[int]] = defaultdict(list)
    keys = passage_bands_of([*passages, *sorted(others)], scheme).tolist()
    for passage, key in keys:
        if passage not in others:
            with_key[key].append(passage)
    near: dict[int, set[int]] = defaultdict(set)
    for other, key in keys:
        if other in others:
            near[other].update(with_key.get(key, ()))
    return near
