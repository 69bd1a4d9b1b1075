"""Other numbers are put in force, or taken back: one confirmation each; a worker then does it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from newsarchive.archive.admin.base import as_id
from newsarchive.archive.admin.desk.base import Desk, ReasonForm
from newsarchive.archive.admin.desk.numbers import turned
from newsarchive.archive.admin.desk.what_if import ADOPT, trial_address
from newsarchive.archive.models import Trial
from newsarchive.archive.queries import trials
from newsarchive.archive.queries.mentioned import report_seen
from newsarchive.archive.services import trying
from newsarchive.archive.services.rulings import Refused
from newsarchive.dedup.definitions import differing, in_words


class WhyForm(ReasonForm):
    """Why other numbers: kept where they are."""

    reason = forms.CharField(
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text="Kept in the history of the schemes.",
        error_messages={"required": "Say why; it is kept in the history of the schemes."},
    )


class ChangeDesk(Desk):
    """A change of the numbers in force. It takes no lane: the worker that carries it out looks again."""

    right = ADOPT
    form = WhyForm

    def decide(self, form: ReasonForm) -> HttpResponse:
        trouble = self.moved_on()
        if not form.is_valid() or trouble or self.against():
            return self.page(form, trouble)
        reason = form.cleaned_data["reason"]
        try:
            asked = self.ask(reason)
        except Refused as refusal:
            self.look_again()
            return self.page(form, refusal.reason)
        self.admin.log_addition(self.request, asked, f"{self.title}: {reason}")
        self.admin.message_user(self.request, self.says(), messages.SUCCESS)
        return HttpResponseRedirect(trial_address(asked))

    def ask(self, reason: str) -> Trial:
        raise NotImplementedError

    def look_again(self) -> None:
        self.now = trials.present()

    def moved_on(self) -> str:
        if sorted(self.asked.getlist("seen")) == sorted(self.seen()):
            return ""
        return "Other numbers came into force since you opened this page. This is how it stands now: decide anew."

    def seen(self) -> list[str]:
        return [f"adoption {self.now.since or 'none'}"]

    def waiting(self) -> list[str]:
        """What is said where a change is under way."""
        other = trials.unfinished(*trials.CHANGES)
        return [f"The archive is being changed already: see trial {other.pk}."] if other else []


class AdoptDesk(ChangeDesk):
    """What was looked at comes into force."""

    template = "admin/archive/trial/adopt.html"
    title = "Adopt other numbers"

    def look(self, pk: int | None) -> None:
        self.trial = get_object_or_404(Trial, pk=as_id(str(pk)))
        self.look_again()

    def rows(self) -> list[Trial]:
        return [self.trial]

    def seen(self) -> list[str]:
        return [f"trial {self.trial.pk}", *super().seen()]

    def against(self) -> list[str]:
        if self.trial.act != Trial.Act.LOOK or self.trial.state != Trial.State.DONE:
            return ["What would change was not computed to its end. Try these numbers first."]
        if self.trial.scheme == self.now.id:
            return ["These numbers are in force already."]
        return self.waiting()

    def shown(self) -> dict[str, Any]:
        return {
            "trial": self.trial,
            "report": report_seen(self.trial.report, self.veil),
            "now": self.now,
            "stale": self.trial.since_id != self.now.since,
            "turned": turned(differing(self.now.definition, self.trial.definition)),
            "subtitle": None,
        }

    def ask(self, reason: str) -> Trial:
        return trying.adopt(self.trial.pk, by=self.request.user, reason=reason, since=self.now.since)

    def says(self) -> str:
        return "A worker computes it anew and then puts it in force. Nothing is changed until it is done."


class BackDesk(ChangeDesk):
    """What was in force before comes into force again."""

    template = "admin/archive/trial/back.html"
    title = "Return to what was before"

    def look(self, pk: int | None) -> None:
        self.look_again()

    def rows(self) -> list[Trial]:
        return []

    def against(self) -> list[str]:
        if self.now.before is None:
            return ["No other numbers were in force before these."]
        return self.waiting()

    def shown(self) -> dict[str, Any]:
        before = self.now.before
        return {
            "now": self.now,
            "report": report_seen(self.now.adoption.report, self.veil) if self.now.adoption else {},
            "turned": turned(differing(self.now.definition, before.definition)) if before else [],
            "before": in_words(before.definition) if before else "",
            "history": reverse("admin:archive_adoption_changelist"),
            "subtitle": None,
        }

    def ask(self, reason: str) -> Trial:
        return trying.back(by=self.request.user, reason=reason, since=self.now.since)

    def says(self) -> str:
        return "A worker returns to what was before. Nothing is changed until it is done."
