"""An article says of itself what an editor knows better."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import Http404, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from newsarchive.archive.admin.base import as_id
from newsarchive.archive.admin.desk.base import Desk, ReasonForm
from newsarchive.archive.admin.desk.typed import NameInput, NamesField
from newsarchive.archive.models import Agency, Article, Ruling, Source
from newsarchive.archive.queries import corrections
from newsarchive.archive.queries.articles import doubt
from newsarchive.archive.queries.corrections import DAYS, LABELS, Value, told
from newsarchive.archive.queries.names import unknown
from newsarchive.archive.services import rulings as services

NO_DATE = {"invalid": "This is no date; write it as 2021-03-04."}


def _day(label: str) -> forms.DateField:
    picker = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "max": "9999-12-31"})
    return forms.DateField(label=label, required=False, widget=picker, error_messages=NO_DATE)


class CorrectForm(ReasonForm):
    """Every field that may be corrected, as it stands; those that the editor alters are ruled on."""

    headline = forms.CharField(
        required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2, "cols": 60, "dir": "auto"})
    )
    byline = forms.CharField(required=False, max_length=500)
    place = forms.CharField(required=False, max_length=200)
    published_on = _day("Published")
    filed_on = _day("Filed")
    dateline_on = _day("Dateline's day")
    retrieved_on = _day("Retrieved")
    source = forms.CharField(required=False, max_length=200, widget=NameInput(Source))
    agencies = NamesField(model=Agency, required=False)
    enter = forms.CharField(required=False, widget=forms.HiddenInput)

    field_order = (*LABELS, "enter", "reason")

    def values(self) -> dict[str, Value]:
        """What the form says of each field, in the form that rulings keep."""
        return {field: _kept(self.cleaned_data.get(field)) for field in LABELS}

    def clean(self) -> dict[str, Any]:
        """A name that the archive has not met is entered only once the editor has seen that it is new."""
        cleaned = super().clean() or {}
        new = {
            "source": unknown(Source, [cleaned["source"]] if cleaned.get("source") else []),
            "agencies": unknown(Agency, cleaned.get("agencies") or []),
        }
        named = ", ".join(name for found in new.values() for name in found)
        if named and cleaned.get("enter") != named:
            self.ask_whether_new(named)
            for field in (field for field, found in new.items() if found):
                self.add_error(field, _is_new(LABELS[field], new[field]))
        return cleaned

    def ask_whether_new(self, named: str) -> None:
        """Show a box to tick, for these names and no others."""
        self.fields["enter"].widget = forms.CheckboxInput({"value": named}, check_test=lambda value: False)
        self["enter"].label = f"Enter as new: {named}"


def _is_new(label: str, found: Sequence[str]) -> str:
    named = ", ".join(f"“{name}”" for name in found)
    return f"New {label}: the archive does not know {named} yet. Mend the spelling, or tick “Enter as new” below."


def _kept(value: Any) -> Value:
    """A cleaned value in the form that rulings keep."""
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, list):
        return sorted(value)
    return " ".join(value.split()) if value else value


def _token(field: str, value: Value) -> str:
    """A field's value in few characters, to tell whether it is another."""
    told_apart = json.dumps(value or None)
    return f"{field}:{hashlib.sha256(told_apart.encode()).hexdigest()[:16]}"


class CorrectDesk(Desk):
    """Some of what an article says of itself is overruled."""

    template = "admin/archive/desk/correct.html"
    title = "Correct an article"
    form: type[ReasonForm] = CorrectForm

    def look(self, pk: int | None) -> None:
        self.pk = as_id(str(pk))
        self.look_again()

    def look_again(self) -> None:
        articles = Article.objects.select_related("source", "source_read").prefetch_related("agencies")
        article = articles.filter(pk=self.pk or 0).first()
        if article is None:
            raise Http404("no such article")
        self.article = article
        self.now = corrections.present(article)
        self.corrected = corrections.beside(article)
        self.read = corrections.readings(article)

    def asks(self, data: QueryDict | None = None) -> ReasonForm:
        form = self.form(data, initial=self.now)
        for field in LABELS:
            form.fields[field].help_text = self.said_of(field)
        return form

    def said_of(self, field: str) -> SafeString | str:
        """What the archive read, and who overruled it, for the field's note."""
        beside = self.corrected.get(field)
        if beside is None:
            return self.as_read(field)
        made = beside.correction
        return format_html(
            'The archive read: {}. Corrected by {} on {}: <a href="{}">ruling {}</a>, <a href="{}">undo it…</a>',
            f"“{beside.read}”" if self.read[field] else beside.read,
            *(made.by, f"{made.at:%-d %B %Y}"),
            *(reverse("admin:archive_ruling_change", args=[made.ruling]), made.ruling),
            reverse("admin:archive_ruling_undo", args=[made.ruling]),
        )

    def as_read(self, field: str) -> str:
        """Of a field that nobody corrected: that the archive read it so, and what it inferred."""
        read, now = self.read[field], self.now[field]
        if read != now:
            return f"The archive read: {told(field, read)}, another spelling of it."
        inferred = doubt(self.article, field.removesuffix("_on")) if field in DAYS else ""
        return f"As the archive read it. {inferred}" if now else f"The archive read none. {inferred}"

    def page(self, form: ReasonForm, trouble: str = "", contradicted: Sequence[int] = ()) -> HttpResponse:
        """Where another editor was quicker, what this one left alone shows what is there now, and the rest is kept."""
        if form.is_bound and self.moved_on():
            form = self.asks(self.brought_up_to_date(form))
        return super().page(form, trouble, contradicted)

    def brought_up_to_date(self, form: ReasonForm) -> QueryDict:
        posted = self.request.POST.copy()
        seen = set(posted.getlist("seen"))
        form.is_valid()
        for field, value in form.values().items():
            if _token(field, value) in seen and field in form.cleaned_data:
                now = self.now[field]
                posted.setlist(field, now if isinstance(now, list) else [now or ""])
        return posted

    def rows(self) -> list[Article]:
        return [self.article]

    def seen(self) -> list[str]:
        return [_token(field, self.now[field]) for field in LABELS]

    def against(self) -> list[str]:
        if self.article.text_id is None:
            return ["This article is in the bin. Bring it back first, then correct it."]
        return []

    def shown(self) -> dict[str, Any]:
        return {"article": self.article, "days": DAYS, "subtitle": None}

    def rule(self, reason: str) -> Ruling:
        wanted = {field: _kept(self.answers.get(field)) for field in LABELS}
        changed = {field: value for field, value in wanted.items() if (value or None) != (self.now[field] or None)}
        return services.correct_article(self.article.pk, changed, by=self.request.user, reason=reason)

    def log(self, ruling: Ruling, reason: str) -> None:
        fields = ", ".join(LABELS[field] for field in LABELS if field in ruling.value)
        self.admin.log_change(self.request, self.article, f"Corrected: {fields} (ruling {ruling.pk}): {reason}")
        self.fields = fields

    def says(self) -> str:
        return f"Corrected: {self.fields}."

    def afterwards(self, ruling: Ruling) -> str:
        return reverse("admin:archive_article_change", args=[self.article.pk])
