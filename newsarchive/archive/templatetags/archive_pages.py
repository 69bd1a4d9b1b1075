"""Small things that templates say: likeness, clocks, addresses that are safe to follow."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import urlencode, urlsplit

from django import template
from django.http import HttpRequest
from django.template.loader import get_template
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join

from newsarchive.archive.models import Article, Receipt, Story
from newsarchive.archive.queries import articles, receipts
from newsarchive.archive.queries.leads import EDITOR
from newsarchive.archive.queries.lines import StoryLine
from newsarchive.archive.queries.relations import LEAD, Member
from newsarchive.archive.queries.rulings import Line
from newsarchive.archive.queries.stories import Row
from newsarchive.archive.templatetags.story_words import cuts, moment
from newsarchive.dedup.relations import Relation
from newsarchive.wire.languages import NAMES, RIGHT_TO_LEFT

register = template.Library()

CLOCKS = {**{code: str(label) for code, label in Article.Clock.choices}, EDITOR: "set by an editor"}

EVEN = 0.5
"""Confidence below which a relation is said to be perhaps so."""

FOLLOWED: dict[str, str] = {Relation.COPY: "copy of", Relation.SHARES: "shares passages with"}
COUNTED = {
    "new story": ("new story", "new stories"),
    "copy": ("copy", "copies"),
    "trimmed from": ("trimmed", "trimmed"),
    "extends": ("extended", "extended"),
    "updates": ("update", "updates"),
    "shares passages": ("shares passages", "share passages"),
}


@register.filter
def percent(share: float | None) -> str:
    """``0.987`` to ``98 %``: rounded down, so that only the same text is 100 % alike. Empty for None."""
    return "" if share is None else f"{math.floor(share * 100 + 1e-9)} %"


@register.filter
def web_address(url: str) -> str:
    """The address when a browser may follow it (http or https, with a host), else nothing."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in ("http", "https") and parts.netloc and url.isprintable() else ""


@register.filter
def language_name(code: str) -> str:
    """``ru`` to *Russian*; a code that the archive has no name for stays."""
    return NAMES.get(code, code)


@register.filter
def direction(code: str) -> str:
    """Which way a language is written."""
    return "rtl" if code in RIGHT_TO_LEFT else "ltr"


@register.filter
def folded(article: Article) -> str:
    """What was folded in an article, for the receipt."""
    return receipts.folded(article)


@register.filter
def outcomes_of(outcome: str, count: int) -> str:
    """An outcome as the receipt's summary counts it: ``3`` *new stories*, ``1`` *copy*."""
    one, many = COUNTED.get(outcome, (outcome, outcome))
    return one if count == 1 else many


@register.filter
def outlet(article: Article) -> str:
    """Who ran an article: its source, else the site named on its page."""
    return article.source.name if article.source else article.site or "source unknown"


@register.filter
def relation_words(member: Member | Line) -> str:
    """A member's relation, here and at the desk, so that the name of the related article can follow it.

    What is more likely wrong than right is said with a *perhaps*. A correction that nothing marks is not called one
    then: what is told is what the two texts are as far as anybody can see.
    """
    if member.told:
        return FOLLOWED.get(member.told, member.told)
    words = FOLLOWED.get(member.relation, member.relation)
    return words if member.confidence >= EVEN else f"perhaps {words}"


@register.filter
def outcome_words(receipt: Receipt) -> str:
    """What became of an item, so that the name of the related article can follow it."""
    earlier = receipt.related is not None and receipt.article.dated_on < receipt.related.dated_on
    if receipt.outcome == Receipt.Outcome.UPDATES and earlier:
        return Relation.UPDATED_BY
    return receipt.get_outcome_display() if receipt.outcome else "read, waiting to be compared"


@register.filter
def marks_of(article: Article, marks: Mapping[int, Sequence[str]]) -> list[str]:
    """The marks of an article, in words."""
    return list(marks.get(article.pk, ()))


TRADE_PLACES = {
    "headline": "in the headline",
    "slug": "on the slug line",
    "head": "above the story",
    "opening": "where it opens",
    "end": "where it ends",
}


@register.filter
def trade_place(where: str) -> str:
    """Where a trade mark stands, in words."""
    return TRADE_PLACES.get(where, where)


@register.filter
def clock_name(code: str) -> str:
    """A clock's name in plain words; for a story also that an editor dated it."""
    return CLOCKS.get(code, code)


