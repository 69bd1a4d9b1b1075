"""What every page has: the sections of the masthead, and whether who asks may read."""

from __future__ import annotations

from django import template
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

register = template.Library()

BELONG = {"stories": ("/stories/", "/articles/", "/passages/", "/compare/"), "uploads": ("/uploads/",)}
"""Where addresses of a section begin besides its own."""


@register.simple_tag(takes_context=True)
def section(context: template.Context, name: str, words: str) -> str:
    """A section of the site in the masthead, marked where the page is in it."""
    home = reverse(name)
    request: HttpRequest | None = context.get("request")
    return format_html(
        '<li><a href="{}"{}>{}</a></li>', home, _current(request.path if request else "", name, home), words
    )


def _current(path: str, name: str, home: str) -> str:
    if path == home:
        return format_html(' aria-current="{}"', "page")
    within = BELONG.get(name, () if home == "/" else (home,))
    return format_html(' aria-current="{}"', "true") if path.startswith(within) else ""


@register.simple_tag(takes_context=True)
def may_read(context: template.Context) -> bool:
    """Whether whoever asks may read here; false where nobody knows who asks, as when something broke."""
    request: HttpRequest | None = context.get("request")
    if request is None:
        return False
    user = getattr(request, "user", None) or AnonymousUser()
    return bool(settings.ANONYMOUS_READ) or user.has_perm("archive.view_story")
