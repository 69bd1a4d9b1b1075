"""Trade marks are read where they stand, and words that only look like them are not."""

from __future__ import annotations

import datetime
import json
from pathlib import Path

import pytest

from newsarchive import wire
from newsarchive.wire import notices
from newsarchive.wire.embargoes import held_until
from newsarchive.wire.trade import slug_key

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data"
BODY = """
TIRENSE, Aug 8 (Northwire) - The harbour board closed the east pier to all but the mail boat on Wednesday after a diver
found eleven cracked piles beneath it, the harbour master said at noon.

Repairs will take until October, she told a meeting of skippers, and the lifeboat will lie at the fish quay until then.
"""


def read(above: str, body: str = BODY) -> wire.Item:
    return wire.read(f"{above}\n{body}".encode(), "story.txt")[0]


def kinds(item: wire.Item) -> set[str]:
    return {mark.kind for mark in item.trade}


@pytest.mark.parametrize(
    ("headline", "kind", "number"),
    [
        ("CORRECTED - Harbour board closes east pier", "correction", None),
        ("(CORRECTED) - HARBOUR BOARD CLOSES EAST PIER", "correction", None),
        ("Harbour board closes east pier (CORRECTED)", "correction", None),
        ("Correction: Harbour pier story", "correction", None),
        ("KORREKTUR: Hafenamt sperrt den Ostkai", "correction", None),
        ("CORRECCIÓN-Cierran el muelle este del puerto", "correction", None),
        ("UPDATE 2-Harbour board closes east pier", "update", 2),
        ("AMPLIACIÓN-Cierran el muelle este del puerto", "update", None),
        ("RPT-HARBOUR BOARD CLOSES EAST PIER", "repeat", None),
        ("REPETITION - Le quai est fermé à tous les bateaux", "repeat", None),
        ("REFILE-Harbour board closes east pier", "refile", None),
        ("URGENT: Harbour board closes east pier", "urgent", None),
        ("2ND LEAD Harbour board closes east pier", "lead", 2),
        ("(LEAD) Harbour board closes east pier", "lead", None),
        ("STORY WITHDRAWN - Harbour board closes east pier", "withdrawn", None),
        ("Korrektur: Hafenamt sperrt den Ostkai", "correction", None),
        ("(CORR) Harbour board closes east pier", "correction", None),
        ("Harbour board closes east pier - CORRECTED", "correction", None),
        ("CORREÇÃO: Porto fecha o cais leste a todos os barcos", "correction", None),
        ("تصحيح: إغلاق الرصيف الشرقي أمام جميع القوارب", "correction", None),
        ("सुधार: बंदरगाह का पूर्वी घाट बंद किया गया", "correction", None),
        ("更正：港口关闭东码头 所有船只不得停靠", "correction", None),
        ("ИСПРАВЛЕНО: Восточный причал закрыт для всех судов", "correction", None),
        ("RETRACTED: Harbour board closes east pier", "withdrawn", None),
        ("ANNULE - Le quai est fermé à tous les bateaux", "kill", None),
    ],
)
def test_a_mark_in_the_headline_is_found_where_it_stands(headline: str, kind: str, number: int | None) -> None:
    item = read(f"{headline}\n")
    (mark,) = [mark for mark in item.trade if mark.kind == kind]
    assert (mark.where, mark.number) == ("headline", number)
    assert item.headline[mark.start : mark.end] == mark.words


