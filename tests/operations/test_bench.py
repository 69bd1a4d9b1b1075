"""Regressions of speed show: ratios are compared with those that are kept, in the direction that each is better in."""

import json

import pytest

from bench import __main__ as bench
from bench.figures import Figures, line

KEPT = {"pages": {"ratios": {"readers": 4.0}, "costs": {"list to health": 6.0}}}


def _said(**figures: dict[str, float]) -> dict[str, object]:
    return json.loads(line(Figures("pages", figures.get("ratios", {}), figures.get("costs", {}))))


@pytest.mark.parametrize(
    ("figures", "worse"),
    [
        ({"ratios": {"readers": 3.9}}, []),
        ({"ratios": {"readers": 9.0}, "costs": {"list to health": 2.0}}, []),
        ({"ratios": {"readers": 2.0}, "costs": {"list to health": 6.5}}, ["readers"]),
        ({"ratios": {"readers": 4.0}, "costs": {"list to health": 9.0}}, ["list to health"]),
        ({"ratios": {"something new": 0.1}}, []),
    ],
)
def test_only_what_got_worse_by_more_than_chance_is_a_regression(
    figures: dict[str, dict[str, float]], worse: list[str]
) -> None:
    assert [one.name for one in bench.compared(_said(**figures), KEPT) if one.regressed] == worse


def test_a_ratio_that_is_measured_no_longer_is_missed() -> None:
    assert bench.missing(_said(ratios={"readers": 4.0}), KEPT) == ["list to health"]


def test_a_measurement_that_fails_says_why() -> None:
    with pytest.raises(RuntimeError, match="no_such_measurement"):
        bench.run("no_such_measurement")


def test_every_kept_ratio_belongs_to_a_measurement_that_make_bench_runs() -> None:
    kept = json.loads(bench.KEPT.read_text()) if bench.KEPT.exists() else {}
    assert set(kept) <= set(bench.MEASUREMENTS)
