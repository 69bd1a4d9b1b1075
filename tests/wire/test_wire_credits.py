"""Which lines credit an agency and which only name one; and what a page comes to as a whole."""

from __future__ import annotations

import pytest

from newsarchive.wire import Item, read
from newsarchive.wire.agencies import SITES, UNNAMED, canonical, named_in
from newsarchive.wire.credits import PLACES
from newsarchive.wire.datelines import opening_of

BODY = (
    "The harbour board of Tambora voted on Thursday to close the eastern mole to lorries until the autumn storms end.",
    "Engineers found cracks as wide as a hand in two of its nine piers, its secretary, Odile Branca, told a meeting.",
    "Fishermen asked for a ferry in the meantime, and were promised an answer before the end of the month at least.",
    "The repair is put at 4.1 million crowns, of which the ministry of transport has offered to pay a little less.",
)


def text(*before: str, lede: str = "", after: tuple[str, ...] = ()) -> Item:
    """A plain text as scraped: headline and lines, the report, more lines."""
    lines = ["Tambora closes its eastern mole", *before, lede + BODY[0], *BODY[1:], *after]
    return read("\n\n".join(lines).encode(), "a.txt")[0]


def page(*before: str, lede: str = "", after: tuple[str, ...] = (), head: str = "", foot: str = "") -> Item:
    """The same as a web page; ``head`` and ``foot`` are markup."""
    body = "".join(f"<p>{line}</p>" for line in (*before, lede + BODY[0], *BODY[1:], *after))
    title = "<h1>Tambora closes its eastern mole</h1>"
    return read(f"<html><head>{head}</head><body>{title}{body}{foot}</body></html>".encode(), "a.html")[0]


def credited(item: Item) -> set[tuple[str, str]]:
    return {(credit.agency, credit.where) for credit in item.credits}


DATELINES = {
    "TAMBORA, March 4 (AFP) - ": ["AFP"],
    "TAMBORA (AP/Reuters) -- ": ["AP", "Reuters"],
    "TAMBORA, March 4 (KYODO) -- ": ["Kyodo"],
    "TAMBORA, March 4 (Agencies): ": [UNNAMED],
    "PARIS, 4 mars (AFP) - ": ["AFP"],
    "МОСКВА, 4 марта (ТАСС) - ": ["TASS"],
    "WIEN (APA) - ": ["APA"],
}
LEDES = {
    "(AP) ": ["AP"],
    "AFP - ": ["AFP"],
    "(03-04) 20:42 PST TAMBORA, (AP) -- ": ["AP"],
    "TAMBORA Mar 4, 2021 (AP)— ": ["AP"],
    "新华社北京3月4日电 ": ["Xinhua"],
    "【タンボラ共同】": ["Kyodo"],
    "(서울=연합뉴스) ": ["Yonhap"],
    "تامبورا - (أ ف ب) - ": ["AFP"],
    "टाम्बोरा, चार मार्च (भाषा) ": ["PTI"],
    "टाम्बोरा, 4 मार्च (एएफपी) ": ["AFP"],
}
BYLINES = {
    "By ANN LEE, Associated Press Writer": ["AP"],
    "By ANN LEE, Associated Press Writer 46 minutes ago": ["AP"],
    "AP Medical Writer": ["AP"],
    "By The Associated Press": ["AP"],
    "By: Ann Lee - Associated Press": ["AP"],
    "Ann Lee, Canadian Press": ["CP"],
    "By Ann Lee and agencies": [UNNAMED],
    "Par Anne Lebrun avec AFP": ["AFP"],
    "Von Anna Lehmann, dpa": ["dpa"],
    "Por Ana Lobo, EFE": ["EFE"],
}
CREDIT_LINES = {
    "Source: Reuters": ["Reuters"],
    "Article from: Reuters": ["Reuters"],
    "AP/AFP": ["AP", "AFP"],
    "AFP with AP": ["AFP", "AP"],
    "(Agencies)": [UNNAMED],
    "Agencies": [UNNAMED],
    "Staff and agencies": [UNNAMED],
    "From our wire services": [UNNAMED],
    "From staff and wire reports": [UNNAMED],
    "From Tambora Times wire services": [UNNAMED],
    "The Associated Press and The Tambora Herald": ["AP"],
    "Associated Press, Thursday, March 4, 2021": ["AP"],
    "The Associated Press March 4, 2021, 11:42PM EST text size: TT": ["AP"],
    "Posted on : Thu, 4 Mar 2021 05:39:01 GMT | Author : Indo Asian News Service": ["IANS"],
    "Quelle: dpa": ["dpa"],
    "Mit Agenturen": [UNNAMED],
    "Agenturen": [UNNAMED],
    "Avec agences": [UNNAMED],
    "Agencias": [UNNAMED],
    "EFE y agencias": ["EFE", UNNAMED],
    "Fonte: ANSA": ["ANSA"],
    "Источник: Интерфакс": ["Interfax"],
    "По сообщениям агентств": [UNNAMED],
    "وكالات": [UNNAMED],
    "来源：新华社": ["Xinhua"],
}
SIGN_OFFS = {
    "This story was produced from wire reports.": [UNNAMED],
    "Our Standards: The Thomson Reuters Trust Principles.": ["Reuters"],
    "The Associated Press contributed to this report.": ["AP"],
    "Reuters and The Associated Press contributed to this report.": ["Reuters", "AP"],
    "Associated Press writer Bo Ray in Ryel, Ky., contributed to this story.": ["AP"],
    "Copyright 2021 by Herald.example. The Associated Press contributed to this report. All rights reserved.": ["AP"],
    "(Additional reporting by Bo Ray in Ryel for Reuters)": ["Reuters"],
    "Information from the Associated Press was used in this report.": ["AP"],
    "(With inputs from PTI)": ["PTI"],
    "Compiled from wire reports.": [UNNAMED],
    "Mit Material von dpa": ["dpa"],
    "Con información de EFE": ["EFE"],
    "Avec AFP": ["AFP"],
    "AP-ES-03-04-21 1234EST": ["AP"],
    "dpa al xx ry": ["dpa"],
    "-- AFP": ["AFP"],
    "(Reuters)": ["Reuters"],
}
NOTICES = {
    "Copyright 2021 The Associated Press. All rights reserved.": ["AP"],
    "© 2021 The Associated Press. All rights reserved. This material may not be published.": ["AP"],
    "(c) Reuters": ["Reuters"],
    "Copyright 2021 AFP": ["AFP"],
    "©MMXXI The Associated Press. All Rights Reserved.": ["AP"],
    "© Reuters 2021. All rights reserved. Republication of Reuters content is prohibited.": ["Reuters"],
    "Copyright © 2021 KXYZ-TV and the Associated Press. All rights reserved.": ["AP"],
    "Copyright Indo-Asian News Service": ["IANS"],
}
MENTIONS = (
    "The minister told Reuters that nothing had been decided.",
    "The cracks were seen in January, the Xinhua news agency said.",
    "A Reuters poll of nine engineers put the repair at five millions.",
    "“We will see,” Branca said, according to the Associated Press.",
    "AP: Mole is older than was thought",
    "AP Top Stories",
    "Latest AP headlines",
    "AP World News",
    "Reuters Pictures",
    "Video from Reuters",
    "AP Photo/Bo Ray",
    "(AP Photo/Bo Ray)",
    "Bo Ray / Associated Press",
    "Photo by Bo Ray/AFP/Getty Images",
    "Mole seen from the east © dpa",
    "Some content © The Associated Press",
    "Photos copyright 2021 Reuters",
    "Stock quotes copyright Dow Jones",
    "Copyright 2021 by the Tambora Herald and/or wire services and suppliers.",
    "Federal agencies were asked to look into it.",
    "She spoke at the National Press Club.",
    "The agencies said that they would answer within a week.",
    "Ministers and agencies contributed to the fund for this report.",
    "TT 1375 1375 2053.25 (2095.64)",
)


