"""Which texts may be related: those that agree in a band, print a passage in common, or print an edited one.

Each of these is an index key that some texts have; who is compared with whom among them says `dedup.crowds`. Of keys
that few have, all the texts are read; of a crowd only its heads, which are kept, so that a text costs no more in a
large archive than in a small one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
from django.db import connection

from newsarchive.archive.models import Crowd, Printing, Text
from newsarchive.archive.queries import stock
from newsarchive.archive.queries.arrays import Ints, distinct, joined, literal, numbers, rows, table, without
from newsarchive.archive.queries.matches import matched_pairs
from newsarchive.archive.queries.schemes import matched
from newsarchive.dedup.crowds import Heads, heads, still_proposed
from newsarchive.dedup.schemes import ClusteringScheme

Links = dict[int, set[int]]
"""Ids of one kind to ids of another."""

_AT_ONCE = 10_000


class Way(NamedTuple):
    """A kind of keys: which ones some texts have, and which texts have some of them; pairs, shape (pairs, 2)."""

    kind: Crowd.Kind
    keys_of: Callable[[Iterable[int] | Ints, ClusteringScheme], Ints]
    texts_with: Callable[[Iterable[int] | Ints, ClusteringScheme], Ints]


@dataclass
class Proposal:
    """What is to be compared when some texts come, and what changes with them.

    ``found`` are arrays of pairs, the smaller id first, in which a pair may occur more than once. ``crowds`` holds
    the heads of keys, each with its kind, that became crowds or got new heads. ``exposed`` are the texts whose pairs
    such a key may no longer propose, ``among`` all texts that have one of these keys.
    """

    found: list[Ints] = field(default_factory=list)
    crowds: dict[tuple[int, int], Heads] = field(default_factory=dict)
    exposed: list[Ints] = field(default_factory=list)
    among: list[Ints] = field(default_factory=list)

    @property
    def pairs(self) -> Ints:
        """Every pair once, shape (pairs, 2)."""
        return distinct(np.concatenate([np.empty((0, 2), dtype=np.int64), *self.found]))


def candidates(text_ids: Sequence[int], scheme: ClusteringScheme, ways: Sequence[Way] | None = None) -> Proposal:
    """All pairs of texts, one of them among those named, that are worth comparing exactly under the scheme.

    Only texts that were compared under the scheme already, or are named, take part.
    """
    proposal = Proposal()
    coming = np.unique(np.array(list(text_ids), dtype=np.int64))
    buckets = [_Buckets.of(way, coming, scheme) for way in (WAYS if ways is None else ways)]
    texts = np.concatenate([bucket.everyone[:, 1] for bucket in buckets])
    here = np.union1d(coming, sorted(matched(np.setdiff1d(texts, coming), scheme)))
    for bucket in buckets:
        _propose(bucket, here, scheme, proposal)
    return proposal


class _Buckets(NamedTuple):
    """What is found under the keys of the texts that come, by one way.

    ``came`` and ``everyone`` are keys with the texts that come, and with all that have them, each of shape (n, 2);
    of crowds that stay as they are nobody needs to know all. ``crowds`` has the heads of those keys that are crowds,
    ``growing`` the new heads of those where they change.
    """

    kind: int
    came: Ints
    everyone: Ints
    crowds: Mapping[int, Heads]
    growing: Mapping[int, Heads]

    @classmethod
    def of(cls, way: Way, coming: Ints, scheme: ClusteringScheme) -> _Buckets:
        came = way.keys_of(coming, scheme)[:, ::-1]
        keys = np.unique(came[:, 0])
        crowds = crowds_of(way.kind, keys, scheme)
        growing = _growing(came, crowds, scheme)
        settled = np.array(sorted(crowds.keys() - growing.keys()), dtype=np.int64)
        return cls(way.kind, came, way.texts_with(np.setdiff1d(keys, settled), scheme), crowds, growing)


def _propose(buckets: _Buckets, here: Ints, scheme: ClusteringScheme, proposal: Proposal) -> None:
    """Buckets of few, and crowds that stay as they are, are joined as arrays; only those that change one by one.

    ``here`` are the texts that take part.
    """
    members = buckets.everyone[np.isin(buckets.everyone[:, 1], here)]
    fresh = _crowded(members, buckets.crowds, scheme)
    changed = sorted({*buckets.growing, *fresh})
    if changed:
        _grow(buckets, _of_keys(members, changed), fresh, scheme, proposal)
    settled = {key: held for key, held in buckets.crowds.items() if key not in buckets.growing}
    few = members[~np.isin(members[:, 0], changed)]
    proposal.found.append(_paired(buckets.came, np.concatenate([few, _held(settled)])))


def _growing(came: Ints, crowds: Mapping[int, Heads], scheme: ClusteringScheme) -> dict[int, Heads]:
    """The crowds, among those to which texts came, whose heads change, with their new heads."""
    if not crowds:
        return {}
    to_crowds = came[np.isin(came[:, 0], list(crowds))]
    digests = digests_of({*to_crowds[:, 1].tolist(), *(head for held in crowds.values() for head in held)})
    coming = as_links(to_crowds)
    now = {key: heads_with(coming[key], held, digests, scheme) for key, held in crowds.items()}
    return {key: held for key, held in now.items() if held != crowds[key]}


def heads_with(came: Collection[int], before: Heads, digests: Mapping[int, bytes], scheme: ClusteringScheme) -> Heads:
    """The heads of a crowd to which some texts came."""
    if len(before) == scheme.heads and before[-1] in digests and digests.keys() >= set(before):
        last = digests[before[-1]]
        came = [text for text in came if digests[text] < last]
        if not came:
            return before
    return tuple(sorted({*came, *before} & digests.keys(), key=digests.__getitem__)[: scheme.heads])


def _crowded(members: Ints, crowds: Mapping[int, Heads], scheme: ClusteringScheme) -> set[int]:
    """The keys that become crowds with these members."""
    keys, counts = np.unique(members[:, 0], return_counts=True)
    return set(keys[counts > scheme.crowd].tolist()) - crowds.keys()


def _grow(
    buckets: _Buckets, members: Ints, fresh: Collection[int], scheme: ClusteringScheme, proposal: Proposal
) -> None:
    """What becomes of the keys that become crowds, the fresh ones, and of crowds that get new heads."""
    now = {**buckets.growing, **_first_heads(_of_keys(members, fresh), scheme)}
    came, everyone = _of_keys(buckets.came, now), _of_keys(buckets.everyone, now)
    before = {key: buckets.crowds[key] for key in buckets.growing}
    proposal.found.append(_grown(members, came, _held(before), _held(now)))
    proposal.crowds |= {(buckets.kind, key): held for key, held in now.items()}
    proposal.exposed.append(_exposed(everyone, fresh, before, now))
    proposal.among.append(np.unique(everyone[:, 1]))


def _of_keys(pairs: Ints, keys: Iterable[int]) -> Ints:
    """Those of the pairs, shape (pairs, 2), that have one of the keys."""
    return pairs[np.isin(pairs[:, 0], list(keys))]


def _first_heads(members: Ints, scheme: ClusteringScheme) -> dict[int, Heads]:
    """The heads of keys that become crowds, by their members, shape (members, 2): key and text."""
    digests = digests_of(members[:, 1].tolist())
    return {key: heads(texts, digests, scheme) for key, texts in as_links(members).items()}


def _grown(members: Ints, came: Ints, before: Ints, now: Ints) -> Ints:
    """What crowds propose, as far as they did not before: their heads with all that came, and heads that came with
    all. Each is keys with texts, shape (texts, 2).
    """
    fresh = without(now, before)
    arrived = fresh[np.isin(fresh[:, 1], came[:, 1])]
    return np.concatenate([_paired(now, came), _paired(arrived, members)])


def _exposed(everyone: Ints, fresh: Collection[int], before: Mapping[int, Heads], now: Mapping[int, Heads]) -> Ints:
    """The texts whose pairs a key may have proposed before and does no longer: heads that gave way to others, and all
    but the heads where it became a crowd.
    """
    had = np.concatenate([everyone[np.isin(everyone[:, 0], list(fresh))], _held(before)])
    return np.unique(without(had, _held(now))[:, 1])


def _held(crowds: Mapping[int, Heads]) -> Ints:
    """Crowds with their heads, shape (heads, 2)."""
    return table([(key, head) for key, held in crowds.items() for head in held], 2)


def _paired(came: Ints, among: Ints) -> Ints:
    """Texts that came with the others that have a key in common, the smaller id first."""
    pairs = joined(came, among)
    pairs = pairs[pairs[:, 0] != pairs[:, 1]]
    return distinct(np.sort(pairs, axis=1))


def present(everyone: Links, coming: set[int], scheme: ClusteringScheme) -> Links:
    """The members of each bucket that take part."""
    here = matched(ends(everyone), scheme) | coming
    return {key: members & here for key, members in everyone.items()}


def crowds_of(kind: int, keys: Iterable[int] | Ints, scheme: ClusteringScheme) -> dict[int, Heads]:
    """Those of the keys that are crowds, with their heads."""
    found = rows(Crowd, ("key", "heads"), "key", keys, scheme=scheme.id, kind=int(kind))
    return {key: tuple(held) for key, held in found}


def no_longer_proposed(proposal: Proposal, scheme: ClusteringScheme) -> Ints:
    """Pairs that matched while a key proposed them, which no key does any more, shape (pairs, 2).

    The new heads are written already.
    """
    if not proposal.exposed:
        return table([], 2)
    exposed, among = np.unique(np.concatenate(proposal.exposed)), np.unique(np.concatenate(proposal.among))
    doubted = matched_pairs(exposed, scheme)
    return unproposed(distinct(doubted[np.isin(doubted, among).all(axis=1)]), scheme)


def unproposed(doubted: Ints, scheme: ClusteringScheme) -> Ints:
    """Those of the pairs, shape (pairs, 2), that no key proposes."""
    for way in WAYS:
        keys = way.keys_of(np.unique(doubted), scheme)
        crowds = crowds_of(way.kind, np.unique(keys[:, 1]), scheme)
        doubted = doubted[~still_proposed(doubted, keys, _held(crowds))]
    return doubted


def _keys_of_bands(text_ids: Iterable[int] | Ints, scheme: ClusteringScheme) -> Ints:
    return stock.TEXTS.keys_of(np.unique(np.array(list(text_ids), dtype=np.int64)), scheme)


def _texts_with_bands(keys: Iterable[int] | Ints, scheme: ClusteringScheme) -> Ints:
    return stock.TEXTS.owners_with(keys, scheme)


def passages_of(text_ids: Iterable[int] | Ints, scheme: ClusteringScheme) -> Ints:
    """Texts with the passages they print that are long enough to mean something, and no mere stock."""
    with connection.cursor() as cursor:
        cursor.execute(_PRINTED, [literal(text_ids), scheme.shared_words])
        found = table(cursor.fetchall(), 2)
    if not scheme.boilerplate:
        return found
    return found[~np.isin(found[:, 1], stock.mere_stock(np.unique(found[:, 1]), scheme))]


_PRINTED = """
SELECT given.number, passage.id FROM unnest(%s::bigint[]) AS given(number)
CROSS JOIN LATERAL (SELECT passage_id FROM archive_printing WHERE text_id = given.number OFFSET 0) AS printed
CROSS JOIN LATERAL (SELECT id FROM archive_passage WHERE id = printed.passage_id AND words >= %s OFFSET 0) AS passage
"""


def _texts_printing(passage_ids: Iterable[int] | Ints, scheme: ClusteringScheme) -> Ints:
    return numbers(Printing, ("passage_id", "text_id"), "passage_id", passage_ids)


def _keys_of_passage_bands(text_ids: Iterable[int] | Ints, scheme: ClusteringScheme) -> Ints:
    printed = passages_of(text_ids, scheme)
    return distinct(joined(printed[:, ::-1], stock.PASSAGES.keys_of(np.unique(printed[:, 1]), scheme)))


def _texts_with_passage_bands(keys: Iterable[int] | Ints, scheme: ClusteringScheme) -> Ints:
    """Texts that print a passage with the key: the same paragraph, it may be, edited on the way."""
    banded = stock.PASSAGES.owners_with(keys, scheme)
    printed = numbers(Printing, ("passage_id", "text_id"), "passage_id", np.unique(banded[:, 1]))
    return distinct(joined(banded[:, ::-1], printed))


BANDS = Way(Crowd.Kind.BAND, _keys_of_bands, _texts_with_bands)
SHARED_PASSAGES = Way(Crowd.Kind.PASSAGE, passages_of, _texts_printing)
EDITED_PASSAGES = Way(Crowd.Kind.PASSAGE_BAND, _keys_of_passage_bands, _texts_with_passage_bands)
WAYS = (BANDS, SHARED_PASSAGES, EDITED_PASSAGES)


def digests_of(text_ids: Iterable[int]) -> dict[int, bytes]:
    return {pk: bytes(digest) for pk, digest in rows(Text, ("id", "digest"), "id", sorted(set(text_ids)))}


def as_links(pairs: Ints) -> Links:
    """The pairs as a mapping; what is not in it has none."""
    found: Links = defaultdict(set)
    for this, that in pairs.tolist():
        found[this].add(that)
    return found


def ends(links: Links) -> set[int]:
    """Everything the links lead to."""
    return {end for reached in links.values() for end in reached}


def portions(ids: Iterable[int]) -> Iterator[list[int]]:
    """The ids in order, as many at once as one question takes."""
    ordered = sorted(ids)
    return (ordered[i : i + _AT_ONCE] for i in range(0, len(ordered), _AT_ONCE))
