"""Who is credited with an article: every piece of evidence on a page, graded, and the agencies that it comes to.

What the article's own lines say is decisive: dateline, first words, byline, credit line, sign-off, and a notice of
rights beside it. What stands elsewhere on the page (a notice at its foot, its title and markup, its address) counts
only where none of these names an agency, and of that only the strongest: the site may run other agencies' copy under
the same foot.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from newsarchive.wire import credit_lines
from newsarchive.wire.agencies import SITES, UNNAMED, may_name
from newsarchive.wire.credit_lines import Found
from newsarchive.wire.datelines import Opening
from newsarchive.wire.items import Credit

DATELINE = "dateline"
LEDE = "lede"
BYLINE = "byline"
CREDIT_LINE = "credit line"
SIGN_OFF = "sign-off"
NOTICE = "notice"
PAGE_DATA = "page data"
ADDRESS = "address"

PLACES = (DATELINE, LEDE, BYLINE, CREDIT_LINE, SIGN_OFF, NOTICE, PAGE_DATA, ADDRESS)
"""Where a credit can stand, the strongest first."""

MOST = 20
_LEDES = 3
_NEAR = 12
_MOST_AMONG = 40
_FIRST, _LAST = 2, 6
_MOST_FAR = 400
_LONGEST_LINE = 300


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a page prints and declares around an article, each in the order printed.

    ``above`` and ``below`` are lines that stand close to it, ``among`` those between its paragraphs, ``far`` the others
    behind it, ``declared`` what the markup says of author, source and holder of rights.
    """

    above: tuple[str, ...] = ()
    among: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    far: tuple[str, ...] = ()
    title: str = ""
    declared: tuple[str, ...] = ()
    address: str = ""

    def joined(self, other: Surroundings) -> Surroundings:
        """These with ``other`` lines, which stand nearer to the article; title, markup and address stay."""
        above, below = (*self.above, *other.above), (*other.below, *self.below)
        return replace(self, above=above, below=below, far=(*other.far, *self.far))


def credits_of(opening: Opening | None, body: Sequence[str], around: Surroundings) -> tuple[Credit, ...]:
    """The credits that count, the strongest first, at most one an agency and place."""
    strong = [*_of_article(opening, body), *_of_lines(around)]
    weak = [*_unknown(opening), *map(list, _elsewhere(around))]
    if all(credit.agency == UNNAMED for credit in strong):
        strong += next((found for found in weak if found), [])
    strong += _agreeing({credit.agency for credit in strong}, weak)
    kept = {(credit.agency, credit.where): credit for credit in reversed(strong)}
    return tuple(sorted(kept.values(), key=_strength(strong))[:MOST])


def agencies_of(credits: Iterable[Credit]) -> tuple[str, ...]:
    """The agencies credited, each once, in the order of what credits them."""
    return tuple(dict.fromkeys(credit.agency for credit in credits))


def _agreeing(agencies: set[str], elsewhere: Iterable[Iterable[Credit]]) -> list[Credit]:
    return [credit for found in elsewhere for credit in found if credit.agency in agencies]


def _strength(found: Sequence[Credit]) -> Callable[[Credit], tuple[int, int]]:
    order = {credit: at for at, credit in reversed(list(enumerate(found)))}
    return lambda credit: (PLACES.index(credit.where), order[credit])


def _of_article(opening: Opening | None, body: Sequence[str]) -> Iterator[Credit]:
    """What the article itself says, from its first words to its last."""
    in_dateline = credit_lines.in_dateline(opening) if opening else ()
    if opening and in_dateline:
        yield from _credits(DATELINE, opening.printed, in_dateline)
    for paragraph in () if in_dateline else body[:_LEDES]:
        yield from _credits(LEDE, paragraph, credit_lines.in_lede(paragraph))
    for at, paragraph in enumerate(body):
        if at < _FIRST or at >= len(body) - _LAST or "ontribut" in paragraph:
            yield from _first_of(paragraph, _AMONG)


def _unknown(opening: Opening | None) -> Iterator[list[Credit]]:
    if opening:
        yield list(_credits(DATELINE, opening.printed, credit_lines.unknown_in_dateline(opening)))


Kinds = tuple[tuple[str, Callable[[str], Found]], ...]

_NOTED: Kinds = ((SIGN_OFF, credit_lines.in_sign_off), (NOTICE, credit_lines.in_notice))
_BESIDE: Kinds = ((BYLINE, credit_lines.in_byline), *_NOTED, (CREDIT_LINE, credit_lines.in_credit_line))
_BEHIND: Kinds = (*_NOTED, (SIGN_OFF, credit_lines.alone), (CREDIT_LINE, credit_lines.in_credit_line))
_AMONG: Kinds = ((BYLINE, credit_lines.in_byline), *_BEHIND, (SIGN_OFF, credit_lines.at_the_end))


def _first_of(line: str, kinds: Kinds) -> Iterator[Credit]:
    """What a line credits as the first of the kinds of line that it can be."""
    if not may_name(line):
        return iter(())
    return next((_credits(where, line, found) for where, judge in kinds if (found := judge(line))), iter(()))


def _of_lines(around: Surroundings) -> Iterator[Credit]:
    """What the lines close to the article say; below it no bylines are looked for: they are of other articles."""
    for line in around.above[-_LEDES:]:
        yield from _credits(LEDE, line, credit_lines.in_lede(line))
    for line in (*reversed(around.above[-_NEAR:]), *around.among[:_MOST_AMONG]):
        yield from _first_of(line, _BESIDE)
    for line in around.below[:_NEAR]:
        yield from _first_of(line, _BEHIND)


def _elsewhere(around: Surroundings) -> Iterator[Iterable[Credit]]:
    """What the rest of the page says, a group a place, the strongest first."""
    yield [credit for line in _rest(around) for credit in _first_of(line, _NOTED)]
    yield _declared(around)
    yield _addressed(around.address)


def _rest(around: Surroundings) -> tuple[str, ...]:
    return (*around.above[:-_NEAR], *around.below[_NEAR:], *around.far)[-_MOST_FAR:]


def _declared(around: Surroundings) -> Iterator[Credit]:
    for value in around.declared:
        yield from _credits(PAGE_DATA, value, credit_lines.in_declared(value))
    yield from _credits(PAGE_DATA, around.title, credit_lines.in_title(around.title))


def _addressed(address: str) -> Iterator[Credit]:
    """The agency whose own site an address is of."""
    host = _host(address) if address else ""
    agency = next((name for site, name in SITES.items() if host == site or host.endswith("." + site)), "")
    if host and agency:
        at = address.lower().find(host)
        yield Credit(agency, ADDRESS, address, at, at + len(host))


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _credits(where: str, line: str, found: Found) -> Iterator[Credit]:
    for name in found:
        yield _cut(Credit(name.agency, where, line, name.start, name.end))


def _cut(credit: Credit) -> Credit:
    """The credit with no more of a long line than what stands near it."""
    if len(credit.line) <= _LONGEST_LINE:
        return credit
    first = max(0, min(credit.start - _LONGEST_LINE // 2, len(credit.line) - _LONGEST_LINE))
    line = credit.line[first : first + _LONGEST_LINE]
    return replace(credit, line=line, start=credit.start - first, end=min(credit.end - first, len(line)))
