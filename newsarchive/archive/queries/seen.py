"""A story as a reader sees it from whom some of its articles are hidden: who leads it, and how many there are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from newsarchive.archive.models import Article, Story
from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.kept import answers
from newsarchive.archive.queries.relations import Member, Placed
from newsarchive.archive.queries.veil import Veil

_VISIBLE = """
FROM archive_membership member JOIN archive_article article ON article.text_id = member.text_id
JOIN archive_text text ON text.id = article.text_id
WHERE member.story_id = %s AND article.id <> ALL(%s::bigint[])
"""
_FULLEST = f"SELECT article.id {_VISIBLE} ORDER BY text.length DESC, article.dated_on, article.id LIMIT 1"
_COUNTS = f"""
SELECT count(*)::int, count(DISTINCT article.source_id)::int, count(DISTINCT member.version_id)::int {_VISIBLE}
"""


def lead_for(story: Story, veil: Veil) -> Article | None:
    """The article that stands for a story: its lead, else the fullest that may be seen, the earliest of these."""
    if story.lead_article_id is not None and story.lead_article_id not in veil.articles:
        return story.lead_article
    found = answers(_FULLEST, story.pk, veil.hidden)
    return Article.objects.select_related("source").get(pk=found[0][0]) if found else None


def as_seen(story: Story, veil: Veil) -> Story:
    """The story, not to be saved, with the lead, the headline, the day and the counts that a reader may know of."""
    if story.pk in veil.partly:
        story.article_count, story.source_count, story.version_count = answers(_COUNTS, story.pk, veil.hidden)[0]
        story.marks = [mark for mark in story.marks if mark != Story.Mark.EMBARGOED]
    lead = lead_for(story, veil)
    if lead is not None and lead.pk != story.lead_article_id:
        story.lead_article, story.lead_id = lead, lead.text_id
        story.headline, story.dated_on, story.dated_by = lead.headline, lead.dated_on, lead.dated_by
    return story


def related_in_view(member: Member, veil: Veil) -> Member:
    """A member; without what it is to an article that may not be seen."""
    if member.related is None or member.related.pk not in veil.articles:
        return member
    return replace(member, related=None, relation="", confidence=1.0, told="", but="")


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
