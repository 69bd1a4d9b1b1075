"""A text as it is held against others: its words, and what else is known of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from newsarchive.dedup.profiles import Profile


@dataclass(frozen=True, slots=True)
class Clock:
    """When a text went out. ``hours`` count from any fixed moment; ``timed`` says that the hour is known and not only
    the day, ``filed`` that the clock is the agency's own and not that of a page. An hour that is not ``zoned`` was
    printed without a zone and is taken for one of UTC: it may be half a day off.
    """

    hours: float
    timed: bool
    filed: bool
    zoned: bool = True


@dataclass(frozen=True, slots=True)
class Said:
    """What the trade's marks on a text say of it. ``number`` is that of the update or lead, where one is printed."""

    updates: bool = False
    corrects: bool = False
    number: int | None = None


NOTHING_SAID = Said()


@dataclass(frozen=True, slots=True)
class Told:
    """A text as it is compared: its normalised words in order, its profile, and what else is known of it. ``clock`` is
    that of its first printing, ``others`` those of whoever else printed the very same.
    """

    words: Sequence[str]
    profile: Profile
    clock: Clock | None = None
    said: Said = NOTHING_SAID
    others: tuple[Clock, ...] = ()

    @property
    def clocks(self) -> tuple[Clock, ...]:
        """When it went out, by all who printed it."""
        return (self.clock, *self.others) if self.clock else self.others
