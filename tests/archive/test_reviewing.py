"""Working off the queue: whose pair it is, what a verdict does, what is taken back, what is asked no more."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from newsarchive.archive.models import Review, ReviewSkip, Ruling
from newsarchive.archive.queries import reviewing as queries
from newsarchive.archive.services import reviewing, rulings
from newsarchive.archive.services.reviewing import EVERY, LEASE, ask_again, decide, skip, take, undo_last
from newsarchive.archive.services.rulings import Refused
from tests.archive.factories import make_editor, story_of
from tests.archive.pairs import articles_of, make_pair

pytestmark = pytest.mark.django_db


@pytest.fixture
def edda():
    return make_editor("edda")


@pytest.fixture
def egon():
    return make_editor("egon")


def run_out(review):
    Review.objects.filter(pk=review.pk).update(leased_until=timezone.now() - timedelta(seconds=1))


def test_what_moves_most_comes_first_and_nobody_else_gets_it(edda, egon):
    small, large, middle = make_pair(stake=1), make_pair(stake=9), make_pair(stake=4)
    assert [take(edda), take(egon)] == [large, middle]
    assert take(make_editor("third")) == small
    assert take(make_editor("fourth")) is None


def test_who_loads_the_page_again_gets_the_same_pair_and_time_anew(edda):
    make_pair(), make_pair()
    first = take(edda)
    Review.objects.filter(pk=first.pk).update(leased_until=timezone.now() + timedelta(seconds=5))
    again = take(edda)
    assert again == first
    assert again.leased_until > timezone.now() + LEASE - timedelta(minutes=1)


def test_a_pair_whose_time_ran_out_goes_to_others_and_can_no_longer_be_decided(edda, egon):
    review = make_pair()
    take(edda)
    assert take(egon) is None
    run_out(review)
    assert take(egon) == review
    with pytest.raises(Refused, match="no longer with you"):
        decide(review.pk, "same", by=edda)
    assert not Ruling.objects.exists()
    assert decide(review.pk, "same", by=egon).decided_by == egon


def test_time_that_ran_out_is_no_lease_even_where_nobody_took_the_pair(edda):
    review = take_only(edda)
    run_out(review)
    for act in (lambda: decide(review.pk, "same", by=edda), lambda: skip(review.pk, by=edda)):
        with pytest.raises(Refused, match="ran out"):
            act()
    assert take(edda) == review


def take_only(user, **fields):
    review = make_pair(**fields)
    assert take(user) == review
    return review


@pytest.mark.parametrize(("verdict", "together"), [("same", True), ("different", False), ("unsure", False)])
def test_a_verdict_is_a_ruling_with_a_reason_that_says_why_it_was_asked(edda, verdict, together):
    review = take_only(edda)
    decided = decide(review.pk, verdict, by=edda, note="Both quote\nthe same keeper.")
    ruling = Ruling.objects.get()
    assert (ruling.kind, ruling.use, ruling.made_by) == (verdict, "pair", edda)
    assert ruling.reason == "Reviewed: close to the line. Both quote the same keeper."
    assert (decided.state, decided.verdict, decided.ruling) == ("decided", verdict, ruling)
    one, other = articles_of(review)
    assert (story_of(one) == story_of(other)) is together
    assert take(edda) is None


def test_a_verdict_without_a_note_has_a_reason_all_the_same(edda):
    decide(take_only(edda).pk, "unsure", by=edda)
    assert Ruling.objects.get().reason == "Reviewed: close to the line."


def test_a_pair_is_decided_once(edda):
    review = take_only(edda)
    decide(review.pk, "same", by=edda)
    with pytest.raises(Refused, match="decided meanwhile"):
        decide(review.pk, "different", by=edda)
    with pytest.raises(Refused, match="no such pair"):
        decide(review.pk + 99, "same", by=edda)


def test_who_saw_other_stories_than_there_are_now_decides_anew(edda):
    review, third = make_pair(stake=2), make_pair()
    assert take(edda) == review
    seen = queries.places([review])[review.pk].seen
    stories = [story_of(articles_of(each)[0]).pk for each in (third, review)]
    rulings.merge_stories(stories, by=None, reason="One morning.")
    with pytest.raises(Refused, match="moved on"):
        decide(review.pk, "same", by=edda, seen=f"0-{seen}")
    now = queries.places([review])[review.pk].seen
    decide(review.pk, "same", by=edda, seen=now)
    assert Ruling.objects.count() == 2


def test_what_contradicts_an_earlier_ruling_is_refused_with_it_named_and_can_replace_it(edda):
    review = take_only(edda)
    one, other = articles_of(review)
    earlier = rulings.merge_stories([story_of(one).pk, story_of(other).pk], by=None, reason="One.")
    Review.objects.update(machine_same=True)
    with pytest.raises(Refused) as refused:
        decide(review.pk, "different", by=edda)
    assert refused.value.against == (earlier.pk,)
    assert queries.held(edda) == review
    decide(review.pk, "different", by=edda, replacing=[earlier.pk])
    assert story_of(one) != story_of(other)


def test_what_one_leaves_to_others_they_get_and_oneself_only_when_asking_for_it(edda, egon):
    review = take_only(edda)
    skip(review.pk, by=edda)
    assert take(edda) is None
    assert (queries.waiting(edda), queries.skipped(edda), queries.waiting(egon)) == (0, 1, 1)
    assert take(egon) == review
    assert ask_again(edda) == 1
    run_out(review)
    assert take(edda) == review
    assert not ReviewSkip.objects.exists()


def test_the_last_verdict_is_taken_back_and_the_pair_is_in_front_again(edda):
    first, second = make_pair(stake=2), make_pair(stake=1)
    decide(take(edda).pk, "same", by=edda)
    one, other = articles_of(first)
    assert take(edda) == second
    assert story_of(one) == story_of(other)
    assert undo_last(edda) == first
    assert story_of(one) != story_of(other)
    assert take(edda) == first
    assert not Ruling.objects.get().holds
    decide(first.pk, "different", by=edda)
    assert take(edda) == second


def test_verdicts_are_taken_back_one_after_the_other_the_last_one_first(edda, egon):
    first, second, _ = make_pair(stake=3), make_pair(stake=2), make_pair(stake=1)
    for _ in range(2):
        decide(take(edda).pk, "unsure", by=edda)
    with pytest.raises(Refused, match="nothing to take back"):
        undo_last(egon)
    assert [undo_last(edda), undo_last(edda)] == [second, first]
    with pytest.raises(Refused, match="nothing to take back"):
        undo_last(edda)


def test_a_verdict_undone_from_the_history_is_not_taken_back_again(edda):
    decide(take_only(edda).pk, "same", by=edda)
    rulings.undo(Ruling.objects.get().pk, by=None, reason="No.")
    with pytest.raises(Refused):
        undo_last(edda)


def test_each_fifth_pair_is_one_drawn_for_measuring_in_the_order_of_drawing(edda):
    for number in range(EVERY * 2):
        make_pair(stake=5 + number)
    drawn = [make_pair(queue="sample", stake=stake) for stake in (1, 7)]
    came = []
    for _ in range(EVERY * 2):
        came.append(take(edda))
        decide(came[-1].pk, "unsure", by=edda)
    assert [place for place, review in enumerate(came, 1) if review.queue == "sample"] == [EVERY, EVERY * 2]
    assert [review for review in came if review.queue == "sample"] == drawn


@pytest.mark.parametrize("how", ["ruled", "gone", "moved", "scheme", "same text"])
def test_what_is_no_question_any_more_is_passed_over(edda, how):
    review, next_one = make_pair(stake=5), make_pair(stake=1)
    one, other = articles_of(review)
    if how == "ruled":
        rulings.rule_on_pair(one.pk, other.pk, "unsure", by=None, reason="No idea.")
    elif how == "gone":
        type(one).objects.filter(pk=one.pk).update(text=None)
    elif how == "moved":
        rulings.merge_stories([story_of(one).pk, story_of(other).pk], by=None, reason="One.")
    elif how == "scheme":
        Review.objects.filter(pk=review.pk).update(scheme="another")
    else:
        type(one).objects.filter(pk=one.pk).update(text=other.text)
    assert take(edda) == next_one
    review.refresh_from_db()
    assert (review.state, review.leased_by) == ("stale", None)


@pytest.mark.django_db(transaction=True)
def test_editors_at_work_at_the_same_time_never_get_the_same_pair():
    for _ in range(24):
        make_pair()
    editors = [make_editor(f"e{number}") for number in range(6)]
    start, got = threading.Barrier(len(editors)), []

    def work(editor):
        try:
            start.wait(10)
            for _ in range(4):
                review = take(editor)
                got.append(review.pk)
                decide(review.pk, "unsure", by=editor)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[editor]) for editor in editors]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(got) == 24
    assert len(set(got)) == 24
    assert Ruling.objects.count() == 24
    assert not Review.objects.filter(state="open").exists()


def test_the_number_of_questions_to_the_database_does_not_grow_with_the_queue(edda, django_assert_max_num_queries):
    for _ in range(3):
        make_pair()
    with django_assert_max_num_queries(14):
        take(edda)
    for _ in range(20):
        make_pair()
    with django_assert_max_num_queries(14):
        take(edda)
    assert reviewing.LEASE.total_seconds() > 60
