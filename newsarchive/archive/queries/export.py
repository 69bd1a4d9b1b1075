"""The archive as a table: which article is in which story, and what it is to the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from newsarchive.archive.models import Receipt, Story, UploadedFile
from newsarchive.archive.queries import marks
from newsarchive.archive.queries.credits import Credited, credited
from newsarchive.archive.queries.killed import first_withdrawn
from newsarchive.archive.queries.relations import LEAD, Member, members_of_stories
from newsarchive.dedup.relations import Relation

_STORIES_AT_ONCE = 200

Said = tuple[str, int | None, float, float]
"""A relation, the article to which it is, the similarity to that one, and the confidence."""


@dataclass(frozen=True)
class Row:
    """An article under one of the names it was handed in by. ``similarity`` and the ``confidence`` in the
    relation, both 0 to 1, are to ``related_to``. What a notice withdraws is *withdrawn by* that notice, whatever else
    it is in its story, and the notice *withdraws* the article that it names: their similarity is 0 unless they are
    compared in one story.

    ``agencies`` are those it credits, parted by semicolons, ``credits`` the words that say so. ``marks`` are the
    article's, parted by commas; ``notices`` the articles whose notices give it some; ``changes`` what was corrected in
    it, as ``killed 12 → 19``; ``embargoed_until`` a moment.
    """

    path: str
    article: int
    story: int
    version: int
    relation: str
    related_to: int | None
    similarity: float
    confidence: float
    language: str
    agencies: str = ""
    credits: str = ""
    marks: str = ""
    notices: str = ""
    changes: str = ""
    embargoed_until: str = ""


def rows() -> Iterator[Row]:
    """Every article by story; one that was handed in under several names has a row for each."""
    ids = list(Story.objects.filter(merged_into__isnull=True).order_by("id").values_list("id", flat=True))
    for start in range(0, len(ids), _STORIES_AT_ONCE):
        some = Story.objects.filter(id__in=ids[start : start + _STORIES_AT_ONCE])
        yield from _rows_of(list(some.select_related("lead_article").order_by("id")))


def _rows_of(stories: Sequence[Story]) -> Iterator[Row]:
    members = members_of_stories(stories)
    listed = [m.article for own in members.values() for m in own]
    numbers = [article.pk for article in listed]
    names, agencies, borne = names_of(numbers), credited(numbers), marks.borne_by(listed)
    killed = first_withdrawn(borne.items())
    for story in stories:
        for member in members[story.pk]:
            pk = member.article.pk
            placed = _placed(story, member, _by_notice(member, borne.get(pk), killed.get(pk)))
            said = (*_credited(agencies.get(pk, ())), *_marked(borne.get(pk)))
            yield from (Row(name, *placed, *said) for name in names[pk])


def _by_notice(member: Member, bearing: marks.Bearing | None, killed: tuple[int, float] | None) -> Said | None:
    """What an article is where a notice withdraws it, or where it is the notice: by the surest, else the first."""
    by = [(-one.confidence, one.notice) for one in bearing.borne if one.mark == "withdrawn"] if bearing else []
    if by:
        sure, notice = min(by)
        return Relation.WITHDRAWN_BY, notice, _similar(member, notice), -sure
    if killed:
        article, sure = killed
        return Relation.WITHDRAWS, article, _similar(member, article), sure
    return None


def _similar(member: Member, other: int) -> float:
    return round(member.similarity, 4) if member.related and member.related.pk == other else 0.0


def names_of(article_ids: Sequence[int]) -> dict[int, list[str]]:
    """The names under which articles were handed in, ``#n`` added for the n-th item of a file of several."""
    receipts = list(
        Receipt.objects.filter(article__in=article_ids)
        .exclude(file__state=UploadedFile.State.WITHDRAWN)
        .order_by("id")
        .values_list("article_id", "file_id", "file__name", "item")
    )
    several = set(
        Receipt.objects.filter(file__in={file for _, file, _, _ in receipts}, item__gt=1).values_list("file", flat=True)
    )
    names: dict[int, dict[str, None]] = defaultdict(dict)
    for article, file, name, item in receipts:
        names[article][f"{name}#{item}" if file in several else name] = None
    return {article: list(found) for article, found in names.items()}


def _placed(story: Story, member: Member, by_notice: Said | None) -> tuple[Any, ...]:
    related = member.related.pk if member.related else None
    similarity, confidence = round(member.similarity, 4), member.confidence if related else 1.0
    said = by_notice or (member.relation if related else LEAD, related, similarity, confidence)
    return member.article.pk, story.pk, member.version_id, *said, member.article.language


def _credited(agencies: Sequence[Credited]) -> tuple[str, str]:
    names = "; ".join(agency.name for agency in agencies)
    return names, "; ".join(str(agency) for agency in agencies if agency.words)


def _marked(bearing: marks.Bearing | None) -> tuple[str, str, str, str]:
    if bearing is None:
        return "", "", "", ""
    until = max((b.until for b in bearing.borne if b.mark == "embargoed" and b.until), default=None)
    return (
        ", ".join(bearing.marks),
        ", ".join(dict.fromkeys(str(b.notice) for b in bearing.borne)),
        "; ".join(dict.fromkeys(marks.told(b.changes) for b in bearing.borne if b.changes)),
        until.isoformat() if until else "",
    )
