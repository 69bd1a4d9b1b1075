"""Uploads are withdrawn as a whole."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse

from newsarchive.archive.admin.base import as_id
from newsarchive.archive.admin.desk.base import NOT_THERE, WITHDRAW, Desk
from newsarchive.archive.models import Ruling, Upload
from newsarchive.archive.queries.bin import preview
from newsarchive.archive.queries.veiled import seen
from newsarchive.archive.services import rulings as services


class WithdrawDesk(Desk):
    """What an upload alone brought in goes to the bin."""

    template = "admin/archive/desk/withdraw.html"
    title = "Withdraw an upload"
    right = WITHDRAW

    def look(self, pk: int | None) -> None:
        self.upload = get_object_or_404(Upload.objects.select_related("by", "source"), pk=as_id(str(pk)))
        self.look_again()

    def look_again(self) -> None:
        self.upload.refresh_from_db()
        self.preview = preview(self.upload)

    def rows(self) -> list[Upload]:
        return [self.upload]

    def demand_sight(self) -> None:
        """All of the upload: the page shows but the first of its articles."""
        super().demand_sight()
        if self.veil and seen(self.upload.files.order_by(), self.veil).count() < self.upload.files.count():
            raise Http404(NOT_THERE)

    def seen(self) -> list[str]:
        return [self.preview.seen]

    def against(self) -> list[str]:
        if self.upload.withdrawal_id:
            return [f"Upload {self.upload.pk} was withdrawn already, by ruling {self.upload.withdrawal_id}."]
        return []

    def shown(self) -> dict[str, Any]:
        return {"upload": self.upload, "preview": self.preview, "days": settings.BIN_DAYS, "subtitle": None}

    def rule(self, reason: str) -> Ruling:
        self.going = self.preview.going.total
        return services.withdraw_upload(self.upload.pk, by=self.request.user, reason=reason)

    def log(self, ruling: Ruling, reason: str) -> None:
        self.admin.log_change(self.request, self.upload, f"Withdrawn (ruling {ruling.pk}): {reason}")

    def says(self) -> str:
        what = f"{self.going} article{'s are' if self.going != 1 else ' is'} in the bin"
        return f"The upload is withdrawn; {what}."

    def afterwards(self, ruling: Ruling) -> str:
        return reverse("admin:archive_upload_change", args=[self.upload.pk])
