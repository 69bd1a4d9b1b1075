"""Where editors rule: a page that shows what would happen, a reason, and one service called.

The pages are asked for with GET, so that they can be reloaded and linked to; only the confirmation is posted. It
brings back what the page showed, and where the archive has moved on since, the page is shown anew instead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import truncatechars
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods

from newsarchive.archive.admin.base import as_id
from newsarchive.archive.models import Ruling, Story
from newsarchive.archive.queries import rulings as queries
from newsarchive.archive.services import clustering
from newsarchive.archive.services import rulings as services

STORIES_AT_ONCE = 12
ARTICLES_AT_ONCE = 500
CONFLICT = 409
NOT_FOUND = 404

STORY_NAMED = re.compile(r"(?:story\s*)?#?(\d+)|(?:.*/)?(?:stories|archive/story)/(\d+)(?:[/?#].*)?", re.A | re.I)
"""A story's number as people write it, or the address of its page, here or on the reading pages."""


class ReasonForm(forms.Form):
    """Why: the next editor will want to know."""

    reason = forms.CharField(
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text="Kept with the ruling, and shown in the story's history.",
        error_messages={"required": "Say why; the ruling is kept with its reason."},
    )


def may_rule(request: HttpRequest) -> bool:
    return bool(request.user.has_perm("archive.rule"))


def demand_right(request: HttpRequest, model_admin: admin.ModelAdmin, rows: Iterable[Any] = ()) -> None:
    """The right to rule, and to see each of the rows ruled on; anything else is refused."""
    if not may_rule(request) or not all(model_admin.has_view_permission(request, row) for row in (None, *rows)):
        raise PermissionDenied


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


class Desk:
    """One kind of decision: the page that shows it, and the service that takes it."""

    template = ""
    title = ""

    def __init__(self, model_admin: admin.ModelAdmin, request: HttpRequest) -> None:
        self.admin = model_admin
        self.request = request
        self.asked: QueryDict = request.POST if request.method == "POST" else request.GET

    @classmethod
    def of(cls, model_admin: admin.ModelAdmin) -> Callable[..., HttpResponse]:
        """The view that the admin's addresses lead to."""

        @require_http_methods(["GET", "HEAD", "POST"])
        def view(request: HttpRequest, pk: int | None = None) -> HttpResponse:
            demand_right(request, model_admin)
            return cls(model_admin, request).answer(pk)

        return view

    def answer(self, pk: int | None) -> HttpResponse:
        self.look(pk)
        demand_right(self.request, self.admin, self.rows())
        if self.request.method != "POST":
            return self.page(ReasonForm())
        return self.decide(ReasonForm(self.request.POST))

    def decide(self, form: ReasonForm) -> HttpResponse:
        """Rule, where the editor saw what is there now, gave a reason, and nothing stands against it."""
        if not form.is_valid():
            return self.page(form, self.moved_on())
        try:
            with transaction.atomic():
                # Nothing moves between this look and the ruling.
                clustering.enter_lane()
                self.look_again()
                trouble = self.moved_on()
                if trouble or self.against():
                    return self.page(form, trouble)
                ruling = self.rule(form.cleaned_data["reason"])
                self.log(ruling, form.cleaned_data["reason"])
        except services.Refused as refusal:
            self.look_again()
            return self.page(form, refusal.reason)
        return self.done(ruling)

    def page(self, form: ReasonForm, trouble: str = "") -> HttpResponse:
        context = {
            **self.admin.admin_site.each_context(self.request),
            "title": self.title,
            "opts": self.admin.opts,
            "form": form,
            "trouble": trouble,
            "against": self.against(),
            "seen": self.seen(),
            **self.shown(),
        }
        return TemplateResponse(self.request, self.template, context, status=CONFLICT if trouble else self.status())

    def status(self) -> int:
        """The answer's status where nothing has moved on."""
        return 200

    def done(self, ruling: Ruling) -> HttpResponse:
        address = reverse("admin:archive_ruling_change", args=[ruling.pk])
        said = format_html('{} <a href="{}">Ruling {}</a> keeps who, when and why.', self.says(), address, ruling.pk)
        self.admin.message_user(self.request, said, messages.SUCCESS)
        return HttpResponseRedirect(self.afterwards(ruling))

    def numbers(self, name: str) -> list[int]:
        """The row numbers asked for, each once; anything else is not found."""
        found = [as_id(value) for value in self.asked.getlist(name)]
        if None in found:
            raise Http404("no such number")
        return list(dict.fromkeys(number for number in found if number is not None))

    def moved_on(self) -> str:
        """What to say where the page that was decided on no longer shows what is there; empty where it does."""
        if sorted(self.asked.getlist("seen")) == sorted(self.seen()):
            return ""
        return "The archive has moved on since you opened this page. This is how it stands now: please decide anew."

    def look(self, pk: int | None) -> None:
        """Read what the decision is about; not found where it is not there."""
        raise NotImplementedError

    def look_again(self) -> None:
        """Read it again: a page shows, and a ruling is about, what is there now."""
        raise NotImplementedError

    def rows(self) -> Sequence[Any]:
        raise NotImplementedError

    def seen(self) -> list[str]:
        raise NotImplementedError

    def against(self) -> list[str]:
        """What stands against deciding at all, in words."""
        raise NotImplementedError

    def shown(self) -> dict[str, Any]:
        raise NotImplementedError

    def rule(self, reason: str) -> Ruling:
        raise NotImplementedError

    def log(self, ruling: Ruling, reason: str) -> None:
        raise NotImplementedError

    def says(self) -> str:
        raise NotImplementedError

    def afterwards(self, ruling: Ruling) -> str:
        raise NotImplementedError


