"""What one text is to another, in the trade's words."""

from __future__ import annotations

from enum import StrEnum

from newsarchive.dedup.likeness import Likeness
from newsarchive.dedup.schemes import ClusteringScheme


class Relation(StrEnum):
    """Read as: this text *is a copy of*, *is trimmed from* … that one."""

    COPY = "copy"
    TRIMMED = "trimmed from"
    EXTENDS = "extends"
    UPDATES = "updates"
    SHARES = "shares passages"


def relation(likeness: Likeness, scheme: ClusteringScheme) -> Relation | None:
    """The relation of the first text to the second, or None where they have nothing to speak of in common."""
    mine, theirs = likeness.contained, likeness.other_contained
    if min(mine, theirs) >= scheme.copy:
        return Relation.COPY
    if max(mine, theirs) >= scheme.trimmed and abs(mine - theirs) > 1 - scheme.copy:
        return Relation.TRIMMED if mine > theirs else Relation.EXTENDS
    if likeness.story >= 0:
        return Relation.UPDATES
    return Relation.SHARES if max(mine, theirs) >= scheme.shared else None
