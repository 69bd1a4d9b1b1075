"""The desk's pages beyond merging and undoing: splits, leads, headlines, marks, pairs; seen first, then decided."""

import pytest
from django.urls import reverse

from newsarchive.archive.models import Ruling, Story
from newsarchive.archive.queries.said import marks_of_articles
from newsarchive.archive.services import rulings
from tests.archive.admin_rows import BEEKEEPERS, FERRY, LAMPS, hand_in
from tests.archive.desk import CHANGED, confirm, fields, merge_page, pair_page, plain, story_page, take_out_page
from tests.archive.factories import story_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def trims(ferry):
    """Two trims of the ferry's story, in it."""
    return [hand_in("Petrel aground", FERRY[:4], "Evening Mole"), hand_in("Off the mole", FERRY[:3], "Third Post")]


def home(article):
    return story_of(article).pk


# --- Merging, with all that speaks for it and against -----------------------------------------------------------------


def test_before_a_merge_the_page_says_what_ties_the_stories_what_would_lead_and_what_stands_against(
    desk, editor, ferry, bees, trims
):
    said = plain(desk.get(merge_page(story_of(ferry), story_of(bees))))
    assert "Nothing: no two of their texts are alike enough" in said
    assert "What would lead Ferry runs aground off Tambora mole" in said
    rulings.take_out(home(ferry), [trims[0].pk], by=editor, reason="Another mole")
    said = plain(desk.get(merge_page(story_of(ferry), story_of(trims[0]))))
    assert "alike enough to be one story by" in said
    assert "Set aside ruling" in said
    assert "Another mole" in said


def test_a_story_to_merge_with_is_found_by_its_words(desk, ferry, bees):
    where = reverse("admin:archive_story_merge")
    page = desk.get(where, {"story": home(ferry), "words": "honey sugar"})
    assert page.status_code == 200
    assert "Add “Beekeepers ask for sugar”" in plain(page)
    assert f"story={home(ferry)}&amp;story={home(bees)}" in page.content.decode()
    assert "No other story has these words" in plain(desk.get(where, {"story": home(ferry), "words": "zzyzx"}))


def test_what_stands_against_a_merge_is_set_aside_on_purpose_and_counts_again_when_it_is_undone(
    desk, editor, ferry, trims
):
    apart = rulings.take_out(home(ferry), [trims[0].pk], by=editor, reason="Another mole")
    where = merge_page(story_of(ferry), story_of(trims[0]))
    assert f"ruling {apart.pk}" in plain(confirm(desk, where))
    assert home(ferry) != home(trims[0])
    confirm(desk, where, replacing=[apart.pk])
    assert home(ferry) == home(trims[0])
    rulings.undo(Ruling.objects.latest("pk").pk, by=editor, reason="No")
    assert home(ferry) != home(trims[0])
    assert Ruling.objects.get(pk=apart.pk).holds


# --- Splitting --------------------------------------------------------------------------------------------------------


def test_members_go_each_alone(desk, ferry, trims):
    confirm(desk, take_out_page(story_of(ferry), *trims), where="alone")
    assert len({home(ferry), home(trims[0]), home(trims[1])}) == 3


def test_members_go_to_another_story_and_so_does_a_new_copy_of_them(desk, ferry, bees, trims):
    address = f"http://testserver{story_of(bees).get_absolute_url()}"
    confirm(desk, take_out_page(story_of(ferry), trims[1]), where="other", to=address)
    assert home(trims[1]) == home(bees) != home(ferry)
    copy = hand_in("Again", FERRY[:3], "Late Post")
    assert home(copy) == home(bees)
    assert home(hand_in("Whole", [*FERRY, "Nothing more was known."], "Later Post")) == home(ferry)


@pytest.mark.parametrize("to", ["", "nowhere", "999999"])
def test_a_split_to_no_story_is_asked_again(desk, ferry, trims, to):
    page = confirm(desk, take_out_page(story_of(ferry), trims[1]), where="other", to=to)
    assert Ruling.objects.count() == 0
    assert "story" in plain(page)


