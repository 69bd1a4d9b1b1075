"""Where a story would fall apart first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from django.db.models import Count
from django.db.models.functions import Greatest, Least

from newsarchive.archive.models import Article, Match, Membership, Story, Text
from newsarchive.archive.queries.evidence import copies_first, first_printings, rulings_within
from newsarchive.archive.queries.relations import compare_texts
from newsarchive.archive.queries.schemes import for_pages
from newsarchive.dedup.groups import Groups
from newsarchive.dedup.likeness import UNIT
from newsarchive.dedup.schemes import ClusteringScheme

MOST_MATCHES = 200_000
"""Matches of a story that are looked at, the strongest first; 600 texts have no more."""


@dataclass(frozen=True)
class Link:
    """The tie of two texts without which their story would be two: no way round it is stronger at every step.

    Copies are tied most strongly, other texts by their odds. ``one`` was the first to print the text on the side with
    fewer articles, ``other`` the one across. ``odds`` of one story are a natural logarithm; None where a ruling, and
    nothing else, holds the two sides together. The two ``articles`` counts add up to the story.
    """

    one: Article
    other: Article
    odds: float | None
    ruling: int | None
    articles: int
    other_articles: int


class _Tie(NamedTuple):
    one: int
    other: int
    odds: float | None
    ruling: int | None = None


class _Break(NamedTuple):
    """A tie, and which texts are on its first text's side once it is gone."""

    tie: _Tie
    side: frozenset[int]


def weakest_link(story: Story, rulings: Mapping[int, Sequence[int]] | None = None) -> Link | None:
    """The weakest edge of the maximum spanning tree of the story's matches, in a constant number of queries.

    ``rulings`` are those within the story, where they are known.

    What rulings hold together does not part by likeness; where nothing but a ruling ties two parts, it is the link.
    None for a story of one text, and for one so large that its `MOST_MATCHES` strongest matches do not connect it.
    """
    counts = _articles_of_each(story)
    broken = _weakest(story, sorted(counts), rulings) if len(counts) > 1 else None
    return _link(broken, counts) if broken else None


def weakest_cut(story: Story) -> list[int]:
    """The articles on the smaller side of the weakest link, in order; none where the story has no such link."""
    counts = _articles_of_each(story)
    broken = _weakest(story, sorted(counts), None) if len(counts) > 1 else None
    if broken is None:
        return []
    side, rest = set(broken.side), set(counts) - set(broken.side)
    here, there = (sum(counts[t] for t in texts) for texts in (side, rest))
    smaller = side if (here, min(side)) <= (there, min(rest)) else rest
    return list(Article.objects.filter(text__in=smaller).order_by("pk").values_list("pk", flat=True))


def _weakest(story: Story, texts: Sequence[int], rulings: Mapping[int, Sequence[int]] | None) -> _Break | None:
    scheme = for_pages()
    matches = _matches(story, scheme)
    held = [
        _Tie(one, other, None, ruling)
        for ruling, group in (rulings_within(story) if rulings is None else rulings).items()
        for one, other in pairwise(group)
    ]
    broken = _break(texts, [*matches, *held])
    if broken is None and len(matches) < MOST_MATCHES:
        return _break(texts, [*matches, *held, *_to_the_lead(texts, story, scheme)])
    if broken is None or broken.tie.ruling:
        return broken
    return _break(texts, [*held, *matches])


def _break(texts: Sequence[int], ties: Iterable[_Tie]) -> _Break | None:
    """Where the texts part first, given the ties that hold them, the strongest first; None where they do not hold.

    Kruskal's way to the tree: the tie that makes the last two parts one is the weakest of it.
    """
    place = {text: i for i, text in enumerate(texts)}
    groups, left = Groups(len(texts)), len(texts) - 1
    for tie in ties:
        one, other = groups.find(place[tie.one]), groups.find(place[tie.other])
        if one == other:
            continue
        if left == 1:
            return _Break(tie, frozenset(text for text in texts if groups.find(place[text]) == one))
        groups.join((one, other))
        left -= 1
    return None


def _matches(story: Story, scheme: ClusteringScheme) -> list[_Tie]:
    """The story's matches: copies first, then by odds, ties in the order of the texts' digests."""
    ours = Match.objects.filter(
        scheme=scheme.id, text__membership__story=story, other__membership__story=story
    ).order_by(
        copies_first(scheme).desc(),
        "-story_odds",
        "-version_odds",
        Least("text__digest", "other__digest"),
        Greatest("text__digest", "other__digest"),
    )
    return [_Tie(*row) for row in ours.values_list("text_id", "other_id", "story_odds")[:MOST_MATCHES]]


def _to_the_lead(texts: Sequence[int], story: Story, scheme: ClusteringScheme) -> list[_Tie]:
    """Every text tied to the story's lead: for parts that only the average of all their pairs holds together.

    By odds, ties in the order of the texts' digests.
    """
    lead = story.lead_id if story.lead_id in texts else texts[0]
    found = compare_texts(((lead, text) for text in texts if text != lead), scheme)
    digests = dict(Text.objects.filter(id__in=texts).values_list("id", "digest"))
    ranked = sorted(found.items(), key=lambda pair: (-pair[1].story, bytes(digests[pair[0][1]])))
    return [_Tie(lead, text, like.story / UNIT) for (_, text), like in ranked]


def _articles_of_each(story: Story) -> dict[int, int]:
    rows = Membership.objects.filter(story=story).values_list("text_id").annotate(Count("text__articles"))
    return dict(rows)


def _link(broken: _Break, counts: Mapping[int, int]) -> Link:
    tie = broken.tie
    here = sum(counts[text] for text in broken.side)
    there = sum(counts.values()) - here
    first = first_printings((tie.one, tie.other))
    one, other = first[tie.one], first[tie.other]
    if (here, _place(one)) > (there, _place(other)):
        one, other, here, there = other, one, there, here
    return Link(one, other, tie.odds, tie.ruling, here, there)


def _place(article: Article) -> tuple[object, ...]:
    """Where it stands among first printings."""
    return article.dated_on, article.original_id, article.item
