"""Where editors decide what is stock text: proposals accepted or rejected, entries typed, reworded, taken out."""

from __future__ import annotations

from dataclasses import replace
from itertools import zip_longest
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from newsarchive.archive.admin.base import as_id
from newsarchive.archive.admin.desk.base import Desk, ReasonForm
from newsarchive.archive.admin.desk.what_if import ADOPT, trial_address
from newsarchive.archive.models import Article, StockEntry, StockProposal
from newsarchive.archive.queries import occurrences, schemes, stock
from newsarchive.archive.queries.occurrences import Standing
from newsarchive.archive.queries.set_aside import set_aside
from newsarchive.archive.services import boilerplate
from newsarchive.archive.services.rulings import Refused
from newsarchive.dedup.boilerplate import entry_of
from newsarchive.wire.datelines import open_dateline, opens_story

AT_ONCE = 100
"""Proposals decided on together."""


COUNTED = 20
"""Entries of which the page of a register says where they stand."""


class WhyForm(ReasonForm):
    """Why: kept with the decision."""

    reason = forms.CharField(
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60}),
        help_text="Kept with the entry.",
        error_messages={"required": "Say why; it is kept with the entry."},
    )


class VerdictForm(WhyForm):
    """Stock, or not."""

    field_order = ("verdict", "reason")
    verdict = forms.ChoiceField(
        label="What is it?",
        widget=forms.RadioSelect,
        choices=[("accept", "Stock text: into the register"), ("reject", "No stock text: do not propose it again")],
        error_messages={"required": "Say whether it is stock text."},
    )


class WordingForm(WhyForm):
    """A wording as an editor types it."""

    field_order = ("said", "reason")
    said = forms.CharField(
        label="Wording",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4, "cols": 60}),
        help_text="As it is printed; case and punctuation do not matter. A # that stands alone is any figure, such as a"
        " year. It counts wherever these words stand, also within a paragraph.",
        error_messages={"required": "Write the words that are stock text."},
    )


def where_it_stands(found: Standing | None) -> str:
    """In words for one wording; empty where there is nothing to count."""
    if found is None:
        return "The database is too busy to count here where it stands."
    if not found.counts:
        return ""
    (count,), (about,) = found.counts, found.reckoned
    if found.texts and not count:
        return f"It stands in none of the {found.looked:,} texts looked through, of some {found.texts:,}."
    if found.texts:
        return (
            f"It stands in about {about:,} texts of the archive: in {count:,} of the {found.looked:,} looked through."
        )
    if not count:
        return "It stands nowhere in the archive today: look whether the words are as they are printed."
    return f"It stands in {count:,} text{'s' if count != 1 else ''} of the archive today."


def where_it_was_set_aside(found: Standing | None) -> str:
    """In words for one wording that stands in no text; empty where no article's furniture has it either."""
    if found is None or not any(found.counts):
        return ""
    (count,) = found.counts
    of = f" of the {found.looked:,} looked through" if found.texts else ""
    return (
        f"In {count:,} article{'s' if count != 1 else ''}{of} it was set aside as page furniture, which is not"
        " compared: it counts where an article prints it as a part of its text."
    )


def where_it_is(stands: Standing | None, aside: Standing | None) -> str:
    """Where a wording stands; where in no text that was looked through, whether it was set aside."""
    told = where_it_was_set_aside(aside)
    if told and stands and not stands.texts:
        return f"It stands in no text of the archive today. {told}"
    return " ".join(filter(None, (where_it_stands(stands), told)))


def about_dateline(said: str) -> str:
    """What to tell an editor of a wording that begins as a dateline does; empty where it does not."""
    opening = open_dateline(said.strip())
    if opening is None or not opens_story(said.strip()):
        return ""
    printed = opening.printed.strip()
    return f"It begins with a dateline, “{printed}”, which is not compared: reword it without."


class StockDesk(Desk):
    """A decision about entries. It changes no story, so it waits for no lane: the service looks again."""

    template = "admin/archive/stock/decide.html"
    form = WhyForm
    verb = "Decide"

    def decide(self, form: ReasonForm) -> HttpResponse:
        trouble = self.moved_on()
        if not form.is_valid() or trouble or self.against():
            return self.page(form, trouble)
        try:
            rows = self.carry_out(form.cleaned_data)
        except Refused as refusal:
            return self.page(form, refusal.reason)
        for row in rows:
            self.admin.log_change(self.request, row, f"{self.title}: {form.cleaned_data['reason']}"[:2000])
        self.admin.message_user(self.request, self.says(), messages.SUCCESS)
        if worry := self.worries(form.cleaned_data):
            self.admin.message_user(self.request, worry, messages.WARNING)
        return HttpResponseRedirect(self.where_to())

    def worries(self, given: dict[str, Any]) -> str:
        """What to look at again, though it was done."""
        return ""

    def carry_out(self, given: dict[str, Any]) -> list[Model]:
        raise NotImplementedError

    def rows(self) -> list[Any]:
        return []

    def seen(self) -> list[str]:
        return []

    def against(self) -> list[str]:
        return []

    def shown(self) -> dict[str, Any]:
        return {"verb": self.verb, "cancel": self.where_to(), "subtitle": None}

    def says(self) -> str:
        return "Noted. It changes no story until a register with it is adopted."

    def where_to(self) -> str:
        return reverse("admin:archive_stockentry_changelist")


