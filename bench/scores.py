"""How well a clustering, or what is said of single pairs, agrees with a truth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from typing import Any

from sklearn.metrics import adjusted_rand_score
from sklearn.metrics.cluster import pair_confusion_matrix

from bench.intervals import wilson


def scores(truth: Sequence[Hashable], found: Sequence[Hashable]) -> dict[str, Any]:
    """ARI, B-cubed and pairwise precision, recall and F1, each 0 to 1; two labels for each article, in one order."""
    return {
        "ari": round(float(adjusted_rand_score(_numbered(truth), _numbered(found))), 4),
        "b_cubed": b_cubed(truth, found),
        "pairwise": pairwise(truth, found),
    }


def b_cubed(truth: Sequence[Hashable], found: Sequence[Hashable]) -> dict[str, float]:
    """Precision and recall averaged over articles (Bagga and Baldwin, 1998)."""
    both = Counter(zip(truth, found, strict=True))
    true_size, found_size = Counter(truth), Counter(found)
    precision = sum(n * n / found_size[f] for (_, f), n in both.items()) / len(truth)
    recall = sum(n * n / true_size[t] for (t, _), n in both.items()) / len(truth)
    return _rounded(precision, recall)


def pairwise(truth: Sequence[Hashable], found: Sequence[Hashable]) -> dict[str, float]:
    """Precision and recall over all pairs of articles."""
    (_, false_positive), (false_negative, true_positive) = pair_confusion_matrix(_numbered(truth), _numbered(found))
    precision = true_positive / (true_positive + false_positive) if true_positive + false_positive else 1.0
    recall = true_positive / (true_positive + false_negative) if true_positive + false_negative else 1.0
    return _rounded(float(precision), float(recall))


def pairs_said(true: Sequence[bool], said: Sequence[bool]) -> dict[str, Any]:
    """Precision and recall of what is said of pairs, each with its 95 % interval; None where there is nothing."""
    both = sum(t and s for t, s in zip(true, said, strict=True))
    return {
        "pairs": len(true),
        "true": sum(true),
        "said": sum(said),
        "precision": _share(both, sum(said)),
        "precision_95": wilson(both, sum(said)),
        "recall": _share(both, sum(true)),
        "recall_95": wilson(both, sum(true)),
    }


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def _rounded(precision: float, recall: float) -> dict[str, float]:
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def _numbered(labels: Sequence[Hashable]) -> list[int]:
    numbers = {label: i for i, label in enumerate(dict.fromkeys(labels))}
    return [numbers[label] for label in labels]
