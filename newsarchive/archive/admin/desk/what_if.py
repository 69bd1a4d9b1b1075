"""What if other numbers were in force: the form in which they are turned, and the page that asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from newsarchive.archive.admin.base import as_id
from newsarchive.archive.admin.desk.base import demand_right
from newsarchive.archive.admin.desk.numbers import GROUPS, NUMBERS, Number
from newsarchive.archive.models import Trial
from newsarchive.archive.queries import trials
from newsarchive.archive.services import trying
from newsarchive.archive.services.rulings import Refused
from newsarchive.dedup.definitions import KNOWN, differing, flat, nearest

ADOPT = "archive.adopt_scheme"
IN_WORDS = {
    "evidence": "this release's own: evidence",
    "containment": "the plain method, to compare with: containment of short runs of words",
}
UNPROCESSABLE = 422


class WhatIfForm(forms.Form):
    """Numbers to start from, and those that are to be others; a field left empty turns nothing."""

    base = forms.ChoiceField(label="Start from", widget=forms.RadioSelect, required=False)
    lines = forms.CharField(
        label="Other numbers",
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60, "spellcheck": "false"}),
        help_text="A line for each, as path=value: story.weights.words=3.2",
    )
    reason = forms.CharField(
        label="What for",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60}),
        help_text="If you like; kept with what comes out.",
    )

    def __init__(self, now: trials.InForce, bases: Sequence[tuple[str, str]], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["base"].choices = bases
        self.now = flat(now.definition)
        for number in NUMBERS.values():
            self.fields[number.field] = _field(number, number.of(self.now))

    def groups(self) -> Iterator[tuple[str, list[Any]]]:
        """The fields of the numbers, by what they decide."""
        for name, numbers in GROUPS:
            yield name, [self[number.field] for number in numbers]

    def more(self) -> list[Any]:
        return [self["lines"], self["reason"]]

    def clean(self) -> dict[str, Any]:
        """Adds ``changes``: paths and values, as they would be written."""
        given = {n.path: self.cleaned_data.get(n.field) for n in NUMBERS.values()}
        changes = {path: repr(NUMBERS[path].shown(value)) for path, value in given.items() if value is not None}
        for line in self.cleaned_data.get("lines", "").splitlines():
            path, equals, value = (part.strip() for part in line.partition("="))
            if line.strip() and not equals:
                self.add_error("lines", f"Write path=value, such as version.cut=0.2; {line.strip()[:60]!r} is none.")
            elif path in changes:
                self.add_error("lines", f"{path[:60]} is given twice.")
            elif path:
                changes[path] = value
        return self.cleaned_data | {"changes": changes}


def _field(number: Number, now: float | None) -> forms.FloatField:
    # Bounds are the service's: it names what is wrong for the lines below, too.
    field = forms.FloatField(label=number.label, required=False, help_text=number.means)
    field.widget.attrs |= {"step": "any", "inputmode": "decimal"}
    field.present = "none" if now is None else f"{now:g}"  # type: ignore[attr-defined]
    return field


def what_if_view(model_admin: admin.ModelAdmin) -> Callable[..., HttpResponse]:
    """The page where a trial is asked for."""

    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest) -> HttpResponse:
        demand_right(request, model_admin, right=ADOPT)
        now = trials.present()
        if request.method != "POST":
            given = _to_start_with(request, model_admin, now)
            form = WhatIfForm(now, _bases(now, given.get("base", "")), initial=given)
            return _page(model_admin, request, form, now)
        form = WhatIfForm(now, _bases(now, _named(request.POST.get("base", ""))), request.POST)
        trial = _ask(form, request) if form.is_valid() else None
        if trial is None:
            return _page(model_admin, request, form, now)
        model_admin.log_addition(request, trial, f"Asked: what if {trial.name}")
        model_admin.message_user(request, "Asked for. You may leave this page and come back.", messages.SUCCESS)
        return HttpResponseRedirect(trial_address(trial))

    return view


def trial_address(trial: Trial) -> str:
    return reverse("admin:archive_trial_change", args=[trial.pk])


def _ask(form: WhatIfForm, request: HttpRequest) -> Trial | None:
    given = form.cleaned_data
    try:
        scheme = trying.spelled(given["base"], given["changes"])
        return trying.look(scheme, by=request.user, reason=given["reason"])
    except Refused as refusal:
        form.add_error(None, refusal.reason)
        return None


def _named(scheme: str) -> str:
    """A scheme's name or id as it may be looked for in the database."""
    return scheme.replace("\0", "")[:40]


def _bases(now: trials.InForce, besides: str) -> list[tuple[str, str]]:
    known = [(name, IN_WORDS.get(name, name)) for name, scheme in KNOWN.items() if scheme.id != now.id]
    others = [row for row in trials.offered(besides) if row[0] != now.id]
    return [("", f"the numbers in force: {now}"), *known, *others]


def _to_start_with(request: HttpRequest, model_admin: admin.ModelAdmin, now: trials.InForce) -> dict[str, Any]:
    """What the form shows at first: nothing turned, the scheme asked for, or the numbers of an earlier trial."""
    if "from" not in request.GET:
        return {"base": _named(request.GET.get("scheme", ""))}
    earlier = get_object_or_404(Trial, pk=as_id(request.GET["from"]))
    demand_right(request, model_admin, [earlier], ADOPT)
    return _turned(earlier.definition, now) if earlier.definition else {"base": ""}


def _turned(spelled: Mapping[str, Any], now: trials.InForce) -> dict[str, Any]:
    from_force, from_known = differing(now.definition, spelled), nearest(spelled)
    base, differences = from_known if len(from_known[1]) < len(from_force) else ("", from_force)
    plain = {NUMBERS[path].field: NUMBERS[path].shown(value) for path, _, value in differences if path in NUMBERS}
    lines = [f"{path}={value}" for path, _, value in differences if path not in NUMBERS and value is not None]
    return {"base": base, "lines": "\n".join(lines), **plain}


def _page(model_admin: admin.ModelAdmin, request: HttpRequest, form: WhatIfForm, now: trials.InForce) -> HttpResponse:
    context = {
        **model_admin.admin_site.each_context(request),
        "title": "What if other numbers were in force",
        "opts": model_admin.opts,
        "form": form,
        "now": now,
    }
    status = UNPROCESSABLE if form.errors else 200
    return TemplateResponse(request, "admin/archive/trial/ask.html", context, status=status)
