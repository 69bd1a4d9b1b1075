"""Articles in memory to versions and stories, without an archive: the same rules, all at once.

Texts are signed, proposed to each other, compared exactly, and what hangs together is cut by average linkage, each by
what the archive uses for it. Several processes take portions of the articles; the answer is the same with any number
of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt

from newsarchive.dedup.buckets import Proposed
from newsarchive.dedup.clusters import Partition, connected
from newsarchive.dedup.components import partition_all
from newsarchive.dedup.folding import folds
from newsarchive.dedup.schemes import CLUSTERING, ClusteringScheme, SignatureScheme
from newsarchive.dedup.signatures import signer
from newsarchive.dedup.stretches import Counts, borders_of
from newsarchive.dedup.vocabulary import spelled
from newsarchive.dedup.words import digest, words

Article = str | Sequence[str]
"""A text, or its paragraphs without the dateline: then repeats are folded, and shared paragraphs propose pairs too."""

_PORTION = 500
"""Articles, or texts to be compared, that a process takes at a time."""

Keys = npt.NDArray[np.int64]


def clustered(articles: Sequence[Article], scheme: ClusteringScheme = CLUSTERING, processes: int = 1) -> Partition:
    """For each article the number of the first one in its version, and of the first one in its story.

    An archive that was handed the same paragraphs comes to the same, whatever the order.
    """
    with _at_work(_Job(articles, scheme), processes) as run:
        texts = _Texts.of_portions(list(run("read", _portions(len(articles)))))
        tasks = list(_tasks(len(texts.digests), texts.proposed(scheme)))
        cut = list(run("cut", [(texts.first[task], pairs) for task, pairs in tasks]))
    versions, stories = np.arange(len(texts.digests)), np.arange(len(texts.digests))
    for (task, _), found in zip(tasks, cut, strict=True):
        versions[task], stories[task] = task[found.versions], task[found.stories]
    return Partition(texts.spread(versions), texts.spread(stories))


@dataclass(frozen=True, slots=True)
class _Read:
    """A portion of articles: their texts' digests and index keys, and those of the passages they print.

    ``passages`` gives each article places in ``printed``. ``indexed`` says which texts, and which passages, have
    keys, of which there is a row each in ``keys`` and ``passage_keys``.
    """

    digests: list[bytes]
    indexed: list[int]
    keys: Keys
    passages: list[list[int]]
    printed: list[bytes]
    passages_indexed: list[int]
    passage_keys: Keys


@dataclass(frozen=True)
class _Job:
    """What every process has from the start."""

    articles: Sequence[Article]
    scheme: ClusteringScheme

    def read(self, portion: range) -> _Read:
        """Sign the articles of a portion, and the passages that they print."""
        articles = [self.articles[i] for i in portion]
        lists = _paragraphs(articles)
        first: dict[bytes, int] = {}
        digests: list[bytes] = []

        def distinct() -> Iterator[list[str]]:
            for i, body in enumerate(_bodies(articles, lists)):
                digests.append(digest(body, 32))
                if first.setdefault(digests[-1], i) == i:
                    yield body

        indexed, keys = _keys(distinct(), self.scheme.texts)
        passages, printed = self._printed(articles, lists)
        passages_indexed, passage_keys = _keys(printed.values(), self.scheme.passages)
        own = list(first.values())
        indexed = [own[i] for i in indexed]
        return _Read(digests, indexed, keys, passages, list(printed), passages_indexed, passage_keys)

    def _printed(
        self, articles: Sequence[Article], lists: Mapping[int, Sequence[list[str]]]
    ) -> tuple[list[list[int]], dict[bytes, list[str]]]:
        printed: dict[bytes, list[str]] = {}
        place: dict[bytes, int] = {}
        found: list[list[int]] = []
        for i in range(len(articles)):
            by_digest = {digest(own): own for own in lists.get(i, ()) if len(own) >= self.scheme.shared_words}
            printed |= by_digest
            found.append([place.setdefault(known, len(place)) for known in by_digest])
        return found, printed

    def cut(self, task: tuple[Counts, Counts]) -> Partition:
        """Compare the texts of some articles in the pairs proposed, and cut what hangs together."""
        numbers, pairs = task
        articles = [self.articles[i] for i in numbers.tolist()]
        return partition_all(spelled(_bodies(articles, _paragraphs(articles))), pairs, self.scheme)


def _paragraphs(articles: Sequence[Article]) -> dict[int, list[list[str]]]:
    """The words of the paragraphs of those articles that come in paragraphs, by index."""
    some = ((i, article) for i, article in enumerate(articles) if not isinstance(article, str))
    return {i: [words(text) for text in paragraphs] for i, paragraphs in some}


def _bodies(articles: Sequence[Article], lists: Mapping[int, Sequence[list[str]]]) -> Iterator[list[str]]:
    """The words of each article without what it repeats; those of a plain text are made when they are drawn."""
    every = iter(folds([articles[i] for i in lists], list(lists.values())))
    for i, article in enumerate(articles):
        if isinstance(article, str):
            yield words(article)
        else:
            own = zip(lists[i], next(every), strict=True)
            yield [word for paragraph, repeat in own if repeat is None for word in paragraph]


def _keys(bodies: Iterable[list[str]], scheme: SignatureScheme) -> tuple[list[int], Keys]:
    """Which of the texts are long enough to be indexed, and their keys."""
    texts = spelled(bodies)
    long = np.flatnonzero(texts.lengths >= scheme.least)
    signing = signer(scheme)
    return long.tolist(), signing.keys(signing.sign_spelled(texts)[long])


@dataclass(frozen=True)
class _Texts:
    """The distinct texts in the order of their digests.

    ``of`` gives each article its text, ``first`` each text its first article. The texts ``indexed``, ascending, have
    a row each in ``keys``. ``printings`` has the texts, ascending, and the passages that they print; ``row`` gives
    each passage its row in ``passage_keys``, or -1.
    """

    digests: list[bytes]
    of: Counts
    first: Counts
    indexed: Counts
    keys: Keys
    printings: Counts
    row: Counts
    passage_keys: Keys

    @classmethod
    def of_portions(cls, portions: Sequence[_Read]) -> _Texts:
        """What was read of the articles, put together."""
        digests = [digest for portion in portions for digest in portion.digests]
        place = {digest: i for i, digest in enumerate(sorted(set(digests)))}
        of = np.array([place[digest] for digest in digests], dtype=np.int64)
        _, first = np.unique(of, return_index=True)
        starts = borders_of([len(portion.digests) for portion in portions])
        rows = [of[start + np.array(p.indexed, dtype=np.int64)] for start, p in zip(starts, portions, strict=False)]
        indexed, at = np.unique(_flat(rows), return_index=True)
        keys = np.concatenate([portion.keys for portion in portions])[at]
        return cls(list(place), of, first, indexed, keys, *_printings(portions, of))

    def proposed(self, scheme: ClusteringScheme) -> Counts:
        """The pairs of texts to be compared, shape (pairs, 2): in a band, by a passage, by an edited one."""
        found = Proposed(self.digests, scheme)
        for band in self.keys.T:
            found.add(self.indexed, band)
        texts, passages = self.printings
        found.add(texts, passages)
        known = self.row[passages] >= 0
        texts, rows = texts[known], self.row[passages[known]]
        for band in self.passage_keys.T:
            # Two passages of one text may agree in a band.
            found.add(*np.unique(np.stack([texts, band[rows]]), axis=1))
        return found.pairs()

    def spread(self, labels: Counts) -> list[int]:
        """For each article the first one whose text has the same label."""
        _, first, same = np.unique(labels[self.of], return_index=True, return_inverse=True)
        spread: list[int] = first[same].tolist()
        return spread


def _printings(portions: Sequence[_Read], of: Counts) -> tuple[Counts, Counts, Keys]:
    """Texts and passages, shape (2, printings); each passage's row among the keys; the keys."""
    number: dict[bytes, int] = {}
    links: list[tuple[int, int]] = []
    rows: dict[int, int] = {}
    article = row = 0
    for portion in portions:
        own = [number.setdefault(digest, len(number)) for digest in portion.printed]
        for printed in portion.passages:
            links += [(int(of[article]), own[i]) for i in printed]
            article += 1
        for i in portion.passages_indexed:
            rows[own[i]] = row
            row += 1
    found = np.unique(np.array(links, dtype=np.int64).reshape(-1, 2).T, axis=1)
    row_of = np.array([rows.get(passage, -1) for passage in range(len(number))], dtype=np.int64)
    return found, row_of, np.concatenate([portion.passage_keys for portion in portions])


