"""The review page: one pair, a verdict, the next; for whom, and what it says when it cannot."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from newsarchive.archive.models import Adoption, Article, Passage, Review, Ruling, Source
from newsarchive.archive.services import rulings, schemes
from tests.archive.admin_rows import HOSTILE, staff
from tests.archive.desk import plain
from tests.archive.factories import make_user, story_of
from tests.archive.pairs import articles_of, make_pair
from tests.archive.test_stock_matching import with_register

pytestmark = pytest.mark.django_db
NEXT = "/admin/archive/review/next/"


def start(client):
    return client.post(NEXT, {"act": "take"}, follow=True)


def hidden(answer):
    """The hidden fields of the page's form."""
    page = answer.content.decode()
    return dict(re.findall(r'<input type="hidden" name="(review|seen)" value="([^"]*)">', page))


def say(client, answer, act, **more):
    return client.post(NEXT, {"act": act, **hidden(answer), **more}, follow=True)


def test_the_address_has_a_name():
    assert reverse("admin:archive_review_next") == NEXT


def test_from_the_first_pair_to_the_last(desk):
    first, second = make_pair(stake=12), make_pair(stake=2, same=True)
    assert "2 pairs to look at" in plain(desk.get(NEXT))
    page = start(desk)
    said = plain(page)
    assert "2 left" in said
    assert "“Same” would move about 12 articles into the other story." in said
    assert "close to the line between one story and two" in said
    page = say(desk, page, "same", note="One morning.")
    assert "Decided: the same story." in plain(page)
    assert hidden(page)["review"] == str(second.pk)
    assert "“Different” would move about 2 articles out of the story." in plain(page)
    page = say(desk, page, "different")
    assert "Nothing left to review" in plain(page)
    assert [r.kind for r in Ruling.objects.order_by("pk")] == ["same", "different"]
    assert Ruling.objects.get(kind="same").reason.endswith("One morning.")
    page = say(desk, page, "undo")
    assert "Taken back" in plain(page)
    assert hidden(page)["review"] == str(second.pk)
    first.refresh_from_db()
    assert first.verdict == "same"


def test_looking_at_the_page_does_nothing(desk):
    make_pair()
    for _ in range(2):
        desk.get(NEXT)
        desk.get(NEXT, {"act": "take"})
    assert Review.objects.get().leased_by is None
    start(desk)
    until = Review.objects.get().leased_until
    assert "Do these two tell the same story?" in plain(desk.get(NEXT))
    assert Review.objects.get().leased_until == until


def test_what_differs_is_listed_and_marked_in_place(desk):
    review = make_pair()
    one, other = articles_of(review)
    page = start(desk).content.decode()
    assert page.count('class="review-tag">in both') == 2
    assert "4,217" in page.split("review-differs")[1].split("</dl>")[0]
    assert one.headline in page
    assert other.headline in page
    assert page.count("1 article in 1 version") == 2


def test_words_that_changed_are_marked_in_words_too(desk):
    review = make_pair()
    one, other = articles_of(review)
    for article, number in ((one, "214"), (other, "230")):
        row = article.paragraphs.get(position=0)
        row.printed = f"The ferry with {number} people on board ran aground off the mole."
        row.save()
    page = " ".join(start(desk).content.decode().split())
    assert '<del><span class="visually-hidden">only A:</span> 214' in page
    assert '<ins><span class="visually-hidden">only B:</span> 230' in page


def test_stock_text_is_dimmed_within_a_paragraph_and_said_to_be_stock(desk):
    scheme = schemes.entered(with_register("Ask <b>the lamp room</b> of this paper for more."))
    Adoption.objects.create(scheme=scheme, reason="A test's own.")
    review = make_pair()
    one, other = articles_of(review)
    for article, number in ((one, "214"), (other, "230")):
        row = article.paragraphs.get(position=0)
        row.printed = f"The ferry with {number} people ran aground. Ask <b>the lamp room</b> of this paper for more."
        row.save()
    page = " ".join(start(desk).content.decode().split())
    dimmed = (
        '<span class="review-stock"><span class="visually-hidden">Stock text: </span>'
        "Ask &lt;b&gt;the lamp room&lt;/b&gt; of this paper for more."
        '<span class="visually-hidden"> (end of stock text)</span></span>'
    )
    assert page.count(dimmed) == 2
    assert page.count("Stock text: ") == 2
    assert '<del><span class="visually-hidden">only A:</span> 214' in page


def test_of_drawn_pairs_the_archives_view_is_folded(desk):
    make_pair(queue="sample")
    page = " ".join(start(desk).content.decode().split())
    assert "Drawn by chance" in page
    assert '<details class="review-archive" >' in page
    assert page.split("review-archive")[0].count("would move") == 0


def test_an_earlier_ruling_against_it_is_shown_and_can_be_set_aside(desk):
    review = make_pair(same=True)
    one, other = articles_of(review)
    earlier = rulings.merge_stories(
        [story_of(one).pk, story_of(articles_of(make_pair())[0]).pk], by=None, reason="One morning it was."
    )
    Ruling.objects.filter(pk=earlier.pk).update(use="merge")
    page = start(desk)
    refused = say(desk, page, "different", note="Two.")
    assert refused.status_code == 409
    said = plain(refused)
    assert "An earlier decision stands against this" in said
    assert f"Set aside ruling {earlier.pk}" in said
    assert 'value="Two."' in refused.content.decode()
    assert "Decided: different stories." in plain(say(desk, refused, "different", replacing=earlier.pk))
    assert story_of(one) != story_of(other)


