"""Rulings over a large archive: stories merged and members taken out, by one editor over three years, some undone."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from psycopg.types.json import Jsonb

from bench.large import SEED, Story, copy, settle, sizes
from newsarchive.archive import models as tables

ARTICLES_A_RULING = 33
ON_THE_LARGEST = 40
UNDONE = 0.15


@dataclass(frozen=True)
class Decided:
    """A ruling to be: the story it is about, the other number that the story's members had or got, those named."""

    use: str
    story: Story
    other: int
    moved: Sequence[str]
    kept: Sequence[str]

    @property
    def before(self) -> dict[str, list[str]]:
        if self.use == "merge":
            return {str(self.story.id): [*self.kept], str(self.other): [*self.moved]}
        return {str(self.story.id): sorted([*self.kept, *self.moved])}

    @property
    def after(self) -> dict[str, list[str]]:
        if self.use == "merge":
            return {str(self.story.id): sorted([*self.kept, *self.moved])}
        return {str(self.story.id): [*self.kept], str(self.other): [*self.moved]}


def enter_rulings(stories: Sequence[Story], by: User, seed: int = SEED) -> None:
    """A ruling for every few dozen articles, some of them on the largest story; the stories merged away with them."""
    dice = Random(seed)
    wanted = sum(len(s.articles) for s in stories) // ARTICLES_A_RULING
    decided = list(_decided(stories, wanted, dice))
    _enter_merged(decided)
    now = timezone.now()
    rows = [_ruling(number, d, by, now, dice) for number, d in enumerate(decided, 1)]
    copy(tables.Ruling, _RULING, rows)
    named = ((n, name[:-2], side) for n, d in enumerate(decided, 1) for name, side in _named(d))
    copy(tables.RuledArticle, ["ruling_id", "original_digest", "side"], named)
    _enter_history(decided, by)
    settle()


def _decided(stories: Sequence[Story], wanted: int, dice: Random) -> Iterator[Decided]:
    """The other side of a merge is a story that is empty now; that of members taken out, the story they make."""
    several = [s for count, own in sorted(sizes(stories).items()) if count > 1 for s in own]
    alone = [s for s in stories if len(s.articles) == 1]
    about = [stories[0]] * min(ON_THE_LARGEST, wanted // 2)
    about += dice.sample(several, min(len(several), wanted - len(about)))
    for emptied, story in enumerate(about, len(stories) + 1):
        if dice.random() < 0.6:
            names = story.names
            yield Decided("merge", story, emptied, names[:1], names[1:])
        else:
            out = dice.choice(alone)
            yield Decided("take out", story, out.id, out.names, story.names)


def _enter_merged(decided: Sequence[Decided]) -> None:
    columns = ["id", "lead_id", "merged_into_id", "headline", "dated_on", "dated_by"]
    rows = (
        (d.other, d.story.texts[-1], d.story.id, d.story.report.headline, datetime.date(2024, 1, 1), "published")
        for d in decided
        if d.use == "merge"
    )
    copy(tables.Story, columns, rows)


_RULING = ["id", "kind", "use", "reason", "made_by_id", "made_at", "before", "after"]
_RULING += ["undone_by_id", "undone_at", "undone_reason"]


def _ruling(number: int, d: Decided, by: User, now: datetime.datetime, dice: Random) -> tuple[Any, ...]:
    kind = "same" if d.use == "merge" else "different"
    reason = f"{d.story.report.headline}: told of the same morning, number {number}."
    made = now - datetime.timedelta(minutes=dice.randrange(3 * 365 * 24 * 60))
    undone = (by.pk, now, "Not after all.") if dice.random() < UNDONE else (None, None, "")
    return number, kind, d.use, reason, by.pk, made, Jsonb({"stories": d.before}), Jsonb({"stories": d.after}), *undone


def _named(d: Decided) -> Iterator[tuple[str, str]]:
    yield from ((name, "a") for name in d.moved)
    yield from ((name, "a" if d.use == "merge" else "b") for name in d.kept)


def _enter_history(decided: Sequence[Decided], by: User) -> None:
    kind = ContentType.objects.get_for_model(tables.Story)
    LogEntry.objects.bulk_create(
        LogEntry(
            user=by,
            content_type=kind,
            object_id=str(d.story.id),
            object_repr=d.story.report.headline[:200],
            action_flag=CHANGE,
            change_message=f"Ruling {number}",
        )
        for number, d in enumerate(decided, 1)
    )
