"""What a printed line says of who wrote the article: one function a kind of line, each giving the agencies it credits.

A credit is told from a mention by the form of the line around the name, never by the name alone. Where a form leaves
it open, nothing is credited: a headline that begins ``AP:``, ``told Reuters``, ``(AP Photo/...)`` and ``AP Top
Stories`` name agencies and credit none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from newsarchive.wire import people
from newsarchive.wire.agencies import AGENCY_PATTERN, UNNAMED, Named, names_at, unnamed_at
from newsarchive.wire.datelines import Opening
from newsarchive.wire.lines import is_prose
from newsarchive.wire.months import MONTHS, WEEKDAYS, either

Found = tuple[Named, ...]
"""The agencies that a line credits, in the order printed; empty where it credits none."""

_LONGEST = 200
_LONGEST_CREDIT = 120
_LONGEST_NOTICE = 600
_LONGEST_SIGN_OFF = 500
_SEVERAL = rf"{AGENCY_PATTERN}(?:\s?(?:[/,&+=]|and|with|und|et|y|e|avec|mit|con)\s?{AGENCY_PATTERN})*"


def in_dateline(opening: Opening) -> Found:
    """``TEHRAN (AFP)``, ``PARIS, Aug 9 (AP/Reuters)``, ``ROME (Agencies)``."""
    known = names_at(opening.printed) or unnamed_at(opening.printed)
    return known if opening.agency else ()


def unknown_in_dateline(opening: Opening) -> Found:
    """``TAMBORA (Harbour Weekly)``: what stands in an agency's place and is in no table."""
    if not opening.agency or in_dateline(opening):
        return ()
    at = opening.printed.find(opening.agency)
    return (Named(opening.agency, at, at + len(opening.agency)),) if at >= 0 else ()


_LEDE = re.compile(rf"[(\[]\s?(?P<who>{_SEVERAL})\s?[)\]]\W{{0,3}}(?:[-–—:_]|\s[^\Wa-z])")
_PLACE_OR_DAY = re.compile(
    rf"(?:[^\W_a-z][\w.'’\u0900-\u0dff-]*|\d[\d:.-]*|(?i:{either(MONTHS)})\.?|[ap]\.?m\.?|of|the|de|del|la|al|el|i|\W*)"
)
_MOST_LEDE_WORDS = 14
_LEDE_SIGNED = re.compile(rf"^(?P<who>{_SEVERAL})\s*(?:--|[-–—])\s*(?=[\"“'‘«]?[^\W\d_])")
# As the presses of China, Japan and Korea open a report: 新华社北京8月9日电, 【ロンドン時事】, (서울=연합뉴스).
_LEDE_EASTERN = re.compile(
    rf"^(?:[【〔\[(（][^】〕\])）]{{0,30}}?(?P<in>{AGENCY_PATTERN})[^】〕\])）]{{0,20}}[】〕\])）]"
    rf"|\W?(?P<by>{AGENCY_PATTERN})[^，。、\s]{{1,25}}?(?:电|電)(?=[\s　（(:：]))"
)


def in_lede(paragraph: str) -> Found:
    """``(AP) Divers found``, ``AFP - The``, ``新华社北京电``: a report's first words, where no dateline was read."""
    head = paragraph[:_LONGEST]
    found = _bracketed(head) or _LEDE_SIGNED.match(head)
    if found:
        return _within(names_at(head), *found.span("who"))
    eastern = None if head.isascii() else _LEDE_EASTERN.match(head)
    return _printed(eastern, "in" if eastern["in"] else "by") if eastern else ()


def _bracketed(head: str) -> re.Match[str] | None:
    """The first agency in brackets, if places, days and hours alone stand before it."""
    found = _LEDE.search(head)
    before = head[: found.start()].replace("(", " ").replace(")", " ").split() if found else []
    fits = len(before) <= _MOST_LEDE_WORDS and all(_PLACE_OR_DAY.fullmatch(word.strip(',./–—-:|"“')) for word in before)
    return found if fits else None


def _printed(found: re.Match[str], group: str) -> Found:
    name = names_at(found[group])
    return tuple(Named(each.agency, found.start(group), found.end(group)) for each in name)


