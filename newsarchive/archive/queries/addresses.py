"""The same search with a value more or less, as the addresses of pages have it: links that narrow down and take off."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from newsarchive.archive.queries.typed import understood
from newsarchive.archive.queries.wanted import OF_ARTICLES
from newsarchive.archive.search_fields import AFTER, BEFORE, Term, Typed, read

BOX = "q"
FLAGS = ("developed", "updated", "folded")
NAMES = {name: name for name in (*OF_ARTICLES, "copies", *FLAGS)} | {"mark": "marked"}
"""The fields of `Wanted` that a link can add or take off, with their names in addresses."""

SINCE, UNTIL = "since", "until"
FIELDS = (BOX, *NAMES.values(), SINCE, UNTIL, "order", "show")
"""All that an address says of a search; the place in the list is no part of it."""

Asked = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Address:
    """A search by its address's fields. ``str`` of it is the query string, without the question mark."""

    asked: Asked

    @classmethod
    def of(cls, fields: Iterable[tuple[str, Sequence[str]]]) -> Address:
        """Of what a request has, such as ``request.GET.lists()``: what belongs to a search and is not empty."""
        found = {name: [value.replace("\0", "") for value in values if value] for name, values in fields}
        return cls({name: found[name] for name in FIELDS if found.get(name)})

    def __str__(self) -> str:
        return self._written

    @cached_property
    def _written(self) -> str:
        return urlencode(self.asked, doseq=True)

    def plus(self, field: str, value: str) -> str:
        """With one more value of a field of `Wanted`."""
        return "&".join(filter(None, [self._written, urlencode({NAMES[field]: value})]))

    def within(self, first: datetime.date, last: datetime.date) -> str:
        """With these as the first day and the last; days typed into the box still count."""
        return "&".join(filter(None, [self._dateless, urlencode({SINCE: first.isoformat(), UNTIL: last.isoformat()})]))

    @cached_property
    def _dateless(self) -> str:
        return urlencode({k: v for k, v in self.asked.items() if k not in (SINCE, UNTIL)}, doseq=True)

    def minus(self, field: str, value: str, without: bool = False) -> str:
        """Without a value, be it typed into the box or chosen beside it; ``without``: that it is not to be had."""
        kept = [term for term in self._typed.terms if not _means(term, field, value, without)]
        own = [] if without else [NAMES[field]]
        beside = {k: [v for v in values if k not in own or not _is(field, v, value)] for k, values in self._beside()}
        return self._put_together(kept, beside)

    def instead(self, field: str, value: str, other: str) -> str:
        """With another value of a field, chosen beside the box."""
        return "&".join(filter(None, [self.minus(field, value), urlencode({NAMES[field]: other})]))

    def anytime(self) -> str:
        """Without any days."""
        kept = [term for term in self._typed.terms if term.field not in (AFTER, BEFORE)]
        return self._put_together(kept, {k: v for k, v in self._beside() if k not in (SINCE, UNTIL)})

    def wordless(self) -> str:
        """Without the words in the box; its fields stay."""
        return self._put_together(self._typed.terms, dict(self._beside()), words="")

    @cached_property
    def _typed(self) -> Typed:
        return read(self.asked.get(BOX, [""])[-1])

    def _beside(self) -> list[tuple[str, Sequence[str]]]:
        return [(name, values) for name, values in self.asked.items() if name != BOX]

    def _put_together(self, terms: Iterable[Term], beside: Asked, words: str | None = None) -> str:
        box = str(Typed(self._typed.words if words is None else words, tuple(terms)))
        return urlencode({**({BOX: box} if box else {}), **{k: v for k, v in beside.items() if v}}, doseq=True)


def _means(term: Term, field: str, value: str, without: bool) -> bool:
    """Whether a field that was typed comes to this value."""
    came_to = understood([term])
    found = came_to.without if without else [(f, v) for f, values in came_to.values.items() for v in values]
    return any(name == field and _same(field, said, value) for name, said in found)


def _is(field: str, chosen: str, value: str) -> bool:
    """Whether what was chosen beside the box comes to this value."""
    return _same(field, chosen, value) or _means(Term(field, chosen), field, value, False)


def _same(field: str, one: str, other: str) -> bool:
    """A flag is on, whatever its value."""
    return field in FLAGS or one.lower() == other.lower()
