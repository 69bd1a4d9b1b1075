"""The hour printed beside a date: with its zone where one is named, and never taken from other figures."""

from datetime import UTC, date, datetime

import pytest

from newsarchive.wire import Moment, read

TEXT = (
    "PORT SELWYN - The harbour board closed both quays on Thursday after a crane fell on the northern one.\n"
    "Two tugs were sent for from the mainland, and the mail boat turned back to Kelby with its passengers."
)
DAY = date(2021, 3, 4)


def published(line: str) -> Moment:
    (item,) = read(f"Crane falls on quay\n{line}\n{TEXT}".encode(), "page.txt")
    assert item.published is not None
    return item.published


@pytest.mark.parametrize(
    ("hour", "utc"),
    [
        ("18:30 GMT+2", "16:30"),
        ("18:30 GMT+01:00", "17:30"),
        ("18:30 GMT +2", "16:30"),
        ("18:30 UTC-5", "23:30"),
        ("18:30 UTC+5:30", "13:00"),
        ("18:30 (GMT+8)", "10:30"),
        ("18:30 +01:00", "17:30"),
        ("18:30 (GMT)", "18:30"),
        ("18:30 [UTC]", "18:30"),
        ("18:30 (CET)", "17:30"),
        ("18:30 SGT", "10:30"),
        ("18.30 Uhr MEZ", "17:30"),
        ("6:30 p. m. ET", "23:30"),
        ("· Last updated 1:30 p.m. US/Pacific", "21:30"),
    ],
)
def test_zone_behind_the_hour(hour: str, utc: str) -> None:
    instant = published(f"4 March 2021 {hour}").instant
    assert instant is not None
    assert f"{instant.astimezone(UTC):%H:%M}" == utc


def test_american_zone_has_summer_time_in_summer() -> None:
    assert published("July 4, 2021 6:30 p.m. ET").instant == datetime(2021, 7, 4, 22, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "hour"),
    [
        ("4 de marzo de 2021, 6:30 p. m.", "18:30"),
        ("4 de marzo de 2021 a las 6:30 a. m.", "06:30"),
        ("発行：2021年3月4日 18時30分", "18:30"),
        ("2021年3月4日 18时30分", "18:30"),
        ("2021년 3월 4일 18시 30분", "18:30"),
        ("2021年3月4日 下午6:30", "18:30"),
        ("Last updated: 18:30, 4 March 2021. Doors open 7:15 pm.", "18:30"),
        ("4 March 2021 18:30 (est. 1911)", "18:30"),
        ("4. März 2021, 18.30 Uhr", "18:30"),
        ("4 March 2021, 18:30 CST", "18:30"),
    ],
)
def test_hour_without_a_zone(line: str, hour: str) -> None:
    found = published(line)
    assert found.on == DAY
    assert f"{found.bare_time:%H:%M}" == hour


@pytest.mark.parametrize(
    "behind", ["3.25 min read", "Video 5:12", "Listen (12:34)", "12.15 EUR", "No. 11.45", "v1.20", "10.15 km from"]
)
def test_figures_that_are_no_hour(behind: str) -> None:
    assert published(f"Published 4 March 2021 | {behind}") == Moment(DAY)


def test_only_date_called_updated_is_doubted() -> None:
    assert published("Updated: 4 March 2021").doubt == "the page calls it updated"
    assert published("Updated: 5 March 2021\nPublished: 4 March 2021") == Moment(DAY)
