"""What a decision would come to, before it is made: computed from what is there, and nothing is written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q

from newsarchive.archive.models import Article, Match, Membership, Ruling
from newsarchive.archive.queries.conflicts import contradicted
from newsarchive.archive.queries.cutting import cut_around
from newsarchive.archive.queries.evidence import first_printings
from newsarchive.archive.queries.force import RuledTexts, asked_of, rulings_about
from newsarchive.archive.queries.schemes import for_pages

LINKS_SHOWN = 3

SMALL = 80
"""Texts of a story up to which a preview is worked out without being asked for."""


@dataclass(frozen=True)
class Tie:
    """A match of two texts, each told by the article that printed it first. ``odds`` of one story, a logarithm."""

    one: Article
    other: Article
    likeness: float
    odds: float


@dataclass(frozen=True)
class Ties:
    """The matches between some groups of texts: how many, the strongest and the weakest, each once."""

    count: int
    strongest: Sequence[Tie]
    weakest: Sequence[Tie]


@dataclass(frozen=True)
class Outcome:
    """A story that would be there: its articles, how many of them are chosen ones, stay, or come from elsewhere."""

    first: Article
    articles: int
    chosen: int
    staying: int
    others: int


@dataclass(frozen=True)
class Asked:
    """A decision as it would be entered: what it asks for, and the rulings in force that it contradicts."""

    asks: Sequence[RuledTexts]
    against: Sequence[int]


def asked(kind: str, sides: Mapping[str, set[int]], *, alone: bool = False, level: str = "story") -> Asked:
    """What a ruling of that kind on these texts would ask for."""
    asks = asked_of(0, kind, level, {"alone": alone}, sides)
    return Asked(asks, contradicted(asks, rulings_about(t for texts in sides.values() for t in texts)))


def merge_asked(story_ids: Collection[int]) -> Asked:
    return asked(Ruling.Kind.SAME, {"a": texts_of_stories(story_ids)})


def texts_of_stories(story_ids: Collection[int]) -> set[int]:
    return set(Membership.objects.filter(story__in=story_ids).values_list("text_id", flat=True))


def outcomes(planned: Asked, chosen: set[int], staying: set[int]) -> list[Outcome]:
    """The stories that the texts on either side would be in, the largest first; nothing where rulings forbid it."""
    if planned.against:
        return []
    clusters = cut_around(chosen | staying, for_pages(), more=planned.asks)
    flat = [[text for version in cluster for text in version] for cluster in clusters]
    ours = [texts for texts in flat if not (chosen | staying).isdisjoint(texts)]
    counts = _articles_of_each(text for texts in ours for text in texts)
    first = first_printings(text for texts in ours for text in texts)
    found = [_outcome(texts, chosen, staying, counts, first) for texts in ours]
    return sorted(found, key=lambda outcome: (-outcome.articles, outcome.first.pk))


def _outcome(
    texts: Sequence[int], chosen: set[int], staying: set[int], counts: Mapping[int, int], first: Mapping[int, Article]
) -> Outcome:
    def articles(some: Iterable[int]) -> int:
        return sum(counts.get(text, 0) for text in some)

    earliest = min((first[t] for t in texts if t in first), key=lambda a: (a.dated_on, a.original_id, a.item))
    chosen_here, staying_here = articles(chosen.intersection(texts)), articles(staying.intersection(texts))
    total = articles(texts)
    return Outcome(earliest, total, chosen_here, staying_here, total - chosen_here - staying_here)


def _articles_of_each(text_ids: Iterable[int]) -> dict[int, int]:
    rows = Article.objects.filter(text__in=set(text_ids)).order_by().values_list("text_id").annotate(Count("pk"))
    return dict(rows)


def ties(groups: Sequence[Collection[int]]) -> Ties:
    """What likeness ties between groups of texts: matches of texts of two different ones."""
    group_of = {text: n for n, texts in enumerate(groups) for text in texts}
    largest = max(groups, key=len, default=())
    few = [text for text in group_of if text not in set(largest)]
    rows = Match.objects.filter(Q(text__in=few) | Q(other__in=few), scheme=for_pages().id)
    found = [
        (odds, likeness, text, other)
        for text, other, likeness, odds in rows.values_list("text_id", "other_id", "likeness", "story_odds").iterator()
        if text in group_of and other in group_of and group_of[text] != group_of[other]
    ]
    found.sort(reverse=True)
    weakest = found[LINKS_SHOWN:][-LINKS_SHOWN:]
    return Ties(len(found), _told(found[:LINKS_SHOWN]), _told(weakest))


def _told(rows: Sequence[tuple[float, float, int, int]]) -> list[Tie]:
    first = first_printings({text for *_, one, other in rows for text in (one, other)})
    return [Tie(first[one], first[other], likeness, odds) for odds, likeness, one, other in rows]
