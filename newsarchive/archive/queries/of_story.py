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


def condition(wanted: Wanted, veil: Veil = OPEN) -> tuple[str, dict[str, object]]:
    """What must hold, each part with an AND before it, and what is to be given with it; nothing where all will do.

    Of a story that the veil hides in part nothing of it holds, since that may be by what is hidden.
    """
    without = {field: [value for name, value in wanted.without if name == field] for field in ("copies", "mark")}
    asked = {
        _sized(wanted.copies): wanted.copies,
        f"{_MARKED} && %(marks)s::text[]": wanted.mark,
        "story.version_count > 1": wanted.developed,
        "story.updates > 0": wanted.updated,
    }
    unasked = {
        _sized(without["copies"]): without["copies"],
        f"{MARKS} && %(other_marks)s::text[]": without["mark"],
        "story.version_count > 1": ("developed", YES) in wanted.without,
        "story.updates > 0": ("updated", YES) in wanted.without,
    }
    seen = " AND story.id <> ALL(%(partly)s::bigint[])" if veil.partly else ""
    parts = [f"AND {part}{seen}" for part, values in asked.items() if values]
    parts += [f"AND ({part}{seen}) IS NOT TRUE" for part, values in unasked.items() if values]
    given = {"marks": list(wanted.mark), "other_marks": without["mark"], "partly": literal(sorted(veil.partly))}
    return " ".join(parts), given


def _sized(sizes: Sequence[str]) -> str:
    """Whether a story has one of these numbers of copies, written out so that the planner knows how many have."""
    either = (f"story.article_count BETWEEN {least} AND {most}" for least, most in map(SIZES.__getitem__, sizes))
    return f"({' OR '.join(either)})"