def _within(names: Iterable[Named], start: int, end: int) -> Found:
    return tuple(name for name in names if start <= name.start and name.end <= end)


# What stands behind a name where a picture, a film or a heading is meant and not the text.
_NOT_THE_TEXT = re.compile(
    r"(?:'s|’s)?[\s/-]*(?:file\s|handout\s|pool\s)?(?:photo|picture|image|video|graphic|audio|interactive|stringer|illustration|"
    r"podcast|file\b|fotos?\b|bilder|foto)",
    re.I,
)


def _of_text(line: str, names: Iterable[Named]) -> Found:
    return tuple(name for name in names if not _NOT_THE_TEXT.match(line, name.end))


def _all_in(line: str) -> Found:
    """Named agencies and unnamed ones, in the order printed; ``Indo-Asian News Services`` is one, and named."""
    named = names_at(line)
    free = (each for each in unnamed_at(line) if not any(n.start < each.end and each.start < n.end for n in named))
    return tuple(sorted((*named, *free), key=lambda name: name.start))


_PERSON_OF = re.compile(
    rf"^(?:[^\W\d_a-z][\w'’.-]*\s){{1,4}}?[^\W\d_a-z][\w'’.-]*(?:,\s?|\s)(?i:of\s|for\s)?(?i:the\s)?{AGENCY_PATTERN}"
    r"(?i:\s(?:[\w-]+\s){0,2}?(?:writers?|reporters?|correspondents?|staff|editors?))?\W*$"
)
_AND_AGENCIES = re.compile(
    r"^(?:by|von|par|por|di|от)\s[^.:;!?]{2,60}\s(?:and|und|et|y|e|и|&)\s(?:news\s|wire\s)?\w{6,14}$", re.I
)
_COMMA_OF = re.compile(rf",\s?(?:of |for )?(?:the )?{AGENCY_PATTERN}|\b(?:writer|reporter|correspondent)s?\W*$", re.I)


def in_byline(line: str) -> Found:
    """``By Ann Lee, Associated Press Writer``, ``By Ann Lee and agencies``, ``AP Medical Writer``, ``Ann Lee, AP``."""
    if len(line) > _LONGEST:
        return ()
    if people.is_byline(line) or people.is_writer_title(line):
        return _of_text(line, _all_in(line))
    if _AND_AGENCIES.match(line):
        return unnamed_at(line)
    person = bool(_PERSON_OF.match(line)) and bool(_COMMA_OF.search(line))
    return _of_text(line, names_at(line)) if person else ()


# Words that may stand in a line with an agency's name and leave it a credit; whatever else does makes it none.
_GLUE_WORDS = """
    a an and by for from in of on the via with & au aux avec con da das de dei del der des di die du e et la le les mit
    och par per por pour und van von y и от по сообщениям материалам 据
    article articles author byline credit source sources quelle quellen
    fuente fuentes fonte fonti bron kilde источник источники المصدر 来源 來源 story report reports
    reporter reporters staff writer writers
    compiled combined courtesy provided distributed supplied edited additional material redaction rédaction redaktion
    redacción redação redazione correspondents correspondent special to service our this is hollywood
    billboard variety life posted published
    updated update created last filed date time
    minutes minute hours hour ago today yesterday am pm a.m p.m est edt cst cdt mst mdt pst pdt et ct pt gmt utc bst ist
    """
_GLUE = frozenset(_GLUE_WORDS.split())
_WHEN = re.compile(
    rf"(?:{either(MONTHS)}|{either(WEEKDAYS)})\.?|\d{{1,2}}(?:st|nd|rd|th|[ap]m)?|(?:19|20)\d\d"
    r"|\d{1,2}[:.h]\d\d(?::\d\d)?(?:[ap]m)?(?:[a-z]{2,4})?|\d{1,4}[./-]\d{1,2}(?:[./-]\d{1,4})?|\d{4}[a-z]{2,4}",
    re.I,
)
_WORD = re.compile(r"[^\s,;:|/()\[\]{}·•«»\"“”*_=+–—-]+")
_SOURCE_SAYS = re.compile(
    r"(?:\b(?:source|article from|author|quelle|fuente|fonte|bron|источник)\s?:|来源\s?[:：])"
    rf"\s*(?P<who>(?:the )?{_SEVERAL})\W*$",
    re.I,
)
_TEXT_SIZE = re.compile(r"\b(?:text|font) size\W*(?:TT\b|[Aa+\s-]+$)?", re.I)
_HEADING = re.compile(
    rf"^(?:(?:from )?the )?(?:news|wire) ?(?:wires?|services?)$|^wires$|^{AGENCY_PATTERN} reports$", re.I
)


