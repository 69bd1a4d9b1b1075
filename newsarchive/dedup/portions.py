"""A portion of articles in memory: their words by number, and the index keys of their texts and passages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from newsarchive.dedup.folding import folds
from newsarchive.dedup.joined import Line, digest_of, joined
from newsarchive.dedup.schemes import ClusteringScheme, SignatureScheme
from newsarchive.dedup.signatures import Signatures, signer
from newsarchive.dedup.vocabulary import Spelled, spelled, spelled_lines
from newsarchive.dedup.words import digest, words

Article = str | Sequence[str]
"""A text, or its paragraphs without the dateline: then repeats are folded, and shared paragraphs propose pairs too."""

Keys = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Portion:
    """What was read of some articles: their texts' digests, words and index keys, and those of the passages they print.

    The articles ``own``, ascending, are the first with their text; of these are the ``words``. ``passages`` gives
    each article places in ``printed``. ``indexed`` says which articles' texts, and which passages, have keys, of
    which there is a row each in ``keys`` and ``passage_keys``; of those ``scanned``, being damaged, one in ``scans``.
    """

    digests: list[bytes]
    own: list[int]
    words: Spelled
    indexed: list[int]
    keys: Keys
    scanned: list[int]
    scans: Keys
    passages: list[list[int]]
    printed: list[bytes]
    passages_indexed: list[int]
    passage_keys: Keys


def read(articles: Sequence[Article], scheme: ClusteringScheme) -> Portion:
    """Sign the articles of a portion, and the passages that they print."""
    lists = _paragraphs(articles)
    lines = _lines(articles, lists)
    digests = [digest_of(line) for line in lines]
    own = sorted({digest: i for i, digest in reversed(list(enumerate(digests)))}.values())
    texts = spelled_lines([lines[i] for i in own])
    long, signatures = _signed(texts, scheme.texts)
    scanned, scans = signer(scheme.texts).keys_of_scans(signatures)
    passages, printed = _printed(len(articles), lists, scheme)
    passages_long, of_passages = _signed(spelled(printed.values()), scheme.passages)
    indexed = [own[i] for i in long]
    return Portion(
        digests,
        own,
        texts.apart(),
        indexed,
        signer(scheme.texts).keys(signatures),
        [indexed[i] for i in scanned.tolist()],
        scans,
        passages,
        list(printed),
        passages_long,
        signer(scheme.passages).keys(of_passages),
    )


def _paragraphs(articles: Sequence[Article]) -> dict[int, list[list[str]]]:
    """The words of the paragraphs of those articles that come in paragraphs, by index."""
    some = ((i, article) for i, article in enumerate(articles) if not isinstance(article, str))
    return {i: [words(text) for text in paragraphs] for i, paragraphs in some}


def _lines(articles: Sequence[Article], lists: Mapping[int, Sequence[list[str]]]) -> list[Line]:
    """The words of each article without what it repeats."""
    folded = iter(folds([articles[i] for i in lists], list(lists.values())))
    plain = iter(joined([article for article in articles if isinstance(article, str)]))
    return [_unfolded(lists[i], next(folded)) if i in lists else next(plain) for i in range(len(articles))]


def _unfolded(paragraphs: Sequence[list[str]], repeats: Sequence[object]) -> Line:
    own = (paragraph for paragraph, repeat in zip(paragraphs, repeats, strict=True) if repeat is None)
    return " ".join(word for paragraph in own for word in paragraph).encode()


def _printed(
    count: int, lists: Mapping[int, Sequence[list[str]]], scheme: ClusteringScheme
) -> tuple[list[list[int]], dict[bytes, list[str]]]:
    printed: dict[bytes, list[str]] = {}
    place: dict[bytes, int] = {}
    found: list[list[int]] = []
    for i in range(count):
        by_digest = {digest(own): own for own in lists.get(i, ()) if len(own) >= scheme.shared_words}
        printed |= by_digest
        found.append([place.setdefault(known, len(place)) for known in by_digest])
    return found, printed


def _signed(texts: Spelled, scheme: SignatureScheme) -> tuple[list[int], Signatures]:
    """Which of the texts are long enough to be indexed, and their signatures."""
    long = np.flatnonzero(texts.lengths >= scheme.least)
    return long.tolist(), signer(scheme).sign_read(texts)[long]


def portions(count: int, size: int) -> Iterator[range]:
    """The numbers of ``count`` articles in portions; one that is empty where there are none."""
    return (range(first, min(first + size, count)) for first in range(0, max(count, 1), size))
