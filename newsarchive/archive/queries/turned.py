"""Which articles get other marks by a ruling, or by undoing it, where notices do something else to them then."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count

from newsarchive.archive.models import Article
from newsarchive.archive.queries.marks import borne_by

SHOWN = 5
"""Articles of each change that are named; the others are counted."""

NO_MARK = "no mark"

Carries = tuple[int, int, str]
"""A text, the article whose notice does something to it, and the mark that it gets."""


@dataclass(frozen=True)
class Turned:
    """So many articles that bear other marks, in words, than before, and the first of them."""

    before: str
    after: str
    articles: int
    shown: Sequence[Article]

    @property
    def more(self) -> int:
        return self.articles - len(self.shown)


def turned(now: Iterable[Carries], then: Iterable[Carries]) -> list[Turned]:
    """What becomes of the articles of texts of which one thing is carried ``now`` and another ``then``."""
    was, would = _marks(now), _marks(then)
    groups: dict[tuple[str, str], list[int]] = defaultdict(list)
    for text in sorted(was.keys() | would.keys()):
        change = was.get(text, NO_MARK), would.get(text, NO_MARK)
        if change[0] != change[1]:
            groups[change].append(text)
    found = [Turned(*change, *_articles(texts)) for change, texts in groups.items()]
    return sorted(found, key=lambda each: (-each.articles, each.before, each.after))


def recorded(found: Iterable[Turned]) -> list[list[str | int]]:
    """The same as a ruling's record keeps it: before, after, articles."""
    return [[each.before, each.after, each.articles] for each in found]


def borne(articles: Iterable[Article]) -> dict[int, str]:
    """The marks that each of these articles bears, in words."""
    listed = list(articles)
    bearing = borne_by(listed)
    return {one.pk: ", ".join(bearing[one.pk].marks if one.pk in bearing else ()) or NO_MARK for one in listed}


def counted(was: Mapping[int, str], now: Mapping[int, str]) -> list[list[str | int]]:
    """How many of the articles bear other marks than they did, as a ruling's record keeps it."""
    found = Counter((was[pk], now[pk]) for pk in was if was[pk] != now[pk])
    return [[*change, count] for change, count in sorted(found.items())]


def _marks(carried: Iterable[Carries]) -> Mapping[int, str]:
    marks: dict[int, set[str]] = defaultdict(set)
    for text, notice, mark in carried:
        marks[text].add("correction" if mark == "corrects" else f"{mark} by article {notice}")
    return {text: ", ".join(sorted(own)) for text, own in marks.items()}


def _articles(texts: Sequence[int]) -> tuple[int, list[Article]]:
    printing = Article.objects.filter(text__in=texts).order_by("dated_on", "original_id", "item")
    count = printing.order_by().aggregate(count=Count("pk"))["count"]
    return count, list(printing.only("headline", "original_id", "item")[:SHOWN])
