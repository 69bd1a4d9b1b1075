"""What the article page shows: paragraphs as printed, the clocks and their doubts, the article's company."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import QuerySet

from newsarchive.archive.models import Article, Paragraph, Story, UploadedFile
from newsarchive.archive.queries import stock
from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.kept import answers
from newsarchive.archive.queries.veil import OPEN, Veil
from newsarchive.dedup.boilerplate import Piece, pieces
from newsarchive.dedup.folding import EDITED_LEAST
from newsarchive.dedup.words import words

COPIES_SHOWN = 50
COPIES_LOOKED_AT = 1000
"""Of a text that is printed by more than these, the copies taken in last are looked at."""


class Printed(NamedTuple):
    """A paragraph as printed, numbered from 1; a repeat names the paragraph it prints again."""

    number: int
    passage: int
    dateline: str
    body: str
    repeats: int | None
    why: str
    likeness: float | None
    pieces: Sequence[Piece] = ()

    @property
    def stock(self) -> bool:
        """Whether all of it is stock text."""
        return stock.nothing_else(self.pieces)


class Copy(NamedTuple):
    """Another article that prints the very same text; ``outlet`` is empty where none is known."""

    pk: int
    headline: str
    outlet: str
    dated_on: datetime.date


@dataclass(frozen=True)
class Copies:
    """The newest copies of an article, `COPIES_SHOWN` at most, and how many there are besides.

    ``bounded`` where there are more than these: not all were looked at.
    """

    shown: Sequence[Copy] = ()
    more: int = 0
    bounded: bool = False


@dataclass(frozen=True)
class Reading:
    """What one clock of an article shows. ``at`` only where the page printed an instant, ``hour`` where it printed no
    zone; ``dates`` where it dates the article.
    """

    name: str
    label: str
    on: datetime.date | None
    at: datetime.datetime | None
    hour: datetime.time | None
    doubt: str
    dates: bool


def full(articles: QuerySet[Article]) -> QuerySet[Article]:
    """Articles with source, original and story at hand; without their words, which are long and not shown."""
    related = articles.select_related("source", "original", "text__membership__story")
    return related.defer("text__words", "text__digest", "text__membership__story__lede")


def story_of(article: Article) -> Story | None:
    """The article's story; None until it was compared."""
    membership = getattr(article.text, "membership", None)
    return membership.story if membership else None


_PARAGRAPHS = """
SELECT paragraph.id, paragraph.passage_id, COALESCE(paragraph.printed, passage.text), paragraph.dateline_length,
    paragraph.repeats_id, paragraph.fold, paragraph.likeness
FROM archive_paragraph paragraph JOIN archive_passage passage ON passage.id = paragraph.passage_id
WHERE paragraph.article_id = %s ORDER BY paragraph.position
"""


def paragraphs(article: Article) -> list[Printed]:
    """All paragraphs of the article in order, repeats marked, and the stock text of the register in force."""
    register = stock.on_pages()
    rows = answers(_PARAGRAPHS, article.pk)
    numbers = {pk: number for number, (pk, *_) in enumerate(rows, 1)}
    return [
        Printed(
            number=numbers[pk],
            passage=passage,
            dateline=body[:cut],
            body=body[cut:],
            repeats=numbers.get(repeats),
            why=_FOLDS[fold] if fold else "",
            likeness=likeness,
            pieces=pieces(body[cut:], register) if register else [Piece(body[cut:], False)],
        )
        for pk, passage, body, cut, repeats, fold, likeness in rows
    ]


def lede(printed: Sequence[Printed]) -> int:
    """The number of an article's lede, its first paragraph of more than a line's words; 0 where it has none."""
    long = (p.number for p in printed if p.repeats is None and len(words(p.body[:_OPENING])) >= EDITED_LEAST)
    return next(long, 0)


_OPENING = 400
"""Characters of a paragraph in which, in any language, the words of a lede are told from those of a line."""

_FOLDS = {code: str(label) for code, label in Paragraph.Fold.choices}

