"""What stands in for a killed story says so in its headline or above it, and counts as an update."""

from __future__ import annotations

import pytest

from newsarchive import wire
from newsarchive.wire import notices

BODY = "TIRENSE, Aug 8 (Northwire) - The harbour board closed the east pier to all boats on Wednesday.\n"


def read(head: str) -> wire.Item:
    (item,) = wire.read(f"NORTHWIRE 2160\n{head}\n\n{BODY}".encode(), "substitute.txt")
    return item


@pytest.mark.parametrize(
    "headline",
    [
        "SUBSTITUTE-Harbour board closes east pier",
        "SUB-Harbour board closes east pier",
        "(SUB) Harbour board closes east pier",
        "ERSATZ - Hafenamt sperrt den Ostkai",
    ],
)
def test_a_headline_says_that_its_story_is_a_substitute(headline: str) -> None:
    assert notices.kinds(read(headline)) == {"update"}


@pytest.mark.parametrize(
    "line",
    [
        "BC-Harbour-Pier (SUB)",
        "SUBSTITUTE",
        "(SUB)",
        "Substitute for NORTHWIRE 2101, which was killed.",
        "This story replaces NORTHWIRE 2101.",
    ],
)
def test_a_line_above_a_story_says_that_it_is_a_substitute_and_is_no_headline(line: str) -> None:
    item = read(f"{line}\nWed 8 Aug 2007 12:20 GMT\n\nHarbour board closes east pier")
    assert notices.kinds(item) == {"update"}
    assert item.headline == "Harbour board closes east pier"
