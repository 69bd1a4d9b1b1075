"""Which articles are one story: merged, taken out, moved, parted, ruled on in pairs."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from django.contrib.auth.models import User

from newsarchive.archive.models import Article, Membership, RuledArticle, Ruling
from newsarchive.archive.queries import standings
from newsarchive.archive.queries.components import around
from newsarchive.archive.queries.conflicts import contradicted, contradictions
from newsarchive.archive.queries.force import RuledTexts, rulings_about, rulings_in_force
from newsarchive.archive.queries.schemes import in_force
from newsarchive.archive.services import clustering
from newsarchive.archive.services.rulings.deciding import (
    Decision,
    Refused,
    close,
    entered,
    in_lane,
    living,
    told,
)
from newsarchive.dedup.linkage import Contradiction

A, B, C = RuledArticle.Side.A, RuledArticle.Side.B, RuledArticle.Side.C

VERDICTS = (Ruling.Kind.SAME, Ruling.Kind.DIFFERENT, Ruling.Kind.UNSURE)


def merge_stories(story_ids: Sequence[int], *, by: User | None, reason: str, replacing: Collection[int] = ()) -> Ruling:
    """Make the named stories one. The one with most texts keeps its number; the others redirect to it.

    Raises `Refused` for fewer than two stories, for one that was merged away meanwhile, and where an earlier
    ruling keeps some of them apart.
    """
    with in_lane(reason):
        stories = living(story_ids)
        if len(stories) < 2:
            raise Refused("Choose at least two stories to merge.")
        articles = list(Article.objects.filter(text__membership__story__in=stories))
        kind, use = Ruling.Kind.SAME, Ruling.Use.MERGE
        return _move(Decision(kind, use, by, reason, {A: articles}, replacing=replacing))


def take_out(
    story_id: int, article_ids: Sequence[int], *, by: User | None, reason: str, replacing: Collection[int] = ()
) -> Ruling:
    """Move articles of a story into one story of their own, for good.

    Identical copies of what is taken out go along: one text cannot be in two stories. Raises `Refused` where
    nothing would stay or go, and where an earlier ruling holds some of both sides together.
    """
    with in_lane(reason):
        sides = _parted(story_id, article_ids)
        kind, use = Ruling.Kind.DIFFERENT, Ruling.Use.TAKE_OUT
        return _move(Decision(kind, use, by, reason, sides, replacing=replacing))


def move_to(
    story_id: int,
    article_ids: Sequence[int],
    target_id: int,
    *,
    by: User | None,
    reason: str,
    replacing: Collection[int] = (),
) -> Ruling:
    """Move articles of a story into another one, for good; identical copies go along.

    Raises `Refused` as `take_out` does, and where the target is the same story or was merged away.
    """
    with in_lane(reason):
        if story_id == target_id:
            raise Refused("They are in that story already. Choose another one to move them to.")
        sides = _parted(story_id, article_ids)
        (target,) = living([target_id])
        lead = Article.objects.filter(pk=target.lead_article_id, text__membership__story=target).first()
        if lead is None:
            raise Refused(f"Story {target_id} has no articles that they could join.")
        kind, use = Ruling.Kind.DIFFERENT, Ruling.Use.MOVE
        return _move(Decision(kind, use, by, reason, {**sides, C: [lead]}, replacing=replacing))


def part(
    story_id: int, article_ids: Sequence[int], *, by: User | None, reason: str, replacing: Collection[int] = ()
) -> Ruling:
    """Give each of the articles a story of its own, apart from each other and from those that stay.

    Raises `Refused` as `take_out` does.
    """
    with in_lane(reason):
        sides = _parted(story_id, article_ids)
        kind, use = Ruling.Kind.DIFFERENT, Ruling.Use.PART
        return _move(Decision(kind, use, by, reason, sides, {"alone": True}, replacing=replacing))


def rule_on_pair(
    one_id: int,
    other_id: int,
    verdict: Ruling.Kind | str,
    *,
    level: Ruling.Level | str = Ruling.Level.STORY,
    by: User | None,
    reason: str,
    replacing: Collection[int] = (),
) -> Ruling:
    """Say of two articles that they are the same, different, or that one cannot tell; of a story or of a version.

    *Same* brings their whole stories together, as far as rulings allow; *different* leaves to likeness which of the
    others goes with whom; *unsure* only keeps the pair from being asked again. Raises `Refused` for an article that
    is not in the archive, for different where both print the same text, and against earlier rulings.
    """
    with in_lane(reason):
        kind = Ruling.Kind(verdict)
        one, other = _both(one_id, other_id)
        if kind == Ruling.Kind.DIFFERENT and one.text_id == other.text_id:
            raise Refused("These two say exactly the same, word for word: they cannot be different.")
        sides = {A: [one], B: [other]} if kind == Ruling.Kind.DIFFERENT else {A: [one, other]}
        decision = Decision(kind, Ruling.Use.PAIR, by, reason, sides, level=Ruling.Level(level), replacing=replacing)
        return _move(decision)


def _both(one_id: int, other_id: int) -> tuple[Article, Article]:
    found = Article.objects.filter(text__membership__isnull=False).in_bulk([one_id, other_id])
    if len(found) < 2:
        raise Refused("Name two articles that are in the archive and have been compared.")
    return found[one_id], found[other_id]


def _parted(story_id: int, article_ids: Sequence[int]) -> dict[RuledArticle.Side, list[Article]]:
    """What leaves a story, its identical copies included, and what stays."""
    (story,) = living([story_id])
    members = list(Article.objects.filter(text__membership__story=story))
    chosen = set(article_ids)
    texts = {a.text_id for a in members if a.pk in chosen}
    sides = {A: [a for a in members if a.text_id in texts], B: [a for a in members if a.text_id not in texts]}
    if not sides[A]:
        raise Refused("None of the chosen articles is in this story any more. Look at the story again and choose anew.")
    if not sides[B]:
        raise Refused("That would take out every article of the story, identical copies included; leave at least one.")
    return sides


def _move(decision: Decision) -> Ruling:
    """Enter the ruling, set aside what it may replace, and put every article where it belongs."""
    named = [a for articles in decision.sides.values() for a in articles]
    texts = {a.text_id for a in named}
    stories = set(Membership.objects.filter(text__in=texts).values_list("story_id", flat=True))
    before = standings.recorded(stories)
    standing = rulings_about(texts)
    ruling = entered(decision, before)
    _set_aside(ruling, standing, decision)
    if ruling.kind in Ruling.MOVING:
        recluster(texts, {}, ruling)
    now = set(Membership.objects.filter(text__in=texts).values_list("story_id", flat=True))
    return close(ruling, standings.recorded(now), stories | now)


def _set_aside(ruling: Ruling, standing: Sequence[RuledTexts], decision: Decision) -> None:
    """Replace the rulings that this one contradicts, where the editor agreed to each. Raises `Refused`."""
    mine = [r for r in rulings_in_force([ruling.pk]) if r.id == ruling.pk]
    against = contradicted(mine, standing)
    if set(against) - set(decision.replacing):
        raise refusal(against)
    ruling.replaces.set(against)


def refusal(against: Iterable[int], then: str = "Undo it first, or set it aside on purpose.") -> Refused:
    numbers = sorted(set(against))
    earlier = Ruling.objects.filter(pk__in=numbers).select_related("made_by").order_by("pk")
    named = "; ".join(told(r) for r in earlier[:3]) or "rulings that together say otherwise"
    more = f"; and {len(numbers) - 3} more" if len(numbers) > 3 else ""
    return Refused(f"An earlier decision stands against this: {named}{more}. {then}", numbers)


def recluster(texts: Collection[int], claims: Mapping[int, Sequence[int]], ruling: Ruling) -> None:
    """Cut anew what the texts hang together with, for a ruling; refuse it where the rulings then contradict."""
    try:
        clustering.recluster(texts, claims)
    except Contradiction:
        against = contradictions(around(texts, in_force())[1]) - {ruling.pk}
        raise refusal(against, "Undo it first.") from None


def carry(ruling: Ruling) -> set[int]:
    """Cluster what the ruling named as the rulings in force now ask for; stories get back the numbers they had.

    Returns the stories that its articles are in afterwards.
    """
    claims = standings.claims(ruling.before)
    texts = set(standings.texts_named(ruling)) | {t for held in claims.values() for t in held}
    stories = Membership.objects.filter(text__in=texts).values("story_id")
    everyone = set(Membership.objects.filter(story__in=stories).values_list("text_id", flat=True))
    recluster(everyone, claims, ruling)
    return set(Membership.objects.filter(text__in=everyone).values_list("story_id", flat=True))
