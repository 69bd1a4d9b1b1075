"""What each article of a story is to the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from django.db import connection

from newsarchive.archive.models import Article, Membership, Story
from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.heard import Heard, circle_of
from newsarchive.archive.queries.memory import Memory
from newsarchive.archive.queries.profiles import profiles_by_text, profiles_known
from newsarchive.archive.queries.related import related as related_texts
from newsarchive.archive.queries.schemes import for_pages
from newsarchive.archive.queries.unmarked import Pair, Plain, plainly
from newsarchive.dedup.likeness import UNIT, Likeness, compare_pairs
from newsarchive.dedup.relations import Related, Relation, by_containment
from newsarchive.dedup.schemes import ClusteringScheme

LEAD = "lead"
"""The relation of the article that stands for its story."""


class Placed(NamedTuple):
    """An article with the version that its text is in, and the text that leads that version."""

    article: Article
    version_id: int
    lead_id: int


@dataclass(frozen=True)
class Member:
    """An article in its story. ``relation``, with its ``confidence``, and ``similarity`` (both 0 to 1) are to
    ``related``, None for the lead. Pages say ``told`` instead, where that is not empty, and ``but`` what differs.
    """

    article: Article
    text_id: int
    version_id: int
    relation: str
    related: Article | None
    similarity: float
    confidence: float = 1.0
    told: str = ""
    but: str = ""


def members(story: Story) -> list[Member]:
    """Everyone in a story: the lead's version first, then larger versions before smaller, each with its lead first
    and then by likeness to it.

    A version's lead is related to the story's lead, every other member to its version's lead.
    """
    return members_of_stories([story]).get(story.pk, [])


def members_of_stories(stories: Sequence[Story]) -> dict[int, list[Member]]:
    """`members` for many stories in a constant number of queries."""
    memberships = {m.text_id: m for m in Membership.objects.filter(story__in=stories).select_related("version")}
    articles = list(
        Article.objects.filter(text__in=memberships)
        .select_related("source")
        .prefetch_related("agencies")
        .order_by("dated_on", "original_id", "item")
    )
    by_id = {story.pk: story for story in stories}
    places = [(by_id[memberships[a.text_id].story_id], _placed(a, memberships[a.text_id])) for a in articles]
    pairs = {place.article.text_id: _compared_with(place, story) for story, place in places}
    scheme = for_pages()
    apart = [(text, other) for text, other in pairs.items() if text != other]
    likenesses, said = compare_texts(apart, scheme), related_texts(apart, scheme)
    first = _first_printings(articles)
    found: dict[int, list[Member]] = {story.pk: [] for story in stories}
    for story, place in places:
        related = first[pairs[place.article.text_id]]
        found[story.pk].append(_member(place, story, related, likenesses, said))
    return {pk: _sorted(own, by_id[pk], memberships) for pk, own in found.items()}


def members_among(articles: Sequence[Article], story: Story) -> list[Member]:
    """Some of a story's articles as `members` has them, in the order given, without reading all the others."""
    texts = {article.text_id for article in articles}
    memberships = {m.text_id: m for m in Membership.objects.filter(text__in=texts).select_related("version")}
    return members_placed([_placed(a, memberships[a.text_id]) for a in articles], story, for_pages())


def members_placed(places: Sequence[Placed], story: Story, scheme: ClusteringScheme) -> list[Member]:
    """The same of articles of which it is known where they are placed.

    What they are related to has no more at hand than its text and its day.
    """
    pairs = {place.article.text_id: _compared_with(place, story) for place in places}
    apart = [(text, other) for text, other in pairs.items() if text != other]
    circle = circle_of({*pairs, *pairs.values()})
    digests = {text: each.digest for text, each in circle.heard.items()}
    likenesses, said = known_likenesses(apart, scheme, digests), related_texts(apart, scheme, circle=circle)
    first = {text: _printed_first(text, circle.heard[text]) for text in set(pairs.values())}
    found = [_member(place, story, first[pairs[place.article.text_id]], likenesses, said) for place in places]
    plain = plainly(_pairs(found), said, likenesses, scheme)
    return [_told_plainly(member, plain) for member in found]


def _pairs(members: Sequence[Member]) -> list[Pair]:
    """The texts that are related, each pair once."""
    found: dict[tuple[int, int], Pair] = {}
    for m in members:
        if m.related and m.related.text_id != m.text_id:
            pair = Pair(m.text_id, m.related.text_id, m.article.pk, m.related.pk)
            found.setdefault((pair.one, pair.other), pair)
    return list(found.values())


def _told_plainly(member: Member, plain: Mapping[tuple[int, int], Plain]) -> Member:
    said = plain.get((member.text_id, member.related.text_id)) if member.related else None
    return replace(member, told=said.relation, but=said.but) if said else member


def _printed_first(text: int, heard: Heard) -> Article:
    """The article that printed a text first."""
    row = (heard.article, text, heard.dated_on)
    return Article.from_db(connection.alias, ("id", "text_id", "dated_on"), row)


_MATCHES = """
SELECT found.* FROM unnest(%s::bigint[], %s::bigint[]) AS given(one, other) CROSS JOIN LATERAL (
    SELECT text_id, other_id, likeness, contained, other_contained, version_odds, story_odds FROM archive_match
    WHERE text_id = given.one AND other_id = given.other AND scheme = %s OFFSET 0
) AS found
"""


