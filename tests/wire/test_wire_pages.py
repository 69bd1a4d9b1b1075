"""Invented HTML pages in the ways of two decades."""
# ruff: noqa: E501 - a page reads best unbroken

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from newsarchive.wire import Item, Moment, read

HEADLINE = "Ferry strikes pier in harbour fog"
LEDE = "OSLO (AP) - A ferry carrying 212 passengers struck a pier in thick fog on Tuesday, port officials said."
SECOND = "Harbour officials said the two berths would stay shut until divers had looked at the piles below the water."
THIRD = '"We lost a crane and some paint, nothing more," the port director told a news conference in the afternoon.'
NAVIGATION = "".join(f'<a href="/{n}">{n}</a> | ' for n in ("Home", "World", "Sports", "Weather", "Jobs", "Cars"))


def read_one(page: str) -> Item:
    (item,) = read(page.encode(), "x.htm")
    return item


def bodies(item: Item) -> list[str]:
    return [paragraph.text for paragraph in item.paragraphs]


MODERN = f"""<!doctype html><html lang="en-GB"><head><title>{HEADLINE} - Harbour News</title>
<link rel="canonical" href="https://www.harbour.example/2012/03/06/ferry">
<meta property="og:site_name" content="Harbour News"><meta property="og:title" content="{HEADLINE} - Harbour News">
<script type="application/ld+json">{{"@context": "https://schema.org", "@type": "NewsArticle", "headline": "{HEADLINE}",
"datePublished": "2012-03-06T10:30:00+01:00", "dateModified": "2012-03-07T08:00:00Z",
"author": [{{"@type": "Person", "name": "Jane Roe"}}]}}</script></head>
<body><nav>{NAVIGATION}</nav><main><article><h1>{HEADLINE}</h1><p>{LEDE}</p><p>{SECOND}</p><p>{THIRD}</p></article></main>
<footer><p>Copyright 2012 Harbour News. All rights reserved.</p></footer></body></html>"""


def test_modern_page() -> None:
    item = read_one(MODERN)
    assert bodies(item) == [LEDE, SECOND, THIRD]
    assert item.headline == HEADLINE
    assert item.published is not None
    assert item.published.at == datetime(2012, 3, 6, 10, 30, tzinfo=timezone(timedelta(hours=1)))
    assert (item.site, item.language, item.byline) == ("Harbour News", "en", "Jane Roe")
    assert item.url == "https://www.harbour.example/2012/03/06/ferry"
    assert item.agencies == ("AP",)
    assert item.format == "html"


OLD = f"""<html><head><title>AP Wire | 03/06/2012 | {HEADLINE}</title></head><body>
<!-- saved from url=(0042)http://www.harbour.example/wire/17.htm -->
<table><tr><td>{NAVIGATION}</td></tr><tr><td><table><tr><td>Weather<br>Rain<br>4 C</td>
<td><b>{HEADLINE}</b><br>Posted on Tue, Mar. 06, 2012<br><br>JANE ROE<br>Associated Press Writer<br><br>{LEDE}<br><br>{SECOND}
<br><br>
{THIRD}<br><br><i>Copyright 2012 The Associated Press. All rights reserved. This material may not be
published, broadcast, rewritten or redistributed.</i></td></tr></table></td></tr></table></body></html>"""


def test_page_laid_out_in_tables_with_breaks_for_paragraphs() -> None:
    item = read_one(OLD)
    assert bodies(item) == [LEDE, SECOND, THIRD]
    assert item.headline == HEADLINE
    assert item.published == Moment(date(2012, 3, 6))
    assert item.byline == "JANE ROE"
    assert item.agencies == ("AP",)
    assert item.url == "http://www.harbour.example/wire/17.htm"
    assert item.site == "harbour.example"


def test_source_lines_are_not_paragraphs() -> None:
    wrapped = f"<p>{LEDE}</p><p>{SECOND}</p>".replace(" ", "\n")
    assert bodies(read_one(f"<html><body>{wrapped}</body></html>")) == [LEDE, SECOND]


def test_unclosed_noscript_does_not_swallow_the_article() -> None:
    page = f"<html><body><noscript><img src=x><p>{LEDE}</p><p>{SECOND}</p><p>{THIRD}</p><p>{SECOND}</p></body></html>"
    assert bodies(read_one(page)) == [LEDE, SECOND, THIRD, SECOND]


def test_repeated_lede_is_kept_by_the_extractor() -> None:
    page = f"<html><body><article><p>{LEDE}</p><p>{LEDE}</p><p>{SECOND}</p></article></body></html>"
    for _ in range(5):
        assert bodies(read_one(page)) == [LEDE, LEDE, SECOND]


def test_tools_and_crawl_date_leave_the_body() -> None:
    page = f"""<html><body><article><p>Email this | Print</p><h1>{HEADLINE}</h1><p>Retrieved 2 June 2015</p><p>{LEDE}</p>
    <p>Advertisement</p><p>{SECOND}</p><p>{THIRD}</p><p>E-mail this story to a friend</p></article></body></html>"""
    item = read_one(page)
    assert bodies(item) == [LEDE, SECOND, THIRD]
    assert item.retrieved == Moment(date(2015, 6, 2))


