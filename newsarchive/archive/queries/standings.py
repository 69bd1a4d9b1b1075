"""How stories stand, as the record of a ruling keeps it, and what such a record means today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from newsarchive.archive.models import Article, Ruling, Story

_AT_ONCE = 5000


def recorded(story_ids: Iterable[int]) -> dict[str, dict[str, Any]]:
    """What stories hold now, by their articles' names (digest#item), and what is said of them."""
    ids = sorted(set(story_ids))
    held: dict[str, list[str]] = {str(pk): [] for pk in ids}
    rows = (
        Article.objects.filter(text__membership__story__in=ids)
        .order_by("original_id", "item")
        .values_list("text__membership__story_id", "original_id", "item")
    )
    for story_id, digest, item in rows.iterator():
        held[str(story_id)].append(f"{digest}#{item}")
    return {"stories": held, "said": said(ids)}


def said(story_ids: Iterable[int]) -> dict[str, dict[str, Any]]:
    """What lists say of stories: lead (by name), headline, date, marks, and where they redirect."""
    stories = Story.objects.filter(pk__in=list(story_ids)).select_related("lead_article").order_by("pk")
    return {str(story.pk): _said(story) for story in stories}


def _said(story: Story) -> dict[str, Any]:
    lead = story.lead_article
    return {
        "lead": f"{lead.original_id}#{lead.item}" if lead else "",
        "headline": story.headline,
        "dated_on": story.dated_on.isoformat() if story.dated_on else "",
        "marks": list(story.marks),
        "merged_into": story.merged_into_id,
    }


def texts_named(ruling: Ruling) -> list[int]:
    """The texts that a ruling's articles print today; those that are gone or in the bin are left out."""
    names = {f"{digest}#{item}" for digest, item in ruling.articles.values_list("original_digest", "item")}
    return sorted(set(texts_by_name(names).values()))


def texts_by_name(names: Iterable[str]) -> dict[str, int]:
    """The text that each named article prints today."""
    wanted = set(names)
    digests = sorted({name.rpartition("#")[0] for name in wanted})
    found: dict[str, int] = {}
    for start in range(0, len(digests), _AT_ONCE):
        some = Article.objects.filter(original__in=digests[start : start + _AT_ONCE], text__isnull=False)
        found |= {f"{d}#{item}": text for d, item, text in some.values_list("original_id", "item", "text_id")}
    return {name: text for name, text in found.items() if name in wanted}


def claims(before: Mapping[str, Any]) -> dict[int, list[int]]:
    """Which texts each story stood for in a record, so that it gets its number back."""
    stories: Mapping[str, list[str]] = before.get("stories", {})
    text_of = texts_by_name(name for names in stories.values() for name in names)
    found: dict[int, set[int]] = defaultdict(set)
    for story_id, names in stories.items():
        found[int(story_id)].update(text_of[name] for name in names if name in text_of)
    return {pk: sorted(texts) for pk, texts in found.items() if texts}
