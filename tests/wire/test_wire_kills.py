"""Kills of one sentence, as agencies of several languages word them, and which story they name."""

from __future__ import annotations

import pytest

from newsarchive import wire
from newsarchive.wire import notices


def kill(said: str, line: str = "BULLETIN KILL", serial: str = "NORTHWIRE 2150") -> wire.Item:
    (item,) = wire.read(f"{serial}\nADVISORY\nThu 9 Aug 2007 05:40 GMT\n\n{line}\n\n{said}\n".encode(), "kill.txt")
    return item


@pytest.mark.parametrize(
    ("said", "serial"),
    [
        ("Eds: Please note that story NORTHWIRE 2101 has been retracted.", "NORTHWIRE 2101"),
        ("Eds: NORTHWIRE 2101 has been retracted.", "NORTHWIRE 2101"),
        ("Eds: Please WITHDRAW story NORTHWIRE 2101.", "NORTHWIRE 2101"),
        ("Achtung Redaktionen: Bitte verwenden Sie die Meldung dpa 3301 nicht.", "DPA 3301"),
        ("Attention rédactions : prière d'annuler notre dépêche AFP 3311.", "AFP 3311"),
        ("Atención redacciones: se ruega anular la noticia EFE 3321.", "EFE 3321"),
        ("EFE anula su noticia EFE 3321 por errónea.", "EFE 3321"),
        ("Attenzione redazioni: si prega di annullare la notizia ANSA 3331.", "ANSA 3331"),
        ("Favor anular a notícia Lusa 3341.", "LUSA 3341"),
    ],
)
def test_a_sentence_kills_the_story_whose_number_it_gives(said: str, serial: str) -> None:
    item = kill(said, line="ADVISORY")
    assert "kill" in notices.kinds(item)
    assert notices.named_by(item).serial == serial


@pytest.mark.parametrize("line", ["ANNULLIERUNG", "EILT - ANNULLIERUNG"])
def test_a_german_kill_names_number_and_headline(line: str) -> None:
    said = "Achtung Redaktionen: Bitte verwenden Sie die Meldung „Hafenamt sperrt den Ostkai“ (dpa 3301) nicht."
    item = kill(said, line, "DPA 3307")
    named = notices.named_by(item)
    assert (named.headline, named.serial) == ("Hafenamt sperrt den Ostkai", "DPA 3301")
    assert {mark.where for mark in item.trade if mark.kind == "kill"} == {"headline", "opening"}


@pytest.mark.parametrize(
    "said",
    [
        "Bitte verwenden Sie den Ostkai nicht, sagte der Hafenmeister.",
        "El juez anula la información del puerto.",
        "Harbour board has retracted its order.",
        "The board must withdraw its order, a report said.",
        "EEUU retira su información del puerto.",
        "Pede-se não usar o cais leste.",
    ],
)
def test_a_sentence_of_a_story_kills_nothing(said: str) -> None:
    assert not notices.kinds(kill(f"TIRENSE, Aug 9 (Northwire) - {said}", "Harbour board closes east pier")) & {"kill"}
