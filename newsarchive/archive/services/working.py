"""The whole way of an upload in this process, for commands; workers that run meanwhile share the work."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from newsarchive.archive.models import Upload, UploadedFile
from newsarchive.archive.services import clustering, reading
from newsarchive.archive.services.intake import Incoming, receive

AT_ONCE = 500
"""Files handed in together; a large folder becomes uploads of this size, so that progress is never lost."""

_PAUSE = 0.2

Progress = Callable[[int], None]
"""Called with the number of files that were finished since the last call."""


def take_in(files: Sequence[Incoming], source: str, progress: Progress) -> list[Upload]:
    """Hand files in and work until each is settled or rejected."""
    uploads = []
    for start in range(0, len(files), AT_ONCE):
        upload = receive(files[start : start + AT_ONCE], via=Upload.Via.COMMAND, source=source)
        uploads.append(upload)
        work_off(upload, progress)
    return uploads


def work_off(upload: Upload, progress: Progress) -> None:
    """Read and settle until nothing of the upload is left. Waits for files that another worker holds."""
    told = 0
    while True:
        worked = reading.read_some() or clustering.cluster_some()
        open_files = upload.files.filter(state__in=[UploadedFile.State.WAITING, UploadedFile.State.READ])
        left = open_files.count()
        finished = upload.files.count() - left
        progress(finished - told)
        told = finished
        if not left:
            return
        if not worked:
            time.sleep(_PAUSE)
