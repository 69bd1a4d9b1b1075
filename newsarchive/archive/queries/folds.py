"""Which paragraphs editors folded or unfolded by hand, as it holds today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from newsarchive.archive.models import RuledArticle, Ruling
from newsarchive.dedup.folding import Repeat, overruled

Name = tuple[str, int]
"""An article by its original's digest and its number in that file."""


@dataclass(frozen=True)
class Said:
    """A paragraph, known by its position and the digest of its passage, and the position that it repeats, if any."""

    position: int
    passage: str
    of: int | None


def said_of_folds(names: Collection[Name]) -> dict[Name, list[Said]]:
    """What editors said of the folds of these articles, in the order in which they did."""
    rows = (
        RuledArticle.objects.filter(ruling__kind=Ruling.Kind.PARAGRAPH, ruling__undone_at=None)
        .filter(original_digest__in={digest for digest, _ in names})
        .order_by("ruling_id")
        .values_list("original_digest", "item", "ruling__value")
    )
    found: dict[Name, list[Said]] = defaultdict(list)
    for digest, item, value in rows:
        found[digest, item].append(Said(value["position"], value["passage"], value["repeats"]))
    return {name: found[name] for name in names if name in found}


def in_force(
    folds: Sequence[Repeat | None],
    words: Sequence[Sequence[str]],
    passages: Sequence[bytes],
    said: Sequence[Said],
) -> list[Repeat | None]:
    """An article's folds, given those that the archive found, the words and digests of its paragraphs, and what was
    said. What was said of a paragraph that is another one now counts no longer.
    """
    digests: Mapping[int, str] = {position: bytes(digest).hex() for position, digest in enumerate(passages)}
    holding = [one for one in said if digests.get(one.position) == one.passage and (one.of or 0) in digests]
    return overruled(folds, words, [(one.position, one.of) for one in holding])
