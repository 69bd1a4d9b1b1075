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
    id="sense-1",
    common=Weighing(-2.33, {"passages_count": 0.51, "contained": 0.52, "alike": 2.0, "named": 0.75, "head": 1.82}),
    report=Weighing(
        3.13, {"contained": 2.09, "head": 2.07, "top": 1.02, "touches": 4.13, "both_rewritten": 0.17, "passages": 0.77}
    ),
    corrects=Weighing(
        -0.28,
        {
            "says_corrected": 1.51,
            "figures_share": 0.97,
            "names_share": 5.27,
            "swaps": 1.01,
            "both_rewritten": -0.6,
            "both_open": -0.36,
            "left_out": -3.25,
            "brought": -3.57,
            "both_fresh": -0.33,
            "other_touches": -0.36,
        },
    ),
    updates=Weighing(
        -2.85,
        {
            "says_updated": 1.83,
            "both_rewritten": 1.11,
            "both_open": 0.45,
            "figures": 1.47,
            "names": 0.89,
            "both_fresh": 0.99,
            "worked_over": 0.87,
            "touches": 2.39,
            "almost_all": -0.27,
            "both_heads": -0.89,
            "both_end": 0.37,
        },
    ),
    cut=Weighing(
        -0.34,
        {
            "ratio": 1.61,
            "left_out": 3.69,
            "brought": 2.95,
            "larger_cut": 0.12,
            "smaller_cut": 0.21,
            "almost_all_of_both": -0.54,
        },
    ),
    later=Weighing(
        0.0,
        {
            "filed": 8.0,
            "published": 0.66,
            "longer": 0.97,
            "brings": 0.96,
            "rewrites": 2.46,
            "knows": 1.8,
            "says_corrected": 4.44,
        },
    ),
)