@pytest.mark.parametrize(
    "headline",
    [
        "Senate kills bill on pier repairs",
        "Bush update on pier: no money before spring",
        "Corrections officers strike at harbour jail",
        "Correction: the Dow slid again as piers cracked",
        "LEAD: PRICES FALL AS MINES REOPEN",
        "FLASH FLOODS CUT OFF HARBOUR TOWN",
        "EMBARGO ON ISLAND LIFTED AFTER TEN YEARS",
        "Embargo: 12 years on, the island waits",
        "Hold everything, says host of harbour quiz show",
        "Lead singer withdrawn from pier concert",
        "KILL THE BILL, SKIPPERS TELL HARBOUR BOARD",
        "Urgent repairs to pier begin",
        "SUB-ZERO NIGHT FREEZES HARBOUR",
        "SUB-Saharan ports close piers",
        "Substitute for harbour master scores twice",
        "Ersatz: Fähre fährt für gesperrten Ostkai",
        "Korrekturen am Hafengesetz: Amt sperrt den Ostkai",
        "Skippers rate pier: buy, sell or HOLD",
        "Harbour board retracted: pier stays open",
    ],
)
def test_a_headline_that_only_has_such_words_bears_no_mark(headline: str) -> None:
    assert read(f"{headline}\n").trade == ()


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("BC-Harbour-Pier (CORRECTED)", "correction"),
        ("BC-Harbour-Pier, 1st Ld-Writethru", "lead"),
        ("Harbour-pier,4thld", "lead"),
        ("BC-Harbour-Pier, 2nd Add", "take"),
        ("URGENT", "urgent"),
        ("BULLETIN", "urgent"),
        ("(Updates with reaction, paragraphs 4-6)", "update"),
        ("(Recasts, adds quote)", "recast"),
        ("(Refiles to fix dateline)", "refile"),
        ("(Corrects paragraph 2 to show repairs end in October, not November)", "correction"),
        ("Eds: Corrects spelling of harbour master in graf 3; adds details", "correction"),
        ("CORRECTS crack count to 11 from 12", "correction"),
        ("Corrects: piles are 11, not 12", "correction"),
        ("RECTIFICATIF: 11 pieux et non 12", "correction"),
        ("(Berichtigung: Zahl der Risse: 11 statt 12)", "correction"),
        ("HOLD FOR RELEASE", "hold"),
        ("EMBARGOED until 0001 GMT Thursday Aug 9", "embargo"),
        ("Sperrfrist: Donnerstag 10 Uhr", "embargo"),
    ],
)
def test_a_mark_above_the_story_is_found_and_stays_there(line: str, kind: str) -> None:
    item = read(f"{line}\nWed 8 Aug 2007 12:20 GMT\n\nHarbour board closes east pier\n")
    assert kind in kinds(item)
    assert item.headline == "Harbour board closes east pier"
    assert line in (*item.furniture, *(paragraph.text for paragraph in item.paragraphs))


def test_an_end_of_take_is_found() -> None:
    assert kinds(read("Harbour board closes east pier\n", f"{BODY}\n(more)\n")) == {"take"}


def test_a_quote_about_killing_a_story_kills_nothing() -> None:
    body = 'TIRENSE, Aug 8 (Northwire) - "Kindly kill the story," the skipper told the editor, who did not.\n'
    assert read("Skipper and editor fall out\n", f"\n{body}").trade == ()


@pytest.mark.parametrize(
    "said",
    [
        "Eds: Kindly kill the TIRENSE story slugged Harbour-Pier, moved at 0412 GMT.",
        "The TIRENSE story slugged Harbour-Pier, which moved at 04:12 GMT, is withdrawn.",
        "Northwire is withdrawing its story slugged Harbour-Pier, sent at 0412 GMT.",
        "MANDATORY KILL. Northwire has killed BC-Harbour-Pier, datelined TIRENSE, moved 0412 GMT.",
    ],
)
def test_a_kill_says_what_it_kills(said: str) -> None:
    item = read("NORTHWIRE 0413\nThu 9 Aug 2007 05:40 GMT\n\nADVISORY\n", f"\n{said}\n\nA substitute will follow.\n")
    assert kinds(item) & notices.WITHDRAWING
    named = notices.named_by(item)
    assert (named.slug, named.moved) == ("harbour-pier", datetime.time(4, 12, tzinfo=datetime.UTC))
    assert item.serial == "NORTHWIRE 0413"


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("Eds: Please do not kill the story slugged Harbour-Pier. It stands as sent.", set()),
        ("Eds: The TIRENSE story slugged Harbour-Pier was not killed.", set()),
        ("The story slugged Harbour-Pier has not been withdrawn.", set()),
        ("The story slugged Harbour-Pier stands; a rumour that it was withdrawn is wrong.", set()),
        (
            "Die Meldung Harbour-Pier vom Donnerstag bitte nicht löschen, sie ist gültig und wird am Abend ergänzt.",
            set(),
        ),
        ("Eds: Please disregard the kill of the story slugged Harbour-Pier, sent in error.", {"reinstated"}),
        ("Northwire rescinds the kill of the story slugged Harbour-Pier.", {"reinstated"}),
        ("Eds: The kill of the story slugged Harbour-Pier is lifted. The story stands.", {"reinstated"}),
        ("Queda sin efecto la anulación de la noticia slug Harbour-Pier. La noticia es correcta.", {"reinstated"}),
        ("Fica sem efeito a anulação da notícia slug Harbour-Pier. A notícia está correta.", {"reinstated"}),
        ("Prière d'ignorer l'annulation de la dépêche slug Harbour-Pier, envoyée par erreur.", {"reinstated"}),
        ("Eds: Disregard the earlier kill. Kindly kill the story slugged Harbour-Pier.", {"kill"}),
    ],
)
def test_what_says_that_nothing_is_killed_kills_nothing(said: str, found: set[str]) -> None:
    item = read("NORTHWIRE 0413\nThu 9 Aug 2007 05:40 GMT\n\nADVISORY\n", f"\n{said}\n\nDetails will follow.\n")
    assert kinds(item) & notices.NAMING == found
    if found:
        assert notices.named_by(item).slug == "harbour-pier"


