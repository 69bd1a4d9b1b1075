"""Originals are read again for who is credited in them, by rules that came after they were filed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from newsarchive import wire
from newsarchive.archive.models import Article, Credit, Original, Story
from newsarchive.archive.services import clustering, corrected, crediting, keeping, names, placing
from newsarchive.archive.services.rulings.naming import led_by_agency

AT_ONCE = 200
"""Originals in one transaction; who decides something meanwhile waits for no more than these."""

Key = tuple[str, int]
"""An original's digest and the number of an item in it."""


@dataclass(frozen=True)
class Recredited:
    """Of some originals: how many there were, how many articles changed their agencies, and how many were not read."""

    originals: int
    changed: int
    unread: int


def read_again() -> Iterator[Recredited]:
    """Credit every article by what its original says, some at a time, each a transaction.

    Corrections and merged names hold as before. Broken off and begun anew it comes to the same.
    """
    last = ""
    while digests := _next(last):
        last = digests[-1]
        found = {digest: items for digest in digests if (items := _read(digest)) is not None}
        changed = _credit({(digest, item.number): item for digest, items in found.items() for item in items})
        yield Recredited(len(digests), changed, len(digests) - len(found))


def _next(after: str) -> Sequence[str]:
    some = Original.objects.filter(articles__isnull=False, digest__gt=after).order_by("digest").distinct()
    return list(some.values_list("digest", flat=True)[:AT_ONCE])


def _read(digest: str) -> Sequence[wire.Item] | None:
    """The items of an original; None where its bytes are gone or the readers of today refuse it."""
    try:
        return wire.read(keeping.fetch(digest), "")
    except (wire.Unreadable, OSError):
        return None


@transaction.atomic
def _credit(items: Mapping[Key, wire.Item]) -> int:
    """Write what the items credit. Returns how many articles had other agencies."""
    clustering.enter_lane()
    names.change_them()
    here = Article.objects.filter(original__in={digest for digest, _ in items}).order_by("pk")
    articles = [article for article in here if (article.original_id, article.item) in items]
    read = {article.pk: items[article.original_id, article.item] for article in articles}
    Credit.objects.filter(article__in=articles).delete()
    crediting.enter((pk, item.credits) for pk, item in read.items())
    changed = [article for article in articles if article.agencies_read != crediting.names_read(read[article.pk])]
    for article in changed:
        article.agencies_read = crediting.names_read(read[article.pk])
    Article.objects.bulk_update(changed, ["agencies_read"], batch_size=500)
    if changed:
        _carry(changed)
    return len(changed)


def _carry(articles: Sequence[Article]) -> None:
    """Bring up to date what follows from the names read: agencies, search, stories led by their agency's own."""
    corrected.apply(articles)
    stories = Story.objects.filter(memberships__text__articles__in=articles).values_list("pk", flat=True)
    placing.summarise(led_by_agency(stories))
