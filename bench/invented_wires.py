"""Invented stories with the wire's clocks and marks: what a desk sends after a report, and what outlets make of it.

Takes and the whole that they add up to, write-thrus, corrections that say what they correct in several ways or not at
all, trims under a new top, kills that share no words with what they kill, and a rival's report with one passage of
the first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bench import vocabulary
from bench.invented_article import edited
from bench.invented_prose import Writer, cast, sign_off
from bench.vocabulary import Dice

Texts = tuple[str, ...]

_EPOCH = datetime(2007, 3, 1, 4, 0)
_SAYS_CORRECTED = (
    ("CORRECTED: ", ""),
    ("CORRECTED-", "(Corrects {what} to {right}, not {wrong}, in paragraph 1)"),
    ("", "Eds: CORRECTS {what} to {right} sted {wrong} throughout."),
    ("", "(This version CORRECTS {what} to {right}.)"),
    ("REFILE-", "(Refiles to correct {what}, in lede)"),
    ("", ""),
)
_SAYS_UPDATED = (
    ("UPDATE {n}-", "(Adds details, background)"),
    ("UPDATE {n}-", "(Updates with new toll, quotes)"),
    ("{nth} LEAD: ", ""),
    ("", "Eds: LEADS throughout with new toll, ADDS reaction. No pickup."),
    ("", ""),
    ("", ""),
)
_KILLS = (
    (
        "STORY WITHDRAWN: {headline}",
        "The story slugged {slug}, headlined {quoted}, moved at {clock} has been withdrawn. There will be no "
        "substitute.",
    ),
    (
        "KILL: {slug}",
        "EDITORS: Please kill the {place} story {slug} sent at {clock}. The account of {body} cannot be confirmed.",
    ),
    (
        "BULLETIN KILL",
        "MANDATORY KILL. The {agency} has killed {slug}, datelined {place}, moved {clock}. A kill is mandatory. Make "
        "certain the story is not published.",
    ),
)


@dataclass(frozen=True, slots=True)
class Sent:
    """An article as it went out. ``filed`` is None where no clock is known; ``made_of`` names the one that it was
    made from, empty of a first report.
    """

    name: str
    chain: str
    role: str
    headline: str
    paragraphs: Texts
    filed: datetime | None
    slug: str
    made_of: str = ""


@dataclass(frozen=True)
class _Draft:
    """A text with its toll kept apart: in the paragraphs it stands as #."""

    paragraphs: Texts
    toll: int

    def printed(self) -> Texts:
        return tuple(p.replace("#", str(self.toll)) for p in self.paragraphs)


def wires(count: int, seed: int) -> Iterator[Sent]:
    """The articles of ``count`` stories, each in the order in which they went out."""
    for n in range(count):
        yield from _Wire(n, seed).sent()


