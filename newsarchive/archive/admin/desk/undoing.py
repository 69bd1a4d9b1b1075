"""Rulings are taken back."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.shortcuts import get_object_or_404
from django.urls import reverse

from newsarchive.archive.admin.base import as_id
from newsarchive.archive.admin.desk.base import RULE, WITHDRAW, Desk
from newsarchive.archive.models import Ruling, Story
from newsarchive.archive.queries import rulings as queries
from newsarchive.archive.services import rulings as services

RIGHTS = {Ruling.Kind.WITHDRAWN: WITHDRAW}
"""Whoever takes a ruling back needs the right to make one like it."""


class UndoDesk(Desk):
    """A ruling stops to hold; the stories are made again without it."""

    template = "admin/archive/desk/undo.html"
    title = "Undo a ruling"

    def look(self, pk: int | None) -> None:
        self.ruling = get_object_or_404(Ruling.objects.select_related("made_by", "undone_by"), pk=as_id(str(pk)))
        self.right = RIGHTS.get(self.ruling.kind, RULE)
        self.record = queries.undo_preview(self.ruling)

    def look_again(self) -> None:
        self.ruling.refresh_from_db()
        self.record = queries.undo_preview(self.ruling)

    def rows(self) -> list[Ruling]:
        return [self.ruling]

    def seen(self) -> list[str]:
        return [f"ruling {'holds' if self.ruling.holds else 'undone'}", *self.record.seen]

    def against(self) -> list[str]:
        if self.ruling.holds:
            return []
        return [f"This ruling was undone already, by {self.ruling.undone_by or 'someone'}."]

    def shown(self) -> dict[str, Any]:
        return {"ruling": self.ruling, "record": self.record, "subtitle": None}

    def rule(self, reason: str) -> Ruling:
        return services.undo(self.ruling.pk, by=self.request.user, reason=reason)

    def log(self, ruling: Ruling, reason: str) -> None:
        said = f"Ruling {ruling.pk} undone: {reason}"
        self.admin.log_change(self.request, self.ruling, said)
        stories = {*self.ruling.before.get("stories", {}), *self.ruling.after.get("stories", {})}
        history = admin.site.get_model_admin(Story)
        for story in Story.objects.filter(pk__in=stories):
            history.log_change(self.request, story, said)

    def says(self) -> str:
        return "The ruling is undone."

    def afterwards(self, ruling: Ruling) -> str:
        return reverse("admin:archive_ruling_change", args=[self.ruling.pk])
