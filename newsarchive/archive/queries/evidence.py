"""Why each article is in its story: what it is nearest to, and what the two share and do not share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from django.db import connection
from django.db.models import Case, IntegerField, Value, When
from rapidfuzz.distance import Indel

from newsarchive.archive.models import Article, Membership, Ruling, Story
from newsarchive.archive.queries import leaflets
from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.articles import agencies
from newsarchive.archive.queries.force import rulings_about
from newsarchive.archive.queries.memory import Memory
from newsarchive.archive.queries.relations import Member, known_likenesses
from newsarchive.archive.queries.schemes import for_pages
from newsarchive.dedup.changes import Change, changes
from newsarchive.dedup.changes import Kind as Changed
from newsarchive.dedup.differences import Copy, only_in_each
from newsarchive.dedup.folding import EDITED
from newsarchive.dedup.likeness import UNIT
from newsarchive.dedup.relations import Relation
from newsarchive.dedup.schemes import ClusteringScheme
from newsarchive.dedup.words import words
from newsarchive.wire.agencies import AGENCIES

MOST_NAMED = 40
"""Names and figures that a record lists for each side."""

COMPARED = 12
"""Paragraphs in which the main change is looked for."""


class Held(StrEnum):
    """What holds an article in its story."""

    COPY = "copy"
    """Its text is that of another article, word for word."""
    PAIR = "pair"
    """The odds of the pair that it makes with the nearest are even or better."""
    RULING = "ruling"
    """No pair of its own would hold it, an editor's ruling does."""
    OTHERS = "others"
    """No pair of its own would, on the average of all pairs it is with them."""


class Lede(StrEnum):
    """Whether an article begins as another does."""

    KEPT = ""
    """Its first paragraph is there, word for word."""
    EDITED = "lede edited"
    REWRITTEN = "lede rewritten"


@dataclass(frozen=True)
class Only:
    """Names and figures that one of two articles prints and the other does not, the most telling first.

    ``named`` are `MOST_NAMED` at most of ``count``.
    """

    named: tuple[str, ...] = ()
    count: int = 0


@dataclass(frozen=True)
class Why:
    """Why an article is in its story.

    ``same`` printed the very same text: before the article or, where the article was first, next after it; None where
    it is alone with its text. ``nearest`` printed another text of the story: one that is equal but for little, where
    there is one, and among these, or all, the one that makes the best odds of one story with the article's; None for
    later printings, and where only a ruling is known to hold it. ``contained`` and ``other_contained`` are the share
    of each text found in the other, 0 to 1. ``shared`` of its ``paragraphs`` the nearest prints word for word, repeats
    left out on both sides. The odds are natural logarithms: from 0 up the pair, standing alone, is taken for one
    version, for one story; None where there is no nearest. ``main`` is what changed above all between the two, the
    earlier first, for updates and corrections. ``ruling`` is the first in force that names the article's
    text together with another of the story. ``lede`` says what the article begins with.
    """

    article: Article
    held: Held
    same: Article | None = None
    nearest: Article | None = None
    contained: float = 1.0
    other_contained: float = 1.0
    shared: int = 0
    paragraphs: int = 0
    only_here: Only = Only()
    only_there: Only = Only()
    version_odds: float | None = None
    story_odds: float | None = None
    ruling: int | None = None
    main: Change | None = None
    lede: Lede = Lede.KEPT


@dataclass(frozen=True)
class _Pair:
    """A text's likeness to another, seen from itself; ``matched`` where the two alone are one story."""

    other: int
    contained: float
    other_contained: float
    version_odds: float
    story_odds: float
    matched: bool


@dataclass(frozen=True)
class _Body:
    """What an article prints: its distinct passages, and its names and figures."""

    passages: set[int]
    copy: Copy
    paragraphs: Sequence[str] = ()


_EMPTY = _Body(set(), Copy([]))


