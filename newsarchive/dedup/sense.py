"""The numbers by which the relation of two texts is told, apart from those by which stories are found.

`python -m bench.relate` learns them. A scheme is frozen and has a name of its own: stories do not depend on it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Weighing:
    """A question answered by a sum of clues: ``bias`` and what each is worth, in log-odds."""

    bias: float
    weights: Mapping[str, float] = field(default_factory=dict)

    def odds(self, clues: Mapping[str, float]) -> float:
        """Log-odds of *yes*; a clue that is not there counts nothing."""
        return self.bias + sum(weight * clues.get(name, 0.0) for name, weight in self.weights.items())


@dataclass(frozen=True)
class RelationScheme:
    """Everything that a relation depends on besides the texts (`newsarchive.dedup.relations`).

    ``common``: have the two anything in common; ``report``: is it one report; ``corrects``, ``updates`` and ``cut`` of
    one report: is the difference a correction, an update, a cut; otherwise they are copies. ``later`` says which text
    is the later, without a bias; odds below ``undecided`` say neither.
    """

    id: str
    common: Weighing
    report: Weighing
    corrects: Weighing
    updates: Weighing
    cut: Weighing
    later: Weighing
    undecided: float = 0.02


SENSE = RelationScheme(
    id="sense-4",
    common=Weighing(
        -1.69,
        {
            "passages_count": 0.63,
            "longest": 1.0,
            "specific": 4.05,
            "specifics": 0.25,
            "contained": 0.09,
            "together": 0.47,
            "both_news": -0.98,
            "news": -0.35,
            "figures": -1.51,
        },
    ),
    report=Weighing(-0.96, {"laid": 6.97, "inserted": 2.32, "cuts": 0.38, "contained": 1.46, "head": 1.03}),
    corrects=Weighing(
        -0.03,
        {
            "says_corrected": 1.81,
            "figures_share": 2.21,
            "names_share": 1.68,
            "swaps": 1.14,
            "both_rewritten": -0.68,
            "both_open": -0.56,
            "left_out": -5.81,
            "brought": -5.59,
            "both_fresh": -0.42,
            "other_touches": -0.67,
        },
    ),
    updates=Weighing(
        -0.71,
        {
            "says_updated": 2.51,
            "both_rewritten": 0.77,
            "both_end": 0.06,
            "figures": 0.84,
            "names": 0.1,
            "both_fresh": 2.01,
            "worked_over": 1.06,
            "touches": 0.1,
            "exclusive": 0.59,
            "almost_all": -0.66,
            "both_heads": -1.7,
            "both_alone": -0.55,
        },
    ),
    cut=Weighing(
        -2.23,
        {
            "ratio": 1.83,
            "left_out": 3.83,
            "larger_cut": 0.17,
            "larger_opens": 5.49,
            "absent": 4.9,
            "larger_seen": 5.21,
            "end_kept": -1.1,
            "larger_alone": -7.75,
        },
    ),
    later=Weighing(
        0.0,
        {
            "filed": 8.0,
            "longer": 0.62,
            "adds": 1.15,
            "rewrites": 0.69,
            "knows": 2.1,
            "says_corrected": 2.69,
            "number": 0.6,
            "ran": 3.64,
            "published": 0.1,
        },
    ),
)
