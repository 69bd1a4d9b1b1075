"""Invented pages, each in one of the ways that scraped wire copy comes in, with all that should be read from it."""
# ruff: noqa: E501 - a page reads best unbroken

from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone

import pytest

from newsarchive.wire import Item, Moment, read

SECOND = "Harbour officials said the two berths would stay shut until divers had looked at the piles."
THIRD = '"We lost a crane and some paint, nothing more," the port director told a news conference.'
HEADLINE = "Ferry strikes pier in harbour fog"
LEDE = "A ferry carrying 212 passengers struck a pier in thick fog on Tuesday, port officials said."


@dataclass(frozen=True)
class Page:
    """A page and what is to be read from it; ``lede`` is the first paragraph as it should come out."""

    text: str
    headline: str = HEADLINE
    place: str = ""
    agency: str = ""
    on: date | None = None
    doubt: str = ""
    published: date | None = None
    retrieved: date | None = None
    byline: str = ""
    agencies: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    datelines: tuple[int, ...] = (0,)
    furniture: tuple[str, ...] = ()


def opened(dateline: str) -> tuple[str, ...]:
    return (dateline + LEDE, SECOND, THIRD)


YEAR = "year taken from the page's date"
VARIANTS = {
    "reuters, no date in the dateline": Page(
        f"{HEADLINE}\nPublished: 6 March 2012\n\nOSLO (Reuters) - {LEDE}\n{SECOND}\n{THIRD}",
        place="OSLO", agency="Reuters", published=date(2012, 3, 6), agencies=("Reuters",),
        paragraphs=opened("OSLO (Reuters) - "), datelines=(17, 0, 0), furniture=(HEADLINE, "Published: 6 March 2012"),
    ),
    "xinhua, date first, then headline": Page(
        f"March 7, 2012\n{HEADLINE}\nOSLO, March 6 (Xinhua) -- {LEDE}\n{SECOND}\n{THIRD}",
        place="OSLO", agency="Xinhua", on=date(2012, 3, 6), doubt=YEAR, published=date(2012, 3, 7), agencies=("Xinhua",),
        paragraphs=opened("OSLO, March 6 (Xinhua) -- "), datelines=(26, 0, 0), furniture=("March 7, 2012", HEADLINE),
    ),
    "french date, accented month": Page(
        f"{HEADLINE}\nmercredi 10 août 2011\nLE HAVRE, 9 août (AFP) - {LEDE}\n{SECOND}\n{THIRD}",
        place="LE HAVRE", agency="AFP", on=date(2011, 8, 9), doubt=YEAR, published=date(2011, 8, 10), agencies=("AFP",),
        paragraphs=opened("LE HAVRE, 9 août (AFP) - "), datelines=(25, 0, 0),
        furniture=(HEADLINE, "mercredi 10 août 2011"),
    ),
    "german date, agency after the place in brackets": Page(
        f"Dienstag, 9. August 2011, 14:30 Uhr\n\n{HEADLINE}\n\nKIEL, 9. August (dpa) - {LEDE}\n\n{SECOND}\n\n{THIRD}",
        place="KIEL", agency="dpa", on=date(2011, 8, 9), doubt=YEAR, published=date(2011, 8, 9), agencies=("dpa",),
        paragraphs=opened("KIEL, 9. August (dpa) - "), datelines=(24, 0, 0),
        furniture=("Dienstag, 9. August 2011, 14:30 Uhr", HEADLINE),
    ),
    "spanish date, point and hyphen": Page(
        f"{HEADLINE}\n10 de agosto de 2011\nVigo, 9 de agosto (EFE).- {LEDE}\n{SECOND}\n{THIRD}",
        place="Vigo", agency="EFE", on=date(2011, 8, 9), doubt=YEAR, published=date(2011, 8, 10), agencies=("EFE",),
        paragraphs=opened("Vigo, 9 de agosto (EFE).- "), datelines=(26, 0, 0),
        furniture=(HEADLINE, "10 de agosto de 2011"),
    ),
    "italian, shouted month": Page(
        f"{HEADLINE}\n4 marzo 2013\nGENOVA, 3 MAR (ANSA) - {LEDE}\n{SECOND}\n{THIRD}",
        place="GENOVA", agency="ANSA", on=date(2013, 3, 3), doubt=YEAR, published=date(2013, 3, 4), agencies=("ANSA",),
        paragraphs=opened("GENOVA, 3 MAR (ANSA) - "), datelines=(23, 0, 0), furniture=(HEADLINE, "4 marzo 2013"),
    ),
    "russian agency between slashes": Page(
        f"{HEADLINE}\nMarch 4, 2013\nMURMANSK, March 3. /TASS/. {LEDE}\n{SECOND}\n{THIRD}",
        place="MURMANSK", agency="TASS", on=date(2013, 3, 3), doubt=YEAR, published=date(2013, 3, 4), agencies=("TASS",),
        paragraphs=opened("MURMANSK, March 3. /TASS/. "), datelines=(27, 0, 0), furniture=(HEADLINE, "March 4, 2013"),
    ),
    "december dateline, january page": Page(
        f"{HEADLINE}\nTuesday, 1 January 2008\nHALIFAX, Dec 31 (UPI) -- {LEDE}\n{SECOND}\n{THIRD}",
        place="HALIFAX", agency="UPI", on=date(2007, 12, 31), doubt=YEAR, published=date(2008, 1, 1), agencies=("UPI",),
        paragraphs=opened("HALIFAX, Dec 31 (UPI) -- "), datelines=(25, 0, 0),
        furniture=(HEADLINE, "Tuesday, 1 January 2008"),
    ),
    "crawl date above, page date below": Page(
        f"Sunday, June 2, 2019\n{HEADLINE}\nOSLO, March 6 (AP) - {LEDE}\n{SECOND}\n{THIRD}\nMarch 7, 2012",
        place="OSLO", agency="AP", on=date(2012, 3, 6), doubt=YEAR, published=date(2012, 3, 7),
        retrieved=date(2019, 6, 2), agencies=("AP",), paragraphs=opened("OSLO, March 6 (AP) - "), datelines=(21, 0, 0),
        furniture=("Sunday, June 2, 2019", HEADLINE, "March 7, 2012"),
    ),
    "page date above, crawl date below": Page(
        f"March 7, 2012\n{HEADLINE}\nOSLO, March 6, 2012 (AP) - {LEDE}\n{SECOND}\n{THIRD}\nSunday, June 2, 2019",
        place="OSLO", agency="AP", on=date(2012, 3, 6), published=date(2012, 3, 7), retrieved=date(2019, 6, 2),
        agencies=("AP",), paragraphs=opened("OSLO, March 6, 2012 (AP) - "), datelines=(27, 0, 0),
        furniture=("March 7, 2012", HEADLINE, "Sunday, June 2, 2019"),
    ),
    "dates labelled, no dateline": Page(
        f"Retrieved 2 June 2012\n{HEADLINE}\nPosted: 6 March 2012\n{LEDE}\n{SECOND}\n{THIRD}",
        published=date(2012, 3, 6), retrieved=date(2012, 6, 2), paragraphs=opened(""), datelines=(0, 0, 0),
        furniture=("Retrieved 2 June 2012", HEADLINE, "Posted: 6 March 2012"),
    ),
    "no dates at all, no year to be had": Page(
        f"{HEADLINE}\nOSLO, March 6 (AFP) - {LEDE}\n{SECOND}\n{THIRD}",
        place="OSLO", agency="AFP", agencies=("AFP",), paragraphs=opened("OSLO, March 6 (AFP) - "), datelines=(22, 0, 0),
        furniture=(HEADLINE,),
    ),
    "two datelines": Page(
        f"{HEADLINE}\nOSLO, March 6, 2012 (AFP) - {LEDE}\n{SECOND}\nBERGEN, March 6, 2012 (AFP) - {THIRD}",
        place="OSLO", agency="AFP", on=date(2012, 3, 6), agencies=("AFP",),
        paragraphs=(f"OSLO, March 6, 2012 (AFP) - {LEDE}", SECOND, f"BERGEN, March 6, 2012 (AFP) - {THIRD}"),
        datelines=(28, 0, 30), furniture=(HEADLINE,),
    ),
    "two places, two agencies, region": Page(
        f"{HEADLINE}\nOSLO/BERGEN, Norway (AP/Reuters) - {LEDE}\n{SECOND}\n{THIRD}",
        place="OSLO/BERGEN, Norway", agency="AP/Reuters", agencies=("AP", "Reuters"),
        paragraphs=opened("OSLO/BERGEN, Norway (AP/Reuters) - "), datelines=(35, 0, 0), furniture=(HEADLINE,),
    ),
    "american region with a point": Page(
        f"{HEADLINE}\nPORT TOWNSEND, Wash. -- {LEDE}\n{SECOND}\n{THIRD}\nThe Associated Press",
        place="PORT TOWNSEND, Wash.", agencies=("AP",), paragraphs=opened("PORT TOWNSEND, Wash. -- "),
        datelines=(24, 0, 0), furniture=(HEADLINE, "The Associated Press"),
    ),
    "place alone with a colon": Page(
        f"{HEADLINE}\nNEW HARBOUR: {LEDE}\n{SECOND}\n{THIRD}",
        place="NEW HARBOUR", paragraphs=opened("NEW HARBOUR: "), datelines=(13, 0, 0), furniture=(HEADLINE,),
    ),
    "weekday only": Page(
        f"{HEADLINE}\nWednesday, March 7, 2012\nOSLO, Tuesday (AFP) — {LEDE}\n{SECOND}\n{THIRD}",
        place="OSLO", agency="AFP", on=date(2012, 3, 6), doubt="day taken from the weekday and the page's date",
        published=date(2012, 3, 7), agencies=("AFP",), paragraphs=opened("OSLO, Tuesday (AFP) — "), datelines=(22, 0, 0),
        furniture=(HEADLINE, "Wednesday, March 7, 2012"),
    ),
    "byline and writer's title": Page(
        f"{HEADLINE}\nBy JANE ROE\nAssociated Press Writer\nOSLO (AP) _ {LEDE}\n{SECOND}\n{THIRD}",
        place="OSLO", agency="AP", byline="JANE ROE", agencies=("AP",), paragraphs=opened("OSLO (AP) _ "),
        datelines=(12, 0, 0), furniture=(HEADLINE, "By JANE ROE", "Associated Press Writer"),
    ),
    "two authors, agency behind the comma": Page(
        f"{HEADLINE}\nBy Jane Roe and John Doe, Reuters\n{LEDE}\n{SECOND}\n{THIRD}",
        byline="Jane Roe and John Doe", agencies=("Reuters",), paragraphs=opened(""), datelines=(0, 0, 0),
        furniture=(HEADLINE, "By Jane Roe and John Doe, Reuters"),
    ),
    "name over the writer's title": Page(
        f"{HEADLINE}\nJANE ROE\nAssociated Press Writer\nOSLO (AP) - {LEDE}\n{SECOND}\n{THIRD}",
        place="OSLO", agency="AP", byline="JANE ROE", agencies=("AP",), paragraphs=opened("OSLO (AP) - "),
        datelines=(12, 0, 0), furniture=(HEADLINE, "JANE ROE", "Associated Press Writer"),
    ),
    "glued breadcrumb without a second headline": Page(
        f"HomeWorldShipping{HEADLINE}\n\nOSLO (AFP) - {LEDE}\n\n{SECOND}\n\n{THIRD}",
        place="OSLO", agency="AFP", agencies=("AFP",), paragraphs=opened("OSLO (AFP) - "), datelines=(13, 0, 0),
        furniture=(f"HomeWorldShipping{HEADLINE}",),
    ),
    "trail, tools and advertisements between": Page(
        f"Home > World > Shipping\n{HEADLINE}\nEmail this | Print | Share\n{LEDE}\nAdvertisement\n{SECOND}\n"
        f"Read more\n{THIRD}\nRelated stories\nOlder ferries to be withdrawn\nCopyright 2012 Harbour News. All rights reserved.",
        paragraphs=opened(""), datelines=(0, 0, 0),
        furniture=(
            "Home > World > Shipping", HEADLINE, "Email this | Print | Share", "Advertisement", "Read more",
            "Related stories", "Older ferries to be withdrawn", "Copyright 2012 Harbour News. All rights reserved.",
        ),
    ),
    "hard-wrapped, indented paragraphs": Page(
        f"{HEADLINE}\n\n    OSLO (AFP) - A ferry carrying 212 passengers struck a pier in\nthick fog on Tuesday, port officials said.\n"
        "    Harbour officials said the two berths would stay shut until\ndivers had looked at the piles.\n"
        '    "We lost a crane and some paint, nothing more," the port\ndirector told a news conference.\n',
        place="OSLO", agency="AFP", agencies=("AFP",), paragraphs=opened("OSLO (AFP) - "), datelines=(13, 0, 0),
        furniture=(HEADLINE,),
    ),
    "numeric date settled by the dateline": Page(
        f"{HEADLINE}\n07/03/2012\nOSLO, March 6 (AFP) - {LEDE}\n{SECOND}\n{THIRD}",
        place="OSLO", agency="AFP", on=date(2012, 3, 6), doubt=YEAR, published=date(2012, 3, 7), agencies=("AFP",),
        paragraphs=opened("OSLO, March 6 (AFP) - "), datelines=(22, 0, 0), furniture=(HEADLINE, "07/03/2012"),
    ),
    "agency before the place": Page(
        f"{HEADLINE}\nAFP - OSLO, March 6, 2012 - {LEDE}\n{SECOND}\n{THIRD}",
        place="OSLO", agency="AFP", on=date(2012, 3, 6), agencies=("AFP",),
        paragraphs=opened("AFP - OSLO, March 6, 2012 - "), datelines=(28, 0, 0), furniture=(HEADLINE,),
    ),
    "agency between dashes": Page(
        f"{HEADLINE}\nOslo - Reuters - {LEDE}\n{SECOND}\n{THIRD}",
        place="Oslo", agency="Reuters", agencies=("Reuters",), paragraphs=opened("Oslo - Reuters - "),
        datelines=(17, 0, 0), furniture=(HEADLINE,),
    ),
    "standfirst above the dateline stays": Page(
        f"{HEADLINE}\n{SECOND}\nOSLO (AFP) - {LEDE}\n{THIRD}",
        place="OSLO", agency="AFP", agencies=("AFP",), paragraphs=(SECOND, f"OSLO (AFP) - {LEDE}", THIRD),
        datelines=(0, 13, 0), furniture=(HEADLINE,),
    ),
    "agency named only in the text is not credited": Page(
        f"{HEADLINE}\n{LEDE}\nThe state agency IRNA and Reuters television showed the berth later that morning.\n{THIRD}",
        paragraphs=(LEDE, "The state agency IRNA and Reuters television showed the berth later that morning.", THIRD),
        datelines=(0, 0, 0), furniture=(HEADLINE,),
    ),
}  # fmt: skip


