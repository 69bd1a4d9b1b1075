"""What a notice says beyond its mark: which story it kills, and what it corrects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time

from newsarchive.wire import trade_words as table
from newsarchive.wire.clock_words import clock_said
from newsarchive.wire.denials import without_denials
from newsarchive.wire.instead import put_right
from newsarchive.wire.items import Item
from newsarchive.wire.trade import slug_key

WITHDRAWING = frozenset({table.KILL, table.WITHDRAWN})
NAMING = WITHDRAWING | {table.REINSTATED}
"""What names a story that stands elsewhere: kills, and what takes a kill back."""


@dataclass(frozen=True, slots=True)
class Named:
    """The story that a notice speaks of, as far as it says: each empty or None where it does not.

    ``slug`` is a key (`trade.slug_key`), ``moved`` the clock that it was sent at, in the zone printed, ``place`` its
    dateline's in capitals, ``words`` the sentences that say so. ``kill`` is the number of the kill that it takes back.
    ``own`` are those of *slug*, *headline*, *serial* and *place* that may be of the notice itself, or of anything that
    it quotes, since it does not name them in so many words.
    """

    slug: str = ""
    headline: str = ""
    serial: str = ""
    place: str = ""
    moved: time | None = None
    words: str = ""
    kill: str = ""
    own: tuple[str, ...] = ()


def kinds(item: Item) -> frozenset[str]:
    """The kinds of marks that an item bears."""
    return frozenset(mark.kind for mark in item.trade)


_QUOTED = re.compile(
    r"\b(?:headlined|headline|entitled|titled|intitulée?|titulad[ao]|intitolat[ao]|Titel|Überschrift)[,:]?\s*[“\"‘«'„](?P<h>[^”“\"»]{8,200}?)[”“\"»]"
)
_CITED = re.compile(r"[“\"«„](?P<h>[^”“\"»]{12,200})[”“\"»]")
_SLUGGED = re.compile(r"\b(?:slugged|slug|slugline)[:,]?\s*[“\"]?(?P<s>(?:(?:BC|AM|PM)-)?[A-Za-z][\w-]*(?:[-/][\w]+)*)")
_WIRED = re.compile(r"\b(?P<s>(?:BC|AM|PM)-[A-Z][\w'’]*(?:[-/][\w'’]+)*)")
_MOVED = re.compile(
    r"\b(?:moved|sent|transmitted|filed|issued|timed|ran|diffusée?|gesendet|enviad[ao]|trasmess[ao])\b.{0,40}?"
    r"\b(?:at|à|um|a las|alle)\s+",
    re.I,
)
_MOVED_BARE = re.compile(
    r"\b(?:moved|sent|transmitted|filed|issued|timed)\s+(?=(?:[01]\d|2[0-3]):?[0-5]\d\s*[A-Z]{2,4}\b)"
)
"""As a bulletin puts it: *moved 1910 GMT*."""

_NUMBER = r"(?P<n>[A-Z]{2,15}[ -]?\d{3,6}|[a-z]\d{4}|(?<=\s)\d{4}(?!\s*(?:GMT|UTC|hrs|[A-Z]{3}\b)))\b"
_NUMBERED = re.compile(
    r"\b(?:[Ii]tem|[Nn]umber(?:ed)?|[Nn]o\.|[Ss]tory|id|[Kk]ill|KILL|[Oo]ur|[Dd]ispatch|[Rr]eport)[ :]*" + _NUMBER
)
_NUMBERED_ABROAD = re.compile(
    r"\b(?:[Mm]eldung|[Bb]ericht|[Dd]épêche|[Nn]oticia|[Ii]nformación|[Dd]espacho|[Nn]otizia|[Nn]otícia)"
    r"(?: (?:Nr\.|n°|núm\.|n\.))?"
    r" (?:(?P<agency>[A-Za-z]{2,12})[ -]?)?(?P<n>\d{3,6})\b(?!\s*(?:GMT|UTC|Uhr|h\b))"
)
"""As agencies of other languages put it: *die Meldung dpa 3301*, where the number's own line has DPA 3301."""
_SAID_OF_NUMBER = re.compile(
    r"(?:^|[.:;]\s+)(?P<agency>[A-Z]{2,15}|dpa|apa)[ -]?(?P<n>\d{3,6})\s+"
    r"(?:has been|is|was|è|est|queda|está|wird|ist)\b"
)
_KILL_NUMBERED = re.compile(
    r"\b(?:[Kk]ill|KILL|[Ww]ithdrawal|Annullierung|[Aa]nnulation|[Aa]nulación|[Aa]nnullamento)"
    r"(?: (?:notice|advisory|order|note))?,?(?: (?:numbered|number|item|no\.?|Nr\.|n°|núm\.|n\.))?[ :]*" + _NUMBER
)
"""The number of a kill and not of what it kills, though a hasty desk may give that one in the same words."""