CAPTION = "The ferry at its berth on Monday, a day before it struck the pier in thick fog, in a picture of the port."


@pytest.mark.parametrize(
    "picture",
    [
        f"<figure><img src=x><figcaption>{CAPTION}</figcaption></figure>",
        f"<figure><img src=x><figcaption><p>{CAPTION}</p></figcaption></figure>",
        f'<div class="wp-caption alignleft"><img src=x><p class="wp-caption-text">{CAPTION}</p></div>',
        f'<div class="photo"><img src=x><span class="imageCaption">{CAPTION}</span></div>',
        f'<div id="caption"><font size=1>{CAPTION}</font></div>',
        f'<p class="cutline">{CAPTION}</p>',
        f'<div class="photo-credit">{CAPTION}</div>',
    ],
)
@pytest.mark.parametrize("at", [0, 1])
def test_caption_is_furniture(picture: str, at: int) -> None:
    paragraphs = [f"<p>{each}</p>" for each in (LEDE, SECOND, THIRD)]
    paragraphs.insert(at, picture)
    item = read_one(f"<html><body><article><h1>{HEADLINE}</h1>{''.join(paragraphs)}</article></body></html>")
    assert bodies(item) == [LEDE, SECOND, THIRD]
    assert CAPTION in item.furniture
    assert item.headline == HEADLINE


def test_credit_of_a_picture_is_not_the_story_s() -> None:
    figure = "<figure><img src=x><figcaption>The pier. Photo: Reuters</figcaption></figure>"
    page = f"<html><body><h1>{HEADLINE}</h1>{figure}<p>{LEDE}</p><p>{SECOND}</p><p>{THIRD}</p></body></html>"
    assert read_one(page).agencies == ("AP",)


@pytest.mark.parametrize("name", ["no-caption", "has-caption", "page-captions", "caption"])
def test_story_inside_a_class_that_speaks_of_captions_is_read(name: str) -> None:
    page = f'<html><body><div class="{name}"><h1>{HEADLINE}</h1><p>{LEDE}</p><p>{SECOND}</p><p>{THIRD}</p></div></body></html>'
    assert bodies(read_one(page)) == [LEDE, SECOND, THIRD]


def test_date_set_like_a_caption_dates_the_story() -> None:
    page = f'<html><body><h1>{HEADLINE}</h1><div class="caption">March 06 2012 at 12:08AM</div><p>{LEDE}</p><p>{SECOND}</p>'
    published = read_one(page).published
    assert published is not None
    assert published.on == date(2012, 3, 6)


@pytest.mark.parametrize(
    ("title", "heading", "headline"),
    [
        ("T", "Bridge reopens", "Bridge reopens"),
        ("", "Bridge reopens", "Bridge reopens"),
        ("Story", "Ferry strikes pier", "Ferry strikes pier"),
        ("Bridge reopens", "Harbour", "Bridge reopens"),
        ("Ferry strikes pier in harbour fog", "Harbour News", "Ferry strikes pier in harbour fog"),
    ],
)
def test_heading_beats_a_title_that_says_less(title: str, heading: str, headline: str) -> None:
    page = (
        f"<html><head><title>{title}</title></head><body><h1>{heading}</h1><p>{LEDE}</p><p>{SECOND}</p></body></html>"
    )
    assert read_one(page).headline == headline


@pytest.mark.parametrize("heading", ["Pier in pieces", "Sour fish"])
def test_heading_that_the_title_has_beside_the_site_heads_the_page_whatever_its_words(heading: str) -> None:
    quote = '"I have never seen a ship so sorry," a skipper said. "It blew its horn all the night."'
    page = (
        f"<html><head><title>{heading} - Harbour Post</title><meta property='og:site_name' content='Harbour Post'></head>"
        f"<body><h1>{heading}</h1><p>{LEDE}</p><p>{SECOND}</p><p>{quote}</p><p>(Reporting by Ann Lee; Editing by Bo Ray)</p>"
        "</body></html>"
    )
    item = read_one(page)
    assert item.headline == heading
    assert quote in [paragraph.text for paragraph in item.paragraphs]


def test_address_dates_a_page_that_is_silent() -> None:
    page = f'<html><head><link rel="canonical" href="http://harbour.example/news/2012/03/06/x.html"></head><p>{LEDE}</p><p>{SECOND}</p>'
    assert read_one(page).published == Moment(date(2012, 3, 6))


def test_page_without_any_date_has_none() -> None:
    assert read_one(f"<html><body><p>{LEDE}</p><p>{SECOND}</p></body></html>").published is None


def test_entity_and_zulu_clock() -> None:
    page = f'<html><head><meta name="date" content="2012-03-06T22:15:00Z"></head><body><p>{LEDE}</p><p>Fish &amp; chips, he said, are off the harbour menu.</p>'
    item = read_one(page)
    assert item.published is not None
    assert item.published.at == datetime(2012, 3, 6, 22, 15, tzinfo=UTC)
    assert bodies(item)[1].startswith("Fish & chips")
