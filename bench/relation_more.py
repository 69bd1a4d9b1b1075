"""python -m bench.relation_more DATA OUT

A second round of pairs to be read, none of which the first drew (`bench.relation_pairs`): more of the tuning half, rich
in the borders that were told worst, some unrelated agency articles that print alike, and a fresh test, drawn as the
first was from the stories of the test half, from pages that were not used yet as far as there are. Written to OUT as
the first round is.
"""

from __future__ import annotations

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations
from pathlib import Path

import numpy as np

from bench.invented_prose import Writer, cast
from bench.invented_wires import Sent, wires
from bench.relation_pairs import Copy, Drawn, copy_of, copy_of_sent, dump, from_pages, pages_of, parts, strata
from bench.strangers import MORE_LABELS, Strangers, name_of, read_pairs
from bench.vocabulary import Dice
from newsarchive import wire
from newsarchive.dedup.evidence import Comparison
from newsarchive.dedup.groups import Groups
from newsarchive.dedup.profiles import profiles
from newsarchive.dedup.words import words

SEED = 20261127
WIRES, WIRES_SEED = 60, 733

TUNING, FRESH = "tuning", "fresh"


@dataclass(frozen=True, slots=True)
class Wanted:
    """How many pairs of each stratum, at most how many of a story and of a page."""

    quotas: Mapping[str, int]
    a_story: int
    a_page: int


_WANTED = {
    TUNING: Wanted(
        {
            "apart, a little in common": 14,
            "apart, much in common": 10,
            "faint": 20,
            "some": 30,
            "half, another lede": 28,
            "half, one lede": 18,
            "most, another lede": 22,
            "most, one lede": 12,
            "nearly all of one": 18,
            "nearly all, figures changed": 8,
            "nearly all of both": 10,
        },
        60,
        8,
    ),
    FRESH: Wanted(
        {
            "apart, a little in common": 8,
            "apart, much in common": 5,
            "faint": 9,
            "some": 12,
            "half, another lede": 11,
            "half, one lede": 7,
            "most, another lede": 9,
            "most, one lede": 7,
            "nearly all of one": 11,
            "nearly all, figures changed": 7,
            "nearly all of both": 9,
        },
        20,
        3,
    ),
}
_ROLES = {
    TUNING: {
        ("update", "correction"): 6,
        ("copy", "correction"): 4,
        ("report", "kill"): 5,
        ("copy", "kill"): 3,
        ("report", "rival"): 5,
        ("update", "rival"): 2,
        ("report", "column"): 7,
        ("update", "update"): 2,
        ("trim", "update"): 3,
        ("report", "update"): 1,
    },
    FRESH: {
        ("update", "correction"): 6,
        ("copy", "correction"): 3,
        ("report", "kill"): 4,
        ("copy", "kill"): 3,
        ("report", "rival"): 4,
        ("update", "rival"): 2,
        ("report", "column"): 3,
        ("trim", "update"): 2,
        ("report", "trim"): 2,
    },
}
_STRANGE_KILLS = {TUNING: 2, FRESH: 1}
_STRANGERS = {"story": 10, "a little": 20, "more": 22}
"""Pairs of strangers that a reader once called one story, and others by how much of the one the other has."""

_LEAST, _LITTLE, _MOST = 0.08, 0.18, 0.5
_A_STRANGER = 3


def columns(sent: Sequence[Sent]) -> Iterator[Sent]:
    """A column on each report that has paragraphs enough: another writer's words around one to three of its own."""
    for report in sent:
        dice = Dice(report.name, "column")
        long = [text for text in report.paragraphs[1:] if text.count(" ") > 12]
        if report.role == "report" and len(long) >= 5:
            body = Writer(dice, cast(dice)).body(dice.between(90, 260))
            at = dice.between(1, len(body))
            quoted = long[: dice.between(1, 3)]
            yield replace(
                report,
                name=f"{report.name}-column",
                role="column",
                headline=Writer(dice, cast(dice)).headline(),
                paragraphs=(*body[:at], *quoted, *body[at:]),
                filed=None,
                made_of=report.name,
            )


@lru_cache(maxsize=1)
def invented() -> tuple[Sent, ...]:
    """The invented articles of this round."""
    sent = tuple(wires(WIRES, WIRES_SEED))
    return (*sent, *columns(sent))


@lru_cache(maxsize=1)
def strangers(data: Path) -> Mapping[str, Copy]:
    """The unrelated articles that stand in a labelled pair and can be read, by id."""
    every = Strangers(data / "strangers")
    known = {i for pair in _read(data) for i in (pair[0], pair[1])}
    found = {}
    for identity in sorted(known):
        name = name_of(identity)
        try:
            item = next(iter(wire.read(every.files([identity])[name], name)))
        except wire.Unreadable:
            continue
        found[identity] = copy_of(identity, item)
    return found


def _read(data: Path) -> list[tuple[str, str, str]]:
    given = [*read_pairs(data / "strangers" / "pairs.csv"), *read_pairs(MORE_LABELS)]
    return sorted({(p.a, p.b, p.label) for p in given})


