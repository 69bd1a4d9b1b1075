"""A printed line: its words, and the signs by which it says that it is cut, labelled, a question or a verse."""

from __future__ import annotations

import re
from dataclasses import dataclass

from newsarchive.dedup.words import words

ON_PURPOSE_MOST = 19
"""Words up to which an item of a list, a question or a turn in a conversation may be printed again on purpose."""

VERSE_MOST = 17
"""The same of a verse, or what else does not end as a sentence does."""

_ELLIPSIS = ("…", "...", "[…]", "[...]", ". . .")
_FULL_STOPS = (".", "!", "?", "。", "！", "？", "؟", "।")
_QUESTION = ("?", "？", "؟")
_DASHES = " -–—"
"""Before an article's first words they are what a dateline left, not a bullet."""

_HEAD = 200
"""Characters of a line among which a bullet or label is looked for."""

_BULLET = re.compile(r"\s*(?:[-–—*•·▪►>]|\d{1,2}[.)]|[QA][.)])\s+")
_LABEL = re.compile(r"\s*[^\W\d_][^\s:：]*(?:\s[^\s:：]+){0,2}\s?:\s+(?![\"“„«'‘])|\s*[^\W\d_]{1,6}：(?!“)")
_SIGN = re.compile(r".{1,70}?(?:\s[-–—―]{1,2}\s|\s?--\s?|[:：]\s)", re.DOTALL)
_DASH_OR_COLON = re.compile(r"[-–—―:：]")
_SIGN_MOST = 75
"""Characters of a line within which such a sign ends."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph at its place.

    ``behind`` is its words behind a dash or colon near its beginning, where an unread dateline or a label may end,
    empty where there is none.
    """

    index: int
    text: str
    words: list[str]
    behind: list[str]
    cut: bool
    stopped: bool
    question: bool

    @property
    def size(self) -> int:
        return len(self.words)

    @property
    def labelled(self) -> bool:
        """Whether it opens with a bullet or a label."""
        head = self.text[:_HEAD].lstrip("" if self.index else _DASHES)
        return bool(_BULLET.match(head) or _LABEL.match(head))


def line_of(index: int, text: str, own: list[str]) -> Line:
    """The line that a paragraph is, given its words."""
    ending = text.rstrip().rstrip("\"'”’»)")
    cut = ending.endswith(_ELLIPSIS)
    return Line(
        index=index,
        text=text,
        words=own,
        behind=_behind(text, own),
        cut=cut,
        stopped=ending.endswith(_FULL_STOPS) and not cut,
        question=ending.endswith(_QUESTION),
    )


def _behind(text: str, own: list[str]) -> list[str]:
    sign = _SIGN.match(text) if _DASH_OR_COLON.search(text, 0, _SIGN_MOST) else None
    if not sign:
        return []
    # No sign of ASCII stands within a word, so that what is before it can be counted off.
    return own[len(words(text[: sign.end()])) :] if text.isascii() else words(text[sign.end() :])


def on_purpose(one: Line, other: Line) -> bool:
    """Whether two lines are of a kind that is printed again on purpose.

    Both are items of lists or turns in a conversation, both are questions, or neither ends as a sentence does, as
    verses, table heads and captions do not; unless they are so long that nobody would.
    """
    size = min(one.size, other.size)
    if not (one.stopped or other.stopped or one.cut or other.cut):
        return size <= VERSE_MOST or (one.labelled and other.labelled and size <= ON_PURPOSE_MOST)
    return size <= ON_PURPOSE_MOST and ((one.labelled and other.labelled) or (one.question and other.question))