class _Wire:
    def __init__(self, number: int, seed: int) -> None:
        self._dice = Dice(seed, "wire", number)
        self._topic = cast(self._dice)
        self._writer = Writer(self._dice, self._topic)
        self._name = f"wire-{seed}-{number:03}"
        self._now = _EPOCH + timedelta(days=number, minutes=self._dice.between(0, 900))
        self._slug = f"BC-{self._topic.places[0].split()[-1]}-{self._topic.coined.capitalize()}"
        self._made = self._leads = 0

    def sent(self) -> Iterator[Sent]:
        dice = self._dice
        draft = self._first()
        report = self._send("report", self._writer.headline(), draft.printed())
        yield report
        yield from self._takes(report)
        yield from self._outlets(report)
        if dice.chance(0.3):
            yield self._kill(report)
            return
        for _ in range(dice.one((1, 1, 2))):
            draft, report = self._updated(draft, report)
            yield report
            yield from self._outlets(report)
        if dice.chance(0.75):
            yield from self._corrected(draft, report)
        yield self._rival(draft, report)

    def _first(self) -> _Draft:
        body = self._writer.body(self._dice.between(150, 330))
        for _ in range(2):
            body.insert(self._dice.between(1, len(body)), self._writer.toll())
        return _Draft((self._writer.dateline() + self._writer.toll(), *body), self._dice.between(11, 90))

    def _send(self, role: str, headline: str, paragraphs: Texts, made_of: str = "", clock: bool = True) -> Sent:
        self._made += 1
        self._now += timedelta(minutes=self._dice.between(4, 200))
        name = f"{self._name}-{self._made:02}"
        filed = self._now if clock else None
        return Sent(name, self._name, role, headline, paragraphs, filed, self._slug, made_of)

    def _takes(self, report: Sent) -> Iterator[Sent]:
        """The report in two takes, as it went out before it was put together; now and then."""
        if self._dice.chance(0.35):
            half = len(report.paragraphs) // 2
            first, second = (*report.paragraphs[:half], "(more)"), report.paragraphs[half:]
            yield self._send("take", f"{report.headline} - take 1", first, report.name)
            yield self._send("take", f"{report.headline} - take 2", second, report.name)

    def _outlets(self, report: Sent) -> Iterator[Sent]:
        """What papers made of it, some of them on pages without a clock."""
        dice = self._dice
        yield self._paper("copy", report, edited(report.paragraphs, dice))
        if dice.chance(0.7):
            most = dice.between(2, max(2, len(report.paragraphs) * 2 // 3))
            end = sign_off(dice) if dice.chance(0.5) else ()
            yield self._paper("trim", report, (*report.paragraphs[:most], *end))
        if dice.chance(0.5):
            top = f"{self._writer.sentence()} {self._writer.sentence()}"
            kept = report.paragraphs[1 : max(3, len(report.paragraphs) * 3 // 4)]
            yield self._paper("retopped", report, (top, *kept))

    def _paper(self, role: str, report: Sent, paragraphs: Texts) -> Sent:
        headline = report.headline if self._dice.chance(0.4) else self._writer.headline()
        return self._send(role, headline, paragraphs, report.name, clock=self._dice.chance(0.6))

    def _updated(self, draft: _Draft, before: Sent) -> tuple[_Draft, Sent]:
        """A new lede, a higher toll, and half to nearly all of the body as it was."""
        dice, old = self._dice, draft.paragraphs[1:]
        self._leads += 1
        gone = set(dice.some(range(len(old)), len(old) * dice.between(5, 50) // 100))
        fresh = [self._writer.paragraph() for _ in range(dice.between(0, 3))]
        lede = self._writer.dateline() + self._writer.sentence() + " " + self._writer.sentence()
        toll = f"The toll rose to # from {draft.toll}." if dice.chance(0.6) else "At least # were counted by evening."
        new = _Draft(
            (lede, toll, *fresh, *(p for i, p in enumerate(old) if i not in gone)), draft.toll + dice.between(1, 9)
        )
        mark, note = dice.one(_SAYS_UPDATED)
        nth = ("1st", "2nd", "3rd")[self._leads - 1]
        headline = mark.format(n=self._leads, nth=nth) + self._writer.headline()
        clock = dice.chance(0.8)
        return new, self._send("update", headline, (*([note] if note else []), *new.printed()), before.name, clock)

    def _corrected(self, draft: _Draft, before: Sent) -> Iterator[Sent]:
        """One name or the toll put right, everywhere, and nothing else; and a paper's copy of that."""
        dice = self._dice
        if dice.chance(0.5):
            wrong, right, what = str(draft.toll), str(max(2, draft.toll - dice.between(1, 9))), "toll"
        else:
            wrong, right, what = dice.one(self._topic.people).split()[-1], vocabulary.surname(dice), "name"
        texts = tuple(re.sub(rf"\b{wrong}\b", right, p) for p in before.paragraphs if not p.startswith(("(", "Eds:")))
        mark, note = dice.one(_SAYS_CORRECTED)
        said = [note.format(what=what, right=right, wrong=wrong)] if note else []
        sent = self._send(
            "correction",
            mark + re.sub(r"^(UPDATE \d-|\d\w\w LEAD: )", "", before.headline),
            (*said, *texts),
            before.name,
        )
        yield sent
        yield self._paper("copy", sent, edited(texts, dice))

    def _kill(self, report: Sent) -> Sent:
        title, words = self._dice.one(_KILLS)
        facts = {
            "headline": report.headline,
            "quoted": f'"{report.headline}"',
            "slug": self._slug,
            "place": self._topic.places[0].upper(),
            "body": self._topic.bodies[0],
            "agency": self._dice.one(vocabulary.AGENCIES),
            "clock": f"{report.filed:%H%M} GMT" if report.filed else "today",
        }
        return self._send("kill", title.format(**facts), (words.format(**facts),), report.name)

    def _rival(self, draft: _Draft, report: Sent) -> Sent:
        """Another agency's report of the event, mostly with a passage or two of what ours said before."""
        dice = Dice(self._name, "rival", draft.toll)
        writer = Writer(dice, self._topic)
        body = writer.body(dice.between(120, 260))
        lent = dice.some([p for p in report.paragraphs[2:] if p.count(" ") > 12], dice.between(0, 2))
        return self._send("rival", writer.headline(), (writer.dateline() + body[0], *body[1:], *lent), report.name)


def clockless(sent: Sent) -> Sent:
    """The same as a page shows it that prints no time."""
    return replace(sent, filed=None)
