"""What made-up traffic is written with: words, names, places, outlets, and the forms that desks fill in."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

WORDS = 30_000
SURNAMES = 20_000
OUTLETS = 1_200

_CITIES = (
    "AMSTERDAM ANKARA ATHENS BAGHDAD BANGKOK BEIJING BERLIN BOGOTA BRUSSELS BUDAPEST CAIRO CANBERRA CARACAS CHICAGO"
    " COLOMBO DAKAR DELHI DENVER DHAKA DUBLIN GENEVA HANOI HARARE HAVANA HELSINKI ISLAMABAD JAKARTA JERUSALEM KABUL"
    " KIEV LAGOS LIMA LISBON LONDON MADRID MANILA MIAMI MOSCOW NAIROBI OSLO OTTAWA PARIS PRAGUE QUITO RABAT RIYADH"
    " ROME SANTIAGO SEOUL SINGAPORE STOCKHOLM SYDNEY TAIPEI TEHRAN TOKYO TRIPOLI TUNIS VIENNA WARSAW ZURICH"
)
PLACES = _CITIES.split()
AGENCIES = ("AFP", "Reuters", "AP", "dpa", "Xinhua", "ANSA", "EFE", "Bloomberg", "Kyodo", "Interfax")

_GIVEN = (
    "Ada Ahmed Ana Anders Boris Carla Chen Clara Dario David Elena Emil Farid Grace Hana Hugo Ines Ivan Jana John Karin"
    " Laila Liam Lucia Marta Mei Nadia Nils Olga Omar Paulo Peter Rosa Samir Sofia Tariq Tomas Vera Walter Yusuf"
)
FIRST_NAMES = _GIVEN.split()
_ROOTS = "bar cel dor fen gal hav ister jun kel lom mar nov ost pel quin ras sol tar ulm ver wen yar zin".split()  # noqa: SIM905
_JOINTS = "a e i o u an el or in".split()  # noqa: SIM905
_ENDS = "berg etti son ova mann ides ak quist rand ello stad wick moor haz ian sen rev lund cock ridge".split()  # noqa: SIM905
_PAPERS = "Gazette Post Herald Ledger Monitor Courier Mirror Chronicle Dispatch Examiner Record Sentinel".split()  # noqa: SIM905


class Form(NamedTuple):
    """What a desk fills in day after day: a headline and paragraphs, with places for what differs.

    ``{n}`` is a figure that no other report has, so that no two fillings are the same words.
    """

    headline: str
    paragraphs: tuple[str, ...]


FORMS = (
    Form(
        "{company} quarterly net profit {moved} {p} percent",
        (
            "{company} said its net profit for the quarter {moved} {p} percent to {n} thousand euros, helped by {word}"
            " and lower costs of {other}.",
            "Revenue came to {m} million euros, {company} said in a statement that put {n} thousand euros down to"
            " one-off items.",
            "Earnings per share were {p} cents against {q} cents a year earlier, and the board of {company} proposed a"
            " dividend of {n} hundredths.",
            "Shares in {company} closed at {m} on the main exchange before the results, with {n} of them traded"
            " during the day.",
        ),
    ),
    Form(
        "{company} prices {m} million bond",
        (
            "{company} priced a bond of {m} million dollars with a coupon of {p} percent, term sheet {n} showed.",
            "The notes of {company}, series {n}, were sold at {q} basis points over swaps and are due in {m} months"
            " with interest paid twice a year.",
            "Joint lead managers for issue {n} were {name} and {surname} Securities, and the listing is in Luxembourg"
            " under the law of England.",
        ),
    ),
    Form(
        "Weather for {place}: {m} millimetres of rain",
        (
            "The forecast for {place} and its surroundings is for winds of {p} knots from the west and rain of {m}"
            " millimetres, bulletin {n} said.",
            "Temperatures will reach {q} degrees in the afternoon and fall to {p} at night, with the pressure at {n}"
            " tenths of a pascal and rising slowly.",
            "The outlook for the next three days in {place} is unsettled, and reading {n} from the gauge at {surname}"
            " Hill showed a falling trend.",
        ),
    ),
    Form(
        "{surname} beats {other_surname} in {m} minutes",
        (
            "{name} beat {other_surname} in a match of {m} minutes that was watched by {n} people in the arena and on"
            " the square outside it.",
            "{surname} served {p} aces and made {q} faults, and took her ranking points this season to {n} before the"
            " final round.",
            "The next opponent of {surname} will be drawn on the evening, and tickets up to number {n} are already sold"
            " for it.",
        ),
    ),
    Form(
        "Magnitude {p} quake near {place}",
        (
            "An earthquake of magnitude {p} struck {m} kilometres from {place} at a depth of {q} kilometres, the"
            " geological survey said in notice {n}.",
            "There were no reports of damage or of injuries from notice {n}, and the survey said that {place} lies in a"
            " zone where such tremors are frequent.",
        ),
    ),
)

SIGN_OFFS = {
    "Reuters": "Journalists who wrote for this service are bound by a handbook that asks for fair presentation and"
    " for disclosure of the interests that matter to readers of the report.",
    "ANSA": "Subscribers who want the pictures and the tables that go with this report will find them in the file of"
    " the day under the same slug as the text itself.",
    "Kyodo": "The figures in this report were rounded by the desk, and totals may therefore differ by a little from"
    " the sums of the numbers that are printed above them.",
}
"""What agencies print at the end of every report, by the name under which they sign."""


class Vocabulary:
    """Words by how often English uses them, and names of a size that news has; the same seed draws the same."""

    def __init__(self, dice: np.random.Generator) -> None:
        from wordfreq import top_n_list

        # A paragraph that begins so would be taken for a page's notice.
        listed = [w for w in top_n_list("en", WORDS) if w.isalpha() and w.isascii() and w != "copyright"]
        self.words: npt.NDArray[np.object_] = np.array(listed, dtype=object)
        weights = 1 / (np.arange(len(listed)) + 3.0)
        self._until = np.cumsum(weights / weights.sum())
        self.surnames = _surnames(dice)
        self.outlets = [
            f"{PLACES[i % len(PLACES)].title()} {_PAPERS[i // len(PLACES) % len(_PAPERS)]}"
            + (f" {i // len(PLACES) // len(_PAPERS) + 1}" if i >= len(PLACES) * len(_PAPERS) else "")
            for i in range(OUTLETS)
        ]

    def draw(self, dice: np.random.Generator, count: int) -> list[str]:
        """So many words."""
        drawn: list[str] = self.words[np.searchsorted(self._until, dice.random(count))].tolist()
        return drawn


def _surnames(dice: np.random.Generator) -> list[str]:
    parts = (_ROOTS, _JOINTS, _ROOTS, _ENDS)
    drawn = [dice.integers(0, len(part), SURNAMES * 2) for part in parts]
    spelled = ("".join(part[i] for part, i in zip(parts, at, strict=True)).capitalize() for at in zip(*drawn))  # noqa: B905
    return list(dict.fromkeys(spelled))[:SURNAMES]
