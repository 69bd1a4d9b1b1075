"""Which agencies articles credit, with the words that say so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import connection

from newsarchive.archive.models import Credit
from newsarchive.archive.queries.arrays import literal


class Words(NamedTuple):
    """Where an article credits an agency, and the line that does, in three parts: the agency's name is ``printed``."""

    where: str
    before: str
    printed: str
    after: str

    def __str__(self) -> str:
        return f"{self.where} “{self.before}{self.printed}{self.after}”"


@dataclass(frozen=True)
class Credited:
    """An agency that counts as credited; no words where an editor named it, or where it was read before these were."""

    name: str
    words: list[Words] = field(default_factory=list)
    pk: int = 0

    def __str__(self) -> str:
        return f"{self.name}: {'; '.join(map(str, self.words))}" if self.words else self.name


_CREDITED = """
SELECT link.article_id, agency.id, agency.name, read."where", read.line, read.begins, read.ends
FROM archive_article_agencies link
JOIN archive_agency agency ON agency.id = link.agency_id
LEFT JOIN (
    SELECT credit.*, COALESCE(bearer.alias_of_id, bearer.id) AS agency_id
    FROM archive_credit credit JOIN archive_agency bearer ON lower(bearer.name) = lower(credit.name)
    WHERE credit.article_id = ANY(%(articles)s::bigint[])
) read ON read.article_id = link.article_id AND read.agency_id = link.agency_id
WHERE link.article_id = ANY(%(articles)s::bigint[])
ORDER BY link.article_id, read.id, agency.name
"""


def credited(article_ids: Iterable[int]) -> Mapping[int, Sequence[Credited]]:
    """The agencies that articles credit, as editors and merged names have it, the surest first. One query.

    Articles without any are left out.
    """
    found: dict[int, dict[str, Credited]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(_CREDITED, {"articles": literal(article_ids)})
        for article, pk, name, where, line, begins, ends in cursor.fetchall():
            agency = found[article].setdefault(name, Credited(name, pk=pk))
            if where:
                after = line[ends:].rstrip(_ENDS)
                agency.words.append(Words(_LABELS[where], line[:begins].lstrip(), line[begins:ends], after))
    return {article: list(agencies.values()) for article, agencies in found.items()}


_ENDS = " \t:_-–—―"
"""What ends a dateline, and tells nothing about it."""

_LABELS = {code: str(label) for code, label in Credit.Where.choices}
