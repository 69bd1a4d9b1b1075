"""Who leads a story, who would by each rule, and who would lead several that become one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsarchive.archive.models import Article, Ruling, Story
from newsarchive.archive.queries.leads import lead_articles, lead_texts
from newsarchive.archive.queries.ruled_leads import RANKED, ruled_leads
from newsarchive.archive.queries.said import LEAD_RULES, PINNED, Said, of_stories


@dataclass(frozen=True)
class Candidate:
    """A rule, in words, and the article that leads by it now."""

    rule: str
    words: str
    article: Article | None


@dataclass(frozen=True)
class Leading:
    """Who leads now and by which ruling, None where the archive chose; and who would by each rule."""

    rule: str
    ruling: Ruling | None
    candidates: Sequence[Candidate]

    @property
    def words(self) -> str:
        return "pinned by an editor" if self.rule == PINNED else LEAD_RULES.get(self.rule, "")


def leading(story: Story) -> Leading:
    said = of_stories({story.pk}).get(story.pk, Said())
    ruling = Ruling.objects.filter(pk=said.by.get("lead")).select_related("made_by").first()
    members = Article.objects.filter(text__membership__story=story).select_related("source")
    candidates = [Candidate(rule, words, RANKED[rule](members).first()) for rule, words in LEAD_RULES.items()]
    return Leading(said.rule, ruling, candidates)


def lead_if_merged(story_ids: Sequence[int]) -> Article | None:
    """The article that would lead the stories if they were one: the latest ruling of any of them, else as ever."""
    said = of_stories(set(story_ids))
    ruled = max((pk for pk, one in said.items() if one.rule), key=lambda pk: said[pk].by["lead"], default=None)
    if ruled is not None:
        found = ruled_leads({ruled: said[ruled]}).get(ruled)
        if found is not None:
            return found
    text = lead_texts(story_ids, as_one=True)
    return next(iter(lead_articles(text).values()), None)
