"""Paragraphs that describe a picture, which pages without marks for it print above the report."""

from __future__ import annotations

import re

# All of it is bounded: what paragraphs say may be meant to take long.
_WORD = r"[A-Z][\w.'’-]{0,40}"
_NAME = rf"{_WORD}(?: (?:de|del|van|von|bin))?(?: {_WORD}){{1,3}}"
_BY = rf"\b(?:REUTERS|AFP|EPA|AP) ?/ ?(?:{_NAME}|Handout|Stringer|File|Pool)(?: \([^()]{{1,40}}\))?$"
_CREDIT = r"\([^()]{0,80}\b(?:photo(?:graph)?|file|pool|hand-?out|getty images|courtesy)\b[^()]{0,80}\)\.?$"
_PICTURE = r"(?:undated )?(?:photo(?:graph)?|picture|image)s?\b"
_SHOWN = rf"\b[Ii]n th(?:is|ese) (?:[A-Z\d]\S{{0,20}} ){{0,5}}{_PICTURE}|\bfile (?:photo|picture)s?\b"
_CAPTION = re.compile(rf"{_SHOWN}|(?i:{_CREDIT})|{_BY}")


def is_caption(paragraph: str) -> bool:
    """Whether a paragraph is the line under a picture: it ends with who took it, or says *in this file photo*."""
    return _CAPTION.search(paragraph.rstrip()) is not None
