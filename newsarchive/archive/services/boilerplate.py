"""The register of stock text: what editors decide about entries, and the versions frozen of what stands.

A decision changes no story. A frozen version comes into force as part of a clustering scheme (`adopting`), where what
it would change is looked at first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.contrib.auth.models import User
from django.db import connection, transaction

from newsarchive.archive.models import StockDecision, StockEntry, StockProposal, StockRegister, Trial
from newsarchive.archive.queries.schemes import SchemeRefused, in_force
from newsarchive.archive.services import trying
from newsarchive.archive.services.rulings.deciding import Refused
from newsarchive.dedup.boilerplate import FIGURE, LEAST, MOST, Register, entry_of
from newsarchive.dedup.schemes import ClusteringScheme

State = StockEntry.State

_REGISTER = 0x73746F63
"""An advisory lock: decisions come one after the other."""

_SAID = 4000


def accept(said: str, *, by: User | None, reason: str = "", printed: str = "") -> StockEntry:
    """Take a wording into the register that is being edited; ``printed`` is how it is shown. Raises `Refused`."""
    return _decide(said, State.IN, by, reason, printed)


def reject(said: str, *, by: User | None, reason: str = "", printed: str = "") -> StockEntry:
    """Say that a wording is no stock: it is not proposed again. Raises `Refused`."""
    return _decide(said, State.REJECTED, by, reason, printed)


@transaction.atomic
def settle(
    proposals: Iterable[StockProposal], decide: Callable[..., StockEntry], *, by: User | None, reason: str
) -> list[StockEntry]:
    """`accept` or `reject` several proposals, all or none; they are proposed no more. Raises `Refused`."""
    rows = list(proposals)
    entries = [decide(row.words, by=by, reason=reason, printed=row.said) for row in rows]
    StockProposal.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return entries


def take_out(pk: int, *, by: User | None, reason: str = "") -> StockEntry:
    """Take an entry out of the register, or lift its rejection. Raises `Refused`."""
    return _decide(StockEntry.objects.get(pk=pk).words, State.OUT, by, reason)


@transaction.atomic
def reword(pk: int, said: str, *, by: User | None, reason: str = "") -> StockEntry:
    """Put another wording in the place of an entry of the register. Raises `Refused`."""
    _one_at_a_time()
    old = StockEntry.objects.get(pk=pk)
    if old.state != State.IN:
        raise Refused("This is not in the register any more. Look at how it stands now.")
    if entry_of(said) == old.words:
        raise Refused("These are the same words: change at least one.")
    why = " ".join(part for part in (reason, f"Instead of entry {pk}.") if part)
    new = _decide(said, State.IN, by, why)
    _decide(old.words, State.OUT, by, f"{reason} Now entry {new.pk}.".strip())
    return new


@transaction.atomic
def _decide(said: str, state: str, by: User | None, reason: str, printed: str = "") -> StockEntry:
    """The entry and who made it so; the decision that it is so already is refused."""
    _one_at_a_time()
    words = _checked(said)
    entry = StockEntry.objects.filter(words=words).first()
    before = entry.state if entry else ""
    if before == state or (state == State.OUT and not entry):
        raise Refused(f"This is so already: {dict(State.choices)[state]}.")
    if entry is None:
        entry = StockEntry(words=words, said=(printed or said).strip()[:_SAID])
    entry.state = state
    entry.save()
    StockDecision.objects.create(entry=entry, before=before, after=state, reason=reason, made_by=by)
    return entry


def _checked(said: str) -> str:
    words = entry_of(said)
    own = words.split()
    if not LEAST <= len(own) <= MOST:
        raise Refused(f"An entry has {LEAST} to {MOST} words; this has {len(own)}.")
    if all(word == FIGURE for word in own):
        raise Refused("An entry needs words besides figures.")
    return words


def _one_at_a_time() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_REGISTER])


@transaction.atomic
def freeze(by: User | None) -> StockRegister | None:
    """A version of what is in the register now; the one that has the same entries already, None where it is empty."""
    _one_at_a_time()
    register = Register(StockEntry.objects.filter(state=State.IN).values_list("words", flat=True))
    return entered(register, by) if register else None


def entered(register: Register, by: User | None = None) -> StockRegister:
    """The row of a register that has entries."""
    values = {"entries": list(register.entries), "made_by": by}
    return StockRegister.objects.get_or_create(name=register.id, defaults=values)[0]


def scheme_with(version: StockRegister | None) -> ClusteringScheme:
    """The scheme in force, but with this version of the register. Raises `Refused`."""
    try:
        return replace(in_force(), boilerplate=version.name if version else "")
    except SchemeRefused as trouble:
        raise Refused(trouble.reason) from None


def look(by: User | None, reason: str = "") -> Trial:
    """Ask what would change if the register as it stands now came into force. Raises `Refused`."""
    scheme = scheme_with(freeze(by))
    if scheme == in_force():
        raise Refused("This register is in force already: accept, reword or take out an entry first.")
    return trying.look(scheme, by=by, reason=reason)


# --- From archive to archive ----------------------------------------------------------------------------------------

FORMAT = "newsarchive stock text 1"


def exported() -> dict[str, Any]:
    """All entries with what was decided last, as plain values for JSON."""
    rows = StockEntry.objects.order_by("words").values_list("said", "state", "words")
    return {"format": FORMAT, "entries": [{"said": said, "state": state, "words": own} for said, state, own in rows]}


@transaction.atomic
def imported(given: Any, *, by: User | None, reason: str = "") -> Mapping[str, int]:
    """Take over what another archive decided; what was decided here stays. Returns how many came, and how many not.

    Raises `Refused` for anything else than what `exported` gives, with nothing taken over.
    """
    came = stayed = 0
    for said, state in _entries(given):
        if StockEntry.objects.filter(words=_checked(said)).exists():
            stayed += 1
        else:
            _decide(said, state, by, reason)
            came += 1
    return {"came": came, "stayed": stayed}


def _entries(given: Any) -> Iterable[tuple[str, str]]:
    """Wording and state of each; its words, which have figures for years, rather than how one outlet printed it."""
    if not isinstance(given, dict) or given.get("format") != FORMAT or not isinstance(given.get("entries"), list):
        raise Refused(f"This is no register: it should be JSON with the format {FORMAT!r} and its entries.")
    for number, entry in enumerate(given["entries"], 1):
        said, state = (entry.get("words"), entry.get("state")) if isinstance(entry, dict) else (None, None)
        if not isinstance(said, str) or state not in (State.IN, State.REJECTED, State.OUT):
            raise Refused(f"Entry {number} of the file lacks its words, or a state that is known.")
        if state != State.OUT:
            yield said, state
