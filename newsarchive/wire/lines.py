"""Printed lines to blocks: a line a paragraph, blank lines between, or hard-wrapped to a column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from newsarchive.wire import furniture, people
from newsarchive.wire.datelines import opening_of
from newsarchive.wire.remembered import remembered

_WIDEST = 100
_NARROWEST = 45
_FEW_LONG = 0.25
_NARROWEST_BROKEN = 30
_SENTENCE_END = tuple(".!?:;\"”»…。！？।॥።។။؟۔」』)’'")
_BREAKS = re.compile(r"\r\n?|[\n\v\f\x85\u2028\u2029]")
_ENDS = tuple(".!?…。！？؟۔।॥።។။")
# An initial or a title at the end of a line, whose point ends no sentence.
_WAITS = re.compile(r"\b(?:[^\W\d_a-z]|Mrs?|Ms|Drs?|Prof|Gen|Gov|Sen|Rep|Rev|Lt|Col|Capt|Sgt|St|No)\.$")
# Of Indic and South-East Asian scripts two signs will do: vowels are no letters to Python.
_WORD = re.compile(r"[^\W\d_]{3}|[\u0900-\u0eff\u1000-\u109f\u1780-\u17ff]{2}|[\u3040-\u30ff\u3400-\u9fff]{2}")
_CLOSERS = "\"'”’»)]*“"
# Written without blanks between words, which are about two characters long, or with all their signs about four; what
# Korean prints in one is often two words.
_TWO_A_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]")
_FOUR_A_WORD = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\uac00-\ud7af]")
UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
STOPS = (".", "。", "।", "።", "។", "။", "۔")
_WITHOUT_STOPS = re.compile(r"[\u0e00-\u0eff]$")


@dataclass(frozen=True, slots=True)
class Printed:
    """A text's paragraphs and furniture lines in the order printed, and how the page sets them.

    ``groups`` holds for each block the number of its group, counted up at every blank line; ``wrapped`` says that lines
    were broken at a column, so that a blank line or a line set in is what begins a paragraph.
    """

    blocks: tuple[str, ...]
    groups: tuple[int, ...]
    wrapped: bool


def printed(text: str) -> Printed:
    """The blocks of a text, blanks collapsed."""
    groups = list(_groups([line.rstrip().expandtabs() for line in _BREAKS.split(text)]))
    width = _column(groups)
    headed = _headed(groups)
    found = [
        (clean, number)
        for number, group in enumerate(groups)
        for block in (_paragraphs(group, width, number >= headed) if width else group)
        if (clean := " ".join(block.split()))
    ]
    return Printed(tuple(block for block, _ in found), tuple(number for _, number in found), width > 0)


def _groups(lines: list[str]) -> Iterator[list[str]]:
    group: list[str] = []
    for line in [*lines, ""]:
        if line.strip():
            group.append(line)
        elif group:
            yield group
            group = []


def _headed(groups: list[list[str]]) -> int:
    """The first group that has a line above it which may be the headline; past the last where none has."""
    titles = (n for n, group in enumerate(groups) for line in group if is_title(line))
    return next(titles, len(groups)) + 1


@remembered
def is_title(line: str) -> bool:
    """Whether a line may be a headline on its own account: three words or more, and no sentence with a full stop."""
    stopped = line.endswith(STOPS) and not line.isupper()
    lettered = bool(_WORD.search(line))
    return 3 <= words_in(line) <= 30 and lettered and not stopped and not speaks_for_itself(line)


def _column(groups: list[list[str]]) -> int:
    """The column at which a text was wrapped, 0 where its lines are paragraphs."""
    lines = [line for group in groups for line in group]
    if sum(map(_is_long, lines)) > _FEW_LONG * len(lines):
        return 0
    short = [run for group in groups for long, run in _runs(group) if not long]
    pairs = [pair for run in short for pair in pairwise(run) if _indent(pair[1]) <= _indent(pair[0])]
    inner = [line for line, _ in pairs if len(line) >= _NARROWEST]
    open_ended = sum(not line.endswith(_SENTENCE_END) or bool(_WAITS.search(line)) for line in inner)
    enough = len(inner) >= 3 or any(_breaks_sentence(*pair) for pair in pairs if len(pair[0]) >= _NARROWEST_BROKEN)
    return max(map(len, inner), default=_NARROWEST) if enough and open_ended >= 0.6 * len(inner) else 0


def _is_long(line: str) -> bool:
    """Whether a line is longer than any column: in wrapped text so are notices and sign-offs that a site adds."""
    return len(line) > _WIDEST


def _runs(group: list[str]) -> list[tuple[bool, list[str]]]:
    """The lines of a group, those that follow one another and are too long for a column apart from the others."""
    return [(long, list(run)) for long, run in groupby(group, _is_long)]


def _paragraphs(group: list[str], width: int, headed: bool) -> Iterator[str]:
    """The paragraphs of lines that no blank line parts, each line one that is too long for the column."""
    for long, run in _runs(group):
        yield from run if long else _unwrapped(run, width, headed)
        headed = True


def _unwrapped(group: list[str], width: int, headed: bool) -> Iterator[str]:
    """The paragraphs of lines that no blank line parts; ``headed`` where lines of their own group stand above them.

    A headline that stands above leaves no other over the first paragraph, whose first line may then be short: its
    dateline may have been taken off it, so that it is joined to whatever length it has.
    """
    column = 0 if headed and not speaks_for_itself(group[0]) else width
    margin = min(_indent(line) for line in group)
    set_in = any(_indent(line) > margin for line in group)
    block, begun = group[0], _indent(group[0]) > margin
    for before, line in pairwise(group):
        begun = begun or _indent(line) > margin
        if _stays(before, line, margin, begun, column) if set_in else _goes_on(before, line, width):
            block += line.lstrip() if block.endswith("-") and block[-2:-1].isalpha() else " " + line.lstrip()
        else:
            yield block
            block = line
    yield block


def _stays(before: str, line: str, margin: int, begun: bool, width: int) -> bool:
    """Whether a line is of the paragraph above it where every paragraph is set in from the margin.

    The first may be flush, with a headline or byline over it: there a line has to fit on behind the one above.
    """
    if _indent(line) > margin or (before.endswith(_SENTENCE_END) and speaks_for_itself(line)):
        return False
    return begun or _goes_on(before, line, width)


@remembered
def speaks_for_itself(line: str) -> bool:
    """Whether a line is a byline, a credit, a date or page text: whole by itself, and never a headline."""
    return (
        furniture.is_furniture(line)
        or furniture.is_date_line(line)
        or people.is_byline(line)
        or people.is_credit(line)
        or people.is_writer_title(line)
    )


def _goes_on(before: str, line: str, width: int) -> bool:
    """Whether a line continues the one above, where that one did not fall short of the column or stops mid-sentence."""
    if _indent(line) > _indent(before) or _opens(line.strip(), width > 0):
        return False
    first_word = line.split(maxsplit=1)[0]
    return len(before) + 1 + len(first_word) > width - 8 or _breaks_sentence(before, line)


def _opens(line: str, any_case: bool) -> bool:
    """Whether a line opens with a dateline; with ``any_case`` one whose place is not shouted counts too."""
    return opening_of(line) is not None and (any_case or line.split(maxsplit=1)[0].isupper())


def _breaks_sentence(before: str, line: str) -> bool:
    """Whether a sentence runs over the end of a line: small letters go on, or an initial or title waits for a name."""
    if _WAITS.search(before):
        return True
    return line.lstrip()[:1].islower() and not before.endswith(_SENTENCE_END)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


@remembered
def words_in(text: str) -> int:
    """Words, or for scripts that print no blanks between words, their usual number."""
    count = len(text.split())
    if text.isascii():
        return count
    return count + len(_TWO_A_WORD.findall(text)) // 2 + len(_FOUR_A_WORD.findall(text)) // 4


@remembered
def is_prose(text: str) -> bool:
    """Whether a block reads as running text: a full sentence, or too long to be a title. Thai has no full stops."""
    count = words_in(text)
    if count >= 25:
        return True
    bare = text.rstrip().rstrip(_CLOSERS)
    if count >= 18 and _WITHOUT_STOPS.search(bare):
        return True
    if not bare or not bare.endswith((*_ENDS, ",")):
        return False
    return count >= (7 if bare.endswith((*STOPS, ",")) else 12)
