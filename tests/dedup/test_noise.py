"""Scanned print: what is taken for damaged, how it is read, and what two texts are agreed on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.invented import forms_only, prose_only
from bench.noise_ocr import scanned
from newsarchive.dedup.engine import clustered
from newsarchive.dedup.likeness import Likeness, compare
from newsarchive.dedup.noise import damage, share
from newsarchive.dedup.noise_pairs import Line, agreed
from newsarchive.dedup.noise_words import lexicon
from newsarchive.dedup.profiles import Profile, profile, profiles
from newsarchive.dedup.schemes import CLUSTERING
from newsarchive.dedup.words import words

REPORT = (
    "The ferry company said on Monday that it would stop its night crossings to the outer islands from October, "
    "because the number of passengers had fallen by a third since the new bridge was opened. About 140 people work "
    "on the boats, and the union has asked for a meeting with the minister before the end of the month.",
    "Islanders told a public meeting on Sunday that they had not been asked. The fish plant, which sends its catch "
    "to the mainland at night, may have to close, its manager Torvald Ekrem said, unless the government pays for a "
    "boat of its own. The government has promised an answer within 6 weeks.",
)
SCAN = (
    "Tbe ferry cornpany said on Monday tbat it would stop its night cros- sings to the outer islands frorn October, "
    "hecause the nurnber of passengers bad fallen by a third since thc new bridge was opencd. About l40 people work "
    "on the boats, and the union has askecl for a meeting with the rninister beforc the end ofthe month.",
    "Islanders told a puhlic meeting on Sunday that they had not heen asked. The fish plant, which sends its catch "
    "to the rnainland at night, rnay have to close, its manager Torvald Ekrern said, unless the govern ment pays "
    "for a boat of its own. The governrnent has promised an answer within 6 weeks.",
)

CLEAN = {
    "English": " ".join(REPORT),
    "names": (
        "Tunde Adeyemi-Oyelaran met Nguyen Thi Phuong and Bhekizwe Mkhwanazi in Ouagadougou on Friday to talk about "
        "fishing rights off Nouadhibou. With them were Vaithilingam Sivanesan, Przemyslaw Wrzesniewski and Xochitl "
        "Ixtab of the port of Tlacotalpan. Mr Adeyemi-Oyelaran said that the talks had gone well, and that Mr "
        "Mkhwanazi would travel on to Antananarivo and then to Paramaribo to see the others before the summer."
    ),
    "German": (
        "Die Reederei teilte am Montag mit, dass sie ihre Nachtfahrten zu den Außeninseln vom Oktober an einstellt, "
        "weil seit der Eröffnung der neuen Brücke ein Drittel der Fahrgäste ausgeblieben ist. Auf den Schiffen "
        "arbeiten etwa 140 Menschen, und die Gewerkschaft verlangt noch in diesem Monat ein Gespräch mit dem "
        "Minister. Die Fischfabrik, die ihren Fang nachts aufs Festland bringt, müsste womöglich schließen, sagte "
        "Betriebsleiter Ekrem."
    ),
    "French": (
        "La compagnie de bateaux a annoncé lundi qu'elle n'assurerait plus, dès le mois d'octobre, les traversées "
        "de nuit vers les îles du large, parce que le nombre des passagers a baissé d'un tiers depuis l'ouverture "
        "du pont. Quelque 140 personnes travaillent à bord, et le syndicat demande à être reçu par le ministre "
        "avant la fin du mois. L'usine de poisson, qui expédie ses prises la nuit, n'exclut pas de fermer, a dit "
        "son directeur."
    ),
    "Finnish": (
        "Varustamo ilmoitti maanantaina lopettavansa yövuorot ulkosaarille lokakuussa, koska matkustajien määrä on "
        "laskenut kolmanneksella uuden sillan avaamisen jälkeen. Laivoilla työskentelee noin 140 ihmistä, ja "
        "ammattiliitto on pyytänyt tapaamista ministerin kanssa ennen kuun loppua. Saarelaisten mukaan heiltä ei "
        "kysytty mitään. Kalatehdas, joka lähettää saaliinsa mantereelle öisin, saatetaan joutua sulkemaan, sanoi "
        "johtaja Ekrem."
    ),
    "Estonian": (
        "Laevafirma teatas esmaspäeval, et lõpetab oktoobris öised reisid välissaartele, sest reisijate arv on "
        "pärast uue silla avamist kolmandiku võrra vähenenud. Laevadel töötab umbes 140 inimest ning ametiühing on "
        "palunud ministriga kohtumist enne kuu lõppu. Saarlaste sõnul ei küsitud neilt midagi. Kalatehas, mis "
        "saadab oma saagi mandrile öösiti, võidakse sulgeda, ütles juhataja Ekrem."
    ),
    "Swahili": (
        "Kampuni ya feri ilisema Jumatatu kwamba itasimamisha safari zake za usiku kwenda visiwa vya nje kuanzia "
        "Oktoba, kwa sababu idadi ya abiria imepungua kwa theluthi tangu daraja jipya lifunguliwe. Watu wapatao 140 "
        "wanafanya kazi kwenye meli hizo, na chama cha wafanyakazi kimeomba kukutana na waziri kabla ya mwisho wa "
        "mwezi."
    ),
    "Russian": (
        "Паромная компания сообщила в понедельник, что с октября прекратит ночные рейсы на дальние острова, потому "
        "что после открытия нового моста число пассажиров сократилось на треть. На судах работают около 140 "
        "человек."
    ),
    "prices": (
        "Shr 12 cts vs 9 cts Net 1,204,000 vs 987,000 Revs 14.2 mln vs 11.9 mln Nine mths Shr 41 cts vs 33 cts Net "
        "4,011,000 vs 3,208,000 Revs 40.4 mln vs 35.7 mln Avg shrs 9,811,000 vs 9,799,000 NOTE: qtly div 5 cts vs 5 "
        "cts"
    ),
}


@pytest.mark.parametrize("name", CLEAN)
def test_what_was_printed_well_is_left_as_it_is(name: str) -> None:
    own = words(CLEAN[name])
    assert damage(own) is None
    assert share(own) == 0


def test_a_scan_is_read_as_what_it_was() -> None:
    found = damage(words(" ".join(SCAN)))
    assert found is not None
    said = " ".join(found.words)
    for mended in ("the ferry company said", "crossings", "because the number", "end of the month", "government pays"):
        assert mended in said
    assert "about 140 people" in said
    assert len(found.words) == len(found.printed)


def test_how_much_of_a_scan_is_damaged_can_be_said() -> None:
    assert 0.1 < share(words(" ".join(SCAN))) < 0.2


def test_two_slips_of_a_typist_are_no_damage() -> None:
    slips = " ".join(REPORT).replace("passengers", "passangers").replace("government has", "goverment has")
    assert damage(words(slips)) is None


@given(st.lists(st.integers(0, 10**6), min_size=3, max_size=12), st.integers(0, 2**32))
def test_figures_are_never_read_as_other_figures(numbers: list[int], seed: int) -> None:
    own = words(" ".join(SCAN))
    choose = Random(seed)
    for number in numbers:
        own.insert(choose.randrange(len(own)), str(number))
    found = damage(own)
    assert found is not None
    figures = [word for word in own if word.isdigit()]
    read = [word for word, printed in zip(found.words, found.printed, strict=True) if word.isdigit() and not printed]
    assert read == figures


def _line(text: str) -> Line:
    own = words(text)
    found = damage(own)
    return Line(found.words, found.printed) if found else Line(own, ())


def test_what_a_scan_garbles_is_taken_for_what_the_other_says() -> None:
    scan, clean = _line(" ".join(SCAN)), _line(" ".join(REPORT))
    mine, theirs = agreed(scan, clean)
    assert theirs == clean.words
    assert "torvald ekrem" in " ".join(mine)
    assert sum(a != b for a, b in zip(mine, theirs, strict=True)) <= 3


@pytest.mark.parametrize(
    ("before", "after"),
    [("140", "190"), ("Monday", "Friday"), ("October", "November"), ("a third", "a half"), ("6 weeks", "9 weeks")],
)
def test_what_an_update_changed_is_not_taken_for_damage(before: str, after: str) -> None:
    later = _line(" ".join(REPORT).replace(before, after))
    mine, theirs = agreed(_line(" ".join(SCAN)), later)
    new = after.lower().split()
    changed = next(word for word in new if word not in before.lower().split())
    assert changed not in mine or theirs.count(changed) > mine.count(changed)
    assert mine != theirs


@pytest.mark.parametrize("seed", range(6))
def test_two_texts_are_agreed_on_alike_whichever_comes_first(seed: int) -> None:
    one, other = (_line(" ".join(scanned(REPORT, 6, f"{seed} {copy}"))) for copy in "ab")
    assert agreed(one, other) == tuple(reversed(agreed(other, one)))
    clean = _line(" ".join(REPORT))
    assert agreed(one, clean) == tuple(reversed(agreed(clean, one)))


@pytest.mark.parametrize("rate", [2, 5])
def test_a_damaged_copy_is_one_version_with_its_origin_and_with_another(rate: int) -> None:
    long = next(a for a in prose_only(40, 5) if len(words("\n".join(a.paragraphs))) >= 250)
    clean, one, other = (
        profile(words("\n".join(text)))
        for text in (long.paragraphs, scanned(long.paragraphs, rate, "a"), scanned(long.paragraphs, rate, "b"))
    )
    for left, right in ((clean, one), (one, clean), (clean, other), (one, other)):
        assert compare(left, right, CLUSTERING).story >= 0
    assert compare(clean, one, CLUSTERING) == _turned(compare(one, clean, CLUSTERING))


def _turned(found: Likeness) -> Likeness:
    return replace(found, contained=found.other_contained, other_contained=found.contained)


def _same(one: Profile, other: Profile) -> bool:
    parts = ("shingles", "passages", "names", "head", "words", "weights", "specifics", "line", "printed")
    return all(np.array_equal(getattr(one, part), getattr(other, part)) for part in parts)


def test_a_profile_is_the_same_in_whatever_company() -> None:
    texts = [words(" ".join(text)) for text in (REPORT, SCAN, REPORT[:1], scanned(REPORT, 4, "company"))]
    texts.append(words(CLEAN["German"]))
    together = profiles(texts)
    assert all(_same(profile(own), found) for own, found in zip(texts, together, strict=True))
    turned = profiles(texts[::-1])[::-1]
    assert all(_same(one, other) for one, other in zip(together, turned, strict=True))


def test_damaged_forms_do_not_join_the_forms_of_others() -> None:
    """Seed 31: with the forms themselves in the archive, at both rates."""
    forms = [list(article.paragraphs) for article in forms_only(150, 31)]
    scans = [
        [" ".join(p.split("\n")) for p in scanned(p, rate, str(i))] for rate in (2, 5) for i, p in enumerate(forms)
    ]
    found = clustered([*forms, *scans])
    held: dict[int, set[int]] = {}
    for i, story in enumerate(found.stories):
        held.setdefault(story, set()).add(i % len(forms))
    assert [sorted(of) for of in held.values() if len(of) > 1] == []


@pytest.mark.parametrize("seed", [3, 4])
def test_stories_of_damaged_texts_are_the_same_in_any_order(seed: int) -> None:
    originals = [list(a.paragraphs) for a in prose_only(12, 5)]
    articles = [*originals, *(scanned(own, rate, f"{rate}") for rate in (2, 5) for own in originals)]
    order = list(range(len(articles)))
    Random(seed).shuffle(order)
    straight, shuffled = clustered(articles), clustered([articles[i] for i in order])
    assert _groups(straight.stories, range(len(articles))) == _groups(shuffled.stories, order)
    assert _groups(straight.versions, range(len(articles))) == _groups(shuffled.versions, order)


def _groups(labels: Sequence[int], names: Sequence[int]) -> set[frozenset[int]]:
    held: dict[int, set[int]] = {}
    for label, name in zip(labels, names, strict=True):
        held.setdefault(label, set()).add(name)
    return {frozenset(group) for group in held.values()}


def test_a_word_without_end_is_like_no_other_and_costs_nothing():
    likely = lexicon("en")
    assert likely.alike(["x" * 5000, "govemment"])[0] == []
    assert max(map(len, likely.likely)) < 98
