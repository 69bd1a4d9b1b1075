"""Settings that are right one by one and wrong together: Django's system checks, each with an id and a hint."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.core.files.storage import storages
from django.core.files.storage.handler import InvalidStorageError

ON_THIS_MACHINE = frozenset({"127.0.0.1", "::1", "localhost"})


@register()
def debug_stays_at_home(**kwargs: Any) -> list[CheckMessage]:
    """Debug pages show settings and code: not over https, not beyond this machine."""
    if not settings.DEBUG:
        return []
    if settings.HTTPS or settings.BIND not in ON_THIS_MACHINE:
        return [
            Error(
                "NEWSARCHIVE_DEBUG is on where others can reach the site.",
                hint="Turn it off, or listen on 127.0.0.1 without NEWSARCHIVE_HTTPS.",
                id="newsarchive.E001",
            )
        ]
    return []


@register()
def https_names_its_hosts(**kwargs: Any) -> list[CheckMessage]:
    """Behind a proxy every form is refused unless the origin it comes from is trusted."""
    if settings.HTTPS and not settings.CSRF_TRUSTED_ORIGINS:
        return [
            Warning(
                "NEWSARCHIVE_HTTPS is on, but NEWSARCHIVE_CSRF_ORIGINS names no origin.",
                hint="Set it to the site's address, as https://archive.example, or no form can be sent.",
                id="newsarchive.W001",
            )
        ]
    return []


@register()
def origins_say_their_scheme(**kwargs: Any) -> list[CheckMessage]:
    """Where https is on, an origin over http would let forms in unencrypted."""
    plain = [origin for origin in settings.CSRF_TRUSTED_ORIGINS if origin.startswith("http://")]
    if settings.HTTPS and plain:
        return [
            Error(
                f"NEWSARCHIVE_HTTPS is on, but NEWSARCHIVE_CSRF_ORIGINS trusts {', '.join(plain)}.",
                hint="Write https:// instead.",
                id="newsarchive.E002",
            )
        ]
    return []


@register()
def hosts_are_not_everyone(**kwargs: Any) -> list[CheckMessage]:
    """A site that answers to any name can be made to send mail and links for any other."""
    if "*" in settings.ALLOWED_HOSTS and not settings.DEBUG:
        return [
            Warning(
                "NEWSARCHIVE_HOSTS lets the site answer to every name.",
                hint="Name the hosts it is reached by, separated by commas.",
                id="newsarchive.W002",
            )
        ]
    return []


@register()
def reachable_by_name(**kwargs: Any) -> list[CheckMessage]:
    """Listening to the network is of no use while every name but localhost is refused."""
    if settings.BIND in ON_THIS_MACHINE or set(settings.ALLOWED_HOSTS) - {"localhost", "127.0.0.1", "[::1]"}:
        return []
    return [
        Warning(
            f"The site listens on {settings.BIND}, but answers only to localhost.",
            hint="Set NEWSARCHIVE_HOSTS to the names it is reached by.",
            id="newsarchive.W003",
        )
    ]


@register()
def originals_have_a_place(**kwargs: Any) -> list[CheckMessage]:
    """The storage for originals must exist, or every upload fails."""
    try:
        storages["originals"]
    except (InvalidStorageError, ImproperlyConfigured, ImportError, TypeError) as trouble:
        return [
            Error(
                f"NEWSARCHIVE_STORAGE and NEWSARCHIVE_STORAGE_OPTIONS make no storage: {trouble}",
                hint="Name an installed Django storage class, and options that it takes, as JSON.",
                id="newsarchive.E003",
            )
        ]
    return []