@pytest.mark.parametrize(("printed", "agencies"), DATELINES.items())
def test_a_dateline_credits_those_it_names(printed: str, agencies: list[str]) -> None:
    item = text(lede=printed)
    assert list(item.agencies) == agencies
    assert {where for _, where in credited(item)} == {"dateline"}
    for credit in item.credits:
        assert credit.line == item.paragraphs[0].text[: item.paragraphs[0].dateline_length]


@pytest.mark.parametrize(("printed", "agencies"), LEDES.items())
def test_first_words_credit_where_no_dateline_was_read(printed: str, agencies: list[str]) -> None:
    assert list(text(lede=printed).agencies) == agencies


def as_above(line: str) -> list[Item]:
    return [text(line), page(line)]


def as_below(line: str) -> list[Item]:
    return [text(after=(line,)), page(after=(line,))]


@pytest.mark.parametrize(("line", "agencies"), (BYLINES | CREDIT_LINES).items())
def test_lines_above_an_article_credit(line: str, agencies: list[str]) -> None:
    for item in as_above(line):
        assert sorted(item.agencies) == sorted(agencies), item.format
        assert all(credit.line[credit.start : credit.end] == credit.printed != "" for credit in item.credits)


@pytest.mark.parametrize(("line", "agencies"), (SIGN_OFFS | NOTICES).items())
def test_lines_below_an_article_credit(line: str, agencies: list[str]) -> None:
    for item in as_below(line):
        assert sorted(item.agencies) == sorted(agencies), item.format
        assert {where for _, where in credited(item)} <= {"sign-off", "notice", "credit line"}


@pytest.mark.parametrize("line", MENTIONS)
def test_what_only_names_an_agency_credits_none(line: str) -> None:
    for item in (*as_above(line), *as_below(line)):
        assert item.agencies == (), item.credits


@pytest.mark.parametrize("end", [" -- AFP", " (Reuters)", " – dpa", " /AP/"])
def test_an_agency_behind_the_last_words_signs_them(end: str) -> None:
    item = read("\n\n".join(["Tambora closes its eastern mole", *BODY[:-1], BODY[-1] + end]).encode(), "")[0]
    assert credited(item) == {(canonical(end.strip(" -–/()")), "sign-off")}


