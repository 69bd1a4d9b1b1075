"""Made-up wire traffic, article by article in the order of its arrival, for ever: the same seed makes the same.

    for copy in islice(Traffic(), 1_000_000):
        copy.data, copy.outlet, copy.report.number, copy.text.version

Most reports are run by one outlet, a few by dozens within the hour and for a day or two after; one of the first is run
by hundreds, of which hardly two print the same. What outlets do to a report: they run it as it came, cut it to its
first paragraphs, change words, or run a later version, which has a new lede over half of what was there before, or a
corrected figure. One report in fifteen is a form that a desk fills in every day, and a few agencies sign off every
report with the same words. Words are drawn as often as English uses them and mean nothing; names and figures are the
reports' own.

Memory holds the reports that are still being run, so the millionth article costs what the first did.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from random import Random

import numpy as np

from bench.traffic_words import AGENCIES, FIRST_NAMES, FORMS, PLACES, SIGN_OFFS, Vocabulary

SEED = 20261127
FIRST_DAY = datetime.date(2016, 6, 1)
A_DAY = 300
"""Articles that arrive in a day, so that a million are nine years of traffic."""

MOST_OUTLETS = 200
STEEPNESS = 2.2
"""Of how the number of reports falls with the number of outlets that ran them."""

LARGEST, LARGEST_NUMBER, LARGEST_VERSIONS = 500, 100, 30
"""Articles of the one large report, its number, and the versions it has."""

COPIES, UPDATES, CORRECTIONS, TRIMS = 0.45, 0.12, 0.03, 0.2
"""Shares of what comes after the first article of a report; the rest has words changed here and there."""

FORM_SHARE = 0.065
_REPORTS_AT_ONCE = 500


@dataclass(eq=False, slots=True)
class Passage:
    """A distinct paragraph, without the dateline that may stand before it. Numbered from 1 when it first arrives."""

    text: str
    number: int = 0


@dataclass(eq=False, slots=True)
class Printed:
    """A distinct text: its version, counted within the report, and its paragraphs. Numbered as passages are."""

    version: int
    passages: tuple[Passage, ...]
    number: int = 0


@dataclass(eq=False, slots=True)
class Report:
    """What becomes one story. ``leads`` has the first text of each version, ``left`` counts what is still to arrive."""

    number: int
    left: int
    agency: str
    place: str
    names: list[str]
    form: bool = False
    leads: list[Printed] = field(default_factory=list)
    texts: dict[tuple[Passage, ...], Printed] = field(default_factory=dict)
    passages: dict[str, Passage] = field(default_factory=dict)

    def passage(self, text: str) -> Passage:
        """The paragraph of these words: the report's own, if it has one."""
        return self.passages.setdefault(text.casefold(), Passage(text))


@dataclass(frozen=True, slots=True)
class Copy:
    """An article as an outlet ran it; ``number`` counts arrivals from 1, ``day`` is that of its dateline."""

    number: int
    report: Report
    text: Printed
    outlet: str
    headline: str
    byline: str
    place: str
    day: datetime.date

    @property
    def dateline(self) -> str:
        """As it is printed before the first paragraph."""
        return f"{self.place}, {self.day:%B} {self.day.day}, {self.day.year} ({self.report.agency}) - "

    @property
    def name(self) -> str:
        """Of the file."""
        return f"wire-{self.number:08}.txt"

    @property
    def notice(self) -> str:
        """The line that the outlet's page has below the article; it makes every file one of its own."""
        return f"(c) {self.outlet} {self.day.year}, file {self.number}"

    @property
    def body(self) -> str:
        """The article as the page prints it."""
        first, *rest = self.text.passages
        return "\n\n".join([self.dateline + first.text, *(p.text for p in rest)])

    @property
    def data(self) -> bytes:
        """The file as the outlet hands it in."""
        head = [self.headline, self.byline] if self.byline else [self.headline]
        return "\n\n".join([*head, self.body, self.notice, ""]).encode()