def story_address(story_id: int) -> str:
    return reverse("admin:archive_story_change", args=[story_id])


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
        self.panels = queries.panels(self.ids) if fits else []
        if fits:
            here = {panel.story.pk for panel in self.panels}
            self.lost = [f"There is no story {number}." for number in self.ids if number not in here]
            self.panels = [] if self.lost else self.panels

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

    def shown(self) -> dict[str, Any]:
        return {"panels": self.panels, "home": self.ids[0] if self.ids else None, "subtitle": None}

    def rule(self, reason: str) -> Ruling:
        return services.merge_stories(self.ids, by=self.request.user, reason=reason)

    def log(self, ruling: Ruling, reason: str) -> None:
        for story in self.rows():
            others = ", ".join(str(pk) for pk in self.ids if pk != story.pk)
            self.admin.log_change(self.request, story, f"Merged with {others} (ruling {ruling.pk}): {reason}")

    def says(self) -> str:
        return f"{len(self.ids)} stories are one now."

    def afterwards(self, ruling: Ruling) -> str:
        living = Story.objects.filter(pk__in=self.ids, merged_into=None).order_by("-article_count", "pk").first()
        return story_address(living.pk if living else self.ids[0])


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


class UndoDesk(Desk):
    """A ruling stops to hold; the stories are made again without it."""

    template = "admin/archive/desk/undo.html"
    title = "Undo a ruling"

    def look(self, pk: int | None) -> None:
        self.ruling = get_object_or_404(Ruling.objects.select_related("made_by", "undone_by"), pk=as_id(str(pk)))
        self.record = queries.undo_preview(self.ruling)

    def look_again(self) -> None:
        self.ruling.refresh_from_db()
        self.record = queries.undo_preview(self.ruling)

    def rows(self) -> list[Ruling]:
        return [self.ruling]

    def seen(self) -> list[str]:
        return [f"ruling {'holds' if self.ruling.holds else 'undone'}", *self.record.seen]

    def against(self) -> list[str]:
        if self.ruling.holds:
            return []
        return [f"This ruling was undone already, by {self.ruling.undone_by or 'someone'}."]

    def shown(self) -> dict[str, Any]:
        return {"ruling": self.ruling, "record": self.record, "subtitle": None}

    def rule(self, reason: str) -> Ruling:
        return services.undo(self.ruling.pk, by=self.request.user, reason=reason)

    def log(self, ruling: Ruling, reason: str) -> None:
        said = f"Ruling {ruling.pk} undone: {reason}"
        self.admin.log_change(self.request, self.ruling, said)
        stories = {*self.ruling.before.get("stories", {}), *self.ruling.after.get("stories", {})}
        history = admin.site.get_model_admin(Story)
        for story in Story.objects.filter(pk__in=stories):
            history.log_change(self.request, story, said)

    def says(self) -> str:
        return "The ruling is undone."

    def afterwards(self, ruling: Ruling) -> str:
        return reverse("admin:archive_ruling_change", args=[self.ruling.pk])