def test_a_picture_and_a_quoted_agency_beside_a_credit_do_not_count() -> None:
    told = "The secretary told Reuters that she had read it in an AFP report."
    item = page("By Ann Lee, Associated Press Writer", "(AFP Photo/Bo Ray)", lede="TAMBORA - ", after=(told,))
    assert item.agencies == ("AP",)


FAR = "".join(f"<div><a href='/{n}'>Another story, number {n}</a></div><p>Weather {n}</p>" for n in range(20))


def test_the_foot_of_the_page_counts_where_the_article_itself_credits_nobody() -> None:
    foot = f"{FAR}<p>© 2021 The Associated Press. All rights reserved.</p>"
    assert credited(page(foot=foot)) == {("AP", "notice")}
    assert page("Source: Reuters", foot=foot).agencies == ("Reuters",)
    assert page("Staff and agencies", foot=foot).agencies == (UNNAMED, "AP")


@pytest.mark.parametrize(
    ("head", "where"),
    [
        ('<meta name="author" content="Associated Press">', "page data"),
        ("<title>AP Wire | 03/04/2021 | Tambora closes its eastern mole</title>", "page data"),
        ('<link rel="canonical" href="https://www.apnews.com/article/mole">', "address"),
        (
            '<script type="application/ld+json">{"@type": "NewsArticle", "author": {"name": "The Associated Press"}}'
            "</script>",
            "page data",
        ),
    ],
)
def test_what_a_page_declares_counts_where_nothing_is_printed(head: str, where: str) -> None:
    assert credited(page(head=head)) == {("AP", where)}
    assert page("Source: Reuters", head=head).agencies == ("Reuters",)


@pytest.mark.parametrize(
    "value", ["Photos: Associated Press", "Dow Jones & Company", "Some content AP", "Bo Ray, AP Photo"]
)
def test_what_a_page_declares_of_pictures_and_publishers_is_no_credit(value: str) -> None:
    assert page(head=f'<meta name="copyright" content="{value.replace("&", "&amp;")}">').agencies == ()


def test_a_title_that_only_speaks_of_an_agency_declares_nothing() -> None:
    assert page(head="<title>Reuters opens an office in Tambora | Herald</title>").agencies == ()


def test_a_name_unknown_in_a_dateline_counts_where_no_agency_is_credited() -> None:
    assert text(lede="TAMBORA (Harbour Weekly) - ").agencies == ("Harbour Weekly",)
    assert text(lede="TAMBORA (Harbour Weekly) - ", after=("(c) Reuters 2021",)).agencies == ("Reuters",)


def test_the_strongest_evidence_comes_first_and_each_place_once() -> None:
    after = ("Reuters contributed to this report.", "Copyright 2021 The Associated Press.", "© 2021 Associated Press")
    item = text("By Ann Lee, Associated Press Writer", lede="TAMBORA, March 4 (AP) - ", after=after)
    assert item.agencies == ("AP", "Reuters")
    assert [(c.agency, c.where) for c in item.credits] == [
        ("AP", "dateline"),
        ("AP", "byline"),
        ("Reuters", "sign-off"),
        ("AP", "notice"),
    ]


def test_a_long_line_is_kept_where_the_name_stands_in_it() -> None:
    long = f"Copyright 2021 The Associated Press. {'This material may not be published or broadcast. ' * 10}"
    (credit,) = text(after=(long,)).credits
    assert len(credit.line) <= 300
    assert credit.printed == "Associated Press"


def test_characters_that_are_replaced_leave_the_place_of_a_name() -> None:
    item = page("By Ann&#1; Lee, Associated Press Writer")
    assert [credit.printed for credit in item.credits] == ["Associated Press"]


@pytest.mark.parametrize(
    "line", ["A" * 90 + ".", "A." * 60, "(AP" * 60, "AP " * 60, "© " * 80, "by " * 60, "of the " * 40]
)
def test_odd_lines_are_read_like_any_other(line: str) -> None:
    assert text(line, after=(line,)).paragraphs


def test_every_place_is_one_of_the_known_ones_and_every_site_of_a_known_agency() -> None:
    printed = text("By Ann Lee, Associated Press Writer", lede="TAMBORA (AFP) - ", after=("(c) Reuters",))
    assert {credit.where for credit in printed.credits} <= set(PLACES)
    assert {canonical(name) for name in SITES.values()} == set(SITES.values())


def test_names_joined_by_a_slash_are_two_and_those_in_addresses_none() -> None:
    assert named_in("AP/AFP") == ("AP", "AFP")
    assert named_in("See https://www.example.org/reuters/a and www.ap.example") == ()


def test_an_unnamed_dateline_is_still_a_dateline() -> None:
    opening = opening_of(f"TAMBORA (Agencies) - {BODY[0]}")
    assert opening is not None
    assert opening.place == "TAMBORA"
