"""Who is credited, read anew from originals by rules that came after they were filed: a row of `resensing`."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from newsarchive import wire
from newsarchive.archive.models import Article, Credit, Story
from newsarchive.archive.queries.arrays import rows
from newsarchive.archive.services import corrected, crediting, names, placing
from newsarchive.archive.services.rulings.naming import led_by_agency

VERSION = "credits-2"
"""By which rules credits are read: raise it where `wire.credits` answers otherwise for any item."""

_KEPT = ("name", "where", "line", "begins", "ends")


def renew(read: Iterable[tuple[int, wire.Item]]) -> set[int]:
    """Make articles credit what their originals say today. Returns those that credited something else until now.

    Corrections and merged names hold as before. The caller holds the clustering lane.
    """
    wanted = dict(read)
    names.change_them()
    named = _named_otherwise(wanted)
    worded = _worded_otherwise(wanted)
    Credit.objects.filter(article__in=worded).delete()
    crediting.enter((pk, wanted[pk].credits) for pk in sorted(worded))
    _carry(named)
    return worded | {article.pk for article in named}


def _named_otherwise(wanted: Mapping[int, wire.Item]) -> list[Article]:
    """The articles that name other agencies today, which are written down."""
    here = Article.objects.filter(pk__in=list(wanted)).order_by("pk")
    changed = [article for article in here if article.agencies_read != crediting.names_read(wanted[article.pk])]
    for article in changed:
        article.agencies_read = crediting.names_read(wanted[article.pk])
    Article.objects.bulk_update(changed, ["agencies_read"], batch_size=500)
    return changed


def _worded_otherwise(wanted: Mapping[int, wire.Item]) -> set[int]:
    """The articles whose credits stand in other words today."""
    found: dict[int, list[tuple[object, ...]]] = {article: [] for article in wanted}
    for article, _, *kept in sorted(rows(Credit, ("article_id", "id", *_KEPT), "article_id", list(wanted))):
        found[article].append(tuple(kept))
    return {pk for pk, item in wanted.items() if found[pk] != crediting.rows_of(item.credits)}


def _carry(articles: Sequence[Article] | Collection[Article]) -> None:
    """Bring up to date what follows from the names read: agencies, search, stories led by their agency's own."""
    if not articles:
        return
    corrected.apply(list(articles))
    stories = Story.objects.filter(memberships__text__articles__in=articles).values_list("pk", flat=True)
    placing.summarise(led_by_agency(stories))
