"""What is asked for amiss is told in words that help, and never in a way that tells what is hidden."""

from __future__ import annotations

import html
import re

import pytest
from django.core.cache import cache

from newsarchive.archive.models import Agency, Source
from newsarchive.archive.services import searched
from tests.archive import factories as make
from tests.archive.embargoed import embargo

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada(client):
    client.force_login(make.make_archivist())
    cache.clear()
    return client


def said(response) -> str:
    """The words of a page, without its markup."""
    return " ".join(html.unescape(re.sub("<[^>]*>", " ", response.text)).split())


@pytest.fixture
def ferry():
    return make.make_article(
        "Ferry aground", ["At dawn."], source="Harbour Herald", agencies=["Northwire"], place="PORT SELWYN"
    )


def test_a_field_that_there_is_not_is_said_to_be_none_and_searched_for_as_words(ada, ferry):
    text = said(ada.get("/", {"q": "ferry author:dawn"}))
    assert "“author:” is no field and was searched for as words. The fields are agency, source," in text
    assert "How to search" in text
    assert "is no field" not in said(ada.get("/", {"q": "Re: ferry http://a.example/"}))


@pytest.mark.parametrize(
    ("asked", "told", "near"),
    [
        ({"q": "agency:Nordwire"}, "No article credits an agency called “ Nordwire ”", "Northwire"),
        ({"source": "Harbor Herald"}, "Nothing was taken from a source called “ Harbor Herald ”", "Harbour Herald"),
        ({"q": "dawn place:Selwyn"}, "No dateline names a place called “ Selwyn ”", "PORT SELWYN"),
        ({"q": "place:port*"}, "No dateline names a place called “ port* ”", "PORT SELWYN"),
    ],
)
def test_a_name_that_nothing_bears_is_told_with_the_nearest_that_something_does(ada, ferry, asked, told, near):
    response = ada.get("/", asked)
    assert f"{told}; perhaps {near} is meant" in said(response)
    link = html.unescape(re.search(rf'<a href="([^"]*)"[^>]*>{near}</a> is meant', response.text)[1])
    assert "Ferry aground" in said(ada.get(link))


def test_a_name_that_is_like_no_other_is_told_alone(ada, ferry):
    assert "Nothing was taken from a source called “ Qqq ”." in said(ada.get("/", {"source": "Qqq"}))
    text = said(ada.get("/", {"source": "Harbour Herald", "agency": "Northwire", "until": "1999"}))
    assert "No story matches these filters together." in text
    assert "called" not in text


@pytest.fixture
def reader(client):
    client.force_login(make.make_user("reader", "view_story"))
    return client


def test_what_hidden_articles_alone_bear_is_offered_nowhere(reader, ferry):
    hidden = make.make_article("Quill", ["Dusk."], source="Quill News", agencies=["Quillwire"], place="QUILLTON")
    embargo(hidden)
    for asked in ({"source": "Quil News"}, {"agency": "Quillwir"}, {"place": "Quilton"}, {}):
        response = reader.get("/", asked)
        assert not re.search("Quill News|Quillwire|QUILLTON", response.text), asked
    options = html.unescape(reader.get("/").text)
    assert '<option value="Harbour Herald">' in options
    assert '<option value="Northwire"' in options


def test_nor_where_files_are_handed_in(client, ferry):
    embargo(make.make_article("Quill", ["Dusk."], source="Quill News"))
    Source.objects.create(name="Evening Mole")
    client.force_login(make.make_archivist())
    page = client.get("/upload/").text
    assert "Quill News" not in page
    assert "Harbour Herald" in page
    assert "Evening Mole" in page, "it has nothing to hide"


def test_a_star_is_said_to_stand_for_nothing(ada, ferry):
    for asked in ({"q": "ferr*"}, {"q": "place:port*"}, {"place": "port*"}):
        assert "a * stands for nothing here" in said(ada.get("/", asked)), asked
    assert "stands for nothing" not in said(ada.get("/", {"q": "ferry * dawn"}))


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/?order=zz", "This address asks for an order that is not known; here is the usual one."),
        ("/?show=zz", "This address asks for a list that is not known; here are the stories."),
    ],
)
def test_an_order_or_a_list_that_there_is_not_is_told_beside_the_usual_one(ada, ferry, address, told):
    text = said(ada.get(address))
    assert told in text
    assert "1 story" in text
    assert "valid choice" not in text


@pytest.mark.parametrize(
    "address", ["/?q=a%00b", "/?since=2%000", "/?source=a%00b", f"/?q={'a' * 301}", "/?agency=%00"]
)
def test_what_cannot_be_read_is_told_in_the_archives_own_words(ada, ferry, address):
    response = ada.get(address)
    assert response.status_code == 200
    assert not re.search("Null characters|Ensure this value", response.text)


def test_what_an_address_has_besides_a_search_is_in_no_link(ada):
    for number in range(30):
        make.make_article(f"Ferry {number}", [f"{number}."])
    page = ada.get("/?q=ferry&utm_source=letter&at=").text
    assert "Ferry" in page
    assert "utm_source" not in page.split("<main")[1]


def test_words_that_are_too_common_in_english_are_told_where_other_languages_have_them(ada, ferry):
    french = make.make_article("Paquebots", ["Au petit matin, the Hesper a quitté le port."], language="fr")
    told_nothing = said(ada.get("/", {"q": "the"}))
    searched.index_anew([french.pk])
    told = "“the” has only words that are too common in English to be searched for"
    text = said(ada.get("/", {"q": "the"}))
    assert told in text
    assert "Paquebots" in text
    assert told in told_nothing
    assert told not in said(ada.get("/", {"q": "dawn"}))


def test_an_article_that_is_not_there_is_not_compared_with_itself(ada, ferry):
    assert ada.get("/compare/0/0/").status_code == 404
    assert ada.get(f"/compare/{ferry.pk}/{ferry.pk}/").status_code == 302


def test_agencies_that_nothing_credits_are_offered_to_those_who_see_all(ada, ferry):
    Agency.objects.create(name="Meridian")
    assert "Meridian" in ada.get("/").text
