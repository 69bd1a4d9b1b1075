"""No page is turned round by words of strangers: headlines, names of files and outlets, what users wrote.

Done where pages leave, because hundreds of places print such words, the desk's lists among them.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase

_TURNS = re.compile("(<(?:input|option|button)\\b[^>]*>|<textarea\\b[^>]*>[^<]*)|[\u202d\u202e]")
"""What is typed into forms comes before what turns: it stays as it is, or saving a form would change it."""


def upright(page: str) -> str:
    """HTML in which what would print the next words backwards is shown by a sign, ``[U+202E]``, and no longer does.

    Marks and isolates that Arabic and Hebrew writers need are left: the element that the words stand in ends them.
    """
    return _TURNS.sub(_sign, page)


def _sign(found: re.Match[str]) -> str:
    return found[1] or f"[U+{ord(found[0]):04X}]"


class NothingTurned:
    """Middleware: every page is `upright`. Files and what is streamed go out as they are."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._get_response(request)
        if response.streaming or not response.get("Content-Type", "").startswith("text/html"):
            return response
        if any(letter in response.content for letter in _BYTES):
            response.content = upright(response.content.decode()).encode()
        return response


_BYTES = ("\u202d".encode(), "\u202e".encode())
