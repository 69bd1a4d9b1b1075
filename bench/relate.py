"""python -m bench.relate DATA

Learns the numbers of `newsarchive.dedup.sense` from bench/relations.csv, and from pairs whose kind is known since
they are made here: pages cut, touched up and added to, and invented wires. Prints them as they stand in the code. With
``--crossed`` it says instead how the pairs of each story are told by what is learnt from the others: one line for each
of `PARTS`, in JSON as `bench.relations` prints it. ``--seed`` deals the stories otherwise.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from scipy.optimize import minimize
from sklearn.model_selection import GroupKFold

from bench.invented_article import edited
from bench.invented_wires import Sent, wires
from bench.logistic import TO_THE_END, Bounds, Floats, fit
from bench.relation_last import AGAIN
from bench.relation_pairs import Copy, copy_of_sent, pages_of
from bench.relations import LEARNT, Archive, Labelled, answers, archive, read_labels, score, told, withdrawal
from bench.vocabulary import Dice
from newsarchive.dedup.clues import Shown, clues, signs
from newsarchive.dedup.relations import Kind, Related, Way, beside_each, may_correct, shown
from newsarchive.dedup.sense import SENSE, RelationScheme, Weighing
from newsarchive.dedup.told import Told

SEED, WIRES_SEED = 1, 900
STRENGTH = 1.0
MADE = 0.25
"""What all made pairs of a question weigh, against 1 for all labelled ones."""

FOLDS = 8

SPREAD = 0.3
"""How far pairs of one story that have one answer are held against each other: 1 would count them as one."""

_MOST_OF_A_KIND = 90
_POSITIVE: Bounds = (0, None)
_NEGATIVE: Bounds = (None, 0)

_ONE_REPORT = (Kind.COPY, Kind.TRIM, Kind.UPDATE, Kind.CORRECTION)

CLOCKS = {"filed": 8.0, "published": 0.1}
"""What clocks are worth at least, set by hand. No wording outweighs an hour between two of an agency: it was right in
all labelled pairs that have both, too few to learn that from. Those of pages decide at least where words do not.
"""


@dataclass(frozen=True, slots=True)
class Question:
    """Of which kinds it is asked, for which the answer is yes, and which way each clue may point. Only pairs with no
    more in common than ``most`` are learnt from, so that the border is learnt and not what lies far from it.
    """

    among: tuple[Kind, ...]
    yes: tuple[Kind, ...]
    clues: Mapping[str, Bounds]
    most: float = 1.1


def _clues(more: str, less: str = "") -> dict[str, Bounds]:
    """Clues that may only speak for a yes, and only against it."""
    sides = ((more, _POSITIVE), (less, _NEGATIVE))
    return {name: bounds for names, bounds in sides for name in names.split()}


QUESTIONS = {
    "common": Question(
        (*_ONE_REPORT, Kind.SHARING, Kind.NONE),
        (*_ONE_REPORT, Kind.SHARING),
        _clues("passages_count longest specific together", "both_news figures"),
        0.5,
    ),
    "report": Question(
        (*_ONE_REPORT, Kind.SHARING),
        _ONE_REPORT,
        _clues("laid inserted contained head joined", "both_new"),
        0.75,
    ),
    "corrects": Question(
        _ONE_REPORT,
        (Kind.CORRECTION,),
        _clues(
            "says_corrected figures_share names_share swaps", "both_rewritten both_open left_out brought other_touches"
        ),
    ),
    "updates": Question(
        (Kind.COPY, Kind.TRIM, Kind.UPDATE),
        (Kind.UPDATE,),
        _clues(
            "says_updated both_rewritten both_fresh worked_over sentences swaps ran_apart hours",
            "both_heads both_alone wholes",
        ),
    ),
    "cut": Question(
        (Kind.COPY, Kind.TRIM),
        (Kind.TRIM,),
        _clues("ratio left_out larger_cut absent larger_seen", "larger_alone"),
    ),
}
SIGNS = (
    "filed",
    "published",
    "longer",
    "adds",
    "rewrites",
    "knows",
    "says_corrected",
    "says_updated",
    "number",
    "ran",
)


@dataclass(frozen=True, slots=True)
class Example:
    """Two articles, their kind, and which is the later; ``made`` where they were made and not labelled."""

    kind: Kind
    way: Way
    one: Told
    other: Told
    shown: Shown
    made: bool
    cluster: str

    @property
    def story(self) -> str:
        """What it is held out with: the first of two clusters."""
        return self.cluster.partition("+")[0]


def examples(data: Path) -> list[Example]:
    """Everything that may be learnt from."""
    every = archive(data)
    labels = [p for p in read_labels() if p.part in LEARNT and p.kind != Kind.WITHDRAWAL]
    given = [(p.kind, p.way, every.copies[p.one], every.copies[p.other], p.cluster) for p in labels]
    labelled = [row for row in given if withdrawal(row[2], row[3]) is None]
    return [*_told(labelled, every, made=False), *_told(list(_made(data)), every, made=True)]


Row = tuple[Kind, Way, Copy, Copy, str]


def _told(rows: Sequence[Row], every: Archive, made: bool) -> list[Example]:
    asked = [every.beside_stories(cluster.split("+")) for *_, cluster in rows]
    names = list(dict.fromkeys(name for more in asked for name in more))
    place = {name: 2 * len(rows) + i for i, name in enumerate(names)}
    copies = [copy for _, _, one, other, _ in rows for copy in (one, other)]
    texts = told([*copies, *(every.copies[name] for name in names)])
    pairs = [(2 * i, 2 * i + 1) for i in range(len(rows))]
    every_shown = shown(texts, pairs, beside_each(texts, pairs, [[place[name] for name in more] for more in asked]))
    found = [
        Example(kind, way, texts[2 * i], texts[2 * i + 1], every_shown[i], made, cluster)
        for i, (kind, way, _, _, cluster) in enumerate(rows)
    ]
    return [_reread(example) if made else example for example in found]


def _reread(example: Example) -> Example:
    """What was made with next to nothing in common is labelled so."""
    one, other = example.shown.traits.one, example.shown.traits.other
    passages = max(one.passages, other.passages) * one.length
    apart = (example.kind == Kind.SHARING and passages < 8) or (
        example.kind == Kind.UPDATE and max(one.contained, other.contained) < 0.12
    )
    return replace(example, kind=Kind.NONE, way=Way.NEITHER) if apart else example


def _made(data: Path) -> Iterator[Row]:
    copies, stories = pages_of(data)
    ours = defaultdict(list)
    for copy in copies:
        if 6 <= len(copy.paragraphs) < 60:
            ours[stories[copy.name]].append(copy)
    dice = Dice("aug", SEED)
    for story, own in sorted(ours.items()):
        others = [copy for name, some in sorted(ours.items()) if name != story for copy in some]
        for copy in dice.some(own, 14):
            yield from ((*row, story) for row in _treated(copy, others, dice))
    every = [(name, copy) for name, own in sorted(ours.items()) for copy in own]
    for _ in range(40):
        (story, one), (another, other) = dice.some(every, 2)
        if story != another:
            yield Kind.NONE, Way.NEITHER, one, other, story
    yield from _of_wires()


def _treated(copy: Copy, others: Sequence[Copy], dice: Dice) -> Iterator[tuple[Kind, Way, Copy, Copy]]:
    """A page touched up, with another's last lines under it, cut at the end, cut within, and cut twice over."""
    texts, light = copy.paragraphs, edited(copy.paragraphs, dice)
    yield Kind.COPY, Way.NEITHER, copy, _with(copy, light)
    if len(texts) >= 10:
        foreign = dice.one(others).paragraphs[-dice.between(1, 2) :]
        yield Kind.COPY, Way.NEITHER, copy, _with(copy, (*edited(texts, dice), *foreign))
    first = texts[: max(2, len(texts) * dice.between(15, 80) // 100)]
    yield Kind.TRIM, Way.FIRST, _with(copy, edited(first, dice) if dice.chance(0.5) else first), copy
    some = tuple(text for text in texts if dice.chance(0.55))
    if 2 <= len(some) < len(texts) * 0.85:
        yield Kind.TRIM, Way.FIRST, _with(copy, some), _with(copy, light) if dice.chance(0.5) else copy
    front = tuple(text for i, text in enumerate(texts) if i < len(texts) * 0.6 and dice.chance(0.8))
    spread = tuple(text for text in texts if dice.chance(0.6))
    if min(len(front), len(spread)) > 2 and set(front) & set(spread):
        yield Kind.TRIM, Way.UNKNOWN, _with(copy, front), _with(copy, spread)


def _with(copy: Copy, paragraphs: tuple[str, ...]) -> Copy:
    return Copy(copy.name, copy.headline, "", {}, "", paragraphs, copy.item)


_OF_WIRES = {
    **dict.fromkeys((("report", "copy"), ("update", "copy")), Kind.COPY),
    **dict.fromkeys(
        (("report", "trim"), ("report", "retopped"), ("copy", "trim"), ("report", "take"), ("update", "trim")),
        Kind.TRIM,
    ),
    **dict.fromkeys((("update", "correction"), ("copy", "correction")), Kind.CORRECTION),
    **dict.fromkeys(
        (("update", "update"), ("report", "update"), ("copy", "update"), ("trim", "update"), ("report", "correction")),
        Kind.UPDATE,
    ),
    **dict.fromkeys((("report", "rival"), ("update", "rival")), Kind.SHARING),
}
_LATER = (Kind.UPDATE, Kind.CORRECTION)


def _of_wires() -> Iterator[Row]:
    chains = defaultdict(list)
    for sent in wires(60, WIRES_SEED):
        chains[sent.chain].append(sent)
    many = Counter[Kind]()
    for one, other in (pair for chain in chains.values() for pair in combinations(chain, 2)):
        kind = _OF_WIRES.get((one.role, other.role))
        if kind and many[kind] < _MOST_OF_A_KIND and _of_each_other(one, other, kind):
            many[kind] += 1
            way = Way.SECOND if kind in _LATER else Way.UNKNOWN
            yield kind, way, copy_of_sent(one), copy_of_sent(other), one.chain


def _of_each_other(one: Sent, other: Sent, kind: Kind) -> bool:
    """Whether the one was made from the other, or both from the same, where the kind asks for that."""
    if one.role == "copy" and other.role in ("trim", "correction"):
        return one.made_of == other.made_of
    direct = kind in (Kind.COPY, Kind.TRIM, Kind.CORRECTION)
    return other.made_of == one.name if direct else True


def learnt(question: Question, every: Sequence[Example]) -> tuple[dict[str, float], float]:
    """What each clue is worth, and the bias."""
    rows = [clues(e.shown, e.one, e.other) for e in every]
    asked = [
        (row, e)
        for row, e in zip(rows, every, strict=True)
        if e.kind in question.among
        and np.exp(row["contained"]) - 0.02 <= question.most
        and (Kind.CORRECTION not in question.yes or len(question.yes) > 1 or may_correct(row))
    ]
    values = np.array([[row[name] for name in question.clues] for row, _ in asked])
    truth = np.array([float(e.kind in question.yes) for _, e in asked])
    weight = _weights([e for _, e in asked], truth)
    *coefficients, bias = fit(values, truth, weight, list(question.clues.values()), STRENGTH)
    return _rounded(question.clues, coefficients), round(float(bias), 2)


def _weights(asked: Sequence[Example], truth: Floats) -> Floats:
    """Labelled pairs count most, and those of small stories more than their number."""
    made = np.array([e.made for e in asked])
    alike = Counter((e.story, yes) for e, yes in zip(asked, truth, strict=True) if not e.made)
    spread = np.array([1.0 if e.made else alike[e.story, yes] ** -SPREAD for e, yes in zip(asked, truth, strict=True)])
    spread[~made] *= (~made).sum() / spread[~made].sum()
    found: Floats = spread * np.where(made, MADE * (~made).sum() / max(made.sum(), 1), 1.0)
    return found


def _rounded(names: Sequence[str] | Mapping[str, Bounds], coefficients: Sequence[float]) -> dict[str, float]:
    found = {name: round(float(value), 2) for name, value in zip(names, coefficients, strict=True)}
    return {name: value for name, value in found.items() if value}


def later(every: Sequence[Example], ridge: float = 0.3) -> dict[str, float]:
    """What each sign is worth; none may speak against itself, and there is no bias."""
    known = [e for e in every if e.kind in _LATER and e.way in (Way.FIRST, Way.SECOND)]
    rows = [signs(e.shown, e.one, e.other) for e in known]
    values = np.array([[row.get(name, 0.0) for name in SIGNS] for row in rows])
    values *= np.array([[1.0 if e.way == Way.SECOND else -1.0] for e in known])
    counts = np.array([MADE if e.made else 1.0 for e in known])

    def loss(weights: Floats) -> float:
        return float((counts * np.logaddexp(0, -(values @ weights))).sum() + ridge * (weights @ weights) / 2)

    found = minimize(loss, np.zeros(len(SIGNS)), bounds=[(0, None)] * len(SIGNS), options=TO_THE_END)
    weights = _rounded(SIGNS, found.x)
    return {**weights, **{name: max(weights.get(name, 0.0), least) for name, least in CLOCKS.items()}}


def scheme(every: Sequence[Example]) -> RelationScheme:
    """Everything learnt."""
    found = {name: learnt(question, every) for name, question in QUESTIONS.items()}
    asked = {name: Weighing(bias, weights) for name, (weights, bias) in found.items()}
    return RelationScheme(id=SENSE.id, **asked, later=Weighing(0.0, later(every)))


def crossed(every: Sequence[Example], labels: Sequence[Labelled], data: Path, seed: int | None = None) -> list[Related]:
    """Each labelled pair as it is told by what was learnt without its story, `FOLDS` parts of the stories at a time.
    ``seed`` deals them by chance, else by their size.
    """
    stories = [label.cluster.partition("+")[0] for label in labels]
    found: dict[int, Related] = {}
    for _, asked in GroupKFold(FOLDS, shuffle=seed is not None, random_state=seed).split(labels, groups=stories):
        out = {stories[i] for i in asked}
        own = scheme([example for example in every if example.story not in out])
        said = answers(archive(data), [labels[i] for i in asked], own)
        found.update(zip(asked.tolist(), said, strict=True))
    return [found[i] for i in range(len(labels))]


PARTS = {"learnt": LEARNT, AGAIN: (AGAIN,)}


def measure(
    data: Path, parts: Mapping[str, Sequence[str]] = PARTS, seed: int | None = None
) -> Iterator[dict[str, Any]]:
    """How the pairs of some parts are told by what was learnt without their stories."""
    labels = [label for label in read_labels() if any(label.part in some for some in parts.values())]
    found = crossed(examples(data), labels, data, seed)
    for name, some in parts.items():
        own = [(label, related) for label, related in zip(labels, found, strict=True) if label.part in some]
        yield {"section": name, **score([label for label, _ in own], [related for _, related in own])}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.relate", description=__doc__.partition("\n\n")[2])
    parser.add_argument("data", type=Path)
    parser.add_argument("--crossed", action="store_true", help="score each story by what is learnt without it instead")
    parser.add_argument("--seed", type=int, help="deal the stories by chance")
    options = parser.parse_args()
    if options.crossed:
        for section in measure(options.data, seed=options.seed):
            print(json.dumps(section))
        return
    found = scheme(examples(options.data))
    for name in (*QUESTIONS, "later"):
        weighing = getattr(found, name)
        print(f"    {name}=Weighing({weighing.bias}, {dict(weighing.weights)}),")


if __name__ == "__main__":
    main()