def why(story: Story, members: Sequence[Member], rulings: Mapping[int, Sequence[int]] | None = None) -> list[Why]:
    """Why each of these members is in the story, in their order and in a constant number of queries.

    An article that is the story's only one has nothing to be near to and is left out. ``rulings`` are those within the
    story, where they are known.
    """
    texts = {m.text_id for m in members}
    ruled = _ruling_of_each(_holding(texts, story) if rulings is None else rulings)
    pairs = _pairs(members, story, for_pages())
    first = first_printings(texts | {pair.other for pair in pairs.values()})
    originals = [m.article for m in members if first[m.text_id].pk == m.article.pk]
    bodies = _bodies([*originals, *(first[pair.other] for pair in pairs.values())])
    again = _printed_next(first[text] for text in texts)
    found = []
    for m in members:
        later = first[m.text_id].pk != m.article.pk
        same = first[m.text_id] if later else again.get(m.text_id)
        pair = None if later else pairs.get(m.text_id)
        found.append(_why(m.article, same, pair, first, bodies, ruled.get(m.text_id)))
    return _with_main([reason for reason in found if reason is not None], members, bodies)


_DEVELOPING = frozenset(
    {Relation.UPDATES, Relation.UPDATED_BY, Relation.CORRECTS, Relation.CORRECTED_BY, Relation.EITHER_CORRECTS}
)
_LATER = frozenset({Relation.UPDATES, Relation.CORRECTS})
_EARLIER = frozenset({Relation.UPDATED_BY, Relation.CORRECTED_BY})


def _with_main(whys: Sequence[Why], members: Sequence[Member], bodies: Mapping[int, _Body]) -> list[Why]:
    """With the main change of those that develop the story."""
    placed = {m.article.pk: m for m in members}
    asked = {
        w.article.pk: _in_order(placed[w.article.pk], w.nearest, bodies)
        for w in whys
        if w.nearest and placed[w.article.pk].relation in _DEVELOPING
    }
    known = _MAIN.recall(asked.values())
    made = {pair: _main(*pair) for pair in asked.values() if pair not in known}
    _MAIN.keep(made)
    found = known | made
    return [replace(w, main=found[asked[w.article.pk]]) if w.article.pk in asked else w for w in whys]


_Paragraphs = tuple[str, ...]

_MAIN: Memory[tuple[_Paragraphs, _Paragraphs], Change | None] = Memory(1000)
"""What changed above all between two articles' paragraphs takes some milliseconds to be told."""


def _in_order(member: Member, other: Article, bodies: Mapping[int, _Body]) -> tuple[_Paragraphs, _Paragraphs]:
    """The paragraphs of both that are looked at, the earlier article first: by what the member is to the other, where
    that is told, else by their days.
    """
    told = member.related is not None and member.related.text_id == other.text_id
    if told and member.relation in _LATER | _EARLIER:
        order = (other, member.article) if member.relation in _LATER else (member.article, other)
    else:
        pair = (member.article, other)
        order = tuple(sorted(pair, key=lambda each: (each.dated_on, each.original_id, each.item)))
    first, then = (tuple(bodies.get(each.pk, _EMPTY).paragraphs[:COMPARED]) for each in order)
    return first, then


def _main(one: _Paragraphs, other: _Paragraphs) -> Change | None:
    """The change that weighs most, a number or a name."""
    return next((each for each in changes(one, other) if each.kind in (Changed.NUMBER, Changed.NAME)), None)


def differing(one: Article, other: Article) -> tuple[Only, Only]:
    """The names and figures that only the one article prints, and those that only the other does."""
    bodies = _bodies([one, other])
    here, there = only_in_each(bodies.get(one.pk, _EMPTY).copy, bodies.get(other.pk, _EMPTY).copy)
    return Only(tuple(here[:MOST_NAMED]), len(here)), Only(tuple(there[:MOST_NAMED]), len(there))


def rulings_within(story: Story) -> dict[int, list[int]]:
    """The rulings in force that hold texts of the story together, with those of them that are in it, in order."""
    return _holding(set(Membership.objects.filter(story=story).values_list("text_id", flat=True)), story)


