"""The overview page: what is held, by time, source and agency; what is reprinted most; who runs whose copy."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from newsarchive.archive.models import Agency, Holding, Source
from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.held import held
from newsarchive.archive.queries.kept import answers
from newsarchive.archive.queries.periods import Timeline, timeline
from newsarchive.archive.queries.veil import OPEN, Veil

SOURCES, AGENCIES = 20, 12
"""Rows and columns of what the page lays out; the rest have pages of their own."""

DOUBLING = 12
REPRINTED = 12
RECURRING = 6
STEPS = 5
"""Shades of the cells in which sources meet agencies."""


class Part(NamedTuple):
    """A named part of a whole: how many articles, and their share of the largest part, in hundredths."""

    name: str
    articles: int
    width: float
    pk: int = 0


@dataclass(frozen=True)
class Row:
    """What there is of a source or agency, in a line."""

    pk: int
    name: str
    holding: Holding
    width: float
    """Its articles as a share of the largest one's, in hundredths."""

    @property
    def per_story(self) -> float:
        return self.holding.articles / self.holding.stories if self.holding.stories else 0.0

    @property
    def copies(self) -> float | None:
        return share(self.holding.followed, self.holding.articles)

    @property
    def folding(self) -> float | None:
        return share(self.holding.folded, self.holding.paragraphs)

    @property
    def doubled(self) -> float | None:
        return share(self.holding.ledes, self.holding.articles)


class Cell(NamedTuple):
    """How many articles of a source credit an agency; ``step`` is how dark that is drawn, 0 for none."""

    articles: int
    step: int
    source: Row
    agency: Row


@dataclass(frozen=True)
class Matrix:
    agencies: Sequence[Row]
    lines: Sequence[tuple[Row, Sequence[Cell]]]


class Reprinted(NamedTuple):
    """A story or passage, in how many articles it stands, and in how many stories or from how many sources."""

    pk: int
    words: str
    language: str
    articles: int
    width: float
    others: int
    first_on: str = ""
    last_on: str = ""


@dataclass(frozen=True)
class Overview:
    holding: Holding
    time: Timeline
    sources: Sequence[Row]
    agencies: Sequence[Row]
    doubling: Sequence[Row]
    matrix: Matrix
    stories: Sequence[Reprinted]
    passages: Sequence[Reprinted]
    recurring: Sequence[Reprinted]
    more_sources: int
    more_agencies: int

    @property
    def whole(self) -> Row:
        return Row(0, "", self.holding, 100)

    def parts(self, what: str) -> list[Part]:
        return parts(self.holding.detail.get(what, []))

    @property
    def languages(self) -> list[Part]:
        return self.parts("languages")

    @property
    def formats(self) -> list[Part]:
        return self.parts("formats")

    @property
    def clocks(self) -> list[Part]:
        return self.parts("clocks")


def share(some: int, of: int) -> float | None:
    """None of nothing."""
    return some / of if of else None


def overview(veil: Veil = OPEN) -> Overview | None:
    """What the archive holds. What is under embargo is in no count, and is named to nobody who may not see it.

    None where a large archive was not counted yet.
    """
    counts = held()
    holding = counts.whole()
    if holding is None:
        return None
    of_sources, of_agencies = counts.everything(Holding.Of.SOURCE), counts.everything(Holding.Of.AGENCY)
    doubling = sorted((h for h in of_sources if h.ledes), key=lambda h: (-h.ledes, h.number))[:DOUBLING]
    largest = of_sources[:SOURCES]
    called = names(Source, {h.number for h in (*largest, *doubling)})
    sources = rows(counts.detailed(largest), called)
    agencies = rows(of_agencies[:SOURCES], names(Agency, {h.number for h in of_agencies[:SOURCES]}))
    found = holding.detail
    return Overview(
        holding,
        timeline(found.get("months", [])),
        sources,
        agencies,
        rows(doubling, called, "ledes"),
        _matrix(sources, agencies[:AGENCIES]),
        _stories(found.get("stories", []), veil)[:REPRINTED],
        _passages(found.get("reprinted", []), veil)[:REPRINTED],
        _passages(found.get("recurring", []), veil)[:RECURRING],
        len(of_sources) - len(largest),
        len(of_agencies) - len(agencies),
    )


