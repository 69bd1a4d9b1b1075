"""python -m bench.relations DATA [--show]

How often the relation of two texts is told right: the pairs of bench/relations.csv, which two readers labelled by
reading, against what `newsarchive.dedup.relations` says of them. DATA has spotsigs/; the invented articles are made
anew. Prints one JSON line for each part of the pairs, all but the last of which the numbers were learnt from, and one
of the readers' agreement: macro F1 over the kinds, each kind's F1, how often the way is right where the readers say
one, and how many of those said with a confidence from so much on are right. ``--show`` lists what is wrong.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import xxhash

from bench.invented_wires import Sent, wires
from bench.relation_last import ROUNDS
from bench.relation_last import invented as last_invented
from bench.relation_more import invented, strangers
from bench.relation_pairs import MORE_WIRES, WIRES, WIRES_SEED, Copy, copy_of_sent, pages_of
from newsarchive.dedup.naming import Candidate, Meant, judged
from newsarchive.dedup.profiles import profiles
from newsarchive.dedup.relations import Kind, Related, Way, relations
from newsarchive.dedup.sense import SENSE, RelationScheme
from newsarchive.dedup.told import Said, Told
from newsarchive.dedup.witnesses import MOST
from newsarchive.dedup.words import words
from newsarchive.wire import notices
from newsarchive.wire import trade_words as trade
from newsarchive.wire.trade import slug_key

LABELS = Path(__file__).with_name("relations.csv")
KINDS = {
    "copy": Kind.COPY,
    "trim": Kind.TRIM,
    "updates": Kind.UPDATE,
    "corrects": Kind.CORRECTION,
    "withdraws": Kind.WITHDRAWAL,
    "shares": Kind.SHARING,
    "none": Kind.NONE,
}
WAYS = {"one": Way.FIRST, "other": Way.SECOND, "?": Way.UNKNOWN, "": Way.NEITHER}
_UPDATING = {trade.UPDATE, trade.LEAD, trade.RECAST}
_CORRECTING = {trade.CORRECTION, trade.REFILE}
PARTS = ("tuning", "test", "fresh", "last", "sealed", "again")
LEARNT = ("tuning", "test", "fresh", "last", "sealed")
"""What the numbers are learnt from; the others are told by what was learnt without its stories (`bench.relate`)."""

_BINS = (0.0, 0.5, 0.7, 0.9)


@dataclass(frozen=True, slots=True)
class Labelled:
    """Two articles by name and what they are to each other: as decided, and as each reader first said. The file also
    has what was said by the written guide (docs/relations.md).
    """

    one: str
    other: str
    cluster: str
    kind: Kind
    way: Way
    first: str
    second: str
    part: str


def read_labels() -> list[Labelled]:
    with LABELS.open(encoding="utf-8", newline="") as file:
        return [
            Labelled(
                *(row[name] for name in ("one", "other", "cluster")),
                KINDS[row["type"]],
                WAYS[row["direction"]],
                *(row[name] for name in ("first", "second", "part")),
            )
            for row in csv.DictReader(file)
        ]


@lru_cache(maxsize=1)
def _sent() -> tuple[Sent, ...]:
    sent = (each for count, seed in ((WIRES, WIRES_SEED), (MORE_WIRES, WIRES_SEED + 1)) for each in wires(count, seed))
    return (*sent, *invented(), *(each for part in ROUNDS for each in last_invented(part)))


@dataclass(frozen=True)
class Archive:
    """All articles that pairs are drawn from, by name, and the story of each: of strangers none is known."""

    copies: Mapping[str, Copy]
    stories: Mapping[str, str]

    def beside(self, names: Sequence[str]) -> list[str]:
        """The articles that are asked about two of them: those of their stories, as `related` of the archive asks."""
        return self.beside_stories([self.stories[name] for name in names if name in self.stories])

    def beside_stories(self, stories: Sequence[str]) -> list[str]:
        """The articles of some stories that are asked."""
        return [name for story in dict.fromkeys(stories) for name in self._asked.get(story, ())]

    @cached_property
    def _asked(self) -> Mapping[str, list[str]]:
        found: dict[str, dict[tuple[str, ...], str]] = defaultdict(dict)
        for name, story in self.stories.items():
            found[story].setdefault(self.copies[name].paragraphs, name)
        return {story: sorted(texts.values(), key=_digest)[:MOST] for story, texts in found.items()}


def _digest(name: str) -> str:
    return xxhash.xxh3_128_hexdigest(name.encode())


@lru_cache(maxsize=1)
def archive(data: Path) -> Archive:
    """Pages, invented wires and strangers."""
    pages, stories = pages_of(data)
    sent = {each.name: copy_of_sent(each) for each in _sent()}
    copies = {**{copy.name: copy for copy in _first_printed(pages)}, **sent, **strangers(data)}
    return Archive(copies, {**stories, **{each.name: each.chain for each in _sent()}})


def _first_printed(pages: Sequence[Copy]) -> Iterator[Copy]:
    """The pages, each with the clocks of all that print the very same, the first of them first, as the archive has it
    of a text.
    """
    same = defaultdict(list)
    for copy in sorted(pages, key=lambda copy: (_dated(copy), _digest(copy.name))):
        same[copy.paragraphs].append(copy.clock)
    for copy in pages:
        first, *others = same[copy.paragraphs]
        yield replace(copy, clock=first, others=tuple(clock for clock in others if clock))


def _dated(copy: Copy) -> date:
    """The day of the clock that dates an article; one that shows none is dated by the day it is taken in."""
    moments = (copy.item.published, copy.item.filed, copy.item.dateline and copy.item.dateline.on, copy.item.retrieved)
    return next((moment.on for moment in moments if moment), date.max)


def told(copies: Sequence[Copy]) -> list[Told]:
    """The articles as they are compared."""
    lists = [[word for text in copy.paragraphs for word in words(text)] for copy in copies]
    return [
        Told(own, profile, copy.clock, said_of(copy), copy.others)
        for own, profile, copy in zip(lists, profiles(lists), copies, strict=True)
    ]


def said_of(copy: Copy) -> Said:
    """What the trade's marks on an article say."""
    kinds = notices.kinds(copy.item)
    number = max((mark.number or 0 for mark in copy.item.trade if mark.kind in _UPDATING), default=0)
    return Said(bool(kinds & _UPDATING), bool(kinds & _CORRECTING), number or None)