def known_likenesses(
    pairs: Iterable[tuple[int, int]], scheme: ClusteringScheme, digests: Mapping[int, bytes] | None = None
) -> dict[tuple[int, int], Likeness]:
    """The same as `compare_texts`, from the matches where the pairs have any: only the others are compared.

    ``digests`` are those of the texts, where they are known: then what was compared lately is not compared again.
    """
    wanted = set(pairs)
    ordered = sorted({(min(pair), max(pair)) for pair in wanted})
    if not ordered:
        return {}
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(_MATCHES, [literal(one for one, _ in ordered), literal(o for _, o in ordered), scheme.id])
        for one, other, likeness, contained, other_contained, *odds in cursor.fetchall():
            rest = (round(likeness * UNIT), *(round(each * UNIT) for each in odds))
            found[one, other] = _likeness(contained, other_contained, *rest)
            found[other, one] = _likeness(other_contained, contained, *rest)
    left = wanted - found.keys()
    return {pair: found[pair] for pair in wanted - left} | (_compared(left, scheme, digests) if left else {})


_COMPARED: Memory[Hashable, Likeness] = Memory(10_000)


def _compared(
    pairs: Iterable[tuple[int, int]], scheme: ClusteringScheme, digests: Mapping[int, bytes] | None
) -> dict[tuple[int, int], Likeness]:
    """`compare_texts`, remembered where it is known which texts these are."""
    if digests is None:
        return compare_texts(pairs, scheme)
    keys = {(a, b): (digests[a], digests[b], scheme.id) for a, b in pairs}
    found = _COMPARED.recall(keys.values())
    missing = [pair for pair, key in keys.items() if key not in found]
    made = compare_texts(missing, scheme, digests) if missing else {}
    _COMPARED.keep({keys[pair]: like for pair, like in made.items()})
    return made | {pair: found[key] for pair, key in keys.items() if key in found}


def _likeness(contained: float, other_contained: float, score: int, version: int, story: int) -> Likeness:
    return Likeness(score, contained, other_contained, version, story)


def compare_texts(
    pairs: Iterable[tuple[int, int]], scheme: ClusteringScheme, digests: Mapping[int, bytes] | None = None
) -> dict[tuple[int, int], Likeness]:
    """The exact likeness of each pair of text ids, the first to the second, under the scheme.

    ``digests`` are those of the texts, where they are known.
    """
    wanted = sorted(set(pairs))
    texts = {i for pair in wanted for i in pair}
    profiles = profiles_known({i: digests[i] for i in texts}, scheme) if digests else profiles_by_text(texts, scheme)
    ids = sorted(profiles)
    place = {pk: k for k, pk in enumerate(ids)}
    found = compare_pairs([profiles[pk] for pk in ids], [(place[a], place[b]) for a, b in wanted], scheme)
    return dict(zip(wanted, found, strict=True))


def name_of(likeness: Likeness, scheme: ClusteringScheme) -> str:
    """A first word on the relation inside one story, by likeness alone."""
    return by_containment(likeness, scheme) or Relation.SHARES


def _placed(article: Article, m: Membership) -> Placed:
    return Placed(article, m.version_id, m.version.lead_id)


def _compared_with(place: Placed, story: Story) -> int:
    """The text that a member's text is compared with: its version's lead; for that, the story's lead."""
    lead = place.lead_id
    return lead if place.article.text_id != lead else story.lead_id or lead


def _first_printings(articles: Iterable[Article]) -> dict[int, Article]:
    first: dict[int, Article] = {}
    for article in articles:
        first.setdefault(article.text_id, article)
    return first


def _member(
    place: Placed,
    story: Story,
    related: Article,
    likenesses: Mapping[tuple[int, int], Likeness],
    said: Mapping[tuple[int, int], Related],
) -> Member:
    article, text = place.article, place.article.text_id
    if article.pk == story.lead_article_id:
        return Member(article, text, place.version_id, LEAD, None, 1.0)
    likeness = likenesses.get((text, related.text_id))
    if likeness is None:
        return Member(article, text, place.version_id, Relation.COPY, _other(article, related, story), 1.0)
    found = said[text, related.text_id]
    name = found.relation or Relation.SHARES
    return Member(article, text, place.version_id, name, related, likeness.score / UNIT, found.confidence)


def _other(article: Article, first: Article, story: Story) -> Article | None:
    """Of what an exact copy is a copy: the first printing of its text; that one, of the story's lead."""
    return first if first.pk != article.pk else story.lead_article


def _sorted(own: list[Member], story: Story, memberships: Mapping[int, Membership]) -> list[Member]:
    size = Counter(member.version_id for member in own)
    leads = {m.version_id: m.version.lead_id for m in memberships.values()}

    def rank(member: Member) -> tuple[object, ...]:
        return (
            leads[member.version_id] != story.lead_id,
            -size[member.version_id],
            member.version_id,
            member.article.pk != story.lead_article_id,
            member.text_id != leads[member.version_id],
            -member.similarity,
        )

    return sorted(own, key=rank)
