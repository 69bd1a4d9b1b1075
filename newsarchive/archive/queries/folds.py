"""Which paragraphs editors folded or unfolded by hand, as it holds today."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import Indel

from newsarchive.archive.models import Article, Paragraph, RuledArticle, Ruling, Text
from newsarchive.archive.queries.kept import any_ruling
from newsarchive.dedup.folding import Repeat, overruled
from newsarchive.dedup.words import digest, words

Name = tuple[str, int]
"""An article by its original's digest and its number in that file."""


@dataclass(frozen=True)
class Said:
    """A paragraph, known by its position and the digest of its passage, and the position that it repeats, if any."""

    position: int
    passage: str
    of: int | None


_ANY = any_ruling(Ruling.Kind.PARAGRAPH)


def said_of_folds(names: Collection[Name]) -> dict[Name, list[Said]]:
    """What editors said of the folds of these articles, in the order in which they did."""
    if not _ANY.any():
        return {}
    rows = (
        RuledArticle.objects.filter(ruling__kind=Ruling.Kind.PARAGRAPH, ruling__undone_at=None)
        .filter(original_digest__in={original for original, _ in names})
        .order_by("ruling_id")
        .values_list("original_digest", "item", "ruling__value")
    )
    found: dict[Name, list[Said]] = defaultdict(list)
    for original, item, value in rows:
        found[original, item].append(Said(value["position"], value["passage"], value["repeats"]))
    return {name: found[name] for name in names if name in found}


def in_force(
    folds: Sequence[Repeat | None],
    spelled: Sequence[Sequence[str]],
    passages: Sequence[bytes],
    said: Sequence[Said],
) -> list[Repeat | None]:
    """An article's folds, given those that the archive found, the words and digests of its paragraphs, and what was
    said. What was said of a paragraph that is another one now counts no longer.
    """
    digests: Mapping[int, str] = {position: bytes(passage).hex() for position, passage in enumerate(passages)}
    holding = [one for one in said if digests.get(one.position) == one.passage and (one.of or 0) in digests]
    return overruled(folds, spelled, [(one.position, one.of) for one in holding])


@dataclass(frozen=True)
class Place:
    """A paragraph of an article, ``number`` as readers count, and what became of it. ``said`` is what is compared of
    it, which leaves its dateline out.
    """

    position: int
    number: int
    body: str
    said: str
    repeats: int | None
    why: str
    likeness: float | None


@dataclass(frozen=True)
class Choice:
    """An earlier paragraph that one may be folded onto, and how like it is, 0 to 1."""

    place: Place
    likeness: float


CHOICES = 20
"""Earlier paragraphs that are offered: the likest."""


def places(article: Article) -> list[Place]:
    """The article's paragraphs in order; a repeat names the number of the one that it is folded onto."""
    rows = list(Paragraph.objects.filter(article=article).select_related("passage").order_by("position"))
    numbers = {row.pk: number for number, row in enumerate(rows, 1)}
    return [
        Place(
            row.position,
            numbers[row.pk],
            row.body,
            row.body[row.dateline_length :],
            numbers.get(row.repeats_id or 0),
            row.get_fold_display() if row.fold else "",
            row.likeness,
        )
        for row in rows
    ]


def choices(paragraphs: Sequence[Place], position: int) -> list[Choice]:
    """The earlier paragraphs, left to read, that this one can be folded onto, as they are printed."""
    (chosen,) = [place for place in paragraphs if place.position == position]
    mine = words(chosen.said)
    earlier = [place for place in paragraphs if place.position < position and place.repeats is None]
    found = [Choice(place, Indel.normalized_similarity(mine, words(place.said))) for place in earlier]
    likest = sorted(found, key=lambda choice: (-choice.likeness, choice.place.position))[:CHOICES]
    return sorted(likest, key=lambda choice: choice.place.position)


def would_print(article: Article, position: int, *, folded: bool) -> Article | None:
    """Another article that prints the very text which this one would, were the paragraph folded or not.

    None where its text would be one of its own, which the archive then compares with all others.
    """
    rows = Paragraph.objects.filter(article=article).order_by("position")
    body = [
        word
        for at, text, of in rows.values_list("position", "passage__text", "repeats")
        if (not folded if at == position else of is None)
        for word in words(text)
    ]
    text = Text.objects.filter(digest=digest(body, 32), membership__isnull=False).first()
    printing = Article.objects.filter(text=text, text__isnull=False).exclude(pk=article.pk)
    return printing.select_related("text__membership__story").order_by("pk").first()


def state_of(article: Article, paragraphs: Sequence[Place]) -> str:
    """What the article prints now, in one short string that changes whenever a fold does."""
    folded = ",".join(f"{place.position}:{place.repeats}" for place in paragraphs if place.repeats)
    return f"text {article.text_id} folds {folded}"
