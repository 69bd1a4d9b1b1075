"""The queue is filled: with what, once each, and again when it is a question again."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command

from newsarchive.archive.models import Article, Match, Review, Story
from newsarchive.archive.queries import drawing, questions
from newsarchive.archive.queries.reviewing import places
from newsarchive.archive.queries.schemes import in_force
from newsarchive.archive.services import asking, rulings
from newsarchive.archive.tasks import fill_reviews
from tests.archive.admin_rows import FERRY, hand_in
from tests.archive.factories import make_article, story_of
from tests.archive.pipeline import article_of, take_in
from tests.archive.wirecopy import Desk, mixed_bag, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def bag():
    take_in(mixed_bag(3, 4))


def asked(queue):
    return Review.objects.filter(queue=queue, state="open")


def texts_of(review):
    return frozenset(places([review])[review.pk].texts)


def test_pairs_are_named_smaller_first_and_each_is_asked_once(bag):
    asking.fill(1)
    rows = list(Review.objects.all())
    assert rows
    assert all((r.digest, r.item) < (r.other_digest, r.other_item) for r in rows)
    assert len({texts_of(r) for r in rows}) == len(rows)
    before = set(Review.objects.values_list("pk", "queue", "stake", "odds", "seed"))
    assert asking.fill(1).put.total() == 0
    assert set(Review.objects.values_list("pk", "queue", "stake", "odds", "seed")) == before


def test_the_same_seed_draws_the_same_and_is_kept(bag):
    one, again, other = (drawing.draw(seed, in_force(), texts=6) for seed in (5, 5, 6))
    assert one == again
    assert one.pairs != other.pairs
    asking.fill(5)
    assert set(asked("sample").values_list("seed", flat=True)) == {5}


def test_what_is_drawn_stands_for_all_pairs_that_the_archive_compares(bag):
    scheme = in_force()
    everything = drawing.draw(1, scheme)
    assert everything.weight == 1
    some = [drawing.draw(seed, scheme, texts=7) for seed in range(60)]
    guessed = sum(draw.weight * len(draw.pairs) for draw in some) / len(some)
    assert guessed == pytest.approx(len(everything.pairs), rel=0.15)
    matches = set(Match.objects.values_list("text_id", "other_id"))
    assert matches <= {tuple(sorted((p.one, p.other))) for p in everything.pairs}, "all that match are among them"


def test_drawn_pairs_know_their_stratum_and_how_many_there_are_of_it(bag):
    asking.fill(1)
    everything = drawing.draw(1, in_force()).strata()
    for review in asked("sample"):
        assert review.stratum == drawing.stratum_of(review.odds, review.machine_same)
        assert review.population == len(everything[review.stratum])


@pytest.mark.parametrize(
    ("odds", "same", "stratum"),
    [
        (0.0, True, "one 0 to 1"),
        (0.999, False, "two 0 to 1"),
        (3.0, True, "one 3 and up"),
        (-0.001, False, "two -1 to 0"),
        (-1.0, False, "two -1 to 0"),
        (-3.0, False, "two -3 to -1"),
        (-100.0, False, "two under -3"),
    ],
)
def test_strata_are_bands_of_odds_on_either_side(odds, same, stratum):
    assert drawing.stratum_of(odds, same) == stratum
    assert stratum in drawing.STRATA
    assert all(len(name) <= 20 for name in drawing.STRATA)


def test_near_pairs_lie_on_both_sides_of_the_line_and_the_nearest_come_first(bag):
    Match.objects.filter(pk=Match.objects.order_by("pk").first().pk).update(story_odds=0.01)
    above = [q.odds for q in questions.near_above(in_force(), 10)]
    assert above[0] == 0.01
    assert above == sorted(above)
    draw = drawing.draw(1, in_force())
    below = [q.odds for q in questions.near_below(draw)]
    assert below == sorted(below, reverse=True)
    assert all(-3 <= odds < 0 for odds in below)


def test_the_weakest_link_of_a_large_story_is_asked_with_what_would_part(bag):
    desk = Desk(77)
    body = desk.report(8)
    files = {f"big-{n}.txt": page(f"Told {n}", [desk.edited(p, 2) for p in body]) for n in range(7)}
    take_in(files)
    story = story_of(article_of("big-0.txt"))
    assert story.article_count == 7
    (question,) = [q for q in questions.weak(1, 10) if q.one in texts_in(story)]
    assert {question.one, question.other} <= texts_in(story)
    assert 1 <= question.stake <= 3


def texts_in(story):
    return set(story.memberships.values_list("text_id", flat=True))


def test_a_text_that_joins_a_story_dated_or_kept_long_before_is_asked_with_its_nearest():
    old = hand_in("Ferry runs aground", FERRY, "Harbour Post", "March 4, 2001")
    new = hand_in("Ferry runs aground again", FERRY[:4], "Evening Mole", "June 4, 2021")
    assert story_of(old) == story_of(new)
    (question,) = questions.joined(in_force(), 10)
    assert (question.one, question.other) == (new.text_id, old.text_id)
    Article.objects.update(dated_on=date(2021, 6, 4))
    assert list(questions.joined(in_force(), 10)) == []
    Story.objects.update(created_at=new.text.added_at - timedelta(days=60))
    assert {question.one for question in questions.joined(in_force(), 10)} == {old.text_id, new.text_id}


def test_what_likeness_says_against_a_ruling_is_asked(bag):
    one, copy = article_of("2-agency.txt"), article_of("2-edit.txt")
    stranger = article_of("3-agency.txt")
    home = story_of(one)
    rulings.take_out(home.pk, [copy.pk], by=None, reason="No.")
    rulings.merge_stories([story_of(one).pk, story_of(stranger).pk], by=None, reason="One morning.")
    asking.fill(1)
    found = {texts_of(r): r for r in Review.objects.all()}
    apart = [q for q in questions.against(in_force(), 10) if q.odds > 0]
    assert copy.text_id in {*apart[0].pair}
    assert frozenset(apart[0].pair) in found
    held = [q for q in questions.against(in_force(), 10) if q.odds < 0]
    assert held
    assert all(story_of_text(q.one) == story_of_text(q.other) for q in held)


def story_of_text(text):
    return Story.objects.get(memberships__text=text)


def test_pairs_on_which_an_editor_ruled_are_not_offered_and_are_again_when_that_is_undone(bag):
    asking.fill(1)
    review = asked("sample").order_by("pk")[0]
    at = places([review])[review.pk]
    ruling = rulings.rule_on_pair(at.one.article, at.other.article, "unsure", by=None, reason="No idea.")
    assert asking.fill(1).stale == 1
    review.refresh_from_db()
    assert review.state == "stale"
    rulings.undo(ruling.pk, by=None, reason="An idea.")
    Review.objects.exclude(pk=review.pk).delete()
    asking.fill(1)
    review.refresh_from_db()
    assert review.state == "open"


def test_a_copy_that_came_later_does_not_make_a_ruled_pair_a_question_again():
    one = make_article("One", ["A lighthouse keeper retires after forty years."], dated_on=date(2020, 5, 5))
    other = make_article("Other", ["The lamp is dark since Thursday night."])
    rulings.rule_on_pair(one.pk, other.pk, "different", by=None, reason="Two.")
    make_article("Earlier copy", ["A lighthouse keeper retires after forty years."], dated_on=date(2019, 5, 5))
    assert questions.ruled_on([(one.text_id, other.text_id)]) == {frozenset([one.text_id, other.text_id])}


def test_stakes_are_the_smaller_story_the_smaller_version_or_the_text_that_fewer_print():
    first = make_article("One", ["A lighthouse keeper retires."])
    version = first.text.membership.version
    make_article("Copy", ["A lighthouse keeper retires."])
    trim = make_article("Trim", ["A keeper retires."], version=version)
    later = make_article("Later", ["The lamp is dark."], story=version.story)
    alone = make_article("Bees", ["Bees ask for sugar."])
    pairs = [tuple(sorted((first.text_id, a.text_id))) for a in (trim, later, alone)]
    found = questions.standings(pairs)
    assert [(found[pair].same, found[pair].stake) for pair in pairs] == [(True, 1), (True, 1), (False, 1)]
    make_article("Bees again", ["Bees ask for sugar."])
    assert questions.standings(pairs)[pairs[2]].stake == 2


def test_a_queue_is_filled_only_so_far(bag, monkeypatch):
    monkeypatch.setitem(asking.WANTED, "sample", 6)
    monkeypatch.setitem(asking.WANTED, "near", 4)
    asking.fill(1)
    assert asked("sample").count() == 6
    assert asked("near").count() <= 4
    assert len(set(asked("sample").values_list("stratum", flat=True))) >= 4, "each stratum in turn"


def test_the_task_and_the_command_fill_it(bag, capsys):
    fill_reviews()
    assert asked("sample").exists()
    call_command("reviews", fill=True, seed=4)
    assert "Seed 4." in capsys.readouterr().out
    call_command("reviews", report=True)
    assert "precision" in capsys.readouterr().out
    with pytest.raises(CommandError):
        call_command("reviews")
    with pytest.raises(CommandError):
        call_command("reviews", fill=True, seed=-1)


def test_an_empty_archive_has_nothing_to_ask():
    assert asking.fill(1).put.total() == 0
