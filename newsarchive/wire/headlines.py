"""Which line is the headline, and what of a page's title is only the site's name."""

from __future__ import annotations

import re
from collections.abc import Sequence

_GLUE = re.compile(r"(?<=[^\W\d_A-Z])(?<!\bMc)(?<!\bMac)(?<!\bDe)(?<!\bi)(?<!\be)(?=[A-Z\"“‘'])")
_ROOT = re.compile(r"^(?:Home|News|Start|Accueil|Inicio|Startseite|Main|World|Front ?[Pp]age)(?=[A-Z])")
_BETWEEN = re.compile(r"\s+(?:[|•·»«›:]+|::|-{1,2}|[–—])\s+|\s*[|»]\s*")


def key(text: str) -> str:
    """A line stripped to what makes it the same line: words in lower case."""
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()


def without_site(title: str, own: str) -> str:
    """The part of a page title that another print of the headline shows to be the headline, else the title."""
    parts = [part for part in _BETWEEN.split(title) if part]
    return next((part for part in parts if key(part) == key(own)), title)


def choose(candidates: Sequence[str], blocks: Sequence[str], hinted: Sequence[str]) -> str:
    """The headline: one the page itself names where there is one, else the likeliest of the head's lines."""
    printed = {key(line): line for line in reversed(candidates)}
    for hint in hinted:
        if key(hint):
            return printed.get(key(hint), hint)
    scored = [(_score(line, at, candidates, blocks), -at, line) for at, line in enumerate(candidates)]
    best = max(scored, default=None)
    return _unglued(best[2]) if best and best[0] > 0 else ""


def _score(line: str, at: int, candidates: Sequence[str], blocks: Sequence[str]) -> int:
    words = len(line.split())
    score = 3 if 4 <= words <= 22 else (1 if words == 3 or len(line) >= 12 else 0)
    score += 4 * any(line != other and _carries(other, line) for other in blocks)
    score -= 4 * any(line != other and _carries(line, other) for other in candidates)
    return score + (1 if at == len(candidates) - 1 else 0)


def _carries(longer: str, line: str) -> bool:
    """Whether a longer line is this one behind a breadcrumb or beside a site's name."""
    return (
        len(line) >= 15
        and len(line) < len(longer) < len(line) + 150
        and (longer.endswith(line) or longer.startswith(line))
    )


def _unglued(line: str) -> str:
    """The headline alone where a breadcrumb was printed without blanks in front of it."""
    if not _ROOT.match(line):
        return line
    parts = _GLUE.split(line)
    tail = next((part for part in reversed(parts) if len(part.split()) >= 3), "")
    return line[line.rindex(tail) :] if tail else line
