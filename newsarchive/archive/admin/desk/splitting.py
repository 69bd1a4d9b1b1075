"""Members leave their story."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404

from newsarchive.archive.admin.base import as_id
from newsarchive.archive.admin.desk.base import Desk, story_address
from newsarchive.archive.models import Ruling, Story
from newsarchive.archive.queries import rulings as queries
from newsarchive.archive.services import rulings as services

ARTICLES_AT_ONCE = 500


class TakeOutDesk(Desk):
    """Members leave a story and make one of their own."""

    template = "admin/archive/desk/take_out.html"
    title = "Take members out of a story"

    def look(self, pk: int | None) -> None:
        self.story = get_object_or_404(Story, pk=as_id(str(pk)))
        self.ids = self.numbers("article")[: ARTICLES_AT_ONCE + 1]
        self.look_again()

    def look_again(self) -> None:
        self.story.refresh_from_db()
        self.preview = queries.take_out_preview(self.story, self.ids)

    def rows(self) -> list[Story]:
        return [self.story]

    def seen(self) -> list[str]:
        return [self.preview.panel.seen]

    def against(self) -> list[str]:
        if not self.ids:
            return ["Choose the members that do not belong: tick them on the story's page."]
        found = []
        if len(self.ids) > ARTICLES_AT_ONCE:
            found.append(f"Choose at most {ARTICLES_AT_ONCE} members at once.")
        if self.story.merged_into_id:
            found.append(f"This story is merged into story {self.story.merged_into_id} and has no members of its own.")
        elif self.preview.strangers:
            named = ", ".join(map(str, self.preview.strangers[:10]))
            found.append(f"No longer in this story: article {named}. Go back to the story and choose afresh.")
        elif not self.preview.staying.total:
            found.append("That would take everything out. At least one other text has to stay.")
        return found

    def shown(self) -> dict[str, Any]:
        return {"preview": self.preview, "story": self.story, "subtitle": None}

    def rule(self, reason: str) -> Ruling:
        return services.take_out(self.story.pk, self.ids, by=self.request.user, reason=reason)

    def log(self, ruling: Ruling, reason: str) -> None:
        count = self.preview.chosen.total + self.preview.along.total
        self.admin.log_change(self.request, self.story, f"{count} taken out (ruling {ruling.pk}): {reason}")

    def says(self) -> str:
        count = self.preview.chosen.total + self.preview.along.total
        return f"{count} article{'s are' if count != 1 else ' is'} a story of their own now."

    def afterwards(self, ruling: Ruling) -> str:
        return story_address(self.story.pk)
