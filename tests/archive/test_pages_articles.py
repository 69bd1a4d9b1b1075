"""The article page and its original."""

from __future__ import annotations

import datetime

import pytest
from django.core.files.storage import storages
from django.urls import reverse

from newsarchive.archive.queries import articles
from newsarchive.archive.services import keeping
from newsarchive.archive.views.downloads import attachment, download_name
from tests.archive import factories as make

UTC = datetime.UTC


@pytest.fixture
def ada(client, db):
    client.force_login(make.make_archivist())
    return client


def page(client, article) -> str:
    response = client.get(reverse("article", args=[article.pk]))
    assert response.status_code == 200
    return response.text


def test_an_article_shows_what_was_printed_and_where_it_belongs(ada):
    body = ["PORT SELWYN, March 4 (NOR) - A ferry ran aground.", "Nobody was hurt."]
    fields = {"byline": "By Mara Lind", "site": "gazette.example", "language": "en", "dateline": "PORT SELWYN, March 4"}
    article = make.make_article(
        "Ferry aground", body, source="Harbour Gazette", agencies=["NOR"], furniture=["Share this page"], **fields
    )
    article.paragraphs.filter(position=0).update(dateline_length=29)
    other = make.make_article("Ferry on the mole", body, source="Inland Post")
    text = page(ada, article)
    assert '<span class="dateline">PORT SELWYN, March 4 (NOR) - </span>A ferry ran aground.' in text
    for shown in ("By Mara Lind", "gazette.example", "Harbour Gazette", "NOR", "Left out as page furniture: 1 line"):
        assert shown in text
    assert "Share this page" in text
    assert make.story_of(article).get_absolute_url() in text
    assert reverse("article", args=[other.pk]) in text
    assert "Ferry on the mole" in text


def test_a_repeat_says_what_it_repeats_and_why_and_keeps_its_words(ada):
    lede = "A ferry ran aground off the mole on Thursday with nobody hurt."
    body = [lede, "A ferry ran aground off the mole on …", "Tugs came."]
    text = page(ada, make.make_article(paragraphs=body, repeats={1: (0, "cut")}))
    assert "Printed again: the lede, paragraph 1, the beginning, cut short (97 % alike)" in text
    assert text.index("<details") < text.index("off the mole on …") < text.index("</details>")
    assert text.index("Tugs came.") > text.index("</details>")


def test_the_clocks_show_their_zone_and_their_doubts_and_which_dates_the_article(ada):
    article = make.make_article(
        published_at=datetime.datetime(2021, 3, 4, 17, 5, tzinfo=UTC),
        dateline_on=datetime.date(2021, 3, 3),
        retrieved_on=datetime.date(2022, 1, 9),
        doubts={"dateline": "year taken from the page's date", "text": "cut for the index"},
    )
    text = page(ada, article)
    assert "4 March 2021, 17:05 UTC" in text
    assert 'datetime="2021-03-04T17:05:00+00:00"' in text
    assert "3 March 2021" in text
    assert "year taken from the page&#x27;s date" in text
    assert "9 January 2022" in text
    assert "cut for the index" in text
    assert text.count("dates the article") == 1


def test_hostile_text_stays_text_wherever_it_stands(ada):
    bad = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><b>"
    article = make.make_article(
        bad,
        [bad, f"javascript:alert(3) {bad}"],
        source=bad,
        agencies=[bad],
        byline=bad,
        dateline=bad,
        place=bad,
        site=bad,
        url=f"javascript:alert(4)//{bad}",
        language='en" onload="alert(5)'[:20],
        furniture=[bad],
        doubts={"published": bad, "else": bad},
    )
    upload = make.make_upload(source=bad)
    make.make_receipt(make.make_file(upload, bad), article)
    make.make_article(bad, ["another text"], story=make.story_of(article))
    ada.force_login(make.make_editor())
    for name, key in (("article", article.pk), ("story", make.story_of(article).pk), ("receipt", upload.pk)):
        text = ada.get(reverse(name, args=[key])).text
        assert "&lt;script&gt;alert(1)" in text
        assert "<script>" not in text
        assert "<img src=x" not in text
        assert "javascript:alert(4)" not in text.replace("javascript:alert(4)//&lt;script", "")
        assert 'href="javascript' not in text
        assert ' onload="alert' not in text
    found = ada.get("/", {"q": bad, "agency": bad, "source": bad, "place": bad}).text
    assert "<script>" not in found
    assert "<b>" not in found


