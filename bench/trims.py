"""Pages cut short as outlets cut them: the first paragraphs under another headline, with a local sign-off."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

from bench.archive import Archive, Place
from bench.intervals import wilson

CUTS = (15, 25, 50)
"""Per cent of the paragraphs that are left."""

LEAST_PARAGRAPHS = 8
LEFT_AT_LEAST = 2
SEED = 20070811

_HEADLINES = (
    "What our readers should know this morning",
    "In brief from the wires",
    "Late report reaches the night desk",
    "The day in short",
    "From our pages on the wider world",
)
_SIGN_OFFS = (
    "Tell our newsroom what you think: the desk is open until ten in the evening.",
    "Our own staff added to this report from the town hall.",
    "More on this in tomorrow's edition, with pictures from our readers.",
    "To have the paper brought to your door, call the office on Mill Lane.",
)


def trimmed(name: str, paragraphs: Sequence[str], per_cent: int, seed: int = SEED) -> bytes:
    """A text file; which headline and sign-off it bears hangs on the page's name and the cut."""
    choose = Random(f"{seed} {name} {per_cent}")
    left = max(LEFT_AT_LEAST, round(len(paragraphs) * per_cent / 100))
    return "\n\n".join((choose.choice(_HEADLINES), *paragraphs[:left], choose.choice(_SIGN_OFFS), "")).encode()


def trims(own: Archive, pages: Sequence[str], seed: int = SEED) -> dict[str, Any]:
    """How many trims of the named pages, which the archive holds, stand in the version or the story of their origin.

    One cut after the other is handed in on top of what is there, all its trims together, and taken out again.
    """
    long = {name: p for name, p in sorted(own.paragraphs(pages).items()) if len(p) >= LEAST_PARAGRAPHS}
    found = {f"{cut} %": _one_cut(own, long, cut, seed) for cut in CUTS}
    whole, hits = len(long) * len(CUTS), sum(cut["found"] for cut in found.values())
    return {
        "seed": seed,
        "pages": len(long),
        "trims": whole,
        "share": _share(hits, whole),
        "share_95": wilson(hits, whole),
        "cuts": found,
    }


def _one_cut(own: Archive, pages: Mapping[str, Sequence[str]], cut: int, seed: int) -> dict[str, Any]:
    with own.for_now():
        refused = own.take_in({_named(name, cut): trimmed(name, p, cut, seed) for name, p in pages.items()})
        placed = own.placed()
    origins = {name: (placed[name], placed.get(_named(name, cut))) for name in pages}
    in_version = {name for name, (page, trim) in origins.items() if trim and trim.version == page.version}
    in_story = {name for name, (page, trim) in origins.items() if trim and trim.story == page.story}
    return {
        "in_version": _share(len(in_version), len(pages)),
        "in_story": _share(len(in_story), len(pages)),
        "found": len(in_version | in_story),
        "not_read": sorted(refused),
        "misses": {name: _where(trim, placed) for name, (_, trim) in origins.items() if name not in in_story},
    }


def _where(trim: Place | None, placed: Mapping[str, Place]) -> str:
    """What a trim that was not found stands with."""
    if trim is None:
        return "not read"
    others = sorted(name for name, place in placed.items() if place.story == trim.story)
    return f"in a story of {len(others)}: {', '.join(others[:3])}"


def _named(page: str, cut: int) -> str:
    return f"trims/{cut}/{page}.txt"


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
