"""What is said of a story: who leads it, under which headline and date, with which marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.shortcuts import get_object_or_404

from newsarchive.archive.admin.base import as_id
from newsarchive.archive.admin.desk.base import Desk, ReasonForm, story_address
from newsarchive.archive.models import Article, Ruling, Story
from newsarchive.archive.queries import rulings as queries
from newsarchive.archive.queries.leading import Leading, leading
from newsarchive.archive.queries.said import PINNED, Said, of_stories
from newsarchive.archive.services import rulings as services
from newsarchive.archive.services.rulings.saying import ARTICLES_AT_ONCE, LONGEST_HEADLINE

ARTICLE_NAMED = re.compile(
    r"(?:article\s*)?#?(\d+)|(?:.*/)?(?:articles|archive/article)/(\d+)(?:[/?#].*)?", re.A | re.I
)
"""An article's number as people write it, or the address of its page, here or on the reading pages."""


def article_named(words: str) -> int | None:
    """The number of the article that was named, by number or by address; None where it is neither."""
    found = ARTICLE_NAMED.fullmatch(words.strip())
    return as_id(found[1] or found[2]) if found else None


class StoryDesk(Desk):
    """A decision about one story that moves nobody."""

    def look(self, pk: int | None) -> None:
        self.story = get_object_or_404(Story.objects.select_related("lead_article__source"), pk=as_id(str(pk)))
        self.look_again()

    def look_again(self) -> None:
        self.story.refresh_from_db()
        self.said = of_stories({self.story.pk}).get(self.story.pk, Said())

    def rows(self) -> list[Story]:
        return [self.story]

    def seen(self) -> list[str]:
        """The story's members, and what was said of it."""
        said = ",".join(f"{what}:{ruling}" for what, ruling in sorted(self.said.by.items()))
        return [queries.standings([self.story.pk])[self.story.pk], f"said {said}"]

    def against(self) -> list[str]:
        if self.story.merged_into_id:
            return [f"This story is merged into story {self.story.merged_into_id}. Say it of that one."]
        return [] if self.story.article_count else ["This story has no articles any more."]

    def shown(self) -> dict[str, Any]:
        standing = Ruling.objects.filter(pk__in=set(self.said.by.values())).select_related("made_by").order_by("pk")
        return {"story": self.story, "standing": standing, "subtitle": None}

    def log(self, ruling: Ruling, reason: str) -> None:
        self.admin.log_change(self.request, self.story, f"{ruling.get_use_display()} (ruling {ruling.pk}): {reason}")

    def afterwards(self, ruling: Ruling) -> str:
        return story_address(self.story.pk)


class LeadForm(ReasonForm):
    """By which rule a member leads, or which one does for good."""

    rule = forms.ChoiceField(label="Which member leads?", widget=forms.RadioSelect)
    article = forms.CharField(
        label="Which article?",
        required=False,
        max_length=500,
        help_text="Its number or its address; for “The one I name” only.",
    )

    def __init__(self, *args: Any, now: Leading, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = [(one.rule, f"{one.words.capitalize()}: {_printed(one.article)}") for one in now.candidates]
        self.fields["rule"].choices = [(PINNED, "The one I name, whatever arrives"), *rules]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("rule") == PINNED and article_named(cleaned.get("article", "")) is None:
            self.add_error("article", "Name the article that leads, by its number or its address.")
        return cleaned


def _printed(article: Article | None) -> str:
    """An article in a line."""
    if article is None:
        return "none fits now"
    source = f"{article.source}, " if article.source else ""
    return f"“{article}”, {source}{article.dated_on:%-d %b %Y} (article {article.pk})"


class LeadDesk(StoryDesk):
    template = "admin/archive/desk/lead.html"
    title = "Choose the lead"

    def look_again(self) -> None:
        super().look_again()
        self.now = leading(self.story)

    def asks(self, data: QueryDict | None = None) -> ReasonForm:
        named = self.request.GET.get("article", "")
        initial = {"rule": PINNED if named else self.now.rule, "article": named}
        return LeadForm(data, now=self.now, initial=initial)

    def shown(self) -> dict[str, Any]:
        return super().shown() | {"now": self.now}

    def rule(self, reason: str) -> Ruling:
        rule = self.answers["rule"]
        article = article_named(self.answers["article"]) if rule == PINNED else None
        return services.choose_lead(self.story.pk, article_id=article, rule=rule, by=self.request.user, reason=reason)

    def says(self) -> str:
        return "The lead is chosen."


class EditForm(ReasonForm):
    """A headline and a date of the story's own."""

    headline = forms.CharField(max_length=LONGEST_HEADLINE, widget=forms.TextInput(attrs={"size": 80}))
    dated_on = forms.DateField(
        label="Date",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="The story's own date; its articles keep theirs.",
    )


class EditDesk(StoryDesk):
    template = "admin/archive/desk/edit.html"
    title = "Edit headline or date of a story"

    def asks(self, data: QueryDict | None = None) -> ReasonForm:
        return EditForm(data, initial={"headline": self.story.headline, "dated_on": self.story.dated_on})

    def rule(self, reason: str) -> Ruling:
        said = {"headline": self.answers["headline"], "dated_on": self.answers["dated_on"]}
        return services.edit_story(self.story.pk, **said, by=self.request.user, reason=reason)

    def says(self) -> str:
        return "The story has a headline or a date of its own."


class MarkForm(ReasonForm):
    """One mark, set or lifted."""

    mark = forms.ChoiceField(widget=forms.RadioSelect, choices=Story.Mark.choices)
    act = forms.ChoiceField(
        label="What?", widget=forms.RadioSelect, choices=[("set", "Set it"), ("lift", "Lift it")], initial="set"
    )


class MarkDesk(StoryDesk):
    """Marks of a story, or of those of its members that were chosen."""

    template = "admin/archive/desk/mark.html"
    title = "Set or lift a mark"
    form = MarkForm

    def look(self, pk: int | None) -> None:
        self.ids = self.numbers("article")[: ARTICLES_AT_ONCE + 1]
        super().look(pk)

    def look_again(self) -> None:
        super().look_again()
        members = queries.member_articles(self.story).filter(pk__in=self.ids)
        self.chosen = queries.Lines(queries.lines(members[: queries.MEMBERS_SHOWN]), members.order_by().count())

    def against(self) -> list[str]:
        found = super().against()
        if not found and len(self.ids) > ARTICLES_AT_ONCE:
            found = [f"Choose at most {ARTICLES_AT_ONCE} members at once."]
        if not found and self.chosen.total < len(self.ids):
            found = ["Some of the chosen articles are not in this story any more. Go back and choose afresh."]
        return found

    def shown(self) -> dict[str, Any]:
        return super().shown() | {"chosen": self.chosen, "article_ids": self.ids}

    def rule(self, reason: str) -> Ruling:
        said = {"on": self.answers["act"] == "set", "by": self.request.user, "reason": reason}
        if self.ids:
            return services.mark_articles(self.ids, self.answers["mark"], **said)
        return services.mark_story(self.story.pk, self.answers["mark"], **said)

    def says(self) -> str:
        done = "set" if self.answers["act"] == "set" else "lifted"
        of = f"{len(self.ids)} article{'s' if len(self.ids) != 1 else ''}" if self.ids else "the story"
        return f"The mark “{self.answers['mark']}” is {done} on {of}."


SAID: Sequence[tuple[str, type[StoryDesk]]] = (("lead", LeadDesk), ("edit", EditDesk), ("mark", MarkDesk))
"""The pages of a story by the last part of their addresses."""
