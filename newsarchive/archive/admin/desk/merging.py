"""Stories become one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.template.defaultfilters import truncatechars
from django.urls import reverse
from django.utils.http import urlencode

from newsarchive.archive.admin.base import as_id
from newsarchive.archive.admin.desk.base import NOT_FOUND, Desk, story_address
from newsarchive.archive.models import Ruling, Story
from newsarchive.archive.queries import previews
from newsarchive.archive.queries import rulings as queries
from newsarchive.archive.queries.leading import lead_if_merged
from newsarchive.archive.queries.veiled import seen
from newsarchive.archive.services import rulings as services

STORIES_AT_ONCE = 12

STORY_NAMED = re.compile(r"(?:story\s*)?#?(\d+)|(?:.*/)?(?:stories|archive/story)/(\d+)(?:[/?#].*)?", re.A | re.I)
"""A story's number as people write it, or the address of its page, here or on the reading pages."""


def merge_address(story_ids: Sequence[int]) -> str:
    return f"{reverse('admin:archive_story_merge')}?{urlencode({'story': story_ids}, doseq=True)}"


def story_named(words: str) -> int | None:
    """The number of the story that was named, by number or by address; None where it is neither."""
    found = STORY_NAMED.fullmatch(words.strip())
    return as_id(found[1] or found[2]) if found else None


def unfit_to_merge(story_ids: Sequence[int]) -> str:
    """Why these stories cannot be laid side by side, in words; empty where they can."""
    if len(story_ids) < 2:
        return "Choose at least two stories to merge."
    if len(story_ids) > STORIES_AT_ONCE:
        return f"Choose at most {STORIES_AT_ONCE} stories at once: more cannot be read side by side."
    return ""


class MergeDesk(Desk):
    """Several stories become one. They are named by number or by address, as an editor typed or pasted them."""

    template = "admin/archive/desk/merge.html"
    title = "Merge stories"

    def look(self, pk: int | None) -> None:
        named = [words.strip() for words in self.asked.getlist("story")]
        found = {words: story_named(words) for words in named if words}
        self.ids = list(dict.fromkeys(number for number in found.values() if number is not None))
        unread = [words for words, number in found.items() if number is None][:STORIES_AT_ONCE]
        self.lost = [
            f"“{truncatechars(words, 60)}” is neither a story's number nor the address of one." for words in unread
        ]
        self.once = len(self.ids) == 1 < len(named) and all(named) and not unread
        self.lay_out()

    def lay_out(self) -> None:
        """The stories side by side, where there are neither too few nor too many and all are here."""
        fits = not self.lost and not unfit_to_merge(self.ids)
        self.panels = queries.panels(self._seen_of(self.ids)) if fits else []
        if fits:
            here = {panel.story.pk for panel in self.panels}
            self.lost = [f"There is no story {number}." for number in self.ids if number not in here]
            self.panels = [] if self.lost else self.panels

    def _seen_of(self, ids: Sequence[int]) -> list[int]:
        """Those of the stories that the editor may see."""
        here = seen(Story.objects.filter(pk__in=ids), self.veil)
        return list(here.values_list("pk", flat=True)) if self.veil else list(ids)

    def look_again(self) -> None:
        self.panels = queries.panels(self.ids) if self.panels else []

    def rows(self) -> list[Story]:
        return [panel.story for panel in self.panels]

    def seen(self) -> list[str]:
        return [panel.seen for panel in self.panels]

    def against(self) -> list[str]:
        merged = [story for story in self.rows() if story.merged_into_id]
        found = [f"Story {story.pk} is already merged into story {story.merged_into_id}." for story in merged]
        unfit = "" if self.lost else unfit_to_merge(self.ids)
        if self.once:
            unfit = "That is one and the same story. Name the other one."
        return [*self.lost, unfit, *found] if unfit else [*self.lost, *found]

    def status(self) -> int:
        return NOT_FOUND if self.lost else 200

    def contradicts(self) -> Sequence[int]:
        return previews.merge_asked(self.ids).against if self.panels else ()

    def shown(self) -> dict[str, Any]:
        words = self.asked.get("words", "").strip()[: queries.LONGEST_QUESTION]
        found = queries.named_like(words, self.ids, veil=self.veil) if words else ()
        return {
            "panels": self.panels,
            "home": self.ids[0] if self.ids else None,
            "subtitle": None,
            "ids": self.ids,
            "gentle": len(self.ids) == 1 and not self.lost and not self.once,
            "words": words,
            "found": [(story, merge_address([*self.ids, story.pk])) for story in found],
            **(self.preview() if self.panels else {}),
        }

    def preview(self) -> dict[str, Any]:
        """What ties the stories, and what would lead."""
        groups = [previews.texts_of_stories([pk]) for pk in self.ids]
        return {"ties": previews.ties(groups), "would_lead": lead_if_merged(self.ids)}

    def rule(self, reason: str) -> Ruling:
        return services.merge_stories(self.ids, by=self.request.user, reason=reason, replacing=self.replacing)

    def log(self, ruling: Ruling, reason: str) -> None:
        for story in self.rows():
            others = ", ".join(str(pk) for pk in self.ids if pk != story.pk)
            self.admin.log_change(self.request, story, f"Merged with {others} (ruling {ruling.pk}): {reason}")

    def says(self) -> str:
        return f"{len(self.ids)} stories are one now."

    def afterwards(self, ruling: Ruling) -> str:
        living = Story.objects.filter(pk__in=self.ids, merged_into=None).order_by("-article_count", "pk").first()
        return story_address(living.pk if living else self.ids[0])
