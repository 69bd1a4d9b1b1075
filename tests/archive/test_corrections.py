"""An editor knows better what an article says of itself: it counts, it lasts, and it can be taken back."""

import datetime

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from newsarchive.archive.models import Agency, Article, Paragraph, Reading, RuledStory, Ruling, Source, Story
from newsarchive.archive.queries import corrections
from newsarchive.archive.queries.search import find_stories
from newsarchive.archive.queries.wanted import Wanted
from newsarchive.archive.services import corrected
from newsarchive.archive.services.rulings import Refused, correct_article, undo
from tests.archive.admin_rows import FERRY, hand_in
from tests.archive.factories import make_article, make_editor, story_of
from tests.archive.pipeline import take_in

pytestmark = pytest.mark.django_db
WHY = "The paper copy says so."
PAGE = "\n\n".join(
    ["Ferry aground", "Published March 5, 2021", f"TAMBORA, March 4, 2021 (Reuters) - {FERRY[0]}", *FERRY[1:]]
).encode()


@pytest.fixture
def editor():
    return make_editor()


@pytest.fixture
def article():
    return make_article(
        "Fery runs agrund",
        FERRY,
        source="Harbor Post",
        agencies=["AP"],
        place="TAMBORA",
        published_at=datetime.datetime(2021, 3, 4, 9, 30, tzinfo=datetime.UTC),
        doubts={"published": "The zone was inferred."},
    )


def fresh(article):
    return Article.objects.get(original_id=article.original_id, item=article.item)


def state(article):
    """All that a correction may change, as the tables have it."""
    now = fresh(article)
    columns = {field.attname: getattr(now, field.attname) for field in Article._meta.concrete_fields}
    entry = now.search_entry.vector if hasattr(now, "search_entry") else None
    agencies = sorted(now.agencies.values_list("name", flat=True))
    reading = Reading.objects.filter(article=now).values_list("values", flat=True).first()
    return columns | {"agencies": agencies, "vector": entry, "reading": reading, "story": story_state(now)}


def story_state(article):
    story = story_of(article)
    return story.headline, story.dated_on, story.dated_by, story.source_count


def correct(article, editor, **changes):
    return correct_article(article.pk, changes, by=editor, reason=WHY)


def test_what_an_editor_says_counts_and_what_was_read_stays_beside_it(article, editor):
    ruling = correct(article, editor, headline="Ferry runs aground", place="Tambora", byline="Ilse Maarten")
    now = fresh(article)
    assert (now.headline, now.place, now.byline) == ("Ferry runs aground", "Tambora", "Ilse Maarten")
    beside = corrections.beside(now)
    assert beside["headline"].read == "Fery runs agrund"
    assert beside["byline"].read == "none"
    assert (beside["place"].correction.ruling, beside["place"].correction.by) == (ruling.pk, "egon")
    assert (ruling.kind, ruling.use, ruling.reason) == ("article", "correct", WHY)
    assert ruling.before["article"]["headline"] == "Fery runs agrund"
    assert ruling.after["article"]["headline"] == "Ferry runs aground"
    assert list(RuledStory.objects.values_list("story", flat=True)) == [story_of(now).pk]


def test_the_story_and_the_search_follow(article, editor):
    correct(article, editor, headline="Vessel aground", published_on="2021-03-01")
    assert story_state(article)[:3] == ("Vessel aground", datetime.date(2021, 3, 1), "published")
    assert found("vessel") == [story_of(article).pk]
    assert found("agrund") == []
    assert found("lifeboats radars") == [story_of(article).pk], "the body is found as before"


def found(words: str) -> list[int]:
    return [story.pk for story in find_stories(Wanted(query=words)).stories]


def test_a_corrected_day_has_no_time_and_says_who_corrected_it(article, editor):
    ruling = correct(article, editor, published_on=datetime.date(2021, 3, 2))
    now = fresh(article)
    assert (now.published_on, now.published_at) == (datetime.date(2021, 3, 2), None)
    assert (now.dated_on, now.dated_by) == (now.published_on, "published")
    assert now.doubts == {"published": f"Corrected by egon (ruling {ruling.pk})."}
    assert corrections.beside(now)["published_on"].read == "4 March 2021, 09:30 UTC"


