"""What is shown of a story that is partly under embargo, to those who may not see all of it.

A story's summary columns say what its lead says. Where the lead, or any of the copies counted, is hidden from a reader,
the story is shown as if the hidden ones were not there: another article stands in, and the rest is counted anew.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from copy import copy
from dataclasses import replace
from typing import NamedTuple

from newsarchive.archive.models import Article, Story
from newsarchive.archive.models.stories import HAS_CORRECTION
from newsarchive.archive.queries import leaflets
from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.kept import answers
from newsarchive.archive.queries.leads import ledes_of
from newsarchive.archive.queries.lines import StoryLine
from newsarchive.archive.queries.relations import Member, Placed
from newsarchive.archive.queries.veil import Veil


class Counts(NamedTuple):
    """How many articles of a story are to be seen, from how many sources, in how many versions, over how many days."""

    articles: int
    sources: int
    versions: int
    days: int


_STAND_INS = """
SELECT DISTINCT ON (member.story_id) {selected}, member.story_id
FROM archive_membership member JOIN archive_text text ON text.id = member.text_id
JOIN archive_article article ON article.text_id = member.text_id
LEFT JOIN archive_source source ON source.id = article.source_id
WHERE member.story_id = ANY(%(stories)s::bigint[]) AND article.id <> ALL(%(hidden)s::bigint[])
ORDER BY member.story_id, text.length DESC, article.dated_on, article.original_id, article.item
"""


def stand_ins(stories: Collection[int], veil: Veil) -> dict[int, Article]:
    """For each story the fullest article of it that is not hidden, the earliest among equals; its source at hand."""
    statement = _STAND_INS.format(selected=leaflets.SELECTED)
    given = {"stories": literal(stories), "hidden": veil.hidden}
    return {story: article for article, (story,) in leaflets.read(statement, given)}


_COUNTS = """
SELECT member.story_id, count(*), count(DISTINCT article.source_id), count(DISTINCT member.version_id),
    max(article.dated_on) - min(article.dated_on)
FROM archive_membership member JOIN archive_article article ON article.text_id = member.text_id
WHERE member.story_id = ANY(%s::bigint[]) AND article.id <> ALL(%s::bigint[])
GROUP BY member.story_id
"""


def counts(stories: Collection[int], veil: Veil) -> dict[int, Counts]:
    """What is left to be seen of each story of which anything is."""
    return {story: Counts(*rest) for story, *rest in answers(_COUNTS, literal(stories), veil.hidden)}


_TOLD_BY_THE_HIDDEN = """
SELECT member.story_id, CASE carried.mark WHEN 'corrects' THEN 'corrected' ELSE carried.mark END
FROM archive_membership member JOIN archive_carried carried ON carried.text_id = member.text_id
WHERE member.story_id = ANY(%s::bigint[]) GROUP BY 1, 2 HAVING bool_and(carried.notice_id = ANY(%s::bigint[]))
"""


def _told_by_the_hidden(stories: Collection[int], veil: Veil) -> Mapping[int, set[str]]:
    """The marks that each story has from hidden notices alone, and that it is under embargo in part."""
    found: dict[int, set[str]] = {story: {Story.Mark.EMBARGOED} for story in stories}
    for story, mark in answers(_TOLD_BY_THE_HIDDEN, literal(stories), veil.hidden):
        found[story].add(mark)
    return found


def lead_for(story: Story, veil: Veil) -> Article | None:
    """The article that leads a story for this reader: its own lead, or what stands in for it.

    None where nothing of it is to be seen.
    """
    if story.lead_article_id not in veil.articles:
        return story.lead_article
    return stand_ins([story.pk], veil).get(story.pk)


_DETAILS = """
SELECT article.id, article.place, COALESCE(article.doubts ->> article.dated_by, ''),
    ARRAY(SELECT agency.name FROM archive_article_agencies credited JOIN archive_agency agency
        ON agency.id = credited.agency_id WHERE credited.article_id = article.id ORDER BY agency.name)
