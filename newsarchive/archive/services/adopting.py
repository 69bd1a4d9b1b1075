"""Changing the scheme that stories are made by: looked at first, adopted in one step, and taken back.

Adopting holds the clustering lane: until it ends, files that were read wait to be settled and rulings wait their
turn. Rulings hold under every scheme. Stories keep their ids where most of their texts stay together.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from django.contrib.auth.models import User
from django.db import transaction

from newsarchive.archive.models import Adoption, Membership, Ruling, Story
from newsarchive.archive.queries import bonds, stock
from newsarchive.archive.queries.adoptions import Comparison, Report, Rulings
from newsarchive.archive.queries.affected import stories_opening_otherwise, texts_affected
from newsarchive.archive.queries.cutting import Cluster, cut_anew, ids_kept
from newsarchive.archive.queries.force import RuledTexts, rulings_in_force
from newsarchive.archive.queries.schemes import load
from newsarchive.archive.services import beside, clustering, massing, placing, schemes, updates
from newsarchive.archive.services.beside import Progress
from newsarchive.dedup.regrouping import Kind, regroupings
from newsarchive.dedup.schemes import ClusteringScheme

Claims = Mapping[int, Sequence[int]]
"""The texts that stories stood for, by the story's id."""

_TEXTS_AT_ONCE = 2000


class NothingBefore(Exception):
    """There is no scheme to go back to."""


class Overtaken(Exception):
    """Another scheme came into force than the one that was there when the change was decided on."""


def _unrecorded(report: Report) -> None:
    """Nobody keeps a record of their own."""


@dataclass(frozen=True)
class Wish:
    """A change that somebody wants, and why.

    ``since`` is the adoption that was the latest when it was decided on; where another came since, nothing is
    changed. ``recorded`` is called inside the transaction that changes the archive: what it writes holds if, and
    only if, the change does.
    """

    reason: str = ""
    by: User | None = None
    since: int | None = None
    recorded: Callable[[Report], None] = _unrecorded


def preview(scheme: ClusteringScheme, progress: Progress) -> Report:
    """What the scheme would change. Its matches are computed beside the others; no story is touched."""
    with beside.alone():
        beside.compute(scheme, progress)
        with transaction.atomic():
            clustering.enter_lane()
            return _Change.under(scheme, {}, progress).report


def adopt(scheme: ClusteringScheme, progress: Progress, *, reason: str = "", by: User | None = None) -> Report:
    """Put the scheme in force and every text in its place under it, all at once."""
    return carry_out(scheme, progress, Wish(reason, by))


def carry_out(scheme: ClusteringScheme, progress: Progress, wish: Wish) -> Report:
    """Adopt the scheme as wished. Raises `Overtaken`."""
    with beside.alone():
        beside.compute(scheme, progress)
        return _switch(scheme, {}, progress, wish)


def back(progress: Progress, *, reason: str = "", by: User | None = None) -> tuple[ClusteringScheme, Report]:
    """Return to the scheme that the last adoption replaced; stories that it changed get their ids back.

    Doing it twice returns to where it was. Raises `NothingBefore`, and `SchemeRefused` where this release cannot
    compute that scheme.
    """
    return carry_back(progress, Wish(reason, by))


def carry_back(progress: Progress, wish: Wish) -> tuple[ClusteringScheme, Report]:
    """Return as wished. Raises what `back` does, and `Overtaken`."""
    with beside.alone():
        last = Adoption.objects.select_related("replaced").order_by("-id").first()
        if last is None or last.replaced is None:
            raise NothingBefore("No scheme was in force before this one.")
        scheme = load(last.replaced.id, last.replaced.definition)
        beside.compute(scheme, progress)
        claims = {int(story): texts for story, texts in last.before.items()}
        reason = wish.reason or f"Back from {last.scheme_id}."
        return scheme, _switch(scheme, claims, progress, replace(wish, reason=reason, since=wish.since or last.pk))


@transaction.atomic
def _switch(scheme: ClusteringScheme, claims: Claims, progress: Progress, wish: Wish) -> Report:
    clustering.enter_lane()
    replaced = _replaced(wish)
    change = _Change.under(scheme, claims, progress)
    if replaced != scheme.id:
        Adoption.objects.create(
            scheme=schemes.entered(scheme),
            replaced_id=replaced,
            adopted_by=wish.by,
            reason=wish.reason,
            report=change.report.as_json(),
            before=change.before(),
        )
    change.carry_out(progress)
    register = stock.register_number_of(replaced)
    placing.renew_ledes(stories_opening_otherwise(register, scheme))
    wish.recorded(change.report)
    return change.report


def _replaced(wish: Wish) -> str | None:
    """The scheme in force. Raises `Overtaken` where the wish was for another time."""
    latest = Adoption.objects.order_by("-id").values_list("id", "scheme_id").first()
    if wish.since and latest and latest[0] != wish.since:
        raise Overtaken(
            "Another scheme came into force after this was decided on. Nothing was changed; look at how things stand"
            " now and decide anew."
        )
    return latest[1] if latest else None


