"""Finding stories: by words, by who ran them, by place and by date. Each story once, a page at a time.

No page skips rows, or counts more than it says: the next goes on from the last row of this. Words, names and places are
looked for in the newest `LOOKED_AT` articles that have them; what is older follows on further pages.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from newsarchive.archive.queries import asked, lines
from newsarchive.archive.queries.bookmarks import NEWER, OLDER, Bookmark, Place
from newsarchive.archive.queries.entries import LOOKED_AT, Entry, Look, Question, estimate, look, with_later
from newsarchive.archive.queries.lines import StoryLine
from newsarchive.archive.queries.veil import OPEN, Veil
from newsarchive.archive.queries.wanted import Wanted

STORIES_A_PAGE = 25
REACH = 10_000
"""Stories that are counted; beyond, it is only said that there are more."""


@dataclass(frozen=True)
class Listing:
    """A page of stories, and how to go on.

    ``count`` is of all the stories that fit, where that is known. Else there are more than ``many`` of them, or of the
    articles that fit: counted, or ``estimated`` by the planner's statistics. A list by rank is made of `LOOKED_AT`
    articles: those dated from ``looked_from``, None where it begins with the newest, back to ``looked_back_to``, None
    where none are left. What is left begins at ``further``.
    """

    stories: Sequence[StoryLine]
    older: Bookmark | None = None
    newer: Bookmark | None = None
    count: int | None = None
    many: int | None = None
    estimated: bool = False
    looked_from: datetime.date | None = None
    looked_back_to: datetime.date | None = None
    further: Bookmark | None = None
    at_the_top: bool = False
    """Whether it was asked for from below, and is where the list begins."""


def find_stories(wanted: Wanted, bookmark: Bookmark | None = None, veil: Veil = OPEN) -> Listing:
    """The stories that fit, from the bookmark on: the best first where words were asked for, else the newest first.

    A story stands where its newest, or best, article stands that fits; where only days are asked for, at its own day.
    """
    if not (wanted.narrow or wanted.impossible):
        return _by_day(wanted, bookmark)
    question = asked.question(wanted, veil)
    if question is None or (not question.searchable and wanted.query):
        return Listing([], count=0)
    begun = bookmark or Bookmark(known=question.known)
    expected = estimate(question)
    found = look(question, begun, wanted.ranked, expected)
    if wanted.mark:
        found = _marked(found, wanted.mark)
    page = (_by_rank if wanted.ranked else _by_article)(question, found, begun)
    return replace(page, **_counted(found, expected)) if bookmark is None else page


def _marked(found: Look, mark: str) -> Look:
    """What was found, but for stories without the mark."""
    bearing = lines.marked([entry.story for entry in found.entries], mark[0])
    return found._replace(entries=[entry for entry in found.entries if entry.story in bearing])


# --- By the stories' own days


def _by_day(wanted: Wanted, bookmark: Bookmark | None) -> Listing:
    days = lines.Days(wanted.since, wanted.until, *wanted.mark[:1])
    back = bookmark is not None and bookmark.way == NEWER
    rows = lines.by_day(days, STORIES_A_PAGE + 1, bookmark and bookmark.at, back)
    more = len(rows) > STORIES_A_PAGE
    stories = rows[:STORIES_A_PAGE]
    if back:
        stories.reverse()
    first, last = (Place(s.dated_on, s.pk) for s in (stories[0], stories[-1])) if stories else (None, None)
    return Listing(
        stories,
        older=Bookmark(OLDER, last) if last and (more or back) else None,
        newer=Bookmark(NEWER, first) if first and bookmark and (more or not back) else None,
        at_the_top=back and not more,
        **({} if bookmark else _counted_stories(days)),
    )


def _counted_stories(days: lines.Days) -> dict[str, int]:
    count = lines.count(days, REACH)
    return {"many": REACH} if count is None else {"count": count}


# --- By the articles that fit


def _by_article(question: Question, found: Look, bookmark: Bookmark) -> Listing:
    """Stories by the newest of their articles that fit."""
    back = bookmark.way == NEWER
    first_met = _once(found.entries)
    seen_by = found.latest if found.full else None
    later_than = seen_by if back else bookmark.at and _up_to(bookmark.at)
    ordered = first_met[::-1] if back else first_met
    page, last, more = _unseen(question, ordered, later_than, bookmark)
    if not more and found.full:
        last, more = (found.latest if back else found.earliest), True
    if back:
        page.reverse()
    on = replace(bookmark, at=last) if last and more else None
    top = page[0].place if page else bookmark.at
    bottom = page[-1].place if page else bookmark.at
    return Listing(
        _stories(page),
        older=replace(bookmark, way=OLDER, at=bottom) if back else on,
        newer=on if back else bookmark.at and replace(bookmark, way=NEWER, at=top),
        looked_back_to=found.earliest.day if found.full and found.earliest and not back else None,
        at_the_top=back and on is None,
    )


def _by_rank(question: Question, found: Look, bookmark: Bookmark) -> Listing:
    """Stories by the best of their articles among those looked at."""
    ordered = _once(sorted(found.entries, key=_worth, reverse=True))
    back, at = bookmark.way == NEWER, bookmark.at
    if at:
        mine = (bookmark.rank, at)
        ordered = [e for e in ordered if (_worth(e) > mine if back else _worth(e) < mine)]
    if back:
        ordered.reverse()
    page, _, more = _unseen(question, ordered, bookmark.start and _up_to(bookmark.start), bookmark)
    if back:
        page.reverse()
    older = page[-1] if page and (more or back) else None
    newer = page[0] if page and at and (more or not back) else None
    start = found.earliest if found.full else None
    return Listing(
        _stories(page),
        older=older and replace(bookmark, way=OLDER, at=older.place, rank=older.rank),
        newer=newer and replace(bookmark, way=NEWER, at=newer.place, rank=newer.rank),
        looked_from=bookmark.start and bookmark.start.day,
        looked_back_to=start and start.day,
        further=start and Bookmark(OLDER, known=bookmark.known, start=start),
    )


def _worth(entry: Entry) -> tuple[float, Place]:
    return entry.rank, entry.place


def _once(entries: Iterable[Entry]) -> list[Entry]:
    """The first entry of each story."""
    found: dict[int, Entry] = {}
    for entry in entries:
        found.setdefault(entry.story, entry)
    return list(found.values())


def _up_to(place: Place) -> Place:
    """The place just before, so that what is later than it is that place or later than that."""
    return Place(place.day, place.id - 1)


def _unseen(
    question: Question, ordered: Sequence[Entry], later_than: Place | None, bookmark: Bookmark
) -> tuple[list[Entry], Place | None, bool]:
    """The first stories that do not stand on a page before, the last place gone through, and whether there are more.

    Of twice as many as a page has: where most were seen, the page is shorter.
    """
    near = ordered[: 2 * STORIES_A_PAGE + 1]
    seen = with_later(question, [e.story for e in near], later_than, bookmark.known) if later_than else set()
    fresh = [e for e in near if e.story not in seen]
    page = fresh[:STORIES_A_PAGE]
    through = page[-1] if len(fresh) > STORIES_A_PAGE else near[-1] if near else None
    return page, through and through.place, len(fresh) > STORIES_A_PAGE or len(ordered) > len(near)


def _stories(entries: Sequence[Entry]) -> list[StoryLine]:
    found = lines.of([entry.story for entry in entries])
    return [found[entry.story] for entry in entries if entry.story in found]


def _counted(found: Look, expected: int) -> dict[str, int]:
    """What is known of how many fit, where the list begins."""
    if not found.full:
        return {"count": len(_once(found.entries))}
    if expected >= REACH:
        return {"many": REACH, "estimated": True}
    return {"many": LOOKED_AT}
