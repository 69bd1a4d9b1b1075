"""The desk's own index: what editors work with first, the workings behind it last."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest

WORKED_WITH = (
    "Story",
    "Ruling",
    "Article",
    "Notice",
    "Review",
    "StockProposal",
    "StockEntry",
    "Source",
    "Agency",
    "Upload",
    "UploadedFile",
    "Receipt",
    "Original",
    "Trial",
)
"""The archive's tables that people come for, in the order in which they are listed."""

WORKINGS = "Workings of the archive"


class DeskSite(AdminSite):
    """Django's admin site with the archive's tables in two lists."""

    site_header = "newsarchive"
    site_title = "newsarchive"
    index_title = "The desk"
    site_url = "/"

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        apps = super().get_app_list(request, app_label)
        archive = [app for app in apps if app["app_label"] == "archive"]
        others = [app for app in apps if app["app_label"] != "archive"]
        first = [app | {"models": _worked_with(app["models"])} for app in archive]
        last = [app | {"name": WORKINGS, "models": _workings(app["models"])} for app in archive]
        return [app for app in (*first, *others, *last) if app["models"]]


def _worked_with(models: list[dict[str, Any]]) -> list[dict[str, Any]]:
    named = {model["object_name"]: model for model in models}
    return [named[name] for name in WORKED_WITH if name in named]


def _workings(models: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [model for model in models if model["object_name"] not in WORKED_WITH]
