"""What the archive holds, as pages ask for it: counted on the spot while it is small, else as it was counted last.

What is under embargo is counted for nobody, whoever asks; so the counts tell nothing of it.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from newsarchive.archive.models import Holding
from newsarchive.archive.queries.counted import count, reprinted
from newsarchive.archive.queries.kept import answers
from newsarchive.archive.queries.veil import veil

SMALL = 1000
"""Articles up to which the archive is counted whenever a page asks."""


def small() -> bool:
    """Whether the archive is counted on the spot."""
    counted = answers("SELECT count(*) FROM (SELECT FROM archive_article LIMIT %s) AS few", SMALL + 1)
    return bool(counted[0][0] <= SMALL)


def whole() -> Holding | None:
    """What the archive holds; None where it is large and was not counted yet."""
    return counted_whole() if small() else Holding.objects.filter(of=Holding.Of.ARCHIVE).first()


def counted_whole() -> Holding:
    """The same, counted now, with what is reprinted most among its ``detail``. Not saved."""
    hidden = veil(timezone.now())
    found = count(Holding.Of.ARCHIVE, hidden)
    holding = found[0] if found else Holding(of=Holding.Of.ARCHIVE)
    holding.detail |= reprinted(hidden)
    return holding


def everything(of: str) -> list[Holding]:
    """What there is of each source, or agency; those with most articles first. Without details of a large archive."""
    if small():
        return count(of, veil(timezone.now()))
    return list(Holding.objects.filter(of=of).order_by("-articles", "number").defer("detail"))


def detailed(holdings: Iterable[Holding]) -> list[Holding]:
    """Holdings of one kind with their details, in their order: one question where these are not at hand."""
    listed = list(holdings)
    if not any("detail" in holding.get_deferred_fields() for holding in listed):
        return listed
    found = Holding.objects.in_bulk([holding.pk for holding in listed])
    return [found[holding.pk] for holding in listed if holding.pk in found]


def one(of: str, number: int) -> Holding | None:
    """What there is of a source or agency; an empty holding where there is nothing, None where it was not counted."""
    if small():
        return next((h for h in count(of, veil(timezone.now())) if h.number == number), Holding(of=of, number=number))
    asked = Holding.objects.filter(of__in=[of, Holding.Of.ARCHIVE], number__in=[number, 0])
    found = {(holding.of, holding.number): holding for holding in asked}
    last = found.get((Holding.Of.ARCHIVE, 0))
    return found.get((of, number)) or (last and Holding(of=of, number=number, counted_at=last.counted_at))