def in_credit_line(line: str) -> Found:
    """``Source: Reuters``, ``AP/AFP``, ``Staff and agencies``, ``From our wire services``: a line that says no more.

    Days and clock times may stand beside. ``AP World News`` is a heading.
    """
    if len(line) > _LONGEST_CREDIT:
        return ()
    line = _TEXT_SIZE.sub(lambda found: " " * len(found.group()), line)
    if not (names := _all_in(line)):
        return ()
    said = _SOURCE_SAYS.search(line)
    if said:
        return _within(names, *said.span("who"))
    if _HEADING.match(line.strip(" .:")):
        return ()
    return names if _says_no_more(line, names) or _WITH_OUTLET.match(line) else ()


_OUTLET = (
    r"(?:[^\W\d_a-z][\w'’.-]*\s){0,3}(?i:staff|times|post|news|tribune|herald|journal|star|sun|press|gazette|courier|enquirer|"
    r"inquirer|chronicle|record|review|register|sentinel|telegraph|globe|mercury|observer|dispatch|bee|citizen|examiner)"
)
# ``The Associated Press and The Enquirer``, ``From Mercury News wire services``.
_WITH_OUTLET = re.compile(
    rf"^\W*(?i:from |by |the )*(?:{_SEVERAL}\s(?i:and|with)\s(?i:the )?{_OUTLET}"
    rf"|{_OUTLET}\s(?i:(?:and|with)\s(?:the )?{_SEVERAL}|(?:staff and )?(?:wire|news) (?:services|reports)))\W*$"
)


def _says_no_more(line: str, names: Sequence[Named]) -> bool:
    left, at = [], 0
    for name in names:
        left.append(line[at : name.start])
        at = name.end
    words = _WORD.findall(" ".join((*left, line[at:])))
    return all(not word.strip(".'’!") or word.lower().strip(".") in _GLUE or _WHEN.fullmatch(word) for word in words)


_CONTRIBUTED = re.compile(
    r"\bcontribut(?:ed|ing|es)\s(?:(?:reporting|material|information)\s)?(?:to|in|for)\s(?:this|the)\s(?:report|story|article|dispatch|piece)"
    r"|\b(?:was|were)\sused\sin\sthis\s(?:report|story|article)"
    r"|\bthis\s(?:report|story|article)\s(?:includes|contains|uses|was\s(?:compiled|prepared|written|supplemented|(?:produced|assembled)\s(?:from|using|with))|is\sbased\son)\b"
    r"|^\W*contribut(?:ing|ed\sby|ors?)\b",
    re.I,
)
_SIGNED = re.compile(
    r"^\W*(?:(?:with|some|additional|further|includes?|including|avec|mit|con|com|met)\s){0,3}"
    r"(?:(?:reporting|writing|editing|reports?|files?|material|inputs?|information|agency\sreports)(?:\s(?:and|&)\s(?:writing|editing|reporting))?"
    r"\s(?:by|from|of|von)\b|reported\sby\b|compiled\s(?:by|from)\b|material\svon\b|información\sde\b|informações\sd\w+\b|informations\sd)",
    re.I,
)
_WITH = re.compile(rf"^\W*(?:with|avec|mit|con|com|met|с)\s(?:the\s)?{_SEVERAL}\W*$", re.I)
_SENTENCE = re.compile(r"(?<=[.!?)])(?<!\b[A-Z]\.)(?<!\b(?:Ky|Va|Pa)\.)\s+(?=[A-Z(\[])")
_WIRE_TAGS = (
    (re.compile(r"\bAP-[A-Z]{2,5}-\d\d-\d\d(?:-\d\d)?(?:\s\d{3,4}[A-Z]{0,4})?"), "AP"),
    (re.compile(r"^\W*dpa(?:\s[a-z]{2,4}){1,4}(?:\s\d{4,6}.*)?$"), "dpa"),
    (re.compile(r"^\W*PTI(?:\s[A-Z]{2,4}){1,5}\W*$"), "PTI"),
    (re.compile(r"^\W*(?:--\s?)?IANS(?:\s\w{2,4}(?:/\w{2,4})*)?\W*$"), "IANS"),
    (re.compile(r"^\W*Our\sStandards:\s+The\sThomson\sReuters\sTrust\sPrinciples"), "Reuters"),
    (re.compile(r"\(END\)\sDow\sJones\sNewswires"), "Dow Jones"),
    (re.compile(r"^\W*SOURCE\s.{0,60}(?P<in>PRNewswire|Business\sWire)"), ""),
)
_SAYING = re.compile(r"\b(?:told|tells?|said|says|reported|quoted|according\sto|interview\swith)\b[\w\s]{0,12}$", re.I)


