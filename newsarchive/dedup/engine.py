"""Articles in memory to versions and stories, without an archive: the same rules, all at once.

Texts are signed, proposed to each other, compared exactly, and what hangs together is cut by average linkage, each by
what the archive uses for it. Several processes take portions of the articles; the answer is the same with any number
of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from newsarchive.dedup.buckets import Proposed
from newsarchive.dedup.portions import Article, Keys, Portion, portions, read
from newsarchive.dedup.schemes import CLUSTERING, ClusteringScheme
from newsarchive.dedup.stretches import Counts, borders_of
from newsarchive.dedup.vocabulary import Spelled, together

if TYPE_CHECKING:
    from newsarchive.dedup.clusters import Partition

_PORTION = 500
"""Articles, or texts to be compared, that a process takes at a time."""


def clustered(articles: Sequence[Article], scheme: ClusteringScheme = CLUSTERING, processes: int = 1) -> Partition:
    """For each article the number of the first one in its version, and of the first one in its story.

    An archive that was handed the same paragraphs comes to the same, whatever the order. An article is asked for
    once, where it is read.
    """
    with _at_work(_Reading(articles, scheme), processes) as run:
        found = run(portions(len(articles), _PORTION))
        # Only here: it takes as long to import as a thousand articles to read, and the others are reading meanwhile.
        from newsarchive.dedup.clusters import Partition

        texts = _Texts.of_portions(list(found))
    tasks = list(_tasks(len(texts.digests), texts.proposed(scheme)))
    versions, stories = np.arange(len(texts.digests)), np.arange(len(texts.digests))
    with _at_work(_Cutting(texts.words, texts.row_of_words, tasks, scheme), processes) as run:
        for (task, _), cut in zip(tasks, run(range(len(tasks))), strict=True):
            versions[task], stories[task] = task[cut.versions], task[cut.stories]
    return Partition(texts.spread(versions), texts.spread(stories))


@dataclass(frozen=True)
class _Reading:
    """What every process that reads has from the start."""

    articles: Sequence[Article]
    scheme: ClusteringScheme

    def __call__(self, portion: range) -> Portion:
        return read([self.articles[i] for i in portion], self.scheme)


_Task = tuple[Counts, Counts]
"""Some texts, ascending, and their pairs in the numbering of these."""


@dataclass(frozen=True)
class _Cutting:
    """What every process that compares has from the start."""

    words: Spelled
    row_of_words: Counts
    tasks: Sequence[_Task]
    scheme: ClusteringScheme

    def __call__(self, number: int) -> Partition:
        """Compare the texts of a task in the pairs proposed, and cut what hangs together."""
        from newsarchive.dedup.components import partition_all

        texts, pairs = self.tasks[number]
        return partition_all(self.words.some(self.row_of_words[texts]), pairs, self.scheme)


@dataclass(frozen=True)
class _Texts:
    """The distinct texts in the order of their digests.

    ``of`` gives each article its text, and ``row_of_words`` each text its place in ``words``. The texts ``indexed``,
    ascending, have a row each in ``keys``, those ``scanned`` in ``scans``. ``printings`` has the texts, ascending, and
    the passages that they print; ``row`` gives each passage its row in ``passage_keys``, or -1.
    """

    digests: list[bytes]
    of: Counts
    words: Spelled
    row_of_words: Counts
    indexed: Counts
    keys: Keys
    scanned: Counts
    scans: Keys
    printings: Counts
    row: Counts
    passage_keys: Keys

    @classmethod
    def of_portions(cls, read: Sequence[Portion]) -> _Texts:
        """What was read of the articles, put together."""
        digests = [digest for portion in read for digest in portion.digests]
        place = {digest: i for i, digest in enumerate(sorted(set(digests)))}
        of = np.array([place[digest] for digest in digests], dtype=np.int64)
        starts = borders_of([len(portion.digests) for portion in read])
        _, rows = np.unique(_of(of, starts, [portion.own for portion in read]), return_index=True)
        indexed, at = np.unique(_of(of, starts, [portion.indexed for portion in read]), return_index=True)
        keys = np.concatenate([portion.keys for portion in read])[at]
        scanned, scans_at = np.unique(_of(of, starts, [portion.scanned for portion in read]), return_index=True)
        scans = np.concatenate([portion.scans for portion in read])[scans_at]
        spelled = together([portion.words for portion in read])
        return cls(list(place), of, spelled, rows, indexed, keys, scanned, scans, *_printings(read, of))

    def proposed(self, scheme: ClusteringScheme) -> Counts:
        """The pairs of texts to be compared, shape (pairs, 2): in a band, by a passage, by an edited one."""
        found = Proposed(self.digests, scheme)
        for texts, keys in ((self.indexed, self.keys), (self.scanned, self.scans)):
            for band in keys.T:
                found.add(texts, band)
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


def _printings(read: Sequence[Portion], of: Counts) -> tuple[Counts, Counts, Keys]:
    """Texts and passages, shape (2, printings); each passage's row among the keys; the keys."""
    number: dict[bytes, int] = {}
    links: list[tuple[int, int]] = []
    rows: dict[int, int] = {}
    article = row = 0
    for portion in read:
        own = [number.setdefault(digest, len(number)) for digest in portion.printed]
        for printed in portion.passages:
            links += [(int(of[article]), own[i]) for i in printed]
            article += 1
        for i in portion.passages_indexed:
            rows[own[i]] = row
            row += 1
    found = np.unique(np.array(links, dtype=np.int64).reshape(-1, 2).T, axis=1)
    row_of = np.array([rows.get(passage, -1) for passage in range(len(number))], dtype=np.int64)
    return found, row_of, np.concatenate([portion.passage_keys for portion in read])


def _of(texts: Counts, starts: Counts, articles: Sequence[Sequence[int]]) -> Counts:
    """The texts of some articles of each portion, given where the portions begin."""
    found = [texts[start + np.array(own, dtype=np.int64)] for start, own in zip(starts, articles, strict=False)]
    return np.concatenate(found)


def _tasks(count: int, pairs: Counts) -> Iterator[_Task]:
    """What hangs together by pairs, whole."""
    from newsarchive.dedup.clusters import connected

    label = connected(count, pairs)
    texts = np.flatnonzero(np.bincount(pairs.ravel(), minlength=count))
    # A part goes with those before it until they make up a portion.
    sizes = np.bincount(label[texts], minlength=1)
    task_of = (np.cumsum(sizes) - sizes) // _PORTION
    for task in np.unique(task_of[label[texts]]).tolist():
        own = texts[task_of[label[texts]] == task]
        yield own, np.searchsorted(own, pairs[task_of[label[pairs[:, 0]]] == task])


Run = Callable[[Iterable[Any]], Iterable[Any]]


@contextmanager
def _at_work(job: Callable[[Any], object], processes: int) -> Iterator[Run]:
    """What does a job on many things, in this process or in others."""
    if processes == 1:
        yield lambda things: map(job, things)
        return
    with ProcessPoolExecutor(processes, initializer=_hold, initargs=(job,)) as pool:
        yield lambda things: pool.map(_do, things)


_held: list[Callable[[Any], object]] = []
"""In a process that works for another: its job."""


def _hold(job: Callable[[Any], object]) -> None:
    _held[:] = [job]


def _do(thing: object) -> object:
    return _held[0](thing)
