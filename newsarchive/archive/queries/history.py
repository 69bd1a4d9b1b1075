"""The tale of a story, or of all of them: which rulings were made, what they changed, what became of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.utils.text import Truncator

from newsarchive.archive.models import RuledStory, Ruling, Story
from newsarchive.archive.queries import putting_right, telling
from newsarchive.archive.queries.force import replaced
from newsarchive.archive.queries.records import lines_named
from newsarchive.archive.queries.rulings import Line
from newsarchive.archive.queries.veil import Veil

CHANGES_SHOWN = 8
"""Changes that a line of the history lists; the ruling's own page has them all."""

MERGED_SHOWN = 50
"""Merged stories that a story's history lists."""

RULINGS_READ = 500
"""Rulings that are looked through for those that merged them."""


@dataclass(frozen=True)
class Entry:
    """A ruling in a history: what it decided and changed, in words, and by which later ones it is set aside.

    ``narrowed`` are later rulings that took some of its articles out and left it to count for the others. Of rulings on
    which of two articles is right, ``superseded`` is the later one on the same two that is the latest, and ``rests``
    why the ruling asks for nothing today. Of ``unrecorded`` ones nobody wrote down whose marks they changed.
    """

    ruling: Ruling
    told: str
    changes: Sequence[telling.Change]
    more: int
    aside: Sequence[int]
    narrowed: Sequence[int]
    superseded: int | None = None
    rests: str = ""
    unrecorded: bool = False

    @property
    def marks_articles(self) -> bool:
        """Whether it makes marks of articles today, maybe of such as came later."""
        return self.ruling.holds and telling.marks_articles(self.ruling)


@dataclass(frozen=True)
class Merged:
    """A story that went into another, and the ruling that made it so; None where the archive did by comparing."""

    story: Story
    ruling: Ruling | None


@dataclass(frozen=True)
class Lineage:
    """Where a story went, and which stories came to it."""

    into: Merged | None
    merged: Sequence[Merged]
    more: bool


def touching(story_id: int) -> QuerySet[Ruling]:
    """The rulings that a story took part in, the latest first, also those that were undone."""
    return Ruling.objects.filter(stories__story=story_id).order_by("-made_at", "-id")


def entries(rulings: Iterable[Ruling], most: int = CHANGES_SHOWN, veil: Veil | None = None) -> list[Entry]:
    """The rulings in words: a constant number of queries for rulings that come from `telling.short`.

    Leads under the veil are told as if they were gone.
    """
    made = [(ruling, telling.changes(ruling)) for ruling in rulings]
    lines = lines_named({name for _, found in made for name in telling.leads_in(found[:most])}, veil)
    aside, narrowed = _later([ruling.pk for ruling, _ in made])
    fates = putting_right.fates(ruling for ruling, _ in made)
    return [
        Entry(
            ruling=ruling,
            told=telling.told(ruling),
            changes=[_with_leads(change, lines) for change in found[:most]],
            more=max(len(found) - most, 0),
            aside=aside[ruling.pk],
            narrowed=narrowed[ruling.pk],
            superseded=fates[ruling.pk].by if ruling.pk in fates else None,
            rests=fates[ruling.pk].rests if ruling.pk in fates else "",
            unrecorded=telling.unrecorded(ruling),
        )
        for ruling, found in made
    ]


def _with_leads(change: telling.Change, lines: Mapping[str, Line]) -> telling.Change:
    """The change with headlines in place of names."""
    if not change.named:
        return change
    return replace(change, before=_lead(change.before, lines), after=_lead(change.after, lines))


def _lead(name: str, lines: Mapping[str, Line]) -> str:
    line = lines.get(name)
    if line:
        return f"article {line.article_id}, {telling.quoted(line.headline)}"
    return name if name == telling.NOTHING else f"{Truncator(name).chars(13)}, no longer here"


def _later(ruling_ids: Sequence[int]) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """For each ruling those later ones in force that set it aside, and those that narrowed it."""
    state = replaced()
    links = Ruling.replaces.through.objects.filter(to_ruling__in=ruling_ids, from_ruling__undone_at=None)
    aside: dict[int, list[int]] = defaultdict(list)
    narrowed: dict[int, list[int]] = defaultdict(list)
    for later, earlier in links.order_by("from_ruling_id").values_list("from_ruling_id", "to_ruling_id"):
        if later in state.narrowed.get(earlier, ()):
            narrowed[earlier].append(later)
        elif later not in state.off and earlier in state.off:
            aside[earlier].append(later)
    return aside, narrowed


def lineage(story: Story) -> Lineage:
    """Where a story went and what came to it, each with the ruling that made it so."""
    came = list(story.merged.order_by("pk")[: MERGED_SHOWN + 1])
    by = _merging([story.pk, *(other.pk for other in came[:MERGED_SHOWN])])
    into = Merged(story.merged_into, by.get(story.pk)) if story.merged_into else None
    merged = [Merged(other, by.get(other.pk)) for other in came[:MERGED_SHOWN]]
    return Lineage(into, merged, len(came) > MERGED_SHOWN)


def _merging(story_ids: Sequence[int]) -> dict[int, Ruling]:
    """For each story the latest ruling that stands and left it without articles."""
    rows = RuledStory.objects.filter(
        story__in=story_ids, ruling__undone_at=None, ruling__kind__in=Ruling.MOVING
    ).values_list("ruling_id", "story_id")
    touched = list(rows.order_by("-ruling_id")[:RULINGS_READ])
    rulings = {r.pk: r for r in telling.short(Ruling.objects.filter(pk__in={pk for pk, _ in touched}))}
    found: dict[int, Ruling] = {}
    for pk, story in reversed(touched):
        before, after = (telling.record(rulings[pk], when).stories for when in ("before", "after"))
        if story in before and not after.get(story):
            found[story] = rulings[pk]
    return found