def test_before_a_split_the_page_says_what_would_remain_connected(desk, ferry, bees, trims):
    said = plain(desk.get(take_out_page(story_of(ferry), trims[0])))
    assert "If they leave together, these stories would be there" in said
    assert "2 articles: 2 of those that stay" in said
    assert "1 article: 1 of those that leave" in said
    assert "pairs of texts alike enough" in said


def test_the_natural_cut_is_offered_and_taken(desk, editor, ferry, bees, trims):
    rulings.merge_stories([home(ferry), home(bees)], by=editor, reason="One morning")
    page = desk.get(story_page("take_out", story_of(ferry)) + "?weakest=1")
    said = plain(page)
    assert "hangs together least" in said
    assert "Leaves: 1 chosen Beekeepers ask for sugar" in said
    assert "One morning" in said, "the ruling that holds the two together is named"


# --- What is said of stories ------------------------------------------------------------------------------------------


def test_a_pinned_lead_stays_whatever_arrives_and_undoing_gives_the_archives_choice_back(desk, editor, ferry, trims):
    chosen = story_of(ferry).lead_article_id
    confirm(desk, story_page("lead", story_of(ferry), trims[1]), rule="pinned", article=str(trims[1].pk))
    hand_in("Ferry aground, in full", [*FERRY, "It was the third this year."], "Full Post")
    story = story_of(ferry)
    assert (story.lead_article_id, story.headline) == (trims[1].pk, "Off the mole")
    said = plain(desk.get(story_page("lead", story)))
    assert "pinned by an editor" in said
    rulings.undo(Ruling.objects.get().pk, by=editor, reason="No")
    assert story_of(ferry).lead_article_id != trims[1].pk
    assert chosen


def test_rules_for_the_lead_are_followed_as_members_come(desk, ferry):
    first = hand_in("Early word", FERRY[:4], "Early Post", "March 2, 2021")
    said = plain(desk.get(story_page("lead", story_of(ferry))))
    assert "The earliest printed: “Early word”" in said
    confirm(desk, story_page("lead", story_of(ferry)), rule="earliest")
    assert story_of(ferry).lead_article_id == first.pk
    earlier = hand_in("Earlier word", FERRY[1:], "Earlier Post", "March 1, 2021")
    assert story_of(ferry).lead_article_id == earlier.pk
    confirm(desk, story_page("lead", story_of(ferry)), rule="longest")
    assert story_of(ferry).lead_article_id == ferry.pk


def test_the_agencys_own_leads_where_that_is_the_rule(desk, ferry, trims):
    own = hand_in("As filed", (*FERRY[:4], "The line declined to comment."), "Tambora Press")
    own.agencies.add(own.agencies.model.objects.get_or_create(name="Tambora Press")[0])
    confirm(desk, story_page("lead", story_of(ferry)), rule="agency")
    assert story_of(ferry).lead_article_id == own.pk
    confirm(desk, story_page("lead", story_of(ferry)), rule="complete")
    assert story_of(ferry).lead_article_id == ferry.pk


def test_a_lead_from_another_story_is_refused(desk, ferry, bees):
    said = plain(confirm(desk, story_page("lead", story_of(ferry)), rule="pinned", article=str(bees.pk)))
    assert "not in this story" in said
    assert Ruling.objects.count() == 0


def test_headline_and_date_are_the_storys_own_and_articles_keep_theirs(desk, editor, ferry, trims):
    where = story_page("edit", story_of(ferry))
    confirm(desk, where, headline="The Petrel <b>stranded</b>", dated_on="2021-03-01")
    hand_in("Fourth", (*FERRY[:2], "Divers are expected."), "Fourth Post")
    story = story_of(ferry)
    assert (story.headline, f"{story.dated_on}", story.dated_by) == (
        "The Petrel <b>stranded</b>",
        "2021-03-01",
        "editor",
    )
    ferry.refresh_from_db()
    assert ferry.headline == "Ferry runs aground off Tambora mole"
    page = desk.get(story.get_absolute_url()).content.decode()
    assert "The Petrel &lt;b&gt;stranded" in page
    assert plain(confirm(desk, where, headline=story.headline, dated_on="2021-03-01")).count("says already")
    rulings.undo(Ruling.objects.get().pk, by=editor, reason="Plain is better")
    assert story_of(ferry).headline == "Ferry runs aground off Tambora mole"


