"""The review queue: one pair on screen, a verdict, the next pair.

Looking at the page leases nothing: a pair is taken by posting, and stays in front of the editor however often the
page is loaded, until it is decided, left to others, or its time runs out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from newsarchive.archive.admin.base import as_id, veil_of
from newsarchive.archive.admin.desk.base import CONFLICT, demand_right
from newsarchive.archive.models import Review, Ruling
from newsarchive.archive.queries import reviewing as queries
from newsarchive.archive.queries.side_by_side import side_by_side
from newsarchive.archive.services import reviewing as services
from newsarchive.archive.services.doorbell import ring
from newsarchive.archive.services.rulings import Refused

SAID = {
    Review.Verdict.SAME: "the same story",
    Review.Verdict.DIFFERENT: "different stories",
    Review.Verdict.UNSURE: "unsure",
}


class VerdictForm(forms.Form):
    """What was pressed, about which pair as it was shown."""

    ACTS = ("take", "skip", "undo", "again", "fill", *Review.Verdict.values)

    act = forms.ChoiceField(choices=[(act, act) for act in ACTS])
    review = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    seen = forms.CharField(required=False, max_length=60)
    note = forms.CharField(required=False, max_length=500)


class ReviewDesk:
    """Takes, decides, leaves and takes back pairs, and shows the one that is in front of the editor."""

    template = "admin/archive/desk/review.html"

    def __init__(self, model_admin: admin.ModelAdmin, request: HttpRequest) -> None:
        self.admin = model_admin
        self.request = request
        self.veil = veil_of(request)

    @classmethod
    def of(cls, model_admin: admin.ModelAdmin) -> Callable[..., HttpResponse]:
        """The view that the admin's address leads to: for those who may rule and see what is ruled on."""

        @require_http_methods(["GET", "HEAD", "POST"])
        def view(request: HttpRequest) -> HttpResponse:
            demand_right(request, model_admin)
            if not request.user.has_perms(["archive.view_article", "archive.view_story"]):
                raise PermissionDenied
            return cls(model_admin, request).answer()

        return view

    def answer(self) -> HttpResponse:
        if self.request.method != "POST":
            return self.page()
        form = VerdictForm(self.request.POST)
        if not form.is_valid():
            return self.page(trouble=" ".join(words for errors in form.errors.values() for words in errors))
        self.said = form.cleaned_data
        return self.act(self.said["act"])

    def act(self, act: str) -> HttpResponse:
        """Do what was pressed and go on to the next pair; where it is refused, show why beside the pair."""
        try:
            said = self.carry_out(act)
        except Refused as refusal:
            return self.refused(refusal)
        review = services.take(self.request.user, self.veil)
        if act in (*Review.Verdict.values, "skip"):
            services.ring_when_low(self.request.user)
        if said:
            messages.success(self.request, said)
        if act == "take" and review is None:
            self.none_to_take()
        return HttpResponseRedirect(self.request.path)

    def none_to_take(self) -> None:
        """Say why there is no pair, and have the queue filled."""
        ring("archive.fill_reviews")
        if queries.waiting(self.request.user, self.veil):
            messages.info(self.request, "What is left is in front of others just now. Try again in some minutes.")

    def carry_out(self, act: str) -> str:
        """One service; what to say of it."""
        user, number = self.request.user, self.said["review"] or 0
        if act == "skip":
            services.skip(number, by=user)
            return "Left to others."
        if act == "undo":
            return f"Taken back: review {services.undo_last(user).pk}. Here it is again."
        if act == "again":
            services.ask_again(user)
        if act == "fill":
            ring("archive.fill_reviews")
            return "The queue is being filled. That takes some seconds: then start again."
        return self.decided(act, number) if act in Review.Verdict.values else ""

    def decided(self, verdict: str, number: int) -> str:
        replacing = [pk for pk in map(as_id, self.request.POST.getlist("replacing")) if pk]
        review = services.decide(
            number,
            verdict,
            by=self.request.user,
            note=self.said["note"],
            seen=self.said["seen"],
            replacing=replacing,
        )
        words = SAID[Review.Verdict(verdict)]
        self.admin.log_change(self.request, review, f"Reviewed: {words} (ruling {review.ruling_id}).")
        return f"Decided: {words}."

    def refused(self, refusal: Refused) -> HttpResponse:
        """The pair again, or whichever is next where that one is not theirs any more.

        Who had no pair in front of them is given none: the next key would rule on what nobody has read.
        """
        if self.said["review"]:
            services.take(self.request.user, self.veil)
        return self.page(refusal.reason, refusal.against, status=CONFLICT)

    def page(self, trouble: str = "", contradicted: Sequence[int] = (), status: int = 200) -> HttpResponse:
        review = queries.held(self.request.user, self.veil)
        pair = side_by_side(review) if review else None
        context = {
            **self.admin.admin_site.each_context(self.request),
            "title": "Review pairs",
            "opts": self.admin.opts,
            "pair": pair,
            "trouble": trouble,
            "contradicted": Ruling.objects.filter(pk__in=contradicted).select_related("made_by").order_by("pk"),
            "note": self.request.POST.get("note", "")[:500],
            "waiting": queries.waiting(self.request.user, self.veil),
            "counted": queries.COUNTED,
            "skipped": 0 if pair else queries.skipped(self.request.user, self.veil),
            "minutes": int(services.LEASE.total_seconds() // 60),
        }
        return TemplateResponse(self.request, self.template, context, status=status)
