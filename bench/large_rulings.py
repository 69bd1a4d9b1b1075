"""Rulings over a large archive: stories merged and members taken out, by one editor over three years, some undone."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Max
from django.utils import timezone
from psycopg.types.json import Jsonb

from bench.large_indexes import settle
from bench.large_rows import copy
from bench.traffic import SEED
from newsarchive.archive import models as tables

ARTICLES_A_RULING = 33
ON_THE_LARGEST = 40
UNDONE = 0.15


@dataclass(frozen=True)
class Story:
    """A story that is ruled on, and how rulings name its articles."""

    id: int
    last_text: int
    headline: str
    names: list[str]


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


def enter_rulings(by: User, seed: int = SEED) -> None:
    """A ruling for every few dozen articles, some of them on the largest story; the stories merged away with them."""
    dice = Random(seed)
    wanted = tables.Article.objects.count() // ARTICLES_A_RULING
    decided = list(_decided(wanted, dice))
    _enter_merged(decided)
    now = timezone.now()
    rows = [_ruling(number, d, by, now, dice) for number, d in enumerate(decided, 1)]
    copy(tables.Ruling, _RULING, rows)
    named = ((n, name[:-2], side) for n, d in enumerate(decided, 1) for name, side in _named(d))
    copy(tables.RuledArticle, ["ruling_id", "original_digest", "side"], named)
    _enter_history(decided, by)
    settle()


def _decided(wanted: int, dice: Random) -> Iterator[Decided]:
    """The other side of a merge is a story that is empty now; that of members taken out, the story they make."""
    standing = tables.Story.objects.order_by("-article_count", "pk")
    several = list(standing.filter(article_count__gt=1).values_list("pk", flat=True))
    alone = list(standing.filter(article_count=1).values_list("pk", flat=True)[: wanted + 1])
    about = [several[0]] * min(ON_THE_LARGEST, wanted // 2)
    about += dice.sample(several, min(len(several), wanted - len(about)))
    stories = _stories({*about, *alone})
    for emptied, pk in enumerate(about, standing.aggregate(last=Max("pk"))["last"] + 1):
        story = stories[pk]
        if dice.random() < 0.6:
            yield Decided("merge", story, emptied, story.names[:1], story.names[1:])
        else:
            out = stories[dice.choice(alone)]
            yield Decided("take out", story, out.id, out.names, story.names)


def _stories(wanted: Collection[int]) -> dict[int, Story]:
    found = {}
    members = tables.Article.objects.filter(text__membership__story__in=wanted).order_by("pk")
    rows = members.values_list(
        "text__membership__story", "text__membership__story__headline", "text", "original", "item"
    )
    for story, headline, text, original, item in rows.iterator():
        held = found.setdefault(story, Story(story, text, headline, []))
        held.names.append(f"{original}#{item}")
    for held in found.values():
        held.names.sort()
    return found


def _enter_merged(decided: Sequence[Decided]) -> None:
    columns = ["id", "lead_id", "merged_into_id", "headline", "dated_on", "dated_by"]
    rows = (
        (d.other, d.story.last_text, d.story.id, d.story.headline, datetime.date(2024, 1, 1), "published")
        for d in decided
        if d.use == "merge"
    )
    copy(tables.Story, columns, rows)


_RULING = ["id", "kind", "use", "reason", "made_by_id", "made_at", "before", "after"]
_RULING += ["undone_by_id", "undone_at", "undone_reason"]


def _ruling(number: int, d: Decided, by: User, now: datetime.datetime, dice: Random) -> tuple[Any, ...]:
    kind = "same" if d.use == "merge" else "different"
    reason = f"{d.story.headline}: told of the same morning, number {number}."
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
            object_repr=d.story.headline[:200],
            action_flag=CHANGE,
            change_message=f"Ruling {number}",
        )
        for number, d in enumerate(decided, 1)
    )
