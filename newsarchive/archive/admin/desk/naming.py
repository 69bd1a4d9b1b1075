"""Sources and agencies under several names become one, and get other spellings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import truncatechars
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode

from newsarchive.archive.admin.base import as_id, veil_of
from newsarchive.archive.admin.desk.base import NOT_FOUND, Desk, ReasonForm
from newsarchive.archive.models import Agency, Ruling, Source
from newsarchive.archive.queries import names as queries
from newsarchive.archive.queries.veil import Veil
from newsarchive.archive.queries.veiled import all_seen, seen
from newsarchive.archive.services import rulings as services

NAMES_AT_ONCE = 12


@dataclass(frozen=True)
class Laid:
    """A name laid beside others: what it has."""

    row: Source | Agency
    articles: int
    stories: int
    spellings: Sequence[str]

    @property
    def bounded(self) -> bool:
        """Whether there is more than was counted."""
        return self.articles >= queries.COUNTED

    @property
    def seen(self) -> str:
        return f"{self.row.pk}-{self.row.alias_of_id or 0}-{self.row.name}"


def laid(row: Source | Agency, veil: Veil | None) -> Laid:
    articles, stories = queries.counted(row, veil)
    spellings = seen(row.aliases.all(), veil).values_list("name", flat=True)
    return Laid(row, articles, stories, list(spellings[: queries.SUGGESTED]))


def merge_names_address(model: type[Source] | type[Agency], ids: Sequence[int]) -> str:
    named = urlencode({"name": [f"#{pk}" for pk in ids]}, doseq=True)
    return f"{reverse(f'admin:archive_{model._meta.model_name}_merge')}?{named}"


def unfit_to_merge(names: int) -> str:
    """Why so many names cannot be merged, in words; empty where they can."""
    if names < 2:
        return "Choose at least two names to merge."
    if names > NAMES_AT_ONCE:
        return f"Choose at most {NAMES_AT_ONCE} names at once: more cannot be looked at side by side."
    return ""


def suggest(model_admin: Any, request: HttpRequest) -> HttpResponse:
    """A few names that have what is being typed, as options for the input that asks; few are read, whatever there is.

    The input is named by ``field``.
    """
    if not model_admin.has_view_permission(request):
        raise Http404
    typed = request.GET.getlist(request.GET.get("field", ""))
    term = next((words for words in reversed(typed) if words.strip()), "")
    found = queries.suggestions(model_admin.model, term[:200], veil_of(request))
    return TemplateResponse(request, "admin/archive/desk/names.html", {"names": found})


class NamesForm(ReasonForm):
    """Names are in no story's history."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["reason"].help_text = "Kept with the ruling, and shown on the page of the name."


class KeepForm(NamesForm):
    """Which of the names is kept."""

    keep = forms.ChoiceField(
        label="Keep the name",
        widget=forms.RadioSelect,
        error_messages={"required": "Say which name is kept.", "invalid_choice": "Keep one of these names."},
    )
    field_order = ("keep", "reason")


