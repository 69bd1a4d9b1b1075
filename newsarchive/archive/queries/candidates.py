"""Which texts may be related: those that agree in a band, print a passage in common, or print an edited one.

Every rule looks at the two texts alone, never at how common a key is in the archive, so that the answer for a pair
is the same whenever it is asked.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from django.db.models import Model

from newsarchive.archive.models import Article, Band, Paragraph, Passage, PassageBand
from newsarchive.dedup.schemes import CLUSTERING

Pair = tuple[int, int]
"""Ids of two texts, the smaller first."""

Links = dict[int, set[int]]
"""Ids of one kind to ids of another."""

_AT_ONCE = 10_000


def candidates(text_ids: Sequence[int]) -> set[Pair]:
    """All pairs of texts, one of them among those named, that are worth comparing exactly."""
    return by_bands(text_ids) | by_shared_passages(text_ids) | by_edited_passages(text_ids)


def by_bands(text_ids: Sequence[int]) -> set[Pair]:
    """Pairs whose signatures agree in a band."""
    keys = _links(Band, "text_id", "key", text_ids)
    return _pairs(keys, _links(Band, "key", "text_id", _ends(keys)))


def by_shared_passages(text_ids: Sequence[int]) -> set[Pair]:
    """Pairs that print the same passage, word for word."""
    passages = _passages_of(text_ids)
    return _pairs(passages, _texts_printing(_ends(passages)))


def by_edited_passages(text_ids: Sequence[int]) -> set[Pair]:
    """Pairs that print passages whose signatures agree in a band: the same paragraph, edited on the way."""
    keys = _through(_passages_of(text_ids), lambda passages: _links(PassageBand, "passage_id", "key", passages))
    alike = _through(keys, lambda found: _links(PassageBand, "key", "passage_id", found))
    return _pairs(alike, _texts_printing(_ends(alike)))


def _passages_of(text_ids: Collection[int]) -> Links:
    """Texts to the passages they print that are long enough to mean something."""
    articles = _links(Article, "text_id", "id", text_ids)
    printed = _through(articles, lambda found: _links(Paragraph, "article_id", "passage_id", found))
    long = {
        pk
        for some in _portions(_ends(printed))
        for pk in Passage.objects.filter(id__in=some, words__gte=CLUSTERING.shared_words).values_list("id", flat=True)
    }
    return {text: found & long for text, found in printed.items()}


def _texts_printing(passage_ids: Collection[int]) -> Links:
    articles = _links(Paragraph, "passage_id", "article_id", passage_ids)
    return _through(articles, lambda found: _links(Article, "id", "text_id", found))


def _links(model: type[Model], one: str, other: str, ids: Collection[int]) -> Links:
    """What a table links the ids to.

    One table a question, on purpose: on a fresh archive PostgreSQL knows nothing yet of how many rows there are, and
    a join of all these tables that is planned for a handful of rows can take hours on some thousands.
    """
    found: Links = defaultdict(set)
    for some in _portions(ids):
        for this, that in model._default_manager.filter(**{f"{one}__in": some}).values_list(one, other).iterator():
            found[this].add(that)
    return found


def _through(links: Links, further: Callable[[Collection[int]], Links]) -> Links:
    """Follow links one step on."""
    onwards = further(_ends(links))
    return {start: {end for middle in middles for end in onwards.get(middle, ())} for start, middles in links.items()}


def _ends(links: Links) -> set[int]:
    return {end for ends in links.values() for end in ends}


def _portions(ids: Iterable[int]) -> Iterator[list[int]]:
    ordered = sorted(ids)
    return (ordered[i : i + _AT_ONCE] for i in range(0, len(ordered), _AT_ONCE))


def _pairs(links: Links, texts: Links) -> set[Pair]:
    """Each text with every other that is reached through the same link."""
    return {
        (text, other) if text < other else (other, text)
        for text, middles in links.items()
        for middle in middles
        for other in texts.get(middle, ())
        if other != text
    }
