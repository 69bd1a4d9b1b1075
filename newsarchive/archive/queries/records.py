"""What a ruling's record names, as far as it is still here: bounded, and in as many queries however long it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet

from newsarchive.archive.models import Article, Membership, Ruling, Story
from newsarchive.archive.queries.rulings import MEMBERS_SHOWN, Line, Lines, lines, standings
from newsarchive.archive.queries.veil import Veil
from newsarchive.archive.queries.veiled import seen

STORIES_SHOWN = 12


@dataclass(frozen=True)
class Standing:
    """A story as a ruling's record names it: lines for the articles still here, names for those that are gone."""

    story_id: int
    lines: Lines
    gone: Sequence[str]


@dataclass(frozen=True)
class Kept:
    """The stories of a record, the first of them in full, and how many are not shown."""

    shown: Sequence[Standing]
    more: int


@dataclass(frozen=True)
class Written:
    """A ruling's articles by side, how the stories stood before and after it, and where its articles are today.

    ``seen`` says what those stories are made of (see `newsarchive.archive.queries.rulings.standings`).
    """

    sides: Sequence[tuple[str, Standing]]
    before: Kept
    after: Kept
    today: Sequence[Story]
    seen: Sequence[str]


def written(ruling: Ruling, veil: Veil | None = None) -> Written:
    """The ruling's record, and the stories that its articles are in today. What is under the veil is as if gone."""
    today = _stories_today(ruling, veil)
    sides = _sides(ruling)
    before, after = _stories(ruling.before), _stories(ruling.after)
    names = [name for listed, _ in sides.values() for name in listed]
    names += [name for some in (before, after) for _, held in some[:STORIES_SHOWN] for name in held[:MEMBERS_SHOWN]]
    found = lines_named(names, veil)
    return Written(
        sides=[(side, _standing(0, listed, total, found)) for side, (listed, total) in sides.items()],
        before=_kept(before, found),
        after=_kept(after, found),
        today=today,
        seen=list(standings(story.pk for story in today).values()),
    )


def _sides(ruling: Ruling) -> dict[str, tuple[list[str], int]]:
    """For each side the first names on it, and how many it has."""
    named = ruling.articles.order_by("id").values_list("original_digest", "item")
    counts = ruling.articles.order_by("side").values_list("side").annotate(Count("id"))
    return {
        side: ([f"{digest}#{item}" for digest, item in named.filter(side=side)[:MEMBERS_SHOWN]], total)
        for side, total in counts
    }


def _stories(record: Mapping[str, Any]) -> list[tuple[int, list[str]]]:
    stories = record.get("stories", {}) if isinstance(record, dict) else {}
    return sorted((int(story), names) for story, names in stories.items())


def _kept(stories: Sequence[tuple[int, list[str]]], found: Mapping[str, Line]) -> Kept:
    shown = [_standing(story, names, len(names), found) for story, names in stories[:STORIES_SHOWN]]
    return Kept(shown, len(stories) - len(shown))


def _standing(story_id: int, names: Sequence[str], total: int, found: Mapping[str, Line]) -> Standing:
    """``names`` may be but the first of the ``total``."""
    asked = names[:MEMBERS_SHOWN]
    gone = [name for name in asked if name not in found]
    return Standing(story_id, Lines([found[name] for name in asked if name in found], total - len(gone)), gone)


def lines_named(names: Iterable[str], veil: Veil | None = None) -> dict[str, Line]:
    """The articles that still go by these names (``<digest>#<item>``), as lists print them."""
    wanted = set(names)
    near = Article.objects.filter(original__in={name.rpartition("#")[0] for name in wanted})
    found = listed(seen(near, veil))
    articles = [article for article in found if f"{article.original_id}#{article.item}" in wanted]
    pairs = zip(articles, lines(articles), strict=True)
    return {f"{article.original_id}#{article.item}": line for article, line in pairs}


def listed(articles: QuerySet[Article]) -> QuerySet[Article]:
    """The articles with what `newsarchive.archive.queries.rulings.lines` prints of them, and no more."""
    return (
        articles.select_related("source")
        .only("headline", "source__name", "dated_on", "dated_by", "text_id", "original_id", "item")
        .annotate(version=F("text__membership__version_id"))
    )


def _stories_today(ruling: Ruling, veil: Veil | None, most: int = MEMBERS_SHOWN) -> list[Story]:
    named = ruling.articles.filter(original_digest=OuterRef("original_id"), item=OuterRef("item"))
    texts = Article.objects.filter(Exists(named)).values("text_id")
    found = Membership.objects.filter(text__in=texts).values("story_id")
    return list(seen(Story.objects.filter(pk__in=found), veil).order_by("pk")[:most])
