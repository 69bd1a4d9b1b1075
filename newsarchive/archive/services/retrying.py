"""Rejected files are read once more, from the bytes that were kept, where that may turn out better."""

from __future__ import annotations

from django.db import transaction

from newsarchive.archive.models import Upload, UploadedFile
from newsarchive.archive.queries.receipts import mendable
from newsarchive.archive.services.doorbell import ring
from newsarchive.archive.services.portions import Refused

_AS_NEW = {"state": UploadedFile.State.WAITING, "code": "", "reason": "", "refused_under": "", "attempts": 0}


def retry(upload_id: int, code: str = "") -> int:
    """Put the upload's failed files, or those that failed by one ``code``, back to waiting. Returns how many.

    Raises `Refused` where the upload was withdrawn: what it held is not to come back by another door.
    """
    with transaction.atomic():
        upload = Upload.objects.select_for_update(of=("self",)).filter(pk=upload_id).first()
        if upload is None or upload.withdrawal_id:
            raise Refused("This upload was withdrawn; its files are not read again.")
        failed = mendable(upload).filter(code=code) if code else mendable(upload)
        ids = list(failed.order_by("id").select_for_update(of=("self",)).values_list("id", flat=True))
        ring("archive.read")
        return UploadedFile.objects.filter(id__in=ids).update(**_AS_NEW, leased_until=None, finished_at=None)
