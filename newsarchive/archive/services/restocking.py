"""Another register beside the one in force: only what it touches is compared anew.

A text is touched where an entry that one of both registers has, and the other has not, stands in it or in a passage
that it prints. All others have the same words, keys and matches under both schemes. So these are copied; the touched
leave the crowds of the copy as texts do that go away, and then come back as texts do that arrive, which is known to
end where comparing everything ends.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from django.db import connection, transaction

from newsarchive.archive.models import (
    Crowd,
    Match,
    Membership,
    Passage,
    PassageStock,
    Scheme,
    TextStock,
    Unmatched,
)
from newsarchive.archive.queries import departures, stock
from newsarchive.archive.queries.affected import compared_base
from newsarchive.archive.queries.arrays import Ints, literal, rows
from newsarchive.archive.queries.candidates import WAYS, crowds_of
from newsarchive.archive.services import fingerprinting, matching, presence
from newsarchive.archive.services.bulk import copy_rows
from newsarchive.dedup.boilerplate import Register
from newsarchive.dedup.joined import joined
from newsarchive.dedup.schemes import ClusteringScheme

SEARCHING = "Looking for stock text"

_AT_ONCE = 5000
_SIGNED_AT_ONCE = 250

Progress = Callable[[str, int, int], None]


@dataclass
class Touched:
    """What differs between the register of a scheme and that of the one in force, which is ``base``.

    ``texts`` hold an entry that differs, and so do ``passages``; texts were looked through up to the id ``seen``.
    """

    base: ClusteringScheme
    differing: Register
    texts: set[int] = field(default_factory=set)
    passages: set[int] = field(default_factory=set)
    seen: int = 0

    def all(self) -> list[int]:
        """The texts that have to be compared anew, of those that are clustered."""
        texts = self.texts | stock.texts_printing(sorted(self.passages))
        return sorted(pk for (pk,) in rows(Membership, ("text_id",), "text_id", sorted(texts)))


def look(scheme: ClusteringScheme, progress: Progress) -> Touched | None:
    """What the scheme's register touches, signed under the scheme; None where more than the register differs."""
    base = compared_base(scheme)
    if base is None:
        return None
    entries = set(stock.register_of(base).entries) ^ set(stock.register_of(scheme).entries)
    touched = Touched(base, Register(entries))
    _search(touched, progress)
    texts = touched.all()
    for start in range(0, len(texts), _SIGNED_AT_ONCE):
        progress(SEARCHING, start, len(texts))
        with transaction.atomic():
            presence.rely_on_texts()
            fingerprinting.complete(texts[start : start + _SIGNED_AT_ONCE], scheme)
    return touched


def _search(touched: Touched, progress: Progress) -> None:
    """Look through the texts that were not looked through yet, and through the passages that may hold what they do."""
    found: list[int] = []
    for some, last, end in _portions(touched.seen):
        found += [pk for pk, words in some if touched.differing.holds_line(words)]
        touched.seen = last
        progress(SEARCHING, last, max(last, end))
    touched.texts.update(found)
    asked = _passages_of(found, touched.base)
    for start in range(0, len(asked), _AT_ONCE):
        texts = rows(Passage, ("id", "text"), "id", asked[start : start + _AT_ONCE])
        lines = joined([text for _, text in texts])
        held = (pk for (pk, _), line in zip(texts, lines, strict=True) if touched.differing.holds_line(line.decode()))
        touched.passages.update(held)


def _passages_of(text_ids: Sequence[int], base: ClusteringScheme) -> list[int]:
    """The passages that the texts print, those that no text is made of, being folded away, and those in which the
    register in force was ever found: no other passage can hold what none of the texts does.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PASSAGES, {"texts": literal(text_ids), "register": stock.register_number(base)})
        return [pk for (pk,) in cursor.fetchall()]


_PASSAGES = """
SELECT passage_id FROM unnest(%(texts)s::bigint[]) AS given(number) CROSS JOIN LATERAL
    (SELECT passage_id FROM archive_printing WHERE text_id = given.number OFFSET 0) AS printed
