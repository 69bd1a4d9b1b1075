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
        -1.81,
        {
            "passages_count": 0.72,
            "longest": 1.06,
            "specific": 5.02,
            "specifics": 0.16,
            "contained": 0.08,
            "together": 0.54,
            "both_news": -1.17,
            "news": -0.3,
            "figures": -1.6,
        },
    ),
    report=Weighing(
        -1.23,
        {
            "laid": 7.58,
            "inserted": 2.28,
            "cuts": 0.38,
            "contained": 1.33,
            "head": 1.02,
        },
    ),
    corrects=Weighing(
        0.39,
        {
            "says_corrected": 1.73,
            "figures_share": 2.27,
            "names_share": 3.55,
            "swaps": 0.93,
            "both_rewritten": -0.76,
            "both_open": -0.59,
            "left_out": -6.44,
            "brought": -5.59,
            "both_fresh": -0.48,
            "other_touches": -0.9,
        },
    ),
    updates=Weighing(
        -0.55,
        {
            "says_updated": 3.04,
            "both_rewritten": 0.68,
            "both_end": 0.01,
            "figures": 0.91,
            "names": 0.11,
            "both_fresh": 1.59,
            "worked_over": 1.06,
            "touches": 0.05,
            "exclusive": 0.63,
            "almost_all": -0.72,
            "both_heads": -1.66,
            "both_alone": -0.48,
        },
    ),
    cut=Weighing(
        -2.42,
        {
            "ratio": 1.85,
            "left_out": 3.79,
            "larger_cut": 0.21,
            "larger_opens": 4.57,
            "absent": 5.41,
            "larger_seen": 6.02,
            "end_kept": -1.09,
            "larger_alone": -7.92,
        },
    ),
    later=Weighing(
        0.0,
        {
            "filed": 8.0,
            "published": 0.88,
            "longer": 0.82,
            "adds": 1.24,
            "rewrites": 0.57,
            "knows": 1.35,
            "says_corrected": 2.5,
            "number": 0.44,
            "ran": 3.8,
        },
    ),
)
