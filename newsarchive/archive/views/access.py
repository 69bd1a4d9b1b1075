"""Who may see what: readers, uploaders, and what strangers are told."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.functional import SimpleLazyObject
from django_htmx.http import HttpResponseClientRefresh

from newsarchive.archive.queries.veil import veil_of

View = Callable[..., HttpResponseBase]


def reading(view: View) -> View:
    """For archivists; for everyone where the operator opened the archive to anonymous readers.

    ``request.veil`` is what the reader may not see, looked up when it is first asked for.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        request.veil = SimpleLazyObject(lambda: veil_of(request.user))
        if settings.ANONYMOUS_READ:
            return view(request, *args, **kwargs)
        return _guard(request, "archive.view_story") or view(request, *args, **kwargs)

    return guarded


def signed_in(view: View) -> View:
    """For all who have an account, whatever it may do, and for those who may read without one."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        known = settings.ANONYMOUS_READ or request.user.is_authenticated
        return view(request, *args, **kwargs) if known else _login(request)

    return guarded


def reading_as_oneself(view: View) -> View:
    """For readers who have signed in, on pages that are theirs alone, also where anybody may read."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        return _login(request) if not request.user.is_authenticated else reading(view)(request, *args, **kwargs)

    return guarded


def uploading(view: View) -> View:
    """For those who may hand files in. ``request.veil`` is as for readers: receipts name other articles too."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponseBase:
        request.veil = SimpleLazyObject(lambda: veil_of(request.user))
        return _guard(request, "archive.add_upload") or view(request, *args, **kwargs)

    return guarded


def _guard(request: HttpRequest, permission: str) -> HttpResponseBase | None:
    """The login page for strangers, a refusal for those without the right, nothing for the others."""
    if not request.user.is_authenticated:
        return _login(request)
    if not request.user.has_perm(permission):
        raise PermissionDenied
    return None


def _login(request: HttpRequest) -> HttpResponseBase:
    """A fragment swapped for a login page would look broken: have the whole page asked for again."""
    return HttpResponseClientRefresh() if request.htmx else redirect_to_login(request.get_full_path())
