"""Whether an article that is marked as a correction corrects another one: then both are of one story.

Likeness alone cannot say it. Two forms (earnings, bond issues, the weather) differ in some figures as a correction and
what it corrects do, and such figures weigh much, since they keep forms apart: printed twice in a short text, a toll
that was corrected parts it from the wrong one. So an article is asked that says of itself that it corrects something,
and it must keep nearly all words of what it corrects. Either its note says which words it puts right, or both bear one
slug or headline, within a day, and a figure or two or one name is all that changed.

Depends on these two articles alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from rapidfuzz.distance import Indel

from newsarchive.dedup.put_right import NAME, NUMBER, Change, put_right, speaks_of
from newsarchive.dedup.words import words

DAYS = 7
"""Days after an article within which a correction of it is sent."""

KEPT = 0.9
"""Share of words, in order, that a correction and what it corrects have in common."""

_SENT_WITHIN = 1
"""Days between the two where nothing but a slug or a headline says that they are of one story."""

_MOST, _MOST_FIGURES = 6, 3
"""Places that changed, and figures among them; more are another form."""

_HEADLINE = 0.7
"""Share of words that two headlines have in common, figures and marks apart, from which they are one."""


@dataclass(frozen=True, slots=True)
class Sent:
    """An article as far as that goes: its ``paragraphs`` without repeats, datelines and notes, its slug's key, the day
    ``on`` which it was sent, and the moment, where that is known. ``says`` are the words that its note puts right, as
    (before, after); empty for what is no correction.
    """

    paragraphs: Sequence[str]
    slug: str
    headline: str
    on: date
    at: datetime | None = None
    says: Sequence[tuple[str, str]] = ()


def corrects(correction: Sent, other: Sent) -> bool:
    """Whether the one, which is marked as a correction, corrects the other."""
    if not 0 <= (correction.on - other.on).days <= DAYS or _after(other, correction):
        return False
    if _alike(*(words(" ".join(sent.paragraphs)) for sent in (correction, other))) < KEPT:
        return False
    changed = put_right(other.paragraphs, correction.paragraphs)
    told = {(change.kind, change.before, change.after) for change in changed if change.before and change.after}
    if not told or len(told) > _MOST:
        return False
    return speaks_of(changed, correction.says, whole=True) or _of_one_report(correction, other, changed)


def _of_one_report(correction: Sent, other: Sent, changed: Sequence[Change]) -> bool:
    """Where the note does not say what was wrong: one slug or headline, the same day, and one kind of thing changed."""
    if (correction.on - other.on).days > _SENT_WITHIN or not _named_alike(correction, other):
        return False
    if correction.says and not speaks_of(changed, correction.says):
        return False
    figures, names = ({(c.before, c.after) for c in changed if c.kind == kind} for kind in (NUMBER, NAME))
    return len(names) == 1 if not figures else not names and len(figures) <= _MOST_FIGURES


def _named_alike(one: Sent, other: Sent) -> bool:
    if one.slug and other.slug:
        return one.slug == other.slug
    mine, theirs = (_telling(sent.headline) for sent in (one, other))
    return bool(mine and theirs) and _alike(mine, theirs) >= _HEADLINE


def _telling(headline: str) -> list[str]:
    return [word for word in words(headline) if not any(map(str.isdigit, word))]


def _alike(one: Sequence[str], other: Sequence[str]) -> float:
    return float(Indel.normalized_similarity(one, other))


def _after(one: Sent, other: Sent) -> bool:
    return bool(one.at and other.at and one.at > other.at)