class MergeNamesDesk(Desk):
    """Several names become one. They are named by name or by number, as an editor typed them."""

    template = "admin/archive/desk/merge_names.html"
    form: type[ReasonForm] = KeepForm

    @property
    def title(self) -> str:  # type: ignore[override]
        return f"Merge {self.admin.opts.verbose_name_plural}"

    def look(self, pk: int | None) -> None:
        self.model = self.admin.model
        asked = [words.replace("\0", "").strip() for words in self.asked.getlist("name")[: NAMES_AT_ONCE + 1]]
        typed = list(dict.fromkeys(words for words in asked if words))
        found = {words: self._named(words) for words in typed}
        self.lost = [self._lost(words) for words, row in found.items() if row is None]
        self.ids = list(dict.fromkeys(row.pk for row in found.values() if row))
        self.look_again()

    def _named(self, words: str) -> Source | Agency | None:
        row = queries.named(self.model, words)
        return row if row and all_seen([row], self.veil) else None

    def _lost(self, words: str) -> str:
        return f"There is no {self.admin.opts.verbose_name} “{truncatechars(words, 60)}”."

    def look_again(self) -> None:
        found = self.model.objects.filter(pk__in=self.ids).select_related("alias_of").in_bulk()
        self.laid = [laid(found[pk], self.veil) for pk in self.ids if pk in found]

    def asks(self, data: QueryDict | None = None) -> ReasonForm:
        most = max(self.laid, key=lambda one: (one.articles, -one.row.pk), default=None)
        form = self.form(data, initial={"keep": str(most.row.pk) if most else None})
        form.fields["keep"].choices = [(str(one.row.pk), one.row.name) for one in self.laid]
        return form

    def rows(self) -> list[Source | Agency]:
        return [one.row for one in self.laid]

    def seen(self) -> list[str]:
        return [one.seen for one in self.laid]

    def against(self) -> list[str]:
        taken = [
            f"“{row.name}” is another spelling of “{row.alias_of.name}” already: take that one instead."
            for row in self.rows()
            if row.alias_of
        ]
        unfit = "" if self.lost else unfit_to_merge(len(self.ids))
        return [*self.lost, *([unfit] if unfit else []), *taken]

    def status(self) -> int:
        return NOT_FOUND if self.lost else 200

    def shown(self) -> dict[str, Any]:
        large = any(one.bounded for one in self.laid)
        return {"laid": self.laid, "large": large, "home": self.ids[0] if self.ids else None, "subtitle": None}

    def rule(self, reason: str) -> Ruling:
        self.keep = int(self.answers["keep"])
        others = [pk for pk in self.ids if pk != self.keep]
        return services.merge_names(self.admin.opts.model_name, self.keep, others, by=self.request.user, reason=reason)

    def log(self, ruling: Ruling, reason: str) -> None:
        for row in self.rows():
            self.admin.log_change(self.request, row, f"Names merged (ruling {ruling.pk}): {reason}")

    def says(self) -> str:
        name = next(row.name for row in self.rows() if row.pk == self.keep)
        return f"{len(self.ids)} names are one now: “{name}”."

    def afterwards(self, ruling: Ruling) -> str:
        return reverse(f"admin:archive_{self.admin.opts.model_name}_change", args=[self.keep])


class SpellingForm(NamesForm):
    """The other spelling."""

    spelling = forms.CharField(label="Another spelling", max_length=200)
    field_order = ("spelling", "reason")


class SpellingDesk(Desk):
    """A name that has not come yet is known as another one's."""

    template = "admin/archive/desk/spelling.html"
    title = "Add another spelling"
    form: type[ReasonForm] = SpellingForm

    def look(self, pk: int | None) -> None:
        self.row = get_object_or_404(self.admin.model.objects.select_related("alias_of"), pk=as_id(str(pk)))
        self.look_again()

    def look_again(self) -> None:
        self.row.refresh_from_db()
        self.laid = laid(self.row, self.veil)

    def rows(self) -> list[Source | Agency]:
        return [self.row]

    def seen(self) -> list[str]:
        return [self.laid.seen, *sorted(self.laid.spellings)]

    def against(self) -> list[str]:
        if self.row.alias_of:
            return [f"“{self.row.name}” is another spelling itself, of “{self.row.alias_of.name}”: add it there."]
        return []

    def shown(self) -> dict[str, Any]:
        return {"laid": self.laid, "row": self.row, "subtitle": None}

    def rule(self, reason: str) -> Ruling:
        name = self.answers["spelling"]
        return services.add_alias(self.admin.opts.model_name, self.row.pk, name, by=self.request.user, reason=reason)

    def log(self, ruling: Ruling, reason: str) -> None:
        said = f"Another spelling, “{self.answers['spelling']}” (ruling {ruling.pk}): {reason}"
        self.admin.log_change(self.request, self.row, said)

    def says(self) -> str:
        return f"“{self.answers['spelling']}” is known as another spelling of “{self.row.name}” now."

    def afterwards(self, ruling: Ruling) -> str:
        return reverse(f"admin:archive_{self.admin.opts.model_name}_change", args=[self.row.pk])
