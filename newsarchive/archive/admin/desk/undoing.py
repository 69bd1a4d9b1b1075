"""Rulings are taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse

from newsarchive.archive.admin.base import as_id
from newsarchive.archive.admin.desk.base import RULE, WITHDRAW, Desk, may_rule
from newsarchive.archive.models import Ruling, Story
from newsarchive.archive.queries import corrections, telling, undoing
from newsarchive.archive.queries.carrying import carried_in
from newsarchive.archive.queries.history import entries
from newsarchive.archive.queries.records import written
from newsarchive.archive.queries.said import stories_of
from newsarchive.archive.queries.turned import Turned, turned
from newsarchive.archive.queries.veiled import seen
from newsarchive.archive.services import carrying
from newsarchive.archive.services import rulings as services
from newsarchive.archive.services.rulings.saying import stories_of_notice

STORIES_LOGGED = 50


def right_to_undo(ruling: Ruling) -> str:
    """The right that it takes to undo a ruling: the one that it took to make it."""
    return WITHDRAW if ruling.kind == Ruling.Kind.WITHDRAWN else RULE


def may_undo(request: HttpRequest, ruling: Ruling) -> bool:
    return ruling.holds and may_rule(request, right_to_undo(ruling))


class UndoDesk(Desk):
    """A ruling stops to hold; the stories are made again without it."""

    template = "admin/archive/desk/undo.html"
    title = "Undo a ruling"
    # Which right it takes to undo a ruling is known once the ruling is: see `look`.
    right = "archive.view_ruling"

    def look(self, pk: int | None) -> None:
        rulings = telling.short(Ruling.objects.all())
        self.ruling = get_object_or_404(rulings, pk=as_id(str(pk)))
        self.right = right_to_undo(self.ruling)
        self._read()

    def look_again(self) -> None:
        self.ruling = telling.short(Ruling.objects.all()).get(pk=self.ruling.pk)
        self._read()

    def _read(self) -> None:
        self.record = written(self.ruling, self.veil)
        self.clash = undoing.clash(self.ruling) if self.ruling.holds else []

    def _seen_of(self, rulings: list[Ruling]) -> list[Ruling]:
        """Those that the editor may see."""
        if not self.veil:
            return rulings
        here = seen(Ruling.objects.filter(pk__in=[ruling.pk for ruling in rulings]), self.veil)
        left = set(here.values_list("pk", flat=True))
        return [ruling for ruling in rulings if ruling.pk in left]

    def rows(self) -> list[Ruling]:
        return [self.ruling]

    def seen(self) -> list[str]:
        return [f"ruling {'holds' if self.ruling.holds else 'undone'}", *self.record.seen]

    def against(self) -> list[str]:
        if not self.ruling.holds:
            return [f"This ruling was undone already, by {self.ruling.undone_by or 'someone'}."]
        if self.clash:
            named = "; ".join(f"ruling {r.pk} ({telling.told(r)})" for r in self.clash[:5])
            return [
                f"It cannot be undone yet: rulings that contradict each other would count at once: {named}. "
                "Undo one of those first."
            ]
        return []

    def shown(self) -> dict[str, Any]:
        (entry,) = entries([self.ruling], veil=self.veil)
        preview = self._preview() if self.ruling.holds and not self.clash else {}
        return {
            **preview,
            "ruling": self.ruling,
            "entry": entry,
            "record": self.record,
            "clash": entries(self._seen_of(self.clash[:5]), veil=self.veil),
            "subtitle": None,
        }

    def _preview(self) -> dict[str, Any]:
        """What the archive would look like without the ruling, for those kinds where that can be told."""
        kind, revived = self.ruling.kind, self._seen_of(undoing.revived(self.ruling))
        found: dict[str, Any] = {"revived": entries(revived, veil=self.veil)}
        if kind in Ruling.MOVING:
            moves, trouble = undoing.without(self.ruling, however_large="try" in self.request.GET)
            return found | {"moving": True, "moves": moves, "unknown": trouble}
        if kind == Ruling.Kind.MARK and self.ruling.value.get("of") == "article":
            return found | {"of_articles": True, "marks": undoing.marks(self.ruling)}
        if kind == Ruling.Kind.MARK and self.ruling.value.get("of") in ("pair", "notice"):
            return found | {"of_notices": True, "turned": self._turned()}
        if kind in Ruling.OF_STORIES:
            return found | {"of_stories": True, "saying": undoing.saying(self.ruling)}
        corrected = corrections.without(self.ruling) if kind == Ruling.Kind.ARTICLE else []
        return found | {"sentence": SENTENCES.get(kind, ""), "corrected": corrected}

    def _turned(self) -> list[Turned]:
        """The articles whose marks a ruling on a pair or a notice makes, by what would become of them."""
        stories = stories_of(self.ruling) | stories_of_notice(self.ruling)
        return turned(carried_in(stories), carrying.without(self.ruling.pk, stories))

    def rule(self, reason: str) -> Ruling:
        return services.undo(self.ruling.pk, by=self.request.user, reason=reason)

    def log(self, ruling: Ruling, reason: str) -> None:
        said = f"Ruling {ruling.pk} undone: {reason}"
        self.admin.log_change(self.request, self.ruling, said)
        history = admin.site.get_model_admin(Story)
        for story in Story.objects.filter(rulings__ruling=ruling).order_by("pk")[:STORIES_LOGGED]:
            history.log_change(self.request, story, said)

    def says(self) -> str:
        return "The ruling is undone."

    def afterwards(self, ruling: Ruling) -> str:
        return reverse("admin:archive_ruling_change", args=[self.ruling.pk])


SENTENCES = {
    Ruling.Kind.UNSURE: "No article moves. The pair may be put before editors again.",
    Ruling.Kind.ARTICLE: "The article says again what corrections that still hold say, and else what the archive read.",
    Ruling.Kind.PARAGRAPH: "The paragraph is folded, or not, as rulings that still hold say, and else as the archive "
    "found it. The text of the article changes with it, and so may the story that it is in.",
    Ruling.Kind.WITHDRAWN: "The articles of the upload come back from the bin and are compared again.",
    Ruling.Kind.NAMES: "The merged names stand for themselves again, and articles go back to the names that they "
    "were handed in or printed under.",
}
