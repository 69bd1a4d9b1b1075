"""Sources and agencies under several names: merged, spelt otherwise, renamed, and all of it taken back."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsarchive.archive.models import Agency, Article, Reading, Ruling, Source
from newsarchive.archive.queries.choices import choices, source_names
from newsarchive.archive.queries.search import find_stories
from newsarchive.archive.queries.wanted import Wanted
from newsarchive.archive.services.rulings import (
    Refused,
    add_alias,
    choose_lead,
    correct_article,
    merge_names,
    rename,
    undo,
)
from tests.archive.admin_rows import BEEKEEPERS, FERRY, hand_in
from tests.archive.factories import make_article, make_editor, story_of
from tests.archive.pipeline import article_of, take_in

pytestmark = pytest.mark.django_db
WHY = "One and the same house."


@pytest.fixture
def editor():
    return make_editor()


@pytest.fixture
def three():
    """An article each of three sources and agencies; those of A and B are one story."""
    one = make_article("One", ["One."], source="A", agencies=["a", "x"])
    return [
        one,
        make_article("Two", ["Two."], source="B", agencies=["b"], story=story_of(one)),
        make_article("Three", ["Three."], source="C", agencies=["c", "b"]),
    ]


def pk(model, name):
    return model.objects.get(name=name).pk


def merge(table, keep, *others, by=None):
    model = {"source": Source, "agency": Agency}[table]
    return merge_names(table, pk(model, keep), [pk(model, name) for name in others], by=by, reason=WHY)


def sources():
    return {a.headline: a.source.name if a.source else "" for a in Article.objects.select_related("source")}


def agencies():
    return {a.headline: sorted(g.name for g in a.agencies.all()) for a in Article.objects.all()}


def everything():
    aliases = {
        model.__name__: dict(model.objects.filter(alias_of__isnull=False).values_list("name", "alias_of__name"))
        for model in (Source, Agency)
    }
    counts = {a.headline: story_of(a).source_count for a in Article.objects.all()}
    return sources(), agencies(), aliases, counts, dict(Reading.objects.values_list("article", "values"))


def test_what_was_under_the_others_goes_to_the_kept_one(three, editor):
    ruling = merge("source", "A", "B", by=editor)
    assert sources() == {"One": "A", "Two": "A", "Three": "C"}
    assert story_of(three[0]).source_count == 1
    assert Source.objects.get(name="B").alias_of.name == "A"
    assert (ruling.kind, ruling.use, ruling.made_by, ruling.reason) == ("names", "names", editor, WHY)
    assert ruling.value == {"table": "source", "keep": pk(Source, "A"), "others": [pk(Source, "B")]}
    assert (ruling.before, ruling.after) == ({"names": {"B": None}}, {"names": {"B": "A"}})


def test_agencies_are_credited_once(three, editor):
    merge("agency", "c", "b")
    assert agencies() == {"One": ["a", "x"], "Two": ["c"], "Three": ["c"]}


def test_nothing_is_offered_under_an_alias_and_asking_for_it_finds_the_kept_ones_stories(three):
    merge("source", "A", "B")
    merge("agency", "a", "b")
    assert choices().sources == ["A", "C"]
    assert choices().agencies == ["a", "c", "x"]
    assert source_names() == ["A", "C"]
    assert {story.pk for story in find_stories(Wanted(source=["b"])).stories} == {story_of(three[0]).pk}
    assert {story.pk for story in find_stories(Wanted(agency=["B"])).stories} == {story_of(three[i]).pk for i in (0, 2)}


@pytest.mark.parametrize("table", ["source", "agency"])
def test_undone_everything_is_as_it_was(three, editor, table):
    before = everything()
    names = ["A", "B", "C"] if table == "source" else ["a", "b", "c"]
    ruling = merge(table, *names)
    assert everything() != before
    undo(ruling.pk, by=editor, reason="No.")
    assert everything() == before


def test_chains_lead_to_the_end_and_part_in_any_order(three, editor):
    before = everything()
    first = merge("source", "B", "A")
    second = merge("source", "C", "B")
    assert set(sources().values()) == {"C"}
    assert Source.objects.get(name="A").alias_of.name == "C"
    undo(second.pk, by=editor, reason="No.")
    assert sources() == {"One": "B", "Two": "B", "Three": "C"}
    second = merge("source", "C", "B")
    undo(first.pk, by=editor, reason="No.")
    assert sources() == {"One": "A", "Two": "C", "Three": "C"}
    undo(second.pk, by=editor, reason="No.")
    assert everything() == before


@pytest.mark.parametrize(
    ("keep", "others", "said"),
    [
        ("A", ["A"], "spelling of itself"),
        ("A", [], "Choose what to merge"),
        ("B", ["C"], "“B” is another spelling of “A” already"),
        ("C", ["B"], "“B” is another spelling of “A” already"),
    ],
)
def test_rings_and_aliases_are_refused_in_words(three, keep, others, said):
    merge("source", "A", "B")
    before = everything()
    with pytest.raises(Refused, match=said):
        merge("source", keep, *others)
    assert everything() == before
    assert Ruling.objects.count() == 1


def test_what_is_not_there_is_refused(three, editor):
    with pytest.raises(Refused, match="no source"):
        merge_names("source", 4711, [pk(Source, "A")], by=editor, reason=WHY)
    with pytest.raises(Refused, match="no table"):
        merge_names("story", 1, [2], by=editor, reason=WHY)
    with pytest.raises(Refused, match="Say why"):
        merge_names("source", pk(Source, "A"), [pk(Source, "B")], by=editor, reason="")


def test_what_is_handed_in_later_under_an_alias_goes_to_the_kept_one_and_back_when_undone(editor):
    first = hand_in("Ferry runs aground", FERRY, "Harbor Post")
    Source.objects.create(name="Harbour Post")
    ruling = merge("source", "Harbour Post", "Harbor Post")
    copy = take_in({"copy.txt": "\n\n".join(["Bees", *BEEKEEPERS]).encode()}, "HARBOR post")
    later = article_of("copy.txt")
    assert copy.source.name == "Harbor Post", "the receipt says what was handed in"
    assert (later.source.name, later.source_read.name) == ("Harbour Post", "Harbor Post")
    undo(ruling.pk, by=editor, reason="No.")
    assert sources() == {first.headline: "Harbor Post", "Bees": "Harbor Post"}


def test_credits_read_later_under_an_alias_go_to_the_kept_one(editor):
    Agency.objects.create(name="The Reuters House")
    Agency.objects.create(name="Reuters")
    ruling = merge("agency", "The Reuters House", "Reuters")
    text = "\n\n".join(["Bees", f"VARNA, March 4, 2021 (Reuters) - {BEEKEEPERS[0]}", *BEEKEEPERS[1:]])
    take_in({"bees.txt": text.encode()})
    assert agencies() == {"Bees": ["The Reuters House"]}
    undo(ruling.pk, by=editor, reason="No.")
    assert agencies() == {"Bees": ["Reuters"]}


def test_corrections_go_through_aliases_and_are_left_where_editors_put_them(three, editor):
    one, two, _ = three
    correct_article(one.pk, {"source": "B", "agencies": ["b"]}, by=editor, reason=WHY)
    correct_article(two.pk, {"source": "C", "agencies": []}, by=editor, reason=WHY)
    corrected = everything()
    rulings = [merge("source", "A", "B"), merge("agency", "c", "b")]
    assert sources() == {"One": "A", "Two": "C", "Three": "C"}
    assert agencies() == {"One": ["c"], "Two": [], "Three": ["c"]}
    assert story_of(one).source_count == 2
    for ruling in rulings:
        undo(ruling.pk, by=editor, reason="No.")
    assert everything() == corrected


def test_another_spelling_is_known_before_it_comes(three, editor):
    before = everything()
    ruling = add_alias("source", pk(Source, "A"), " The  A ", by=editor, reason=WHY)
    take_in({"bees.txt": "\n\n".join(["Bees", *BEEKEEPERS]).encode()}, "the a")
    assert sources()["Bees"] == "A"
    for taken, said in (
        ("a", "its name already"),
        ("THE A", "spelling of it already"),
        ("b", "merge the two"),
        ("", "Write a"),
    ):
        with pytest.raises(Refused, match=said):
            add_alias("source", pk(Source, "A"), taken, by=editor, reason=WHY)
    with pytest.raises(Refused, match="“The A” is another spelling of “A”"):
        add_alias("source", pk(Source, "B"), "The A", by=editor, reason=WHY)
    undo(ruling.pk, by=editor, reason="No.")
    assert sources() == before[0] | {"Bees": "The A"}


def test_a_renamed_agency_stays_known_by_the_name_it_had(three, editor):
    ruling = rename("agency", pk(Agency, "b"), "The B Wire", by=editor)
    assert agencies() == {"One": ["a", "x"], "Two": ["The B Wire"], "Three": ["The B Wire", "c"]}
    assert (ruling.reason, ruling.made_by) == ("Renamed from “b” to “The B Wire”.", editor)
    merged = merge("agency", "a", "The B Wire")
    assert agencies() == {"One": ["a", "x"], "Two": ["a"], "Three": ["a", "c"]}
    undo(merged.pk, by=editor, reason="No.")
    assert agencies() == {"One": ["a", "x"], "Two": ["The B Wire"], "Three": ["The B Wire", "c"]}


def test_a_name_can_be_given_back_and_its_case_changed(three, editor):
    source = pk(Source, "A")
    rename("source", source, "The A", by=editor)
    assert rename("source", source, "A", by=editor) is None
    assert rename("source", source, "a", by=editor) is None
    assert sources()["One"] == "a"
    assert Source.objects.get(name="The A").alias_of_id == source
    with pytest.raises(Refused, match="already a source of that name"):
        rename("source", source, "b", by=editor)


def test_a_story_led_by_the_agencys_own_gets_its_lead_anew(editor):
    paper = make_article("Paper's", ["One."], source="Mole", agencies=["TP"], dated_on=datetime.date(2021, 3, 3))
    wire = make_article("Wire's", ["Two."], source="TP wire", agencies=["TP"], story=story_of(paper))
    choose_lead(story_of(paper).pk, rule="agency", by=editor, reason=WHY)
    assert story_of(paper).lead_article == paper
    ruling = add_alias("agency", pk(Agency, "TP"), "TP wire", by=editor, reason=WHY)
    Source.objects.create(name="TP")
    merge("source", "TP", "TP wire")
    assert story_of(paper).lead_article == wire
    undo(ruling.pk, by=editor, reason="No.")


def test_a_merge_asks_the_database_as_often_for_forty_articles_as_for_four(editor):
    def cost(count, keep, other):
        for number in range(count):
            make_article(f"{other} {number}", [f"{other} {number}."], source=other, agencies=[other])
        Source.objects.create(name=keep)
        Agency.objects.create(name=keep)
        with CaptureQueriesContext(connection) as asked:
            merge("source", keep, other)
            merge("agency", keep, other)
        return len(asked)

    assert cost(4, "A", "B") == cost(40, "C", "D")


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["merge", "undo", "correct"]),
        st.sampled_from(["source", "agency"]),
        st.integers(0, 3),
        st.integers(0, 3),
    ),
    max_size=8,
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(STEPS)
def test_in_any_order_all_taken_back_is_all_as_it_was(three, editor, steps):
    """Whatever was merged, corrected and undone: when nothing holds any more, nothing has changed."""
    before = everything()
    names = {"source": ["A", "B", "C", "D"], "agency": ["a", "b", "c", "x"]}
    Source.objects.get_or_create(name="D")
    for what, table, one, other in steps:
        standing = list(Ruling.objects.standing().order_by("pk"))
        try:
            if what == "merge":
                merge(table, names[table][one], names[table][other])
            elif what == "undo" and standing:
                undo(standing[(one * 4 + other) % len(standing)].pk, by=editor, reason="No.")
            elif what == "correct":
                value = {"source": names["source"][other], "agencies": [names["agency"][other]]}
                correct_article(three[one % 3].pk, value, by=editor, reason=WHY)
        except Refused:
            continue
        _nothing_under_an_alias()
    for ruling in Ruling.objects.standing().order_by("pk"):
        undo(ruling.pk, by=editor, reason="All back.")
    assert everything() == before


def _nothing_under_an_alias():
    assert not Article.objects.filter(source__alias_of__isnull=False).exists()
    assert not Article.objects.filter(agencies__alias_of__isnull=False).exists()
    for article in Article.objects.filter(text__isnull=False):
        story = story_of(article)
        ran = Article.objects.filter(text__membership__story=story).exclude(source=None)
        assert story.source_count == ran.values("source").distinct().count()


def test_no_name_turns_what_follows_it():
    hand_in("Ferry aground", FERRY, "Gull \u202eEvil\u2066 Post")
    assert Source.objects.get().name == "Gull Evil Post"
