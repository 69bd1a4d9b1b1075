"""Many rows at once come out as single ones would."""

from __future__ import annotations

import datetime

import pytest

from newsarchive.archive.models import Agency, Article, Story, Upload, UploadedFile
from newsarchive.archive.services.bulk import copy_rows, enter_missing, fresh_ids, update_rows
from tests.archive.factories import make_article

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2021, 3, 4, 12, tzinfo=datetime.UTC)


def test_an_update_writes_each_row_its_own_values_and_leaves_the_others_alone() -> None:
    one, other, third = (Story.objects.create(headline=f"Report {n}") for n in range(3))
    rows = [
        (one.pk, 'Ferry "afloat", {at last}', ["corrected", "embargoed"], NOON.date(), 3, NOON),
        (other.pk, "", [], None, 0, NOON),
        (0, "nobody's", [], None, 1, NOON),
    ]
    columns = ["headline", "marks", "dated_on", "article_count", "changed_at"]
    assert update_rows(Story, columns, rows) == 2
    one.refresh_from_db()
    other.refresh_from_db()
    third.refresh_from_db()
    assert (one.headline, one.marks, one.dated_on, one.article_count) == rows[0][1:5]
    assert (other.headline, other.marks, other.dated_on, other.changed_at) == ("", [], None, NOON)
    assert third.headline == "Report 2"


def test_an_update_takes_what_models_hold() -> None:
    article = make_article()
    said = [["A, b", 'c"d', "{}"], {"filed": 'the "page" says so'}, Article.Clock.FILED, None]
    update_rows(Article, ["furniture", "doubts", "dated_by", "text_id"], [(article.pk, *said)])
    article.refresh_from_db()
    assert [article.furniture, article.doubts, article.dated_by, article.text_id] == said


def test_an_update_of_nothing_asks_nothing(django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert update_rows(Story, ["headline"], []) == 0


def test_an_update_of_more_than_one_statement_takes(monkeypatch) -> None:
    monkeypatch.setattr("newsarchive.archive.services.bulk.AT_ONCE", 3)
    stories = Story.objects.bulk_create([Story() for _ in range(8)])
    assert update_rows(Story, ["headline"], ((s.pk, f"Report {s.pk}") for s in stories)) == 8
    assert all(s.headline == f"Report {s.pk}" for s in Story.objects.all())


def test_rows_are_copied_with_numbers_taken_before_and_the_next_row_goes_on_after_them() -> None:
    upload = Upload.objects.create(via=Upload.Via.COMMAND)
    ids = fresh_ids(UploadedFile, 3)
    assert len(set(ids)) == 3
    columns = ["id", "upload_id", "position", "name", "size", "state", "code", "reason", "attempts"]
    copy_rows(UploadedFile, columns, [(pk, upload.pk, n, "a", 1, "waiting", "", "", 0) for n, pk in enumerate(ids)])
    assert UploadedFile.objects.create(upload=upload, position=9, name="b", size=1).pk > max(ids)


def test_what_is_there_already_is_not_entered_again_nor_an_obstacle() -> None:
    Agency.objects.create(name="Northwire")
    rows = [("Northwire", None), ("Southwire", None), ("SOUTHWIRE", None)]
    assert enter_missing(Agency, ["name", "alias_of_id"], rows) == 1
    assert sorted(Agency.objects.values_list("name", flat=True)) == ["Northwire", "Southwire"]
