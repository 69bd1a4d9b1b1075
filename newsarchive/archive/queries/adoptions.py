"""What the archive would look like under another scheme, against what it looks like today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.db import connection
from django.db.models import Count

from newsarchive.archive.models import Adoption, Article, Membership, Scheme, Story, Unmatched
from newsarchive.archive.queries.arrays import rows
from newsarchive.dedup.regrouping import Kind, Regrouping, regroupings

SHOWN = 5
"""How many of the largest stories, joins and splits a report names."""


@dataclass(frozen=True)
class Counts:
    """How many there are today, and then."""

    today: int
    then: int


@dataclass(frozen=True)
class Named:
    """A story, or a part of one, by a headline; ``id`` is None for one that is not there yet.

    ``article`` is the one whose headline it is, where the story has no page of its own to look at.
    """

    headline: str
    articles: int
    id: int | None = None
    article: int | None = None


@dataclass(frozen=True)
class Regrouped:
    """A story, and what it would be made of or fall into, the largest first."""

    story: Named
    parts: list[Named]


@dataclass(frozen=True)
class Rulings:
    """How many rulings hold, and the numbers of those that the scheme by itself would not follow."""

    holding: int
    against: list[int]


@dataclass(frozen=True)
class Report:
    """What a scheme changes.

    ``regrouped`` counts stories by what becomes of them; *mixed* ones exchange texts with each other. ``moved`` are
    articles that would be found under another story's number.
    """

    articles: int
    texts: int
    versions: Counts
    stories: Counts
    regrouped: dict[str, Counts]
    versions_changed: int
    moved: int
    rulings: Rulings
    largest: list[Named]
    joins: list[Regrouped]
    splits: list[Regrouped]

    @property
    def stories_changed(self) -> int:
        """How many of today's stories would not stay as they are."""
        return self.stories.today - self.regrouped[Kind.KEPT].today

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True)
class Standing:
    """What a stored scheme is to the archive. ``unmatched`` texts are still to be compared under it."""

    scheme: Scheme
    in_force: bool
    unmatched: int


def standings() -> list[Standing]:
    """All schemes that were ever computed, the newest last."""
    latest = Adoption.objects.order_by("-id").first()
    left = dict(Unmatched.objects.values_list("scheme").annotate(Count("text", distinct=True)))
    schemes = Scheme.objects.order_by("created_at", "id")
    return [Standing(s, latest is not None and latest.scheme_id == s.id, left.get(s.id, 0)) for s in schemes]


def stories_changed(adoption: Adoption) -> int:
    """How many stories did not stay as they were."""
    kinds = adoption.report.get("regrouped", {})
    return sum(counts["today"] for kind, counts in kinds.items() if kind != Kind.KEPT)


@dataclass(frozen=True)
class Rest:
    """What stays as it is, whatever is compared: counted, with the texts of its largest stories."""

    articles: int = 0
    texts: int = 0
    versions: int = 0
    stories: int = 0
    largest: Sequence[Sequence[int]] = ()

    @classmethod
    def beside(cls, held: Mapping[int, tuple[int, int]]) -> Rest:
        """What there is beside some texts, of which version and story are given, whole stories all of them."""
        stories = {story for story, _ in held.values()}
        with connection.cursor() as cursor:
            cursor.execute(_COUNTED)
            texts, versions, all_stories, articles = cursor.fetchone()
            cursor.execute(_PRINTED_OF, [list(held)])
            printed = sum(count for _, count in cursor.fetchall())
            cursor.execute(_LARGEST, [list(stories), SHOWN])
            largest = [row[0] for row in cursor.fetchall()]
        return cls(
            articles - printed,
            texts - len(held),
            versions - len({version for _, version in held.values()}),
            all_stories - len(stories),
            largest,
        )


_COUNTED = """
SELECT count(*), count(DISTINCT version_id), count(DISTINCT story_id),
    (SELECT count(*) FROM archive_article WHERE text_id IN (SELECT text_id FROM archive_membership))
FROM archive_membership
"""
_PRINTED_OF = """
SELECT given.number, (SELECT count(*) FROM archive_article WHERE text_id = given.number)
FROM unnest(%s::bigint[]) AS given(number)
"""
_LARGEST = """
SELECT array_agg(member.text_id ORDER BY member.text_id) FROM
(SELECT id, article_count FROM archive_story WHERE merged_into_id IS NULL AND article_count > 0
 AND id <> ALL(%s::bigint[]) ORDER BY article_count DESC, id LIMIT %s) AS story
JOIN archive_membership AS member ON member.story_id = story.id
GROUP BY story.id, story.article_count ORDER BY story.article_count DESC, story.id
"""


def _places(texts: Iterable[int] | None) -> dict[int, tuple[int, int]]:
    """Story and version of some clustered texts; of all where none are named."""
    columns = ("text_id", "story_id", "version_id")
    if texts is None:
        found: Iterable[Any] = Membership.objects.order_by("text_id").values_list(*columns)
    else:
        found = rows(Membership, columns, "text_id", sorted(texts))
    return {text: (story, version) for text, story, version in found}


class Comparison:
    """Today's stories beside wanted ones, the latter as lists of versions, which are lists of text ids.

    ``partly`` says that only some are given: all that today's stories with any of their texts can become. The others
    stay as they are.
    """

    def __init__(self, wanted: Sequence[Sequence[Sequence[int]]], *, partly: bool = False) -> None:
        self.stories = [[text for version in story for text in version] for story in wanted]
        self.versions = [list(version) for story in wanted for version in story]
        texts = [text for story in self.stories for text in story] if partly else None
        held = _places(texts)
        self.story_of = {text: story for text, (story, _) in held.items()}
        self.version_of = {text: version for text, (_, version) in held.items()}
        self.rest = Rest.beside(held) if partly else Rest()
        self.printed = _printed([*held, *(text for story in self.rest.largest for text in story)])
        self.regrouped = regroupings([self.story_of], self.stories)

    def report(self, numbers: Sequence[int | None], rulings: Rulings) -> Report:
        """``numbers`` are the ids that the wanted stories would have, None for new ones."""
        versions = regroupings([self.version_of], self.versions)
        changed = [group for group in versions if group.kind != Kind.KEPT]
        return Report(
            articles=self.rest.articles + sum(map(self._articles, self.stories)),
            texts=self.rest.texts + len(self.story_of),
            versions=_more(self.rest.versions, len(set(self.version_of.values())), len(self.versions)),
            stories=_more(self.rest.stories, len(set(self.story_of.values())), len(self.stories)),
            regrouped={str(kind): self._counted(kind) for kind in Kind},
            versions_changed=sum(len(group.before) for group in changed),
            moved=self._moved(numbers),
            rulings=rulings,
            largest=self._largest(),
            joins=self._joins(),
            splits=self._splits(),
        )

    def _articles(self, texts: Iterable[int]) -> int:
        return sum(self.printed.get(text, 0) for text in texts)

    def _moved(self, numbers: Sequence[int | None]) -> int:
        return sum(
            self._articles(t for t in texts if self.story_of.get(t) != number)
            for texts, number in zip(self.stories, numbers, strict=True)
        )

    def _counted(self, kind: Kind) -> Counts:
        ours = [group for group in self.regrouped if group.kind == kind]
        before, after = sum(len(g.before) for g in ours), sum(len(g.after) for g in ours)
        return _more(self.rest.stories if kind == Kind.KEPT else 0, before, after)

    def _largest(self) -> list[Named]:
        """The largest of the wanted stories and of those that stay."""
        ours = self._by_size(range(len(self.stories)))
        return self._named(sorted([*ours, *self.rest.largest], key=lambda texts: -self._articles(texts))[:SHOWN])

    def _by_size(self, indices: Iterable[int]) -> list[list[int]]:
        """The texts of the largest of some wanted stories."""
        ranked = sorted(indices, key=lambda i: (-self._articles(self.stories[i]), i))
        return [self.stories[i] for i in ranked[:SHOWN]]

    def _joins(self) -> list[Regrouped]:
        """The largest wanted stories that bring several of today's together."""
        joined = [i for g in self.regrouped if g.kind in (Kind.JOINED, Kind.MIXED) for i in g.after]
        several = [i for i in joined if len({self.story_of.get(t) for t in self.stories[i]}) > 1]
        wanted = self._by_size(several)
        parts = [self._held(texts) for texts in wanted]
        names = _headlines({pk for held in parts for pk in held})
        told = [
            _largest_first([Named(names.get(pk, ""), self._articles(texts), pk) for pk, texts in held.items()])
            for held in parts
        ]
        return [Regrouped(*row) for row in zip(self._named(wanted), told, strict=True)]

    def _held(self, texts: Iterable[int]) -> dict[int, list[int]]:
        held: dict[int, list[int]] = defaultdict(list)
        for text in texts:
            if text in self.story_of:
                held[self.story_of[text]].append(text)
        return held

    def _splits(self) -> list[Regrouped]:
        """The largest of today's stories that fall into several."""
        torn = {pk: g for g in self.regrouped if g.kind in (Kind.SPLIT, Kind.MIXED) for pk in g.before}
        parts = {pk: self._parts(pk, group) for pk, group in torn.items()}
        several = {pk: some for pk, some in parts.items() if len(some) > 1}
        size = {pk: sum(map(self._articles, some)) for pk, some in several.items()}
        largest = sorted(several, key=lambda pk: (-size[pk], pk))[:SHOWN]
        names = _headlines(largest)
        return [Regrouped(Named(names[pk], size[pk], pk), _largest_first(self._named(several[pk]))) for pk in largest]

    def _parts(self, story: int, group: Regrouping) -> list[list[int]]:
        """What each wanted story of the group gets of one of today's."""
        shares = [[t for t in self.stories[i] if self.story_of.get(t) == story] for i in group.after]
        return [share for share in shares if share]

    def _named(self, some: Sequence[Sequence[int]]) -> list[Named]:
        """Each list of texts under the headline of the one that was printed most."""
        heads = [min(texts, key=lambda t: (-self.printed.get(t, 0), t)) for texts in some]
        first = Article.objects.filter(text__in=heads).order_by("text_id", "id").distinct("text_id")
        said = {text: (headline, pk) for text, headline, pk in first.values_list("text_id", "headline", "id")}
        named = [said.get(head, ("", None)) for head in heads]
        return [
            Named(headline, self._articles(texts), article=pk)
            for (headline, pk), texts in zip(named, some, strict=True)
        ]


def _more(rest: int, today: int, then: int) -> Counts:
    return Counts(rest + today, rest + then)


def _printed(texts: Sequence[int]) -> dict[int, int]:
    """How many articles print each of the texts."""
    with connection.cursor() as cursor:
        cursor.execute(_PRINTED_OF, [list(texts)])
        return dict(cursor.fetchall())


def _headlines(stories: Iterable[int]) -> dict[int, str]:
    return dict(Story.objects.filter(id__in=list(stories)).values_list("id", "headline"))


def _largest_first(named: list[Named]) -> list[Named]:
    return sorted(named, key=lambda part: -part.articles)
