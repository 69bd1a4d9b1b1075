"""The two scraped stories that the project began from come out as the table beside them says."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse

from newsarchive.archive.models import Article, Receipt, Story
from tests.archive import pipeline
from tests.archive.factories import make_archivist

pytestmark = pytest.mark.django_db
IRAN, BAGHDAD = "000_27dcc2f882aaa60d.txt", "002_8f3347e6a7d99f32.txt"


@pytest.fixture
def seeds(data: Path) -> dict[str, bytes]:
    return {name: (data / "seeds" / name).read_bytes() for name in (IRAN, BAGHDAD)}


def assert_as_the_table_says() -> None:
    first, second = pipeline.article_of(IRAN), pipeline.article_of(BAGHDAD)
    assert first.headline == "Iran vows to back Iraq PM's security drive"
    assert (first.place, [a.name for a in first.agencies.all()]) == ("TEHRAN", ["AFP"])
    assert (first.dateline_on, first.published_on, first.retrieved_on) == (date(2007, 8, 9), date(2007, 8, 10), None)
    assert "year" in first.doubts["dateline"]
    assert (first.dated_on, first.dated_by) == (date(2007, 8, 10), "published")
    assert second.headline == "Iran security chief Larijani meets Maliki in Baghdad"
    assert (second.place, [a.name for a in second.agencies.all()]) == ("BAGHDAD", ["AFP"])
    assert (second.dateline_on, second.published_on, second.retrieved_on) == (
        date(2007, 4, 29),
        None,
        date(2024, 7, 16),
    )
    assert (second.dated_on, second.dated_by) == (date(2007, 4, 29), "dateline")
    assert (first.paragraphs.count(), second.paragraphs.count()) == (12, 11)
    assert first.paragraphs.filter(repeats__isnull=False).count() == 0
    (folded,) = second.paragraphs.filter(repeats__isnull=False)
    assert (folded.position, folded.repeats.position, folded.fold) == (1, 0, "same")
    assert pipeline.stories() == {frozenset({IRAN}), frozenset({BAGHDAD})}


def test_through_the_service(seeds: dict[str, bytes]) -> None:
    upload = pipeline.take_in(seeds)
    assert_as_the_table_says()
    assert [r.outcome for r in Receipt.objects.filter(file__upload=upload)] == ["new story", "new story"]


def test_through_the_form(seeds: dict[str, bytes], client, django_capture_on_commit_callbacks) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client.force_login(make_archivist())
    files = [SimpleUploadedFile(name, content) for name, content in seeds.items()]
    answer = client.post(reverse("upload"), {"files": files, "source": "Iran Desk"}, follow=True)
    assert answer.status_code == 200
    pipeline.work()
    assert_as_the_table_says()
    assert {a.source.name for a in Article.objects.all()} == {"Iran Desk"}


def test_through_the_command(seeds: dict[str, bytes], data: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(data / "seeds")
    call_command("ingest", IRAN, BAGHDAD)
    assert_as_the_table_says()
    assert re.search(r"new story\s+\S\s+2", capsys.readouterr().out)


def test_handed_in_again_nothing_is_new(seeds: dict[str, bytes]) -> None:
    pipeline.take_in(seeds)
    before = (Article.objects.count(), Story.objects.count())
    again = pipeline.take_in(seeds)
    assert (Article.objects.count(), Story.objects.count()) == before
    assert {r.outcome for r in Receipt.objects.filter(file__upload=again)} == {"already here"}
    assert {f.state for f in again.files.all()} == {"settled"}


def test_furniture_is_kept_out_of_the_body_and_not_lost(seeds: dict[str, bytes]) -> None:
    pipeline.take_in(seeds)
    first, second = pipeline.article_of(IRAN), pipeline.article_of(BAGHDAD)
    assert "logo" in first.furniture
    assert any("Tuesday, July 16, 2024" in line for line in second.furniture)
    for article in (first, second):
        bodies = [p.body for p in article.paragraphs.select_related("passage")]
        assert article.headline not in bodies


def split_paragraphs(content: bytes) -> tuple[list[str], int]:
    """The second seed's lines, and the index of its second, doubled lede."""
    lines = content.decode().split("\n\n")
    ledes = [i for i, line in enumerate(lines) if line.startswith("BAGHDAD, April 29")]
    return lines, ledes[1]


def changed_in_three_words(lede: str) -> str:
    words = lede.split(" ")
    for at in (12, 17, 24):
        words[at] = "altered"
    return " ".join(words)


def cut_after_two_thirds(lede: str) -> str:
    return lede[: len(lede) * 2 // 3].rstrip() + "…"


@pytest.mark.parametrize("mangle", [changed_in_three_words, cut_after_two_thirds])
def test_a_lede_that_is_changed_or_cut_is_still_folded(seeds: dict[str, bytes], mangle) -> None:
    lines, at = split_paragraphs(seeds[BAGHDAD])
    lines[at] = mangle(lines[at])
    pipeline.take_in({"mangled.txt": "\n\n".join(lines).encode()})
    article = pipeline.article_of("mangled.txt")
    assert article.paragraphs.count() == 11
    assert [p.position for p in article.paragraphs.filter(repeats__isnull=False)] == [1]


@pytest.mark.parametrize("name", [IRAN, BAGHDAD])
def test_a_trimmed_copy_under_another_headline_and_source(seeds: dict[str, bytes], name: str) -> None:
    pipeline.take_in(seeds)
    original = pipeline.article_of(name)
    bodies = [p.body for p in original.paragraphs.select_related("passage")]
    kept = bodies[: round(len(bodies) * 0.6)]
    copy = pipeline.take_in({"trimmed.txt": "\n\n".join(["Neighbours talk of security", *kept]).encode()}, "Elsewhere")
    receipt = pipeline.receipt_of(copy)
    assert (receipt.outcome, receipt.related) == ("trimmed from", original)
    assert receipt.similarity > 0.9
    assert receipt.article.headline == "Neighbours talk of security"
    assert pipeline.stories() == {frozenset({name, "trimmed.txt"}), frozenset({IRAN, BAGHDAD} - {name})}
