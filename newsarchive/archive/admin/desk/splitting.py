"""Members leave their story: for one of their own, for another, or each alone."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict
from django.shortcuts import get_object_or_404

from newsarchive.archive.admin.base import as_id
from newsarchive.archive.admin.desk.base import Desk, ReasonForm, story_address
from newsarchive.archive.admin.desk.merging import story_named
from newsarchive.archive.models import Article, Ruling, Story
from newsarchive.archive.queries import previews
from newsarchive.archive.queries import rulings as queries
from newsarchive.archive.queries.veiled import seen
from newsarchive.archive.queries.weakest import weakest_cut
from newsarchive.archive.services import rulings as services

ARTICLES_AT_ONCE = 500
OWN, ALONE, OTHER = "own", "alone", "other"


class SplitForm(ReasonForm):
    """Where the chosen members go, and why."""

    where = forms.ChoiceField(
        label="Where do they go?",
        widget=forms.RadioSelect,
        initial=OWN,
        choices=[
            (OWN, "To a story of their own, together"),
            (ALONE, "Each to a story of its own"),
            (OTHER, "To another story"),
        ],
    )
    to = forms.CharField(
        label="Which story?",
        required=False,
        max_length=500,
        help_text="Its number or its address; for “To another story” only.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("where") == OTHER and story_named(cleaned.get("to", "")) is None:
            self.add_error("to", "Name the story they go to, by its number or its address.")
        return cleaned


class SplitDesk(Desk):
    """Members leave a story, chosen by hand or where it is weakest."""

    template = "admin/archive/desk/take_out.html"
    title = "Take members out of a story"
    form = SplitForm

    def look(self, pk: int | None) -> None:
        self.story = get_object_or_404(Story, pk=as_id(str(pk)))
        self.weakest = "weakest" in self.request.GET
        self.ids = weakest_cut(self.story) if self.weakest else self.numbers("article")
        self.ids = self.ids[: ARTICLES_AT_ONCE + 1]
        self.look_again()

    def asks(self, data: QueryDict | None = None) -> ReasonForm:
        return SplitForm(data, initial={"where": self.request.GET.get("where", OWN)})

    def look_again(self) -> None:
        for read in ("sides", "planned"):
            self.__dict__.pop(read, None)
        self.story.refresh_from_db()
        self.preview = queries.take_out_preview(self.story, self.ids)

    def rows(self) -> list[Story]:
        return [self.story]

    def seen(self) -> list[str]:
        return [self.preview.panel.seen]

    def against(self) -> list[str]:
        if self.story.merged_into_id:
            return [f"This story is merged into story {self.story.merged_into_id} and has no members of its own."]
        if not self.ids:
            return [self._nothing_chosen()]
        found = []
        if len(self.ids) > ARTICLES_AT_ONCE:
            found.append(f"Choose at most {ARTICLES_AT_ONCE} members at once.")
        if self.preview.strangers:
            named = ", ".join(map(str, self.preview.strangers[:10]))
            found.append(f"No longer in this story: article {named}. Go back to the story and choose afresh.")
        elif not self.preview.staying.total:
            found.append("That would take everything out. At least one other text has to stay.")
        return found

    def _nothing_chosen(self) -> str:
        if self.weakest:
            return "This story has no weakest link: all of it says the same, or an editor holds it together."
        return "Choose the members that do not belong: tick them on the story's page."

    def contradicts(self) -> Sequence[int]:
        """Known beforehand where that is soon found out; else the ruling is refused, and they are named then."""
        return self.planned.against if not self.against() and self.is_worked_out() else ()

    def is_worked_out(self) -> bool:
        """Whether to say beforehand what would come of it: of large stories on demand, since that takes longer."""
        chosen, staying = self.sides
        return len(chosen) + len(staying) <= previews.SMALL or "try" in self.request.GET

    def shown(self) -> dict[str, Any]:
        fits = not self.against()
        return {
            "preview": self.preview,
            "story": self.story,
            "subtitle": None,
            "weakest": self.weakest,
            "article_ids": self.ids,
            **(self._remaining() if fits else {}),
        }

    @cached_property
    def sides(self) -> tuple[set[int], set[int]]:
        """The texts that leave, and those that stay."""
        chosen = set(Article.objects.filter(pk__in=self.ids).values_list("text_id", flat=True))
        return chosen, previews.texts_of_stories([self.story.pk]) - chosen

    @cached_property
    def planned(self) -> previews.Asked:
        chosen, staying = self.sides
        return previews.asked(Ruling.Kind.DIFFERENT, {"a": chosen, "b": staying})

    def _remaining(self) -> dict[str, Any]:
        """What ties the two sides, and what would be there; the latter on demand where the story is large."""
        chosen, staying = self.sides
        found: dict[str, Any] = {"ties": previews.ties([chosen, staying])}
        if self.is_worked_out():
            return found | {"tried": True, "outcomes": previews.outcomes(self.planned, chosen, staying)}
        return found

    def rule(self, reason: str) -> Ruling:
        said = {"by": self.request.user, "reason": reason, "replacing": self.replacing}
        where = self.answers["where"]
        if where == OTHER:
            return services.move_to(self.story.pk, self.ids, self.target(), **said)
        return (services.part if where == ALONE else services.take_out)(self.story.pk, self.ids, **said)

    def target(self) -> int:
        """The number of the story that was named; 0, which none has, for one that the editor may not see."""
        here = seen(Story.objects.filter(pk=story_named(self.answers["to"])), self.veil)
        return here.values_list("pk", flat=True).first() or 0

    def log(self, ruling: Ruling, reason: str) -> None:
        count = self.preview.chosen.total + self.preview.along.total
        self.admin.log_change(self.request, self.story, f"{count} taken out (ruling {ruling.pk}): {reason}")

    def says(self) -> str:
        count = self.preview.chosen.total + self.preview.along.total
        many = f"{count} article{'s' if count != 1 else ''}"
        if self.answers["where"] == OTHER:
            return f"{many} moved to story {story_named(self.answers['to'])}."
        if self.answers["where"] == ALONE:
            return f"{many} taken out, each to a story of its own."
        return f"{many} {'are' if count != 1 else 'is'} a story of their own now."

    def afterwards(self, ruling: Ruling) -> str:
        return story_address(self.story.pk)
