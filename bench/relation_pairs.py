"""python -m bench.relation_pairs DATA OUT

Draws the pairs of which readers say what the one is to the other, and writes them to OUT for reading: pairs.jsonl, and
for each a file with both articles and their words laid side by side. Pages of DATA/spotsigs are drawn by how much of
each the other has, evenly over several strata and sparingly from any one story; articles of `bench.invented_wires` by
what was done to them. The stories are dealt into a tuning and a test half before, and no pair lies across.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time
from functools import lru_cache
from itertools import combinations
from pathlib import Path

import numpy as np
from rapidfuzz.distance import Indel

from bench.gold import read_gold
from bench.invented_wires import Sent, wires
from bench.vocabulary import Dice
from newsarchive.dedup.alignment import Kind, Pieces, aligned
from newsarchive.dedup.evidence import Comparison
from newsarchive.dedup.folding import folds
from newsarchive.dedup.profiles import profiles
from newsarchive.dedup.told import Clock
from newsarchive.dedup.words import words
from newsarchive.wire import Item, Moment, Paragraph, open_dateline, read
from newsarchive.wire.trade import with_trade

SEED = 20071127
WIRES, MORE_WIRES, WIRES_SEED = 40, 70, 611
_A_STORY, _A_PAGE = 20, 3
_ROWS_MOST, _WORDS_MOST = 36, 26


@dataclass(frozen=True, slots=True)
class Copy:
    """An article as the archive has it: folded, without furniture."""

    name: str
    headline: str
    dateline: str
    clocks: Mapping[str, str]
    byline: str
    paragraphs: tuple[str, ...]
    item: Item
    slug: str = ""
    clock: Clock | None = None
    others: tuple[Clock, ...] = ()
    """The clocks of other articles that print the very same."""


@dataclass(frozen=True, slots=True)
class Drawn:
    one: str
    other: str
    cluster: str
    part: str


def page(folder: Path, path: str) -> Item:
    """The article of a page."""
    return read((folder / path).read_bytes(), Path(path).name)[0]


def copy_of(path: str, item: Item) -> Copy:
    """What filing makes of a page's article."""
    body = [p.text[p.dateline_length :] for p in item.paragraphs]
    kept = tuple(text for text, fold in zip(body, folds([body])[0], strict=True) if fold is None)
    clocks = {name: _moment(getattr(item, name)) for name in ("filed", "published") if getattr(item, name)}
    if item.dateline and item.dateline.on:
        clocks["dateline"] = _moment(item.dateline.on)
    printed = item.dateline.printed if item.dateline else ""
    return Copy(path, item.headline, printed, clocks, item.byline, kept, item, clock=clock_of(item))


def clock_of(item: Item) -> Clock | None:
    """The clock that tells best when an article went out, as the archive keeps it: the agency's, the page's, the
    dateline's.
    """
    dated = item.dateline.on if item.dateline else None
    for moment, filed in ((item.filed, True), (item.published, False), (dated, False)):
        if moment:
            instant, hour = moment.instant, moment.bare_time
            at = instant or datetime.combine(moment.on, hour or time(12), UTC)
            return Clock(at.timestamp() / 3600, bool(instant or hour), filed, instant is not None)
    return None


def _moment(moment: Moment) -> str:
    at = moment.at.isoformat(" ", "minutes") if moment.at else moment.on.isoformat()
    return f"{at} ({moment.doubt})" if moment.doubt else at


def copy_of_sent(sent: Sent) -> Copy:
    """What filing makes of an invented article, marks and clock and all."""
    clocks = {"filed": f"{sent.filed:%Y-%m-%d %H:%M}"} if sent.filed else {}
    first, *others = sent.paragraphs
    dateline = open_dateline(first)
    printed = dateline.printed if dateline else ""
    paragraphs = (first[len(printed) :], *others)
    at = sent.filed.replace(tzinfo=UTC) if sent.filed else None
    bare = Item(1, "text", tuple(map(Paragraph, paragraphs)), sent.headline, dateline)
    item = with_trade(replace(bare, filed=Moment(at.date(), at) if at else None), (), ())
    return Copy(sent.name, sent.headline, printed, clocks, "", paragraphs, item, sent.slug, clock_of(item))


