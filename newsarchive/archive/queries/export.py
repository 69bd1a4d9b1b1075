"""The archive as a table: which article is in which story, and what it is to the others."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from newsarchive.archive.models import Receipt, Story, UploadedFile
from newsarchive.archive.queries import marks
from newsarchive.archive.queries.relations import LEAD, Member, members_of_stories

_STORIES_AT_ONCE = 200


@dataclass(frozen=True)
class Row:
    """An article under one of the names it was handed in by. ``similarity`` and the ``confidence`` in the
    relation, both 0 to 1, are to ``related_to``.

    ``marks`` are the article's, parted by commas; ``notices`` the articles whose notices give it some; ``changes`` what
    was corrected in it, as ``killed 12 → 19``; ``embargoed_until`` a moment.
    """

    path: str
    article: int
    story: int
    version: int
    relation: str
    related_to: int | None
    similarity: float
    marks: str = ""
    notices: str = ""
    changes: str = ""
    embargoed_until: str = ""
    confidence: float = 1.0


def rows() -> Iterator[Row]:
    """Every article by story; one that was handed in under several names has a row for each."""
    ids = list(Story.objects.filter(merged_into__isnull=True).order_by("id").values_list("id", flat=True))
    for start in range(0, len(ids), _STORIES_AT_ONCE):
        stories = list(
            Story.objects.filter(id__in=ids[start : start + _STORIES_AT_ONCE])
            .select_related("lead_article")
            .order_by("id")
        )
        members = members_of_stories(stories)
        listed = [m.article for own in members.values() for m in own]
        names = names_of([article.pk for article in listed])
        borne = marks.borne_by(listed)
        for story in stories:
            for member in members[story.pk]:
                yield from (
                    _row(name, story, member, borne.get(member.article.pk)) for name in names[member.article.pk]
                )


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


def _row(name: str, story: Story, member: Member, bearing: marks.Bearing | None) -> Row:
    related = member.related.pk if member.related else None
    relation = member.relation if related else LEAD
    similarity = round(member.similarity, 4)
    said = (relation, related, similarity, *_marked(bearing), member.confidence if related else 1.0)
    return Row(name, member.article.pk, story.pk, member.version_id, *said)


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
