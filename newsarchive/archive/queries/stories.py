"""What the story list and the story page show."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet

from newsarchive.archive.models import Article, Paragraph, Story
from newsarchive.archive.queries.relations import Member

LONGEST_CHAIN = 50
"""Merges followed from a story to the living one; more would be a ring."""


@dataclass(frozen=True)
class Row:
    """A member of a story and which of the lead's paragraphs it prints, in the lead's order."""

    member: Member
    prints: tuple[bool, ...]

    @property
    def printed(self) -> int:
        return sum(self.prints)


@dataclass(frozen=True)
class VersionRows:
    """The members of one version, numbered from 1 in the order shown."""

    number: int
    version_id: int
    rows: list[Row]


def with_leads(stories: QuerySet[Story]) -> QuerySet[Story]:
    """Stories with all that a line of the list shows, in a fixed number of questions to the database."""
    return stories.select_related("lead_article__source").prefetch_related("lead_article__agencies")


def living(story: Story) -> Story:
    """The story that this one was merged into, however often; itself where it was not."""
    for _ in range(LONGEST_CHAIN):
        if story.merged_into is None:
            break
        story = story.merged_into
    return story


def versions(
    members: Sequence[Member], lead: Article | None, first: int = 0, last: int | None = None
) -> list[VersionRows]:
    """Members `first` to `last` in groups by version, each with the lead's paragraphs that it prints."""
    numbers = {version: number for number, version in enumerate(dict.fromkeys(m.version_id for m in members), 1)}
    shown = members[first:last]
    passages = _passages_of(lead)
    printed = _printed([member.article.pk for member in shown], passages)
    rows = [Row(m, tuple(p in printed[m.article.pk] for p in passages)) for m in shown]
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


def _printed(articles: Iterable[int], passages: Iterable[int]) -> dict[int, set[int]]:
    """For each article, which of the passages it prints."""
    found: dict[int, set[int]] = defaultdict(set)
    paragraphs = Paragraph.objects.filter(article__in=list(articles), passage__in=list(passages))
    for article, passage in paragraphs.values_list("article_id", "passage_id"):
        found[article].add(passage)
    return found
