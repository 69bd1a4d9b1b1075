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
    common=Weighing(-2.37, {"passages_count": 0.51, "contained": 0.51, "alike": 2.07, "named": 0.76, "head": 1.81}),
    report=Weighing(
        3.19,
        {
            "contained": 2.1,
            "head": 2.05,
            "top": 1.01,
            "touches": 4.1,
            "both_rewritten": 0.18,
            "passages": 0.75,
            "verbatim": -0.08,
        },
    ),
    corrects=Weighing(
        -2.19,
        {
            "says_corrected": 3.46,
            "figures_share": 0.2,
            "figures": 2.0,
            "names_share": 9.25,
            "names": 1.59,
            "both_rewritten": -0.1,
            "both_open": -0.32,
            "left_out": -4.24,
            "brought": -4.65,
            "both_fresh": -0.18,
            "touched": -19.12,
        },
    ),
    updates=Weighing(
        -2.66,
        {
            "says_updated": 1.88,
            "both_rewritten": 1.04,
            "both_open": 0.45,
            "figures": 1.41,
            "names": 1.16,
            "both_fresh": 0.95,
            "worked_over": 0.98,
            "touches": 2.41,
            "almost_all": -0.39,
            "both_heads": -1.0,
            "both_end": 0.13,
        },
    ),
    cut=Weighing(
        -0.09,
        {
            "ratio": 0.91,
            "left_out": 3.17,
            "brought": 1.85,
            "larger_cut": 0.25,
            "smaller_cut": 0.14,
            "almost_all_of_both": -1.09,
        },
    ),
    later=Weighing(
        0.0,
        {
            "filed": 4.29,
            "published": 0.52,
            "longer": 1.42,
            "brings": 0.4,
            "rewrites": 0.96,
            "grows": 0.15,
            "knows": 2.26,
            "says_corrected": 3.63,
            "number": 0.07,
        },
    ),
)
