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
    id="sense-2",
    common=Weighing(
        -1.79,
        {
            "passages_count": 0.73,
            "longest": 0.81,
            "specific": 3.42,
            "specifics": 0.88,
            "both_news": -0.83,
            "news": -0.54,
            "figures": -1.98,
        },
    ),
    report=Weighing(-0.7, {"laid": 6.41, "inserted": 3.28, "cuts": 0.5, "contained": 1.83, "head": 1.22}),
    corrects=Weighing(
        0.14,
        {
            "says_corrected": 1.44,
            "figures_share": 0.89,
            "names_share": 6.08,
            "swaps": 1.12,
            "both_rewritten": -0.6,
            "both_open": -0.48,
            "left_out": -3.67,
            "brought": -4.9,
            "both_fresh": -0.46,
            "other_touches": -0.42,
        },
    ),
    updates=Weighing(
        -2.61,
        {
            "says_updated": 2.21,
            "both_rewritten": 1.14,
            "both_open": 0.33,
            "both_end": 0.61,
            "figures": 1.55,
            "names": 1.02,
            "both_fresh": 1.64,
            "worked_over": 1.22,
            "touches": 2.2,
            "almost_all": -0.48,
            "both_heads": -1.15,
        },
    ),
    cut=Weighing(
        -2.06,
        {"ratio": 0.84, "left_out": 3.34, "larger_cut": 0.42, "larger_opens": 6.01, "absent": 4.11, "end_kept": -1.32},
    ),
    later=Weighing(
        0.0,
        {
            "filed": 8.0,
            "longer": 0.29,
            "adds": 2.61,
            "rewrites": 0.8,
            "knows": 2.27,
            "says_corrected": 2.82,
            "number": 0.28,
            "published": 0.1,
        },
    ),
)