def test_what_is_said_of_a_story_goes_with_its_lead_through_merges_and_splits(desk, editor, ferry, bees):
    rulings.edit_story(home(bees), headline="Sugar for bees", by=editor, reason="Shorter")
    rulings.mark_story(home(bees), "embargoed", by=editor, reason="Until Friday")
    merged = rulings.merge_stories([home(ferry), home(bees)], by=editor, reason="One")
    assert story_of(bees).headline == "Sugar for bees"
    rulings.undo(merged.pk, by=editor, reason="Two")
    assert (story_of(ferry).headline, story_of(ferry).marks) == ("Ferry runs aground off Tambora mole", [])
    assert (story_of(bees).headline, story_of(bees).marks) == ("Sugar for bees", ["embargoed"])


def test_marks_are_set_and_lifted_on_a_story_and_on_members(desk, ferry, trims):
    confirm(desk, story_page("mark", story_of(ferry)), mark="embargoed")
    confirm(desk, story_page("mark", story_of(ferry), trims[0]), mark="corrected")
    assert story_of(ferry).marks == ["embargoed"]
    assert marks_of_articles([ferry, *trims]) == {trims[0].pk: {"corrected"}}
    page = plain(desk.get(reverse("admin:archive_story_change", args=[home(ferry)])))
    assert "Petrel aground corrected" in page
    assert "embargoed" in page
    assert "already marked embargoed" in plain(confirm(desk, story_page("mark", story_of(ferry)), mark="embargoed"))
    confirm(desk, story_page("mark", story_of(ferry)), mark="embargoed", act="lift")
    assert story_of(ferry).marks == []


# --- Pairs ------------------------------------------------------------------------------------------------------------


def test_a_pair_ruled_different_stays_so_through_a_third_article(desk, ferry, trims):
    confirm(desk, pair_page(ferry, trims[0]), verdict="different")
    assert home(ferry) != home(trims[0])
    hand_in("Between", [*FERRY[:4], "The tide turned."], "Between Post")
    assert home(ferry) != home(trims[0])


def test_a_pair_ruled_the_same_brings_whole_stories_together(desk, ferry, trims, bees):
    copy = hand_in("Hives", BEEKEEPERS[:3], "Evening Mole")
    assert home(copy) == home(bees)
    confirm(desk, pair_page(trims[0], copy), verdict="same")
    assert len({home(a) for a in (ferry, *trims, bees, copy)}) == 1


def test_a_pair_may_be_of_one_story_and_not_one_version(desk, ferry, trims):
    confirm(desk, pair_page(ferry, trims[0]), verdict="different", level="version")
    assert home(ferry) == home(trims[0])
    confirm(desk, pair_page(ferry, trims[0]), verdict="unsure")
    assert [r.kind for r in Ruling.objects.order_by("pk")] == ["different", "unsure"]


def test_a_pair_against_an_earlier_ruling_names_it(desk, editor, ferry, bees):
    merged = rulings.merge_stories([home(ferry), home(bees)], by=editor, reason="One morning")
    said = plain(confirm(desk, pair_page(ferry, bees), verdict="different"))
    assert f"ruling {merged.pk} (stories merged by edda" in said
    confirm(desk, pair_page(ferry, bees), verdict="different", replacing=[merged.pk])
    assert home(ferry) != home(bees)


def test_a_ruling_is_narrowed_to_those_that_it_still_fits(desk, editor, ferry, bees):
    lamps = hand_in("Lamps go out", LAMPS, "Third Post")
    merged = rulings.merge_stories([home(ferry), home(bees), home(lamps)], by=editor, reason="One evening")
    confirm(desk, take_out_page(story_of(ferry), lamps), replacing=[merged.pk])
    assert home(ferry) == home(bees) != home(lamps)


