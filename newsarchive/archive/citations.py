"""How an article is cited: in plain words, and as RIS, CSL-JSON and BibTeX have it for programs that keep references.

All of them name the article by its address here and, should the archive ever move, by the SHA-256 digest of its
original and its number in that file. A day that was not printed is no date of publication, and is not given as one.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.formats import date_format

from newsarchive.archive.models import Article
from newsarchive.wire.languages import NAMES

ARCHIVE = "newsarchive"

TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""What turns the direction of the words that follow."""

_BY = re.compile(r"by\s+(?=\S)", re.I)


def plain_line(text: str) -> str:
    """The words in one line, without what turns the direction of those that follow."""
    return " ".join(TURNING.sub("", text).split())


@dataclass(frozen=True)
class Citation:
    """What there is to cite of an article. ``on`` is None where only its fetching or taking in has a day, ``clock``
    says which clock ``on`` is of, ``doubt`` what was inferred about it; ``known`` is what is known where there is none.
    """

    number: int
    headline: str
    authors: Sequence[str]
    agencies: Sequence[str]
    outlet: str
    place: str
    on: datetime.date | None
    clock: str
    doubt: str
    known: str
    printed_at: str
    language: str
    address: str
    digest: str
    item: int

    @property
    def name(self) -> str:
        """By which the article is known for ever."""
        return f"sha256:{self.digest}#{self.item}"

    @property
    def note(self) -> str:
        """What is to be known of the date."""
        said = f"Dated by its clock “{self.clock}”" if self.on else self.known
        return f"{said}; {self.doubt}" if self.doubt else said


def citation(article: Article, agencies: Sequence[str], address: str) -> Citation:
    """The citation of an article, which credits these agencies and has this address."""
    printed = article.dated_by not in (Article.Clock.RETRIEVED, Article.Clock.INGESTED)
    doubts = article.doubts if isinstance(article.doubts, dict) else {}
    byline = _BY.sub("", plain_line(article.byline), count=1) if article.byline else ""
    clock = str(article.get_dated_by_display())
    names = [plain_line(name) for name in agencies]
    return Citation(
        number=article.pk,
        headline=plain_line(article.headline) or "No headline",
        authors=[byline] if byline else names,
        agencies=names,
        outlet=plain_line(article.source.name if article.source else article.site),
        place=plain_line(article.place),
        on=article.dated_on if printed else None,
        clock=clock,
        doubt=plain_line(str(doubts.get(article.dated_by) or "")),
        known="" if printed else f"No date printed; {clock} {_day(article.dated_on)}",
        printed_at=plain_line(article.url),
        language=article.language if article.language in NAMES else "",
        address=address,
        digest=article.original_id,
        item=article.item,
    )


def behind(cited: Citation) -> str:
    """A citation in plain words, as a footnote has it, behind the headline: that one may run the other way."""
    outlet = f"{cited.outlet or 'Source unknown'}{_bracketed(', '.join(cited.agencies))}"
    when = f"{_day(cited.on)} ({_clock(cited)})" if cited.on else _lower_first(cited.note)
    where = f"{cited.place}, " if cited.place else ""
    here = f"{ARCHIVE}, article {cited.number}: {cited.address} [{cited.name}]"
    return f"{outlet}, {where}{when}. {here}"


def _clock(cited: Citation) -> str:
    return f"{cited.clock}; {cited.doubt}" if cited.doubt else cited.clock


def _bracketed(words: str) -> str:
    return f" ({words})" if words else ""


def _lower_first(words: str) -> str:
    return words[:1].lower() + words[1:]


def _day(on: datetime.date) -> str:
    return date_format(on, "j F Y")


def ris(cited: Citation) -> str:
    """One reference as RIS has it: a tag a line, each value in one line."""
    rows = [
        ("TY", "NEWS"),
        ("TI", cited.headline),
        *(("AU", author) for author in cited.authors),
        ("T2", cited.outlet),
        *(("PB", agency) for agency in cited.agencies),
        ("CY", cited.place),
        ("PY", f"{cited.on.year:04}" if cited.on else ""),
        ("DA", f"{cited.on:%Y/%m/%d}" if cited.on else ""),
        ("LA", cited.language),
        ("DB", ARCHIVE),
        ("AN", cited.name),
        ("UR", cited.address),
        ("L2", cited.printed_at),
        ("N1", cited.note),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in rows if value) + "ER  - \r\n"


def csl(cited: Citation) -> str:
    """A list of one reference as CSL-JSON has it."""
    on = cited.on
    item = {
        "id": f"{ARCHIVE}-{cited.number}",
        "type": "article-newspaper",
        "title": cited.headline,
        "author": [{"literal": author} for author in cited.authors],
        "container-title": cited.outlet,
        "publisher": ", ".join(cited.agencies),
        "publisher-place": cited.place,
        "issued": {"date-parts": [[on.year, on.month, on.day]]} if on else None,
        "language": cited.language,
        "archive": ARCHIVE,
        "archive_location": cited.name,
        "URL": cited.address,
        "note": cited.note,
    }
    return json.dumps([{key: value for key, value in item.items() if value}], ensure_ascii=False, indent=2) + "\n"


def bibtex(cited: Citation) -> str:
    """One entry as BibTeX has it, in UTF-8."""
    fields = {
        "title": f"{{{_tex(cited.headline)}}}" if cited.headline else "",
        "author": " and ".join(f"{{{_tex(author)}}}" for author in cited.authors),
        "journal": _tex(cited.outlet),
        "address": _tex(cited.place),
        "year": f"{cited.on.year:04}" if cited.on else "",
        "date": cited.on.isoformat() if cited.on else "",
        "url": _ADDRESS.sub("", cited.address),
        "note": _tex(f"{cited.note}. {ARCHIVE}, {cited.name}"),
        "language": cited.language,
    }
    rows = "".join(f"  {key} = {{{value}}},\n" for key, value in fields.items() if value)
    return f"@article{{{ARCHIVE}-{cited.number},\n{rows}}}\n"


_ADDRESS = re.compile(r"[\s{}\\]")
_COMMANDS = {
    **{letter: f"\\{letter}" for letter in "{}$&#%_"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}
_TEX = str.maketrans(_COMMANDS)


def _tex(words: str) -> str:
    """Words as TeX prints them, and not as it obeys them."""
    return words.translate(_TEX)


class Form(NamedTuple):
    """A form to save a citation in."""

    label: str
    media_type: str
    written: Callable[[Citation], str]


FORMS = {
    "ris": Form("RIS", "application/x-research-info-systems", ris),
    "bib": Form("BibTeX", "application/x-bibtex", bibtex),
    "json": Form("CSL-JSON", "application/vnd.citationstyles.csl+json", csl),
}
"""The forms by the ending of their addresses and files."""