def _holding(texts: set[int], story: Story) -> dict[int, list[int]]:
    """The rulings in force that hold any of the texts, which are in the story, together with others in it."""
    asked = [ruling for ruling in rulings_about(texts) if ruling.kind == Ruling.Kind.SAME]
    named = {text for ruling in asked for text in ruling.a}
    here = set(Membership.objects.filter(story=story, text__in=named).values_list("text_id", flat=True))
    held = {ruling.id: [text for text in ruling.a if text in here] for ruling in asked}
    return {ruling: some for ruling, some in held.items() if len(some) > 1}


def first_printings(texts: Iterable[int]) -> dict[int, Article]:
    """For each text the article that printed it first, its source at hand."""
    return _first(texts, ())


def _printed_next(articles: Iterable[Article]) -> dict[int, Article]:
    """For the text of each of these articles another that printed it, the first after them."""
    firsts = list(articles)
    return _first((a.text_id for a in firsts), (a.pk for a in firsts))


_FIRST = """
SELECT DISTINCT ON (article.text_id) {selected}
FROM archive_article article LEFT JOIN archive_source source ON source.id = article.source_id
WHERE article.text_id = ANY(%(texts)s::bigint[]) AND article.id <> ALL(%(but)s::bigint[])
ORDER BY article.text_id, article.dated_on, article.original_id, article.item
"""


def _first(texts: Iterable[int], but: Iterable[int]) -> dict[int, Article]:
    """The first printing of each text besides some, its source at hand."""
    statement = _FIRST.format(selected=leaflets.SELECTED)
    given = {"texts": literal(set(texts)), "but": literal(but)}
    return {article.text_id: article for article, _ in leaflets.read(statement, given)}


def _ruling_of_each(rulings: Mapping[int, Sequence[int]]) -> dict[int, int]:
    found: dict[int, int] = {}
    for ruling, texts in rulings.items():
        for text in texts:
            found.setdefault(text, ruling)
    return found


def _pairs(members: Sequence[Member], story: Story, scheme: ClusteringScheme) -> dict[int, _Pair]:
    """Each member's text with the nearest of the story; with the lead of its version or story where none matches."""
    texts = {m.text_id for m in members}
    matched = _matched(texts, story, scheme)
    return _with_their_leads([m for m in members if m.text_id not in matched], scheme) | matched


_MATCHED = """
SELECT DISTINCT ON (pair.one)
    pair.one, pair.other, pair.contained, pair.other_contained, pair.version_odds, pair.story_odds
FROM (
    SELECT text_id AS one, other_id AS other, contained, other_contained, version_odds, story_odds, likeness
    FROM archive_match WHERE scheme = %(scheme)s AND text_id = ANY(%(texts)s::bigint[])
    UNION ALL
    SELECT other_id, text_id, other_contained, contained, version_odds, story_odds, likeness
    FROM archive_match WHERE scheme = %(scheme)s AND other_id = ANY(%(texts)s::bigint[])
) AS pair
JOIN archive_membership member ON member.text_id = pair.other AND member.story_id = %(story)s
JOIN archive_text other ON other.id = pair.other
ORDER BY pair.one, (pair.contained >= %(copy)s AND pair.other_contained >= %(copy)s) DESC,
    pair.story_odds DESC, pair.version_odds DESC, pair.likeness DESC, other.digest
"""


def _matched(texts: set[int], story: Story, scheme: ClusteringScheme) -> dict[int, _Pair]:
    """The best match of each text in the story: copies first, then by odds; the more alike, then the smaller digest."""
    given = {"scheme": scheme.id, "texts": literal(texts), "story": story.pk, "copy": scheme.copy}
    with connection.cursor() as cursor:
        cursor.execute(_MATCHED, given)
        return {one: _Pair(*rest, matched=True) for one, *rest in cursor.fetchall()}


def copies_first(scheme: ClusteringScheme) -> Case:
    """1 for matches of texts that are equal but for little, 0 for others.

    By odds alone a short trim of an article may come before its copies, for what is left out weighs little.
    """
    copies = When(contained__gte=scheme.copy, other_contained__gte=scheme.copy, then=Value(1))
    return Case(copies, default=Value(0), output_field=IntegerField())


