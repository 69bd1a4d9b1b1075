"""Candidates are compared exactly; what is alike enough is remembered as a match."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from newsarchive.archive.models import Crowd, Match
from newsarchive.archive.queries import candidates
from newsarchive.archive.queries.arrays import Ints, at_pairs, table, without
from newsarchive.archive.queries.candidates import Proposal
from newsarchive.archive.queries.matches import matched_pairs
from newsarchive.archive.queries.profiles import profiles_by_text
from newsarchive.archive.services.bulk import copy_rows
from newsarchive.dedup.crowds import Pair
from newsarchive.dedup.evidence import Comparison
from newsarchive.dedup.likeness import UNIT, compared
from newsarchive.dedup.schemes import ClusteringScheme

_PAIRS_AT_ONCE = 25_000


class Changed(NamedTuple):
    """The texts that gained or lost a match, and the pairs that match no longer, shape (pairs, 2)."""

    texts: set[int]
    parted: Ints


def match_texts(text_ids: Sequence[int], scheme: ClusteringScheme) -> Changed:
    """Compare the texts with all that may be related to them and remember the pairs that are one story.

    Only texts that were matched under the scheme already, or are named here, take part: one that another worker has
    just filed finds its own way here. Where a key becomes a crowd, the matches go that it alone had proposed, so that
    the matches are those of these texts in any other order.
    """
    proposal = candidates.candidates(text_ids, scheme)
    known = matched_pairs(text_ids, scheme)
    changed = _compare_all(without(proposal.pairs, known), scheme)
    _remember(proposal, scheme)
    parted = candidates.no_longer_proposed(proposal, scheme)
    return Changed(changed | forget(parted, scheme), parted)


def compare_again(pairs: Collection[Pair], scheme: ClusteringScheme) -> set[int]:
    """Compare pairs that an index key proposes since others left it. Returns the texts that gained a match."""
    known = matched_pairs({text for pair in pairs for text in pair}, scheme)
    return _compare_all(without(table(list(pairs), 2), known), scheme)


def _compare_all(pairs: Ints, scheme: ClusteringScheme) -> set[int]:
    """Compare pairs that are in order, some thousands at a time."""
    changed: set[int] = set()
    for start in range(0, len(pairs), _PAIRS_AT_ONCE):
        changed |= _compare(pairs[start : start + _PAIRS_AT_ONCE], scheme)
    return changed


def _compare(pairs: Ints, scheme: ClusteringScheme) -> set[int]:
    ids, places = np.unique(pairs, return_inverse=True)
    profiles = profiles_by_text(ids.tolist(), scheme)
    left, right = places.reshape(-1, 2).T
    found = compared(Comparison([profiles[pk] for pk in ids.tolist()]), left, right, scheme)
    version, story = found[3:]
    alike = (version >= 0) | (story >= 0)
    columns = ("likeness", "contained", "other_contained", "version_odds", "story_odds")
    copy_rows(
        Match, ("text_id", "other_id", "scheme", *columns), _rows(pairs[alike], [f[alike] for f in found], scheme)
    )
    return set(pairs[alike].ravel().tolist())


def _rows(pairs: Ints, found: Sequence[npt.NDArray[Any]], scheme: ClusteringScheme) -> Iterator[tuple[Any, ...]]:
    columns = (column.tolist() for column in found)
    for (text, other), score, mine, theirs, version, story in zip(pairs.tolist(), *columns, strict=True):
        yield text, other, scheme.id, score / UNIT, mine, theirs, version / UNIT, story / UNIT


def _remember(proposal: Proposal, scheme: ClusteringScheme) -> None:
    """Write down the crowds that are new or have new heads."""
    Crowd.objects.bulk_create(
        [Crowd(scheme=scheme.id, kind=kind, key=key, heads=heads) for (kind, key), heads in proposal.crowds.items()],
        update_conflicts=True,
        unique_fields=["key", "kind", "scheme"],
        update_fields=["heads"],
        batch_size=2000,
    )


def forget(pairs: Ints, scheme: ClusteringScheme) -> set[int]:
    """Delete the matches of these pairs, shape (pairs, 2). Returns their texts."""
    gone = at_pairs(Match, ("id",), ("text_id", "other_id"), pairs, scheme=scheme.id)
    for some in candidates.portions(pk for (pk,) in gone):
        Match.objects.filter(id__in=some).delete()
    return set(pairs.ravel().tolist())
