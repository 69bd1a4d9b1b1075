"""What each article of a story is to the others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from newsarchive.archive.models import Article, Match, Membership, Story
from newsarchive.archive.queries.profiles import profiles_by_text
from newsarchive.archive.queries.schemes import for_pages
from newsarchive.dedup.likeness import UNIT, Likeness, compare_pairs
from newsarchive.dedup.relations import Relation, relation
from newsarchive.dedup.schemes import ClusteringScheme

LEAD = "lead"
"""The relation of the article that stands for its story."""

UPDATED_BY = "updated by"
"""*updates*, seen from the earlier text."""


@dataclass(frozen=True)
class Member:
    """An article in its story. ``relation`` and ``similarity`` (0 to 1) are to ``related``, None for the lead."""

    article: Article
    text_id: int
    version_id: int
    relation: str
    related: Article | None
    similarity: float


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
    pairs = {m.text_id: _compared_with(m, by_id) for m in memberships.values()}
    scheme = for_pages()
    likenesses = compare_texts(((text, other) for text, other in pairs.items() if text != other), scheme)
    first = _first_printings(articles)
    found: dict[int, list[Member]] = {story.pk: [] for story in stories}
    for article in articles:
        m = memberships[article.text_id]
        related = first[pairs[article.text_id]]
        found[m.story_id].append(_member(article, m, by_id[m.story_id], related, likenesses, scheme))
    return {pk: _sorted(own, by_id[pk], memberships) for pk, own in found.items()}


def members_among(articles: Sequence[Article], story: Story) -> list[Member]:
    """Some of a story's articles as `members` has them, in the order given, without reading all the others."""
    texts = {article.text_id for article in articles}
    memberships = {m.text_id: m for m in Membership.objects.filter(text__in=texts).select_related("version")}
    pairs = {text: _compared_with(m, {story.pk: story}) for text, m in memberships.items()}
    scheme = for_pages()
    likenesses = known_likenesses(((text, other) for text, other in pairs.items() if text != other), scheme)
    printings = Article.objects.filter(text__in=set(pairs.values())).only("dated_on", "text_id")
    in_order = printings.order_by("text_id", "dated_on", "original_id", "item").distinct("text_id")
    first = _first_printings(in_order)
    here = [(article, memberships[article.text_id]) for article in articles]
    return [_member(article, m, story, first[pairs[m.text_id]], likenesses, scheme) for article, m in here]


def known_likenesses(pairs: Iterable[tuple[int, int]], scheme: ClusteringScheme) -> dict[tuple[int, int], Likeness]:
    """The same as `compare_texts`, from the matches where the pairs have any: only the others are compared."""
    wanted = set(pairs)
    ordered = {(min(pair), max(pair)) for pair in wanted}
    rows = Match.objects.filter(
        scheme=scheme.id, text__in={one for one, _ in ordered}, other__in={other for _, other in ordered}
    )
    found = {}
    for match in rows:
        one, other = match.text_id, match.other_id
        odds = (round(match.version_odds * UNIT), round(match.story_odds * UNIT))
        score = round(match.likeness * UNIT)
        found[one, other] = Likeness(score, match.contained, match.other_contained, *odds)
        found[other, one] = Likeness(score, match.other_contained, match.contained, *odds)
    left = wanted - found.keys()
    return {pair: found[pair] for pair in wanted - left} | (compare_texts(left, scheme) if left else {})


def compare_texts(pairs: Iterable[tuple[int, int]], scheme: ClusteringScheme) -> dict[tuple[int, int], Likeness]:
    """The exact likeness of each pair of text ids, the first to the second, under the scheme."""
    wanted = sorted(set(pairs))
    profiles = profiles_by_text({i for pair in wanted for i in pair})
    ids = sorted(profiles)
    place = {pk: k for k, pk in enumerate(ids)}
    found = compare_pairs([profiles[pk] for pk in ids], [(place[a], place[b]) for a, b in wanted], scheme)
    return dict(zip(wanted, found, strict=True))


def name_of(likeness: Likeness, scheme: ClusteringScheme) -> str:
    """The relation that a likeness amounts to inside one story."""
    return relation(likeness, scheme) or Relation.SHARES


def _compared_with(m: Membership, stories: Mapping[int, Story]) -> int:
    """The text that a member's text is compared with: its version's lead; for that, the story's lead."""
    lead = m.version.lead_id
    return lead if m.text_id != lead else stories[m.story_id].lead_id or lead


def _first_printings(articles: Iterable[Article]) -> dict[int, Article]:
    first: dict[int, Article] = {}
    for article in articles:
        first.setdefault(article.text_id, article)
    return first


def _member(
    article: Article,
    m: Membership,
    story: Story,
    related: Article,
    likenesses: Mapping[tuple[int, int], Likeness],
    scheme: ClusteringScheme,
) -> Member:
    if article.pk == story.lead_article_id:
        return Member(article, m.text_id, m.version_id, LEAD, None, 1.0)
    pair = (m.text_id, related.text_id)
    likeness = likenesses.get(pair)
    if likeness is None:
        return Member(article, m.text_id, m.version_id, Relation.COPY, _other(article, related, story), 1.0)
    name = name_of(likeness, scheme)
    if name == Relation.UPDATES and article.dated_on < related.dated_on:
        name = UPDATED_BY
    return Member(article, m.text_id, m.version_id, name, related, likeness.score / UNIT)


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
