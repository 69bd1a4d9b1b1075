"""What notices do to other articles is worked out with the stories that it touches: corrections, kills, embargoes.

It depends on what is in the archive, on the rulings, and on nothing that was carried before. Whoever calls this holds
the clustering lane.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from psycopg.types.json import Jsonb

from newsarchive.archive.models import Carried, Membership
from newsarchive.archive.queries import carrying, putting_right
from newsarchive.archive.queries.arrays import rows
from newsarchive.archive.queries.carrying import Standing, Working
from newsarchive.archive.queries.said import of_stories
from newsarchive.archive.queries.schemes import in_force
from newsarchive.archive.queries.turned import Carries
from newsarchive.archive.services import noting
from newsarchive.archive.services.bulk import copy_rows
from newsarchive.dedup import spreading
from newsarchive.dedup.overtaking import by_the_latest
from newsarchive.dedup.put_right import lines
from newsarchive.dedup.spreading import Effect, Member
from newsarchive.wire.embargoes import HOLDING
from newsarchive.wire.notices import WITHDRAWING

VERSION = "carried-7"
"""By which rules it is worked out what notices do: raise it where `dedup.spreading`, `dedup.overtaking`,
`dedup.put_right` or `dedup.naming` answers otherwise.
"""

MOST_WORDS = 1000
"""Texts of a story whose words are looked at for what a correction puts right: leads first, then by digest."""


class _Row(NamedTuple):
    """What a row of `Carried` is to say."""

    text: int
    notice: int
    mark: str
    confidence: float
    why: tuple[str, ...]
    changes: tuple[dict[str, str], ...]


def renew(story_ids: Collection[int]) -> set[int]:
    """Bring what notices do to the texts of these stories up to date; a question where no notice does anything.

    Returns the stories in which that changed.
    """
    if not story_ids or not any(question.any() for question in _ASKED_FIRST):
        return set()
    working = carrying.working_in(story_ids)
    stands = carrying.standing(story_ids)
    changed = _write(_wanted(working), stands) if working or stands else set()
    return {story for (story,) in rows(Membership, ("story_id",), "text_id", changed)}


def without(ruling_id: int, story_ids: Collection[int]) -> list[Carries]:
    """What notices would do to the texts of these stories were a ruling undone; nothing is written."""
    return [row[:3] for row in _wanted(carrying.working_in(story_ids, ruling_id), ruling_id)]


_ASKED_FIRST = (carrying.ANY_CARRYING, carrying.ANY_CARRIED, putting_right.ANY)


def _wanted(working: Sequence[Working], without: int | None = None) -> list[_Row]:
    stories = {each.story for each in working}
    if not stories:
        return []
    members = carrying.members_of(stories)
    lifted = carrying.lifted_from_texts(stories)
    said = of_stories(stories, without)
    correcting = _Correcting([each for each in working if "correction" in each.kinds and not each.named], members)
    held_whole = _holding(working, members)
    done: dict[int, list[tuple[Member, Effect]]] = defaultdict(list)
    for each in working:
        by = each.sent or next(m for m in members[each.story] if m.article == each.notice)
        done[each.story] += ((by, effect) for effect in _effects(each, members[each.story], correcting, held_whole))
    found = []
    for story, effects in done.items():
        of_story = said[story].lifted if story in said else frozenset()
        off = partial(_lifted, of_story, lifted)
        standing = spreading.without_overtaken(spreading.without_killed(effects, off))
        found += [_row(by.article, effect) for by, effect in by_the_latest(standing) if not off(effect)]
    return _strongest(found)


def _lifted(of_story: Collection[str], of_texts: Collection[tuple[int, str]], effect: Effect) -> bool:
    """Whether editors took such a mark off the story, or off the text."""
    mark = "corrected" if effect.mark == "corrects" else effect.mark
    return mark in of_story or (effect.text, mark) in of_texts


def _effects(
    each: Working, members: Sequence[Member], correcting: _Correcting, holding: Mapping[int, set[int]]
) -> Iterator[Effect]:
    by_article = {member.article: member for member in members}
    if each.named and each.sent:
        named = [(by_article[pk], sure, why) for pk, sure, why in each.named]
        whole = {text for member, *_ in named for text in holding.get(member.text, ())}
        yield from spreading.withdrawn(by_article.get(each.notice, each.sent), named, members, whole)
        return
    notice = by_article[each.notice]
    if "correction" in each.kinds:
        yield from correcting.effects(each, notice, members)
    if each.kinds & HOLDING:
        yield from spreading.held(notice, members)
    if each.kinds & WITHDRAWING and any(m.version == notice.version and not m.kinds & WITHDRAWING for m in members):
        why = ["the notice prints the text that it withdraws"]
        yield from spreading.withdrawn(notice, [(notice, 0.9, why)], members, set())


def _holding(working: Sequence[Working], members: Mapping[int, Sequence[Member]]) -> Mapping[int, set[int]]:
    named = {pk for each in working for pk, *_ in each.named}
    texts = {m.text for some in members.values() for m in some if m.article in named}
    if not texts:
        return {}
    scheme = in_force()
    return carrying.holding(texts, scheme.id, scheme.trimmed)


class _Correcting:
    """What corrections need besides: the words of their stories, and the paragraphs of what they are compared with."""

    def __init__(self, working: Sequence[Working], members: Mapping[int, Sequence[Member]]) -> None:
        own = {each.story: members[each.story] for each in working}
        texts = {text for some in own.values() for text in _first_texts(some)}
        texts |= {m.text for each in working for m in members[each.story] if m.article in {each.notice, *each.corrects}}
        self._words = carrying.words_of(texts) if texts else {}
        asked = set()
        for each in working:
            notice = next(m for m in members[each.story] if m.article == each.notice)
            near = () if each.corrects else spreading.origins_of(notice, members[each.story], self._words)
            asked |= {m.article for m in near} | each.corrects | {each.notice}
        self._bodies = carrying.bodies_of(asked) if asked else {}

    def effects(self, each: Working, notice: Member, members: Sequence[Member]) -> list[Effect]:
        said = [(before, after) for before, after in each.said.get("corrects", ())]
        named = sorted((m for m in members if m.article in each.corrects), key=lambda m: m.order)
        spared = {m.text for m in members if m.article in each.spares}
        return spreading.corrected(
            notice, members, self._words, said, lambda article: self._bodies.get(article, []), named, spared
        )


def _first_texts(members: Sequence[Member]) -> list[int]:
    ordered = sorted(members, key=lambda m: (not m.leads, m.order))
    return list(dict.fromkeys(m.text for m in ordered))[:MOST_WORDS]


def _row(notice: int, effect: Effect) -> _Row:
    changes = tuple(line._asdict() for line in lines(effect.changes))
    return _Row(effect.text, notice, effect.mark, effect.confidence, effect.why, changes)


def _strongest(found: Sequence[_Row]) -> list[_Row]:
    """One row a text, notice and mark: the one that is surest."""
    best: dict[tuple[int, int, str], _Row] = {}
    for row in found:
        known = best.get(row[:3])
        if known is None or (row.confidence, row.why) > (known.confidence, known.why):
            best[row[:3]] = row
    return list(best.values())


def _write(wanted: Collection[_Row], stands: Sequence[Standing]) -> set[int]:
    """Change as few rows as that takes. Returns the texts to which something else is done now."""
    here = {_known(each): each.pk for each in stands}
    now = {_known(row): row for row in wanted}
    gone = [pk for known, pk in here.items() if known not in now]
    if gone:
        Carried.objects.filter(pk__in=gone).delete()
        noting.forget({each.notice for each in stands if _known(each) not in now})
    fresh = sorted((row for known, row in now.items() if known not in here), key=lambda row: row[:3])
    if fresh:
        noting.stand_for({row.notice for row in fresh})
        columns = ("text_id", "notice_id", "mark", "confidence", "why", "changes")
        copy_rows(Carried, columns, ((*row[:4], Jsonb(list(row.why)), Jsonb(list(row.changes))) for row in fresh))
    return {each.text for each in stands if _known(each) not in now} | {row.text for row in fresh}


def _known(row: _Row | Standing) -> tuple[Any, ...]:
    changes = tuple(tuple(sorted(change.items())) for change in row.changes)
    return row.text, row.notice, row.mark, row.confidence, row.why, changes
