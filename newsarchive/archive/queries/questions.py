"""Which pairs are worth an editor's look: close to the line, weakest links, new in an old story, against rulings.

Pairs are of distinct texts here. Each finder is bounded in what it reads, and yields the most pressing first.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from random import Random

from django.db.models import Count, F, Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Abs

from newsarchive.archive.models import Article, Match, Membership, Review, RuledArticle, Ruling, Story
from newsarchive.archive.queries.drawing import Draw
from newsarchive.archive.queries.force import RuledTexts, replaced, rulings_in_force
from newsarchive.archive.queries.relations import compare_texts
from newsarchive.archive.queries.weakest import weakest_link
from newsarchive.dedup.groups import Groups, members_of
from newsarchive.dedup.likeness import UNIT
from newsarchive.dedup.schemes import ClusteringScheme

NEAR_ABOVE, NEAR_BELOW = 1.0, -3.0
"""Odds of one story between which a pair is close to the line."""

CLEARLY = 1.0
"""Odds so far from the line, on the other side than a ruling, are worth asking about."""

LARGE = 6
"""Articles that make a story large enough to ask for its weakest link."""

OLD = timedelta(days=30)
PRINTED = (Article.Clock.PUBLISHED, Article.Clock.FILED, Article.Clock.DATELINE)
"""Clocks that say how old a report is; when it was fetched or taken in does not."""

LATELY = 500
"""Articles, the last to come in, that are looked at for joins."""

RULINGS, RULED_TEXTS = 200, 60
"""Rulings looked at, the latest, and texts of each."""


@dataclass(frozen=True)
class Question:
    """A pair of texts to ask about. ``odds`` of one story are a natural logarithm; None where only a ruling ties them.

    ``stake`` is 0 where what a ruling would move is to be counted yet.
    """

    one: int
    other: int
    queue: Review.Queue
    odds: float | None
    stake: int = 0
    stratum: str = ""
    population: int = 0
    seed: int | None = None

    @property
    def pair(self) -> tuple[int, int]:
        return (self.one, self.other) if self.one < self.other else (self.other, self.one)


def near_above(scheme: ClusteringScheme, most: int) -> Iterator[Question]:
    """Matches closest to the line."""
    close = Match.objects.filter(scheme=scheme.id, story_odds__lt=NEAR_ABOVE).order_by(Abs("story_odds"), "id")
    for one, other, odds in close.values_list("text_id", "other_id", "story_odds")[:most]:
        yield Question(one, other, Review.Queue.NEAR, odds)


def near_below(draw: Draw) -> Iterator[Question]:
    """Pairs of two stories just under the line, which are not kept: those that a draw has come across."""
    under = (pair for pair in draw.pairs if not pair.same and NEAR_BELOW <= pair.odds < 0)
    for pair in sorted(under, key=lambda pair: (-pair.odds, pair.one, pair.other)):
        yield Question(pair.one, pair.other, Review.Queue.NEAR, pair.odds)


def sample(draw: Draw) -> Iterator[Question]:
    """The pairs drawn, stratum by stratum in turn."""
    strata = {name: draw.population(name) for name in draw.strata()}
    for pair in draw.in_turns():
        values = {"stratum": pair.stratum, "population": strata[pair.stratum], "seed": draw.seed}
        yield Question(pair.one, pair.other, Review.Queue.SAMPLE, pair.odds, **values)


def weak(seed: int, most: int) -> Iterator[Question]:
    """The weakest links of large stories: half of them of the largest, half of stories drawn by chance."""
    large = Story.objects.filter(article_count__gte=LARGE, merged_into=None)
    ids = list(large.order_by("-article_count", "pk").values_list("pk", flat=True)[: most * 20])
    rest = ids[most // 2 :]
    chosen = ids[: most // 2] + Random(seed).sample(rest, min(len(rest), most - most // 2))
    for story in Story.objects.filter(pk__in=chosen).order_by("-article_count", "pk"):
        link = weakest_link(story)
        if link and link.ruling is None and link.one.text_id and link.other.text_id:
            stake = min(link.articles, link.other_articles)
            yield Question(link.one.text_id, link.other.text_id, Review.Queue.WEAK, link.odds, stake)


def joined(scheme: ClusteringScheme, most: int) -> Iterator[Question]:
    """Texts that came in lately to stories that were there long before or are dated long before, with their nearest."""
    fresh = dict(_joins().values_list("text_id", "story")[: most * 4])
    nearest = _nearest(fresh, scheme)
    for text in sorted(nearest, reverse=True)[:most]:
        other, odds = nearest[text]
        yield Question(text, other, Review.Queue.JOINED, odds)


def _joins() -> QuerySet[Article]:
    """Of the last articles, those whose text is new in an old story, the latest first."""
    last = Article.objects.filter(text__membership__isnull=False).order_by("-pk").values("pk")[:LATELY]
    story = OuterRef("text__membership__story")
    others = Article.objects.filter(text__membership__story=story).exclude(text=OuterRef("text_id"))
    latest = (
        others.filter(dated_by__in=PRINTED)
        .order_by()
        .values("text__membership__story")
        .annotate(last=Max("dated_on"))
        .values("last")
    )
    here = Article.objects.filter(pk__in=last).annotate(story=F("text__membership__story"), latest=Subquery(latest))
    long_kept = Q(text__membership__story__created_at__lt=F("text__added_at") - OLD)
    long_dated = Q(latest__lt=F("dated_on") - OLD, dated_by__in=PRINTED)
    return here.filter(long_kept | long_dated).order_by("-pk")


def _nearest(story_of: dict[int, int], scheme: ClusteringScheme) -> dict[int, tuple[int, float]]:
    """The other text of its story that each of these texts makes the best odds with."""
    best: dict[int, tuple[int, float]] = {}
    for own, other in (("text", "other"), ("other", "text")):
        rows = Match.objects.filter(scheme=scheme.id, **{f"{own}__in": story_of})
        rows = rows.filter(**{f"{other}__membership__story": F(f"{own}__membership__story")})
        in_order = rows.order_by(f"{own}_id", "-story_odds", f"{other}_id").distinct(f"{own}_id")
        for text, found, odds in in_order.values_list(f"{own}_id", f"{other}_id", "story_odds"):
            if text not in best or odds > best[text][1]:
                best[text] = (found, odds)
    return best


def against(scheme: ClusteringScheme, most: int) -> Iterator[Question]:
    """Pairs on which the archive by itself would decide otherwise than a ruling in force does."""
    latest = Ruling.objects.standing().filter(kind__in=Ruling.MOVING).order_by("-pk").values_list("pk", flat=True)
    count = 0
    for ruling in reversed(rulings_in_force(list(latest[:RULINGS]))):
        held = ruling.kind == Ruling.Kind.SAME
        for question in _held_only_by(ruling, scheme) if held else _kept_apart_by(ruling, scheme):
            yield question
            count += 1
            if count >= most:
                return


def _kept_apart_by(ruling: RuledTexts, scheme: ClusteringScheme) -> Iterator[Question]:
    """The surest match across a ruling, where it is clearly one story by itself."""
    across = Q(text__in=ruling.a, other__in=ruling.b) | Q(text__in=ruling.b, other__in=ruling.a)
    matches = Match.objects.filter(across, scheme=scheme.id, story_odds__gte=CLEARLY)
    for one, other, odds in matches.order_by("-story_odds", "id").values_list("text_id", "other_id", "story_odds")[:1]:
        yield Question(one, other, Review.Queue.AGAINST, odds)


def _held_only_by(ruling: RuledTexts, scheme: ClusteringScheme) -> Iterator[Question]:
    """Texts that a ruling holds together and no likeness does: one pair for each part that stands by itself."""
    parts = _parts(ruling.a[:RULED_TEXTS], scheme)
    pairs = {tuple(sorted((one[0], other[0]))): (one, other) for one, other in pairwise(parts)}
    for (one, other), like in compare_texts(pairs, scheme).items():
        if like.story / UNIT <= -CLEARLY:
            smaller = min(_articles(part) for part in pairs[one, other])
            yield Question(one, other, Review.Queue.AGAINST, like.story / UNIT, smaller)


def _parts(texts: Sequence[int], scheme: ClusteringScheme) -> list[list[int]]:
    """The texts in groups that hang together by matches among them."""
    place = {text: i for i, text in enumerate(texts)}
    groups = Groups(len(texts))
    matches = Match.objects.filter(scheme=scheme.id, text__in=texts, other__in=texts)
    for pair in matches.values_list("text_id", "other_id"):
        groups.join(place[text] for text in pair)
    return [[texts[i] for i in part] for part in members_of(groups.labels()).values()]


def _articles(texts: Iterable[int]) -> int:
    return Article.objects.filter(text__in=list(texts)).count()


@dataclass(frozen=True)
class Standing:
    """A pair as the archive has it: in one story or not, and how many articles a ruling against that would move."""

    same: bool
    stake: int


def standings(pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], Standing]:
    """How each of the pairs of texts stands whose texts are both in the archive.

    Of two stories, the smaller one would be moved. Of one story, the smaller of the two versions; of one version, the
    articles of the text that fewer print.
    """
    wanted = list(pairs)
    texts = {text for pair in wanted for text in pair}
    rows = Membership.objects.filter(text__in=texts).values_list("text_id", "version_id", "story_id")
    place = {row[0]: row for row in rows}
    counts = _counts(place.values())
    found = {}
    for pair in wanted:
        if all(text in place for text in pair):
            one, other = place[pair[0]], place[pair[1]]
            level = 2 if one[2] != other[2] else 1 if one[1] != other[1] else 0
            moved = min(counts[level][one[level]], counts[level][other[level]])
            found[pair] = Standing(level < 2, max(1, moved))
    return found


def _counts(places: Iterable[tuple[int, int, int]]) -> tuple[Counter[int], Counter[int], Counter[int]]:
    """Articles of the texts, of their versions and of their stories."""
    rows = list(places)
    stories = dict(Story.objects.filter(pk__in={row[2] for row in rows}).values_list("pk", "article_count"))
    here = Article.objects.order_by()
    by_text = here.filter(text__in={row[0] for row in rows}).values_list("text_id").annotate(Count("id"))
    by_version = (
        here.filter(text__membership__version__in={row[1] for row in rows})
        .values_list("text__membership__version_id")
        .annotate(Count("id"))
    )
    return Counter(dict(by_text)), Counter(dict(by_version)), Counter(stories)


def names(texts: Iterable[int]) -> dict[int, tuple[str, int]]:
    """The name (digest, item) of the article that printed each text first."""
    first = Article.objects.filter(text__in=set(texts)).order_by("text_id", "dated_on", "original_id", "item")
    rows = first.distinct("text_id").values_list("text_id", "original_id", "item")
    return {text: (digest, item) for text, digest, item in rows}


def ruled_on(pairs: Iterable[tuple[int, int]]) -> set[frozenset[int]]:
    """Those of the pairs of texts on which an editor ruled directly: same, different or unsure.

    The ruling stands and no later one replaced it; it may name any article that prints the text.
    """
    wanted = {frozenset(pair) for pair in pairs}
    printing = Article.objects.filter(text__in={text for pair in wanted for text in pair})
    named = printing.filter(original_id=OuterRef("original_digest"), item=OuterRef("item"))
    rows = (
        RuledArticle.objects.filter(ruling__use=Ruling.Use.PAIR, ruling__undone_at=None)
        .filter(original_digest__in=printing.order_by().values("original_id"))
        .exclude(ruling__in=replaced().off)
        .annotate(text=Subquery(named.values("text_id")[:1]))
        .filter(text__isnull=False)
    )
    ruled: dict[int, set[int]] = defaultdict(set)
    for ruling, text in rows.values_list("ruling_id", "text"):
        ruled[ruling].add(text)
    return wanted & {frozenset(texts) for texts in ruled.values()}
