"""How the story page says what holds its articles together."""

from __future__ import annotations

from collections.abc import Mapping

from django import template

from newsarchive.archive.queries.evidence import Only, Why
from newsarchive.archive.queries.relations import Member

register = template.Library()

SHOWN = 6
"""Names and figures in a line; the others open."""

BETWEEN = " · "
"""Not a comma, which figures have inside."""

WELL, JUST = 3.0, 1.0
"""Odds of about twenty to one, and of three to one."""


@register.filter
def why_of(member: Member, whys: Mapping[int, Why]) -> Why | None:
    """The record of a member, where there is one."""
    return whys.get(member.article.pk)


@register.filter
def odds(value: float) -> str:
    """``4.63`` to ``+4.6, well above the cut``."""
    return f"{signed(value)}, {against_the_cut(value)}"


@register.filter
def signed(value: float) -> str:
    """``4.63`` to ``+4.6``, with a real minus below 0; never rounded across the cut."""
    tenths = round(abs(value), 1)
    return f"{'+' if value >= 0 else '−'}{tenths if value >= 0 else max(tenths, 0.1):.1f}"


@register.filter
def against_the_cut(value: float) -> str:
    """Where odds stand, in words: from 0 up two texts alone are taken for one."""
    side = "above" if value >= 0 else "below"
    distance = "well " if abs(value) >= WELL else "just " if abs(value) < JUST else ""
    return f"{distance}{side} the cut"


@register.inclusion_tag("archive/_only.html")
def only(where: str, what: Only) -> dict[str, object]:
    """Names and figures of one side: the first of them in the line, the others to open."""
    shown, rest = what.named[:SHOWN], what.named[SHOWN:]
    return {
        "where": where,
        "shown": BETWEEN.join(shown),
        "rest": BETWEEN.join(rest),
        "more": what.count - len(shown),
        "cut": what.count > len(what.named),
    }
