"""What a request may bring at most, said before any of it is stored."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

_PIECE = 64 * 1024


class BoundedBody(FileUploadHandler):
    """Refuses a request that is too large as a whole; the handlers after it take the files."""

    def handle_raw_input(
        self, input_data: Any, META: dict[str, Any], content_length: int, boundary: bytes, encoding: str | None = None
    ) -> None:
        """Raises `RequestDataTooBig` by what the request says of its length, which the server never reads beyond."""
        most = settings.MAX_REQUEST_MB * 1024 * 1024
        if content_length > most:
            _drain(input_data, 2 * most)
            raise RequestDataTooBig(f"A request of {content_length:,} bytes is more than {settings.MAX_REQUEST_MB} MB.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass it on."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """The next one has the file."""


def _drain(body: Any, most: int) -> None:
    """A browser reads no answer before it has sent everything: else it shows a broken connection, not the reason."""
    left = most
    while left > 0 and (piece := body.read(_PIECE)):
        left -= len(piece)