UNION SELECT passage_id FROM archive_paragraph WHERE repeats_id IS NOT NULL
UNION SELECT passage_id FROM archive_passagestock WHERE register_id = %(register)s ORDER BY passage_id
"""


def _portions(last: int) -> Iterator[tuple[Sequence[tuple[int, str]], int, int]]:
    """Ids and words of texts after an id, some thousands at a time, with the last id of them and of all."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT COALESCE(max(id), 0) FROM archive_text")
        end = cursor.fetchone()[0]
        while True:
            cursor.execute(
                "SELECT id, words FROM archive_text WHERE id > %s ORDER BY id LIMIT %s",
                [last, _AT_ONCE],
            )
            some = cursor.fetchall()
            if not some:
                return
            last = some[-1][0]
            yield some, last, end


def carry_over(row: Scheme, scheme: ClusteringScheme, touched: Touched) -> bool:
    """Begin the scheme with what is the same under the one in force. The caller holds the clustering lane.

    False, with nothing done, where another scheme came into force since it was looked.
    """
    if compared_base(scheme) != touched.base:
        return False
    _search(touched, lambda *_: None)
    texts = touched.all()
    fingerprinting.complete(texts, scheme)
    Unmatched.objects.filter(scheme=row).delete()
    copy_rows(Unmatched, ("scheme_id", "text_id"), ((row.id, text) for text in texts))
    _copy_stock(touched, scheme)
    _copy_matches(touched.base, scheme)
    _leave_crowds(texts, touched.base, scheme)
    return True


def _copy_stock(touched: Touched, scheme: ClusteringScheme) -> None:
    """Where no entry differs, both registers leave the same."""
    before, now = stock.register_number(touched.base), stock.register_number(scheme)
    if before is None or now is None:
        return
    for model, owner, changed in (
        (TextStock, "text_id", touched.texts),
        (PassageStock, "passage_id", touched.passages),
    ):
        table = model._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(
                f"INSERT INTO {table} ({owner}, register_id, rest_id)"  # noqa: S608
                f" SELECT {owner}, %s, rest_id FROM {table} held WHERE register_id = %s AND NOT EXISTS"
                f" (SELECT FROM unnest(%s::bigint[]) AS changed(number) WHERE number = held.{owner})"
                " ON CONFLICT DO NOTHING",
                [now, before, literal(sorted(changed))],
            )


def _copy_matches(base: ClusteringScheme, scheme: ClusteringScheme) -> None:
    """The matches among texts that are not touched, and all crowds."""
    with connection.cursor() as cursor:
        for model, only in ((Match, _UNTOUCHED), (Crowd, "")):
            columns = [f.column for f in model._meta.concrete_fields if not f.primary_key and f.name != "scheme"]
            named = ", ".join(columns)
            cursor.execute(
                f"INSERT INTO {model._meta.db_table} (scheme, {named})"  # noqa: S608
                f" SELECT %(new)s::text, {named} FROM {model._meta.db_table} held WHERE scheme = %(base)s::text {only}",
                {"new": scheme.id, "base": base.id},
            )


_UNTOUCHED = """
AND NOT EXISTS (SELECT FROM archive_unmatched WHERE scheme_id = %(new)s::text AND text_id = held.text_id)
AND NOT EXISTS (SELECT FROM archive_unmatched WHERE scheme_id = %(new)s::text AND text_id = held.other_id)
"""


def _leave_crowds(texts: Sequence[int], base: ClusteringScheme, scheme: ClusteringScheme) -> None:
    """The touched texts go out of the crowds that they were in under the scheme in force."""
    left = _crowds_with(texts, base)
    shrinking = departures.shrinking(left, scheme)
    for (kind, key), heads in shrinking.crowds.items():
        crowd = Crowd.objects.filter(scheme=scheme.id, kind=kind, key=key)
        crowd.update(heads=heads) if heads else crowd.delete()
    matching.compare_again(shrinking.pairs, scheme)


def _crowds_with(texts: Iterable[int], scheme: ClusteringScheme) -> Mapping[int, dict[int, set[int]]]:
    """The crowds that hold any of the texts, a key each: for each kind, keys by themselves."""
    found: dict[int, dict[int, set[int]]] = defaultdict(dict)
    ordered = list(texts)
    for start in range(0, len(ordered), _AT_ONCE):
        for way in WAYS:
            keys: Ints = np.unique(way.keys_of(ordered[start : start + _AT_ONCE], scheme)[:, 1])
            found[way.kind] |= {key: {key} for key in crowds_of(way.kind, keys, scheme)}
    return found
