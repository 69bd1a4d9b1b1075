"""The articles that a search found, as lists show them: with the words asked for where they stand in them."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from newsarchive.archive.marked_text import (
    START,
    STOP,
    Piece,
    Span,
    excerpt,
    joined,
    pieces,
    spans_of,
    traced,
    units_in,
)
from newsarchive.archive.models import Article
from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.kept import answers
from newsarchive.archive.queries.leads import ledes_of
from newsarchive.archive.queries.lines import StoryLine
from newsarchive.archive.queries.marks import borne_by
from newsarchive.archive.queries.search import Listing
from newsarchive.archive.queries.tongues import NO_WORDS, Asked
from newsarchive.archive.queries.veil import OPEN, Veil
from newsarchive.archive.search_text import CONFIG, TONGUES, UNIT, UNSPACED

HEADLINE, BODY = "headline", "body"

EXCERPT = 280
"""Characters of a text that a list shows."""

LOOKED_THROUGH = 20_000
"""Characters of a text in which the words are looked for: its beginning."""


class ArticleLine(NamedTuple):
    """All that a list says of an article; ``copies`` are all of its story, of which it may be the ``lead``."""

    pk: int
    story: int
    headline: str
    agencies: tuple[str, ...]
    place: str
    source: str
    dated_on: datetime.date
    dated_by: str
    doubt: str
    language: str
    copies: int
    lead: bool
    marks: tuple[str, ...] = ()


class Hit(NamedTuple):
    """An article that was found: its headline and some of its text, in pieces of which the words asked for are hits."""

    article: ArticleLine
    headline: Sequence[Piece]
    excerpt: Sequence[Piece]


_LINES = """
SELECT article.id, COALESCE(member.story_id, 0), article.headline,
    ARRAY(SELECT agency.name FROM archive_article_agencies credited JOIN archive_agency agency
        ON agency.id = credited.agency_id WHERE credited.article_id = article.id ORDER BY agency.name),
    article.place, COALESCE(source.name, article.site), article.dated_on, article.dated_by,
    COALESCE(article.doubts ->> article.dated_by, ''), article.language, COALESCE(story.article_count, 1),
    story.lead_article_id IS NOT DISTINCT FROM article.id
FROM unnest(%s::bigint[]) AS given (id) JOIN archive_article article ON article.id = given.id
LEFT JOIN archive_membership member ON member.text_id = article.text_id
LEFT JOIN archive_story story ON story.id = member.story_id
LEFT JOIN archive_source source ON source.id = article.source_id
"""


def lines(article_ids: Collection[int]) -> dict[int, ArticleLine]:
    """What lists say of these articles, but for their marks."""
    rows = answers(_LINES, literal(article_ids))
    return {pk: ArticleLine(pk, story, headline, tuple(names), *rest) for pk, story, headline, names, *rest in rows}


def marked(article_ids: Collection[int], veil: Veil = OPEN) -> dict[int, ArticleLine]:
    """The same with their own marks, in two questions more."""
    found = lines(article_ids)
    borne = borne_by(Article.objects.filter(pk__in=list(found)), veil)
    return found | {pk: found[pk]._replace(marks=tuple(bearing.words)) for pk, bearing in borne.items()}


def hits(words: Asked, found: Mapping[int, ArticleLine]) -> dict[int, Hit]:
    """The articles with the words that were asked for; where none were, each with its lede."""
    if not words:
        ledes = ledes_of(list(found))
        return {pk: _plain(line, ledes.get(pk, "")) for pk, line in found.items()}
    bodies = _bodies(found)
    roots = _roots(words)
    texts = {(pk, HEADLINE, 0): line.headline for pk, line in found.items()}
    for pk in found:
        lines_of_it = list(_lines_of(bodies[pk][:LOOKED_THROUGH]))
        likely = [(at, said) for at, said in lines_of_it if _may_have(said, roots)]
        texts |= {(pk, BODY, at): said for at, said in likely or lines_of_it}
    spans = words_in(texts, found, words)
    return {
        pk: Hit(
            line,
            pieces(line.headline, spans[pk, HEADLINE]),
            excerpt(bodies[pk], joined(spans[pk, BODY], bodies[pk]), EXCERPT),
        )
        for pk, line in found.items()
    }


def _lines_of(text: str) -> Iterator[tuple[int, str]]:
    """The lines of a text, each with its place in it."""
    return ((line.start(), line.group()) for line in re.finditer("[^\n]+", text))


def _roots(words: Asked) -> set[str]:
    """What the words asked for have in common with all their forms, nearly always: stems without their last letter."""
    said = {word for _, query in words.branches for word in re.findall(r"'([^']+)'", query)}
    return {word[:-1] if len(word) > 3 else word for word in said}


def _may_have(line: str, roots: Collection[str]) -> bool:
    """Whether it is worth asking PostgreSQL about a line; if none is, all lines are asked about."""
    bare = traced(line).text.lower()
    return any(root in bare for root in roots)


def _plain(line: ArticleLine, lede: str) -> Hit:
    return Hit(line, (Piece(line.headline),) if line.headline else (), (Piece(lede),) if lede else ())


_BODIES = """
SELECT printed.article_id, string_agg(COALESCE(printed.printed, passage.text), E'\n' ORDER BY printed.position)
FROM unnest(%s::bigint[]) AS given (article) JOIN archive_paragraph printed
    ON printed.article_id = given.article AND printed.repeats_id IS NULL
