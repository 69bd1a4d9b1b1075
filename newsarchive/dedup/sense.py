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
    id="sense-3",
    common=Weighing(
        -1.68,
        {
            "passages_count": 0.63,
            "longest": 1.0,
            "specific": 4.06,
            "specifics": 0.24,
            "contained": 0.09,
            "together": 0.47,
            "both_news": -0.98,
            "news": -0.34,
            "figures": -1.51,
        },
    ),
    report=Weighing(-0.95, {"laid": 6.94, "inserted": 2.32, "cuts": 0.38, "contained": 1.46, "head": 1.02}),
    corrects=Weighing(
        -0.02,
        {
            "says_corrected": 1.8,
            "figures_share": 2.14,
            "names_share": 1.77,
            "swaps": 1.12,
            "both_rewritten": -0.63,
            "both_open": -0.55,
            "left_out": -5.82,
            "brought": -5.59,
            "both_fresh": -0.44,
            "other_touches": -0.67,
        },
    ),
    updates=Weighing(
        -0.68,
        {
            "says_updated": 2.51,
            "both_rewritten": 0.77,
            "both_end": 0.04,
            "figures": 0.82,
            "names": 0.11,
            "both_fresh": 1.99,
            "worked_over": 1.01,
            "touches": 0.09,
            "exclusive": 0.59,
            "almost_all": -0.66,
            "both_heads": -1.71,
            "both_alone": -0.55,
        },
    ),
    cut=Weighing(
        -2.16,
        {
            "ratio": 2.27,
            "left_out": 4.36,
            "larger_cut": 0.16,
            "larger_opens": 5.8,
            "absent": 4.53,
            "larger_seen": 4.68,
            "end_kept": -1.22,
            "larger_alone": -5.62,
        },
    ),
    later=Weighing(
        0.0,
        {
            "filed": 8.0,
            "longer": 0.61,
            "adds": 1.97,
            "rewrites": 0.75,
            "knows": 2.28,
            "says_corrected": 2.63,
            "number": 0.31,
            "ran": 2.3,
            "published": 0.1,
        },
    ),
)
