"""Other numbers tried from the desk: asked for, worked off by a worker a slice at a time, stopped.

The row is the queue; trials are worked off one after the other, in the order in which they were asked for. Comparing
goes on from where it was, so it is done in slices between which other tasks get their turn; the last step, making
the stories, is one piece.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.contrib.auth.models import User
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F
from django.utils import timezone

from newsarchive.archive.models import Adoption, Scheme, Trial
from newsarchive.archive.models.trials import UNFINISHED
from newsarchive.archive.queries import stock, trials
from newsarchive.archive.queries.adoptions import Report
from newsarchive.archive.queries.schemes import SchemeRefused, find, in_force
from newsarchive.archive.services import adopting, beside
from newsarchive.archive.services.doorbell import ring
from newsarchive.archive.services.pulse import LEASE, Paused, Pulse, Stopped
from newsarchive.archive.services.rulings.deciding import Refused
from newsarchive.dedup.definitions import Misdefined, changed, definition, scheme_of
from newsarchive.dedup.linkage import Contradiction
from newsarchive.dedup.schemes import ClusteringScheme

logger = logging.getLogger(__name__)

TASK = "archive.try_schemes"

SLICE = 30.0
"""Seconds of comparing after which other tasks get their turn."""

ATTEMPTS = 3
"""How often a trial may take its worker down with it."""

KEPT = 3
"""Of so many schemes that were only tried, the latest, what was computed is kept: adopting one of them is quick."""

BUSY = "waits for another"
"""The stage of a trial whose turn it is while a command on the server is at the same work."""

State, Act = Trial.State, Trial.Act

_QUEUE = 0x74726961
_HOPELESS = (
    f"This stopped the archive's worker {ATTEMPTS} times, so it was given up. No story was changed; tell the"
    " administrator."
)
_UNFORESEEN = "It met something unforeseen ({}). No story was changed; tell the administrator."
_DISAGREE = "The editors' rulings cannot all hold under these numbers: {}. No story was changed."


# --- Asking ---------------------------------------------------------------------------------------------------------


def spelled(base: str, changes: Mapping[str, str]) -> ClusteringScheme:
    """The scheme of this name or id, "" for the one in force, with single numbers changed. Raises `Refused`."""
    try:
        scheme = changed(find(base)[1]() if base else in_force(), changes)
        stock.register_of(scheme)
        return scheme
    except (Misdefined, stock.NoRegister) as trouble:
        raise Refused(str(trouble)) from None
    except SchemeRefused as trouble:
        raise Refused(f"These numbers cannot be computed by this release ({trouble.why}). Start from others.") from None


def look(scheme: ClusteringScheme, *, by: User | None, reason: str = "") -> Trial:
    """Ask what the scheme would change. Asking again while the same is unfinished comes to the one there is.

    Raises `Refused`.
    """
    now = trials.present()
    if scheme.id == now.id:
        raise Refused("These are the numbers in force already: change at least one.")
    with _queue():
        same = Trial.objects.filter(state__in=UNFINISHED, act=Act.LOOK, scheme=scheme.id, asked_by=by).first()
        asked = {"scheme": scheme.id, "definition": definition(scheme), "name": trials.said(definition(scheme))}
        return same or _enter(Act.LOOK, now, asked_by=by, reason=reason, **asked)


def adopt(looked: int, *, by: User | None, reason: str, since: int | None) -> Trial:
    """Ask to put in force what trial ``looked`` looked at.

    ``since`` is the adoption that the one who asks saw as the latest. Raises `Refused`.
    """
    now = _decided(reason, since)
    trial = Trial.objects.filter(pk=looked, act=Act.LOOK, state=State.DONE).first()
    if trial is None:
        raise Refused("What would change was not computed to its end. Try these numbers first.")
    if trial.scheme == now.id:
        raise Refused("These numbers are in force already.")
    with _queue():
        _refuse_second()
        asked = {"scheme": trial.scheme, "definition": trial.definition, "name": trial.name}
        return _enter(Act.ADOPT, now, asked_by=by, reason=reason, **asked)


def back(*, by: User | None, reason: str, since: int | None) -> Trial:
    """Ask to return to the numbers before the latest adoption, and to the stories that were there. Raises `Refused`."""
    now = _decided(reason, since)
    if now.before is None:
        raise Refused("No other numbers were in force before these.")
    with _queue():
        _refuse_second()
        asked = {"scheme": now.before.id, "name": f"to {trials.said(now.before.definition)}"}
        return _enter(Act.BACK, now, asked_by=by, reason=reason, **asked)


def stop(pk: int) -> None:
    """Give up a trial that waits or is at work: no story is changed. Raises `Refused` where it is over."""
    with transaction.atomic():
        trial = Trial.objects.select_for_update().get(pk=pk)
        if not trial.unfinished:
            raise Refused(f"There is nothing left to stop: this is {trial.get_state_display()}.")
        _close(trial, State.STOPPED)


def _decided(reason: str, since: int | None) -> trials.InForce:
    if not reason.strip():
        raise Refused("Say why: whoever looks at this later will want to know.")
    now = trials.present()
    if now.since != since:
        raise Refused("Other numbers came into force since you opened this page. Look at how things stand now.")
    return now


@contextmanager
def _queue() -> Iterator[None]:
    """A transaction in which nobody else asks for anything."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_QUEUE])
        yield


