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
    undecided: float = 0.05


SENSE = RelationScheme(
    id="sense-2",
    common=Weighing(
        -0.86,
        {
            "passages_count": 0.64,
            "longest": 0.75,
            "specific": 3.16,
            "specifics": 0.9,
            "both_news": -0.88,
            "news": -0.81,
            "figures": -2.0,
        },
    ),
    report=Weighing(-0.49, {"laid": 5.76, "inserted": 3.37, "cuts": 0.77, "contained": 1.79, "head": 1.24}),
    corrects=Weighing(
        0.03,
        {
            "says_corrected": 1.43,
            "figures_share": 1.1,
            "names_share": 6.61,
            "swaps": 1.1,
            "both_rewritten": -0.61,
            "both_open": -0.46,
            "left_out": -3.62,
            "brought": -4.88,
            "both_fresh": -0.38,
            "other_touches": -0.5,
        },
    ),
    updates=Weighing(
        -9.79,
        {
            "top_rewritten": 1.12,
            "both_fresh": 2.52,
            "smaller_opens": 11.08,
            "stretches": 3.08,
            "says_updated": 2.96,
            "both_end": 0.63,
            "longest_gap": 0.47,
        },
    ),
    cut=Weighing(
        -2.03, {"left_out": 3.37, "larger_cut": 0.43, "larger_opens": 6.61, "absent": 4.37, "end_kept": -1.26}
    ),
    later=Weighing(
        0.0,
        {
            "filed": 8.0,
            "published": 0.1,
            "longer": 0.29,
            "adds": 2.61,
            "rewrites": 0.8,
            "knows": 2.27,
            "says_corrected": 2.82,
            "number": 0.28,
        },
    ),
)
