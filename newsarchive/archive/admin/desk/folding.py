"""Paragraphs of an article are folded onto earlier ones that they repeat, or unfolded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import truncatechars
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from newsarchive.archive.admin.base import as_id
from newsarchive.archive.admin.desk.base import Desk, ReasonForm, demand_right
from newsarchive.archive.models import Article, Ruling
from newsarchive.archive.queries import folds
from newsarchive.archive.services import rulings as services

UNFOLD = "unfold"
LONGEST = 140
"""Characters of a paragraph in a choice."""


class FoldForm(ReasonForm):
    """Onto which paragraph it is folded, or that it is not."""

    onto = forms.ChoiceField(
        label="What is it?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose the paragraph that it prints again."},
    )

    def __init__(self, *args: Any, paragraph: folds.Place, offered: list[folds.Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unfold = [(UNFOLD, "No repeat: unfold it")] if paragraph.repeats else []
        onto = [choice for choice in offered if choice.place.number != paragraph.repeats]
        self.fields["onto"].choices = [*unfold, *((str(choice.place.position), _told(choice)) for choice in onto)]


def _told(choice: folds.Choice) -> str:
    place = choice.place
    beginning = truncatechars(place.body, LONGEST)
    return f"A repeat of paragraph {place.number}, {round(choice.likeness * 100)} % alike: “{beginning}”"


class FoldDesk(Desk):
    """One paragraph of an article, named by its position."""

    template = "admin/archive/desk/fold.html"
    title = "Fold or unfold a paragraph"

    def look(self, pk: int | None) -> None:
        articles = Article.objects.select_related("source", "text__membership__story")
        self.article = get_object_or_404(articles, pk=as_id(str(pk)))
        self.look_again()

    def look_again(self) -> None:
        self.article.refresh_from_db()
        self.places = folds.places(self.article)
        asked = self.asked.get("position", "")
        found = [place for place in self.places if str(place.position) == asked]
        if not found:
            raise Http404("The article has no such paragraph.")
        self.place = found[0]
        self.offered = folds.choices(self.places, self.place.position)

    def asks(self, data: QueryDict | None = None) -> ReasonForm:
        likest = max(self.offered, key=lambda choice: choice.likeness, default=None)
        initial = UNFOLD if self.place.repeats else likest and str(likest.place.position)
        return FoldForm(data, paragraph=self.place, offered=self.offered, initial={"onto": initial})

    def rows(self) -> list[Article]:
        return [self.article]

    def seen(self) -> list[str]:
        return [folds.state_of(self.article, self.places)]

    def against(self) -> list[str]:
        if self.article.text_id is None:
            return ["This article is in the bin. Bring it back first."]
        if not self.place.repeats and not self.offered:
            return ["No earlier paragraph is left to read that it could repeat. Choose a later paragraph."]
        return []

    def shown(self) -> dict[str, Any]:
        membership = getattr(self.article.text, "membership", None)
        would = folds.would_print(self.article, self.place.position, folded=not self.place.repeats)
        return {
            "article": self.article,
            "story": membership and membership.story,
            "place": self.place,
            "whole": next((p for p in self.places if p.number == self.place.repeats), None),
            "would_print": would,
            "subtitle": None,
        }

    def rule(self, reason: str) -> Ruling:
        onto = self.answers["onto"]
        repeats = None if onto == UNFOLD else int(onto)
        return services.fold_paragraph(
            self.article.pk, self.place.position, repeats, by=self.request.user, reason=reason
        )

    def log(self, ruling: Ruling, reason: str) -> None:
        said = f"Paragraph {self.place.number} {self._done()} (ruling {ruling.pk}): {reason}"
        self.admin.log_change(self.request, self.article, said)

    def _done(self) -> str:
        return "unfolded" if self.answers["onto"] == UNFOLD else "folded"

    def says(self) -> str:
        return f"Paragraph {self.place.number} is {self._done()}."

    def afterwards(self, ruling: Ruling) -> str:
        return paragraphs_address(self.article.pk)


def paragraphs_address(article_id: int) -> str:
    return reverse("admin:archive_article_paragraphs", args=[article_id])


def paragraphs_page(model_admin: admin.ModelAdmin) -> Callable[..., HttpResponse]:
    """The view of an article's paragraphs, each with the way to fold or unfold it."""

    @require_safe
    def view(request: HttpRequest, pk: int) -> HttpResponse:
        article = get_object_or_404(Article.objects.select_related("source"), pk=as_id(str(pk)))
        demand_right(request, model_admin, [article])
        places = folds.places(article)
        first = next((place.position for place in places if place.repeats is None), 0)
        context = {
            **model_admin.admin_site.each_context(request),
            "title": "Paragraphs of an article",
            "opts": model_admin.opts,
            "article": article,
            "places": places,
            "first": first,
            "subtitle": None,
        }
        return TemplateResponse(request, "admin/archive/desk/paragraphs.html", context)

    return view