def parts(sizes: Mapping[str, int]) -> dict[str, str]:
    """Stories dealt into two halves of about the same number of pages, the largest first."""
    halves = {"tuning": 0, "test": 0}
    dealt = {}
    for story in sorted(sizes, key=lambda story: (-sizes[story], story)):
        dealt[story] = min(halves, key=lambda half: (halves[half], half))
        halves[dealt[story]] += sizes[story]
    return dealt


def from_pages(copies: Sequence[Copy], stories: Mapping[str, str]) -> list[Drawn]:
    """About 260 pairs of pages, given the story of each."""
    part = parts(Counter(stories.values()))
    texts = [[w for text in copy.paragraphs for w in words(text)] for copy in copies]
    by_stratum = strata(texts, np.array([stories[copy.name] for copy in copies]))
    found, used, spent = [], Counter[int](), Counter[str]()
    dice = Dice(SEED, "pages")
    for name, wanted in _QUOTAS.items():
        candidates = dice.some(by_stratum[name], len(by_stratum[name]))
        taken = 0
        each = Counter[str]()
        # At first few of any one story, then more.
        for most in (3, 6, _A_STORY):
            for i, j in candidates:
                one, other = stories[copies[i].name], stories[copies[j].name]
                full = used[i] >= _A_PAGE or used[j] >= _A_PAGE or spent[one] >= _A_STORY or each[one] >= most
                if taken >= wanted or full or part[one] != part[other] or (i, j) in {(a, b) for a, b in found}:
                    continue
                found.append((i, j))
                used[i], used[j] = used[i] + 1, used[j] + 1
                spent[one], each[one], taken = spent[one] + 1, each[one] + 1, taken + 1
    drawn = []
    for i, j in found:
        i, j = (i, j) if dice.chance(0.5) else (j, i)
        cluster = "+".join(dict.fromkeys(sorted(stories[copies[k].name] for k in (i, j))))
        drawn.append(Drawn(copies[i].name, copies[j].name, cluster, part[stories[copies[i].name]]))
    return drawn


_QUOTAS = {
    "apart, a little in common": 16,
    "apart, much in common": 8,
    "faint": 14,
    "some": 18,
    "half, another lede": 30,
    "half, one lede": 22,
    "most, another lede": 34,
    "most, one lede": 24,
    "nearly all of one": 38,
    "nearly all, figures changed": 24,
    "nearly all of both": 34,
}


def strata(texts: Sequence[Sequence[str]], stories: np.ndarray) -> dict[str, list[tuple[int, int]]]:
    """The pairs of each stratum. Equal texts are in none."""
    comparison = Comparison(profiles(texts))
    left, right, runs = comparison.related()
    sizes = comparison.sizes()
    shares = np.stack([runs / np.maximum(sizes[left], 1), runs / np.maximum(sizes[right], 1)])
    most, least = shares.max(0), shares.min(0)
    heads = np.stack(comparison._begins(left, right))
    changed = comparison._changed(left, right)[0]
    within, old_lede = stories[left] == stories[right], heads.min(0) >= 0.4
    long = np.minimum(sizes[left], sizes[right]) >= 40
    equal = np.array([texts[i] == texts[j] for i, j in zip(left.tolist(), right.tolist(), strict=True)])
    within &= long & ~equal
    marks = {
        "apart, a little in common": (stories[left] != stories[right]) & long & (runs >= 8) & (most < 0.15),
        "apart, much in common": (stories[left] != stories[right]) & long & (most >= 0.15),
        "faint": within & (most >= 0.02) & (most < 0.12),
        "some": within & (most >= 0.12) & (most < 0.35),
        "half, another lede": within & (most >= 0.35) & (most < 0.65) & ~old_lede,
        "half, one lede": within & (most >= 0.35) & (most < 0.65) & old_lede,
        "most, another lede": within & (most >= 0.65) & (least < 0.85) & ~old_lede,
        "most, one lede": within & (most >= 0.65) & (most < 0.85) & old_lede,
        "nearly all of one": within & (most >= 0.85) & (least < 0.75),
        "nearly all, figures changed": within & (least >= 0.75) & (changed > 0),
        "nearly all of both": within & (least >= 0.75) & (changed == 0),
    }
    return {name: [(int(left[k]), int(right[k])) for k in np.flatnonzero(mark)] for name, mark in marks.items()}