def in_sign_off(line: str) -> Found:
    """``The Associated Press contributed to this report.``, ``(Reporting by Ann Lee, Reuters)``, ``AP-ES-08-09-07``."""
    return _in_wire_tag(line) or tuple(name for start, end in _signing(line) for name in _credited(line, start, end))


def _in_wire_tag(line: str) -> Found:
    for tag, agency in _WIRE_TAGS if len(line) <= _LONGEST else ():
        found = tag.search(line)
        if found and agency:
            return (Named(agency, found.start(), found.end()),)
        if found:
            return _within(names_at(line), *found.span("in"))
    return ()


def _signing(line: str) -> list[tuple[int, int]]:
    """Where the sentences stand that say who helped with a report."""
    if len(line) <= _LONGEST and (_SIGNED.match(line) or _WITH.match(line)):
        return [(0, len(line))]
    if not any(sign in line for sign in _HELP) or not _CONTRIBUTED.search(line):
        return []
    bounds = [0, *(gap.end() for gap in _SENTENCE.finditer(line)), len(line)]
    sentences = [span for span in pairwise(bounds) if span[1] - span[0] <= _LONGEST_SIGN_OFF]
    return [(start, end) for start, end in sentences if _CONTRIBUTED.search(line[start:end])]


_HELP = ("ontribut", "ONTRIBUT", "his report", "his story", "his article", "HIS REPORT", "HIS STORY", "HIS ARTICLE")


def _credited(line: str, start: int, end: int) -> Found:
    names = _of_text(line, _within(_all_in(line), start, end))
    return tuple(name for name in names if not _SAYING.search(line[start : name.start]))


_LONGEST_END = 80
_AT_END = re.compile(
    rf"(?<=[.!?\"”'’»)。])\s*(?:(?:--?|[–—―])\s?(?P<dashed>{_SEVERAL})|[(\[（【/]\s?(?P<within>{_SEVERAL})\s?[)\]）】/])[.\s]*$"
)
_ALONE = re.compile(rf"^\s*(?:--?|[–—―]|[(\[（【/])\s?(?P<who>{_SEVERAL})\s?[)\]）】/]?[.\s]*$")


def at_the_end(paragraph: str) -> Found:
    """``... he said. -- AFP`` and ``... he said. (Reuters)`` behind running text."""
    found = _AT_END.search(paragraph, max(0, len(paragraph) - _LONGEST_END))
    if not found or not is_prose(paragraph[: found.start()]):
        return ()
    return _printed_at(paragraph, found.span("dashed" if found["dashed"] else "within"))


def alone(line: str) -> Found:
    """``-- AP`` and ``(AFP)`` in a line by themselves."""
    found = _ALONE.match(line)
    return _within(names_at(line), *found.span("who")) if found else ()


def _printed_at(line: str, span: tuple[int, int]) -> Found:
    part = names_at(line[span[0] : span[1]])
    return tuple(Named(name.agency, name.start + span[0], name.end + span[0]) for name in part)