def _refuse_second() -> None:
    other = trials.unfinished(*trials.CHANGES)
    if other:
        raise Refused(f"The archive is being changed already: see trial {other.pk}. Wait for it to end, or stop it.")


def _enter(act: Act, now: trials.InForce, **values: Any) -> Trial:
    trial = Trial.objects.create(act=act, since=now.adoption, **values)
    ring(TASK)
    return trial


# --- Working --------------------------------------------------------------------------------------------------------


def work_off(seconds: float = SLICE) -> int:
    """Work on the trial whose turn it is, for a slice of time. Returns 0 where there is none, or another is at work."""
    trial = _take()
    if trial is None:
        return 0
    try:
        with Pulse(trial, seconds) as pulse:
            _work(trial, pulse)
    except Paused:
        _let_go(trial, attempts=0, **pulse.told)
    except beside.Busy:
        _let_go(trial, attempts=F("attempts") - 1, stage=BUSY)
        return 0
    except SoftTimeLimitExceeded:
        _let_go(trial)
        raise
    except Stopped:
        pass
    except (OperationalError, InterfaceError):
        raise
    except Exception as trouble:
        _fail(trial, trouble)
    return 1


def _take() -> Trial | None:
    """The trial whose turn it is, under a lease; None where nobody asked, or a living worker is at it."""
    _put_aside_hopeless()
    with transaction.atomic():
        first = Trial.objects.select_for_update().filter(state__in=UNFINISHED).order_by("id").first()
        if first is None or not Trial.objects.filter(trials.free(), pk=first.pk).exists():
            return None
        first.state, first.leased_until, first.attempts = State.RUNNING, timezone.now() + LEASE, first.attempts + 1
        if first.act == Act.LOOK:
            first.since = trials.present().adoption
        first.save(update_fields=["state", "leased_until", "attempts", "since"])
    return first


def _put_aside_hopeless() -> None:
    tired = Trial.objects.filter(trials.free(), state=State.RUNNING, attempts__gte=ATTEMPTS)
    tired.update(state=State.FAILED, trouble=_HOPELESS, leased_until=None, finished_at=timezone.now())


def _work(trial: Trial, pulse: Pulse) -> None:
    recorded = partial(_record, trial)
    wish = adopting.Wish(trial.reason, trial.asked_by, trial.since_id, recorded)
    if trial.act == Act.BACK:
        adopting.carry_back(pulse, wish)
    elif trial.act == Act.ADOPT:
        adopting.carry_out(scheme_of(trial.definition), pulse, wish)
    else:
        recorded(adopting.preview(scheme_of(trial.definition), pulse))
        _forget_older()


def _record(trial: Trial, report: Report) -> None:
    """The trial is done. Of a change this is a part of its transaction: stopped just before, nothing is changed."""
    with transaction.atomic():
        row = Trial.objects.select_for_update().get(pk=trial.pk)
        if row.state != State.RUNNING:
            raise Stopped
        row.report = report.as_json()
        _close(row, State.DONE)


def _close(row: Trial, state: State, trouble: str = "") -> None:
    row.state, row.trouble, row.leased_until, row.finished_at = state, trouble, None, timezone.now()
    row.save(update_fields=["state", "trouble", "report", "leased_until", "finished_at"])


def _let_go(trial: Trial, **values: Any) -> None:
    """Leave the trial to whoever looks next."""
    Trial.objects.filter(pk=trial.pk, state=State.RUNNING).update(leased_until=None, **values)


def _fail(trial: Trial, trouble: Exception) -> None:
    """Say in words why it failed."""
    known = isinstance(trouble, Misdefined | SchemeRefused | adopting.NothingBefore | adopting.Overtaken)
    if known:
        words = str(trouble)
    elif isinstance(trouble, Contradiction):
        words = _DISAGREE.format(trouble)
    else:
        words = _UNFORESEEN.format(type(trouble).__name__)
        logger.error("Trial %s failed", trial.pk, exc_info=trouble)
    now = timezone.now()
    row = Trial.objects.filter(pk=trial.pk, state=State.RUNNING)
    row.update(state=State.FAILED, trouble=words, leased_until=None, finished_at=now)


def _forget_older() -> None:
    """Drop what was computed under schemes that were only tried, but for the latest: it is as large as the matches.

    What a command computed stays; so does what was ever in force, for going back to.
    """
    tried = Trial.objects.exclude(scheme="").order_by("-id").values_list("scheme", "state")
    latest = dict.fromkeys(scheme for scheme, _ in tried)
    needed = {*list(latest)[:KEPT], *(scheme for scheme, state in tried if state in UNFINISHED)}
    adopted = Adoption.objects.values("scheme_id")
    older = Scheme.objects.filter(kept=True, id__in=set(latest) - needed).exclude(id__in=adopted)
    for scheme in older.values_list("id", flat=True):
        try:
            beside.forget(scheme)
        except (beside.Busy, beside.InForce) as trouble:
            logger.info("What was computed under %s stays for now: %s", scheme, trouble)