_ROLES = {
    ("report", "copy"): 10,
    ("copy", "update"): 5,
    ("report", "trim"): 8,
    ("report", "retopped"): 6,
    ("copy", "trim"): 5,
    ("report", "take"): 4,
    ("take", "take"): 2,
    ("report", "update"): 9,
    ("update", "update"): 3,
    ("trim", "update"): 5,
    ("update", "correction"): 12,
    ("copy", "correction"): 6,
    ("report", "kill"): 7,
    ("copy", "kill"): 3,
    ("report", "rival"): 8,
}


_MORE_ROLES = {
    ("update", "correction"): 10,
    ("copy", "correction"): 6,
    ("report", "kill"): 10,
    ("copy", "kill"): 5,
    ("report", "rival"): 12,
}
"""Of kinds that pages hardly have; drawn from other wires, and labelled after the first ones."""

_STRANGE_KILLS = 7
"""Pairs of a kill and a report of another chain."""


def more_from_wires(articles: Sequence[Sent]) -> list[Drawn]:
    """Pairs by `_MORE_ROLES`, and kills beside reports that they have nothing to do with, in one half."""
    drawn = from_wires(articles, _MORE_ROLES)
    part = _halves(articles)
    kills = [sent for sent in articles if sent.role == "kill"]
    reports = [sent for sent in articles if sent.role == "report"]
    for kill in kills[-_STRANGE_KILLS:]:
        near = [r for r in reports if r.chain != kill.chain and part[r.chain] == part[kill.chain]]
        other = min(near, key=lambda r: abs(((kill.filed or r.filed) - r.filed).total_seconds()) if r.filed else 1e9)
        drawn.append(Drawn(kill.name, other.name, "+".join(sorted((kill.chain, other.chain))), part[kill.chain]))
    return drawn


def _halves(articles: Sequence[Sent]) -> dict[str, str]:
    chains = dict.fromkeys(sent.chain for sent in articles)
    return {chain: ("tuning", "test")[n % 2] for n, chain in enumerate(chains)}


def from_wires(articles: Sequence[Sent], roles: Mapping[tuple[str, str], int] = _ROLES) -> list[Drawn]:
    """Pairs of invented articles by what was done to them, so many of each kind; a chain is in one half."""
    chains = defaultdict(list)
    for sent in articles:
        chains[sent.chain].append(sent)
    dice = Dice(SEED, "wires")
    by_roles = defaultdict(list)
    for one, other in (pair for chain in chains.values() for pair in combinations(chain, 2)):
        by_roles[one.role, other.role].append((one, other))
    part = _halves(articles)
    drawn, used = [], Counter[str]()
    for pair_of, wanted in roles.items():
        candidates = dice.some(by_roles[pair_of], len(by_roles[pair_of]))
        free = [pair for pair in candidates if max(used[pair[0].name], used[pair[1].name]) < _A_PAGE]
        for one, other in free[:wanted]:
            used[one.name] += 1
            used[other.name] += 1
            one, other = (one, other) if dice.chance(0.5) else (other, one)
            drawn.append(Drawn(one.name, other.name, one.chain, part[one.chain]))
    return drawn


def written(drawn: Drawn, one: Copy, other: Copy) -> str:
    """Both articles laid side by side for a reader: what they have in common once and shortened, the rest at length."""
    lines = [_head("ONE", one), _head("OTHER", other), "", *_rows(one, other)]
    return "\n".join(lines) + "\n"


def _head(title: str, copy: Copy) -> str:
    clocks = "; ".join(f"{name} {at}" for name, at in copy.clocks.items()) or "no clock"
    size = f"{sum(len(text.split()) for text in copy.paragraphs)} words in {len(copy.paragraphs)} paragraphs"
    return f"{title}: {copy.headline!r}\n  {copy.dateline!r} | {clocks} | {copy.byline!r} | {size}"