class Traffic:
    """An endless stream of `Copy`; ``passages`` and ``texts`` say how many distinct ones have arrived."""

    def __init__(self, seed: int = SEED) -> None:
        self._numbers = np.random.default_rng(seed)
        self._dice = Random(seed)
        self._words = Vocabulary(self._numbers)
        self._drawn: list[str] = []
        self._signed = {agency: Passage(text) for agency, text in SIGN_OFFS.items()}
        sizes = np.arange(1, MOST_OUTLETS + 1)
        self._sizes, self._weights = sizes, sizes**-STEEPNESS / (sizes**-STEEPNESS).sum()
        self._gap = float((self._sizes * self._weights).sum()) / A_DAY
        self.passages = self.texts = 0

    def __iter__(self) -> Iterator[Copy]:
        arriving: list[tuple[float, int, int, Report, Printed, str]] = []
        begun = arrived = 0
        while True:
            for size in self._numbers.choice(self._sizes, _REPORTS_AT_ONCE, p=self._weights).tolist():
                begun += 1
                self._begin(begun, size, arriving)
            while arriving and arriving[0][0] < begun * self._gap:
                at, _, _, report, text, headline = heappop(arriving)
                arrived += 1
                yield self._arrived(arrived, at, report, text, headline)

    def _begin(self, number: int, size: int, arriving: list[tuple[float, int, int, Report, Printed, str]]) -> None:
        """Write a report with all that becomes of it, and say when each article of it arrives."""
        dice = self._dice
        size = LARGEST if number == LARGEST_NUMBER else size
        report = self._report(number, size)
        headline = self._headline(report)
        hours = [0.0, *np.sort(self._numbers.exponential(1.0, size - 1)).tolist()]
        spread = 0.05 if dice.random() < 0.6 else 0.7
        for nth, hour in enumerate(hours):
            text = self._text(report, number == LARGEST_NUMBER) if nth else report.leads[0]
            own = headline if dice.random() < 0.5 else self._headline(report)
            heappush(arriving, ((number + dice.random()) * self._gap + spread * hour, number, nth, report, text, own))

    def _report(self, number: int, size: int) -> Report:
        dice = self._dice
        surnames = dice.sample(self._words.surnames, 3)
        names = [f"{dice.choice(FIRST_NAMES)} {surname}" for surname in surnames]
        report = Report(number, size, dice.choice(AGENCIES), dice.choice(PLACES), names, dice.random() < FORM_SHARE)
        passages = self._filled(report) if report.form else self._fresh(report, dice.randint(4, 9))
        if report.agency in SIGN_OFFS:
            passages.append(self._signed[report.agency])
        self._lead(report, passages)
        return report

    def _filled(self, report: Report) -> list[Passage]:
        """A form with the report's own names and figures."""
        form = FORMS[report.number % len(FORMS)]
        said = self._said(report)
        return [report.passage(paragraph.format(**said)) for paragraph in form.paragraphs]

    def _said(self, report: Report) -> dict[str, str]:
        dice = self._dice
        surname, other = (name.split()[1] for name in report.names[:2])
        return {
            "company": f"{surname} {dice.choice(('AG', 'Holdings', 'Group', 'Energy', 'Bank'))}",
            "name": report.names[0],
            "surname": surname,
            "other_surname": other,
            "place": report.place.title(),
            "moved": dice.choice(("rose", "fell", "climbed", "slipped")),
            "word": self._take(1)[0],
            "other": self._take(1)[0],
            "n": f"{report.number:,}",
            "m": str(dice.randint(20, 990)),
            "p": f"{dice.randint(1, 9)}.{dice.randint(0, 9)}",
            "q": str(dice.randint(3, 99)),
        }

    def _headline(self, report: Report) -> str:
        if report.form:
            return FORMS[report.number % len(FORMS)].headline.format(**self._said(report))
        return " ".join([report.names[0].split()[1], *self._take(self._dice.randint(4, 8))])

    def _fresh(self, report: Report, count: int) -> list[Passage]:
        return [report.passage(self._sentence(report)) for _ in range(count)]

    def _sentence(self, report: Report) -> str:
        """Some dozens of words, among them a name and a figure of the report."""
        dice = self._dice
        words = self._take(dice.randint(18, 45))
        words[0] = words[0].capitalize()
        words[4] = report.names[int(3 * dice.random())]
        words[8] = self._figure()
        return " ".join(words) + "."

    def _figure(self) -> str:
        drawn = self._dice.random()
        return str(int(drawn * 1000)) if drawn < 0.5 else f"{int(drawn * 90_000):,}"

    def _take(self, count: int) -> list[str]:
        if len(self._drawn) < count:
            self._drawn = self._words.draw(self._numbers, 200_000)
        words = self._drawn[-count:]
        del self._drawn[-count:]
        return words

    def _text(self, report: Report, large: bool) -> Printed:
        """What a further outlet prints; the large report is hardly ever run as it came."""
        drawn = COPIES + (1 - COPIES) * self._dice.random() if large else self._dice.random()
        if drawn < COPIES:
            return self._dice.choice(list(report.texts.values()))
        if drawn < COPIES + UPDATES + CORRECTIONS and len(report.leads) < LARGEST_VERSIONS:
            later = self._updated if drawn < COPIES + UPDATES else self._corrected
            return self._lead(report, later(report))
        lead = self._dice.choice(report.leads)
        change = self._trimmed if drawn < COPIES + UPDATES + CORRECTIONS + TRIMS and not large else self._edited
        return _entered(report, lead.version, change(report, lead))

    def _lead(self, report: Report, passages: list[Passage]) -> Printed:
        text = _entered(report, len(report.leads), passages)
        report.leads.append(text)
        return text

    def _updated(self, report: Report) -> list[Passage]:
        """A new lede over the first half of the latest version."""
        kept = report.leads[-1].passages
        return [*self._fresh(report, self._dice.randint(1, 3)), *kept[: max(1, len(kept) // 2)]]

    def _corrected(self, report: Report) -> list[Passage]:
        """The latest version with a notice above it, in the place of an earlier one, and another figure."""
        passages = [p for p in report.leads[-1].passages if not p.text.startswith("Corrects ")]
        at = self._dice.randrange(_own(report, passages))
        passages[at] = self._with(report, passages[at], 8, self._figure())
        notice = f"Corrects the figure in paragraph {at + 1}, where the agency first had another one"
        return [
            report.passage(f"{notice} from {report.names[1]} in take {report.number}-{len(report.leads)}."),
            *passages,
        ]

    def _trimmed(self, report: Report, lead: Printed) -> list[Passage]:
        count = len(lead.passages)
        return list(lead.passages[: max(1, int(count * self._dice.uniform(0.25, 1.0)))])

    def _edited(self, report: Report, lead: Printed) -> list[Passage]:
        """Other words in a paragraph, and now and then no end."""
        passages = list(lead.passages)
        if len(passages) > 2 and self._dice.random() < 0.4:
            del passages[self._dice.randint(2, len(passages)) :]
        at = self._dice.randrange(_own(report, passages))
        for word in self._take(2):
            passages[at] = self._with(report, passages[at], self._dice.randrange(12), word)
        return passages

    def _with(self, report: Report, passage: Passage, place: int, word: str) -> Passage:
        words = passage.text.split(" ")
        words[min(place, len(words) - 2)] = word
        return report.passage(" ".join(words))

    def _arrived(self, number: int, at: float, report: Report, text: Printed, headline: str) -> Copy:
        """The article at its time; what it is the first to print gets its numbers."""
        dice = self._dice
        report.left -= 1
        if not text.number:
            self.texts = text.number = self.texts + 1
            for passage in text.passages:
                if not passage.number:
                    self.passages = passage.number = self.passages + 1
        outlet = self._words.outlets[min(len(self._words.outlets) - 1, int(dice.paretovariate(0.6)))]
        byline = f"By {dice.choice(report.names)}" if dice.random() < 0.3 else ""
        day = FIRST_DAY + datetime.timedelta(int(at))
        return Copy(number, report, text, outlet, headline, byline, report.place, day)


def _own(report: Report, passages: list[Passage]) -> int:
    """How many paragraphs from the first on are the report's own: nobody edits what the agency signs off with."""
    return len(passages) - (passages[-1].text in SIGN_OFFS.values())


def _entered(report: Report, version: int, passages: list[Passage]) -> Printed:
    """The text of these passages: that which is there already, if there is one."""
    return report.texts.setdefault(tuple(passages), Printed(version, tuple(passages)))
