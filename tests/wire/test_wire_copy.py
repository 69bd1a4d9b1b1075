"""Copy as a wire sends it, saved as plain text: a title, a blank line, lines broken at a column, tables of figures."""

import pytest

from newsarchive.wire import Item, Unreadable, read

TITLE = "HARBOUR BOARD <HRB> LENDS PILOTS A SECOND LAUNCH"
FIRST = "The Harbour Board said it had lent the pilots a second launch until the damaged one is back from the yard."
SECOND = "A spokesman said the launch, which was built by Carne and Daughter, had lain idle for most of the winter."
WRAPPED = """The Harbour Board said it had lent
the pilots a second launch until the damaged one is back from
the yard.
    A spokesman said the launch, which was built by Carne and
Daughter, had lain idle for most of the winter."""


def read_one(text: str) -> Item:
    (item,) = read(text.encode(), "copy.txt")
    return item


def bodies(item: Item) -> list[str]:
    return [paragraph.text for paragraph in item.paragraphs]


@pytest.mark.parametrize(
    "title", [TITLE, TITLE.capitalize(), "MORE LAUNCHES FOR THE PILOTS OF THE HARBOUR", "BOARD HELPS CO."]
)
@pytest.mark.parametrize("sign_off", ["", "\n Reuter\n", "\n REUTER"])
def test_title_heads_text_whose_first_line_is_short(title: str, sign_off: str) -> None:
    item = read_one(f"{title}\n\n{WRAPPED}{sign_off}")
    assert item.headline == title
    assert bodies(item) == [FIRST, SECOND]
    assert item.agencies == (("Reuters",) if sign_off else ())


def test_first_line_that_breaks_within_a_name() -> None:
    item = read_one(
        f"{TITLE}\n\n" + WRAPPED.replace("said it had lent\nthe", "said through Lewis E.\nMarle it had lent the")
    )
    assert bodies(item) == [FIRST.replace("said it", "said through Lewis E. Marle it"), SECOND]


def test_brackets_at_the_start_of_a_line_are_no_dateline() -> None:
    lede = "The ferries of the northern\nHarbour (HRB) will run late on Friday while divers look\nat the piles."
    item = read_one(f"{TITLE}\n\n{lede}\n    {SECOND[:60]}\n{SECOND[60:].strip()}\n")
    assert item.headline == TITLE
    assert bodies(item)[0] == " ".join(lede.split())


def test_initial_at_the_end_of_a_line_ends_no_paragraph() -> None:
    lede = "The board said on Friday that its chairman, Lewis E.\nMarle, would leave it in\nthe spring."
    assert bodies(read_one(f"{TITLE}\n\n{lede}\n\n{SECOND[:53]}\n{SECOND[54:]}\n")) == [" ".join(lede.split()), SECOND]


def test_paragraphs_parted_by_blank_lines() -> None:
    item = read_one(f"{TITLE}\n\n{WRAPPED.replace(chr(10) + '    ', chr(10) * 2)}\n")
    assert (item.headline, bodies(item)) == (TITLE, [FIRST, SECOND])


@pytest.mark.parametrize("gap", ["\n", "\n\n"])
def test_long_line_that_a_site_adds_leaves_wrapped_lines_joined(gap: str) -> None:
    sign_off = (
        "(Reporting by Ann Lee in Tirense and Bo Ray in Marle; Additional reporting by Jo Fenn; Editing by Al Dunn)"
    )
    item = read_one(f"{TITLE}\n\n{WRAPPED}{gap}{sign_off}\n")
    assert (item.headline, bodies(item)) == (TITLE, [FIRST, SECOND, sign_off])


@pytest.mark.parametrize(
    ("above", "headline"),
    [
        ("NORTHWIRE 0103\nBC-HARBOUR-LAUNCH (UPDATE 2)", "UPDATE 2-Harbour board lends pilots 2 launches"),
        ("NORTHWIRE 0103\nBC-HARBOUR-LAUNCH, HOLD", "HOLD FOR RELEASE - Harbour board lends pilots a launch"),
        ("BC-HARBOUR-LAUNCH", "EU-island pilots get second launch"),
    ],
)
def test_slug_is_no_headline(above: str, headline: str) -> None:
    item = read_one(
        f"{above}\nTue 03 Mar 2026 13:40 GMT\n\n{headline}\n\n(Updates with launch)\n\n{FIRST}\n\n{SECOND}\n"
    )
    assert (item.headline, bodies(item)) == (headline, [FIRST, SECOND])


def test_line_that_says_who_wrote_it_is_no_headline() -> None:
    assert (
        read_one(f"{TITLE.capitalize()}\n\nCompiled from our wire services\n\n{FIRST}\n").headline == TITLE.capitalize()
    )


def test_byline_and_headline_above_the_first_line_stay_apart() -> None:
    head = "Pilots get a second launch\nBy Jane Roe\n"
    item = read_one(head + "    " + WRAPPED.replace("lent\nthe ", "lent the\n"))
    assert (item.headline, item.byline) == ("Pilots get a second launch", "Jane Roe")
    assert bodies(item) == [FIRST, SECOND]


ROWS = [
    "Shr loss 4 cts vs profit 11 cts",
    "Net loss 310,500 vs profit 902,000",
    "Revs 5.2 mln vs 6.1 mln",
    "Year",
    "Revs 21.0 mln vs 24.4 mln",
]


@pytest.mark.parametrize(
    "title", ["CARNE AND DAUGHTER <CRN> 4TH QTR FEB 28 LOSS", "Carne and Daughter loses in the quarter"]
)
def test_table_of_figures_is_an_article(title: str) -> None:
    item = read_one(f"{title}\n\n" + "\n    ".join(ROWS) + "\n Reuter\n")
    assert item.headline == title
    assert bodies(item) == ROWS


def test_figures_above_a_note_are_of_the_article() -> None:
    note = "Note: figures of the year before are restated to leave out the rope works, which were sold in January."
    item = read_one(
        "CARNE AND DAUGHTER <CRN> 4TH QTR LOSS\n\n"
        + "\n    ".join(["Shr nil vs profit 2 cts", *ROWS, note.replace("out the", "out\nthe")])
    )
    assert item.headline == "CARNE AND DAUGHTER <CRN> 4TH QTR LOSS"
    assert bodies(item) == ["Shr nil vs profit 2 cts", *ROWS, note]


def test_short_sentence_under_the_headline_is_of_the_article() -> None:
    item = read_one(f"Pilots get a second launch\n\nThe pilots are pleased.\n\n{FIRST}\n\n{SECOND}\n")
    assert item.headline == "Pilots get a second launch"
    assert bodies(item) == ["The pilots are pleased.", FIRST, SECOND]


@pytest.mark.parametrize(
    "text",
    [
        "Home\nWorld\nSport\nWeather\nContact us\n",
        "Harbour News index of today\n\n09:30 Pilots get a launch\n10:15 Ferry runs late\n11:00 Rope works are sold\n",
        "Harbour News index of today\n\n1. Pilots get a launch\n2. Ferry runs late\n3. Rope works are sold\n",
        "Harbour News index of today\n\nPilots get a launch - 3 March 2012\nFerry runs late - 2 March 2012\n",
        "12 14 16\n18 20 22\n24 26 28\n",
        "Harbour News of the week\n\nTides 4 6 8\n" + "A link to another page\n" * 9,
    ],
    ids=["navigation", "hours", "numbers", "days", "figures without a headline", "stray row"],
)
def test_what_holds_no_article_is_still_refused(text: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read_one(text)
    assert refused.value.code == "no-article"