def _rows(one: Copy, other: Copy) -> Iterator[str]:
    """A row for each paragraph, with its number on both sides."""
    rows = aligned(one.paragraphs, other.paragraphs)
    i = j = 0
    for row in rows[:_ROWS_MOST]:
        i, j = i + bool(row.one), j + bool(row.other)
        where = f"[{i if row.one else '-'}|{j if row.other else '-'}]"
        if row.kind == Kind.APART:
            yield f"{where} [-{_cut(_whole(row.one), _WORDS_MOST)}-]  ///  {{+{_cut(_whole(row.other), _WORDS_MOST)}+}}"
        elif row.kind == Kind.SAME:
            yield f"{where} = {_cut(_whole(row.one), 12)}"
        else:
            moved = " (the other has it elsewhere)" if row.moved else ""
            yield f"{where}{moved} {_differing(_whole(row.one), _whole(row.other))}"
    left = Counter(row.kind.value for row in rows[_ROWS_MOST:])
    if left:
        yield f"[… cut here; left are {dict(left)}]"


def _differing(one: str, other: str) -> str:
    """Words of both in one line: those that only ONE has in [- -], those that only OTHER has in {+ +}."""
    mine, theirs = one.split(), other.split()
    parts: list[str] = []
    for step in Indel.opcodes([_plain(token) for token in mine], [_plain(token) for token in theirs]):
        gone = " ".join(mine[step.src_start : step.src_end])
        come = " ".join(theirs[step.dest_start : step.dest_end])
        if step.tag == "equal":
            parts.append(_cut(gone, 12))
            continue
        parts += [f"[-{_cut(gone, _WORDS_MOST)}-]"] if gone else []
        parts += ["{+" + _cut(come, _WORDS_MOST) + "+}"] if come else []
    return " ".join(parts)


def _whole(pieces: Pieces) -> str:
    return " ".join(piece.text for piece in pieces)


def _plain(token: str) -> str:
    return " ".join(words(token)) or token


def _cut(text: str, most: int) -> str:
    tokens = text.split()
    half = most // 2
    return " ".join(tokens) if len(tokens) <= most + 2 else " ".join([*tokens[:half], "…", *tokens[-half:]])


@lru_cache(maxsize=1)
def pages_of(data: Path) -> tuple[list[Copy], dict[str, str]]:
    """All pages with their stories."""
    gold = read_gold(data / "spotsigs")
    return [copy_of(path, page(gold.folder, path)) for path in sorted(gold.versions)], gold.stories


def drawn_pairs(data: Path) -> Iterator[tuple[Drawn, Copy, Copy]]:
    """All pairs with their articles, in an order that tells nothing."""
    copies, stories = pages_of(data)
    sent, extra = (list(wires(count, seed)) for count, seed in ((WIRES, WIRES_SEED), (MORE_WIRES, WIRES_SEED + 1)))
    known = {copy.name: copy for copy in (*copies, *map(copy_of_sent, (*sent, *extra)))}
    drawn = [*from_pages(copies, stories), *from_wires(sent)]
    more = more_from_wires(extra)
    for pair in (*Dice(SEED, "order").some(drawn, len(drawn)), *Dice(SEED, "more").some(more, len(more))):
        yield pair, known[pair.one], known[pair.other]


def dump(pairs: Iterable[tuple[Drawn, Copy, Copy]], out: Path) -> None:
    """Write pairs for reading."""
    dumps = out / "pairs_dumps"
    dumps.mkdir(parents=True, exist_ok=True)
    n = 0
    with (out / "pairs.jsonl").open("w", encoding="utf-8") as file:
        for n, (drawn, one, other) in enumerate(pairs, 1):
            row = {"n": n, "one": drawn.one, "other": drawn.other, "cluster": drawn.cluster, "part": drawn.part}
            file.write(json.dumps(row) + "\n")
            (dumps / f"{n}.txt").write_text(written(drawn, one, other), encoding="utf-8")
    print(f"{n} pairs")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.relation_pairs", description=__doc__.partition("\n\n")[2])
    parser.add_argument("data", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args()
    dump(drawn_pairs(options.data), options.out)


if __name__ == "__main__":
    main()
