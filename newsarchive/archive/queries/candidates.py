"""Which texts may be related: those that agree in a band, print a passage in common, or print an edited one.

Each of these is an index key that some texts have; who is compared with whom among them says `dedup.crowds`. Of keys
that few have, all the texts are read; of a crowd only its heads, which are kept, so that a text costs no more in a
large archive than in a small one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Model, Q

from newsarchive.archive.models import Band, Crowd, Match, Passage, PassageBand, Printing, Text
from newsarchive.archive.queries.arrays import Ints
from newsarchive.archive.queries.keys import bands_of, passage_bands_of
from newsarchive.archive.queries.schemes import matched
from newsarchive.dedup.crowds import Growth, Heads, Pair, heads, still_proposed
from newsarchive.dedup.schemes import ClusteringScheme

Links = dict[int, set[int]]
"""Ids of one kind to ids of another."""

_AT_ONCE = 10_000


class Way(NamedTuple):
    """A kind of keys: which ones some texts have, and which texts have some of them."""

    kind: Crowd.Kind
    keys_of: Callable[[Collection[int], ClusteringScheme], Links]
    texts_with: Callable[[Collection[int], ClusteringScheme], Links]


@dataclass
class Proposal:
    """What is to be compared when some texts come, and what changes with them.

    ``crowds`` holds the heads of keys, each with its kind, that became crowds or got new heads. ``parted`` has, for
    each of these, the texts whose pairs the key may no longer propose, and all texts with the key.
    """

    pairs: set[Pair] = field(default_factory=set)
    crowds: dict[tuple[int, int], Heads] = field(default_factory=dict)
    parted: list[tuple[set[int], Collection[int]]] = field(default_factory=list)

    def add(self, kind: int, key: int, growth: Growth, everyone: Collection[int]) -> None:
        """What becomes of one bucket; ``everyone`` are also those with its key that do not take part now."""
        self.pairs.update(growth.pairs())
        if growth.heads != growth.before:
            self.crowds[kind, key] = growth.heads
            self.parted.append((growth.exposed(everyone), everyone))


def candidates(text_ids: Sequence[int], scheme: ClusteringScheme, ways: Sequence[Way] | None = None) -> Proposal:
    """All pairs of texts, one of them among those named, that are worth comparing exactly under the scheme.

    Only texts that were compared under the scheme already, or are named, take part.
    """
    proposal = Proposal()
    for way in WAYS if ways is None else ways:
        _propose(way, set(text_ids), scheme, proposal)
    return proposal


def _propose(way: Way, coming: set[int], scheme: ClusteringScheme, proposal: Proposal) -> None:
    came = _reversed(way.keys_of(sorted(coming), scheme))
    crowds = crowds_of(way.kind, came, scheme)
    digests = digests_of({*coming, *(head for held in crowds.values() for head in held)})
    now = {key: heads_with(came[key], held, digests, scheme) for key, held in crowds.items()}
    everyone = way.texts_with({key for key in came if key not in now or now[key] != crowds[key]}, scheme)
    members = present(everyone, coming, scheme)
    fresh = {key: some for key, some in members.items() if key not in crowds and len(some) > scheme.crowd}
    digests |= digests_of(ends(fresh) - digests.keys())
    now |= {key: heads(some, digests, scheme) for key, some in fresh.items()}
    for key, some in came.items():
        growth = Growth(members.get(key, some), some, crowds.get(key, ()), now.get(key, ()))
        proposal.add(way.kind, key, growth, everyone.get(key, some))


def heads_with(came: Collection[int], before: Heads, digests: Mapping[int, bytes], scheme: ClusteringScheme) -> Heads:
    """The heads of a crowd to which some texts came."""
    return tuple(sorted({*came, *before} & digests.keys(), key=digests.__getitem__)[: scheme.heads])


def present(everyone: Links, coming: set[int], scheme: ClusteringScheme) -> Links:
    """The members of each bucket that take part."""
    here = matched(ends(everyone), scheme) | coming
    return {key: members & here for key, members in everyone.items()}


def crowds_of(kind: int, keys: Collection[int], scheme: ClusteringScheme) -> dict[int, Heads]:
    """Those of the keys that are crowds, with their heads."""
    ours = Crowd.objects.filter(scheme=scheme.id, kind=kind)
    return {
        key: tuple(held)
        for some in portions(keys)
        for key, held in ours.filter(key__in=some).values_list("key", "heads").iterator()
    }


def no_longer_proposed(proposal: Proposal, scheme: ClusteringScheme) -> set[Pair]:
    """Pairs that matched while a key proposed them, which no key does any more. The new heads are written already."""
    return unproposed(_doubted(proposal, scheme), scheme)


def unproposed(doubted: set[Pair], scheme: ClusteringScheme) -> set[Pair]:
    """Those of the pairs that no key proposes."""
    for way in WAYS:
        texts = {text for pair in doubted for text in pair}
        keys = way.keys_of(texts, scheme)
        crowds = crowds_of(way.kind, ends(keys), scheme)
        doubted = doubted - still_proposed(doubted, keys, crowds)
    return doubted


def _doubted(proposal: Proposal, scheme: ClusteringScheme) -> set[Pair]:
    """Matches of pairs that a key proposed before and may propose no longer."""
    matches = matches_of({text for exposed, _ in proposal.parted for text in exposed}, scheme)
    matching = {text for pair in matches for text in pair}
    exposed, among = defaultdict[int, set[int]](set), defaultdict[int, set[int]](set)
    for number, (some, everyone) in enumerate(proposal.parted):
        for texts, held in ((some, exposed), (everyone, among)):
            for text in matching.intersection(texts):
                held[text].add(number)
    return {(a, b) for a, b in matches if exposed[a] & among[b] or exposed[b] & among[a]}


def matches_of(text_ids: Collection[int], scheme: ClusteringScheme) -> set[Pair]:
    found: set[Pair] = set()
    for some in portions(text_ids):
        rows = Match.objects.filter(Q(text__in=some) | Q(other__in=some), scheme=scheme.id)
        found.update(rows.values_list("text_id", "other_id").iterator())
    return found


def _keys_of_bands(text_ids: Collection[int], scheme: ClusteringScheme) -> Links:
    return _as_links(bands_of(sorted(text_ids), scheme.texts))


def _texts_with_bands(keys: Collection[int], scheme: ClusteringScheme) -> Links:
    return _links(Band, "key", "text_id", keys)


def passages_of(text_ids: Collection[int], scheme: ClusteringScheme) -> Links:
    """Texts to the passages they print that are long enough to mean something."""
    printed = _links(Printing, "text_id", "passage_id", text_ids)
    long = {
        pk
        for some in portions(ends(printed))
        for pk in Passage.objects.filter(id__in=some, words__gte=scheme.shared_words).values_list("id", flat=True)
    }
    return defaultdict(set, {text: found & long for text, found in printed.items()})


def _texts_printing(passage_ids: Collection[int], scheme: ClusteringScheme) -> Links:
    return _links(Printing, "passage_id", "text_id", passage_ids)


def _keys_of_passage_bands(text_ids: Collection[int], scheme: ClusteringScheme) -> Links:
    return _through(
        passages_of(text_ids, scheme), lambda found: _as_links(passage_bands_of(sorted(found), scheme.passages))
    )


def _texts_with_passage_bands(keys: Collection[int], scheme: ClusteringScheme) -> Links:
    """Texts that print a passage with the key: the same paragraph, it may be, edited on the way."""
    return _through(
        _links(PassageBand, "key", "passage_id", keys), lambda found: _links(Printing, "passage_id", "text_id", found)
    )


BANDS = Way(Crowd.Kind.BAND, _keys_of_bands, _texts_with_bands)
SHARED_PASSAGES = Way(Crowd.Kind.PASSAGE, passages_of, _texts_printing)
EDITED_PASSAGES = Way(Crowd.Kind.PASSAGE_BAND, _keys_of_passage_bands, _texts_with_passage_bands)
WAYS = (BANDS, SHARED_PASSAGES, EDITED_PASSAGES)


def digests_of(text_ids: Collection[int]) -> dict[int, bytes]:
    return {
        pk: bytes(digest)
        for some in portions(text_ids)
        for pk, digest in Text.objects.filter(id__in=some).values_list("id", "digest").iterator()
    }


def _links(model: type[Model], one: str, other: str, ids: Collection[int], **only: Any) -> Links:
    """What a table links the ids to, in those of its rows that are ``only`` so.

    One table a question, on purpose: on a fresh archive PostgreSQL knows nothing yet of how many rows there are, and
    a join of all these tables that is planned for a handful of rows can take hours on some thousands.
    """
    found: Links = defaultdict(set)
    for some in portions(ids):
        rows = model._default_manager.filter(**{f"{one}__in": some}, **only)
        for this, that in rows.values_list(one, other).iterator():
            found[this].add(that)
    return found


def _as_links(pairs: Ints) -> Links:
    found: Links = defaultdict(set)
    for this, that in pairs.tolist():
        found[this].add(that)
    return found


def _through(links: Links, further: Callable[[Collection[int]], Links]) -> Links:
    """Follow links one step on."""
    onwards = further(ends(links))
    return defaultdict(
        set, {start: {end for middle in middles for end in onwards.get(middle, ())} for start, middles in links.items()}
    )


def _reversed(links: Links) -> Links:
    found: Links = defaultdict(set)
    for start, reached in links.items():
        for end in reached:
            found[end].add(start)
    return found


def ends(links: Links) -> set[int]:
    """Everything the links lead to."""
    return {end for reached in links.values() for end in reached}


def portions(ids: Iterable[int]) -> Iterator[list[int]]:
    """The ids in order, as many at once as one question takes."""
    ordered = sorted(ids)
    return (ordered[i : i + _AT_ONCE] for i in range(0, len(ordered), _AT_ONCE))
