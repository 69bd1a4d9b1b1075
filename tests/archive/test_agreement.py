"""What verdicts tell of the archive: by month, over all, and when it gets worse."""

from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.urls import reverse

from newsarchive.archive.models import Review, Ruling
from newsarchive.archive.queries.agreement import agreement, alarms
from newsarchive.archive.queries.estimates import wilson
from tests.archive.admin_rows import staff
from tests.archive.desk import plain

pytestmark = pytest.mark.django_db

FEBRUARY, MARCH = datetime(2024, 2, 20, 12, tzinfo=UTC), datetime(2024, 3, 5, 12, tzinfo=UTC)


def verdicts(count, verdict, stratum="one 3 and up", population=1000, at=FEBRUARY, queue="sample", **fields):
    """Decided pairs, as the rows say it."""
    first = Review.objects.count()
    ruling = Ruling.objects.create(kind=verdict, use="pair", reason="Seen.")
    values = {"queue": queue, "state": "decided", "scheme": "s", "verdict": verdict, "decided_at": at}
    values |= {"machine_same": stratum.startswith("one"), "stratum": stratum, "population": population}
    names = [{"digest": f"{n:064}", "other_digest": f"{n:063}x"} for n in range(first, first + count)]
    Review.objects.bulk_create(Review(**values, **name, ruling=ruling, **fields) for name in names)
    return ruling


def test_precision_and_recall_of_weighed_strata():
    verdicts(18, "same", "one 3 and up", 900)
    verdicts(6, "same", "one 0 to 1", 100)
    verdicts(4, "different", "one 0 to 1", 100)
    verdicts(1, "same", "two -1 to 0", 60)
    verdicts(9, "different", "two -1 to 0", 60)
    verdicts(3, "unsure", "two -1 to 0", 60)
    found = agreement().overall
    assert (found.same, found.different, found.unsure, found.decided) == (25, 13, 3, 38)
    assert found.precision.value == pytest.approx(0.96)
    assert found.recall.value == pytest.approx(960 / 966)
    assert found.precision.low < 0.96 < found.precision.high


def test_nothing_is_told_of_nothing(admin_client):
    found = agreement()
    assert (found.overall.precision, found.overall.recall, found.months, found.alarms) == (None, None, [], [])
    assert "None of the pairs drawn by chance has been decided yet" in plain(page(admin_client))


def page(client):
    return client.get(reverse("admin:archive_review_agreement"))


def test_a_verdict_that_was_undone_does_not_count():
    verdicts(10, "same")
    undone = verdicts(10, "different")
    undone.undone_at = MARCH
    undone.save()
    found = agreement().overall
    assert (found.same, found.different, found.precision.value) == (10, 0, 1)


def test_months_are_told_apart_and_other_queues_are_no_estimate():
    verdicts(10, "same")
    verdicts(5, "same", at=MARCH)
    verdicts(5, "different", at=MARCH)
    verdicts(4, "different", "two", queue="near")
    verdicts(1, "same", "two", queue="near")
    verdicts(2, "unsure", "two", queue="near")
    found = agreement()
    assert [(m.month.month, m.precision.value) for m in found.months] == [(2, 1.0), (3, 0.5)]
    assert [(o.queue, o.decided, o.agreed) for o in found.others] == [("close to the line", 5, 4)]


def test_an_alarm_when_the_whole_interval_of_the_latest_month_is_below_what_was_before():
    verdicts(40, "same")
    verdicts(1, "different")
    verdicts(10, "same", at=MARCH)
    verdicts(9, "different", at=MARCH)
    assert alarms() == [], "too few yet"
    verdicts(1, "different", at=MARCH)
    (alarm,) = alarms()
    assert "Precision has fallen: in March 2024 it is 50 %" in alarm
    assert f"at best {100 * wilson(10, 20).high:.0f} %" in alarm
    assert agreement().alarms == [alarm]


def test_no_alarm_while_the_interval_reaches_up_to_it():
    verdicts(40, "same")
    verdicts(4, "different")
    verdicts(17, "same", at=MARCH)
    verdicts(3, "different", at=MARCH)
    assert alarms() == []


def test_the_page_the_report_and_the_index_say_the_alarm(client, capsys):
    verdicts(40, "same")
    verdicts(30, "different", at=MARCH)
    verdicts(3, "same", "two", queue="weak")
    client.force_login(staff("edda", "rule"))
    answer = page(client)
    said = plain(answer)
    assert "Precision has fallen" in said
    assert "March 2024 0.0 % (0.0 to 11.4)" in said
    assert "weakest link of a large story 3 0 (0.0 %)" in said
    assert "<svg" in answer.content.decode()
    assert "style=" not in answer.content.decode().split("<svg")[1].split("</svg>")[0]
    assert "Precision has fallen" in plain(client.get(reverse("admin:index")))
    call_command("reviews", report=True)
    told = capsys.readouterr().out
    assert "ALARM: Precision has fallen" in told
    assert "2024-02    1.000 (0.912 to 1.000)" in told


def test_who_may_look_may_read_it_and_nobody_else(client):
    assert page(client).status_code == 302
    client.force_login(staff("ari"))
    assert page(client).status_code == 200
    assert client.post(reverse("admin:archive_review_agreement")).status_code == 405
    blind = staff("bela")
    blind.user_permissions.clear()
    client.force_login(blind)
    assert page(client).status_code == 403


def test_it_asks_the_database_as_often_for_many_verdicts(django_assert_num_queries):
    verdicts(3, "same")
    with django_assert_num_queries(3):
        agreement()
    for month in range(1, 9):
        verdicts(20, "same", at=datetime(2023, month, 3, tzinfo=UTC))
    with django_assert_num_queries(3):
        agreement()
