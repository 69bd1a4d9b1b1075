"""What is read to take in some articles does not grow with the archive that they come to."""

from __future__ import annotations

from itertools import islice
from typing import NamedTuple

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench import large
from bench.bytes import table, weighed
from bench.curve import drawn
from bench.flat import figures
from bench.flat_spent import Spent, take_in
from bench.traffic import Traffic
from tests.archive.pipeline import rows_read

SMALL, LARGE, COMING = 1500, 6000, 250


class Work(NamedTuple):
    """Queries, and rows that they read."""

    queries: int
    rows: int


def work(size: int) -> Work:
    """Of taking in an upload whose reports are all new, in an archive of so many articles."""
    call_command("flush", interactive=False, verbosity=0)
    large.fill(size)
    coming = list(islice(Traffic(), LARGE, LARGE + COMING))
    with connection.cursor() as cursor:
        # In tables as small as these PostgreSQL reads all rows rather than look for some.
        cursor.execute("SET enable_seqscan = off")
    before = rows_read()
    with CaptureQueriesContext(connection) as queries:
        take_in(coming, Spent())
    return Work(len(queries), rows_read() - before)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_an_upload_asks_and_reads_no_more_in_an_archive_four_times_as_large():
    small, large_one = work(SMALL), work(LARGE)
    print(small, large_one)
    assert large_one.queries <= 1.1 * small.queries, (small, large_one)
    assert large_one.rows <= 1.3 * small.rows, (small, large_one)


@pytest.mark.django_db(transaction=True)
def test_what_an_article_weighs_adds_up():
    large.fill(120)
    found, said = weighed()
    assert found.about["articles"] == 120
    assert found.about["bytes an article"] == pytest.approx(
        sum(size for name, size in found.about.items() if name not in ("articles", "bytes an article")), rel=0.01
    )
    assert "| **paragraph** |" in said
    assert said == table([], 1) or said.splitlines()[-1].startswith("| **all** |")


def test_figures_are_the_largest_archive_against_the_smallest():
    one = {"python": 2.0, "postgres": 1.0, "clock": 3.0}
    other = {"python": 2.5, "postgres": 1.4, "clock": 6.0}
    found = {
        10: {"reading and filing": one, "clustering": one},
        1000: {"reading and filing": one, "clustering": other},
    }
    costs = figures(found, 5).costs
    assert costs["clustering, 1,000 to 10"] == pytest.approx(1.3)
    assert costs["both, 1,000 to 10"] == pytest.approx(6.9 / 6)
    assert costs["clock, 1,000 to 10"] == pytest.approx(1.5)


def test_the_curve_is_a_picture_with_its_figures():
    picture = drawn({"one & all": [(10, 1.0), (1000, 1.5)]}, "articles", "milliseconds")
    assert picture.startswith("<svg")
    assert "one &amp; all" in picture
    assert "1,000" in picture
