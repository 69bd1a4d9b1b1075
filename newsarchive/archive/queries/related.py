"""What texts are to each other, in the trade's words: told when it is asked, from the words, the clocks and the marks.

Nothing of it is stored, so that it is never behind what was corrected, taken in or read anew. What is remembered of it
in a process is remembered under all that it follows from.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Sequence

from newsarchive.archive.queries.corrected_by import put_right
from newsarchive.archive.queries.heard import Circle, circle_of
from newsarchive.archive.queries.memory import Memory
from newsarchive.archive.queries.profiles import profiles_known
from newsarchive.archive.queries.withdrawn_by import withdrawn
from newsarchive.dedup.profiles import words_of
from newsarchive.dedup.relations import Related, relations
from newsarchive.dedup.schemes import ClusteringScheme
from newsarchive.dedup.sense import SENSE
from newsarchive.dedup.told import Told

_KNOWN: Memory[Hashable, Related] = Memory(10_000)
"""What a text is to another takes a page of members longer to tell than all else, and is the same until a clock or a
mark of the two changes, or something joins or leaves their story.
"""

Pairs = Sequence[tuple[int, int]]


def related(
    pairs: Iterable[tuple[int, int]],
    scheme: ClusteringScheme,
    together: bool = True,
    circle: Circle | None = None,
) -> dict[tuple[int, int], Related]:
    """What the first text of each pair is to the second, by text ids and in four questions; in three where all of it
    is remembered. Where a correction was carried, that is what they are, whatever the words weigh; and so where a kill
    was, whatever it repeats. What prints as a correction does what is right is no other correction of it, nor corrected
    by it, whatever mark only one bears.

    ``together`` says that the pairs are of one story each, ``circle`` is `circle_of` their texts, where that is known.
    Of the scheme it is asked what stock text is left out.
    """
    wanted = sorted(set(pairs))
    circle = circle or circle_of({text for pair in wanted for text in pair})
    known = [(a, b) for a, b in wanted if a in circle.heard and b in circle.heard]
    right = put_right(known)
    alike = [pair for pair in known if pair in right.alike]
    rest = [pair for pair in known if pair not in right.alike]
    found = _remembered(rest, circle, scheme, together)
    if alike:
        found |= _remembered(alike, circle.unmarked({text for pair in alike for text in pair}), scheme, together)
    return found | right.told | withdrawn(known, circle)


def _remembered(
    pairs: Pairs, circle: Circle, scheme: ClusteringScheme, together: bool
) -> dict[tuple[int, int], Related]:
    """What the words, the clocks and the marks say of pairs; told where it is not remembered."""
    keys = dict(zip(pairs, _keys(pairs, circle, scheme, together), strict=True))
    found = _KNOWN.recall(keys.values())
    missing = [pair for pair in pairs if keys[pair] not in found]
    told = _told(missing, circle, scheme, together)
    made = {keys[pair]: each for pair, each in zip(missing, told, strict=True)}
    _KNOWN.keep(made)
    return {pair: found.get(key) or made[key] for pair, key in keys.items()}


def _keys(pairs: Pairs, circle: Circle, scheme: ClusteringScheme, together: bool) -> Iterator[Hashable]:
    """For each pair all that what the two are to each other depends on."""
    names: dict[tuple[int, ...], str] = {}
    for pair in pairs:
        asked = tuple(circle.asked(pair))
        if asked not in names:
            names[asked] = circle.name(asked)
        own = (circle.heard[text].telling for text in pair)
        yield (*own, names[asked], scheme.boilerplate, together, SENSE.id)


def _told(pairs: Pairs, circle: Circle, scheme: ClusteringScheme, together: bool) -> list[Related]:
    """The same, told from the words: without stock text, damaged ones as they are read."""
    asked = [circle.asked(pair) for pair in pairs]
    every = dict.fromkeys(text for pair, others in zip(pairs, asked, strict=True) for text in (*pair, *others))
    heard = {text: circle.heard[text] for text in every}
    profiles = profiles_known({text: each.digest for text, each in heard.items()}, scheme)
    told = [Told(words_of(profiles[t]), profiles[t], each.clock, each.said, each.others) for t, each in heard.items()]
    place = {text: i for i, text in enumerate(heard)}
    own = [(place[a], place[b]) for a, b in pairs]
    return relations(told, own, together=together, beside=[[place[text] for text in others] for others in asked])