def test_who_was_away_too_long_is_told_and_sees_the_pair_again(desk):
    review = make_pair()
    page = start(desk)
    Review.objects.update(leased_until="2020-01-01T00:00Z")
    assert "1 pair to look at" in plain(desk.get(NEXT))
    late = say(desk, page, "same")
    assert late.status_code == 409
    assert "your time with it ran out" in plain(late)
    assert hidden(late)["review"] == str(review.pk)
    assert "Decided" in plain(say(desk, late, "same"))


def test_two_editors_see_two_pairs_and_the_third_is_told_why_there_is_none(desk, client):
    make_pair(stake=2), make_pair(stake=1)
    others = [Client() for _ in range(2)]
    for number, other in enumerate(others):
        other.force_login(staff(f"e{number}", "rule"))
    one, two = hidden(start(desk)), hidden(start(others[0]))
    assert one["review"] != two["review"]
    assert "in front of others" in plain(start(others[1]))


def test_what_was_skipped_is_left_to_others_and_comes_back_when_asked_for(desk):
    make_pair()
    page = say(desk, start(desk), "skip")
    assert "Only what you skipped is left" in plain(page)
    assert "Do these two tell the same story?" in plain(say(desk, page, "again"))


def test_an_empty_queue_offers_to_look_for_more(desk):
    page = desk.get(NEXT)
    assert "every ten minutes" in plain(page)
    assert "being filled" in plain(say(desk, page, "fill"))


@pytest.mark.parametrize("posted", [{}, {"act": "drop"}, {"act": "same"}, {"act": "same", "review": "x"}])
def test_nonsense_is_answered_in_words(desk, posted):
    make_pair()
    answer = desk.post(NEXT, posted)
    assert answer.status_code in (200, 409)
    assert 'class="errornote"' in answer.content.decode()
    assert not Ruling.objects.exists()


def test_only_those_who_may_rule_and_see_get_in(client):
    make_pair()
    posts = [{"act": act} for act in ("take", "same", "skip", "undo", "again", "fill")]

    def statuses():
        return {client.get(NEXT).status_code, *(client.post(NEXT, post).status_code for post in posts)}

    assert statuses() == {302}
    client.force_login(make_user("rudi", "rule", "view_review"))
    assert statuses() == {302}, "no staff"
    client.force_login(staff("ari"))
    assert statuses() == {403}
    blind = staff("bela", "rule")
    for right in ("view_article", "view_review"):
        blind.user_permissions.remove(*blind.user_permissions.filter(codename=right))
        client.force_login(blind)
        assert statuses() == {403}
    assert Review.objects.get().leased_by is None
    client.force_login(staff("edda", "rule"))
    assert client.get(NEXT).status_code == 200
    assert client.put(NEXT).status_code == 405


def test_without_the_forms_token_nothing_happens(editor):
    make_pair()
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(editor)
    assert strict.post(NEXT, {"act": "take"}).status_code == 403
    assert Review.objects.get().leased_by is None


def test_hostile_words_are_shown_as_words(desk):
    review = make_pair()
    Article.objects.update(headline=HOSTILE, dateline=HOSTILE, byline=HOSTILE)
    Passage.objects.update(text=f"{HOSTILE} 4711")
    Source.objects.filter(name__startswith="Herald").update(name=f"H {HOSTILE}")
    page = start(desk)
    refused = desk.post(NEXT, {"act": "same", "review": review.pk, "seen": "1-1", "note": HOSTILE})
    for answer in (page, refused):
        said = answer.content.decode()
        assert "&lt;script&gt;" in said
        assert "<script>alert" not in said
        assert "<img src=x" not in said
    say(desk, page, "unsure", note=HOSTILE)
    assert HOSTILE in Ruling.objects.get().reason


def test_the_page_asks_the_database_as_often_for_long_queues_and_large_stories(desk):
    review = make_pair()
    start(desk)
    desk.get(NEXT)
    few = _queries(desk)
    for _ in range(15):
        make_pair()
    one, other = articles_of(review)
    assert story_of(one) != story_of(other)
    assert _queries(desk) == few < 26


def _queries(client):
    with CaptureQueriesContext(connection) as asked:
        assert "Do these two" in plain(client.get(NEXT))
    return len(asked)


def test_the_desks_index_says_what_waits_to_those_who_may_rule(desk, client):
    index = reverse("admin:index")
    assert "nothing waits" in plain(desk.get(index))
    make_pair(), make_pair()
    assert "Review queue : 2 wait." in plain(desk.get(index))
    assert NEXT in desk.get(index).content.decode()
    client.force_login(staff("ari"))
    assert "Review queue" not in plain(client.get(index))
    listed = client.get(reverse("admin:archive_review_changelist")).content.decode()
    assert NEXT not in listed
    assert reverse("admin:archive_review_agreement") in listed


def test_each_review_is_in_the_desks_own_log(desk):
    review = make_pair()
    say(desk, start(desk), "unsure")
    history = plain(desk.get(reverse("admin:archive_review_history", args=[review.pk])))
    assert f"Reviewed: unsure (ruling {Ruling.objects.get().pk})." in history