def _flat(arrays: Sequence[Counts]) -> Counts:
    return np.concatenate([np.empty(0, dtype=np.int64), *arrays])


def _portions(count: int) -> Iterator[range]:
    return (range(first, min(first + _PORTION, count)) for first in range(0, max(count, 1), _PORTION))


def _tasks(count: int, pairs: Counts) -> Iterator[tuple[Counts, Counts]]:
    """What hangs together by pairs, whole: some texts, ascending, and their pairs in the numbering of these."""
    label = connected(count, pairs)
    texts = np.flatnonzero(np.bincount(pairs.ravel(), minlength=count))
    # A part goes with those before it until they make up a portion.
    sizes = np.bincount(label[texts], minlength=1)
    task_of = (np.cumsum(sizes) - sizes) // _PORTION
    for task in np.unique(task_of[label[texts]]).tolist():
        own = texts[task_of[label[texts]] == task]
        yield own, np.searchsorted(own, pairs[task_of[label[pairs[:, 0]]] == task])


Run = Callable[[str, Iterable[Any]], Iterable[Any]]


@contextmanager
def _at_work(job: _Job, processes: int) -> Iterator[Run]:
    """What does a job's steps on many things, in this process or in others."""
    if processes == 1:
        yield lambda step, things: map(getattr(job, step), things)
        return
    with ProcessPoolExecutor(processes, initializer=_hold, initargs=(job,)) as pool:
        yield lambda step, things: pool.map(_do, repeat(step), things)


_held: list[_Job] = []
"""In a process that works for another: its job."""


def _hold(job: _Job) -> None:
    _held[:] = [job]


def _do(step: str, thing: object) -> object:
    return getattr(_held[0], step)(thing)