@dataclass(frozen=True)
class _Change:
    """The stories under a scheme, computed inside the lane and not written yet."""

    scheme: ClusteringScheme
    wanted: Sequence[Cluster]
    claims: Claims
    seen: Comparison
    report: Report
    affected: Sequence[int] | None
    """The texts that may say something else, or match otherwise, under the scheme; None where that may be any."""

    @classmethod
    def under(cls, scheme: ClusteringScheme, claims: Claims, progress: Progress) -> _Change:
        """Catch up with texts that came in meanwhile, and cut every component anew that may come out otherwise."""
        while beside.match_some(scheme):
            pass
        rulings = rulings_in_force()
        texts = texts_affected(scheme, claims)
        held = [*rulings, *bonds.every(rulings, scheme)]
        wanted = _cut(_every_text() if texts is None else texts, held, scheme, progress)
        seen = Comparison(wanted, partly=texts is not None)
        known = set(Story.objects.filter(id__in=claims).values_list("id", flat=True))
        claims = {story: texts for story, texts in claims.items() if story in known}
        kept = ids_kept(seen.stories, _held(seen, claims))
        report = seen.report([kept.get(i) for i in range(len(wanted))], _contradicted(rulings, scheme))
        return cls(scheme, wanted, claims, seen, report, texts)

    def before(self) -> dict[str, list[int]]:
        """The texts of each of today's stories that will not stay as it is."""
        torn = {pk for group in self.seen.regrouped if group.kind != Kind.KEPT for pk in group.before}
        held: dict[str, list[int]] = defaultdict(list)
        for text, story in self.seen.story_of.items():
            if story in torn:
                held[str(story)].append(text)
        return dict(held)

    def carry_out(self, progress: Progress) -> None:
        """Put every text in its place, some thousands at a time. What was known of masses among them holds no longer:
        what comes to these next is cut anew.
        """
        massing.forget([text for story in self.seen.stories for text in story])
        done = 0
        for indices in self._portions():
            texts = {text for i in indices for text in self.seen.stories[i]}
            claims = {story: held for story, held in self.claims.items() if not texts.isdisjoint(held)}
            placing.place([self.wanted[i] for i in indices], claims, self.scheme)
            done += len(indices)
            progress("Placing", done, len(self.wanted))
        updates.tell_anew_with(self.affected)
        progress("Placing", len(self.wanted), len(self.wanted))

    def _portions(self) -> Iterator[list[int]]:
        """Wanted stories between which no text, and no number, is exchanged; single texts that stay are left out."""
        held = _held(self.seen, self.claims)
        portion: list[int] = []
        size = 0
        for group in regroupings([self.seen.story_of, held], self.seen.stories):
            count = sum(len(self.seen.stories[i]) for i in group.after)
            if group.kind == Kind.KEPT and group.before and count == 1:
                continue
            portion += group.after
            size += count
            if size >= _TEXTS_AT_ONCE:
                yield portion
                portion, size = [], 0
        if portion:
            yield portion


def _held(seen: Comparison, claims: Claims) -> dict[int, int]:
    """The story that each text counts for when numbers are given: a claimed one, else today's."""
    held = {text: story for text, story in seen.story_of.items() if story not in claims}
    for story, texts in claims.items():
        held |= dict.fromkeys(texts, story)
    return held


def _every_text() -> list[int]:
    return list(Membership.objects.order_by("text_id").values_list("text_id", flat=True))


def _cut(
    texts: Sequence[int], rulings: Sequence[RuledTexts], scheme: ClusteringScheme, progress: Progress
) -> list[Cluster]:
    """The stories that the whole components of the texts fall into."""
    seen: set[int] = set()
    wanted: list[Cluster] = []
    for start in range(0, len(texts), _TEXTS_AT_ONCE):
        fresh = [text for text in texts[start : start + _TEXTS_AT_ONCE] if text not in seen]
        found = cut_anew(fresh, rulings, scheme)
        seen.update(text for story in found for version in story for text in version)
        wanted += found
        progress("Clustering", min(start + _TEXTS_AT_ONCE, len(texts)), len(texts))
    return wanted


def _contradicted(rulings: Sequence[RuledTexts], scheme: ClusteringScheme) -> Rulings:
    """Which rulings decide otherwise than the scheme would if there were none."""
    named = {text for ruling in rulings for text in (*ruling.a, *ruling.b)}
    free = cut_anew(named, [], scheme)
    story = {text: i for i, versions in enumerate(free) for version in versions for text in version}
    version = {text: min(texts) for versions in free for texts in versions for text in texts}
    against = {ruling.id for ruling in rulings if _denied(ruling, version if ruling.level == "version" else story)}
    return Rulings(len({ruling.id for ruling in rulings}), sorted(against))


def _denied(ruling: RuledTexts, group: Mapping[int, int]) -> bool:
    one, other = ({group[text] for text in side} for side in (ruling.a, ruling.b))
    return len(one) > 1 if ruling.kind == Ruling.Kind.SAME else not one.isdisjoint(other)
