"""Finding stories: by words, by who ran them, by place and by date. Each story once, a page at a time.

No page skips rows, or counts more than it says: the next goes on from the last row of this. Words, names and places are
looked for in the newest `LOOKED_AT` articles that have them, or all where they are few; what is older follows on
further pages.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from newsarchive.archive.queries import lines
from newsarchive.archive.queries.bookmarks import NEWER, OLDER, Bookmark, Place
from newsarchive.archive.queries.entries import (
    Condition,
    Entry,
    Look,
    Order,
    look,
    with_earlier_place,
)
from newsarchive.archive.queries.indexed import Question
from newsarchive.archive.queries.lines import StoryLine
from newsarchive.archive.queries.prepared import Prepared, prepared
from newsarchive.archive.queries.standing_in import lines_seen
from newsarchive.archive.queries.veil import OPEN, Veil
from newsarchive.archive.queries.wanted import OLDEST, Wanted

STORIES_A_PAGE = 25
REACH = 10_000
"""Stories that are counted; beyond, it is only said that there are more."""


@dataclass(frozen=True)
class Listing:
    """A page of stories, or of ``entries``, which are articles that fit, and how to go on.

    Where stories were found by their articles, ``entries`` are those that each was found by. ``count`` is of all that
    fit, where that is known. Else there are ``many`` of what is listed at the least, or, where that is ``estimated`` by
    the planner's statistics, of articles that fit.

    Among so many articles was ``looked_at`` for the page: those dated from ``looked_from``, None where it begins with
    the newest, back to ``looked_back_to``, None where none are left. Of a list by relevance, or by a number of stories
    among those found, it is all that it is made of, and what is left begins at ``further``.
    """

    stories: Sequence[StoryLine]
    older: Bookmark | None = None
    newer: Bookmark | None = None
    count: int | None = None
    many: int | None = None
    estimated: bool = False
    looked_at: int = 0
    looked_from: datetime.date | None = None
    looked_back_to: datetime.date | None = None
    further: Bookmark | None = None
    at_the_top: bool = False
    """Whether it was asked for from below, and is where the list begins."""
    entries: Sequence[Entry] = ()
    prepared: Prepared | None = field(default=None, repr=False)
    """What the index was asked, where it was."""

    @property
    def question(self) -> Question | None:
        return self.prepared and self.prepared.question

    def counted_as(self, counted: int, *, all_of_them: bool) -> Listing:
        """The same where so many are known to fit: all, or at the least.

        What is estimated says more than the least; of stories by their own days more are counted than beside the list.
        """
        if self.many is None or not counted:
            return self
        if all_of_them:
            return replace(self, count=counted, many=None, estimated=False)
        return self if self.estimated or self.prepared is None else replace(self, many=max(self.many, counted))

    @property
    def cut_short(self) -> bool:
        """Whether more might be on the page, had it been looked further back."""
        return self.looked_back_to is not None and len(self.entries) < STORIES_A_PAGE

    @property
    def too_common(self) -> bool:
        """Whether there were words, and all of them too common to be in the index."""
        return self.question is not None and not self.question.words.searchable and bool(self.question.words)

    @property
    def abroad(self) -> bool:
        """Whether the words are too common in English, and so were looked for in other languages alone."""
        return self.question is not None and self.question.words.abroad


def find_stories(wanted: Wanted, bookmark: Bookmark | None = None, veil: Veil = OPEN) -> Listing:
    """The stories that fit, from the bookmark on, in the order that is wanted; articles where these are to be shown.

    A story stands where its newest, or oldest, or best article stands that fits; where nothing is asked of articles but
    days, at its own day. What is hidden from the reader is in no line.
    """
    page = _found(wanted, bookmark, veil)
    return replace(page, stories=lines_seen(page.stories, veil)) if veil else page


def _found(wanted: Wanted, bookmark: Bookmark | None, veil: Veil) -> Listing:
    if not (wanted.narrow or wanted.articles or wanted.impossible):
        return _by_day(wanted, bookmark, veil)
    made = prepared(wanted, veil)
    if made.question is None or not made.searchable:
        return Listing([], count=0, prepared=made)
    question, fitting, order = made.question, made.fits, _order(wanted)
    begun = bookmark or Bookmark(known=question.known)
    found = look(question, begun, order, fitting, made.expected, STORIES_A_PAGE + 1)
    pages = _Pages(question, order, once=not wanted.articles)
    page = pages.by_key(found, begun) if order.key else pages.by_day(found, begun)
    if not wanted.articles:
        page = _with_lines(page)
    page = replace(page, looked_at=found.looked_at, prepared=made)
    return replace(page, **_counted(found, made.expected, pages, fitting)) if bookmark is None else page


def _order(wanted: Wanted) -> Order:
    return Order(wanted.ordered if wanted.keyed else "", upward=wanted.ordered == OLDEST)


# --- By the stories' own days and numbers


def _by_day(wanted: Wanted, bookmark: Bookmark | None, veil: Veil) -> Listing:
    back = bookmark is not None and bookmark.way == NEWER
    at = (bookmark.rank, *bookmark.at) if bookmark and bookmark.at else None
    stories = lines.in_order(wanted, veil, STORIES_A_PAGE + 1, at, back)
    more = len(stories) > STORIES_A_PAGE
    del stories[STORIES_A_PAGE:]
    if back:
        stories.reverse()
    first, last = (_at(wanted, s) for s in (stories[0], stories[-1])) if stories else (None, None)
    return Listing(
        stories,
        older=replace(last, way=OLDER) if last and (more or back) else None,
        newer=replace(first, way=NEWER) if first and bookmark and (more or not back) else None,
        at_the_top=back and not more,
        **({} if bookmark else _counted_stories(wanted, veil)),
    )


def _at(wanted: Wanted, story: StoryLine) -> Bookmark:
    return Bookmark(at=Place(story.dated_on, story.pk), rank=lines.number(story, wanted.ordered))


def _counted_stories(wanted: Wanted, veil: Veil) -> dict[str, int]:
    count = lines.count(wanted, veil, REACH)
    return {"many": REACH} if count is None else {"count": count}


# --- By the articles that fit


@dataclass(frozen=True)
class _Pages:
    """Pages of the entries that fit a question in an order: each story ``once``, or all of them."""

    question: Question
    order: Order
    once: bool

    def by_day(self, found: Look, bookmark: Bookmark) -> Listing:
        """By the day of the entry, or of the first of a story's entries that fit."""
        back = bookmark.way == NEWER
        first_met = self.apart(found.entries)
        seen_by = found.first if found.full else None
        from_place = seen_by if back else bookmark.at and self._just_before(bookmark.at)
        page, last, more = self._unseen(first_met[::-1] if back else first_met, from_place, bookmark)
        if not more and found.full:
            last, more = (found.first if back else found.last), True
        if back:
            page.reverse()
        on = replace(bookmark, at=last) if last and more else None
        top = page[0].place if page else bookmark.at
        bottom = page[-1].place if page else bookmark.at
        return Listing(
            [],
            older=replace(bookmark, way=OLDER, at=bottom) if back else on,
            newer=on if back else bookmark.at and replace(bookmark, way=NEWER, at=top),
            looked_back_to=found.last.day if found.full and found.last and not back else None,
            at_the_top=back and on is None,
            entries=page,
        )

    def by_key(self, found: Look, bookmark: Bookmark) -> Listing:
        """By the number of the entry, or of the best of a story's entries, among those looked at."""
        ordered = self.apart(sorted(found.entries, key=_worth, reverse=True))
        back, at = bookmark.way == NEWER, bookmark.at
        if at:
            mine = (bookmark.rank, at)
            ordered = [e for e in ordered if (_worth(e) > mine if back else _worth(e) < mine)]
        if back:
            ordered.reverse()
        from_place = bookmark.start and self._just_before(bookmark.start)
        page, _, more = self._unseen(ordered, from_place, bookmark)
        if back:
            page.reverse()
        older = page[-1] if page and (more or back) else None
        newer = page[0] if page and at and (more or not back) else None
        start = found.last if found.full else None
        return Listing(
            [],
            older=older and replace(bookmark, way=OLDER, at=older.place, rank=older.rank),
            newer=newer and replace(bookmark, way=NEWER, at=newer.place, rank=newer.rank),
            looked_from=bookmark.start and bookmark.start.day,
            looked_back_to=start and start.day,
            further=start and Bookmark(OLDER, known=bookmark.known, start=start),
            entries=page,
        )

    def apart(self, entries: Sequence[Entry]) -> Sequence[Entry]:
        """Those that are listed."""
        return _once(entries) if self.once else entries

    def _just_before(self, place: Place) -> Place:
        """The place just before in the list, so that what stands before it is all that stood before this place."""
        return Place(place.day, place.id + (1 if self.order.upward else -1))

    def _unseen(
        self, ordered: Sequence[Entry], from_place: Place | None, bookmark: Bookmark
    ) -> tuple[list[Entry], Place | None, bool]:
        """The first that do not stand on a page before, the last place gone through, and whether there are more.

        Of twice as many as a page has: where most were seen, the page is shorter.
        """
        near = ordered[: 2 * STORIES_A_PAGE + 1]
        seen = self._seen(near, from_place, bookmark.known) if from_place and self.once else set()
        fresh = [e for e in near if e.story not in seen]
        page = fresh[:STORIES_A_PAGE]
        through = page[-1] if len(fresh) > STORIES_A_PAGE else near[-1] if near else None
        return page, through and through.place, len(fresh) > STORIES_A_PAGE or len(ordered) > len(near)

    def _seen(self, entries: Sequence[Entry], from_place: Place, known: int) -> set[int]:
        stories = [e.story for e in entries]
        return with_earlier_place(self.question, stories, from_place, known, upward=self.order.upward)


def _worth(entry: Entry) -> tuple[float, Place]:
    return entry.rank, entry.place


def _once(entries: Iterable[Entry]) -> list[Entry]:
    """The first entry of each story."""
    found: dict[int, Entry] = {}
    for entry in entries:
        found.setdefault(entry.story, entry)
    return list(found.values())


def _with_lines(page: Listing) -> Listing:
    found = lines.of([entry.story for entry in page.entries])
    entries = [entry for entry in page.entries if entry.story in found]
    return replace(page, stories=[found[entry.story] for entry in entries], entries=entries)


def _counted(found: Look, expected: int, pages: _Pages, fitting: Condition) -> dict[str, int]:
    """What is known of how many fit, where the list begins."""
    here = len(pages.apart(found.entries))
    if not found.full:
        return {"count": here}
    if expected < REACH or fitting[0] or pages.question.words.together:
        return {"many": here}
    return {"many": REACH, "estimated": True}