@pytest.mark.parametrize(
    ("said", "serial", "place", "moved"),
    [
        ("Eds: Kindly kill story NORTHWIRE 2101.", "NORTHWIRE 2101", "", False),
        ("Eds: Kindly kill NORTHWIRE 2101, moved at 0412 GMT.", "NORTHWIRE 2101", "", True),
        ("Eds: Kindly kill the story slugged HARBOUR, NORTHWIRE 2101.", "NORTHWIRE 2101", "", False),
        ("Bitte die Meldung vom Ostkai (northwire 2101) nicht verwenden.", "NORTHWIRE 2101", "", False),
        ("Eds: Kill TIRENSE story. A substitute will move as NORTHWIRE 2160.", "", "TIRENSE", False),
        ("Eds: Please kill our 2101.", "NORTHWIRE 2101", "", False),
        ("Eds: Kill TIRENSE story, moved at 0412 GMT.", "", "TIRENSE", True),
        ("Eds: Kill TIRENSE story, moved 0412 GMT.", "", "TIRENSE", True),
        ("Eds: Kill TIRENSE story, moved 1200 words long.", "", "TIRENSE", False),
    ],
)
def test_a_kill_of_one_line_is_a_notice_and_names_number_place_and_hour(
    said: str, serial: str, place: str, moved: bool
) -> None:
    (item,) = wire.read(
        f"NORTHWIRE 2150\nBC-ADVISORY\nThu 9 Aug 2007 05:40 GMT\n\nBULLETIN KILL\n\n{said}\n".encode(), "kill.txt"
    )
    assert item.headline == "BULLETIN KILL"
    named = notices.named_by(item)
    assert (named.serial, named.place, bool(named.moved)) == (serial, place, moved)
    assert [paragraph.text for paragraph in item.paragraphs] == [said]


@pytest.mark.parametrize(
    ("said", "kill"),
    [
        ("Eds: Please disregard the kill numbered NW0417, sent in error.", "NW0417"),
        ("Eds: Please disregard the kill numbered NORTHWIRE 0417.", "NORTHWIRE 0417"),
        ("Eds: Please disregard kill notice 0417.", "NORTHWIRE 0417"),
        ("Eds: Please disregard the kill, NORTHWIRE 0417, of the story slugged Harbour-Pier.", "NORTHWIRE 0417"),
        ("Die Annullierung Nr. 0417 wird aufgehoben.", "NORTHWIRE 0417"),
        ("Eds: Please disregard the kill of NORTHWIRE 0417.", ""),
        ("Eds: Please disregard the kill of the story slugged Harbour-Pier.", ""),
        ("Eds: Kindly kill NORTHWIRE 0417.", ""),
    ],
)
def test_what_takes_a_kill_back_may_name_the_kill_by_its_number(said: str, kill: str) -> None:
    item = read("NORTHWIRE 0430\nThu 9 Aug 2007 05:40 GMT\n\nADVISORY\n", f"\n{said}\n\nDetails will follow.\n")
    assert kinds(item) & notices.NAMING
    assert notices.named_by(item).kill == kill


def test_a_few_short_lines_that_kill_nothing_are_no_article() -> None:
    with pytest.raises(wire.Unreadable):
        wire.read(
            b"NORTHWIRE 2150\nBC-ADVISORY\nThu 9 Aug 2007 05:40 GMT\n\nADVISORY\n\nMore to come soon.\n", "short.txt"
        )


def test_a_line_that_says_kill_counts_for_nothing_over_a_sentence_that_denies_it() -> None:
    item = read(
        "NORTHWIRE 0413\nBC-Harbour-Pier, KILL\n\nADVISORY\n", "\nEds: Please do not kill the story.\n\nIt stands.\n"
    )
    assert not kinds(item) & notices.NAMING


def test_a_withdrawal_names_a_headline() -> None:
    item = read('STORY WITHDRAWN\n\n(The story headlined "Harbour board closes east pier" is withdrawn.)\n', "")
    assert notices.named_by(item).headline == "Harbour board closes east pier"