_PLACED = re.compile(
    r"\b(?:[Tt]he|[Oo]ur|[Tt]his|[Aa]|[Kk]ill|KILL)\s+(?P<p>[A-Z]{4,}(?:[ -][A-Z]{3,}){0,2})(?:,? [A-Z][a-z.]+,?)?"
    r"(?:-?\s?datelined?)?\s+(?:story|item|report|dispatch|lead|urgent|slugged)\b"
)
_DATELINED = re.compile(r"\b(?:datelined|dateline)\s+(?P<p>[A-Z][\w.-]+(?: [A-Z][\w.-]+){0,2})")


_SENTENCES = re.compile(r"(?<=[.!?])\s+")
_TO_COME = re.compile(
    r"(?:(?:an?|the|our|eine?|une?|le|una?|uno|el|la)\s+)?(?:new |corrected )?"
    r"(?:substitut\w*|replacement|(?:corrected|new) version|ersatz\w*|neufassung|(?:dépêche de )?remplace\w*"
    r"|sustitu\w*|nueva versión|sostitu\w*|nuova versione|substituiç\w*|nova versão)\b",
    re.I,
)
"""How a sentence begins that speaks of what will come in place of what is killed: its headline is another."""


def _without_what_comes(said: str) -> str:
    return " ".join(sentence for sentence in _SENTENCES.split(said) if not _TO_COME.match(sentence))


def named_by(item: Item) -> Named:
    """The story that a kill names, or what takes a kill back; its own slug counts where it names none."""
    lines = dict.fromkeys(_notice_lines(item))
    words = " ".join(map(without_denials, lines) if kinds(item) & WITHDRAWING else lines)
    said = _without_what_comes(words)
    slug = _SLUGGED.search(said) or _WIRED.search(said)
    headlined = _QUOTED.search(said)
    quoted = headlined or _CITED.search(said)
    placed = _PLACED.search(said) or _DATELINED.search(said)
    moved = _MOVED_BARE.search(said) or _MOVED.search(said)
    found = _KILL_NUMBERED.search(said) if table.REINSTATED in kinds(item) else None
    kill = _serial(found["n"], item.serial) if found else ""
    serial = _story_number(said, item.serial, kill)
    other = slug if slug and slug_key(slug["s"]) != slug_key(item.slug) else _SLUGGED.search(said)
    in_so_many_words = {"slug": other, "headline": headlined, "serial": serial and not kill, "place": placed}
    return Named(
        slug=slug_key(slug["s"] if slug else item.slug),
        headline=quoted["h"].strip(" ,.") if quoted else _own_headline(item),
        serial=serial,
        place=placed["p"].upper() if placed else (item.dateline.place if item.dateline else "").upper(),
        moved=clock_said(said[moved.end() : moved.end() + 24]) if moved else None,
        words=words[:1000],
        kill=kill,
        own=tuple(name for name, said_so in in_so_many_words.items() if not said_so),
    )


def _story_number(said: str, own: str, kill: str) -> str:
    """The number of the story that is named, and not that of the ``kill`` which is taken back."""
    found = _NUMBERED.search(said)
    if found:
        return _serial(found["n"], own)
    abroad = _NUMBERED_ABROAD.search(said) or _SAID_OF_NUMBER.search(said)
    if abroad:
        agency = abroad["agency"]
        return f"{agency.upper()} {abroad['n']}" if agency else _serial(abroad["n"], own)
    feed = own.rstrip("0123456789")
    beside = re.search(rf"(?:\(|,\s){re.escape(feed)}(?P<n>\d{{3,6}})(?=[),.;]|$)", said, re.I) if feed else None
    number = f"{feed}{beside['n']}" if beside else ""
    return "" if number == kill else number


def _serial(named: str, own: str) -> str:
    """The number that is named; figures alone are one of the notice's own feed."""
    feed = own.rstrip("0123456789")
    return f"{feed}{named}" if named.isdigit() else " ".join(named.split())


def _notice_lines(item: Item) -> Iterator[str]:
    """The lines that bear a mark that withdraws, and the paragraphs of a notice."""
    for mark in item.trade:
        if mark.kind in NAMING and mark.where != "headline":
            yield mark.line
    if sum(len(paragraph.text.split()) for paragraph in item.paragraphs) <= 170:
        yield from (paragraph.text for paragraph in item.paragraphs)


def _own_headline(item: Item) -> str:
    """What is left of a notice's headline without its marks: often the headline of what it kills."""
    ends = [mark.end for mark in item.trade if mark.where == "headline" and mark.start < len(item.headline) / 2]
    if not any(mark.kind in WITHDRAWING for mark in item.trade if mark.where == "headline"):
        return ""
    left = re.sub(r"^[\s)\]:–—-]+|[(\[][A-Z ]+[)\]]$", "", item.headline[max(ends, default=0) :]).strip()
    return left if len(left.split()) >= 2 else ""


def corrections_in(item: Item) -> tuple[tuple[str, str], ...]:
    """What a correction's note says was wrong and is right, as (before, after), each once; often it says neither."""
    lines = [mark.line for mark in item.trade if mark.kind == table.CORRECTION and mark.where in ("head", "opening")]
    return tuple(dict.fromkeys(pair for line in lines for pair in put_right(line)))
