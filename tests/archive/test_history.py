"""A story's history tells what was decided, in words."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from newsarchive.archive.models import Article, RuledArticle, RuledStory, Ruling, Story
from newsarchive.archive.queries import telling
from newsarchive.archive.queries.history import entries, lineage, touching
from newsarchive.archive.services import rulings
from tests.archive.admin_rows import HOSTILE, staff
from tests.archive.desk import WHY, history_page, plain, ruling_page, undo_page, words
from tests.archive.factories import story_of

pytestmark = pytest.mark.django_db


# --- In words -------------------------------------------------------------------------------------------------------

STOOD = {"stories": {"12": ["a#1", "b#1", "c#1"], "15": ["d#1"]}}
STANDS = {"stories": {"12": ["a#1"], "15": ["b#1", "c#1", "d#1"]}}


@pytest.mark.parametrize(
    ("use", "kind", "value", "before", "after", "said"),
    [
        ("merge", "same", {}, STOOD, {}, "merged stories 12 and 15"),
        (
            "merge",
            "same",
            {},
            {"stories": {str(n): [] for n in range(1, 9)}},
            {},
            "merged 8 stories (1, 2, 3, 4, 5, 6 …)",
        ),
        ("take out", "different", {}, {"stories": {"12": ["a#1"]}}, {}, "took 2 articles out of story 12"),
        ("move", "different", {}, STOOD, STANDS, "moved 2 articles from story 12 to story 15"),
        (
            "part",
            "different",
            {"alone": True},
            {"stories": {"12": []}},
            {},
            "parted 2 articles of story 12, each alone",
        ),
        ("pair", "same", {}, {}, {}, "ruled that two articles are the same story"),
        ("pair", "different", {}, {}, {}, "ruled that two articles are different stories"),
        ("pair", "unsure", {}, {}, {}, "left open whether two articles are the same story"),
        ("lead", "lead", {"rule": "pinned"}, {}, {}, "pinned an article as the lead"),
        ("lead", "lead", {"rule": "earliest"}, {}, {}, "lead by rule: the earliest printed"),
        ("story", "story", {"headline": "Aground"}, {}, {}, "headline set to “Aground”"),
        ("story", "story", {"dated_on": "2007-08-09"}, {}, {}, "date set to 9 August 2007"),
        ("mark", "mark", {"mark": "embargoed", "set": True, "of": "article"}, {}, {}, "embargoed set on 2 articles"),
        ("mark", "mark", {"mark": "corrected", "set": False, "of": "story"}, {}, {}, "corrected lifted from the story"),
        ("correct", "article", {"place": "Tambora"}, {}, {}, "place corrected to “Tambora”"),
        ("correct", "article", {"published_on": "2021-03-04"}, {}, {}, "published corrected to 4 March 2021"),
        ("correct", "article", {"agencies": ["A", "B"]}, {}, {}, "agencies corrected to A, B"),
        ("correct", "article", {"byline": ""}, {}, {}, "byline taken away"),
        ("fold", "paragraph", {"position": 3, "repeats": 0}, {}, {}, "paragraph 4 folded, as it repeats paragraph 1"),
        ("fold", "paragraph", {"position": 3, "repeats": None}, {}, {}, "paragraph 4 unfolded"),
        ("withdraw", "withdrawn", {"upload": 12}, {}, {}, "withdrew upload 12"),
        ("names", "names", {"table": "source", "keep": 3, "others": [4, 5]}, {}, {}, "merged 2 sources into source 3"),
        (
            "names",
            "names",
            {"table": "agency", "keep": 3, "others": [4]},
            {},
            {"names": {"TP": "Tambora Press"}},
            "agency “TP” made another spelling of “Tambora Press”",
        ),
        ("lead", "lead", {}, {}, {}, "lead chosen"),
        ("withdraw", "withdrawn", ["what"], {}, {}, "upload withdrawn"),
    ],
)
@pytest.mark.parametrize("short", [False, True])
def test_every_kind_of_ruling_is_told_in_words(use, kind, value, before, after, said, short):
    ruling = Ruling.objects.create(kind=kind, use=use, value=value, reason="x", before=before, after=after)
    for name in "ab":
        RuledArticle.objects.create(ruling=ruling, original_digest=name * 64)
    rows = telling.short(Ruling.objects.all()) if short else Ruling.objects.all()
    assert telling.told(rows.get(pk=ruling.pk)) == said


def test_every_use_has_its_words():
    assert set(Ruling.Use.values) == set(telling.WORDS)


@pytest.mark.parametrize(
    "record", [{}, [], {"stories": None}, {"stories": {"x": 3, "4": 7}}, {"said": [1]}, {"odd": 1}]
)
def test_a_record_in_an_unknown_shape_is_shown_all_the_same(desk, ferry, record):
    ruling = Ruling.objects.create(kind="same", use="merge", reason=WHY, before=record, after={})
    RuledStory.objects.create(ruling=ruling, story=story_of(ferry))
    assert desk.get(history_page(story_of(ferry))).status_code == 200
    assert desk.get(reverse("admin:archive_ruling_changelist")).status_code == 200


def test_what_changed_is_said_before_and_after(ferry, trimmed, editor):
    home = story_of(ferry)
    rulings.choose_lead(home.pk, article_id=trimmed.pk, by=editor, reason=WHY)
    rulings.edit_story(home.pk, headline="Aground", dated_on=datetime.date(2021, 3, 9), by=editor, reason=WHY)
    rulings.mark_story(home.pk, "embargoed", by=editor, reason=WHY)
    marked, headed, led = entries(telling.short(touching(home.pk)))
    assert [(c.what, c.before, c.after) for c in marked.changes] == [("marks", "–", "embargoed")]
    assert [(c.what, c.before, c.after) for c in headed.changes] == [
        ("headline", f"“{trimmed.headline}”", "“Aground”"),
        ("date", "4 March 2021", "9 March 2021"),
    ]
    lead = next(change for change in led.changes if change.what == "lead")
    assert lead.before == f"article {ferry.pk}, “{ferry.headline}”"
    assert lead.after == f"article {trimmed.pk}, “{trimmed.headline}”"


def test_a_lead_that_is_no_longer_here_is_said_to_be(desk, ferry):
    home = story_of(ferry)
    said = [{"said": {str(home.pk): {"lead": name}}} for name in (f"{'f' * 64}#1", "")]
    ruling = Ruling.objects.create(kind="lead", use="lead", value={"rule": "pinned"}, before=said[0], after=said[1])
    RuledStory.objects.create(ruling=ruling, story=home)
    assert "no longer here" in words(desk.get(history_page(home)))


# --- The history ----------------------------------------------------------------------------------------------------


def test_the_history_says_when_who_what_why_before_and_after(desk, editor, ferry, bees):
    one, other = story_of(ferry), story_of(bees)
    ruling = rulings.merge_stories([one.pk, other.pk], by=editor, reason=WHY)
    said = plain(desk.get(history_page(story_of(ferry))))
    for part in (f"Ruling {ruling.pk} : merged stories {one.pk} and {other.pk}", "UTC", "edda", WHY, "Undo…"):
        assert part in said
    assert f"story {other.pk} , articles: 1 → became none: merged" in said


def test_a_merged_away_story_has_its_history_and_says_where_it_went(desk, editor, ferry, bees):
    ruling = rulings.merge_stories([story_of(ferry).pk, story_of(bees).pk], by=editor, reason=WHY)
    gone, home = Story.objects.get(merged_into__isnull=False), story_of(ferry)
    said = plain(desk.get(history_page(gone)))
    assert f"Merged into story {home.pk}" in said
    assert f"by ruling {ruling.pk}" in said
    assert WHY in said
    here = plain(desk.get(history_page(home)))
    assert "Merged into this one:" in here
    assert f"story {gone.pk}" in here
    rulings.undo(ruling.pk, by=editor, reason="Two after all.")
    assert lineage(Story.objects.get(pk=gone.pk)).into is None
    assert "undone on" in plain(desk.get(history_page(gone)))


def test_what_a_later_ruling_set_aside_says_so(desk, editor, ferry, trimmed):
    home = story_of(ferry)
    apart = rulings.take_out(home.pk, [trimmed.pk], by=editor, reason="Another ferry.")
    both = [home.pk, story_of(trimmed).pk]
    again = rulings.merge_stories(both, by=editor, reason="The same after all.", replacing=[apart.pk])
    said = plain(desk.get(history_page(story_of(ferry))))
    assert f"set aside by ruling {again.pk}" in said
    assert f"Ruling {again.pk} : merged" in plain(desk.get(ruling_page(apart)))
    assert f"Ruling {apart.pk} : took 1 article out" in plain(desk.get(ruling_page(again)))


def test_a_story_nobody_ruled_on_says_so_and_who_may_not_see_rulings_sees_none(client, desk, ferry, bees, editor):
    assert "it is as the archive made it" in words(desk.get(history_page(story_of(ferry))))
    rulings.merge_stories([story_of(ferry).pk, story_of(bees).pk], by=editor, reason=WHY)
    blind = staff("bela")
    blind.user_permissions.remove(*blind.user_permissions.filter(codename="view_ruling"))
    client.force_login(blind)
    assert WHY not in words(client.get(history_page(story_of(ferry))))
    client.force_login(staff("ari"))
    looked = words(client.get(history_page(story_of(ferry))))
    assert WHY in looked
    assert "Undo…" not in looked


def test_a_withdrawal_is_undone_by_those_who_may_withdraw(client, ferry):
    ruling = Ruling.objects.create(kind="withdrawn", use="withdraw", value={"upload": 1}, reason=WHY)
    RuledStory.objects.create(ruling=ruling, story=story_of(ferry))
    client.force_login(staff("rudi", "rule"))
    assert client.get(undo_page(ruling)).status_code == 403
    assert client.post(undo_page(ruling), {"reason": WHY}).status_code == 403
    assert "Undo…" not in words(client.get(history_page(story_of(ferry))))
    client.force_login(staff("wanda", "withdraw_upload"))
    assert "Undo…" in words(client.get(history_page(story_of(ferry))))
    assert "come back from the bin" in words(client.get(undo_page(ruling)))
    ruling.refresh_from_db()
    assert ruling.holds


def _ruled(story, by, first, last):
    article = Article.objects.get(pk=story.lead_article_id)
    name = f"{article.original_id}#1"
    for number in range(first, last):
        said = [{"said": {str(story.pk): {"lead": name, "headline": h}}} for h in ("before", f"{number} {HOSTILE}")]
        ruling = Ruling.objects.create(
            kind="story",
            use="story",
            value={"headline": str(number)},
            reason=f"{number} {HOSTILE}",
            made_by=by,
            before=said[0],
            after=said[1],
        )
        RuledStory.objects.create(ruling=ruling, story=story)
        RuledArticle.objects.create(ruling=ruling, original_digest=article.original_id)
        if number:
            ruling.replaces.add(Ruling.objects.order_by("pk").first())


def asked_for(client, where):
    with CaptureQueriesContext(connection) as asked:
        assert client.get(where).status_code == 200
    return len(asked)


def test_history_list_and_record_ask_as_often_for_50_rulings_as_for_5(desk, editor, ferry):
    home = story_of(ferry)
    _ruled(home, editor, 0, 5)
    first = Ruling.objects.order_by("pk").first()
    pages = [history_page(home), reverse("admin:archive_ruling_changelist"), ruling_page(first)]
    [desk.get(where) for where in pages]
    few = [asked_for(desk, where) for where in pages]
    _ruled(home, editor, 5, 50)
    assert [asked_for(desk, where) for where in pages] == few
    said = words(desk.get(history_page(home)))
    assert "50 rulings" in said
    assert "<script>alert" not in said
    assert "Ruling" in plain(desk.get(history_page(home) + "?rulings=2"))
    assert desk.get(history_page(home) + "?rulings=nonsense").status_code == 200


def test_counting_the_list_reads_no_records(desk, editor, ferry):
    _ruled(story_of(ferry), editor, 0, 3)
    with CaptureQueriesContext(connection) as asked:
        desk.get(reverse("admin:archive_ruling_changelist"))
    counts = [q["sql"] for q in asked if "COUNT(*)" in q["sql"] and "archive_ruling" in q["sql"]]
    assert counts, [q["sql"][:150] for q in asked]
    assert not any("jsonb_each" in sql for sql in counts)


def test_the_list_is_narrowed_by_use_by_person_by_story_and_by_what_holds(desk, editor, ferry, trimmed, bees):
    home = story_of(ferry)
    rulings.mark_story(home.pk, "embargoed", by=editor, reason="A mark.")
    rulings.mark_story(story_of(bees).pk, "corrected", by=staff("otto"), reason="Another mark.")
    undone = rulings.edit_story(home.pk, headline="Aground", by=editor, reason="A headline.")
    rulings.undo(undone.pk, by=editor, reason="No.")
    listed = reverse("admin:archive_ruling_changelist")
    for asked, reasons in (
        ({"use__exact": "mark"}, {"A mark.", "Another mark."}),
        ({"by": "OTTO"}, {"Another mark."}),
        ({"by": "nobody"}, set()),
        ({"by": "edda", "holds": "yes"}, {"A mark."}),
        ({"story": f"#{home.pk}"}, {"A mark.", "A headline."}),
        ({"story": "nonsense\0"}, set()),
        ({"holds": "no"}, {"A headline."}),
    ):
        said = words(desk.get(listed, asked))
        for reason in ("A mark.", "Another mark.", "A headline."):
            assert (f">{reason}<" in said) == (reason in reasons), (asked, reason)