@pytest.mark.parametrize(
    ("note", "found"),
    [
        ("(Corrects toll in paragraph 2 to 19 from 12)", ("12", "19")),
        ("(Corrects to show 4.25 percent, not 4.00)", ("4.00", "4.25 percent")),
        ("(Corrects toll to nineteen from twelve)", ("twelve", "nineteen")),
        ("(Corrects toll to twenty-three, not thirty)", ("thirty", "twenty-three")),
        ("(Corrige el número de muertos a 6 en vez de 9)", ("9", "6")),
        ("(Corrige: cifra de muertos, 19 y no 12)", ("12", "19")),
        ("(Berichtigung: Zahl der Toten im ersten Absatz: 5 statt 7)", ("7", "5")),
        ("RECTIFICATIF: bilan 19 et non 12", ("12", "19")),
        ("(Corregge: 19 morti e non 12)", ("12", "19")),
        ("(Corregge bilancio: 19 anziché 12)", ("12", "19")),
        ("(Corrige número de mortos para 19 em vez de 12)", ("12", "19")),
        ("(Corrige: 19 mortos e não 12)", ("12", "19")),
        ("(सुधार: मृतकों की संख्या 15 के बजाय 21)", ("15", "21")),
        ("(تصحيح عدد القتلى إلى 32 بدلا من 23)", ("23", "32")),
        ("(Corrects name to Halden, not Holden)", ("Holden", "Halden")),
        ("(Corrects name to Halden instead of Holden)", ("Holden", "Halden")),
    ],
)
def test_a_correction_says_what_changed(note: str, found: tuple[str, str]) -> None:
    assert found in notices.corrections_in(read(f"Harbour board closes east pier\n\n{note}\n"))


@pytest.mark.parametrize(
    ("line", "at", "doubt"),
    [
        ("EMBARGOED until 0001 GMT Thursday Aug 9", "2007-08-09T00:01:00+00:00", True),
        ("Embargoed until noon EDT Friday", "2007-08-10T12:00:00-04:00", True),
        ("Not for release before 6 p.m. EDT, Aug. 10, 2007", "2007-08-10T18:00:00-04:00", False),
        ("Sperrfrist: Donnerstag 10 Uhr", "2007-08-09T10:00:00", True),
        ("Sperrfrist: 10. August 2007, 10 Uhr MESZ", "2007-08-10T10:00:00+02:00", False),
        ("Sperrfrist: 10. August 2007, 10.30 Uhr MEZ", "2007-08-10T10:30:00+01:00", False),
        ("EMBARGOED until 0001 UTC-12 Aug 10, 2007", "2007-08-10T00:01:00-12:00", False),
        ("EMBARGOED until 00:01 GMT+5:30 10 August 2007", "2007-08-10T00:01:00+05:30", False),
        ("EMBARGOED until 9 a.m. CET on Aug 10, 2007", "2007-08-10T09:00:00+01:00", False),
        ("EMBARGOED until 0900 CST Aug 10, 2007", "2007-08-10T09:00:00-06:00", True),
        ("EMBARGOED until 0900 IST Aug 10, 2007", "2007-08-10T09:00:00+01:00", True),
        ("EMBARGOED until 0900 JST Aug 10, 2007", "2007-08-10T09:00:00+09:00", False),
        ("EMBARGOED until Aug 10 at 2000 GMT", "2007-08-10T20:00:00+00:00", True),
        ("EMBARGOED until Aug 10 at 0001 GMT, 2011", "2011-08-10T00:01:00+00:00", False),
        ("EMBARGOED until 0001 GMT Monday Aug 10, 2007", "2007-08-10T00:01:00+00:00", True),
        ("EMBARGOED until 24:00 GMT Aug 10, 2007", "2007-08-11T00:00:00+00:00", False),
        ("EMBARGOED until 0001 GMT 09/08/2007", "2007-09-08T00:01:00+00:00", True),
    ],
)
def test_an_embargo_has_its_moment_and_says_what_was_inferred(line: str, at: str, doubt: bool) -> None:
    held = held_until(read(f"{line}\nWed 8 Aug 2007 12:20 GMT\n\nHarbour board closes east pier\n"))
    assert held is not None
    assert held.until is not None
    assert held.until.at is not None
    assert (held.until.at.isoformat(), bool(held.until.doubt)) == (at, doubt)


@pytest.mark.parametrize(
    "when",
    [
        "0001 GMT Aug 10, 9999",
        "0001 GMT 10 Aug 0000",
        "0001 GMT 9999-12-31",
        "0001 GMT 31/12/9999",
        "0001 GMT Feb 30",
        "0001 GMT 30 February 2007",
        "0001 GMT 2007-02-30",
        "99:99 GMT Aug 10",
        "25:00 GMT Aug 10, 2007",
        "0001 UTC-27 Aug 10, 2007",
    ],
)
def test_a_moment_that_makes_no_sense_never_comes(when: str) -> None:
    held = held_until(read(f"EMBARGOED until {when}\nWed 8 Aug 2007 12:20 GMT\n\nHarbour board closes east pier\n"))
    assert held is not None
    assert (held.until, held.doubt) == (None, "the moment printed makes no sense")


