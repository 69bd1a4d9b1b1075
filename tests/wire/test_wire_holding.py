"""A line that holds its own copy back is read as such, however it is worded; a report about an embargo is not."""

from __future__ import annotations

import pytest

from newsarchive import wire
from newsarchive.wire.embargoes import HOLDING, held_until

SENT = "Mon 09 Nov 2026 09:00 GMT"
HEADLINE = "Bishop to keep bees on cathedral"
BODY = """
AMBRY, Nov 9 (Northwire) - The bishop of Ambry will keep bees on the roof of his cathedral from spring and sell honey.

Six hives have been given by a convent. The vergers have been taught how to run without seeming to.
"""


def held(item: wire.Item) -> bool:
    return any(mark.kind in HOLDING for mark in item.trade)


def read(*above: str) -> wire.Item:
    return wire.read("\n\n".join((*above, BODY)).encode(), "story.txt")[0]


HELD = [
    "Eds: EMBARGOED until 0001 GMT Dec 15, 2026",
    "EDS: EMBARGOED FOR RELEASE AT 0001 GMT DEC 15, 2026",
    "Editors: This story is embargoed until 0001 GMT on Dec 15, 2026.",
    "Eds: Story is embargoed until 0001 GMT Dec 15.",
    "Eds: With the report embargoed until 0001 GMT Dec 15, 2026.",
    "Eds: Note embargo of 0001 GMT Dec 15",
    "Eds: Updates embargo to 0001 GMT Dec 15, 2026.",
    "Editors: Please observe the embargo.",
    "Eds: HOLD FOR RELEASE.",
    "Eds: HOLD FOR RELEASE. Not for use until further notice.",
    "Eds: HOLD. Do not use before release is advised.",
    "EDS: NOT FOR USE UNTIL FURTHER NOTICE",
    "HOLD until 0001 GMT Dec 15",
    "WITHHOLD this story",
    "STRICTLY EMBARGOED UNTIL 00:01 GMT 15 DECEMBER 2026",
    "STRICTLY EMBARGOED",
    "Strictly embargoed until 00.01 hrs Tuesday 15 December 2026",
    "STRICT EMBARGO: 00:01 GMT Tuesday 15 December 2026",
    "UNDER EMBARGO UNTIL 6 A.M. EST DEC. 15",
    "*** EMBARGOED UNTIL 18:00 LONDON TIME, 15 DECEMBER 2026 ***",
    "Press release - embargoed until 00:01 Tuesday 15 December 2026",
    "0001 GMT Dec 15, 2026: EMBARGO",
    "Embargo lifts 0001 GMT Dec 15, 2026",
    "This material may not be published before 2300 GMT on Tuesday, Dec 15.",
    "Do not publish before 2300 GMT Dec 15.",
    "NOT FOR BROADCAST OR PUBLICATION UNTIL 2300 GMT DEC 15",
    "Not to be published before 0001 GMT on Dec 15",
    "For release 10:00 a.m. EST Dec 15, 2026",
    "ADVANCE FOR RELEASE SUNDAY, DEC. 13, 2026",
    "Eds.: EMBARGOED until 0001 GMT Dec 15",
    "Editors' Note: This story is embargoed until 0001 GMT Dec 15.",
    "Eds: UPDATES with reaction. EMBARGOED until 0001 GMT Dec 15.",
    "BC-BISHOP-BEES, EMBARGOED FOR 0001 GMT DEC 15",
    "Slug: BISHOP-BEES | EMBARGO: 0001 GMT Dec 15",
    "CONFIDENTIAL - EMBARGOED UNTIL 0001 GMT DEC 15",
    "Check against delivery - embargoed until delivery at 1500 GMT",
    "Embargo until publication in Sky Letters, Wednesday 1800 London time",
    "EMBARGOED MATERIAL - DO NOT PUBLISH BEFORE 0001 GMT DEC 15",
    "This story may be published from 0001 GMT Dec 15.",
    "NOT BEFORE 0001 GMT DEC 15",
    "Es gilt das gesprochene Wort. Sperrfrist: Redebeginn",
    "Embargo absolu jusqu'à mardi 10h00",
    "Achtung Redaktionen: Bitte Sperrfrist Dienstag, 10.00 Uhr beachten!",
    "Gesperrt bis 15. Dezember, 10 Uhr",
    "Frei ab 15. Dezember 2026, 10 Uhr",
    "Bitte nicht vor 10 Uhr am 15. Dezember verwenden",
    "Zur Veröffentlichung erst ab 15. Dezember, 10 Uhr",
    "EMBARGO jusqu'au 15 décembre 2026 à 10h00",
    "Cette dépêche est sous embargo jusqu'au 15 décembre à 10h00",
    "À ne pas diffuser avant mardi 10h00",
    "Bajo embargo hasta las 10.00 horas del 15 de diciembre",
    "No publicar antes de las 10.00 horas del 15 de diciembre",
    "Nota a los editores: embargada hasta las 10.00 horas del 15 de diciembre",
    "Sotto embargo fino alle 10.00 del 15 dicembre",
    "Non pubblicare prima delle 10.00 del 15 dicembre",
    "Sob embargo até 15 de dezembro, 10h00",
    "Não publicar antes das 10h00 de 15 de dezembro",
    "Под эмбарго до 10:00 15 декабря",
    "محظور النشر حتى الساعة 10:00 يوم 15 ديسمبر",
    "15 दिसंबर सुबह 10:00 बजे से पहले प्रकाशित न करें",
    "请勿在12月15日10时前发布",
    "Con embargo hasta el 15 de diciembre de 2026 a las 06.00 horas",
    "CON EMBARGO HASTA EL 15 DE DICIEMBRE",
    "Atención redacciones: no publicar antes del 15 de diciembre de 2026",
    "Atención: noticia con embargo hasta las 00.01 horas del martes",
    "Atenção editores: não publicar antes de 15 de dezembro de 2026",
    "Com embargo até 15 de dezembro de 2026 às 06h00",
    "Con embargo fino al 15 dicembre 2026",
    "Notizia sotto embargo fino alle ore 6 di martedì 15 dicembre 2026",
    "Mit Sperrfrist 15.12., 00.01 Uhr",
    "Information sous embargo jusqu'à mardi 06h00 GMT",
    "Ne pas publier ni diffuser avant mardi 06H00 GMT",
    "With embargo until Dec 15, 2026, 0001 GMT",
    "For use in publications dated December 15, 2026 and thereafter",
]


