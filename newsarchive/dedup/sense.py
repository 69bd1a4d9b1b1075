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
    common=Weighing(-2.52, {"passages_count": 0.52, "contained": 0.5, "alike": 2.24, "named": 0.76, "head": 1.84}),
    report=Weighing(
        3.12, {"contained": 2.08, "head": 2.06, "top": 1.02, "touches": 4.05, "both_rewritten": 0.17, "passages": 0.76}
    ),
    corrects=Weighing(
        -0.48,
        {
            "says_corrected": 1.43,
            "figures_share": 0.4,
            "names_share": 5.96,
            "swaps": 1.0,
            "both_rewritten": -0.58,
            "both_open": -0.33,
            "left_out": -3.5,
            "brought": -3.43,
            "both_fresh": -0.46,
            "other_touches": -0.28,
        },
    ),
    updates=Weighing(
        -2.07,
        {
            "says_updated": 1.76,
            "both_rewritten": 1.06,
            "both_open": 0.55,
            "figures": 1.33,
            "names": 0.83,
            "both_fresh": 1.49,
            "worked_over": 0.75,
            "touches": 2.16,
            "almost_all": -0.4,
            "both_heads": -1.24,
            "both_end": 0.32,
        },
    ),
    cut=Weighing(
        -0.32,
        {
            "ratio": 1.62,
            "left_out": 3.77,
            "brought": 3.09,
            "larger_cut": 0.15,
            "smaller_cut": 0.14,
            "almost_all_of_both": -0.55,
        },
    ),
    later=Weighing(
        0.0,
        {
            "filed": 5.19,
            "published": 0.52,
            "longer": 1.27,
            "brings": 0.66,
            "rewrites": 1.17,
            "grows": 0.19,
            "knows": 1.97,
            "says_corrected": 3.08,
            "number": 0.74,
        },
    ),
)
