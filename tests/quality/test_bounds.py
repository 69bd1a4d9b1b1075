"""Masses of copies, of one form and of one passage: the right stories, at a cost that grows about as they do."""

from __future__ import annotations

import pytest

from bench.archive import Archive
from bench.bounds import Mass, masses, measured

TOLERANCE = 2.0
"""Times linear; 4 would be quadratic. Small masses are measured, whose first steps weigh more."""

SMALL = masses(400, 240, 300, ("offering", "weather"), 240)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("mass", SMALL, ids=lambda mass: mass.name)
def test_masses_make_the_right_stories_in_about_linear_time_and_memory(mass: Mass) -> None:
    found = measured(Archive(), mass)
    assert found["right"], found
    assert found["seconds_to_linear"] < TOLERANCE, found
    assert found["megabytes_to_linear"] < TOLERANCE, found