def answers(every: Archive, labels: Sequence[Labelled], scheme: RelationScheme = SENSE) -> list[Related]:
    """What is said of each pair: a notice that takes back is judged by what it names, others by their words."""
    asked = [every.beside((p.one, p.other)) for p in labels]
    names = list(dict.fromkeys(name for p, more in zip(labels, asked, strict=True) for name in (p.one, p.other, *more)))
    place = {name: i for i, name in enumerate(names)}
    found = relations(
        told([every.copies[name] for name in names]),
        [(place[p.one], place[p.other]) for p in labels],
        scheme,
        beside=[[place[name] for name in more] for more in asked],
    )
    return [
        withdrawal(every.copies[p.one], every.copies[p.other], _copies_of(every, p, scheme)) or each
        for p, each in zip(labels, found, strict=True)
    ]


def _copies_of(every: Archive, pair: Labelled, scheme: RelationScheme) -> Sequence[Copy]:
    """Of a notice and an article of one wire: what this is a copy or a cut of, as the archive spreads a kill."""
    notice, article = _noticed(every.copies[pair.one], every.copies[pair.other]) or (None, None)
    if notice is None or article is None or judged(_meant(notice), _candidate(article)):
        return ()
    chain = [every.copies[name] for name in every.beside([article.name]) if name not in (notice.name, article.name)]
    asked = [copy for copy in chain if not notices.kinds(copy.item) & notices.WITHDRAWING]
    said = relations(told([article, *asked]), [(0, i) for i in range(1, len(asked) + 1)], scheme)
    return [copy for copy, each in zip(asked, said, strict=True) if _holds(each)]


def _holds(each: Related) -> bool:
    return each.kind == Kind.COPY or (each.kind == Kind.TRIM and each.way == Way.FIRST)


def _noticed(one: Copy, other: Copy) -> tuple[Copy, Copy] | None:
    """The notice of two articles, and the other; None where neither takes anything back."""
    pairs = ((one, other), (other, one))
    return next(((a, b) for a, b in pairs if notices.kinds(a.item) & notices.WITHDRAWING), None)


def withdrawal(one: Copy, other: Copy, copies: Sequence[Copy] = ()) -> Related | None:
    """What a notice is to the other article, or to what that is one of the ``copies`` of; None where neither is one."""
    found = _noticed(one, other)
    if not found:
        return None
    notice, article = found
    said = next(filter(None, (judged(_meant(notice), _candidate(each)) for each in (article, *copies))), None)
    way = Way.FIRST if notice is one else Way.SECOND
    return Related(Kind.WITHDRAWAL, way, said.confidence) if said else Related(Kind.NONE, Way.NEITHER, 0.9)