_YEAR = r"(?:(?:19|20)\d\d(?:\s?[-–,]\s?(?:19|20)?\d\d)?|M{1,2}[CDIVXL]+)"
_SIGN = r"(?:copyright(?:ed|s)?|©|\(c\)|&copy;|\bcopr?\.)"
_HOLDER = re.compile(
    rf"(?:{_SIGN}[\s,:.]{{0,4}}){{1,3}}(?:{_YEAR}[\s,.]*)?(?:by\s|the\s|to\s)*"
    rf"(?:(?:[^\s.©|]+\s){{1,5}}(?:and|&)\s(?:the\s)?)?(?P<after>{_SEVERAL})(?!\s?(?:&|and)\sco)"
    rf"|(?<!\w)(?P<before>{_SEVERAL})[\s,.]*(?:{_YEAR}[\s,]*)?{_SIGN}(?:\W*{_YEAR})?"
    rf"|{_YEAR}\s(?:the\s)?(?P<dated>{_SEVERAL})\W{{0,3}}all\srights\sreserved"
    rf"|\binformation\scontained\sin\sthe\s(?P<report>{AGENCY_PATTERN})(?:\s\w+)?\s(?:news\s)?report"
    rf"|\b(?P<content>{AGENCY_PATTERN})\scontent\sis\sthe\s(?:intellectual\s)?(?:property|copyright)"
    rf"|\bredistribution\sof\s(?P<again>{AGENCY_PATTERN})\scontent",
    re.I,
)
_ONLY_PARTS = re.compile(
    r"\b(?:some|certain|portions?|parts?|photos?|pictures?|videos?|images?|graphics?|quotes?|data|stocks?|market|weather|content|material|text)\b"
    r"[^.©]{0,25}$",
    re.I,
)


def in_notice(line: str) -> Found:
    """``Copyright 2007 The Associated Press``: whose the text is, not from whom the site has its pictures."""
    if len(line) > _LONGEST_NOTICE or not _may_tell_rights(line):
        return ()
    holders = [found for found in _HOLDER.finditer(line) if _of_all(line, found.start())]
    spans = [found.span(group) for found in holders for group, who in found.groupdict().items() if who]
    return tuple(name for span in spans for name in _of_text(line, _printed_at(line, span)) if name.agency != UNNAMED)


_RIGHTS = ("copyright", "©", "(c)", "&copy;", "all rights reserved", "copr", "contained in the", "content", "cop.")


def _may_tell_rights(line: str) -> bool:
    small = line.lower()
    return any(sign in small for sign in _RIGHTS)


def _of_all(line: str, at: int) -> bool:
    """Whether rights are told of the whole: not ``Some content ©``, and nobody's picture, as in ``Ann Lee © dpa``."""
    before = line[:at].rstrip()
    return not _ONLY_PARTS.search(before) and (not _LETTERS.search(before) or bool(_NEW_SENTENCE.search(before)))


_LETTERS = re.compile(r"[^\W\d_]{3}")
_NEW_SENTENCE = re.compile(r"[^\w\s,&'’]$|\d{4}$|\b(?:[ap]m|EST|EDT|GMT|UTC|rights|by)$")
_COMPANY = re.compile(r"\s?(?:&|and)\sco", re.I)


def in_declared(value: str) -> Found:
    """What markup says of author, source or holder of rights; ``Dow Jones & Company`` is a publisher of papers."""
    names = (name for name in _of_text(value, names_at(value)) if not _COMPANY.match(value, name.end))
    return () if _ONLY_PARTS.search(value) else tuple(names)


_TITLE_PART = re.compile(
    rf"^(?:news from )?(?:the )?(?P<who>{AGENCY_PATTERN})(?: (?:wire|newswire|article|online))?$", re.I
)
_TITLE_GAP = re.compile(r"\s(?:[|»·:]+|[-–—]+)\s")


def in_title(title: str) -> Found:
    """A part of the page's title that is an agency's name or that of its wire: ``AP Wire | 9 August | ...``."""
    bounds = [0, *(at for gap in _TITLE_GAP.finditer(title) for at in gap.span()), len(title)]
    parts = list(zip(bounds[::2], bounds[1::2], strict=True))
    found = [(start, _TITLE_PART.match(title[start:end])) for start, end in (parts[:1] + parts[-1:])]
    return tuple(
        name
        for start, part in found
        if part
        for name in _printed_at(title, (start + part.start("who"), start + part.end("who")))
    )
