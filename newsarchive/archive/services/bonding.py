"""Corrections find what they correct, whichever comes first, so that both get into one story."""

from __future__ import annotations

from collections.abc import Collection

from newsarchive.archive.models import Bond
from newsarchive.archive.queries import bonds
from newsarchive.archive.services.bulk import copy_rows
from newsarchive.dedup.corrections import corrects

VERSION = "bonds-1"
"""By which rules corrections are bound: raise it where `dedup.corrections` answers otherwise for any two articles."""


def bind(article_ids: Collection[int], *, corrections: bool = False) -> set[int]:
    """Weigh articles against the corrections that may mean them, and corrections among them against all others; or
    these ``corrections`` alone, where the others' turn comes by itself.

    Returns the texts of what is bound now and was not, or was and is not; they are to be put in their place anew.
    Asks nothing more where the archive has no correction.
    """
    if not article_ids or not (bonds.ANY_CORRECTION.any() or bonds.ANY_BOND.any()):
        return set()
    asked = frozenset(article_ids) if corrections else None
    here = [bond for bond in bonds.of_articles(article_ids) if asked is None or bond.correction in asked]
    wanted = {pair for pair in _bound(article_ids) if asked is None or pair[0] in asked}
    known = {(bond.correction, bond.article) for bond in here}
    gone = [bond for bond in here if (bond.correction, bond.article) not in wanted]
    for bond in gone:
        Bond.objects.filter(correction=bond.correction, article=bond.article).delete()
    fresh = sorted(wanted - known)
    copy_rows(Bond, ("correction_id", "article_id"), fresh)
    changed = {*fresh, *((bond.correction, bond.article) for bond in gone)}
    now = bonds.of_articles(article_ids) if fresh else []
    return {text for bond in (*gone, *now) if (bond.correction, bond.article) in changed for text in bond.texts}


def _bound(article_ids: Collection[int]) -> set[tuple[int, int]]:
    pairs = bonds.possible(article_ids)
    sent = bonds.sent({article for pair in pairs for article in pair}) if pairs else {}
    return {(one, other) for one, other in pairs if corrects(sent[one], sent[other])}