def of_pages(copies: Sequence[Copy], stories: Mapping[str, str]) -> Iterator[Drawn]:
    """Pairs of pages for both parts, none of which the first round drew."""
    first = from_pages(copies, stories)
    before = {frozenset((p.one, p.other)) for p in first}
    used = Counter(name for p in first for name in (p.one, p.other))
    part = {story: FRESH if own == "test" else own for story, own in parts(Counter(stories.values())).items()}
    texts = [[w for text in copy.paragraphs for w in words(text)] for copy in copies]
    by_stratum = strata(texts, np.array([stories[copy.name] for copy in copies]))
    for name, wanted in _WANTED.items():
        dice = Dice(SEED, "pages", name)
        pairs = {
            stratum: [
                (copies[i].name, copies[j].name)
                for i, j in dice.some(each, len(each))
                if part[stories[copies[i].name]] == part[stories[copies[j].name]] == name
                and frozenset((copies[i].name, copies[j].name)) not in before
            ]
            for stratum, each in by_stratum.items()
        }
        if name == FRESH:  # Python sorts stably: pages not used yet come first, else as the dice fell.
            pairs = {s: sorted(each, key=lambda pair: sum(used[n] > 0 for n in pair)) for s, each in pairs.items()}
        for one, other in dealt(pairs, stories, wanted):
            one, other = (one, other) if dice.chance(0.5) else (other, one)
            yield Drawn(one, other, "+".join(sorted({stories[one], stories[other]})), name)


def dealt(
    pairs: Mapping[str, Sequence[tuple[str, str]]], stories: Mapping[str, str], wanted: Wanted
) -> list[tuple[str, str]]:
    """As many pairs of each stratum as are wanted: at first few of any story, then more."""
    found: dict[tuple[str, str], None] = {}
    pages, spent = Counter[str](), Counter[str]()
    for stratum, quota in wanted.quotas.items():
        each, taken = Counter[str](), 0
        for most in (2, 4, 7, wanted.a_story):
            for pair in pairs[stratum]:
                own = {stories[name] for name in pair}
                full = any(pages[n] >= wanted.a_page for n in pair) or any(
                    spent[s] >= wanted.a_story or each[s] >= most for s in own
                )
                if taken < quota and not full and pair not in found:
                    found[pair] = None
                    pages.update(pair)
                    spent.update(own)
                    each.update(own)
                    taken += 1
    return list(found)


def of_strangers(data: Path) -> Iterator[Drawn]:
    """Pairs of unrelated articles that have something in common but not most, by their groups."""
    copies = strangers(data)
    names = list(copies)
    place = {name: i for i, name in enumerate(names)}
    rows = [(a, b, label) for a, b, label in _read(data) if a in place and b in place]
    groups = Groups(len(names))
    for a, b, _ in rows:
        groups.join((place[a], place[b]))
    comparison = Comparison(profiles([[w for text in c.paragraphs for w in words(text)] for c in copies.values()]))
    left, right = np.array([(place[a], place[b]) for a, b, _ in rows], dtype=np.int64).T
    one, other = comparison.told(left, right)[1], comparison.told(right, left)[1]
    contained = np.maximum(one, other).tolist()
    used, taken = Counter[str](), Counter[str]()
    dice = Dice(SEED, "strangers")
    for k in dice.some(range(len(rows)), len(rows)):
        a, b, label = rows[k]
        stratum = "story" if label == "story" else "a little" if contained[k] < _LITTLE else "more"
        full = max(used[a], used[b]) >= _A_STRANGER or taken[stratum] >= _STRANGERS[stratum]
        if label != "version" and _LEAST <= contained[k] < _MOST and not full:
            used.update((a, b))
            taken[stratum] += 1
            a, b = (a, b) if dice.chance(0.5) else (b, a)
            yield Drawn(a, b, f"strangers-{names[groups.find(place[a])]}", TUNING)


def of_wires(sent: Sequence[Sent]) -> Iterator[Drawn]:
    """Pairs of invented articles by what was done to them; a chain is in one part."""
    part = {chain: (TUNING, FRESH)[n % 2] for n, chain in enumerate(dict.fromkeys(each.chain for each in sent))}
    dice, used = Dice(SEED, "wires"), Counter[str]()
    for name, roles in _ROLES.items():
        own = [each for each in sent if part[each.chain] == name]
        yield from by_roles(own, roles, _STRANGE_KILLS[name], name, dice, used)


def by_roles(
    sent: Sequence[Sent],
    roles: Mapping[tuple[str, str], int],
    strange_kills: int,
    part: str,
    dice: Dice,
    used: Counter[str],
) -> Iterator[Drawn]:
    """So many pairs of articles of one chain by what was done to them, none of which is in more than three, and so many
    of a kill and a report of another chain.
    """
    chains = defaultdict(list)
    for each in sent:
        chains[each.chain].append(each)
    pairs = defaultdict(list)
    for one, other in (pair for chain in chains.values() for pair in combinations(chain, 2)):
        pairs[one.role, other.role].append((one, other))
    for of, wanted in roles.items():
        candidates = dice.some(pairs[of], len(pairs[of]))
        free = [pair for pair in candidates if max(used[pair[0].name], used[pair[1].name]) < 3]
        for one, other in free[:wanted]:
            used.update((one.name, other.name))
            one, other = (one, other) if dice.chance(0.5) else (other, one)
            yield Drawn(one.name, other.name, one.chain, part)
    kills, reports = ([each for each in sent if each.role == role] for role in ("kill", "report"))
    for kill in dice.some(kills, strange_kills):
        other = dice.one([report for report in reports if report.chain != kill.chain])
        yield Drawn(kill.name, other.name, "+".join(sorted((kill.chain, other.chain))), part)


def drawn_pairs(data: Path) -> Iterator[tuple[Drawn, Copy, Copy]]:
    """All pairs with their articles, in an order that tells nothing."""
    copies, stories = pages_of(data)
    sent = invented()
    known = {copy.name: copy for copy in (*copies, *map(copy_of_sent, sent), *strangers(data).values())}
    drawn = [*of_pages(copies, stories), *of_strangers(data), *of_wires(sent)]
    for pair in Dice(SEED, "order").some(drawn, len(drawn)):
        yield pair, known[pair.one], known[pair.other]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.relation_more", description=__doc__.partition("\n\n")[2])
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    dump(drawn_pairs(options.data), options.out)


if __name__ == "__main__":
    main()
