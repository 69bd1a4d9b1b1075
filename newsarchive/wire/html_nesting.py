"""Markup nested beyond what the parser follows, made shallow before it is parsed.

Pages that never close their ``<font>`` nest some hundreds deep; the parser stops at its limit and leaves the rest of
the page unread. Tags beyond a depth that no layout needs are taken out of the source; their text stays.
"""

from __future__ import annotations

import re

_DEEPEST = 100
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:-]*)(?:[\s/][^<>]*)?>")
_VOID_WORDS = "area base basefont br col embed frame hr img input isindex link meta param source track wbr"
_VOID = frozenset(_VOID_WORDS.split())
# The next of their kind, or of their parent's, closes these: left open they do not nest.
_CLOSING_WORDS = "html head body p li dt dd tr td th tbody thead tfoot option optgroup colgroup"
_CLOSED_BY_OTHERS = frozenset(_CLOSING_WORDS.split())
_INLINE_WORDS = """
a abbr acronym b bdo big blink cite code del dfn em font i ins kbd label nobr q s samp small span strike strong sub sup
tt u var
"""
_INLINE = frozenset(_INLINE_WORDS.split())


class _Nesting:
    """The tags open at a place of the source, never more than the deepest kept ones, and those taken out."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._taken_out: dict[str, int] = {}

    def keep(self, tag: re.Match[str]) -> str:
        """The tag, or what stands in its place."""
        name = tag[2].lower()
        if name in _VOID:
            return tag[0]
        if name in _CLOSED_BY_OTHERS:
            return tag[0] if len(self._open) < _DEEPEST else "<br>"
        kept = self._closed(name) if tag[1] else self._opened(name)
        return tag[0] if kept else ("" if name in _INLINE else "<br>")

    def _opened(self, name: str) -> bool:
        if len(self._open) < _DEEPEST:
            self._open.append(name)
            return True
        self._taken_out[name] = self._taken_out.get(name, 0) + 1
        return False

    def _closed(self, name: str) -> bool:
        if self._taken_out.get(name):
            self._taken_out[name] -= 1
            return False
        if name not in self._open:
            return False
        while self._open.pop() != name:
            pass
        return True


def shallow(source: str) -> str:
    """``source`` without the tags that would nest deeper than the parser goes; blocks among them become breaks."""
    return _TAG.sub(_Nesting().keep, source)