def test_a_day_taken_away_leaves_the_next_clock_to_date_it(article, editor):
    correct(article, editor, published_on=None, retrieved_on="2021-03-09")
    assert (fresh(article).dated_by, fresh(article).dated_on) == ("retrieved", datetime.date(2021, 3, 9))
    correct(article, editor, retrieved_on="")
    assert (fresh(article).dated_by, fresh(article).dated_on) == ("ingested", article.ingested_at.date())


def test_source_and_agencies_are_named_and_new_names_entered(article, editor):
    Source.objects.create(name="Harbour Post")
    correct(article, editor, source="harbour post", agencies=["Reuters", "New Wire", "reuters"])
    now = fresh(article)
    assert now.source.name == "Harbour Post"
    assert now.source_read.name == "Harbor Post"
    assert sorted(now.agencies.values_list("name", flat=True)) == ["New Wire", "Reuters"]
    assert now.agencies_read == ["AP"]
    correct(article, editor, source=None, agencies=[])
    assert fresh(article).source is None
    assert not fresh(article).agencies.exists()
    assert story_state(article)[3] == 0


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "Nothing would change"),
        ({"headline": "  Fery  runs agrund "}, "Nothing would change"),
        ({"source": "HARBOR POST", "agencies": ["ap"]}, "Nothing would change"),
        ({"published_on": "2021-03-04"}, "Nothing would change"),
        ({"published_on": "4 March"}, "this is no date"),
        ({"published_on": "3021-03-04"}, "cannot be"),
        ({"filed_on": "0021-03-04"}, "cannot be"),
        ({"headline": "x" * 501}, "too long"),
        ({"agencies": ["x" * 101]}, "agencies at most"),
        ({"agencies": [f"Wire {n}" for n in range(21)]}, "agencies at most"),
        ({"text": "x"}, "could be corrected"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(article, editor, changes, said):
    before = state(article)
    with pytest.raises(Refused, match=said):
        correct(article, editor, **changes)
    assert state(article) == before
    assert not Ruling.objects.exists()


def test_without_a_reason_or_an_article_nothing_is_corrected(article, editor):
    with pytest.raises(Refused, match="Say why"):
        correct_article(article.pk, {"headline": "x"}, by=editor, reason=" ")
    with pytest.raises(Refused, match="no such article"):
        correct_article(article.pk + 1, {"headline": "x"}, by=editor, reason=WHY)
    Article.objects.filter(pk=article.pk).update(text=None)
    with pytest.raises(Refused, match="in the bin"):
        correct_article(article.pk, {"headline": "x"}, by=editor, reason=WHY)


def test_undone_all_is_exactly_as_it_was(article, editor):
    before = state(article)
    ruling = correct(
        article,
        editor,
        headline="Ferry aground",
        byline="I. M.",
        place="",
        published_on="2021-01-01",
        filed_on="2021-01-02",
        dateline_on="2021-01-03",
        source="Harbour Post",
        agencies=[],
    )
    assert state(article) != before
    undo(ruling.pk, by=editor, reason="No.")
    after = state(article)
    assert after == before
    assert not Reading.objects.exists()


def test_the_latest_in_force_counts_whatever_was_undone_before(article, editor):
    first = correct(article, editor, headline="One", published_on="2021-01-01")
    second = correct(article, editor, headline="Two")
    third = correct(article, editor, headline="Three")
    undo(second.pk, by=editor, reason="No.")
    assert fresh(article).headline == "Three"
    undo(third.pk, by=editor, reason="No.")
    assert fresh(article).headline == "One"
    undo(first.pk, by=editor, reason="No.")
    assert fresh(article).headline == "Fery runs agrund"
    assert fresh(article).published_at == article.published_at


STEPS = st.lists(
    st.one_of(
        st.fixed_dictionaries(
            {},
            optional={
                "headline": st.sampled_from(["Ferry aground", "Fery runs agrund", ""]),
                "published_on": st.sampled_from(["2021-01-01", "2021-03-04", None]),
                "filed_on": st.sampled_from(["2021-01-02", None]),
                "source": st.sampled_from(["Harbour Post", "Harbor Post", None]),
                "agencies": st.sampled_from([[], ["AP"], ["Reuters", "AP"]]),
            },
        ),
        st.integers(0, 5),
    ),
    max_size=8,
)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(STEPS)
def test_in_any_order_it_comes_out_as_the_rulings_in_force_say(article, editor, steps):
    """Corrections and undoings as they come; then each ruling in force made again on the article as it was read."""
    Ruling.objects.standing().update(undone_at=timezone.now())
    corrected.apply([fresh(article)])
    before = state(article)
    for step in steps:
        standing = list(Ruling.objects.standing().order_by("pk"))
        try:
            if isinstance(step, int):
                undo(standing[step % len(standing)].pk, by=editor, reason="No.") if standing else None
            else:
                correct(article, editor, **step)
        except Refused:
            continue
        said = {}
        for ruling in Ruling.objects.standing().order_by("pk"):
            said |= ruling.value
        now = corrections.present(Article.objects.prefetch_related("agencies").get(pk=article.pk))
        read = {"headline": "Fery runs agrund", "published_on": "2021-03-04", "filed_on": None}
        read |= {"source": "Harbor Post", "agencies": ["AP"]}
        assert {field: now[field] for field in read} == read | said
    for ruling in Ruling.objects.standing():
        undo(ruling.pk, by=editor, reason="All back.")
    assert state(article) == before


def test_a_correction_outlives_deletion_and_comes_back_with_the_file(editor):
    take_in({"page.txt": PAGE}, "Harbor Post")
    article = Article.objects.get()
    assert (article.source_read.name, article.agencies_read) == ("Harbor Post", ["Reuters"])
    changes = {"headline": "Petrel aground", "published_on": "2021-03-01", "source": "Harbour Post", "agencies": ["AP"]}
    ruling = correct(article, editor, **changes)
    Story.objects.update(lead_article=None)
    Paragraph.objects.all().delete()
    article.delete()
    assert not Reading.objects.exists()
    take_in({"again.txt": PAGE}, "Harbor Post")
    again = Article.objects.get()
    assert again.pk != article.pk
    assert (again.headline, again.dated_by, again.source.name) == ("Petrel aground", "published", "Harbour Post")
    assert again.dated_on == datetime.date(2021, 3, 1)
    assert [agency.name for agency in again.agencies.all()] == ["AP"]
    assert story_of(again).headline == "Petrel aground"
    undo(ruling.pk, by=editor, reason="No.")
    assert fresh(again).headline == "Ferry aground"
    assert fresh(again).source.name == "Harbor Post"
    assert [agency.name for agency in again.agencies.all()] == ["Reuters"]


def test_filing_asks_once_for_corrections_where_there_are_none(django_assert_max_num_queries, article):
    with django_assert_max_num_queries(1):
        corrected.apply_to_new([article] * 50)


def test_many_articles_cost_as_much_as_one(editor, django_assert_max_num_queries):
    many = [make_article(f"Fery {number}", [f"A ferry {number}."], agencies=["AP"]) for number in range(20)]
    for article in many:
        correct(article, editor, agencies=["Reuters"], source=f"Paper {article.pk}")
    articles = list(Article.objects.all())
    with django_assert_max_num_queries(10):
        corrected.apply(articles)


def test_hand_ins_are_read_as_before(editor):
    article = hand_in("Ferry runs aground", FERRY, "Harbour Post")
    assert article.source == article.source_read
    assert sorted(article.agencies.values_list("name", flat=True)) == sorted(article.agencies_read)
    assert Agency.objects.filter(articles=article).count() == len(article.agencies_read)
