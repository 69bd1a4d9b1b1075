"""Whose an upload is: pages show it to its sender and to editors, and only its sender adds to it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from newsarchive.archive.models import Upload
from newsarchive.archive.queries.bin import with_withdrawals


def own(request: HttpRequest, pk: int) -> Upload:
    """An upload that this person sends. Raises `Http404` and `PermissionDenied`."""
    upload = _found(pk)
    if upload.by_id != request.user.pk:
        raise PermissionDenied
    return upload


def seen(request: HttpRequest, pk: int) -> Upload:
    """An upload that this person may look at. Raises `Http404` and `PermissionDenied`."""
    upload = _found(pk)
    if upload.by_id != request.user.pk and not request.user.has_perm("archive.rule"):
        raise PermissionDenied
    return upload


def _found(pk: int) -> Upload:
    uploads: QuerySet[Upload] = with_withdrawals(Upload.objects.select_related("by", "source"))
    return get_object_or_404(uploads, pk=pk)