@pytest.mark.parametrize("line", HELD)
def test_a_line_above_the_story_holds_it_back_and_is_no_headline(line: str) -> None:
    for item in (read(line, HEADLINE, SENT), read(SENT, HEADLINE, line)):
        assert held(item)
        assert item.headline == HEADLINE


@pytest.mark.parametrize(
    "line",
    [
        "Embargo on arms to be lifted by Dec 15",
        "Oil embargo lifted until 0001 GMT Dec 15, minister says",
        "Embargo until 2010 on Iraqi oil is kept by council",
        "Embargo to end on Friday at 10 a.m., says UN envoy",
        "Embargo against island begins Monday, 6 p.m.",
        "Under embargo until 1994, the republic lost its harbours",
        "Hold on tight until Friday, skippers are told",
        "Hold the line until release of hostages, says general",
        "For release of hostages, families wait until 10 p.m.",
        "For release in theaters Dec 15, 2026",
        "Release of report is delayed until Dec 15",
        "Do not drink water before Dec 15, town is told",
        "Do not use bridge until Friday, town is told",
        "Sperrfrist: Was Winzer wissen müssen",
        "Held until dawn, skippers tell of night at pier",
        "The report, long embargoed, will now be published",
        "Gesperrt bis Freitag: A7 bleibt zu",
        "Frei ab Montag: Skigebiete öffnen wieder",
        "L'embargo sur le pétrole jusqu'au 15 décembre à 10h00",
        "El embargo a la isla sigue hasta el 15 de diciembre de 2026",
        "Эмбарго на нефть до 15 декабря",
        "Embargo de armas hasta el 15 de diciembre",
        "Con embargo hasta el 15 de diciembre, la isla espera",
        "Con embargo fino al 15 dicembre l'isola aspetta",
        "With embargo until Dec 15, island waits for oil",
        "Mit Sperrfrist bis Dienstag schützt Förster die Enten",
        "Atención: puente cerrado hasta el 15 de diciembre",
        "FOR IMMEDIATE RELEASE",
        "Eds: UPDATES with embargo on arms from Dec 15.",
        "Eds: ADDS oil embargo deadline of 0001 GMT Dec 15.",
        "Eds: The embargo on this story has been lifted.",
        "Eds: This story is no longer embargoed and may be used.",
        "Eds: The story slugged BISHOP-BEES, held earlier, is now released for use.",
        "Eds: Story was under embargo until 0900 GMT and is free now.",
        "(Updates with U.S. embargo until Dec 15)",
    ],
)
def test_a_report_about_an_embargo_is_not_held_back(line: str) -> None:
    assert not held(read(SENT, HEADLINE, line))
    assert not held(read(SENT, line, "By a correspondent in Ambry"))


