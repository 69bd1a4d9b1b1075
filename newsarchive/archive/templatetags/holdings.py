"""What pages of the archive's holdings say: bars beside names, addresses that look for a name or a time."""

from __future__ import annotations

import datetime
from urllib.parse import urlencode

from django import template
from django.urls import reverse
from django.utils.html import format_html

register = template.Library()

SAID = {
    "copies": "Copies: the share of articles that ran a story after another article had",
    "folding": "Repeats: the share of paragraphs that print again what their article already said",
    "doubled": "Doubled ledes: the share of articles that print theirs twice",
}


@register.simple_tag
def finding(**asked: object) -> str:
    """The address of the stories that fit: ``{% finding source=name since=day %}``. What is empty is not asked."""
    given = {name: _written(value) for name, value in asked.items() if value not in (None, "")}
    return f"{reverse('stories')}?{urlencode(given)}"


def _written(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


@register.simple_tag
def bar(width: float) -> str:
    """A bar of so many hundredths of its cell; the number beside it says the same."""
    drawn = '<svg class="bar" aria-hidden="true"><rect width="{}%" height="100%"></rect></svg>'
    return format_html(drawn, width)


@register.filter
def said(what: str) -> str:
    """What a share is of, in words."""
    return SAID[what]


@register.filter
def share(value: float | None) -> str:
    """``0.0123`` to ``1.2 %``: one figure behind the point where there is little before it; a dash for None."""
    if value is None:
        return "–"
    hundredths = value * 100
    return f"{hundredths:.0f} %" if hundredths >= 10 or not hundredths else f"{max(hundredths, 0.1):.1f} %"
