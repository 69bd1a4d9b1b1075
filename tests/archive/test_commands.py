"""The commands as an operator meets them."""

from __future__ import annotations

import csv
import io
import json
import os
import resource
from pathlib import Path

import psutil
import pytest
from django.core.management import CommandError, call_command

from newsarchive.archive.management.readiness import make_ready
from newsarchive.archive.models import Article
from tests.archive.handing_in import packed, story
from tests.archive.wirecopy import Desk, page

pytestmark = pytest.mark.django_db
BODY = Desk(61).report(10)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "wire" / "inner").mkdir(parents=True)
    (tmp_path / "wire" / "whole.txt").write_bytes(page("Whole", BODY, "HARBOUR TOWN, May 3, 2011 (Northwire) - "))
    (tmp_path / "wire" / "inner" / "trim.txt").write_bytes(page("Trim", BODY[:5]))
    (tmp_path / "wire" / "inner" / "other.txt").write_bytes(page("Other", Desk(62).report(6)))
    (tmp_path / "wire" / ".hidden").write_bytes(b"not this")
    return tmp_path


def exported(**options: str) -> list[dict[str, str]]:
    said = io.StringIO()
    call_command("export_stories", stdout=said, **options)
    return list(csv.DictReader(said.getvalue().splitlines()))


def test_a_folder_goes_in_with_all_that_is_in_it(folder: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(folder)
    call_command("ingest", "wire", "--source", "Harbour Herald", "--receipt", "receipt.jsonl")
    told = [json.loads(line) for line in Path("receipt.jsonl").read_text().splitlines()]
    assert {line["path"]: line["items"][0]["outcome"] for line in told} == {
        "wire/whole.txt": "extends",
        "wire/inner/trim.txt": "new story",
        "wire/inner/other.txt": "new story",
    }
    assert {a.source.name for a in Article.objects.all()} == {"Harbour Herald"}


def test_rejects_are_named_with_their_reason_and_make_the_status_1(folder: Path, capsys) -> None:
    (folder / "wire" / "empty.txt").write_bytes(b"")
    with pytest.raises(SystemExit) as ended:
        call_command("ingest", str(folder / "wire"))
    assert ended.value.code == 1
    said = capsys.readouterr().out
    assert "empty.txt: " in said
    assert Article.objects.count() == 3


def test_zips_are_opened_wherever_they_lie_and_each_file_in_them_is_told(folder: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(folder)
    inner = packed(("a.txt", story(1)))
    Path("wire/May.ZIP").write_bytes(
        packed(("1/a.txt", story(1)), ("inner.zip", inner), ("../up.txt", b"x"), (".b", b"x"))
    )
    Path("wire/cut.zip").write_bytes(inner[: len(inner) // 2])
    Path("june.zip").write_bytes(packed(("b.txt", story(2))))
    with pytest.raises(SystemExit):
        call_command("ingest", "june.zip", "wire", "--receipt", "receipt.jsonl")
    told = {line["path"]: line for line in map(json.loads, Path("receipt.jsonl").read_text().splitlines())}
    assert {path for path, line in told.items() if line["state"] == "settled"} == {
        *("june.zip/b.txt", "wire/May.ZIP/1/a.txt"),
        *("wire/whole.txt", "wire/inner/trim.txt", "wire/inner/other.txt"),
    }
    assert "archive inside an archive" in told["wire/May.ZIP/inner.zip"]["reason"]
    assert "leads out of the archive" in told["wire/May.ZIP/../up.txt"]["reason"]
    assert "damaged" in told["wire/cut.zip"]["reason"]
    assert len(told) == 8
    call_command("ingest", "june.zip", "--receipt", "again.jsonl")
    assert [item["outcome"] for item in json.loads(Path("again.jsonl").read_text())["items"]] == ["already here"]


def test_what_names_in_a_zip_hide_is_shown_and_never_steers_the_terminal(folder: Path, capsys) -> None:
    (folder / "a.zip").write_bytes(packed(("\x1b]0;mine\x07\nall went in.txt", b"")))
    with pytest.raises(SystemExit):
        call_command("ingest", str(folder / "a.zip"))
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert "a.zip/⟨U+001B⟩]0;mine⟨U+0007⟩⟨U+000A⟩all went in.txt: The file is empty." in said


def test_any_number_of_zips_goes_in_with_few_files_open(folder: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(folder)
    for number in range(80):
        Path(f"wire/{number}.zip").write_bytes(packed((f"{number}.txt", b"")))
    had = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (psutil.Process().num_fds() + 40, had[1]))
    try:
        with pytest.raises(SystemExit):
            call_command("ingest", "wire")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, had)
    assert capsys.readouterr().out.count("The file is empty.") == 80


def test_a_path_that_is_not_there_is_said_in_a_sentence_before_anything_goes_in(folder: Path) -> None:
    with pytest.raises(CommandError, match="no such file"):
        call_command("ingest", str(folder / "wire" / "whole.txt"), str(folder / "nothing"))
    assert not Article.objects.exists()


def test_what_may_never_end_is_refused_in_a_sentence_before_anything_goes_in(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    with pytest.raises(CommandError, match="neither a file nor a folder"):
        call_command("ingest", str(folder / "wire"), str(folder / "pipe"))
    assert not Article.objects.exists()


@pytest.mark.parametrize("number", ["0", "-1", "10000", "many"])
def test_no_more_processes_are_started_than_the_machine_has_use_for(folder: Path, number: str) -> None:
    with pytest.raises(CommandError, match="is not from 1 to"):
        call_command("ingest", str(folder / "wire"), f"--processes={number}")
    assert not Article.objects.exists()


def test_the_export_has_a_row_an_article_with_its_relation(folder: Path, monkeypatch) -> None:
    monkeypatch.chdir(folder)
    call_command("ingest", "wire")
    rows = {row["path"]: row for row in exported()}
    whole, trim = rows["wire/whole.txt"], rows["wire/inner/trim.txt"]
    related = ["path", "article", "story", "version", "relation", "related_to", "similarity", "confidence"]
    said = ["language", "agencies", "credits", "marks", "notices", "changes", "embargoed_until"]
    assert list(whole) == [*related, *said]
    assert (whole["relation"], whole["related_to"]) == ("lead", "")
    assert (trim["relation"], trim["related_to"], trim["similarity"]) == ("trimmed from", whole["article"], "1.0")
    assert trim["story"] == whole["story"] != rows["wire/inner/other.txt"]["story"]


def test_one_article_under_two_names_has_a_row_for_each(folder: Path, monkeypatch) -> None:
    monkeypatch.chdir(folder)
    Path("again.txt").write_bytes(Path("wire/whole.txt").read_bytes())
    call_command("ingest", "wire/whole.txt")
    call_command("ingest", "again.txt")
    rows = exported()
    assert [row["path"] for row in rows] == ["wire/whole.txt", "again.txt"]
    assert len({row["article"] for row in rows}) == 1


def test_jsonl_says_the_same_as_csv(folder: Path, tmp_path: Path) -> None:
    call_command("ingest", str(folder / "wire"))
    call_command("export_stories", format="jsonl", output=str(tmp_path / "out.jsonl"))
    lines = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    as_csv = exported()
    assert [{k: "" if v is None else str(v) for k, v in line.items()} for line in lines] == as_csv


def test_a_database_of_ones_own_is_not_changed_unasked(settings, monkeypatch) -> None:
    from django.db.migrations.executor import MigrationExecutor

    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: ["something"])
    settings.DATABASE_URL = "postgres://own@host/base"
    with pytest.raises(CommandError, match="migrate"):
        make_ready()
