"""What becomes of index keys that some texts no longer have: crowds shrink, or are none any more."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from newsarchive.archive.models import Membership
from newsarchive.archive.queries.arrays import Ints, distinct
from newsarchive.archive.queries.candidates import (
    WAYS,
    Links,
    Way,
    as_links,
    crowds_of,
    digests_of,
    ends,
    present,
    unproposed,
)
from newsarchive.archive.queries.matches import matched_pairs
from newsarchive.dedup.crowds import Heads, Loss, Pair, heads
from newsarchive.dedup.schemes import ClusteringScheme

KeysOf = Mapping[int, Links]
"""For each kind of keys, texts to the keys that they have."""


@dataclass
class Shrinking:
    """What is to be compared once some texts left, and the heads that crowds have then; none where it is no crowd."""

    pairs: set[Pair] = field(default_factory=set)
    crowds: dict[tuple[int, int], Heads] = field(default_factory=dict)


def keys_of(text_ids: Collection[int], scheme: ClusteringScheme) -> KeysOf:
    """Every index key that the texts have under the scheme."""
    return {way.kind: as_links(way.keys_of(text_ids, scheme)) for way in WAYS}


def lost(had: KeysOf, has: KeysOf) -> dict[int, Links]:
    """For each kind of keys, texts to those that they had and have no longer."""
    gone = {
        kind: {text: keys - has.get(kind, {}).get(text, set()) for text, keys in links.items()}
        for kind, links in had.items()
    }
    return {kind: {text: keys for text, keys in links.items() if keys} for kind, links in gone.items()}


def shrinking(gone: Mapping[int, Links], scheme: ClusteringScheme) -> Shrinking:
    """What becomes of the crowds of keys that texts lost, whose rows say so already."""
    found = Shrinking()
    for way in WAYS:
        _shrink(way, ends(gone.get(way.kind, {})), scheme, found)
    return found


def _shrink(way: Way, keys: Collection[int], scheme: ClusteringScheme, found: Shrinking) -> None:
    """A head that is still here counts, though it may have to be compared once more under the scheme."""
    crowds = crowds_of(way.kind, keys, scheme)
    everyone = as_links(way.texts_with(crowds, scheme))
    members = present(everyone, _clustered({head for held in crowds.values() for head in held}), scheme)
    digests = digests_of(ends(members))
    for key, before in crowds.items():
        some = members.get(key, set())
        now = heads(some, digests, scheme)
        if now != before:
            found.pairs.update(Loss(some, before, now).pairs())
            found.crowds[way.kind, key] = now


def _clustered(text_ids: Collection[int]) -> set[int]:
    return set(Membership.objects.filter(text__in=text_ids).values_list("text_id", flat=True))


def held_no_longer(gone: Mapping[int, Links], scheme: ClusteringScheme) -> Ints:
    """Matches of texts that lost keys which no key proposes any more, shape (matches, 2). The crowds' rows say already
    what they are.
    """
    texts = {text for links in gone.values() for text in links}
    return unproposed(distinct(matched_pairs(texts, scheme)), scheme)