FROM unnest(%s::bigint[]) AS given(pk) JOIN archive_article article ON article.id = given.pk
"""


def lines_seen(lines: Iterable[StoryLine], veil: Veil) -> list[StoryLine]:
    """The lines as this reader may see them, in their order; stories of which nothing is left are left out.

    No question where none of them is partly hidden.
    """
    left = [line for line in lines if line.pk not in veil.stories]
    asked = [line.pk for line in left if line.pk in veil.partly]
    if not asked:
        return left
    seen, unsaid = counts(asked, veil), _told_by_the_hidden(asked, veil)
    led = [line.pk for line in left if line.pk in veil.partly and line.lead in veil.articles]
    told = _told(stand_ins(led, veil)) if led else {}
    return [
        _seen(told.get(line.pk, line), seen[line.pk], unsaid[line.pk]) if line.pk in seen else line for line in left
    ]


def _seen(line: StoryLine, seen: Counts, unsaid: Collection[str]) -> StoryLine:
    words = {HAS_CORRECTION if mark == Story.Mark.CORRECTED else mark for mark in unsaid}
    marks = tuple(word for word in line.marks if word not in words)
    return line._replace(marks=marks, updates=None, **seen._asdict())


def _told(standing: Mapping[int, Article]) -> dict[int, StoryLine]:
    """The line of each story as its stand-in says it, nothing counted and nothing marked."""
    pks = [article.pk for article in standing.values()]
    ledes = ledes_of(pks)
    details = {pk: rest for pk, *rest in answers(_DETAILS, literal(pks))}
    return {story: _line(story, a, ledes.get(a.pk, ""), *details[a.pk]) for story, a in standing.items()}


def _line(story: int, article: Article, lede: str, place: str, doubt: str, agencies: list[str]) -> StoryLine:
    return StoryLine(
        story,
        article.headline,
        marks=(),
        agencies=tuple(agencies),
        place=place,
        source=article.source.name if article.source else "",
        dated_on=article.dated_on,
        dated_by=article.dated_by,
        doubt=doubt,
        lede=lede,
        articles=1,
        sources=0,
        versions=1,
        days=0,
        language=article.language,
        lead=article.pk,
    )


def story_seen(story: Story, veil: Veil) -> Story | None:
    """A story as this reader may see it, not to be saved; itself where nothing of it is hidden.

    None where nothing of it is to be seen.
    """
    if story.pk in veil.stories:
        return None
    return _without_the_hidden(story, veil) if story.pk in veil.partly else story


def _without_the_hidden(story: Story, veil: Veil) -> Story:
    (seen,) = counts([story.pk], veil).values()
    shown = copy(story)
    if story.lead_article_id in veil.articles:
        _stand_in(shown, veil)
    shown.article_count, shown.source_count, shown.version_count, shown.span_days = seen
    unsaid = _told_by_the_hidden([story.pk], veil)[story.pk]
    shown.marks = [mark for mark in story.marks if mark not in unsaid]
    shown.updates = None
    return shown


def _stand_in(shown: Story, veil: Veil) -> None:
    standing = stand_ins([shown.pk], veil)
    line, lead = _told(standing)[shown.pk], standing[shown.pk]
    shown.lead_article, shown.lead_id = lead, lead.text_id
    shown.headline, shown.lede, shown.dated_on, shown.dated_by = line.headline, line.lede, line.dated_on, line.dated_by


_PRINTED = """
SELECT DISTINCT text_id FROM archive_article WHERE text_id = ANY(%s::bigint[]) AND id <> ALL(%s::bigint[])
"""


def placed_in_view(places: Iterable[Placed], story: Story, veil: Veil) -> list[Placed]:
    """The places of members, those of a version whose lead is hidden with the story's lead in its stead."""
    found = list(places)
    if story.pk not in veil.partly or story.lead_id is None:
        return found
    leads = literal({place.lead_id for place in found})
    seen = {text for (text,) in answers(_PRINTED, leads, veil.hidden)}
    return [place if place.lead_id in seen else place._replace(lead_id=story.lead_id) for place in found]


def related_in_view(member: Member, veil: Veil) -> Member:
    """A member; without what it is to an article that may not be seen."""
    if member.related is None or member.related.pk not in veil.articles:
        return member
    return replace(member, related=None, relation="", confidence=1.0, told="", but="")