def _with_their_leads(members: Sequence[Member], scheme: ClusteringScheme) -> dict[int, _Pair]:
    """Members that no match holds, compared with what they are related to; the story's lead with one of the others."""
    others = dict.fromkeys(m.text_id for m in members)
    partner = {m.text_id: m.related.text_id for m in members if m.related and m.related.text_id != m.text_id}
    for text in others:
        partner.setdefault(text, next((other for other in others if other != text), text))
    found = known_likenesses((pair for pair in partner.items() if pair[0] != pair[1]), scheme)
    return {
        text: _Pair(
            other, like.contained, like.other_contained, like.version / UNIT, like.story / UNIT, like.story >= 0
        )
        for (text, other), like in found.items()
    }


_BODIES = """
SELECT paragraph.article_id, paragraph.passage_id,
    substr(COALESCE(paragraph.printed, passage.text), paragraph.dateline_length + 1)
FROM archive_paragraph paragraph JOIN archive_passage passage ON passage.id = paragraph.passage_id
WHERE paragraph.article_id = ANY(%s::bigint[]) AND paragraph.repeats_id IS NULL
ORDER BY paragraph.article_id, paragraph.position
"""


def _bodies(articles: Iterable[Article]) -> dict[int, _Body]:
    """What each article prints, without its repeats, and who is credited for it."""
    known = {article.pk: article for article in articles}
    printed: dict[int, list[tuple[int, str]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_BODIES, [literal(known)])
        for article, passage, body in cursor.fetchall():
            printed[article].append((passage, body))
    credited = agencies(known)
    return {
        pk: _Body({passage for passage, _ in own}, _copy(known[pk], credited.get(pk, ()), bodies), bodies)
        for pk, own in printed.items()
        for bodies in ([body for _, body in own],)
    }


def _copy(article: Article, names: Iterable[str], paragraphs: Sequence[str]) -> Copy:
    return Copy(
        paragraphs,
        dateline=article.dateline,
        credits=(article.source.name if article.source else "", article.site, article.byline),
        agencies=[form for name in names for form in (name, *AGENCIES.get(name, ()))],
    )


def _why(
    article: Article,
    same: Article | None,
    pair: _Pair | None,
    first: Mapping[int, Article],
    bodies: Mapping[int, _Body],
    ruling: int | None,
) -> Why | None:
    if pair is None:
        held = Held.COPY if same else Held.RULING
        return Why(article, held, same, ruling=ruling) if same or ruling else None
    nearest = first[pair.other]
    mine, theirs = bodies.get(article.pk, _EMPTY), bodies.get(nearest.pk, _EMPTY)
    here, there = only_in_each(mine.copy, theirs.copy)
    return Why(
        article,
        Held.PAIR if pair.matched else Held.RULING if ruling else Held.OTHERS,
        same,
        nearest,
        pair.contained,
        pair.other_contained,
        shared=len(mine.passages & theirs.passages),
        paragraphs=len(mine.passages),
        only_here=Only(tuple(here[:MOST_NAMED]), len(here)),
        only_there=Only(tuple(there[:MOST_NAMED]), len(there)),
        version_odds=pair.version_odds,
        story_odds=pair.story_odds,
        ruling=ruling,
        lede=_lede(mine.paragraphs, theirs.paragraphs),
    )


_LEDES = 3
"""Paragraphs of the other among which a lede is looked for: an edit, or what was put above it, moves it down."""


def _lede(mine: Sequence[str], theirs: Sequence[str]) -> Lede:
    """Whether the first paragraph is one of the other's."""
    if not mine or mine[0] in theirs:
        return Lede.KEPT
    own = words(mine[0])
    likeness = max((Indel.normalized_similarity(own, words(other)) for other in theirs[:_LEDES]), default=0.0)
    return Lede.KEPT if likeness == 1 else Lede.EDITED if likeness >= EDITED else Lede.REWRITTEN
