"""Which rulings ask for something today, and of which texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from newsarchive.archive.models import RuledArticle, Ruling
from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.kept import any_ruling
from newsarchive.archive.queries.standings import texts_by_name


@dataclass(frozen=True)
class RuledTexts:
    """What a ruling asks for, in terms of texts: of ``same`` that *a* is together, of ``different`` that *a* and *b*
    are apart. One ruling may ask for several such things.
    """

    id: int
    kind: str
    level: str
    a: tuple[int, ...]
    b: tuple[int, ...]


@dataclass(frozen=True)
class Replaced:
    """Rulings that later ones set aside: those that are ``off``, and those that were ``narrowed`` by which."""

    off: frozenset[int]
    narrowed: Mapping[int, Collection[int]]


def replaced(without: int | None = None) -> Replaced:
    """What the rulings that stand do to earlier ones; ``without`` leaves one aside, as if it were undone.

    A ruling replaces only earlier ones, so the latest are settled first: what was replaced by one that is itself
    off is in force again.
    """
    link = Ruling.replaces.through.objects.filter(from_ruling__undone_at=None, to_ruling__undone_at=None)
    link = link.exclude(from_ruling=without).exclude(to_ruling=without)
    rows = link.order_by("-from_ruling_id").values_list(
        "from_ruling_id", "from_ruling__kind", "to_ruling_id", "to_ruling__kind"
    )
    off: set[int] = set()
    narrowed: dict[int, set[int]] = defaultdict(set)
    for later, kind, earlier, earlier_kind in rows:
        if later in off:
            continue
        if kind == Ruling.Kind.DIFFERENT and earlier_kind == Ruling.Kind.SAME:
            narrowed[earlier].add(later)
        else:
            off.add(earlier)
    return Replaced(frozenset(off), narrowed)


def rulings_in_force(only: Collection[int] | None = None, without: int | None = None) -> list[RuledTexts]:
    """Every ruling in force that says who is together, with the texts its articles print today.

    Articles that are gone, or in the bin, are left out. ``only`` asks for some of the rulings; ``without`` for those
    that would be in force if one were undone.
    """
    aside = replaced(without)
    rulings = Ruling.objects.standing().filter(kind__in=Ruling.MOVING).exclude(pk__in=[*aside.off, without or 0])
    if only is not None:
        rulings = rulings.filter(pk__in={*only, *(n for pk in only for n in aside.narrowed.get(pk, ()))})
    what = {pk: (kind, level, value) for pk, kind, level, value in rulings.values_list("pk", "kind", "level", "value")}
    sides = _sides(what)
    found: list[RuledTexts] = []
    for pk in sorted(what):
        taken = {text for later in aside.narrowed.get(pk, ()) for text in sides[later]["a"]}
        found += asked_of(pk, *what[pk], {side: texts - taken for side, texts in sides[pk].items()})
    return found


_A_MOVE = any_ruling(*Ruling.MOVING)
"""Whether there is any ruling that says who is together: in many an archive, none."""


def rulings_about(text_ids: Iterable[int], without: int | None = None) -> list[RuledTexts]:
    """The rulings in force that name any of the texts, or any that others of them hold together with those.

    What a decision about a few texts can contradict; costs what these have to do with, not what the archive holds.
    """
    frontier = set(text_ids)
    if not frontier or not _A_MOVE.any():
        return []
    reached, numbers, rulings = set[int](), set[int](), list[RuledTexts]()
    while frontier:
        reached |= frontier
        more = _naming(frontier) - numbers
        if not more:
            break
        numbers |= more
        rulings = rulings_in_force(numbers, without)
        frontier = {t for r in rulings if r.kind == Ruling.Kind.SAME and not reached.isdisjoint(r.a) for t in r.a}
        frontier -= reached
    return rulings


def naming_articles(article_ids: Iterable[int]) -> set[int]:
    """Those of the articles that a ruling names which says who is together."""
    return _asked(_NAMED, article_ids) if _A_MOVE.any() else set()


def _naming(text_ids: Collection[int]) -> set[int]:
    """The standing rulings that name articles of the texts, and say who is together."""
    return _asked(_NAMING, text_ids)


def _asked(question: str, ids: Iterable[int]) -> set[int]:
    with connection.cursor() as cursor:
        cursor.execute(question, [literal(set(ids)), [kind.value for kind in Ruling.MOVING]])
        return {pk for (pk,) in cursor.fetchall()}


_RULED = """
CROSS JOIN LATERAL (SELECT ruling_id FROM archive_ruledarticle
                    WHERE original_digest = printed.original_id AND item = printed.item OFFSET 0) AS ruled
JOIN archive_ruling AS ruling ON ruling.id = ruled.ruling_id AND ruling.undone_at IS NULL AND ruling.kind = ANY(%s)
"""
_NAMED = f"""
SELECT DISTINCT printed.id FROM unnest(%s::bigint[]) AS given(article) CROSS JOIN LATERAL
(SELECT id, original_id, item FROM archive_article WHERE id = given.article OFFSET 0) AS printed {_RULED}
"""  # noqa: S608 - both parts are written here
_NAMING = f"""
SELECT DISTINCT ruling.id FROM unnest(%s::bigint[]) AS given(text) CROSS JOIN LATERAL
(SELECT original_id, item FROM archive_article WHERE text_id = given.text OFFSET 0) AS printed {_RULED}
"""  # noqa: S608 - both parts are written here


def _sides(ruling_ids: Collection[int]) -> dict[int, dict[str, set[int]]]:
    """The texts on each side of the rulings."""
    named = RuledArticle.objects.filter(ruling__in=ruling_ids).order_by("ruling_id", "id")
    rows = [(pk, side, f"{d}#{i}") for pk, side, d, i in named.values_list("ruling", "side", "original_digest", "item")]
    texts = texts_by_name(name for *_, name in rows)
    sides: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for pk, side, name in rows:
        if name in texts:
            sides[pk][side].add(texts[name])
    return sides


def asked_of(
    pk: int, kind: str, level: str, value: Mapping[str, object], sides: Mapping[str, set[int]]
) -> list[RuledTexts]:
    """What a ruling asks for, given the texts on its sides."""
    a, b, c = (tuple(sorted(sides.get(side, ()))) for side in "abc")
    together = [RuledTexts(pk, Ruling.Kind.SAME, level, (*a, *c), ())] if len(a) + len(c) > 1 and a else []
    if kind == Ruling.Kind.SAME:
        return together
    if value.get("alone"):
        return [RuledTexts(pk, kind, level, one, other) for one, other in all_apart([b, *((t,) for t in a)])]
    return [*([RuledTexts(pk, kind, level, a, b)] if a and b else []), *together]


def all_apart(groups: Sequence[Sequence[int]]) -> Iterable[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Few pairs of sides such that any two of the groups are on opposite sides of one of them.

    A pair a binary digit of the groups' numbers: two numbers differ in one of them.
    """
    for digit in range(max(len(groups) - 1, 0).bit_length()):
        sides: tuple[list[int], list[int]] = ([], [])
        for number, group in enumerate(groups):
            sides[number >> digit & 1].extend(group)
        if all(sides):
            yield tuple(sorted(sides[0])), tuple(sorted(sides[1]))
