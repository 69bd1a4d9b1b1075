"""What a story's page shows of its members."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from typing import NamedTuple

from newsarchive.archive.models import Article, Story
from newsarchive.archive.queries import leaflets
from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.articles import Printed
from newsarchive.archive.queries.genealogy import Matrix
from newsarchive.archive.queries.kept import answers, answers_to
from newsarchive.archive.queries.relations import Member, Placed, members_placed
from newsarchive.archive.queries.schemes import for_pages
from newsarchive.archive.queries.standing_in import related_in_view
from newsarchive.archive.queries.veil import OPEN, Veil
from newsarchive.dedup.genealogy import Cell, Kind, Told

MEMBERS_A_PAGE = 25

LONGEST_CHAIN = 50
"""Merges followed from a story to the living one; more would be a ring."""


class Print(StrEnum):
    """How an article prints a paragraph: word for word, changed, or not at all; ``LONE`` where only the lead does."""

    SAME = "same"
    CHANGED = "changed"
    NOT = "not"
    LONE = "lone"


class Particulars(NamedTuple):
    """What else a line says of an article: when it was dated to the hour, how long it is, when it was taken in.

    ``at`` is the instant of the clock that dates it, ``hour`` its hour as printed where no zone is known; ``doubt``
    is what was inferred about it. ``length`` is in words.
    """

    at: datetime.datetime | None
    hour: datetime.time | None
    doubt: str
    length: int
    seen: datetime.datetime


class Row(NamedTuple):
    """A member of a story: who is credited in it, its version's number, what it did with the lead's paragraphs.

    ``prints`` are the lead's paragraphs in order. ``to_lead`` is its likeness to the lead, where it is sorted by that.
    ``grouped`` where it stands under its version.
    """

    member: Member
    agencies: Sequence[str]
    prints: tuple[Print, ...]
    told: Told
    about: Particulars
    version: int
    to_lead: float | None = None
    grouped: bool = True

    @property
    def printed(self) -> int:
        return self.prints.count(Print.SAME)

    @property
    def changed(self) -> int:
        return self.prints.count(Print.CHANGED)

    @property
    def of(self) -> int:
        """How many paragraphs of the lead there are to print: those that the lead alone has are not asked of others."""
        return len(self.prints) - self.prints.count(Print.LONE)


@dataclass(frozen=True)
class VersionRows:
    """The members of one version, numbered from 1 in the order shown; all members where they are sorted otherwise."""

    number: int
    rows: list[Row]


@dataclass(frozen=True)
class MemberPage:
    """Some of a story's articles in the order of members; the articles next to which its neighbours begin, if any."""

    places: Sequence[Placed]
    following: int | None
    preceding: int | None
    order: str = "version"
    to_lead: Mapping[int, float] = field(default_factory=dict)

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


_OUTLET = "lower(COALESCE(source.name, article.site))"
_LIKE = "CASE WHEN article.text_id = %(lead)s THEN 1 ELSE COALESCE(match.likeness, 0) END"
_MOMENT = "COALESCE(article.published_at, article.filed_at, article.dated_on::timestamptz)"
ORDERS = {
    "version": (
        "version.lead_id IS DISTINCT FROM %(lead)s",
        "member.version_id",
        "member.text_id <> version.lead_id",
        "member.text_id",
        "article.dated_on",
        "article.id",
    ),
    "date": ("article.dated_on", _MOMENT, "article.id"),
    "likeness": (f"-({_LIKE})", "article.dated_on", "article.id"),
    "source": (f"{_OUTLET} = ''", _OUTLET, "article.dated_on", "article.id"),
}
"""How members are sorted. By likeness to the lead, those that were never compared with it come last."""


def member_page(
    story: Story, after: int | None = None, before: int | None = None, order: str = "version", veil: Veil = OPEN
) -> MemberPage | None:
    """The members that follow an article of the story, or those before one, the first ones where neither is named.

    In the order of versions the lead's comes first, then the others by number; in each its lead's text, then the
    others, each text's printings by date. None where the article is not in the story, or not any more.
    """
    back = bool(before and not after)
    asked = _Asked(story, order, veil)
    there = asked.place_of(after or before or 0) if after or before else None
    if there is None and (after or before):
        return None
    rows = asked.next_to(there, back)
    more = len(rows) > MEMBERS_A_PAGE
    shown = rows[:MEMBERS_A_PAGE][:: -1 if back else 1]
    return MemberPage(
        [place for place, _ in shown],
        following=shown[-1][0].article.pk if shown and (more or back) else None,
        preceding=shown[0][0].article.pk if shown and there and (more or not back) else None,
        order=order,
        to_lead={place.article.pk: like for place, like in shown} if order == "likeness" else {},
    )


_MEMBERS = """
FROM archive_membership member
JOIN archive_version version ON version.id = member.version_id
JOIN archive_article article ON article.text_id = member.text_id
{further} WHERE member.story_id = %(story)s AND article.id <> ALL(%(hidden)s::bigint[])
"""
_FURTHER = {
    "source": "LEFT JOIN archive_source source ON source.id = article.source_id",
    "likeness": """LEFT JOIN archive_match match ON match.text_id = LEAST(article.text_id, %(lead)s)
    AND match.other_id = GREATEST(article.text_id, %(lead)s) AND match.scheme = %(scheme)s""",
}
_NEXT = """
WITH page AS (
    SELECT article.id, member.version_id, version.lead_id, {like} AS likeness, {keys}
    {members} {beyond} ORDER BY {order} LIMIT %(most)s
)
SELECT {selected}, page.version_id, page.lead_id, page.likeness
FROM page JOIN archive_article article ON article.id = page.id
LEFT JOIN archive_source source ON source.id = article.source_id ORDER BY {again}
"""


