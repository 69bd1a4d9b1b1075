"""What all decisions have in common: a reason, the lane, the record, and what happens to earlier ones."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User
from django.db import OperationalError, connection, transaction

from newsarchive.archive.models import Article, RuledArticle, RuledStory, Ruling, Story
from newsarchive.archive.queries import trials
from newsarchive.archive.queries.schemes import SchemeRefused
from newsarchive.archive.services import clustering, names

PATIENCE = "20s"
"""How long an editor waits for the lane; a chunk of new files holds it for a few seconds."""

Effect = Callable[[Ruling], Collection[int]]
"""Brings about what holds now for the articles that a ruling names; returns the stories that this touched.

It is asked when the ruling is made and again when it is undone, and looks at all that are in force, not at this one.
"""

Standing = dict[str, list[str]]
"""Story ids to the names (digest#item) of the articles they hold."""


class Refused(Exception):
    """A decision that cannot be carried out; ``reason`` says why, in the editor's words.

    ``against`` are the rulings in force that it contradicts. Naming all of them as ``replacing`` sets them aside.
    """

    def __init__(self, reason: str, against: Sequence[int] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.against = tuple(against)


@dataclass(frozen=True)
class Decision:
    """A ruling as it is asked for: what it says, of which articles, and which earlier rulings may go for it."""

    kind: Ruling.Kind
    use: Ruling.Use
    by: User | None
    reason: str
    sides: Mapping[RuledArticle.Side, Sequence[Article]]
    value: Mapping[str, Any] = field(default_factory=dict)
    level: Ruling.Level = Ruling.Level.STORY
    replacing: Collection[int] = ()


@contextmanager
def in_lane(reason: str) -> Iterator[None]:
    """One transaction in the clustering lane, for a decision with this reason.

    Raises `Refused` for want of a reason, where the workers keep the lane too long, and where this release cannot
    compute the scheme in force.
    """
    if not reason.strip():
        raise Refused("Say why: whoever looks at this later will want to know.")
    with transaction.atomic():
        enter_lane()
        try:
            yield
        except SchemeRefused as trouble:
            raise Refused(trouble.reason) from None


def enter_lane() -> None:
    """Take the clustering lane for an editor. Raises `Refused` where it is not free within `PATIENCE`."""
    _patiently(clustering.enter_lane)


def hold_readings() -> None:
    """Keep new articles from being filed by corrections and aliases that are about to change; `Refused` as above."""
    _patiently(names.change_them)


def _patiently(take: Callable[[], None]) -> None:
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
            take()
    except OperationalError as trouble:
        if getattr(trouble.__cause__, "sqlstate", "") != "55P03":
            raise
        raise Refused(_busy()) from None
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', '0', true)")


def _busy() -> str:
    """Why the lane is not free, in the editor's words."""
    trial = trials.in_the_lane()
    if trial is None:
        return "The archive is busy with new files just now. Nothing was changed; try again."
    what = "looking at what other numbers would change" if trial.act == trial.Act.LOOK else "changing to other numbers"
    return f"The archive is {what} just now (trial {trial.pk}). Nothing was changed; try again when that is done."


def entered(decision: Decision, before: Mapping[str, Any]) -> Ruling:
    """The ruling's row and the articles it names."""
    ruling = Ruling.objects.create(
        kind=decision.kind,
        use=decision.use,
        level=decision.level,
        value=dict(decision.value),
        reason=decision.reason,
        made_by=decision.by,
        before=dict(before),
    )
    for side, articles in decision.sides.items():
        name(ruling, articles, side)
    return ruling


def name(ruling: Ruling, articles: Iterable[Article], side: RuledArticle.Side) -> None:
    RuledArticle.objects.bulk_create(
        [RuledArticle(ruling=ruling, original_digest=a.original_id, item=a.item, side=side) for a in articles],
        batch_size=2000,
    )


def close(ruling: Ruling, after: Mapping[str, Any], stories: Iterable[int]) -> Ruling:
    """Record how things stand after it, and in which stories' histories it belongs."""
    ruling.after = dict(after)
    ruling.save(update_fields=["after"])
    touch(ruling, stories)
    return ruling


def touch(ruling: Ruling, stories: Iterable[int]) -> None:
    """Write the ruling into the histories of these stories."""
    RuledStory.objects.bulk_create(
        [RuledStory(ruling=ruling, story_id=pk) for pk in sorted(set(stories))], ignore_conflicts=True, batch_size=2000
    )


def living(story_ids: Iterable[int]) -> list[Story]:
    """The stories, locked in order. Raises `Refused` if one is gone, was merged away, or has no articles left."""
    wanted = sorted(set(story_ids))
    stories = list(Story.objects.filter(pk__in=wanted).order_by("pk").select_for_update(of=("self",)))
    gone = [str(s.pk) for s in stories if s.merged_into_id]
    if gone:
        raise Refused(f"Story {', '.join(gone)} was merged into another meanwhile. Look again and decide anew.")
    empty = [str(s.pk) for s in stories if not s.article_count]
    if empty:
        raise Refused(f"Story {', '.join(empty)} has no articles: they were withdrawn. Bring them back first.")
    if len(stories) < len(wanted):
        raise Refused("One of the stories is not in the archive.")
    return stories


def told(ruling: Ruling) -> str:
    """A ruling named to an editor."""
    who = ruling.made_by.get_username() if ruling.made_by else "someone"
    return f"ruling {ruling.pk} ({ruling.get_use_display()} by {who} on {ruling.made_at:%d %B %Y}: {ruling.reason})"
