"""How the story page, its matrix and the comparison say what became of paragraphs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django import template
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime

from newsarchive.archive.queries.columns import Laid, Line
from newsarchive.archive.queries.evidence import Why
from newsarchive.archive.queries.genealogy import Stand
from newsarchive.archive.queries.stories import Particulars
from newsarchive.archive.queries.timeline import Point, Tick, Timeline
from newsarchive.dedup.genealogy import Cell, Kind, Told

register = template.Library()

GLYPHS = {
    Kind.SAME: ("■", "as is"),
    Kind.EDITED: ("◪", "edited"),
    Kind.MOVED: ("↕", "moved"),
    Kind.WITHIN: ("⊂", "run together with another"),
    Kind.CUT: ("×", "cut"),
    Kind.BEFORE: ("◦", "not written yet"),
    Kind.LONE: ("·", "in the lead alone"),
    Kind.ADDED: ("+", "added"),
}


EMPTY = mark_safe("<td></td>")


@register.filter
def passage_href(pk: int) -> str:
    """Where to read on a passage."""
    return reverse("passage", args=[pk])


@register.filter
def numbers(found: Sequence[int]) -> str:
    """``(2, 4, 5, 6)`` to ``2, 4–6``."""
    runs: list[list[int]] = []
    for number in found:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}–{run[-1]}" if len(run) > 2 else ", ".join(map(str, run)) for run in runs)


@register.filter
def cuts(told: Told) -> str:
    """What a copy left out and added, in a line: ``cut: the last 3 of 12 paragraphs; leaves out 2, 5``."""
    if not (told.printed or told.early or told.own):
        said = ["prints none of the lead’s paragraphs"]
    else:
        last = f"the last {told.ending}" if told.ending > 1 else "the last"
        said = [f"cut: {last} of {told.of} paragraphs"] if told.ending else []
        said += [f"leaves out {numbers(told.out)}"] if told.out else []
    said += [f"without {numbers(told.lone)}, which the lead alone prints"] if told.lone else []
    said += [f"alone prints {numbers(told.own)}"] if told.own else []
    said += [f"older than {numbers(told.early)}"] if told.early else []
    said += [f"moves {numbers(told.moved)}"] if told.moved else []
    return "; ".join([*said, *([f"adds {told.added} of its own"] if told.added else [])])


@register.filter
def stand_words(stand: Stand) -> str:
    """In how many copies a paragraph stands, in full."""
    if stand.edited is None:
        return f"stands word for word in {stand.same:,} of {stand.of:,} copies"
    edited = f", {stand.edited:,} of them edited or run together" if stand.edited else ""
    return f"stands in {stand.all:,} of {stand.of:,} copies{edited}"


@register.filter
def share(part: int, whole: int) -> str:
    """A part in hundredths of a whole, for the width of a bar."""
    return f"{100 * part / whole:.1f}" if whole else "0"


@register.filter
def evidence_line(why: Why) -> str:
    """``11 of 12 paragraphs, 94 % of its text; lede rewritten; killed 12 → 19``, without the shares."""
    said = [why.lede.value] if why.lede else []
    return "; ".join([*said, *([why.main.words] if why.main else [])])


@register.filter
def moment(about: Particulars) -> str:
    """The hour of the clock that dates an article; empty where only its day is known."""
    if about.at is not None:
        return format_html(
            '<time datetime="{}">{}</time>', about.at.isoformat(), date_format(localtime(about.at), "H:i T")
        )
    if about.hour is not None:
        return format_html('{} <span class="zone">no zone printed</span>', about.hour.strftime("%H:%M"))
    return ""


@register.simple_tag
def cell_row(laid: Laid, line: Line) -> str:
    """The cells of a row, each a link to where the two can be compared."""
    return format_html_join(
        "", "{}", ((_cell(laid.lead, group.first.article, line, at),) for at, group in enumerate(laid.shown))
    )


def _cell(lead: int, article: int, line: Line, at: int) -> str:
    cell: Cell = line.cells[at]
    if cell.kind is Kind.NONE:
        return EMPTY
    glyph, words = GLYPHS[cell.kind]
    if cell.kind is Kind.MOVED and cell.edited:
        words = "moved and edited"
    if line.several and line.counts[at]:
        count = line.counts[at]
        glyph, words = (f"{count}", f"{count} as is") if line.number else (f"+{count}", f"{count} added")
    if article == lead:
        own = '<td class="{}"><span aria-hidden="true">{}</span><span class="visually-hidden">{}</span></td>'
        return format_html(own, cell.kind.value, glyph, words)
    place = f"q{(cell.at or 0) + 1}" if line.number is None else f"p{line.number}"
    return format_html(
        '<td class="{}"><a href="/compare/{}/{}/#{}" aria-label="{}">{}</a></td>',
        *(cell.kind.value, lead, article, place, words, glyph),
    )


@register.filter
def get(found: Mapping[int, object], key: int) -> object:
    """What a mapping has under a key; None where it has nothing."""
    return found.get(key)


@register.filter
def tick_words(tick: Tick) -> str:
    """A moment on the timeline: the hour where the steps are hours, else the day."""
    at = localtime(tick.moment) if tick.hour else tick.moment
    return date_format(at, "j M, H:i") if tick.hour else date_format(at, "j M Y")


@register.filter
def point_words(point: Point) -> str:
    """What a point of the timeline stands for."""
    at = localtime(point.begins) if point.hour else point.begins
    on = date_format(at, "j F Y, H:i T") if point.hour else date_format(at, "j F Y")
    return f"{point.articles:,} cop{'y' if point.articles == 1 else 'ies'}, {on}"


@register.filter
def timeline_words(timeline: Timeline) -> str:
    """The whole timeline in a sentence, for those who do not see it."""
    lanes = (f"{_lane(lane.number)}: {'; '.join(point_words(p) for p in lane.points[:6])}" for lane in timeline.lanes)
    return ". ".join(lanes) + "."


def _lane(number: int) -> str:
    return f"Version {number}" if number else "Other versions"
