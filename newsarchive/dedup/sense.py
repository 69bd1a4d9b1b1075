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
    id="sense-5",
    common=Weighing(
        -2.63,
        {
            "passages_count": 0.95,
            "longest": 1.64,
            "specific": 7.0,
            "together": 0.7,
            "both_news": -2.16,
            "figures": -1.85,
        },
    ),
    report=Weighing(0.23, {"laid": 5.2, "contained": 2.8, "head": 2.08, "joined": 9.04}),
    corrects=Weighing(
        0.7,
        {
            "says_corrected": 2.44,
            "figures_share": 4.91,
            "names_share": 8.21,
            "swaps": 0.74,
            "both_rewritten": -1.19,
            "both_open": -1.01,
            "left_out": -9.48,
            "brought": -9.67,
            "other_touches": -1.18,
        },
    ),
    updates=Weighing(
        -3.42,
        {
            "says_updated": 2.01,
            "both_rewritten": 0.9,
            "both_fresh": 1.71,
            "worked_over": 0.81,
            "sentences": 0.7,
            "swaps": 2.09,
            "ran_apart": 1.66,
            "hours": 2.37,
            "both_heads": -1.65,
            "both_alone": -0.66,
            "wholes": -1.77,
        },
    ),
    cut=Weighing(-3.34, {"left_out": 8.03, "absent": 14.55, "larger_seen": 10.02, "larger_alone": -18.39}),
    later=Weighing(
        0.0,
        {
            "filed": 8.0,
            "longer": 1.13,
            "adds": 0.54,
            "rewrites": 0.6,
            "knows": 1.37,
            "says_corrected": 2.52,
            "number": 0.1,
            "ran": 4.34,
            "published": 0.1,
        },
    ),
)