def _meant(notice: Copy) -> Meant:
    named = notices.named_by(notice.item)
    at = notice.item.filed.at if notice.item.filed else None
    on = at.date() if at else None
    return Meant(named.slug, named.headline, named.serial, named.place, named.moved, frozenset(), on, at)


def _candidate(copy: Copy) -> Candidate:
    """A report's slug is known from the wire; its place is left out, for invented datelines are drawn by dice."""
    at = copy.item.filed.at if copy.item.filed else None
    return Candidate(slug_key(copy.slug), copy.headline, "", "", frozenset(), at.date() if at else None, at)


def score(labels: Sequence[Labelled], found: Sequence[Related]) -> dict[str, Any]:
    """Macro F1, F1 of each kind, ways, and how far the confidence is to be trusted."""
    labelled = {p.kind for p in labels}
    each = {kind.value: _f1(labels, found, kind) for kind in KINDS.values() if kind in labelled}
    known = [(p, f) for p, f in zip(labels, found, strict=True) if p.way in (Way.FIRST, Way.SECOND)]
    of_kind = [(p, f) for p, f in known if p.kind == f.kind]
    return {
        "pairs": len(labels),
        "macro_f1": round(sum(each.values()) / len(each), 3),
        "f1": {kind: round(value, 3) for kind, value in each.items()},
        "right": _rate(p.kind == f.kind for p, f in zip(labels, found, strict=True)),
        "ways": len(of_kind),
        "way_right": _rate(p.way == f.way for p, f in of_kind),
        "confidence": {str(low): _trusted(labels, found, low) for low in _BINS},
    }


def _f1(labels: Sequence[Labelled], found: Sequence[Related], kind: Kind) -> float:
    hits = sum(p.kind == f.kind == kind for p, f in zip(labels, found, strict=True))
    return 2 * hits / max(sum(p.kind == kind for p in labels) + sum(f.kind == kind for f in found), 1)


def _rate(right: Iterator[bool]) -> float:
    answers = list(right)
    return round(sum(answers) / max(len(answers), 1), 3)


def _trusted(labels: Sequence[Labelled], found: Sequence[Related], low: float) -> dict[str, float]:
    sure = [(p, f) for p, f in zip(labels, found, strict=True) if f.confidence >= low]
    return {"pairs": len(sure), "right": _rate(wholly_right(p, f) for p, f in sure)}


def wholly_right(label: Labelled, found: Related) -> bool:
    """Kind and way; where the readers could not tell the way, any will do."""
    return label.kind == found.kind and label.way in (found.way, Way.UNKNOWN)


def agreement(labels: Sequence[Labelled]) -> dict[str, Any]:
    """How often two readers gave one kind at once, and Cohen's kappa, which takes off what chance would give."""
    both = [(p.first.split()[0], p.second.split()[0]) for p in labels if p.second]
    same = sum(a == b for a, b in both) / max(len(both), 1)
    firsts, seconds = Counter(a for a, _ in both), Counter(b for _, b in both)
    chance = sum(firsts[kind] * seconds[kind] for kind in firsts) / max(len(both), 1) ** 2
    return {"pairs": len(both), "same_kind": round(same, 3), "kappa": round((same - chance) / (1 - chance), 3)}


def measure(data: Path) -> Iterator[dict[str, Any]]:
    """A section each for the tuning half, the test half, and the readers."""
    labels = read_labels()
    found = answers(archive(data), labels)
    for part in PARTS:
        own = [(p, f) for p, f in zip(labels, found, strict=True) if p.part == part]
        yield {"section": part, **score([p for p, _ in own], [f for _, f in own])}
    yield {"section": "readers", **agreement(labels)}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.relations", description=__doc__.partition("\n\n")[2])
    parser.add_argument("data", type=Path)
    parser.add_argument("--show", action="store_true", help="list the pairs that are told wrong")
    options = parser.parse_args()
    for section in measure(options.data):
        print(json.dumps(section))
    if options.show:
        labels = read_labels()
        for pair, found in zip(labels, answers(archive(options.data), labels), strict=True):
            if not wholly_right(pair, found):
                said = f"{pair.kind} {pair.way}, told {found.kind} {found.way} {found.confidence:.2f}"
                print(f"{pair.part} {pair.one} {pair.other} ({pair.cluster}): {said}")


if __name__ == "__main__":
    main()
