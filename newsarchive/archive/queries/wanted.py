"""What readers ask for: one form for what is typed into the search box, chosen beside it or kept as a saved search."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass

RELEVANCE, NEWEST, OLDEST = "relevance", "newest", "oldest"
COPIES, SPAN, SOURCES, CHANGED = "copies", "span", "sources", "changed"

ORDERS = {
    RELEVANCE: "best match first",
    NEWEST: "newest first",
    OLDEST: "oldest first",
    COPIES: "most copies first",
    SPAN: "longest span first",
    SOURCES: "most sources first",
    CHANGED: "most versions first",
}

STORIES, ARTICLES = "stories", "articles"
"""What is listed: each story once, or every article that fits."""

SIZES = {"1": (1, 1), "2-9": (2, 9), "10-99": (10, 99), "100+": (100, 2**31 - 1)}
"""Numbers of copies by which stories are told apart, each with the least and the most."""

OF_ARTICLES = ("agency", "source", "place", "language", "format", "slug")
"""Fields that hold of an article."""

OF_STORIES = ("copies", "mark")
"""Fields that hold of a story as a whole."""

FLAGS_OF_STORIES = ("developed", "updated")
"""What else holds of a story, or does not."""

_LEFT_OUT = re.compile(r'(?<!\S)-("[^"]*"?|\S+)')
"""A word, or words between quotes, that articles are not to have."""


@dataclass(frozen=True)
class Wanted:
    """What a reader asks for; empty fields ask nothing.

    Each field is a tuple of values of which any will do; different fields must all fit. Words, the fields
    `OF_ARTICLES`, ``folded`` and days must meet in one article; `OF_STORIES` and `FLAGS_OF_STORIES` hold of its story.
    ``without`` are values that are not to be had, each with its field. Days alone are compared with the day that a
    story carries; a mark is one that the story bears, of ``copies`` the values are the keys of `SIZES`.

    Where what was asked makes no sense as a whole (``impossible``), nothing is found.
    """

    query: str = ""
    agency: Sequence[str] = ()
    source: Sequence[str] = ()
    place: Sequence[str] = ()
    language: Sequence[str] = ()
    format: Sequence[str] = ()
    slug: Sequence[str] = ()
    copies: Sequence[str] = ()
    mark: Sequence[str] = ()
    developed: bool = False
    """In several versions."""
    updated: bool = False
    """Of whose texts some are told as updates."""
    folded: bool = False
    """Articles that print their lede twice."""
    without: Sequence[tuple[str, str]] = ()
    since: datetime.date | None = None
    until: datetime.date | None = None
    order: str = RELEVANCE
    show: str = STORIES
    impossible: bool = False

    @property
    def anything(self) -> bool:
        """Whether anything is asked for, so that not all there is fits."""
        return any((self.narrow, self.of_story, self.since, self.until, self.impossible))

    @property
    def narrow(self) -> bool:
        """Whether more is asked of articles than days, so that articles have to be looked at."""
        asked = any(getattr(self, name) for name in OF_ARTICLES)
        return asked or any((self.query, self.folded)) or any(name in OF_ARTICLES for name, _ in self.without)

    @property
    def of_story(self) -> bool:
        """Whether anything is asked of stories as a whole, besides their days."""
        fields = (*OF_STORIES, *FLAGS_OF_STORIES)
        return any(getattr(self, name) for name in fields) or any(name in fields for name, _ in self.without)

    @property
    def of_updates(self) -> bool:
        """Whether it is asked which stories have updates, which is not told of all at once."""
        return self.updated or any(name == "updated" for name, _ in self.without)

    @property
    def wordless(self) -> bool:
        """Whether what was typed has signs alone, which no text is searched for."""
        return bool(self.query) and not any(map(str.isalnum, self.query))

    @property
    def rankable(self) -> bool:
        """Whether there are words that articles can have more or less of: of those left out none has any."""
        return any(map(str.isalnum, _LEFT_OUT.sub("", self.query)))

    @property
    def articles(self) -> bool:
        """Whether articles are listed one by one."""
        return self.show == ARTICLES

    @property
    def ordered(self) -> str:
        """How the list is ordered: by relevance only where there are words for it."""
        return NEWEST if self.order == RELEVANCE and not self.rankable else self.order

    @property
    def ranked(self) -> bool:
        return self.ordered == RELEVANCE

    @property
    def keyed(self) -> bool:
        """Whether a list of what articles fit is ordered by a number that each has, and not by day."""
        return self.ranked or (self.by_story and (self.narrow or self.articles))

    @property
    def by_story(self) -> bool:
        """Whether the order is one of numbers that stories have."""
        return self.ordered in (COPIES, SPAN, SOURCES, CHANGED)

    @property
    def by_own_day(self) -> bool:
        """Whether stories are found by the day that each carries, no article having to be looked at."""
        return not (self.narrow or self.articles or self.impossible)
