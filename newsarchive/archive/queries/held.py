"""What the archive holds, as pages ask for it: counted on the spot while it is small, else as it was counted last.

What is under embargo is counted for nobody, whoever asks; so the counts tell nothing of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from newsarchive.archive.models import Holding
from newsarchive.archive.queries.counted import count, reprinted
from newsarchive.archive.queries.kept import answers
from newsarchive.archive.queries.veil import Veil, veil

SMALL = 1000
"""Articles up to which the archive is counted whenever a page asks."""


class OnTheSpot:
    """Counts of this moment, without what is hidden. Nothing that is returned is saved."""

    def __init__(self, hidden: Veil) -> None:
        self._hidden = hidden

    def whole(self) -> Holding:
        """The archive, with what is reprinted most in its ``detail``."""
        found = count(Holding.Of.ARCHIVE, self._hidden)
        holding = found[0] if found else Holding(of=Holding.Of.ARCHIVE)
        holding.detail |= reprinted(self._hidden)
        return holding

    def everything(self, of: str) -> Sequence[Holding]:
        """What there is of each source, or agency; those with most articles first."""
        return count(of, self._hidden)

    def detailed(self, holdings: Sequence[Holding]) -> Sequence[Holding]:
        """The same with their details."""
        return holdings

    def one(self, of: str, number: int) -> Holding:
        """What there is of a source or agency; an empty holding where there is nothing."""
        return next((h for h in self.everything(of) if h.number == number), Holding(of=of, number=number))


class AsCounted:
    """The last counts that were kept; the same questions, which None answers where none were kept yet."""

    def whole(self) -> Holding | None:
        return Holding.objects.filter(of=Holding.Of.ARCHIVE).first()

    def everything(self, of: str) -> Sequence[Holding]:
        """Without details, which of thousands of sources are long."""
        return list(Holding.objects.filter(of=of).order_by("-articles", "number").defer("detail"))

    def detailed(self, holdings: Sequence[Holding]) -> Sequence[Holding]:
        found = Holding.objects.in_bulk([holding.pk for holding in holdings])
        return [found[holding.pk] for holding in holdings if holding.pk in found]

    def one(self, of: str, number: int) -> Holding | None:
        asked = Holding.objects.filter(of__in=[of, Holding.Of.ARCHIVE], number__in=[number, 0])
        found = {(holding.of, holding.number): holding for holding in asked}
        last = found.get((Holding.Of.ARCHIVE, 0))
        return found.get((of, number)) or (last and Holding(of=of, number=number, counted_at=last.counted_at))


Held = OnTheSpot | AsCounted


def held() -> Held:
    """The counts that a page goes by, for as long as it is made."""
    return now() if small() else AsCounted()


def now() -> OnTheSpot:
    return OnTheSpot(veil(timezone.now()))


def small() -> bool:
    """Whether the archive is counted on the spot."""
    counted = answers("SELECT count(*) FROM (SELECT FROM archive_article LIMIT %s) AS few", SMALL + 1)
    return bool(counted[0][0] <= SMALL)
