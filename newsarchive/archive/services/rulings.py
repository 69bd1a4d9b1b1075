"""Editors' decisions: made, checked against earlier ones, carried out at once, and undone.

Each is one transaction that holds the clustering lane: the ruling, the re-clustering that it asks for, and the record
of who, when, why, before and after.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from newsarchive.archive.models import Article, Membership, RuledArticle, Ruling, Story
from newsarchive.archive.queries.schemes import SchemeRefused
from newsarchive.archive.services import clustering
from newsarchive.dedup.linkage import Contradiction

Standing = dict[str, list[str]]
"""Story ids to the names (digest#item) of the articles they hold."""


class Refused(Exception):
    """A decision that cannot be carried out; ``reason`` says why, in the editor's words."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@transaction.atomic
def merge_stories(story_ids: Sequence[int], *, by: User, reason: str) -> Ruling:
    """Make the named stories one. The one with most texts keeps its number; the others redirect to it.

    Raises `Refused` for fewer than two stories, for one that was merged away meanwhile, and where an earlier
    ruling keeps some of them apart.
    """
    _check_reason(reason)
    clustering.enter_lane()
    stories = _living(story_ids)
    if len(stories) < 2:
        raise Refused("Choose at least two stories to merge.")
    articles = list(Article.objects.filter(text__membership__story__in=stories))
    ruling = Ruling.objects.create(
        kind=Ruling.Kind.SAME, use=Ruling.Use.MERGE, reason=reason, made_by=by, before=_standing(story_ids)
    )
    _name(ruling, articles, RuledArticle.Side.A)
    return _carry_out(ruling, {a.text_id for a in articles})


@transaction.atomic
def take_out(story_id: int, article_ids: Sequence[int], *, by: User, reason: str) -> Ruling:
    """Move articles of a story into one story of their own, for good.

    Identical copies of what is taken out go along: one text cannot be in two stories. Raises `Refused` where
    nothing would stay or go, and where an earlier ruling holds some of both sides together.
    """
    _check_reason(reason)
    clustering.enter_lane()
    (story,) = _living([story_id])
    members = list(Article.objects.filter(text__membership__story=story))
    texts = {a.text_id for a in members if a.pk in set(article_ids)}
    leaving = [a for a in members if a.text_id in texts]
    staying = [a for a in members if a.text_id not in texts]
    if not leaving:
        raise Refused("None of the chosen articles is in this story any more. Look at the story again and choose anew.")
    if not staying:
        raise Refused("That would take out every article of the story, identical copies included; leave at least one.")
    ruling = Ruling.objects.create(
        kind=Ruling.Kind.DIFFERENT, use=Ruling.Use.TAKE_OUT, reason=reason, made_by=by, before=_standing([story_id])
    )
    _name(ruling, leaving, RuledArticle.Side.A)
    _name(ruling, staying, RuledArticle.Side.B)
    return _carry_out(ruling, {a.text_id for a in members})


@transaction.atomic
def undo(ruling_id: int, *, by: User, reason: str) -> Ruling:
    """Take a ruling back: its articles are clustered as if it had never been made; it stays in the history.

    Stories that it merged get their numbers back. Raises `Refused` if it was undone already.
    """
    _check_reason(reason)
    clustering.enter_lane()
    ruling = Ruling.objects.select_for_update(of=("self",)).filter(pk=ruling_id).first()
    if ruling is None:
        raise Refused("There is no such ruling.")
    if not ruling.holds:
        raise Refused(f"Ruling {ruling.pk} was undone already.")
    ruling.undone_by, ruling.undone_at, ruling.undone_reason = by, timezone.now(), reason
    ruling.save(update_fields=["undone_by", "undone_at", "undone_reason"])
    articles = _named_by(ruling)
    stories = Membership.objects.filter(text__in={a.text_id for a in articles}).values("story_id")
    texts = set(Membership.objects.filter(story__in=stories).values_list("text_id", flat=True))
    try:
        clustering.recluster(texts, _claims(ruling, articles))
    except SchemeRefused as trouble:
        raise Refused(trouble.reason) from None
    return ruling


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused("Say why: whoever looks at this later will want to know.")


def _living(story_ids: Iterable[int]) -> list[Story]:
    """The stories, locked in order. Raises `Refused` if one is gone or was merged away."""
    wanted = sorted(set(story_ids))
    stories = list(Story.objects.filter(pk__in=wanted).order_by("pk").select_for_update(of=("self",)))
    gone = [str(s.pk) for s in stories if s.merged_into_id]
    if gone:
        raise Refused(f"Story {', '.join(gone)} was merged into another meanwhile. Look again and decide anew.")
    if len(stories) < len(wanted):
        raise Refused("One of the stories is not in the archive.")
    return stories


def _name(ruling: Ruling, articles: Sequence[Article], side: RuledArticle.Side) -> None:
    RuledArticle.objects.bulk_create(
        [RuledArticle(ruling=ruling, original_digest=a.original_id, item=a.item, side=side) for a in articles],
        batch_size=2000,
    )


def _carry_out(ruling: Ruling, texts: set[int]) -> Ruling:
    try:
        clustering.recluster(texts)
    except Contradiction:
        raise Refused(_against(ruling)) from None
    except SchemeRefused as trouble:
        raise Refused(trouble.reason) from None
    now = Membership.objects.filter(text__in=texts).values_list("story_id", flat=True)
    ruling.after = _standing(set(now))
    ruling.save(update_fields=["after"])
    return ruling


def _against(ruling: Ruling) -> str:
    """Which earlier rulings of the other kind name the same articles."""
    mine = ruling.articles.filter(original_digest=OuterRef("original_digest"), item=OuterRef("item"))
    theirs = RuledArticle.objects.filter(Exists(mine)).exclude(ruling=ruling).values("ruling")
    others = Ruling.objects.filter(pk__in=theirs, undone_at__isnull=True).exclude(kind=ruling.kind)
    told = "; ".join(_told(r) for r in others.select_related("made_by").order_by("pk")[:3])
    return f"An earlier decision stands against this: {told or 'rulings that together say otherwise'}. Undo it first."


def _told(ruling: Ruling) -> str:
    who = ruling.made_by.get_username() if ruling.made_by else "someone"
    return f"ruling {ruling.pk} ({ruling.get_use_display()} by {who} on {ruling.made_at:%d %B %Y}: {ruling.reason})"


def _standing(story_ids: Iterable[int]) -> dict[str, Standing]:
    """What stories hold now, for the history."""
    held: Standing = {str(pk): [] for pk in sorted(story_ids)}
    rows = (
        Article.objects.filter(text__membership__story__in=[int(pk) for pk in held])
        .order_by("original_id", "item")
        .values_list("text__membership__story_id", "original_id", "item")
    )
    for story_id, digest, item in rows:
        held[str(story_id)].append(f"{digest}#{item}")
    return {"stories": held}


def _named_by(ruling: Ruling) -> list[Article]:
    named = set(ruling.articles.values_list("original_digest", "item"))
    articles = Article.objects.filter(original__in={digest for digest, _ in named})
    return [a for a in articles if (a.original_id, a.item) in named]


def _claims(ruling: Ruling, articles: Sequence[Article]) -> dict[int, list[int]]:
    """Which texts each story stood for before the ruling, so that it gets its number back."""
    text_of = {f"{a.original_id}#{a.item}": a.text_id for a in articles}
    claims: dict[int, list[int]] = defaultdict(list)
    for story_id, names in ruling.before.get("stories", {}).items():
        claims[int(story_id)] += sorted({text_of[name] for name in names if name in text_of})
    return {pk: texts for pk, texts in claims.items() if texts}