@pytest.mark.parametrize(
    ("url", "followed"),
    [
        ("https://gazette.example/a?b=1&c=2", True),
        ("http://gazette.example/", True),
        ("javascript:alert(1)", False),
        ("JavaScript:alert(1)", False),
        ("data:text/html,<script>alert(1)</script>", False),
        (" javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("//evil.example/x", False),
        ("http://[broken", False),
        ("https:gazette.example", False),
        ("no address at all", False),
    ],
)
def test_only_web_addresses_can_be_followed(ada, url, followed):
    text = page(ada, make.make_article(url=url))
    assert ('rel="noopener noreferrer nofollow"' in text) is followed
    assert "<dt>address</dt>" in text


def test_the_original_comes_back_byte_for_byte_as_text_to_save(ada):
    content = b"<html><script>alert(1)</script>\xff\xfe caf\xe9\r\n</html>"
    article = make.make_article(content=content)
    make.make_receipt(make.make_file(make.make_upload(), "pages/front page.html"), article)
    response = ada.get(reverse("original", args=[article.pk]))
    assert b"".join(response.streaming_content) == content
    assert response["Content-Type"] == "text/plain"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith('attachment; filename="front page.html.txt"')
    assert "Content-Security-Policy" in response


def test_an_original_that_the_store_lost_is_not_found(ada):
    article = make.make_article(content=b"lost soon")
    storages["originals"].delete(keeping.path_of(article.original_id))
    assert ada.get(reverse("original", args=[article.pk])).status_code == 404


@pytest.mark.parametrize(
    ("handed_in", "kept"),
    [
        ("story.txt", "story.txt"),
        ("../../etc/passwd", "passwd.txt"),
        ("..\\..\\boot.ini", "boot.ini.txt"),
        ("page.html", "page.html.txt"),
        ('a"b\r\nSet-Cookie: x=1.txt', "a_b_Set-Cookie_ x=1.txt"),
        ("news \N{NEWSPAPER}.txt", "news \N{NEWSPAPER}.txt"),
        ("été.txt", "été.txt"),
        ("", "article-7.txt"),
        ("..", "article-7.txt"),
        ("\u202egnp.txt", "gnp.txt"),
    ],
)
def test_names_to_save_are_safe_on_every_disk(handed_in, kept):
    assert download_name(handed_in, 7) == kept


def test_long_names_are_cut():
    assert len(download_name("x" * 300, 7)) <= 130


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("a.txt", "attachment; filename=\"a.txt\"; filename*=UTF-8''a.txt"),
        ("été.txt", "attachment; filename=\"ete.txt\"; filename*=UTF-8''%C3%A9t%C3%A9.txt"),
        (
            "x＂;filename=＂evil.html＂;x=＂.txt",
            "attachment; filename=\"x_filename=_evil.html_x=_.txt\"; filename*=UTF-8''"
            "x%EF%BC%82%3Bfilename%3D%EF%BC%82evil.html%EF%BC%82%3Bx%3D%EF%BC%82.txt",
        ),
        ("新聞.txt", "attachment; filename=\"original.txt\"; filename*=UTF-8''%E6%96%B0%E8%81%9E.txt"),
    ],
)
def test_headers_carry_a_plain_name_and_the_real_one(name, header):
    assert attachment(name) == header


def test_more_copies_cost_no_more_questions(ada, django_assert_num_queries):
    def add(count: int) -> None:
        for number in range(count):
            make.make_article("Same text", ["The very same."], source=f"S {number}")

    article = make.make_article("Same text", ["The very same."], agencies=["NOR", "M"])
    add(1)
    page(ada, article)
    with django_assert_num_queries(QUERIES):
        page(ada, article)
    add(8)
    with django_assert_num_queries(QUERIES):
        page(ada, article)


def test_copies_are_counted_up_to_a_bound_and_the_page_says_that_there_are_more(ada, monkeypatch):
    first = make.make_article("First", ["The very same."], dated_on=datetime.date(2021, 1, 1))
    for number in range(6):
        make.make_article(f"Copy {number}", ["The very same."], dated_on=datetime.date(2021, 2, 9 - number))
    monkeypatch.setattr(articles, "COPIES_SHOWN", 2)
    text = " ".join(page(ada, first).split())
    assert "and 4 more, on" in text
    assert text.index("Copy 0") < text.index("Copy 1"), "the newest first"
    assert "Copy 2" not in text
    monkeypatch.setattr(articles, "COPIES_LOOKED_AT", 5)
    assert "and 3+ more, on" in " ".join(page(ada, first).split())
    monkeypatch.setattr(articles, "COPIES_LOOKED_AT", 6)
    assert "and 4 more, on" in " ".join(page(ada, first).split())


QUERIES = 15
"""Session, account with rights, article with story, agencies, paragraphs, stock, marks, corrections, names, copies,
the veil, where the paragraphs ran, who shares some, its place in its story."""
