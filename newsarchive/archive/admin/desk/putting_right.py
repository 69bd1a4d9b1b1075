"""Two articles: the one corrects the other, though nothing printed on it says so; or neither does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from newsarchive.archive.admin.desk.base import ReasonForm
from newsarchive.archive.admin.desk.pairs import PairDesk
from newsarchive.archive.models import Ruling
from newsarchive.archive.queries import marks, putting_right
from newsarchive.archive.queries.changes import by_clock
from newsarchive.archive.queries.which_later import later_of
from newsarchive.archive.services import rulings as services

NEITHER = "neither"


class PutRightForm(ReasonForm):
    """Which of the two puts the other right: the number of its article, or neither."""

    verdict = forms.ChoiceField(label="What do you say?", widget=forms.RadioSelect)

    def __init__(self, *args: Any, ids: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = [(str(pk), f"Article {pk} corrects article {other}") for pk, other in zip(ids, ids[::-1], strict=True)]
        self.fields["verdict"].choices = [*ways, (NEITHER, "Neither corrects the other")]


class PutRightDesk(PairDesk):
    """A ruling on two articles of one story, named by number or address."""

    template = "admin/archive/desk/put_right.html"
    title = "Say that one article corrects another"

    def look_again(self) -> None:
        super().look_again()
        pair = [side.article for side in self.sides]
        self.later = later_of(*pair) if len(pair) == 2 else None
        self.sides.sort(key=lambda side: (side.article == self.later, by_clock(side.article)))
        self.holds = putting_right.said_of(*pair) if len(pair) == 2 else None

    def asks(self, data: QueryDict | None = None) -> ReasonForm:
        """Chosen is what holds already, else what the archive knows of the two; where that is nothing, nothing is."""
        known = str(self.later.pk) if self.later else ""
        chosen = NEITHER if self.holds and not self.holds.corrects else known
        return PutRightForm(data, ids=[side.article.pk for side in self.sides], initial={"verdict": chosen})

    def against(self) -> list[str]:
        found = super().against()
        if found:
            return found
        one, other = (side.article for side in self.sides)
        if putting_right.story_of(one, other) is None:
            return ["The two are not in one story. Merge their stories first."]
        return ["The two print the same text: neither corrects the other."] if one.text_id == other.text_id else []

    def contradicts(self) -> Sequence[int]:
        return ()

    def shown(self) -> dict[str, Any]:
        two = [side.article for side in self.sides]
        found = putting_right.changes_between(*two) if len(two) == 2 else []
        changes = [marks.told([line._asdict()]) for line in found]
        return super().shown() | {"changes": changes, "holds": self.holds, "later": self.later}

    def rule(self, reason: str) -> Ruling:
        verdict = self.answers["verdict"]
        ids = [side.article.pk for side in self.sides]
        right = ids[-1] if verdict == NEITHER else int(verdict)
        wrong = next(pk for pk in ids if pk != right)
        return services.rule_on_correction(right, wrong, verdict != NEITHER, by=self.request.user, reason=reason)

    def says(self) -> str:
        verdict = self.answers["verdict"]
        return "Neither corrects the other." if verdict == NEITHER else f"Article {verdict} corrects the other."
