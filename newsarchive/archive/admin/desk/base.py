"""Where editors rule: a page that shows what would happen, a reason, and one service called.

The pages are asked for with GET, so that they can be reloaded and linked to; only the confirmation is posted. It
brings back what the page showed, and where the archive has moved on since, the page is shown anew instead.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.views.decorators.http import require_http_methods

from newsarchive.archive.admin.base import as_id, veil_of
from newsarchive.archive.models import Ruling
from newsarchive.archive.queries.mentioned import tells
from newsarchive.archive.queries.veil import Veil
from newsarchive.archive.queries.veiled import all_seen
from newsarchive.archive.services import rulings as services
from newsarchive.archive.services.rulings.deciding import enter_lane

NOT_THERE = "not there for this user"
CONFLICT = 409
NOT_FOUND = 404


class ReasonForm(forms.Form):
    """Why: the next editor will want to know."""

    reason = forms.CharField(
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 60}),
        help_text="Kept with the ruling, and shown in the story's history.",
        error_messages={"required": "Say why; the ruling is kept with its reason."},
    )


RULE = "archive.rule"
WITHDRAW = "archive.withdraw_upload"


def may_rule(request: HttpRequest, right: str = RULE) -> bool:
    return bool(request.user.has_perm(right))


def demand_right(
    request: HttpRequest, model_admin: admin.ModelAdmin, rows: Iterable[Any] = (), right: str = RULE
) -> None:
    """The right to decide this, and to see each of the rows decided on; anything else is refused.

    Rows that tell of what is hidden from this user are not found.
    """
    asked = list(rows)
    may_see = (model_admin.has_view_permission(request, row) for row in (None, *asked))
    if not may_rule(request, right) or not all(may_see):
        raise PermissionDenied
    if not all_seen(asked, veil_of(request)):
        raise Http404(NOT_THERE)


class Desk:
    """One kind of decision: the page that shows it, and the service that takes it."""

    template = ""
    title = ""
    right = RULE
    form: type[ReasonForm] = ReasonForm
    """What is asked besides what is decided on; its fields are shown in their order, the reason last."""

    def __init__(self, model_admin: admin.ModelAdmin, request: HttpRequest) -> None:
        self.admin = model_admin
        self.request = request
        self.asked: QueryDict = request.POST if request.method == "POST" else request.GET

    @classmethod
    def of(cls, model_admin: admin.ModelAdmin) -> Callable[..., HttpResponse]:
        """The view that the admin's addresses lead to."""

        @require_http_methods(["GET", "HEAD", "POST"])
        def view(request: HttpRequest, pk: int | None = None) -> HttpResponse:
            demand_right(request, model_admin, right=cls.right)
            return cls(model_admin, request).answer(pk)

        return view

    def answer(self, pk: int | None) -> HttpResponse:
        self.look(pk)
        demand_right(self.request, self.admin, self.rows(), self.right)
        self.demand_sight()
        if self.request.method != "POST":
            return self.page(self.asks())
        return self.decide(self.asks(self.request.POST))

    @property
    def veil(self) -> Veil | None:
        """What the editor may not see; None where that is nothing."""
        return veil_of(self.request)

    def demand_sight(self) -> None:
        """Who may not see all that a decision would come to does not find its page."""
        if self.veil and tells(self.shown(), self.veil):
            raise Http404(NOT_THERE)

    def asks(self, data: QueryDict | None = None) -> ReasonForm:
        """The form, empty or as it was posted."""
        return self.form(data)

    def decide(self, form: ReasonForm) -> HttpResponse:
        """Rule, where the editor saw what is there now, gave a reason, and nothing stands against it."""
        if not form.is_valid():
            return self.page(form, self.moved_on())
        try:
            with transaction.atomic():
                # Nothing moves between this look and the ruling.
                enter_lane()
                self.look_again()
                trouble = self.moved_on()
                if trouble or self.against():
                    return self.page(form, trouble)
                self.answers = form.cleaned_data
                ruling = self.rule(form.cleaned_data["reason"])
                self.log(ruling, form.cleaned_data["reason"])
        except services.Refused as refusal:
            self.look_again()
            return self.page(form, refusal.reason, refusal.against)
        return self.done(ruling)

    @property
    def replacing(self) -> list[int]:
        """The earlier rulings that the editor has agreed to set aside."""
        return self.numbers("replacing") if self.request.method == "POST" else []

    def page(self, form: ReasonForm, trouble: str = "", contradicted: Sequence[int] = ()) -> HttpResponse:
        context = {
            **self.admin.admin_site.each_context(self.request),
            "title": self.title,
            "opts": self.admin.opts,
            "form": form,
            "trouble": trouble,
            "contradicted": self._earlier(contradicted or self.contradicts()),
            "agreed": self.replacing,
            "against": self.against(),
            "seen": self.seen(),
            **self.shown(),
        }
        return TemplateResponse(self.request, self.template, context, status=CONFLICT if trouble else self.status())

    def contradicts(self) -> Sequence[int]:
        """The rulings in force that stand against this one, as far as they are known before it is asked for."""
        return ()

    def _earlier(self, ruling_ids: Sequence[int]) -> QuerySet[Ruling]:
        return Ruling.objects.filter(pk__in=ruling_ids).select_related("made_by").order_by("pk")

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