def sent(on: str, notice: str, dateline: str) -> wire.Item:
    """Copy that was sent on a day, with a notice above it and this day in its dateline."""
    return read(f"{notice}\n{on} 12:20 GMT\n\nHarbour board closes east pier\n", BODY.replace("Aug 8", dateline))


def days(item: wire.Item) -> tuple[str, str]:
    """The days of an item's dateline and of its publication."""
    assert item.dateline is not None
    dated, published = item.dateline.on, item.published
    return str(dated.on) if dated else "", str(published.on) if published else ""


@pytest.mark.parametrize(
    ("on", "until", "dateline", "dated"),
    [
        ("2007-08-08", "0001 GMT Friday Aug 10", "Aug 10", "2007-08-10"),
        ("2007-08-08", "0001 GMT Aug 10, 2007", "Aug 10", "2007-08-10"),
        ("2007-08-08", "0001 GMT Aug 10", "Aug 10, 2007", "2007-08-10"),
        ("2007-08-08", "2330 GMT Aug 9", "Aug 10", "2007-08-10"),
        ("2007-08-08", "2330 GMT Sep 7", "Sep 7", "2007-09-07"),
        ("2007-12-29", "0001 GMT Wednesday Jan 2", "Jan 2", "2008-01-02"),
        ("2007-12-29", "2330 GMT Monday Dec 31", "Jan 1", "2008-01-01"),
        ("2007-08-08", "0001 GMT Friday Aug 10", "Aug 8", "2007-08-08"),
        ("2007-08-08", "0001 GMT Friday Aug 10", "Aug 7", "2007-08-07"),
    ],
)
def test_copy_under_embargo_is_datelined_up_to_the_day_it_may_run(
    on: str, until: str, dateline: str, dated: str
) -> None:
    item = sent(on, f"EMBARGOED until {until}", dateline)
    assert days(item) == (dated, on)
    assert item.retrieved is None


def test_an_embargo_without_its_year_ends_in_the_year_in_which_it_was_sent() -> None:
    held = held_until(sent("2007-08-08", "EMBARGOED until 0001 GMT Friday Aug 10", "Aug 10"))
    assert held is not None
    assert held.until is not None
    assert (str(held.until.on), held.until.doubt) == ("2007-08-10", "year taken from the day it was sent")


@pytest.mark.parametrize("notice", ["", "EMBARGOED until 0001 GMT Aug 9", "EMBARGOED until 0001 GMT Feb 30"])
def test_a_dateline_beyond_what_holds_its_copy_back_is_of_the_year_before(notice: str) -> None:
    assert days(sent("2007-08-08", notice, "Aug 12")) == ("2006-08-12", "")


@pytest.mark.parametrize("fetched", ["Sep 20, 2009", "Jan 3, 2008", "Retrieved: Aug 8, 2009"])
def test_the_day_a_held_page_was_fetched_does_not_date_it(fetched: str) -> None:
    notice = f"EMBARGOED until 0001 GMT Friday Aug 10\n{fetched}"
    item = sent("2007-08-08", notice, "Aug 10")
    assert days(item) == ("2007-08-10", "2007-08-08")
    assert item.retrieved is not None


def test_slugs_are_one_whatever_lead_they_are_of() -> None:
    assert {slug_key(s) for s in ("BC-Iran-Iraq", "Iran-Iraq, 1st Ld", "AM-IRAN-IRAQ", "Iran/Iraq-4thld")} == {
        "iran-iraq"
    }


def test_of_all_unrelated_articles_those_with_marks_are_those_that_print_them() -> None:
    """Read one by one: eighteen corrections and three repeats among 7,650, all in the headline, and nothing else."""
    path = DATA / "strangers" / "strangers.jsonl"
    if not path.exists():
        pytest.skip("shared data absent")
    found: dict[str, set[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if not any(c in row["title"] for c in "()-:") and "fnc" not in row["id"]:
            continue  # a headline without a sign bears no mark
        try:
            (item,) = wire.read(f"{row['title']}\n\n{row['text']}".encode(), "story.txt")
        except wire.Unreadable:
            continue
        if item.trade:
            found[row["id"]] = kinds(item)
    assert sorted(found.values(), key=str) == [{"correction"}] * 18 + [{"repeat"}] * 3
    assert all(name.startswith("reuters-") for name in found)
