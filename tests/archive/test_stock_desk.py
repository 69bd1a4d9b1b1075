"""Stock text at the desk and on the pages of readers."""

import html
import sys

import pytest
from django.db import connection
from django.urls import reverse

from newsarchive.archive.models import (
    Article,
    StockEntry,
    StockProposal,
    StockRegister,
    Story,
    Trial,
)
from newsarchive.archive.queries import occurrences
from newsarchive.archive.queries.schemes import in_force
from newsarchive.archive.queries.set_aside import set_aside
from newsarchive.archive.services import boilerplate, proposing, trying
from newsarchive.archive.tasks import propose_stock
from newsarchive.dedup.boilerplate import entry_of
from tests.archive import pipeline
from tests.archive.admin_rows import HOSTILE, staff
from tests.archive.factories import make_article
from tests.archive.test_stock import LONG, WHY, adopt, proposed, unrelated
from tests.archive.test_stock_matching import COPYRIGHT, quietly
from tests.archive.wirecopy import Desk, page

pytestmark = pytest.mark.django_db

LONG_WORDS = boilerplate.entry_of(LONG.replace("2011", "#"))


@pytest.fixture
def proposal():
    pipeline.take_in(unrelated(6, LONG))
    proposing.propose(quietly)
    return StockProposal.objects.get()


def verdict_page(*rows):
    return reverse("admin:archive_stockproposal_decide") + "?" + "&".join(f"proposal={row.pk}" for row in rows)


def posted(proposal, **more):
    return {"proposal": proposal.pk, "seen": f"{proposal.pk} {proposal.words[:60]}", "reason": WHY} | more


def test_an_editor_accepts_a_proposal_looks_adopts_and_readers_see_it_dimmed(client, proposal):
    editor = staff("edda", "rule", "adopt_scheme")
    client.force_login(editor)
    shown = client.get(verdict_page(proposal)).content.decode()
    assert "Report 0" in shown
    answer = client.post(verdict_page().split("?")[0], posted(proposal, verdict="accept"), follow=True)
    assert "changes no story until" in answer.content.decode()
    entry = StockEntry.objects.get()
    made = entry.decisions.get()
    assert (entry.words, entry.state, made.made_by, made.reason) == (LONG_WORDS, "in", editor, WHY)
    what_if = reverse("admin:archive_stockentry_what_if")
    page_ = client.get(what_if)
    seen = ["none", boilerplate.Register([LONG_WORDS]).id]
    assert LONG_WORDS in page_.content.decode()
    client.post(what_if, {"seen": seen, "reason": WHY}, follow=True)
    trying.work_off()
    trial = Trial.objects.get()
    assert (trial.state, trial.asked_by) == ("done", editor)
    trying.adopt(trial.pk, by=editor, reason=WHY, since=trial.since_id)
    trying.work_off()
    assert in_force().boilerplate == StockRegister.objects.get().name
    article = pipeline.article_of("0.txt")
    said = client.get(reverse("article", args=[article.pk])).content.decode()
    assert 'class="stock"' in said
    assert "Stock text" in said
    assert "who may change it" in said


@pytest.mark.parametrize(("glue", "tag"), [("\n\n", "p"), (" ", "span")])
def test_pages_that_lay_stories_and_articles_side_by_side_dim_stock_text(client, glue, tag):
    pipeline.take_in(unrelated(2, LONG, glue))
    client.force_login(staff("edda", "rule"))
    stories = "&".join(f"story={pk}" for pk in Story.objects.values_list("pk", flat=True))
    articles = "&".join(f"article={pipeline.article_of(name).pk}" for name in ("0.txt", "1.txt"))
    pages = [
        f"{reverse('admin:archive_story_merge')}?{stories}",
        *(f"{reverse(f'admin:archive_ruling_{name}')}?{articles}" for name in ("pair", "corrects")),
    ]
    for where in pages:
        assert "Stock text" not in client.get(where).content.decode().split('id="content"')[1], where
    adopt(LONG.replace("2011", "#"))
    for where in pages:
        said = client.get(where).content.decode().split('id="content"')[1]
        assert said.count(f"<{tag}" + (' dir="auto"' if tag == "p" else "") + ' class="stock"') == 2, where
        assert said.count("Stock text") == 2