JOIN archive_passage passage ON passage.id = printed.passage_id
GROUP BY printed.article_id
"""


def _bodies(article_ids: Iterable[int]) -> Mapping[int, str]:
    """The texts as they are searched: without what they repeat."""
    return defaultdict(str, answers(_BODIES, literal(article_ids)))


Key = tuple[int, str, int]
"""An article, which of its texts, and where in that a line begins."""

_MARKED = f"""
SELECT given.number, ts_headline(given.configuration::regconfig, given.prepared, given.query::tsquery,
    'HighlightAll=true, StartSel="{START}", StopSel="{STOP}"')
FROM unnest(%s::int[], %s::text[], %s::text[], %s::text[]) AS given (number, configuration, prepared, query)
"""  # noqa: S608 - all of it is written here


def words_in(
    texts: Mapping[Key, str], of: Mapping[int, ArticleLine], words: Asked
) -> Mapping[tuple[int, str], list[Span]]:
    """Where the words asked for stand in each text of each article, as it is printed; in one question."""
    asked = [
        (key, configuration, query, traced(text, configuration))
        for key, text in texts.items()
        for configuration, query in _branches(of[key[0]], words)
    ]
    given = [(n, configuration, prepared.text, query) for n, (_, configuration, query, prepared) in enumerate(asked)]
    found: dict[Key, list[Span]] = {key: units_in(text, _units(words)) for key, text in texts.items()}
    for number, marked in answers(_MARKED, *map(list, zip(*given, strict=True))) if given else ():
        key, _, _, prepared = asked[number]
        found[key] += spans_of(marked, prepared)
    gathered: dict[tuple[int, str], list[Span]] = defaultdict(list)
    for (pk, which, at), spans in found.items():
        gathered[pk, which] += [(at + start, at + end) for start, end in joined(spans, texts[pk, which, at])]
    return gathered


def _units(words: Asked) -> set[str]:
    """The single characters asked for of scripts that the index has in pairs."""
    said = {word for _, query in words.branches[:1] for word in re.findall(r"'([^']+)'", query)}
    return {word for word in said if UNSPACED.fullmatch(word) and len(UNIT.findall(word)) == 1}


def _branches(line: ArticleLine, words: Asked) -> Iterator[tuple[str, str]]:
    """The questions that are put to an article: as English, and as its own language."""
    own = TONGUES.get(line.language)
    return ((c, query) for c, query in words.branches if query and c in (CONFIG, own))


class Row(NamedTuple):
    """A story that was found; by which article, where it was found by one, with the words asked for where there are.

    ``other`` is that article where it is not the story's lead.
    """

    story: StoryLine
    hit: Hit | None = None
    other: ArticleLine | None = None

    @property
    def marked(self) -> Sequence[Piece]:
        """The story's headline, with the words asked for if it is that of the article found."""
        return self.hit.headline if self.hit and self.hit.article.headline == self.story.headline else ()


def rows(page: Listing) -> list[Row]:
    """The stories of a page with the articles that they were found by."""
    if not page.entries:
        return [Row(story) for story in page.stories]
    by = {entry.story: entry.place.id for entry in page.entries}
    words = page.question.words if page.question else NO_WORDS
    said = lines(by.values())
    found = hits(words, said) if words else {}
    return [
        Row(story, found.get(pk), said.get(pk) if pk != story.lead else None)
        for story in page.stories
        for pk in (by[story.pk],)
    ]


def articles(page: Listing, veil: Veil = OPEN) -> list[Hit]:
    """The articles of a page that shows them one by one."""
    ids = [entry.place.id for entry in page.entries]
    found = hits(page.question.words if page.question else NO_WORDS, marked(ids, veil))
    return [found[pk] for pk in ids if pk in found]