@pytest.mark.parametrize("named", [[], ["x", "y"], ["1"], ["999998", "999999"]])
def test_a_pair_that_is_none_is_asked_for_in_words(desk, named):
    page = desk.get(reverse("admin:archive_ruling_pair"), {"article": named})
    assert page.status_code == 200
    assert "article" in plain(page)


def test_identical_copies_cannot_be_different(desk, ferry):
    copy = hand_in("Same again", FERRY, "Copy Post")
    assert "word for word" in plain(confirm(desk, pair_page(ferry, copy), verdict="different"))


# --- Two editors ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["lead", "edit", "mark", "take_out"])
def test_the_second_of_two_editors_sees_that_the_story_changed_and_decides_anew(desk, editor, ferry, bees, trims, page):
    where = story_page(page, story_of(ferry), *([trims[0]] if page == "take_out" else []))
    opened = fields(desk.get(where))
    rulings.mark_story(home(ferry), "embargoed", by=editor, reason="Until noon")
    rulings.take_out(home(ferry), [trims[1].pk], by=editor, reason="Not this")
    count = Ruling.objects.count()
    filled = {
        "rule": "earliest",
        "headline": "Mine",
        "mark": "corrected",
        "act": "set",
        "where": "own",
        "reason": "Mine",
    }
    answer = desk.post(where.partition("?")[0], opened | filled)
    assert answer.status_code == 409
    assert CHANGED in plain(answer)
    assert Ruling.objects.count() == count
    assert desk.post(where.partition("?")[0], fields(answer) | filled).status_code == 302


def test_every_page_of_a_story_says_where_a_merged_one_went(desk, editor, ferry, bees):
    rulings.merge_stories([home(ferry), home(bees)], by=editor, reason="One")
    gone = Story.objects.get(merged_into__isnull=False)
    for page in ("lead", "edit", "mark", "take_out"):
        said = plain(desk.get(story_page(page, gone, ferry)))
        assert f"merged into story {gone.merged_into_id}" in said or "No longer in this story" in said


def test_the_same_answer_sent_twice_is_one_ruling(desk, ferry, bees):
    posted = fields(desk.get(pair_page(ferry, bees))) | {"verdict": "unsure", "reason": "Cannot tell"}
    where = reverse("admin:archive_ruling_pair")
    assert [desk.post(where, posted).status_code for _ in range(2)] == [302, 409]
    assert Ruling.objects.count() == 1


@pytest.mark.parametrize(
    "said", [{"headline": "\u200b"}, {"headline": "\u202e"}, {"dated_on": "0001-01-01"}, {"dated_on": "9999-12-31"}]
)
def test_a_headline_that_nobody_sees_and_a_day_without_news_are_refused(desk, ferry, said):
    answer = confirm(desk, story_page("edit", story_of(ferry)), **({"headline": story_of(ferry).headline} | said))
    assert answer.status_code in (200, 409)
    assert Ruling.objects.count() == 0


@pytest.mark.parametrize("day", ["dated_on__year=9999", "dated_on__year=0", "dated_on__year=2011&dated_on__month=13"])
def test_days_that_there_are_not_are_a_filter_that_is_not_known(desk, ferry, day):
    answer = desk.get(f"{reverse('admin:archive_story_changelist')}?{day}", follow=True)
    assert answer.status_code == 200
    assert "Ferry runs aground" in plain(answer)


@pytest.mark.parametrize(
    ("table", "asked"), [("searchentry", "dated_on__year=99999"), ("original", "pk=%00"), ("scheme", "pk=%00")]
)
def test_a_filter_that_no_row_can_have_shows_the_whole_table(desk, ferry, table, asked):
    answer = desk.get(f"{reverse(f'admin:archive_{table}_changelist')}?{asked}", follow=True)
    assert answer.status_code == 200
