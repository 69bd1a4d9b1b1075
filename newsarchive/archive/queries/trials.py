"""Other schemes being tried: which trial is at work, what each of them is about, and what can be returned to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.text import Truncator

from newsarchive.archive.models import Adoption, Scheme, Trial
from newsarchive.archive.models.trials import UNFINISHED
from newsarchive.archive.queries.schemes import SchemeRefused, load
from newsarchive.dedup.definitions import KNOWN, definition, in_words
from newsarchive.dedup.schemes import CLUSTERING

COMPARING, CLUSTERED, PLACING = "Comparing", "Clustering", "Placing"
"""How far a trial is, as those who compute it say. From the second on the clustering lane is held."""

IN_THE_LANE = (CLUSTERED, PLACING)
CHANGES = (Trial.Act.ADOPT, Trial.Act.BACK)
"""What changes the archive."""

OFFERED = 8
"""How many of the schemes computed before are offered to start from."""

SAID = 190
"""Characters in which numbers are told in words."""


@dataclass(frozen=True)
class InForce:
    """The numbers in force: their id, since which adoption, and what was there before.

    There is no adoption before the first file is settled, and then the release's own numbers are in force.
    """

    id: str
    definition: Mapping[str, Any]
    adoption: Adoption | None

    def __str__(self) -> str:
        return said(self.definition)

    @property
    def since(self) -> int | None:
        return self.adoption.pk if self.adoption else None

    @property
    def before(self) -> Scheme | None:
        return self.adoption.replaced if self.adoption else None


def said(spelled: Mapping[str, Any]) -> str:
    """A definition in words that fit a line, and a trial's name."""
    return Truncator(in_words(spelled)).chars(SAID)


def present() -> InForce:
    """The numbers in force, whether or not this release can compute them."""
    latest = Adoption.objects.select_related("scheme", "replaced", "adopted_by").order_by("-id").defer("before").first()
    if latest is None:
        return InForce(CLUSTERING.id, definition(CLUSTERING), None)
    return InForce(latest.scheme_id, latest.scheme.definition, latest)


def unfinished(*acts: str) -> Trial | None:
    """The first trial, of these kinds if any are named, that waits or is at work."""
    waiting = Trial.objects.filter(state__in=UNFINISHED).order_by("id")
    return waiting.filter(act__in=acts).first() if acts else waiting.first()


def free() -> Q:
    """Trials that no living worker is at."""
    return Q(leased_until__isnull=True) | Q(leased_until__lt=timezone.now())


def waits() -> bool:
    """Whether there is work that nobody is at. They are worked off one after the other."""
    first = unfinished()
    return first is not None and Trial.objects.filter(free(), pk=first.pk).exists()


def in_the_lane() -> Trial | None:
    """The trial that holds the clustering lane just now; as told by its row, which is a second behind."""
    running = Trial.objects.filter(state=Trial.State.RUNNING, stage__in=IN_THE_LANE).exclude(free())
    return running.order_by("id").first()


def ahead_of(trial: Trial) -> int:
    """How many others come first."""
    return Trial.objects.filter(state__in=UNFINISHED, id__lt=trial.pk).count()


def compared_with(trial: Trial, now: InForce) -> Mapping[str, Any]:
    """The numbers that a trial's are beside."""
    if trial.since_id in (None, now.since):
        return now.definition
    found: Mapping[str, Any] = Adoption.objects.values_list("scheme__definition", flat=True).get(pk=trial.since_id)
    return found


def offered(besides: str = "") -> list[tuple[str, str]]:
    """Schemes to start from, as id or name and in words: this release's, and the latest of those computed here.

    ``besides`` is one more to offer, if this release can compute it.
    """
    known = {scheme.id for scheme in KNOWN.values()}
    rows = list(Scheme.objects.filter(kept=True).exclude(id__in=known).order_by("-created_at", "id")[:OFFERED])
    if besides and besides not in known and besides not in {row.id for row in rows}:
        rows += Scheme.objects.filter(id=besides)
    return [(row.id, f"computed here before: {said(row.definition)}") for row in rows if _computable(row)]


def _computable(row: Scheme) -> bool:
    try:
        load(row.id, row.definition)
    except SchemeRefused:
        return False
    return True
