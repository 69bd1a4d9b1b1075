"""Taking rulings back."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib.auth.models import User
from django.utils import timezone

from newsarchive.archive.models import Ruling
from newsarchive.archive.services.rulings import correcting, folding, moving, naming, saying, withdrawing
from newsarchive.archive.services.rulings.deciding import Effect, Refused, in_lane, touch

EFFECTS: Mapping[str, Effect] = {
    Ruling.Kind.SAME: moving.carry,
    Ruling.Kind.DIFFERENT: moving.carry,
    Ruling.Kind.LEAD: saying.carry,
    Ruling.Kind.STORY: saying.carry,
    Ruling.Kind.MARK: saying.carry,
    Ruling.Kind.ARTICLE: correcting.carry,
    Ruling.Kind.NAMES: naming.carry,
    Ruling.Kind.PARAGRAPH: folding.carry,
    Ruling.Kind.WITHDRAWN: withdrawing.carry,
}
"""What brings about the state in which a ruling of that kind no longer counts."""


def undo(ruling_id: int, *, by: User | None, reason: str) -> Ruling:
    """Take a ruling back: all is as if it had never been made, but for later rulings; it stays in the history.

    Stories that it merged get their numbers back, and rulings that it had set aside count again. Raises `Refused` if
    it was undone already, and where what it had set aside contradicts a later ruling.
    """
    with in_lane(reason):
        ruling = Ruling.objects.select_for_update(of=("self",)).filter(pk=ruling_id).first()
        if ruling is None:
            raise Refused("There is no such ruling.")
        if not ruling.holds:
            raise Refused(f"Ruling {ruling.pk} was undone already.")
        ruling.undone_by, ruling.undone_at, ruling.undone_reason = by, timezone.now(), reason
        ruling.save(update_fields=["undone_by", "undone_at", "undone_reason"])
        effect = EFFECTS.get(ruling.kind)
        touch(ruling, effect(ruling) if effect else ())
        return ruling
