"""At the desk: names of sources and agencies merged, parted again, renamed, spelled otherwise."""

import pytest

from newsarchive.archive.models import Agency, Ruling, Source
from newsarchive.archive.services import rulings
from tests.archive.admin_rows import HOSTILE
from tests.archive.correcting import WHY, fresh, merge_page, misread, page, two_spellings
from tests.archive.desk import CHANGED, confirm, fields, plain, undo_page, words
from tests.archive.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def article():
    return misread()


@pytest.fixture
def two(article):
    return two_spellings()


def test_names_are_merged_from_the_list_and_parted_again(desk, article, two):
    listed = page("source_changelist")
    said = plain(desk.post(listed, {"action": "merge", "_selected_action": [row.pk for row in two]}, follow=True))
    assert "1 article in 1 story" in said
    assert "2 articles in 2 stories" in said
    answer = confirm(desk, merge_page(*two), WHY)
    assert "2 names are one now: “Harbour Post”." in plain(answer), "the one with most articles is kept"
    assert "Harbor Post" in plain(answer)
    assert WHY in plain(answer)
    assert fresh(article).source == two[1]
    confirm(desk, undo_page(Ruling.objects.get()), "Two after all.")
    assert fresh(article).source == two[0]


def test_the_editor_says_which_name_is_kept(desk, article, two):
    confirm(desk, merge_page(*two), WHY, keep=str(two[0].pk))
    assert Source.objects.get(pk=two[1].pk).alias_of == two[0]
    page_of_alias = plain(desk.get(page("source_change", two[1].pk)))
    assert "Another spelling of" in page_of_alias
    assert "Merge with another" not in page_of_alias


@pytest.mark.parametrize(
    ("other", "said"),
    [
        ("harbour POST", "Merge these 2 names"),
        ("{}", "Merge these 2 names"),
        ("#{}", "Merge these 2 names"),
        ("", "Choose at least two names"),
        ("Harbor Post", "Choose at least two names"),
        ("Nobody's", "There is no source “Nobody's”"),
        ("<b>x</b>", "There is no source “&lt;b&gt;x"),
        ("\0", "Choose at least two names"),
        ("9" * 40, "There is no source"),
    ],
)
def test_the_other_name_is_typed_by_name_or_number(desk, two, other, said):
    answer = desk.get(page("source_merge"), {"name": [f"#{two[0].pk}", other.format(two[1].pk)]})
    assert said in words(answer).replace("&#x27;", "'")


def test_a_name_that_is_a_number_is_found_by_its_name(desk, two):
    Source.objects.create(name=str(two[0].pk))
    assert "Harbour Post" in plain(desk.get(page("source_merge"), {"name": [str(two[0].pk), "Harbour Post"]}))
    assert "Harbor Post" not in plain(desk.get(page("source_merge"), {"name": [str(two[0].pk), "Harbour Post"]}))


def test_an_alias_is_not_merged_again(desk, two):
    third = Source.objects.create(name="Third")
    rulings.merge_names("source", two[1].pk, [two[0].pk], by=None, reason=WHY)
    said = plain(desk.get(merge_page(two[0], third)))
    assert "“Harbor Post” is another spelling of “Harbour Post” already" in said
    assert "Merge these" not in said


def test_a_merge_on_an_old_page_is_decided_anew(desk, two):
    third = Source.objects.create(name="Third")
    old = fields(desk.get(merge_page(two[1], third)))
    rulings.merge_names("source", two[0].pk, [two[1].pk], by=None, reason="Quicker.")
    answer = desk.post(page("source_merge"), old | {"reason": WHY})
    assert answer.status_code == 409
    assert CHANGED in words(answer)
    assert Ruling.objects.count() == 1


def test_another_spelling_is_added_and_agencies_are_merged_too(desk, article, two):
    agency = Agency.objects.get(name="AP")
    where = page("agency_spelling", agency.pk)
    assert "is known as another spelling of “AP” now" in plain(confirm(desk, where, WHY, spelling="A. P."))
    assert "merge the two" in plain(confirm(desk, where, WHY, spelling="associated press"))
    other = Agency.objects.get(name="Associated Press")
    confirm(desk, merge_page(agency, other, model="agency"), WHY, keep=str(other.pk))
    assert {a.name for a in fresh(article).agencies.all()} == {"Associated Press", "Reuters"}
    said = plain(desk.get(page("agency_change", other.pk)))
    assert "A. P." in said
    assert "AP" in said


def test_renaming_keeps_the_old_name_known(desk, editor, two):
    boss = make_user("bo", "change_source", "view_source", "view_ruling")
    boss.is_staff = True
    boss.save()
    desk.force_login(boss)
    where = page("source_change", two[0].pk)
    desk.post(where, {"name": "The Harbour Post"})
    assert Source.objects.get(name="Harbor Post").alias_of.name == "The Harbour Post"
    desk.post(where, {"name": "Harbor Post"})
    assert Source.objects.get(pk=two[0].pk).name == "Harbor Post"
    assert "already a source" in plain(desk.post(where, {"name": "HARBOUR post"}))
    alias = Source.objects.get(name="The Harbour Post")
    assert desk.post(page("source_change", alias.pk), {"name": "x"}).status_code == 403


def test_suggestions_are_few_and_never_aliases(desk, two):
    Source.objects.bulk_create(Source(name=f"Harbour {number}") for number in range(100))
    rulings.merge_names("source", two[1].pk, [two[0].pk], by=None, reason=WHY)
    where = page("source_names")
    found = desk.get(where, {"field": "source", "source": "harbor p"}).content.decode()
    assert found.strip() == '<option value="Harbour Post"></option>'
    many = desk.get(where, {"field": "agencies", "agencies": ["", "arbour"]}).content.decode()
    assert many.count("<option") == 20
    assert desk.get(where, {"field": "source"}).content.decode().strip() == ""
    Source.objects.create(name=HOSTILE)
    assert "<script>" not in desk.get(where, {"field": "q", "q": "script"}).content.decode()
