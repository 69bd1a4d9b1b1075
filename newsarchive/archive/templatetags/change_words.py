"""How pages say that some words gave way to others, whichever way round these are written."""

from __future__ import annotations

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

ARROW, BETWEEN = " → ", "; "


@register.filter
def changed(said: str) -> SafeString:
    """``killed 12 → 19; 54 → 45 percent``: from left to right, as the page is, and each side in its own direction.

    Run together, words in Arabic would turn the line round and not the arrow: 12 would be what 19 gave way to.
    """
    lines = ((_line(line),) for line in said.split(BETWEEN))
    return format_html('<span class="changed" dir="ltr">{}</span>', format_html_join(BETWEEN, "{}", lines))


def _line(said: str) -> SafeString:
    arrow = format_html(' <span role="img" aria-label="{}">→</span> ', "changed to")
    return format_html_join(arrow, "<bdi>{}</bdi>", ((side,) for side in said.split(ARROW)))
