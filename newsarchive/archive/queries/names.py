"""Names of sources and agencies, as editors type them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Case, Exists, IntegerField, OuterRef, Q, QuerySet, Value, When

from newsarchive.archive.models import Agency, Article, Membership, Ruling, Source
from newsarchive.archive.queries.veil import Veil
from newsarchive.archive.queries.veiled import seen

SUGGESTED = 20
COUNTED = 10_000
"""Articles that a count goes through; more is said as "and more"."""


def suggestions(model: type[Source] | type[Agency], typed: str, veil: Veil | None = None) -> list[str]:
    """Names that have what was typed, those that begin with it first; aliases are found by what they stand for."""
    term = typed.replace("\0", "").strip()
    if not term:
        return []
    spellings = seen(model.objects.filter(alias_of=OuterRef("pk"), name__icontains=term), veil)
    fits = Q(name__icontains=term) | Exists(spellings)
    begins = Case(When(name__istartswith=term, then=Value(0)), default=Value(1), output_field=IntegerField())
    found = seen(model.objects.filter(fits, alias_of=None), veil).annotate(begins=begins).order_by("begins", "name")
    return list(found.values_list("name", flat=True)[:SUGGESTED])


def unknown(model: type[Source] | type[Agency], names: Sequence[str]) -> list[str]:
    """Those of the names that no row bears, whatever their case; few are asked for at once."""
    return [name for name in names if not model.objects.filter(name__iexact=" ".join(name.split())).exists()]


def named(model: type[Source] | type[Agency], typed: str) -> Source | Agency | None:
    """The row of that name, whatever its case, else that of that number."""
    words = " ".join(typed.replace("\0", "").split())
    found = model.objects.filter(name__iexact=words).select_related("alias_of").first()
    number = words.removeprefix("#")
    if found is None and number.isascii() and number.isdigit() and len(number) < 19:
        found = model.objects.filter(pk=int(number)).select_related("alias_of").first()
    return found


def articles_under(row: Source | Agency) -> QuerySet[Article]:
    """The articles that are under a name now."""
    return row.articles.order_by()


def counted(row: Source | Agency, veil: Veil | None = None) -> tuple[int, int]:
    """How many articles a name has, and how many stories those are in; no further than `COUNTED`."""
    under = seen(articles_under(row), veil)
    articles = under[:COUNTED]
    texts = under.filter(text__isnull=False).values("text")[:COUNTED]
    stories = Membership.objects.filter(text__in=texts).values("story").distinct()
    return articles.count(), stories.count()


def rulings_on(rows: Iterable[Source | Agency]) -> dict[int, Ruling]:
    """For each of these aliases of one table the ruling in force that made it one."""
    by_pk = {row.pk: row for row in rows}
    if not by_pk:
        return {}
    table = next(iter(by_pk.values()))._meta.model_name
    standing = Ruling.objects.standing().filter(kind=Ruling.Kind.NAMES, value__table=table).select_related("made_by")
    made = standing.defer("before", "after").order_by("pk")
    return {other: ruling for ruling in made for other in ruling.value["others"] if other in by_pk}


def rulings_naming(row: Source | Agency) -> QuerySet[Ruling]:
    """The rulings that a name took part in, the latest first, also those that were undone."""
    took_part = Q(value__keep=row.pk) | Q(value__others__contains=row.pk)
    made = Ruling.objects.filter(took_part, kind=Ruling.Kind.NAMES, value__table=row._meta.model_name)
    return made.defer("before", "after").select_related("made_by", "undone_by")
