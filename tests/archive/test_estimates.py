"""Shares and their intervals, against published values and against chance itself."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.archive.queries.estimates import Interval, Stratum, collapsed, ratio, recall, share, total, wilson


@pytest.mark.parametrize(
    ("hits", "seen", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilsons_interval_is_as_newcombe_printed_it_in_1998(hits, seen, low, high):
    found = wilson(hits, seen)
    assert (found.low, found.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))
    mirrored = wilson(seen - hits, seen)
    assert (1 - mirrored.high, 1 - mirrored.low) == (pytest.approx(found.low), pytest.approx(found.high))


def test_one_stratum_is_plain_wilson_and_weights_are_populations():
    assert share([Stratum(1000, 29, 1)]).high == pytest.approx(wilson(1, 29).high)
    assert share([Stratum(900, 10, 10), Stratum(100, 10, 0)]).value == pytest.approx(0.9)
    assert share([]) is None
    assert share([Stratum(50, 0, 0)]) is None


def test_a_share_of_two_strata_by_hand():
    """Each stratum's distance to its limit, weighed, squared, added up."""
    one, other = wilson(8, 10), wilson(1, 20)
    found = share([Stratum(300, 10, 8), Stratum(700, 20, 1)])
    assert found.value == pytest.approx(0.3 * 0.8 + 0.7 * 0.05)
    below = math.hypot(0.3 * (0.8 - one.low), 0.7 * (0.05 - other.low))
    above = math.hypot(0.3 * (one.high - 0.8), 0.7 * (other.high - 0.05))
    assert (found.low, found.high) == (pytest.approx(found.value - below), pytest.approx(found.value + above))


def test_a_ratio_is_as_the_formula_of_donner_and_zou_gives_it():
    """Their limits for two means, 5 (4 to 6) and 2 (1.5 to 2.5)."""
    found = ratio(Interval(5, 4, 6), Interval(2, 1.5, 2.5))
    low = (10 - math.sqrt(100 - 4 * 6 * 2.5 * 1.5)) / (2.5 * 1.5)
    high = (10 + math.sqrt(100 - 6 * 4 * 1.5 * 2.5)) / (1.5 * 2.5)
    assert found == Interval(2.5, pytest.approx(low), pytest.approx(high))
    assert ratio(Interval(0, 0, 1), Interval(4, 2, 6)).low == 0
    assert math.isinf(ratio(Interval(1, 0.5, 2), Interval(0, 0, 3)).high)


def test_a_stratum_that_nobody_looked_at_goes_to_the_nearest():
    strata = [Stratum(10, 0, 0), Stratum(20, 3, 1), Stratum(30, 0, 0), Stratum(40, 0, 0), Stratum(50, 2, 2)]
    assert collapsed(strata) == [Stratum(60, 3, 1), Stratum(90, 2, 2)]
    assert collapsed([Stratum(10, 0, 0)]) == []


def test_recall_by_hand():
    found, missed = [Stratum(1000, 100, 90)], [Stratum(5000, 100, 2)]
    of = recall(found, missed)
    assert of.value == pytest.approx(900 / 1000)
    assert of.low < of.value < of.high
    assert recall([Stratum(10, 5, 5)], []) == Interval(1, 1, 1)
    assert recall([], missed) is None
    assert recall(found, [Stratum(5000, 0, 0)]) is None
    assert recall([Stratum(10, 5, 0)], [Stratum(10, 5, 0)]) is None
    assert recall([Stratum(10, 5, 0)], [Stratum(10, 5, 5)]).value == 0


@given(
    st.lists(
        st.tuples(st.integers(1, 10**6), st.integers(0, 40), st.integers(0, 40)).map(
            lambda t: Stratum(t[0], max(t[1:]), min(t[1:]))
        ),
        max_size=5,
    ),
    st.lists(st.tuples(st.integers(1, 10**6), st.integers(1, 30)).map(lambda t: Stratum(*t, 0)), max_size=3),
)
def test_values_lie_between_their_limits_and_limits_between_0_and_1(strata, missed):
    for found in (share(strata), recall(strata, missed), recall(missed, strata)):
        if found is not None:
            assert -1e-9 <= found.low <= found.value + 1e-9
            assert found.value - 1e-9 <= found.high <= 1 + 1e-9


@pytest.mark.parametrize("each", [8, 30])
def test_the_intervals_hold_the_truth_about_as_often_as_they_say(each):
    """Made-up archives of known precision and recall, each sampled over and over."""
    chance = np.random.default_rng(1)
    held = np.array([_held(*_archive(chance), each, chance) for _ in range(30)])
    assert (held.mean(axis=0) > 0.92).all(), held.mean(axis=0)
    assert (held.min(axis=0) >= 0.85).all(), held.min(axis=0)


def _archive(chance):
    """Strata of what is in one story and of what is in two: how many pairs, and the share that are the same story."""
    shares = (lambda: float(chance.beta(9, 1)), lambda: float(chance.beta(0.5, 6)))
    return [[(int(chance.integers(100, 5000)), of()) for _ in range(3)] for of in shares]


def _held(found, missed, each, chance, times=200):
    right, wrong = (sum(n * p for n, p in side) for side in (found, missed))
    truths = (right / sum(n for n, _ in found), right / (right + wrong))
    held = np.zeros(2)
    for _ in range(times):
        drawn = [[Stratum(n, each, int(chance.binomial(each, p))) for n, p in side] for side in (found, missed)]
        for k, of in enumerate((share(drawn[0]), recall(*drawn))):
            held[k] += of.low <= truths[k] <= of.high
    return held / times


def test_totals_never_exceed_the_population():
    found = total([Stratum(10, 3, 3), Stratum(5, 2, 2)])
    assert (found.value, found.high) == (15, 15)
    assert 0 < found.low < 15
