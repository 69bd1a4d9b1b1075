"""What the article's and the passage's pages say: who ran what how often, which way words run, what is not seen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Protocol

from django import template
from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.html import format_html

from newsarchive.archive.citations import TURNING
from newsarchive.archive.queries import company, edited, printed_over_time
from newsarchive.archive.queries.articles import Printed
from newsarchive.archive.queries.printed_over_time import Bar
from newsarchive.wire.languages import RIGHT_TO_LEFT

register = template.Library()

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_RIGHT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_LEFT = re.compile(r"[^\W\d_]")
_LOOKED_AT = 400
"""Characters that tell which way a paragraph runs."""


class Piece(Protocol):
    """A run of a paragraph's words."""

    @property
    def text(self) -> str: ...


@register.filter
def ran(printed: Printed, counts: Mapping[int, int]) -> str:
    """In how many articles a paragraph ran, as a link says it; empty where in this one alone."""
    return at_most(counts.get(printed.passage, 0), company.COUNTED) if counts.get(printed.passage, 0) > 1 else ""


@register.filter
def at_most(count: int, bound: int) -> str:
    """A count, or how far it was counted: ``100+``."""
    return f"{intcomma(bound)}+" if count > bound else intcomma(count)


@register.filter
def ran_edited(count: int) -> str:
    """In how many articles an edited form ran."""
    return at_most(count, edited.COUNTED)


@register.filter
def bar_time(bar: Bar, each: str) -> str:
    """The time that a bar stands for."""
    return printed_over_time.told(bar, each)


@register.filter
def runs(text: str, language: str) -> str:
    """Which way some words are written: as most of their letters are, and in doubt as their language is.

    A browser goes by the first letter alone, and turns an Arabic paragraph round that begins with *AFP*.
    """
    own = "rtl" if language in RIGHT_TO_LEFT else "ltr"
    if text.isascii():
        return "ltr" if own == "ltr" or _LEFT.search(text) else own
    sample = text[:_LOOKED_AT]
    right = len(_RIGHT.findall(sample))
    left = len(_LEFT.findall(sample)) - len(_RIGHT.findall("".join(_LEFT.findall(sample))))
    if right == left:
        return own
    return "rtl" if right > left else "ltr"


@register.filter
def together(pieces: Iterable[Piece]) -> str:
    """The words of pieces of a paragraph, as many as tell which way it `runs`."""
    found = ""
    for piece in pieces:
        if len(found) > _LOOKED_AT:
            break
        found += piece.text
    return found


@register.filter
def isolated(text: str, name: str) -> str:
    """Some words that begin with a name, which is kept from turning the figures that follow it."""
    return format_html("<bdi>{}</bdi>{}", name, text[len(name) :]) if text.startswith(name) else text


@register.filter
def unturned(text: str) -> str:
    """Words for a title bar, where nothing would end what turns them: without anything that does."""
    return TURNING.sub("", text) if not text.isascii() else text


@register.filter
def seen(text: str) -> str:
    """A line of a file with a sign for every character that is not seen: controls, and what turns the words around."""
    return _UNSEEN.sub(_sign, text) if not text.isprintable() else text


def _sign(found: re.Match[str]) -> str:
    code = ord(found[0])
    return chr(0x2400 + code) if code < 32 else "\u2421" if code == 127 else f"[U+{code:04X}]"