@pytest.mark.parametrize(
    "headline",
    [
        "HOLD FOR RELEASE - Bishop to keep bees",
        "HOLD - Bishop to keep bees",
        "EMBARGO - Bishop to keep bees",
        "EMBARGOED UNTIL 0001 GMT DEC 15 - Bishop to keep bees",
        "Bishop to keep bees - EMBARGOED",
        "Bishop to keep bees (EMBARGOED UNTIL DEC 15)",
    ],
)
def test_what_holds_a_story_back_in_its_headline_stays_in_it(headline: str) -> None:
    item = read("NORTHWIRE 4201", SENT, headline)
    assert held(item)
    assert item.headline == headline


@pytest.mark.parametrize("headline", ["Embargo: Cuba waits", "EMBARGO: CUBA WAITS", "HOLD THE FRONT PAGE - BISHOP"])
def test_a_headline_about_an_embargo_holds_nothing_back(headline: str) -> None:
    assert not held(read(SENT, headline))


def test_a_line_on_a_page_holds_it_back() -> None:
    body = "".join(f"<p>{text}</p>" for text in BODY.strip().split("\n\n"))
    line = "<p><b>Under embargo until 0001 GMT Dec 15, 2026</b></p>"
    page = f"<html><head><title>{HEADLINE}</title></head><body><h1>{HEADLINE}</h1>{line}{body}</body></html>"
    (item,) = wire.read(page.encode(), "page.html")
    assert held(item)
    assert item.headline == HEADLINE


def test_of_several_lines_the_one_with_the_latest_moment_counts() -> None:
    lines = ("BC-BISHOP-BEES, EMBARGOED", SENT, HEADLINE, "Eds: HOLD FOR RELEASE. Six hives came on Nov 1 at 0900 GMT.")
    assert not (end := held_until(read(*lines))) or end.until is None
    end = held_until(read(*lines, "EMBARGOED until 0001 GMT Dec 15, 2026", "Embargoed until 0001 GMT Dec 14, 2026"))
    assert end is not None
    assert end.until is not None
    assert str(end.until.on) == "2026-12-15"


def test_a_day_that_cannot_be_read_is_not_taken_for_the_day_it_was_sent() -> None:
    end = held_until(read(SENT, HEADLINE, "15 दिसंबर सुबह 10:00 बजे से पहले प्रकाशित न करें"))
    assert end is not None
    assert (end.until, end.doubt) == (None, "the day printed cannot be read")


@pytest.mark.parametrize("line", ["EMBARGOED TILL MIDNIGHT", "Embargoed till tomorrow, 6 a.m."])
def test_midnight_and_tomorrow_are_of_the_day_after_it_was_sent(line: str) -> None:
    end = held_until(read(SENT, HEADLINE, line))
    assert end is not None
    assert end.until is not None
    assert str(end.until.on) == "2026-11-10"
