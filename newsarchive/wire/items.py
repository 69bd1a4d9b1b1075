"""What a parser hands out: plain values, with no opinion on where they are kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, and the instant where the page prints one.

    ``at`` is aware where the page names a zone or offset and naive where it prints a bare clock time;
    ``doubt`` says in plain words what was inferred ("year taken from the page's date"), empty where nothing was.
    """

    on: date
    at: datetime | None = None
    doubt: str = ""

    @property
    def instant(self) -> datetime | None:
        """The moment, where its zone is named."""
        return self.at if self.at and self.at.tzinfo else None

    @property
    def bare_time(self) -> time | None:
        """The hour, where no zone is named. Midnight is what machines print for a day without an hour."""
        bare = self.at.time() if self.at and not self.at.tzinfo else time.min
        return bare if bare != time.min else None


@dataclass(frozen=True, slots=True)
class Dateline:
    """The opening of a wire story: ``TEHRAN, Aug 9 (AFP):``. ``printed`` is the exact prefix of its paragraph."""

    printed: str
    place: str = ""
    on: Moment | None = None
    agency: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as printed. Its first ``dateline_length`` characters are a dateline, 0 where it has none."""

    text: str
    dateline_length: int = 0


@dataclass(frozen=True, slots=True)
class Credit:
    """What says that an agency wrote an article: its name stands in ``line`` from ``start`` to ``end``.

    ``agency`` is its canonical name, ``where`` one of `credits.PLACES`; of a long line only what stands near is kept.
    """

    agency: str
    where: str
    line: str
    start: int
    end: int

    @property
    def printed(self) -> str:
        """The agency as the line prints it."""
        return self.line[self.start : self.end]


@dataclass(frozen=True, slots=True)
class TradeMark:
    """A mark of the trade: its kind (`trade_words.KINDS`), the words that say it, and where they stand.

    ``where`` is one of *headline*, *slug*, *head* (another line above the story), *opening* (its first paragraphs) and
    *end* (its last paragraph, or below). ``start`` and ``end`` count characters of ``line``, which is the headline, the
    line or the paragraph whole; ``paragraph`` is that paragraph's place, None outside the body. ``number`` is the one
    printed with it (``UPDATE 2``: 2).
    """

    kind: str
    words: str
    where: str
    start: int
    end: int
    line: str
    number: int | None = None
    paragraph: int | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One article read from a file; ``number`` counts from 1 within the file.

    ``agencies`` are those that ``credits`` name, each once; both begin with the strongest. ``slug`` and ``serial``, the
    provider's number, are as printed. Trade marks are read where they stand, and what they are read from stays there.
    ``declared`` is the language that the page says it is in; ``language`` the one that it is in, ``language_by`` its
    text or, where that leaves it in doubt, the page (`newsarchive.wire.languages.Spoken`).
    """

    number: int
    format: str
    paragraphs: tuple[Paragraph, ...]
    headline: str = ""
    dateline: Dateline | None = None
    filed: Moment | None = None
    published: Moment | None = None
    retrieved: Moment | None = None
    byline: str = ""
    agencies: tuple[str, ...] = ()
    credits: tuple[Credit, ...] = ()
    site: str = ""
    url: str = ""
    declared: str = ""
    language: str = ""
    language_by: str = ""
    furniture: tuple[str, ...] = field(default=())
    trade: tuple[TradeMark, ...] = ()
    slug: str = ""
    serial: str = ""


class Unreadable(Exception):
    """The bytes hold no article we can read; ``reason`` tells a person what is wrong and what to do."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
