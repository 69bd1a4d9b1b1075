"""Rulings as files: everything is in them, nothing runs from them, and only those who may look get them."""

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from newsarchive.archive.models import Ruling
from newsarchive.archive.queries.ruling_export import COLUMNS, rows
from newsarchive.archive.queries.written_out import guarded
from newsarchive.archive.services import rulings
from tests.archive.admin_rows import HOSTILE, staff
from tests.archive.factories import make_user, story_of

pytestmark = pytest.mark.django_db
REASONS = (
    "=HYPERLINK(\"http://host\",\"x\")", "+1", "-2+3", "@SUM(A1)", "\tTab", "  =1+1",
    'a "quoted", reason\r\nof two lines',
    f"{HOSTILE}", "line\u2028separator", "plain",
)  # fmt: skip


def export(form):
    return reverse("admin:archive_ruling_export", args=[form])


@pytest.fixture
def ruled(editor, ferry, bees):
    """Ten marks with hostile reasons, and a merge that was undone."""
    home = story_of(ferry)
    made = [
        rulings.mark_story(home.pk, "embargoed", on=number % 2 == 0, by=editor, reason=reason)
        for number, reason in enumerate(REASONS)
    ]
    merged = rulings.merge_stories([home.pk, story_of(bees).pk], by=editor, reason="Merged.")
    rulings.undo(merged.pk, by=editor, reason="=No.")
    return [*made, Ruling.objects.get(pk=merged.pk)]


def read(client, form, query=""):
    answer = client.get(export(form) + query)
    assert answer.status_code == 200
    assert f'attachment; filename="rulings.{form}"' in answer["Content-Disposition"]
    return b"".join(answer.streaming_content).decode()


def test_json_lines_have_everything_as_it_was_written(desk, ruled, ferry, bees):
    told = [json.loads(line) for line in read(desk, "jsonl").splitlines()]
    assert [row["reason"] for row in told] == [*REASONS, "Merged."]
    assert all(tuple(row) == COLUMNS for row in told)
    last, merged = told[-1], ruled[-1]
    assert last["before"] == merged.before
    assert last["after"] == merged.after
    assert (last["made_by"], last["undone_by"], last["undone_reason"]) == ("edda", "edda", "=No.")
    assert last["made_at"].endswith("Z")
    assert last["in_words"] == f"merged stories {story_of(ferry).pk} and {story_of(bees).pk}"
    assert {a["name"] for a in last["articles"]} == {f"{ferry.original_id}#1", f"{bees.original_id}#1"}
    assert last["stories"] == sorted([story_of(ferry).pk, story_of(bees).pk])
    assert told[0]["value"] == {"mark": "embargoed", "set": True, "of": "story"}


def test_csv_has_a_row_a_ruling_and_no_cell_that_a_spreadsheet_computes(desk, ruled):
    rows = list(csv.DictReader(io.StringIO(read(desk, "csv"), newline="")))
    assert [int(row["id"]) for row in rows] == [ruling.pk for ruling in ruled]
    for row, reason in zip(rows, REASONS, strict=False):
        assert row["reason"].removeprefix("'") == reason
        assert json.loads(row["before"]) is not None
    cells = [cell for row in rows for cell in row.values()]
    assert not [cell for cell in cells if cell.strip().startswith(("=", "+", "-", "@"))]
    assert rows[-1]["undone_reason"] == "'=No."


@pytest.mark.parametrize("cell", ["", "plain", "a=1", "12", "2021-03-04"])
def test_harmless_cells_are_left_as_they_are(cell):
    assert guarded(cell) == cell


def test_what_a_ruling_set_aside_is_in_its_row(desk, editor, ferry, bees):
    merged = rulings.merge_stories([story_of(ferry).pk, story_of(bees).pk], by=editor, reason="One.")
    apart = rulings.rule_on_pair(ferry.pk, bees.pk, "different", by=editor, reason="Two.", replacing=[merged.pk])
    rows = {row["id"]: row for row in map(json.loads, read(desk, "jsonl").splitlines())}
    assert rows[apart.pk]["replaces"] == [merged.pk]
    assert sorted(a["side"] for a in rows[apart.pk]["articles"]) == ["a", "b"]


def test_the_export_is_narrowed_as_the_list_is(desk, ruled, bees):
    assert len(read(desk, "jsonl", "?use__exact=merge").splitlines()) == 1
    assert len(read(desk, "jsonl", "?q=plain").splitlines()) == 1
    assert len(read(desk, "jsonl", f"?story={story_of(bees).pk}").splitlines()) == 1
    assert len(read(desk, "jsonl", "?holds=yes").splitlines()) == len(REASONS)
    assert read(desk, "jsonl", "?by=nobody") == ""
    assert desk.get(export("csv") + "?nonsense=1").status_code == 400
    assert desk.get("/admin/archive/ruling/export.exe").status_code == 404


def test_the_list_and_the_history_lead_to_the_exports(desk, ruled, ferry):
    listed = desk.get(reverse("admin:archive_ruling_changelist") + "?use__exact=mark").content.decode()
    assert f'href="{export("csv")}?use__exact=mark"' in listed
    history = desk.get(reverse("admin:archive_story_history", args=[story_of(ferry).pk])).content.decode()
    assert f'href="{export("jsonl")}?story={story_of(ferry).pk}"' in history


@pytest.mark.parametrize("form", ["csv", "jsonl"])
def test_who_may_export(client, ruled, editor, form):
    assert client.get(export(form)).status_code == 302
    client.force_login(make_user("rita", "view_ruling"))
    assert client.get(export(form)).status_code == 302, "not on the staff"
    blind = staff("bela")
    blind.user_permissions.remove(*blind.user_permissions.filter(codename="view_ruling"))
    client.force_login(blind)
    assert client.get(export(form)).status_code == 403
    for who in (staff("ari"), editor):
        client.force_login(who)
        assert client.get(export(form)).status_code == 200
        assert client.post(export(form)).status_code == 405


def test_reading_costs_a_few_queries_a_portion(ruled, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        assert len(list(rows(Ruling.objects.all()))) == len(ruled)


def test_the_command_writes_a_file(ruled, bees, tmp_path):
    call_command("export_rulings", "--output", str(tmp_path / "all.csv"))
    with (tmp_path / "all.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == len(ruled)
    said = io.StringIO()
    call_command("export_rulings", "--format", "jsonl", "--story", str(story_of(bees).pk), stdout=said)
    assert [json.loads(line)["reason"] for line in said.getvalue().splitlines()] == ["Merged."]
    with pytest.raises(CommandError, match="There is no story 4711"):
        call_command("export_rulings", "--story", "4711")
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_rulings", "--output", str(tmp_path / "no" / "such.csv"))
