"""Searches that readers keep: saved under a name, looked at again, renamed, deleted. Each reader has their own."""

from __future__ import annotations

from enum import StrEnum

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils import timezone

from newsarchive.archive.models import SavedSearch
from newsarchive.archive.queries.fresh import seen_by_now
from newsarchive.archive.services.names import spaced

MOST = 50
"""Searches that a reader may keep: the page of them counts what is new in each."""


class Outcome(StrEnum):
    """What became of a search to be saved, or of a name to be given."""

    DONE = "done"
    NAMELESS = "nameless"
    TAKEN = "taken"
    TOO_MANY = "too many"
    TOO_LONG = "too long"


def save(user: User, name: str, address: str) -> Outcome:
    """Keep a search of the user's, an ``address`` without its question mark; all that it finds now counts as seen."""
    name = spaced(name)
    if not name:
        return Outcome.NAMELESS
    if len(name) > SavedSearch.NAME or len(address) > SavedSearch.ADDRESS:
        return Outcome.TOO_LONG
    with transaction.atomic():
        # The account's row is what two windows of one reader wait for, so that both together keep to the bound.
        own = SavedSearch.objects.filter(user=User.objects.select_for_update().get(pk=user.pk))
        if own.filter(name__iexact=name).exists():
            return Outcome.TAKEN
        if own.count() >= MOST:
            return Outcome.TOO_MANY
        SavedSearch.objects.create(user=user, name=name, address=address, seen=seen_by_now(), seen_at=timezone.now())
    return Outcome.DONE


def mark_seen(search: SavedSearch) -> None:
    """What is in the archive by now counts as seen; what was seen before still does."""
    seen = max(search.seen, seen_by_now())
    SavedSearch.objects.filter(pk=search.pk).update(seen=seen, seen_at=timezone.now())


def rename(search: SavedSearch, name: str) -> Outcome:
    """Give a search another name."""
    name = spaced(name)
    if not name:
        return Outcome.NAMELESS
    if len(name) > SavedSearch.NAME:
        return Outcome.TOO_LONG
    try:
        with transaction.atomic():
            SavedSearch.objects.filter(pk=search.pk).update(name=name)
    except IntegrityError:
        return Outcome.TAKEN
    return Outcome.DONE


def delete(search: SavedSearch) -> None:
    """Forget a search; doing it again changes nothing."""
    SavedSearch.objects.filter(pk=search.pk).delete()
