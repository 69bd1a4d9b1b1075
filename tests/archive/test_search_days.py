"""Spans of days: covered by the right stamps, and cut into steps that leave no day out."""

from __future__ import annotations

import datetime
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.archive.search_days import ALL, FIRST, LAST, cover, stamps, steps_back, steps_on

pytestmark = pytest.mark.hypothesis
DAY = datetime.timedelta(1)
days = st.one_of(st.dates(), st.dates(datetime.date(1990, 1, 1), datetime.date(2030, 1, 1)))
spans = st.tuples(days, days).map(sorted).map(tuple)


@given(spans, days)
def test_exactly_the_days_of_a_span_have_one_of_its_stamps(span, day):
    covered = set(cover(span))
    near = [span[0], span[1], day]
    near += [edge + DAY for edge in span if edge < LAST] + [edge - DAY for edge in span if edge > FIRST]
    for one in near:
        assert (not covered.isdisjoint(stamps(one))) == (span[0] <= one <= span[1])


@given(spans)
def test_a_span_has_few_stamps(span):
    assert len(cover(span)) <= 2 * (31 + 11 + 99) + 99


def test_all_days_are_a_century_each():
    assert cover(ALL) == [f"{century:02}" for century in range(100)]


@given(st.lists(days, max_size=120).map(sorted), spans)
def test_steps_are_the_span_without_gaps(edges, span):
    back, on = steps_back(edges, span), steps_on(edges, span)
    for steps in (back[::-1], on):
        assert (steps[0][0], steps[-1][1]) == span
        assert all(first <= last for first, last in steps)
        assert all(later[0] == earlier[1] + DAY for earlier, later in itertools.pairwise(steps))
    assert len(back) <= 12
    assert len(on) <= 12


def test_steps_grow_from_where_they_begin():
    edges = [datetime.date(2000, 1, 1) + 10 * n * DAY for n in range(101)]
    lengths = [(last - first).days for first, last in steps_back(edges, (edges[0], edges[-1]))]
    assert lengths[0] < 3
    assert lengths[-1] > 300
