"""What a parser hands out: plain values, with no opinion on where they are kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Moment:
    """A day, and the instant where the page prints one.

    ``at`` is aware where the page names a zone or offset and naive where it prints a bare clock time;
    ``doubt`` says in plain words what was inferred ("year taken from the page's date"), empty where nothing was.
    """

    on: date
    at: datetime | None = None
    doubt: str = ""


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
class Item:
    """One article read from a file; ``number`` counts from 1 within the file.

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
    site: str = ""
    url: str = ""
    declared: str = ""
    language: str = ""
    language_by: str = ""
    furniture: tuple[str, ...] = field(default=())


class Unreadable(Exception):
    """The bytes hold no article we can read; ``reason`` tells a person what is wrong and what to do."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason
