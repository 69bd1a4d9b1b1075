"""What the story list and the story page show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from django.db.models import Case, F, QuerySet, When
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from rapidfuzz.distance import Indel

from newsarchive.archive.models import Article, Paragraph, Passage, Story, Version
from newsarchive.archive.queries.keys import passage_bands_of
from newsarchive.archive.queries.relations import Member, members_among
from newsarchive.archive.queries.schemes import for_pages
from newsarchive.dedup.folding import EDITED
from newsarchive.dedup.words import words

MEMBERS_A_PAGE = 25

LONGEST_CHAIN = 50
"""Merges followed from a story to the living one; more would be a ring."""


class Print(StrEnum):
    """How an article prints a paragraph: word for word, changed, or not at all."""

    SAME = "same"
    CHANGED = "changed"
    NOT = "not"


@dataclass(frozen=True)
class Row:
    """A member of a story and how it prints each of the lead's paragraphs, in the lead's order."""

    member: Member
    prints: tuple[Print, ...]

    @property
    def printed(self) -> int:
        return self.prints.count(Print.SAME)

    @property
    def changed(self) -> int:
        return self.prints.count(Print.CHANGED)


@dataclass(frozen=True)
class VersionRows:
    """The members of one version, numbered from 1 in the order shown."""

    number: int
    version_id: int
    rows: list[Row]


@dataclass(frozen=True)
class MemberPage:
    """Some of a story's articles in the order of members; the articles next to which its neighbours begin, if any."""

    articles: Sequence[Article]
    following: int | None
    preceding: int | None


def living(story: Story) -> Story:
    """The story that this one was merged into, however often; itself where it was not."""
    for _ in range(LONGEST_CHAIN):
        if story.merged_into is None:
            break
        story = story.merged_into
    return story


def member_page(story: Story, after: int | None = None, before: int | None = None) -> MemberPage | None:
    """The members that follow an article of the story, or those before one, the first ones where neither is named.

    The lead's version comes first, then the others by number; in each its lead's text, then the others, each text's
    printings by date. None where the article is not in the story, or not any more.
    """
    there = _placed(story).filter(pk=after or before or 0).values_list(*_ORDER).first()
    if there is None and (after or before):
        return None
    rows = list(_next_to(story, there, back=bool(before and not after))[: MEMBERS_A_PAGE + 1])
    more, back = len(rows) > MEMBERS_A_PAGE, bool(before and not after)
    shown = rows[:MEMBERS_A_PAGE][:: -1 if back else 1]
    return MemberPage(
        shown,
        following=shown[-1].pk if shown and (more or back) else None,
        preceding=shown[0].pk if shown and there and (more or not back) else None,
    )


_ORDER = ("other_version", "version", "other_text", "text_id", "dated_on", "pk")


def _placed(story: Story) -> QuerySet[Article]:
    """The story's articles, each with its place in the order of members."""
    version = F("text__membership__version_id")
    return Article.objects.filter(text__membership__story=story).annotate(
        version=version,
        other_version=Case(When(text__membership__version__lead=story.lead_id, then=0), default=1),
        other_text=Case(When(text=F("text__membership__version__lead"), then=0), default=1),
    )


def _next_to(story: Story, there: tuple[object, ...] | None, back: bool) -> QuerySet[Article]:
    """The members after a place, or before it, the nearest first."""
    found = _placed(story).select_related("source").prefetch_related("agencies").defer("furniture", "doubts", "url")
    if there is not None:
        place = Tuple(*(F(column) for column in _ORDER))
        found = found.filter((TupleLessThan if back else TupleGreaterThan)(place, there))
    return found.order_by(*(f"-{column}" if back else column for column in _ORDER))


def versions(story: Story, articles: Sequence[Article]) -> list[VersionRows]:
    """Members in groups by version, each with the lead's paragraphs that it prints."""
    first = Case(When(lead=story.lead_id, then=0), default=1)
    ids = Version.objects.filter(story=story).order_by(first, "pk").values_list("pk", flat=True)
    numbers = {version: number for number, version in enumerate(ids, 1)}
    shown = members_among(articles, story)
    passages = _passages_of(story.lead_article)
    prints = _prints([member.article.pk for member in shown], passages)
    rows = [Row(m, tuple(prints.get((m.article.pk, p), Print.NOT) for p in passages)) for m in shown]
    return [
        VersionRows(numbers[version], version, list(group))
        for version, group in groupby(rows, key=lambda row: row.member.version_id)
    ]


def _passages_of(lead: Article | None) -> list[int]:
    """The passages of an article's paragraphs in order, without its repeats."""
    if lead is None:
        return []
    unfolded = Paragraph.objects.filter(article=lead, repeats=None).order_by("position")
    return list(dict.fromkeys(unfolded.values_list("passage_id", flat=True)))


def _prints(articles: Sequence[int], passages: Sequence[int]) -> dict[tuple[int, int], Print]:
    """How the articles print the passages, by article and passage; what they do not print is left out."""
    paragraphs = Paragraph.objects.filter(article__in=articles, passage__in=passages)
    same = dict.fromkeys(paragraphs.values_list("article_id", "passage_id"), Print.SAME)
    return dict.fromkeys(_changed(articles, passages), Print.CHANGED) | same


def _changed(articles: Sequence[int], passages: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Articles and passages of which they print an edited form: proposed by bands, decided word by word."""
    printed = Paragraph.objects.filter(article__in=articles).exclude(passage__in=passages)
    found = list(printed.values_list("article_id", "passage_id"))
    near = _near(passages, sorted({other for _, other in found}))
    proposed = {(article, passage, other) for article, other in found for passage in near[other]}
    texts = Passage.objects.in_bulk({pk for _, *pair in proposed for pk in pair})
    wordlists = {pk: words(passage.text) for pk, passage in texts.items()}
    for article, passage, other in proposed:
        if Indel.normalized_similarity(wordlists[passage], wordlists[other]) >= EDITED:
            yield article, passage


def _near(passages: Sequence[int], others: Sequence[int]) -> dict[int, set[int]]:
    """For each of the others the passages that agree with it in a band.

    Both sides' keys are cut from their signatures: a key may be that of thousands of passages elsewhere.
    """
    scheme = for_pages().passages
    with_key: dict[int, list[int]] = defaultdict(list)
    for passage, key in passage_bands_of(passages, scheme).tolist():
        with_key[key].append(passage)
    near: dict[int, set[int]] = defaultdict(set)
    for other, key in passage_bands_of(others, scheme).tolist():
        near[other].update(with_key.get(key, ()))
    return near
