"""What is asked of stories as a whole, as a condition on a row called ``story``."""

from __future__ import annotations

from collections.abc import Sequence

from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.typed import YES
from newsarchive.archive.queries.veil import OPEN, Veil
from newsarchive.archive.queries.wanted import SIZES, Wanted

MARKS = (
    """(CASE WHEN story.held_until <= now() THEN array_remove(story.marks, 'embargoed') ELSE story.marks END)::text[]"""
)
"""The marks that a story bears now: an embargo that is over is none."""

_MARKED = f"story.marks <> '{{}}' AND {MARKS}"
"""As the index of the few stories that bear any mark has it."""


_SEEN_WHOLE = "story.id <> ALL(%(partly)s::bigint[])"
_HAS_UPDATES = "story.updates > 0"


def condition(wanted: Wanted, veil: Veil = OPEN) -> tuple[str, dict[str, object]]:
    """What must hold, each part with an AND before it, and what is to be given with it; nothing where all will do.

    A story that the veil hides in part has no updates, since they may be what is hidden.
    """
    updated = f"{_HAS_UPDATES} AND {_SEEN_WHOLE}" if veil.partly else _HAS_UPDATES
    without = {field: [value for name, value in wanted.without if name == field] for field in ("copies", "mark")}
    asked = {
        f"AND {_sized(wanted.copies)}": wanted.copies,
        f"AND NOT {_sized(without['copies'])}": without["copies"],
        f"AND {_MARKED} && %(marks)s::text[]": wanted.mark,
        f"AND NOT {MARKS} && %(other_marks)s::text[]": without["mark"],
        "AND story.version_count > 1": wanted.developed,
        "AND story.version_count <= 1": ("developed", YES) in wanted.without,
        f"AND {updated}": wanted.updated,
        f"AND ({updated}) IS NOT TRUE": ("updated", YES) in wanted.without,
    }
    given: dict[str, object] = {"marks": list(wanted.mark), "other_marks": without["mark"]}
    given["partly"] = literal(sorted(veil.partly))
    return " ".join(part for part, values in asked.items() if values), given


def _sized(sizes: Sequence[str]) -> str:
    """Whether a story has one of these numbers of copies, written out so that the planner knows how many have."""
    either = (f"story.article_count BETWEEN {least} AND {most}" for least, most in map(SIZES.__getitem__, sizes))
    return f"({' OR '.join(either)})"
