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
        -2.05,
        {
            "passages_count": 0.96,
            "longest": 1.33,
            "specific": 6.52,
            "together": 0.77,
            "both_news": -2.01,
            "figures": -1.77,
        },
    ),
    report=Weighing(
        0.5,
        {
            "laid": 11.17,
            "inserted": 1.85,
            "contained": 0.85,
            "head": 1.41,
            "joined": 10.8,
            "both_new": -1.54,
        },
    ),
    corrects=Weighing(
        0.69,
        {
            "says_corrected": 2.49,
            "figures_share": 5.14,
            "names_share": 8.77,
            "swaps": 0.66,
            "both_rewritten": -1.2,
            "both_open": -1.01,
            "left_out": -9.57,
            "brought": -9.7,
            "other_touches": -1.16,
        },
    ),
    updates=Weighing(
        -3.17,
        {
            "says_updated": 2.14,
            "both_rewritten": 0.82,
            "both_fresh": 1.55,
            "worked_over": 1.45,
            "sentences": 0.66,
            "swaps": 2.52,
            "ran_apart": 1.62,
            "hours": 1.44,
            "both_heads": -1.81,
            "both_alone": -0.56,
            "wholes": -1.29,
        },
    ),
    cut=Weighing(
        -3.67,
        {
            "ratio": 2.9,
            "left_out": 2.98,
            "larger_cut": 0.09,
            "absent": 9.57,
            "larger_seen": 9.72,
            "larger_alone": -8.51,
        },
    ),
    later=Weighing(
        0.0,
        {
            "filed": 8.0,
            "published": 0.57,
            "longer": 0.73,
            "adds": 1.69,
            "rewrites": 0.4,
            "knows": 1.53,
            "says_corrected": 2.57,
            "number": 0.65,
            "ran": 3.62,
        },
    ),
)
