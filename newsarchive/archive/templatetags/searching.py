"""What the story list says of a search: its order, its lines."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.template.loader import get_template
from django.utils.html import format_html, format_html_join

from newsarchive.archive.marked_text import Piece
from newsarchive.archive.queries.hits import Row
from newsarchive.archive.queries.wanted import NEWEST, OLDEST, ORDERS, RELEVANCE, Wanted
from newsarchive.archive.templatetags.archive_pages import line

register = template.Library()

FOUND_AS = {RELEVANCE: "Best match", OLDEST: "Oldest match"}
"""What the article is called by which a story was found."""


@register.filter
def order_words(wanted: Wanted) -> str:
    """How the list is ordered, in words."""
    return ORDERS[wanted.ordered]


@register.filter
def orders(wanted: Wanted) -> list[tuple[str, str]]:
    """The orders to choose from; there is a best match only where there are words for it."""
    return [(value, words) for value, words in ORDERS.items() if wanted.rankable or value != RELEVANCE]


@register.filter
def next_words(wanted: Wanted) -> str:
    """What the link further down the list says."""
    return {NEWEST: "Older", OLDEST: "Newer"}.get(wanted.ordered, "Next")


@register.filter
def previous_words(wanted: Wanted) -> str:
    """What the link back up the list says."""
    return {NEWEST: "Newer", OLDEST: "Older"}.get(wanted.ordered, "Previous")


@register.filter
def end_words(wanted: Wanted) -> str:
    """From which end articles are looked at."""
    return OLDEST if wanted.ordered == OLDEST else NEWEST


@register.filter
def way_words(wanted: Wanted) -> str:
    """What leads to the day as far as which they are."""
    return "up to" if wanted.ordered == OLDEST else "back to"


@register.filter
def marked(said: Iterable[Piece]) -> str:
    """Text in pieces, each escaped, with the words that were asked for between marks."""
    return format_html_join("", "{}", ((format_html("<mark>{}</mark>", p.text) if p.hit else p.text,) for p in said))


@register.simple_tag(takes_context=True)
def found_by(context: template.Context) -> str:
    """What to call the articles by which stories were found."""
    return FOUND_AS.get(context["wanted"].ordered, "Newest match")


@register.simple_tag
@lru_cache(maxsize=1000)
def story_line(row: Row, query: str, found_as: str) -> str:
    """A story as the list shows it; the same question is asked again and again."""
    if not (row.hit or row.other or query):
        return line(row.story)
    said = {"story": row.story, "row": row, "query": query, "found_as": found_as}
    return get_template("archive/_story_line.html").render(said)
