"""Pages go out compressed, for readers far away: Django's own middleware, which pads them so that lengths tell nothing.

Files are left as they are, whose length is said beforehand, and which are to arrive byte for byte.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware


class PagesCompressed(GZipMiddleware):
    """As `GZipMiddleware`, but for what is streamed."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        return response if response.streaming else super().process_response(request, response)