class VerdictDesk(StockDesk):
    """Proposals, looked at with their examples."""

    title = "Stock text, or not"
    form = VerdictForm

    def look(self, pk: int | None) -> None:
        wanted = [pk] if pk else self.numbers("proposal")
        self.proposals = list(StockProposal.objects.filter(pk__in=wanted[:AT_ONCE]))
        if not self.proposals and self.request.method != "POST":
            raise Http404("no such proposal")

    def rows(self) -> list[Any]:
        return self.proposals

    def seen(self) -> list[str]:
        return [f"{row.pk} {row.words[:60]}" for row in self.proposals]

    def shown(self) -> dict[str, Any]:
        numbers = {number for row in self.proposals for number in row.examples}
        articles = Article.objects.filter(pk__in=numbers, text__isnull=False).only("headline", "site", "dated_on")
        known = {article.pk: article for article in articles}
        looked = [(row, [known[number] for number in row.examples if number in known]) for row in self.proposals]
        return super().shown() | {"proposals": looked}

    def carry_out(self, given: dict[str, Any]) -> list[Model]:
        decide = boilerplate.accept if given["verdict"] == "accept" else boilerplate.reject
        return list(boilerplate.settle(self.proposals, decide, by=self.request.user, reason=given["reason"]))

    def where_to(self) -> str:
        return reverse("admin:archive_stockproposal_changelist")


class _Typed(StockDesk):
    """A wording as an editor types it: where it stands is said."""

    form = WordingForm
    counts: Standing | None = Standing([])
    aside: Standing | None = Standing([])

    def counted(self, said: str) -> None:
        self.counts = occurrences.standing([entry_of(said)], self.veil)
        if self.counts and not any(self.counts.counts):
            self.aside = set_aside([entry_of(said)], self.veil)

    def says(self) -> str:
        return " ".join(filter(None, (super().says(), "" if self.nowhere() else where_it_stands(self.counts))))

    def worries(self, given: dict[str, Any]) -> str:
        nowhere = where_it_is(self.counts, self.aside) if self.nowhere() else ""
        return " ".join(filter(None, (nowhere, about_dateline(given["said"]))))

    def nowhere(self) -> bool:
        return self.counts is None or not any(self.counts.counts)


class TypedDesk(_Typed):
    """An entry that nobody proposed."""

    title = "Type stock text"
    verb = "Into the register"

    def look(self, pk: int | None) -> None:
        """There is nothing to look at yet."""

    def carry_out(self, given: dict[str, Any]) -> list[Model]:
        entry = boilerplate.accept(given["said"], by=self.request.user, reason=given["reason"])
        self.counted(given["said"])
        return [entry]


class _EntryDesk(StockDesk):
    """Something about an entry that is there."""

    def look(self, pk: int | None) -> None:
        self.entry = get_object_or_404(StockEntry, pk=as_id(str(pk)))

    def rows(self) -> list[Any]:
        return [self.entry]

    def seen(self) -> list[str]:
        return [f"{self.entry.pk} {self.entry.state}"]

    def shown(self) -> dict[str, Any]:
        return super().shown() | {"entry": self.entry}


class RewordDesk(_EntryDesk, _Typed):
    """Another wording in its place."""

    title = "Reword stock text"
    form = WordingForm
    verb = "Put this in its place"

    def asks(self, data: Any = None) -> ReasonForm:
        return self.form(data, initial={"said": self.entry.words})

    def against(self) -> list[str]:
        return [] if self.entry.state == StockEntry.State.IN else ["This is not in the register."]

    def carry_out(self, given: dict[str, Any]) -> list[Model]:
        new = boilerplate.reword(self.entry.pk, given["said"], by=self.request.user, reason=given["reason"])
        self.counted(given["said"])
        return [self.entry, new]


class TakeOutDesk(_EntryDesk):
    """Out of the register, or no longer rejected."""

    title = "Take stock text out"
    verb = "Take it out"

    def against(self) -> list[str]:
        return ["This is out already."] if self.entry.state == StockEntry.State.OUT else []

    def carry_out(self, given: dict[str, Any]) -> list[Model]:
        return [boilerplate.take_out(self.entry.pk, by=self.request.user, reason=given["reason"])]


class WhatIfDesk(StockDesk):
    """What would change if the register as it stands came into force: a trial, which can then be adopted."""

    title = "What if this register were in force"
    right = ADOPT
    verb = "See what would change"

    def look(self, pk: int | None) -> None:
        here = StockEntry.objects.filter(state=StockEntry.State.IN)
        self.now = set(stock.register_of(schemes.for_pages()).entries)
        self.then = set(here.values_list("words", flat=True))

    def seen(self) -> list[str]:
        return [str(hash_of_entries(self.now)), str(hash_of_entries(self.then))]

    def against(self) -> list[str]:
        return [] if self.now != self.then else ["This register is in force: accept or take out an entry first."]

    def shown(self) -> dict[str, Any]:
        came, went = sorted(self.then - self.now), sorted(self.now - self.then)
        found = occurrences.standing(came[:COUNTED], self.veil) or Standing([])
        nowhere = [words for words, count in zip(came, found.counts, strict=False) if not count]
        aside = set_aside(nowhere, self.veil) or Standing([])
        of = dict(zip(nowhere, aside.counts, strict=False))
        each = [
            where_it_is(replace(found, counts=[count]), replace(aside, counts=[of.get(words, 0)]))
            for words, count in zip(came, found.counts, strict=False)
        ]
        told = list(zip_longest(came, each, fillvalue=""))
        return super().shown() | {"came": told, "went": went, "held": len(self.then)}

    def carry_out(self, given: dict[str, Any]) -> list[Model]:
        self.trial = boilerplate.look(self.request.user, given["reason"])
        return []

    def says(self) -> str:
        return "Asked for. You may leave this page and come back; what came out can then be adopted."

    def where_to(self) -> str:
        asked = getattr(self, "trial", None)
        return trial_address(asked) if asked else reverse("admin:archive_stockentry_changelist")


def hash_of_entries(entries: set[str]) -> str:
    """Short, for a page to send back what it showed."""
    return boilerplate.Register(entries).id or "none"