@register.filter
def story_doubt(story: Story) -> str:
    """What was inferred about the date that a story carries; known where its lead's clock gave that date."""
    lead = story.lead_article
    if lead is None or (lead.dated_on, lead.dated_by) != (story.dated_on, story.dated_by):
        return ""
    return articles.doubt(lead, story.dated_by)


@register.filter
@lru_cache(maxsize=2000)
def line(said: StoryLine) -> str:
    """A story as the list shows it; the same ones are shown again and again."""
    return get_template("archive/_story_line.html").render({"story": said})


class MemberLine(NamedTuple):
    """All that a story's page says of a member, besides why it is there: equal lines are rendered once.

    ``related`` is None for the lead, and where the lead is what it is related ``to_lead``. ``version`` is 0 where its
    heading says it. ``lead`` is the article with which it can be compared, None for itself.
    """

    pk: int
    headline: str
    marks: tuple[str, ...]
    outlet: str
    agencies: tuple[str, ...]
    dated_on: datetime.date
    dated_by: str
    moment: str
    doubt: str
    leads: bool
    relation: str
    to_lead: bool
    related: int | None
    similarity: float
    but: str
    cells: tuple[str, ...]
    printed: int
    changed: int
    of: int
    cuts: str
    language: str
    version: int
    length: int
    seen: datetime.date
    lead: int | None
    in_lead: str


@register.simple_tag
def member_line(row: Row, lead: Article | None, marks: Mapping[int, Sequence[str]], versions: int = 1) -> str:
    """A member of a story as its page shows it; the number of its version where it is not under a heading."""
    member, article, related, about = row.member, row.member.article, row.member.related, row.about
    to_lead = related is not None and lead is not None and related.pk == lead.pk
    return _member_line(
        MemberLine(
            article.pk,
            article.headline,
            tuple(marks_of(article, marks)),
            outlet(article),
            tuple(row.agencies),
            article.dated_on,
            clock_name(article.dated_by),
            moment(about),
            about.doubt,
            member.relation == LEAD,
            relation_words(member),
            to_lead,
            None if related is None or to_lead else related.pk,
            member.similarity,
            member.but if member.told else "",
            tuple(how.value for how in row.prints),
            row.printed,
            row.changed,
            row.of,
            cuts(row.told),
            article.language,
            row.version if versions > 1 and not row.grouped else 0,
            about.length,
            about.seen.date(),
            lead.pk if lead and lead.pk != article.pk else None,
            percent(row.to_lead),
        )
    )


@lru_cache(maxsize=2000)
def _member_line(said: MemberLine) -> str:
    return get_template("archive/_member_line.html").render({"member": said})


@register.filter
@lru_cache(maxsize=4096)
def day(on: datetime.date) -> str:
    """A day in full, in an element that machines read too; lists print the same ones again and again."""
    return _day(on, "j F Y")


@register.filter
@lru_cache(maxsize=4096)
def short_day(on: datetime.date) -> str:
    """The same with a short month."""
    return _day(on, "j M Y")


def _day(on: datetime.date, form: str) -> str:
    return format_html('<time datetime="{}">{}</time>', on.isoformat(), date_format(on, form))


@register.filter
def days(count: int) -> str:
    """A number of days in words, of many in months or years: *3 days*, *5 weeks*, *2 years*."""
    for length, name in ((730, "year"), (120, "month"), (28, "week")):
        if count >= length:
            return f"{count // {'year': 365, 'month': 30, 'week': 7}[name]} {name}s"
    return f"{count} day{'' if count == 1 else 's'}"


@register.filter
def options(names: Iterable[str]) -> str:
    """Options of a list of names; hundreds of them, and the same ones on every page."""
    return _options(tuple(names))


@lru_cache(maxsize=8)
def _options(names: tuple[str, ...]) -> str:
    return format_html_join("", '<option value="{}"></option>', ((name,) for name in names))


@register.simple_tag(takes_context=True)
def address(context: template.Context, **changes: object) -> str:
    """This page's query string with some values changed; an empty value takes its key away.

    Where the page says what is ``kept``, nothing else is.
    """
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    kept = context.get("kept", query.keys() - {"mark"})
    for key in query.keys() - set(kept):
        query.pop(key)
    for key, value in changes.items():
        query.pop(key, None)
        if value not in (None, ""):
            query[key] = str(value)
    return "?" + urlencode(list(query.lists()), doseq=True)