_AGENCIES = """
SELECT credited.article_id, agency.name
FROM archive_article_agencies credited JOIN archive_agency agency ON agency.id = credited.agency_id
WHERE credited.article_id = ANY(%s::bigint[]) ORDER BY agency.name
"""


def agencies(article_ids: Iterable[int]) -> dict[int, list[str]]:
    """The names of the agencies credited in these articles, in order; articles without any are left out."""
    found: dict[int, list[str]] = defaultdict(list)
    for article, name in answers(_AGENCIES, literal(article_ids)):
        found[article].append(name)
    return dict(found)


def readings(article: Article) -> list[Reading]:
    """The clocks that show something, or of which something is said, in the order in which they are trusted."""
    shown = [
        (Article.Clock.PUBLISHED, article.published_on, article.published_at, article.published_time),
        (Article.Clock.FILED, article.filed_on, article.filed_at, article.filed_time),
        (Article.Clock.DATELINE, article.dateline_on, None, None),
        (Article.Clock.RETRIEVED, article.retrieved_on, None, None),
        (Article.Clock.INGESTED, None, article.ingested_at, None),
    ]
    return [_reading(article, clock, *moment) for clock, *moment in shown if any(moment) or doubt(article, clock)]


def doubt(article: Article | None, clock: str) -> str:
    """What was inferred about a clock, in plain words; empty where nothing was."""
    doubts = article.doubts if article else None
    return str(doubts.get(clock) or "") if isinstance(doubts, dict) else ""


def other_doubts(article: Article) -> list[str]:
    """What was inferred about anything but the clocks."""
    doubts = article.doubts if isinstance(article.doubts, dict) else {}
    return [str(words) for key, words in doubts.items() if key not in Article.Clock.values and words]


def doubts(article: Article) -> list[str]:
    """All that was inferred, each with the clock of which it is said."""
    of_clocks = [f"{label}: {said}" for clock, label in Article.Clock.choices if (said := doubt(article, clock))]
    return [*of_clocks, *other_doubts(article)]


_COPIES = """
SELECT article.id, article.headline, COALESCE(source.name, article.site), article.dated_on, found.copies
FROM (
    SELECT id, count(*) OVER () AS copies
    FROM (SELECT id, dated_on FROM archive_article WHERE text_id = %s AND id <> %s AND id <> ALL(%s::bigint[])
        ORDER BY id DESC LIMIT %s) AS latest
    ORDER BY dated_on DESC, id DESC LIMIT %s
) AS found
JOIN archive_article article ON article.id = found.id LEFT JOIN archive_source source ON source.id = article.source_id
ORDER BY article.dated_on DESC, article.id DESC
"""


def copies(article: Article, veil: Veil = OPEN) -> Copies:
    """Other articles that print the very same text and may be seen; none of one in the bin."""
    if article.text_id is None:
        return Copies()
    rows = answers(_COPIES, article.text_id, article.pk, veil.hidden, COPIES_LOOKED_AT + 1, COPIES_SHOWN)
    there_are = rows[0][-1] if rows else 0
    return Copies(
        [Copy(*row[:-1]) for row in rows],
        more=min(there_are, COPIES_LOOKED_AT) - len(rows),
        bounded=there_are > COPIES_LOOKED_AT,
    )


_NAMES = """
SELECT name FROM archive_uploadedfile WHERE original_id = %s ORDER BY (state = %s), id LIMIT 20
"""


def names(article: Article) -> list[str]:
    """The names under which the article's file was handed in, the first one first; withdrawn ones come last."""
    rows = answers(_NAMES, article.original_id, UploadedFile.State.WITHDRAWN.value)
    return list(dict.fromkeys(name for (name,) in rows))


def _reading(article: Article, clock: Article.Clock, *moment: Any) -> Reading:
    said = doubt(article, clock.value), article.dated_by == clock.value
    return Reading(clock.value, str(clock.label), *moment, *said)
