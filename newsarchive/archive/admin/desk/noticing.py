"""What a notice does to other articles, rejected or let stand; and which article a kill means."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse

from newsarchive.archive.admin.base import as_id
from newsarchive.archive.admin.desk.base import Desk, ReasonForm
from newsarchive.archive.models import Naming, Notice, Ruling
from newsarchive.archive.queries import marks, putting_right
from newsarchive.archive.queries.namings import rejected
from newsarchive.archive.queries.veiled import seen
from newsarchive.archive.services import rulings as services

NAMED_SHOWN = 25


class NoticeForm(ReasonForm):
    """Whether it counts, and for which of the articles that it seems to name."""

    act = forms.ChoiceField(
        label="What about it?",
        widget=forms.RadioSelect,
        choices=[("reject", "It does not count"), ("stand", "It counts")],
    )
    article = forms.TypedMultipleChoiceField(
        label="For these alone",
        required=False,
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text="Tick none to decide about the notice as a whole.",
    )

    def __init__(self, *args: Any, named: list[Naming], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["article"].choices = [(naming.article_id, _told(naming)) for naming in named]
        if not named:
            del self.fields["article"]


def _told(naming: Naming) -> str:
    how = "sure" if naming.sure else "not sure"
    return f"“{naming.article}” (article {naming.article_id}), {how}: {'; '.join(naming.why)}"


class NoticeDesk(Desk):
    """One notice, named by the article that bears it."""

    template = "admin/archive/desk/notice.html"
    title = "Reject a notice, or let it stand"

    def look(self, pk: int | None) -> None:
        self.notice = get_object_or_404(Notice.objects.select_related("article"), pk=as_id(str(pk)))
        self.look_again()

    def look_again(self) -> None:
        self.notice.refresh_from_db()
        named = self.notice.namings.select_related("article").order_by("-confidence", "pk")
        self.named = list(seen(named, self.veil)[:NAMED_SHOWN])
        self.effects = marks.effects_of(self.notice.article_id)
        self.out = self.notice.article_id in rejected([self.notice.article_id])

    def asks(self, data: QueryDict | None = None) -> ReasonForm:
        return NoticeForm(data, named=self.named, initial={"act": "stand" if self.out else "reject"})

    def rows(self) -> list[Notice]:
        return [self.notice]

    def seen(self) -> list[str]:
        does = ",".join(f"{e.mark}:{e.story}:{e.articles}" for e in self.effects)
        return [f"{'out' if self.out else 'in'} {does} {[n.article_id for n in self.named]}"]

    def against(self) -> list[str]:
        return [] if self.notice.carries else ["This article bears no notice that does anything to others."]

    def shown(self) -> dict[str, Any]:
        return {
            "notice": self.notice,
            "article": self.notice.article,
            "effects": self.effects,
            "rejected": self.out,
            "lifted": marks.lifted_by(self.notice),
            "taken_back": marks.taken_back_by(self.notice.article_id) if "reinstated" not in self.notice.kinds else [],
            "takes_back": "reinstated" in self.notice.kinds,
            "said": putting_right.of_correction(self.notice.article_id),
            "subtitle": None,
        }

    def rule(self, reason: str) -> Ruling:
        stands = self.answers["act"] == "stand"
        naming = self.answers.get("article", [])
        return services.rule_on_notice(
            self.notice.article_id, stands, naming=naming, by=self.request.user, reason=reason
        )

    def log(self, ruling: Ruling, reason: str) -> None:
        self.admin.log_change(self.request, self.notice, f"Notice ruled on (ruling {ruling.pk}): {reason}")

    def says(self) -> str:
        """What was said, and of which articles, where it was of some alone."""
        stands, of = self.answers["act"] == "stand", self.answers.get("article", [])
        if not of:
            return "The notice counts." if stands else "The notice does not count."
        named = ", ".join(
            f"“{each.article}” (article {each.article_id})" for each in self.named if each.article_id in of
        )
        rest = "The rest of the notice stands as it was."
        return f"The notice {'means' if stands else 'does not mean'} {named}. {rest}"

    def afterwards(self, ruling: Ruling) -> str:
        return reverse("admin:archive_notice_change", args=[self.notice.pk])
