"""Paragraphs folded and unfolded by hand: the article prints another text, and goes where that belongs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User

from newsarchive.archive.models import Article, Match, Membership, Paragraph, Ruling, Story, Text
from newsarchive.archive.queries.search import find_stories
from newsarchive.archive.queries.wanted import Wanted
from newsarchive.archive.services import emptying, rulings
from newsarchive.archive.services.rulings import Refused
from tests.archive import pipeline
from tests.archive.factories import make_editor
from tests.archive.test_withdrawing import look, places
from tests.archive.wirecopy import Desk, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> User:
    return make_editor()


@pytest.fixture
def report() -> list[str]:
    return Desk(17).report(6)


def fold(article: Article, position: int, repeats: int | None, editor: User) -> Ruling:
    return rulings.fold_paragraph(article.pk, position, repeats, by=editor, reason="Prints it again")


def folds(article: Article) -> dict[int, tuple[int, str]]:
    rows = Paragraph.objects.filter(article=article, repeats__isnull=False).order_by("position")
    return {p.position: (p.repeats.position, p.fold) for p in rows.select_related("repeats")}


def reworded(paragraph: str) -> str:
    """The same in other words, so that the archive does not take it for a repeat."""
    return "Xylo " + " ".join(word + "q" for word in paragraph.split())


def test_folded_by_hand_an_article_prints_what_others_print_and_joins_them(report: list[str], editor: User) -> None:
    again = [*report, reworded(report[0])]
    pipeline.take_in({"plain.txt": page("Plain", report), "twice.txt": page("Twice", again)})
    plain, twice = pipeline.article_of("plain.txt"), pipeline.article_of("twice.txt")
    assert plain.text != twice.text
    story, before, where = Story.objects.get(memberships__text=plain.text), look(), places()
    ruling = fold(twice, 6, 0, editor)
    twice.refresh_from_db()
    assert twice.text == plain.text
    assert folds(twice) == {6: (0, "editor")}
    assert Membership.objects.count() == 1
    assert not Match.objects.exists(), "the text it printed before left"
    story.refresh_from_db()
    assert (story.article_count, story.version_count) == (2, 1)
    assert not find_stories(Wanted(query=again[6].split()[3])).stories, "repeats are not searched"
    assert ruling.value["position"] == 6
    rulings.undo(ruling.pk, by=editor, reason="No repeat")
    assert (look(), places(), folds(twice)) == (before, where, {})
    assert find_stories(Wanted(query=again[6].split()[3])).stories


def test_a_fold_of_the_archive_is_unfolded_and_comes_back(report: list[str], editor: User) -> None:
    pipeline.take_in({"a.txt": page("A", [*report, report[0]])})
    article = pipeline.article_of("a.txt")
    number = Story.objects.get().pk
    assert folds(article) == {6: (0, "same")}
    ruling = fold(article, 6, None, editor)
    assert folds(article) == {}
    assert Story.objects.get(memberships__isnull=False).pk == number, "the story keeps its number"
    other = fold(article, 6, 0, editor)
    assert folds(article) == {6: (0, "editor")}
    rulings.undo(other.pk, by=editor, reason="As before")
    assert folds(article) == {}
    rulings.undo(ruling.pk, by=editor, reason="As the archive found it")
    assert folds(article) == {6: (0, "same")}
    assert Story.objects.get().pk == number


def test_folds_undone_in_any_order_never_go_in_a_circle(report: list[str], editor: User) -> None:
    pipeline.take_in({"a.txt": page("A", [*report, report[0]])})
    article = pipeline.article_of("a.txt")
    first = fold(article, 6, None, editor)
    second = fold(article, 6, 3, editor)
    third = fold(article, 3, 0, editor)
    assert folds(article) == {3: (0, "editor"), 6: (0, "editor")}, "a repeat of a repeat is one of what is left"
    rulings.undo(first.pk, by=editor, reason="x")
    assert folds(article) == {3: (0, "editor"), 6: (0, "editor")}
    rulings.undo(third.pk, by=editor, reason="x")
    assert folds(article) == {6: (3, "editor")}
    rulings.undo(second.pk, by=editor, reason="x")
    assert folds(article) == {6: (0, "same")}


@pytest.mark.parametrize(
    ("position", "repeats", "why"),
    [
        (2, 2, "cannot repeat itself"),
        (1, 4, "only repeat an earlier one"),
        (2, None, "not folded"),
        (6, 0, "already"),
        (7, 6, "folded itself"),
        (99, 0, "no such paragraph"),
        (2, 99, "no such paragraph"),
    ],
)
def test_nonsense_is_refused_in_words(
    report: list[str], editor: User, position: int, repeats: int | None, why: str
) -> None:
    pipeline.take_in({"a.txt": page("A", [*report, report[0], "Nothing else happened in town that evening, it said."])})
    article = pipeline.article_of("a.txt")
    with pytest.raises(Refused, match=why):
        fold(article, position, repeats, editor)
    assert not Ruling.objects.exists()


def test_the_only_paragraph_stays(editor: User) -> None:
    pipeline.take_in({"a.txt": page("A", Desk(3).report(1))})
    with pytest.raises(Refused):
        fold(pipeline.article_of("a.txt"), 0, 0, editor)


def test_identical_copies_are_folded_each_by_itself(report: list[str], editor: User) -> None:
    again = [*report, reworded(report[0])]
    pipeline.take_in({"one.txt": page("One", again), "two.txt": page("Two", again)})
    one, two = pipeline.article_of("one.txt"), pipeline.article_of("two.txt")
    fold(one, 6, 0, editor)
    one.refresh_from_db()
    two.refresh_from_db()
    assert one.text_id != two.text_id
    assert Membership.objects.count() == 2
    assert pipeline.stories() == {frozenset({"one.txt", "two.txt"})}


def test_a_fold_by_hand_holds_when_the_file_was_deleted_and_comes_again(report: list[str], editor: User) -> None:
    files = {"a.txt": page("A", [*report, reworded(report[0])])}
    upload = pipeline.take_in(files)
    fold(pipeline.article_of("a.txt"), 6, 0, editor)
    folded = bytes(pipeline.article_of("a.txt").text.digest)
    ruling = rulings.withdraw_upload(upload.pk, by=editor, reason="Wrong")
    ruling.made_at -= timedelta(days=400)
    ruling.save(update_fields=["made_at"])
    assert emptying.empty_bin() == 1
    assert not Text.objects.exists()
    pipeline.take_in(files)
    article = Article.objects.get()
    assert bytes(article.text.digest) == folded
    assert folds(article) == {6: (0, "editor")}


def test_a_fold_that_makes_one_text_of_two_ruled_different_is_refused(report: list[str], editor: User) -> None:
    again = [*report, reworded(report[0])]
    pipeline.take_in({"plain.txt": page("Plain", report), "twice.txt": page("Twice", again)})
    plain, twice = pipeline.article_of("plain.txt"), pipeline.article_of("twice.txt")
    rulings.rule_on_pair(plain.pk, twice.pk, Ruling.Kind.DIFFERENT, by=editor, reason="Two fires")
    before = look()
    with pytest.raises(Refused, match="Two fires"):
        fold(twice, 6, 0, editor)
    assert look() == before
