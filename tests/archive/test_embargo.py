"""What is under embargo is seen by those alone who may: whoever else follows every link of the site never meets it."""

from __future__ import annotations

import html
import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin

import pytest
from django.test import Client

from newsarchive.archive.models import Article, Story
from newsarchive.archive.services import reading, rulings
from tests.archive import pipeline
from tests.archive.admin_rows import staff
from tests.archive.factories import make_user
from tests.archive.notice_files import CORRECTION, page

pytestmark = pytest.mark.django_db(transaction=True)

SECRET = "quillwort"
"""A word that hidden copies alone print."""

ASKED = 4
"""Questions to one page that are followed at most: facets lead to any number of them."""


def held_copies() -> list[Article]:
    """A ferry that was lost, of whose copies two are under embargo, and beekeepers who are altogether."""
    pipeline.take_in(dict(CORRECTION), source="Harbour Post")
    again = f"Divers of the {SECRET} found the log of the Hesper under the quay, its last page in pencil."
    known = [paragraph.decode() for paragraph in CORRECTION["copy.txt"].split(b"\n\n")[2:]]
    fuller = {
        f"{SECRET}.txt": page(f"Log of the Hesper found by {SECRET}", "11", [*known, again]),
        f"{SECRET}-2.txt": page(f"The {SECRET} log", "12", [*known, again]),
    }
    pipeline.take_in(fuller, source=f"{SECRET} News")
    pks = [pipeline.article_of(name).pk for name in fuller]
    rulings.mark_articles(pks, "embargoed", by=None, reason="Until the inquest has sat.")
    bees = Story.objects.get(memberships__text__articles=pipeline.article_of("bees.txt"))
    rulings.mark_story(bees.pk, "embargoed", by=None, reason="Until Friday.")
    return list(Article.objects.filter(pk__in=[*pks, pipeline.article_of("bees.txt").pk]))


def walked(client: Client, starts: list[str]) -> dict[str, str]:
    """The text of every page that is reached from these by links, by its address; other sites are left alone."""
    met: dict[str, str] = {}
    asked: Counter[str] = Counter()
    left = list(starts)
    while left:
        address = left.pop(0).partition("#")[0]
        path = address.partition("?")[0]
        if address in met or not path.startswith("/") or path.startswith(("/static/", "/accounts/")):
            continue
        asked[path] += address not in starts
        if asked[path] > ASKED:
            continue
        met[address] = html.unescape(opened(client, address))
        left += [
            urljoin(address, html.unescape(link)) for link in re.findall(r'(?:href|hx-get)="([^"]+)"', met[address])
        ]
    return met


def opened(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code < 500, address
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode("utf-8", "replace")


def starts(hidden: list[Article]) -> list[str]:
    """The front page, what is asked for in so many words, and what is hidden by its own address."""
    asked = [f"/?q={word}" for word in (SECRET, "hesper", "sugar")] + [f"/?q={SECRET}&show=articles"]
    own = [f"/articles/{a.pk}/" for a in hidden] + [f"/articles/{a.pk}/original" for a in hidden]
    stories = [story.get_absolute_url() for story in Story.objects.all()]
    return ["/", *asked, *own, *stories]


def test_no_page_tells_a_reader_what_is_under_embargo(client):
    hidden = held_copies()
    client.force_login(make_user("reader", "view_story"))
    met = walked(client, starts(hidden))
    asked = {address for address in met if SECRET in address or "sugar" in address}
    telling = [a for a, text in met.items() if SECRET in re.sub(r'(value|href)="[^"]*"', "", text) and a not in asked]
    assert not telling, "\n".join(telling)
    assert [a for a, text in met.items() if "heather" in text or "Una Prell" in text] == []
    assert len(met) > 20


def test_those_who_may_see_it_do(client):
    hidden = held_copies()
    client.force_login(staff("edda", "see_embargoed"))
    told = [client.get(f"/articles/{article.pk}/").content.decode() for article in hidden]
    assert [SECRET in text or "heather" in text for text in told] == [True, True, True]
    assert SECRET in client.get("/?q=hesper").content.decode()


def test_what_waits_to_be_compared_is_under_its_own_embargo(client):
    held = b"EMBARGOED until 0600 GMT Jan 1, 2099\n" + CORRECTION["wire.txt"]
    pipeline.hand_in({"held.txt": held, "bees.txt": CORRECTION["bees.txt"]})
    while reading.read_some():
        pass
    waiting, open_one = (pipeline.article_of(name).pk for name in ("held.txt", "bees.txt"))
    client.force_login(make_user("reader", "view_story"))
    for part in ("", "original", "original/text/", "citation.ris"):
        assert "Ferry sinks" not in opened(client, f"/articles/{waiting}/{part}")
        assert client.get(f"/articles/{waiting}/{part}").status_code == 403
    assert "1 January 2099" in opened(client, f"/articles/{waiting}/")
    assert client.get(f"/articles/{open_one}/").status_code == 200
    rulings.mark_articles([waiting], "embargoed", on=False, by=None, reason="The agency released it.")
    assert client.get(f"/articles/{waiting}/").status_code == 200


def test_an_embargo_that_prints_no_year_is_kept_under_a_dateline_of_its_last_day(client):
    now = datetime.now(UTC)
    sent, end = f"{now:%d %b %Y}", f"{now + timedelta(days=5):%b %d}"
    told = CORRECTION["wire.txt"].replace(b"Thu 9 Aug 2007", sent.encode()).replace(b"Aug 9 (", f"{end} (".encode())
    pipeline.take_in({"held.txt": f"EMBARGOED until 0600 GMT {end}\n".encode() + told})
    held = pipeline.article_of("held.txt")
    assert (held.published_on, held.dateline_on) == (now.date(), now.date() + timedelta(days=5))
    client.force_login(make_user("reader", "view_story"))
    assert client.get(f"/articles/{held.pk}/").status_code == 403
    assert "Ferry sinks" not in opened(client, "/?q=hesper")


def test_what_a_hidden_notice_does_is_told_nowhere(client):
    pipeline.take_in(dict(CORRECTION), source="Harbour Post")
    one, other = (pipeline.article_of(name) for name in ("wire.txt", "copy.txt"))
    story = Story.objects.get(memberships__text=one.text_id)
    rulings.choose_lead(story.pk, article_id=one.pk, by=None, reason="It ran first.")
    pages = [f"/articles/{one.pk}/", story.get_absolute_url(), f"/compare/{one.pk}/{other.pk}/"]
    pages += ["/?q=hesper&show=articles", "/?q=hesper", "/"]
    client.force_login(make_user("reader", "view_story"))
    assert all(re.search(r"correct(ed|ion)</strong>", opened(client, address)) for address in pages)
    says_so = [pipeline.article_of(name).pk for name in ("corrected.txt", "corrected-copy.txt")]
    rulings.mark_articles(says_so, "embargoed", by=None, reason="Until the inquest has sat.")
    assert [address for address in pages if re.search(r"correct(ed|ion)</strong>", opened(client, address))] == []