def type_stock(client, said):
    where = reverse("admin:archive_stockentry_type")
    answer = client.post(where, {"said": said, "reason": WHY}, follow=True)
    assert answer.status_code == 200
    return " ".join(html.unescape(answer.content.decode()).split())


def test_who_types_an_entry_is_told_where_it_stands(client):
    pipeline.take_in(unrelated(4, LONG))
    client.force_login(staff("edda", "rule", "adopt_scheme"))
    assert "It stands in 4 texts of the archive today." in type_stock(client, LONG.replace("2011", "#"))
    assert "It stands in 1 text of the archive today." in type_stock(client, LONG.replace("2011", "2003"))
    assert "It stands nowhere in the archive today" in type_stock(client, LONG.replace("2011", "of old"))
    assert "It stands nowhere in the archive today" in type_stock(client, "100% of it_all, a\\b (c) .* #")
    said = " ".join(client.get(reverse("admin:archive_stockentry_what_if")).content.decode().split())
    assert said.count("It stands nowhere in the archive today") == 2
    assert "It stands in 4 texts" in said


def test_who_types_what_was_set_aside_is_told_in_how_many_articles(client):
    client.force_login(staff("edda", "rule", "adopt_scheme"))
    line = "It’s the société’s own: all rights reserved 2011!"
    for furniture in (["Share", line], [line.upper(), line], ["Its the societe s own, all rights reserved"]):
        make_article(furniture=furniture)
    make_article(furniture=["It seems the society's own people are all right, reserved as they were in 2011"])
    binned = make_article(furniture=[line])
    Article.objects.filter(pk=binned.pk).update(text=None)
    said = type_stock(client, "Its the societes own, all rights reserved #")
    assert "It stands in no text of the archive today. In 2 articles it was set aside as page furniture" in said
    assert "It stands nowhere in the archive today" in type_stock(client, "All rights of the society reserved")
    said = " ".join(client.get(reverse("admin:archive_stockentry_what_if")).content.decode().split())
    assert said.count("In 2 articles it was set aside") == said.count("It stands nowhere in the archive today") == 1


def test_what_was_set_aside_is_looked_for_among_as_many_articles_as_texts(client, monkeypatch):
    pipeline.take_in(unrelated(60))
    Article.objects.update(furniture=["Write to the lamp room of this paper"])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE archive_text")
        cursor.execute("ANALYZE archive_article")
    monkeypatch.setattr(occurrences, "MOST", 59)
    monkeypatch.setattr(occurrences, "FEWEST", 10)
    client.force_login(staff("edda", "rule"))
    said = type_stock(client, "Write to the lamp room of this paper")
    found = set_aside(["write to the lamp room of this paper"])
    assert (found.texts, found.counts) == (60, [found.looked])
    assert f"In {found.looked} article{'s' if found.looked > 1 else ''} of the {found.looked} looked through" in said
    assert "none of the" in said


def test_what_was_set_aside_is_not_counted_where_that_takes_too_long(client, monkeypatch):
    make_article(furniture=["Write to the lamp room of this paper"])
    monkeypatch.setattr(occurrences, "_LONGEST", "200ms")
    module = sys.modules[set_aside.__module__]
    monkeypatch.setattr(module, "_LIKE", f"SELECT pg_sleep(1)::text, article FROM ({module._LIKE}) AS own(l, article)")
    client.force_login(staff("edda", "rule"))
    assert "It stands nowhere in the archive today" in type_stock(client, "Write to the lamp room of this paper")


def test_who_types_a_dateline_is_told_that_it_is_not_compared(client):
    pipeline.take_in(unrelated(2, LONG))
    client.force_login(staff("edda", "rule"))
    said = type_stock(client, f"PORT SELWYN, May 3, 2011 (Northwire) - {LONG}")
    assert "It begins with a dateline, “PORT SELWYN, May 3, 2011 (Northwire) -”, which is not compared" in said
    assert "It stands nowhere" in said
    assert "dateline" not in type_stock(client, LONG)


def test_what_takes_too_long_is_not_counted_and_the_entry_is_made(client, monkeypatch):
    pipeline.take_in(unrelated(2, LONG))
    monkeypatch.setattr(occurrences, "_LONGEST", "1ms")
    monkeypatch.setattr(occurrences, "_STANDING", f"SELECT pg_sleep(1), 1 FROM ({occurrences._STANDING}) AS own")
    client.force_login(staff("edda", "rule"))
    assert "too busy to count" in type_stock(client, LONG.replace("2011", "2001"))
    assert StockEntry.objects.count() == 1


