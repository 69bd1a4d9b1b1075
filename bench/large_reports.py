"""The reports of a large archive: how many outlets ran each, in what versions, and which paragraphs every copy prints.

Sizes fall as they do in wire copy: most reports are run by one outlet, a few by dozens, and one here by hundreds, of
which hardly two print the same. The words are drawn as often as English uses them and mean nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from random import Random

SEED = 20261127
WORDS = 30_000
MOST_OUTLETS = 200
STEEPNESS = 2.2
"""Of how the number of reports falls with the number of outlets that ran them."""

LARGEST, LARGEST_VERSIONS = 500, 30
COPIES, VERSIONS = 0.45, 0.2
"""Shares of what comes after the first: run as it was; written anew. All else is trimmed or edited."""

DAYS = 3 * 365


@dataclass(frozen=True)
class Printed:
    """A distinct text: its version, counted within the report, and its paragraphs by their numbers."""

    version: int
    passages: tuple[int, ...]


@dataclass
class Report:
    """What becomes one story. ``articles`` says of each which text it prints; the first text leads."""

    day: int
    headline: str
    texts: list[Printed] = field(default_factory=list)
    articles: list[int] = field(default_factory=list)

    @property
    def leads(self) -> dict[int, int]:
        """The first text of each version."""
        found: dict[int, int] = {}
        for number, text in enumerate(self.texts):
            found.setdefault(text.version, number)
        return found


class Press:
    """Writes reports. ``passages`` are all distinct paragraphs so far, as words; the same seed writes the same."""

    def __init__(self, seed: int = SEED) -> None:
        from wordfreq import top_n_list

        self.dice = Random(seed)
        self.words = [word for word in top_n_list("en", WORDS) if word.isalpha() and word.isascii()]
        self.weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.words))))
        self.passages: list[tuple[str, ...]] = []
        self.known: dict[tuple[str, ...], int] = {}

    def reports(self, articles: int) -> Iterator[Report]:
        """As many as `articles` copies make; the largest comes first, where there is room for it."""
        left = articles
        if left >= 2 * LARGEST:
            yield self.report(LARGEST, copies=0.0, most_versions=LARGEST_VERSIONS)
            left -= LARGEST
        sizes = range(1, MOST_OUTLETS + 1)
        weights = list(accumulate(size**-STEEPNESS for size in sizes))
        while left > 0:
            size = min(left, self.dice.choices(sizes, cum_weights=weights)[0])
            yield self.report(size)
            left -= size

    def report(self, size: int, copies: float = COPIES, most_versions: int = MOST_OUTLETS) -> Report:
        report = Report(self.dice.randrange(DAYS), self.headline())
        self._add(report, Printed(0, self._fresh(self.dice.randint(4, 9))))
        while len(report.articles) < size:
            drawn = self.dice.random()
            if drawn < copies:
                report.articles.append(self.dice.randrange(len(report.texts)))
            elif drawn < copies + VERSIONS and len(report.leads) < most_versions:
                self._add(report, self._rewritten(report))
            else:
                self._add(report, self._edited(report))
        return report

    def headline(self) -> str:
        return " ".join(self._words(self.dice.randint(4, 9))).capitalize()

    def _add(self, report: Report, text: Printed) -> None:
        """A text that is there already is a copy."""
        same = next((n for n, other in enumerate(report.texts) if other.passages == text.passages), None)
        if same is None:
            report.texts.append(text)
        report.articles.append(len(report.texts) - 1 if same is None else same)

    def _rewritten(self, report: Report) -> Printed:
        """A later version: half of the first paragraphs of the report under new ones."""
        kept = report.texts[0].passages
        fresh = self._fresh(self.dice.randint(2, 4))
        return Printed(len(report.leads), fresh + kept[: max(1, len(kept) // 2)])

    def _edited(self, report: Report) -> Printed:
        """A version's lead with other words in a paragraph, and now and then without its end."""
        lead = report.texts[self.dice.choice(list(report.leads.values()))]
        passages = list(lead.passages)
        if len(passages) > 2 and self.dice.random() < 0.5:
            del passages[self.dice.randint(2, len(passages)) :]
        at = self.dice.randrange(len(passages))
        words = list(self.passages[passages[at]])
        for _ in range(2):
            words[self.dice.randrange(len(words))] = self._words(1)[0]
        passages[at] = self._number(words)
        return Printed(lead.version, tuple(passages))

    def _fresh(self, count: int) -> tuple[int, ...]:
        return tuple(self._number(self._words(self.dice.randint(18, 45))) for _ in range(count))

    def _words(self, count: int) -> list[str]:
        return self.dice.choices(self.words, cum_weights=self.weights, k=count)

    def _number(self, words: Sequence[str]) -> int:
        passage = tuple(words)
        number = self.known.setdefault(passage, len(self.passages))
        if number == len(self.passages):
            self.passages.append(passage)
        return number
