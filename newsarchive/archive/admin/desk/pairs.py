"""Two articles: the same, different, or nobody can tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.http import QueryDict

from newsarchive.archive.admin.desk.base import Desk, ReasonForm, story_address
from newsarchive.archive.admin.desk.saying import article_named
from newsarchive.archive.models import Article, Ruling, Story
from newsarchive.archive.queries import previews
from newsarchive.archive.queries import rulings as queries
from newsarchive.archive.queries.mentioned import tells
from newsarchive.archive.services import rulings as services


class PairForm(ReasonForm):
    """What an editor says of a pair."""

    verdict = forms.ChoiceField(
        label="These two are",
        widget=forms.RadioSelect,
        choices=[("same", "The same"), ("different", "Different"), ("unsure", "I cannot tell")],
    )
    level = forms.ChoiceField(
        label="The same what?",
        widget=forms.RadioSelect,
        initial="story",
        choices=[("story", "Story: one report as it developed"), ("version", "Version: one text but for small edits")],
    )


class PairDesk(Desk):
    """A ruling on a pair of articles, named by number or address."""

    template = "admin/archive/desk/pair.html"
    title = "Rule on a pair"
    form = PairForm

    def look(self, pk: int | None) -> None:
        named = [words for words in self.asked.getlist("article") if words.strip()]
        found = [article_named(words) for words in named]
        self.ids = list(dict.fromkeys(number for number in found if number is not None))
        self.unread = len(self.ids) < len(named)
        self.look_again()

    def asks(self, data: QueryDict | None = None) -> ReasonForm:
        return PairForm(data, initial={"verdict": self.request.GET.get("verdict", ""), "level": "story"})

    def look_again(self) -> None:
        sides = queries.pair_sides(self.ids) if len(self.ids) == 2 else []
        self.sides = [side for side in sides if not tells(side.article, self.veil)]

    def rows(self) -> list[Story]:
        return [side.story for side in self.sides if side.story]

    def seen(self) -> list[str]:
        """The stories of the two, and the latest ruling that names either: an answer may move nobody."""
        stories = {side.story.pk for side in self.sides if side.story}
        return [*queries.standings(stories).values(), f"ruled {queries.latest_ruling_on(self.ids)}"]

    def against(self) -> list[str]:
        if len(self.ids) != 2 or self.unread:
            return ["Name two articles, each by its number or its address."]
        if len(self.sides) < 2:
            return ["Not both of these articles are in the archive."]
        waiting = ", ".join(str(side.article.pk) for side in self.sides if side.story is None)
        return [f"Article {waiting} is in no story: it was not compared yet, or is in the bin."] if waiting else []

    def contradicts(self) -> Sequence[int]:
        """What either answer would contradict is known; which one is given is not yet."""
        if self.against() or self.request.method != "POST":
            return ()
        verdict = self.asked.get("verdict")
        one, other = ({side.article.text_id} for side in self.sides)
        sides = {"a": one, "b": other} if verdict == "different" else {"a": one | other}
        level = "version" if self.asked.get("level") == "version" else "story"
        return previews.asked(verdict, sides, level=level).against if verdict in Ruling.MOVING else ()

    def shown(self) -> dict[str, Any]:
        named = self.asked.getlist("article")
        return {"sides": self.sides, "named": named, "gentle": len(named) < 2, "subtitle": None}

    def rule(self, reason: str) -> Ruling:
        return services.rule_on_pair(
            *self.ids,
            self.answers["verdict"],
            level=self.answers["level"],
            by=self.request.user,
            reason=reason,
            replacing=self.replacing,
        )

    def log(self, ruling: Ruling, reason: str) -> None:
        history = admin.site.get_model_admin(Article)
        for side in self.sides:
            history.log_change(self.request, side.article, f"Pair ruled on (ruling {ruling.pk}): {reason}")

    def says(self) -> str:
        verdict = self.answers["verdict"]
        words = {"same": "The two are the same.", "different": "The two are different."}
        return words.get(verdict, "Kept as unsure: it will not be asked again.")

    def afterwards(self, ruling: Ruling) -> str:
        now = Story.objects.get(memberships__text=self.sides[0].article.text_id)
        return story_address(now.pk)