def test_of_a_large_archive_only_some_texts_are_looked_through_and_that_is_said(client, monkeypatch):
    pipeline.take_in(unrelated(60, LONG))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE archive_text")
    monkeypatch.setattr(occurrences, "MOST", 30)
    monkeypatch.setattr(occurrences, "FEWEST", 10)
    client.force_login(staff("edda", "rule"))
    said = type_stock(client, LONG.replace("2011", "#"))
    found = occurrences.standing([entry_of(LONG.replace("2011", "#"))])
    assert (found.texts, found.counts, found.reckoned) == (60, [found.looked], [60])
    assert 0 < found.looked < 60
    assert (
        f"It stands in about 60 texts of the archive: in {found.looked} of the {found.looked} looked through." in said
    )
    assert f"none of the {found.looked} texts looked through, of some 60" in type_stock(client, "Of no lamp at all")


def test_an_editor_asks_a_worker_to_look_and_others_may_not(client, monkeypatch):
    rung = []
    monkeypatch.setattr("newsarchive.archive.admin.stock.ring", rung.append)
    look = reverse("admin:archive_stockproposal_look")
    client.force_login(staff("ari"))
    assert client.post(look).status_code == 403
    client.force_login(staff("edda", "rule"))
    assert client.get(look).status_code == 405
    assert "Look through the archive" in client.get(reverse("admin:archive_stockproposal_changelist")).content.decode()
    client.post(look)
    assert rung == [proposing.TASK]
    pipeline.take_in(unrelated(6))
    propose_stock()
    assert proposed() == [COPYRIGHT]


@pytest.mark.parametrize(
    ("rights", "page_name", "status"),
    [
        ((), "admin:archive_stockproposal_decide", 403),
        ((), "admin:archive_stockentry_type", 403),
        (("rule",), "admin:archive_stockentry_type", 200),
        (("rule",), "admin:archive_stockentry_what_if", 403),
        (("adopt_scheme",), "admin:archive_stockentry_what_if", 200),
        (("adopt_scheme",), "admin:archive_stockentry_type", 403),
    ],
)
def test_who_may_rule_decides_on_entries_and_who_may_adopt_on_registers(client, rights, page_name, status):
    client.force_login(staff("sam", *rights))
    assert client.get(reverse(page_name)).status_code == status
    if status == 403:
        assert client.post(reverse(page_name), {"said": "on the net today", "reason": WHY}).status_code == 403
        assert not StockEntry.objects.exists()


def test_a_proposal_that_somebody_decided_on_meanwhile_is_not_decided_twice(client, proposal):
    client.force_login(staff("edda", "rule"))
    boilerplate.settle([proposal], boilerplate.reject, by=None, reason=WHY)
    answer = client.post(verdict_page().split("?")[0], posted(proposal, verdict="accept"))
    assert answer.status_code == 409
    assert StockEntry.objects.get().state == "rejected"


def test_hostile_stock_is_text_at_the_desk_and_on_the_article(client):
    line = f"{HOSTILE} all of it, every day of the week"
    pipeline.take_in({"a.txt": page("Report", [*Desk(3).report(2), f"He said so. {line}"])})
    adopt(line)
    client.force_login(staff("edda", "rule", "adopt_scheme"))
    entry = StockEntry.objects.get()
    article = pipeline.article_of("a.txt")
    for where in (
        reverse("article", args=[article.pk]),
        reverse("admin:archive_stockentry_reword", args=[entry.pk]),
        reverse("admin:archive_stockentry_take_out", args=[entry.pk]),
        reverse("admin:archive_stockentry_change", args=[entry.pk]),
    ):
        said = client.get(where).content.decode()
        assert "<script>alert" not in said
        assert "&lt;script&gt;alert" in said


def test_a_paragraph_of_stock_is_no_lede():
    body = Desk(4).report(2)
    pipeline.take_in({"a.txt": page("Report", [LONG, *body])})
    assert Story.objects.get().lede == LONG
    adopt(LONG)
    pipeline.take_in({"b.txt": page("Report again", [LONG, *body, Desk(5).paragraph()])})
    assert Story.objects.get(article_count=2).lede == body[0]