def read_one(data: bytes) -> Item:
    (item,) = read(data, "03-04-2005 not the headline.html")
    return item


def day(moment: Moment | None) -> date | None:
    return moment.on if moment else None


@pytest.mark.parametrize("page", VARIANTS.values(), ids=VARIANTS.keys())
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-8-sig"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_variant(page: Page, encoding: str, line_end: str) -> None:
    item = read_one(page.text.replace("\n", line_end).encode(encoding))
    dateline = item.dateline
    assert item.format == "text"
    assert tuple(p.text for p in item.paragraphs) == page.paragraphs
    assert tuple(p.dateline_length for p in item.paragraphs) == page.datelines
    assert item.headline == page.headline
    assert (dateline.place if dateline else "", dateline.agency if dateline else "") == (page.place, page.agency)
    assert day(dateline.on if dateline else None) == page.on
    assert (dateline.on.doubt if dateline and dateline.on else "") == page.doubt
    assert (day(item.published), day(item.retrieved)) == (page.published, page.retrieved)
    assert (item.byline, item.agencies) == (page.byline, page.agencies)
    assert item.furniture == page.furniture


def test_nothing_printed_is_lost() -> None:
    for page in VARIANTS.values():
        item = read_one(page.text.encode())
        kept = " ".join([*item.furniture, *(p.text for p in item.paragraphs)]).split()
        assert sorted(kept) == sorted(page.text.split())