def rows(holdings: Sequence[Holding], called: Mapping[int, str], by: str = "articles") -> list[Row]:
    """A row for each whose name still counts; a name that was merged away since stands under its new one only later."""
    most = max((getattr(holding, by) for holding in holdings), default=0)
    return [
        Row(h.number, called[h.number], h, round(100 * getattr(h, by) / most, 2))
        for h in holdings
        if h.number in called
    ]


def names(model: type[Source] | type[Agency], numbers: Collection[int]) -> dict[int, str]:
    """The names that count, by their rows."""
    return dict(model.objects.filter(pk__in=numbers, alias_of=None).values_list("pk", "name"))


def parts(listed: Iterable[Sequence[Any]], called: Mapping[int, str] | None = None) -> list[Part]:
    """Parts by name; or by rows that have these names."""
    found = [(name, articles) for name, articles in listed if called is None or name in called]
    most = max((articles for _, articles in found), default=0)
    return [
        Part(called[name] if called else name, articles, round(100 * articles / most, 2), name if called else 0)
        for name, articles in found
    ]


def _matrix(sources: Sequence[Row], agencies: Sequence[Row]) -> Matrix:
    ran = {row.pk: dict(row.holding.detail.get("partners", [])) for row in sources}
    columns = [agency for agency in agencies if any(agency.pk in of for of in ran.values())]
    lines = [source for source in sources if any(agency.pk in ran[source.pk] for agency in columns)]
    most = max((ran[s.pk].get(a.pk, 0) for s in lines for a in columns), default=0)
    return Matrix(
        columns,
        [(s, [_cell(ran[s.pk].get(a.pk, 0), most, s, a) for a in columns]) for s in lines],
    )


def _cell(articles: int, most: int, source: Row, agency: Row) -> Cell:
    """Shades go by the square root, so that small numbers are told from none beside a large one."""
    step = max(1, round(STEPS * (articles / most) ** 0.5)) if articles else 0
    return Cell(articles, step, source, agency)


_HEADLINES = """
SELECT story.id, story.headline, COALESCE(lead.language, '')
FROM archive_story story JOIN archive_article lead ON lead.id = story.lead_article_id
WHERE story.id = ANY(%s::bigint[]) AND story.merged_into_id IS NULL AND story.article_count > 0
    AND lead.text_id IS NOT NULL AND lead.id <> ALL(%s::bigint[])
"""
"""A story whose lead is hidden would be named by it, so it is left out."""

_PRINTED = """
SELECT passage.id, passage.text, one.language
FROM archive_passage passage CROSS JOIN LATERAL (
    SELECT article.language FROM archive_paragraph paragraph JOIN archive_article article
        ON article.id = paragraph.article_id
    WHERE paragraph.passage_id = passage.id AND article.text_id IS NOT NULL AND article.id <> ALL(%s::bigint[])
    LIMIT 1) AS one
WHERE passage.id = ANY(%s::bigint[])
"""


def _stories(listed: Sequence[Sequence[Any]], veil: Veil) -> list[Reprinted]:
    numbers = literal(pk for pk, *_ in listed)
    called = {pk: said for pk, *said in answers(_HEADLINES, numbers, veil.hidden)} if listed else {}
    return _reprinted(listed, called)


def _passages(listed: Sequence[Sequence[Any]], veil: Veil) -> list[Reprinted]:
    if not listed:
        return []
    numbers = literal(pk for pk, *_ in listed)
    return _reprinted(listed, {pk: said for pk, *said in answers(_PRINTED, veil.hidden, numbers)})


def _reprinted(listed: Sequence[Sequence[Any]], called: Mapping[int, Sequence[str]]) -> list[Reprinted]:
    seen = [row for row in listed if row[0] in called]
    most = max((row[1] for row in seen), default=0)
    return [
        Reprinted(pk, *called[pk], articles, round(100 * articles / most, 2), *rest) for pk, articles, *rest in seen
    ]
