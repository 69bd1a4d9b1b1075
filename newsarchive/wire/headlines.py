"""Which line is the headline, and what of a page's title is only the site's name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from newsarchive.wire.lines import STOPS, UNSPACED, is_prose, words_in
from newsarchive.wire.remembered import remembered

_GLUE = re.compile(r"(?<=[^\W\d_A-Z])(?<!\bMc)(?<!\bMac)(?<!\bDe)(?<!\bi)(?<!\be)(?=[A-Z\"“‘'])")
_ROOT = re.compile(r"^(?:Home|News|Start|Accueil|Inicio|Startseite|Main|World|Front ?[Pp]age)(?=[A-Z])")
_TELLING = 15
_MOST_TELLING = 50_000
_BETWEEN_WORDS = re.compile(r"[\W_]+")
_SIGNS = "".join(c for c in map(chr, range(0x0900, 0x1900)) if unicodedata.category(c) in ("Mn", "Mc"))
# Vowels and tones of Indic and South-East Asian scripts are within words; joiners are seen by no reader.
_BETWEEN_ANY = re.compile(rf"(?:[^\w{_SIGNS}]|_)+")
_UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_BETWEEN = re.compile(r"\s+(?:[|•·»«›:]+|::|-{1,2}|[–—])\s+|\s*[|»]\s*")


@remembered
def key(text: str) -> str:
    """A line stripped to what makes it the same line: words in lower case."""
    if text.isascii():
        return _BETWEEN_WORDS.sub(" ", text.casefold()).strip()
    return _BETWEEN_ANY.sub(" ", _UNSEEN.sub("", text.casefold())).strip()


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
    carried = _carried(candidates, blocks)
    scored = [(_score(line, at, candidates, carried), -at, line) for at, line in enumerate(candidates)]
    best = max(scored, default=None)
    return _unglued(best[2]) if best and best[0] > 0 else ""


def _score(line: str, at: int, candidates: Sequence[str], carried: set[str]) -> int:
    words = words_in(line)
    score = 3 if 4 <= words <= 22 else (1 if words == 3 or len(line) >= 12 else 0)
    score += 4 * (line in carried)
    score -= 4 * any(_carries(line, other) for other in candidates)
    return score + (1 if at == len(candidates) - 1 else 0)


def _carried(candidates: Sequence[str], blocks: Sequence[str]) -> set[str]:
    """The candidates that a longer block of the page prints too.

    Only blocks that share its first or last letters are held against a candidate: a page may have very many.
    """
    by_edge: dict[str, list[str]] = {}
    for line in candidates:
        for edge in (line[:_TELLING], line[-_TELLING:]):
            by_edge.setdefault(edge, []).append(line)
    found: set[str] = set()
    for block in blocks:
        for edge in (block[:_TELLING], block[-_TELLING:]):
            found.update(line for line in by_edge.get(edge, ()) if line not in found and _carries(block, line))
    return found


def _carries(longer: str, line: str) -> bool:
    """Whether a longer line is this one behind a breadcrumb or beside a site's name."""
    return (
        len(line) >= _TELLING
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


def of_page(declared: Sequence[str], title: str, site: str, near: Sequence[tuple[str, str]], body: str) -> list[str]:
    """Headlines of an HTML page, best first: declared ones, then what fits the article's words best by its place.

    ``near`` are the lines before the article with their tags, nearest last.
    """
    ranked = [line for line, _ in reversed(near) if _in_title(line, title)]
    ranked += [line for line, tag in reversed(near) if tag in _HEADINGS and 3 <= words_in(line) <= 30]
    bare = _bare(title, near, site)
    ranked += [
        line for line, tag in reversed(near) if tag == "h1" and _says_more(line, bare) and key(line) != key(site)
    ]
    ranked.append(bare)
    ranked += [line for line, _ in reversed(near[-12:]) if 4 <= words_in(line) <= 22 and not _is_sentence(line)]
    told = _telling(body, 1)
    fitting = [line for line in ranked if _fits(line, told)]
    agreed = _agreed(title, site, near)
    return [each for each in (*(_bare(each, near, site) for each in declared), *agreed, *fitting, *ranked[:1]) if each]


def _agreed(title: str, site: str, near: Sequence[tuple[str, str]]) -> list[str]:
    """The page's one heading of the first rank, where the page's title has it whole beside the site's name."""
    heads = {key(line): line for line, tag in near if tag == "h1"}
    parts = [key(part) for part in _BETWEEN.split(title)]
    found = [line for printed, line in heads.items() if len(heads) == 1 and printed in parts and printed != key(site)]
    return [line for line in found if words_in(line) >= 2 and (site or not _is_site(line, title))]


def _telling(text: str, least: int) -> set[str]:
    """The words of a text that have so many letters; where words are printed without blanks, each three characters."""
    words = key(text).split()
    if text.isascii() or not UNSPACED.search(text):
        return {word for word in words if len(word) >= least}
    found: set[str] = set()
    for word in words:
        if not UNSPACED.search(word):
            found |= {word} if len(word) >= least else set()
        elif len(found) < _MOST_TELLING:
            found |= {word[i : i + 3] for i in range(min(max(len(word) - 2, 1), _MOST_TELLING))}
    return found


def _says_more(line: str, title: str) -> bool:
    """Whether a heading too short to be trusted alone beats the title: two words at least, and more than it has."""
    return len(key(line).split()) > max(1, len(key(title).split()))


def _fits(line: str, told: set[str]) -> bool:
    """Whether a headline speaks of what the article does: a third of its longer words, two at least."""
    words = _telling(line, 4)
    return len(words & told) >= max(2, len(words) / 3)


_CLOSERS = " \"”’'»)]"


def _is_sentence(line: str) -> bool:
    return line.rstrip(_CLOSERS).endswith(STOPS) or (not line.isascii() and is_prose(line))


_HEADINGS = ("h1", "h2", "h3", "h4")


def _in_title(line: str, title: str) -> bool:
    """Whether the page's title carries a line of some length as a whole part of it."""
    return words_in(line) >= 3 and f" {key(line)} " in f" {key(title)} " and not _is_site(line, title)


def _is_site(line: str, title: str) -> bool:
    parts = [part for part in _BETWEEN.split(title) if part.strip()]
    longest = max(parts, key=len, default="")
    return len(parts) > 1 and key(line) in {key(part) for part in parts} and key(line) != key(longest)


def _bare(title: str, near: Sequence[tuple[str, str]], site: str) -> str:
    """A title without the site's name, section or date that stands beside it."""
    printed = {key(line) for line, _ in near}
    parts = [part.strip() for part in _BETWEEN.split(title) if part.strip()]
    own = next((part for part in parts if key(part) in printed and words_in(part) >= 3), "")
    left = [part for part in parts if key(part) != key(site)]
    return own or max(left, key=len, default=title)
