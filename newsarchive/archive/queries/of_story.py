"""What is asked of stories as a whole, as a condition on a row called ``story``."""

from __future__ import annotations

from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.typed import YES
from newsarchive.archive.queries.veil import OPEN, Veil
from newsarchive.archive.queries.wanted import SIZES, Wanted

MARKS = (
    """(CASE WHEN story.held_until <= now() THEN array_remove(story.marks, 'embargoed') ELSE story.marks END)::text[]"""
)
"""The marks that a story bears now: an embargo that is over is none."""

_SIZED = "EXISTS (SELECT FROM unnest(%({name})s::int[], %({name}_most)s::int[]) AS size (least, most)"
_SIZED += " WHERE story.article_count BETWEEN size.least AND size.most)"


_SEEN_WHOLE = "story.id <> ALL(%(partly)s::bigint[])"
_HAS_UPDATES = "story.updates > 0"


def condition(wanted: Wanted, veil: Veil = OPEN) -> tuple[str, dict[str, object]]:
    """What must hold, each part with an AND before it, and what is to be given with it; nothing where all will do.

    A story that the veil hides in part has no updates, since they may be what is hidden.
    """
    updated = f"{_HAS_UPDATES} AND {_SEEN_WHOLE}" if veil.partly else _HAS_UPDATES
    without = {field: [value for name, value in wanted.without if name == field] for field in ("copies", "mark")}
    asked = {
        f"AND {_SIZED.format(name='copies')}": wanted.copies,
        f"AND NOT {_SIZED.format(name='other_copies')}": without["copies"],
        f"AND {MARKS} && %(marks)s::text[]": wanted.mark,
        f"AND NOT {MARKS} && %(other_marks)s::text[]": without["mark"],
        "AND story.version_count > 1": wanted.developed,
        "AND story.version_count <= 1": ("developed", YES) in wanted.without,
        f"AND {updated}": wanted.updated,
        f"AND ({updated}) IS NOT TRUE": ("updated", YES) in wanted.without,
    }
    given: dict[str, object] = {"marks": list(wanted.mark), "other_marks": without["mark"]}
    given["partly"] = literal(sorted(veil.partly))
    for name, sizes in (("copies", wanted.copies), ("other_copies", without["copies"])):
        given |= {name: [SIZES[size][0] for size in sizes], f"{name}_most": [SIZES[size][1] for size in sizes]}
    return " ".join(part for part, values in asked.items() if values), given