def test_clock_and_zone_are_read() -> None:
    item = read_one(f"{HEADLINE}\nPOSTED: 12:57 am EST March 6, 2012\n{LEDE}\n{SECOND}".encode())
    assert item.published is not None
    assert item.published.at == datetime(2012, 3, 6, 0, 57, tzinfo=timezone(timedelta(hours=-5)))


def test_numeric_date_that_nothing_settles_keeps_its_doubt() -> None:
    item = read_one(f"{HEADLINE}\n03/04/2012\n{LEDE}\n{SECOND}".encode())
    assert item.published is not None
    assert item.published.on == date(2012, 4, 3)
    assert "2012-03-04" in item.published.doubt


def test_numeric_date_is_settled_by_another_print_of_the_day() -> None:
    item = read_one(f"{HEADLINE}\n03/04/2012\nPublished March 4, 2012\n{LEDE}\n{SECOND}".encode())
    assert item.published == Moment(date(2012, 3, 4))


def test_year_from_a_far_page_date_is_doubted() -> None:
    item = read_one(f"July 16, 2024\n{HEADLINE}\nOSLO, April 29 (AFP) - {LEDE}\n{SECOND}".encode())
    assert item.dateline is not None
    assert item.dateline.on is not None
    assert item.dateline.on.on == date(2024, 4, 29)
    assert "78 days" in item.dateline.on.doubt
    assert item.published is None
    assert day(item.retrieved) == date(2024, 7, 16)


def test_repeated_lede_is_left_as_printed() -> None:
    item = read_one(f"{HEADLINE}\nOSLO (AFP) - {LEDE}\nOSLO (AFP) - {LEDE}\n{SECOND}".encode())
    assert [p.text for p in item.paragraphs] == [f"OSLO (AFP) - {LEDE}"] * 2 + [SECOND]
    assert [p.dateline_length for p in item.paragraphs] == [13, 13, 0]