class _Asked:
    """What the questions about a story's members in some order have in common."""

    def __init__(self, story: Story, order: str, veil: Veil) -> None:
        self._order = ORDERS[order]
        self._members = _MEMBERS.format(further=_FURTHER.get(order, ""))
        self._like = _LIKE if order == "likeness" else "NULL::float"
        self._given: dict[str, object] = {"story": story.pk, "lead": story.lead_id, "hidden": veil.hidden}
        if order == "likeness":
            self._given["scheme"] = for_pages().id

    def place_of(self, article: int) -> tuple[object, ...] | None:
        """The place of an article among the story's members; None where it is none of them."""
        question = f"SELECT {', '.join(self._order)} {self._members} AND article.id = %(article)s"
        return next(iter(answers_to(question, self._given | {"article": article})), None)

    def next_to(self, there: tuple[object, ...] | None, back: bool) -> list[tuple[Placed, float]]:
        """The members after a place, or before it, the nearest first: one more than a page has."""
        given = self._given | {"most": MEMBERS_A_PAGE + 1} | {f"at{n}": value for n, value in enumerate(there or ())}
        named = ", ".join(f"%(at{n})s" for n in range(len(self._order)))
        statement = _NEXT.format(
            members=self._members,
            like=self._like,
            keys=", ".join(f"{column} AS key{n}" for n, column in enumerate(self._order)),
            beyond=f"AND ({', '.join(self._order)}) {'<' if back else '>'} ({named})" if there else "",
            order=", ".join(f"{column} DESC" if back else column for column in self._order),
            again=", ".join(f"page.key{n}{' DESC' * back}" for n in range(len(self._order))),
            selected=leaflets.SELECTED,
        )
        return [(Placed(article, at[0], at[1]), at[2]) for article, at in leaflets.read(statement, given)]


def versions(
    story: Story,
    page: MemberPage,
    matrix: Matrix,
    agencies: Mapping[int, Sequence[str]],
    numbers: Mapping[int, int],
    veil: Veil = OPEN,
) -> list[VersionRows]:
    """Members in groups by version where they are sorted so, each with what it did with the lead's paragraphs.

    ``numbers`` are `version_numbers`. Who left the story between two questions is left out.
    """
    about = particulars(page.articles)
    prints, told = _prints(matrix), matrix.told()
    rows = [
        Row(
            member,
            agencies.get(member.article.pk, ()),
            prints[member.article.pk],
            told[member.article.pk],
            about[member.article.pk],
            numbers.get(member.version_id, 0),
            page.to_lead.get(member.article.pk),
            page.order == "version",
        )
        for placed in members_placed(page.places, story, for_pages())
        for member in (related_in_view(placed, veil),)
        if member.article.pk in told and member.article.pk in about
    ]
    if page.order != "version":
        return [VersionRows(0, rows)] if rows else []
    return [VersionRows(number, list(group)) for number, group in groupby(rows, key=lambda row: row.version)]


def _prints(matrix: Matrix) -> dict[int, tuple[Print, ...]]:
    """How each article prints the lead's paragraphs."""
    of_lead = [n for n, row in enumerate(matrix.rows) if row.number is not None]
    known = {cells: tuple(_print(cells[n]) for n in of_lead) for cells in set(matrix.found.columns)}
    return {article: known[cells] for article, cells in matrix.cells().items()}


def _print(cell: Cell) -> Print:
    if cell.at is None and cell.kind is not Kind.WITHIN:
        return Print.LONE if cell.kind is Kind.LONE else Print.NOT
    return Print.CHANGED if cell.edited else Print.SAME


_VERSIONS = "SELECT id FROM archive_version WHERE story_id = %s ORDER BY lead_id IS DISTINCT FROM %s, id"


def version_numbers(story: Story) -> dict[int, int]:
    """The story's versions by their rows' numbers, counted from 1: the lead's first, then by age."""
    return {version: number for number, (version,) in enumerate(answers(_VERSIONS, story.pk, story.lead_id), 1)}


_PARTICULARS = """
SELECT article.id, article.dated_by, article.published_at, article.published_time, article.filed_at,
    article.filed_time, article.doubts ->> article.dated_by, text.length, article.ingested_at
FROM archive_article article JOIN archive_text text ON text.id = article.text_id
WHERE article.id = ANY(%s::bigint[])
"""


def particulars(articles: Iterable[Article]) -> dict[int, Particulars]:
    """The hours of the clocks that date these articles, and what else their lines say."""
    return {
        pk: Particulars(*clocks.get(by, (None, None)), doubt or "", length, seen)
        for pk, by, published, hour, filed, its_hour, doubt, length, seen in answers(
            _PARTICULARS, literal(article.pk for article in articles)
        )
        for clocks in ({"published": (published, hour), "filed": (filed, its_hour)},)
    }


def unfolded(printed: Sequence[Printed]) -> list[int]:
    """The passages of an article's paragraphs in order, without its repeats."""
    return list(dict.fromkeys(paragraph.passage for paragraph in printed if paragraph.repeats is None))
