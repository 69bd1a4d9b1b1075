"""Sources and agencies that go by several names: merged, given another spelling, renamed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q

from newsarchive.archive.models import Agency, Article, Ruling, Source, Story
from newsarchive.archive.services import corrected, names, placing
from newsarchive.archive.services.rulings import carrying
from newsarchive.archive.services.rulings.deciding import Decision, Refused, close, entered, hold_readings, in_lane

NAMES_AT_ONCE = 50
Row = Source | Agency


def merge_names(table: str, keep_id: int, other_ids: Sequence[int], *, by: User | None, reason: str) -> Ruling:
    """Make the other sources, or agencies, other spellings of the one that is kept.

    Their articles go to it, and so does what is handed in under them later. Raises `Refused` where one is not here,
    is the kept one, or is a spelling of another already.
    """
    with in_lane(reason):
        model = _model(table)
        hold_readings()
        ids = sorted(set(other_ids))
        if keep_id in ids:
            raise Refused("A name cannot be another spelling of itself. Choose which one is kept, and others.")
        if not 0 < len(ids) <= NAMES_AT_ONCE:
            raise Refused(f"Choose what to merge into it: {NAMES_AT_ONCE} names at most at once.")
        keep, *others = _free(model, [keep_id, *ids])
        return _rule(table, keep, others, by, reason)


def add_alias(table: str, keep_id: int, name: str, *, by: User | None, reason: str) -> Ruling:
    """Give a source, or an agency, another spelling that the archive has not met yet.

    Raises `Refused` for an empty or long name, and for one that is borne already: those are merged.
    """
    with in_lane(reason):
        model = _model(table)
        hold_readings()
        (keep,) = _free(model, [keep_id])
        tidy = _tidied(model, name)
        known = model.objects.filter(name__iexact=tidy).select_related("alias_of").first()
        if known:
            raise Refused(_borne(known, keep))
        return _rule(table, keep, [model.objects.create(name=tidy)], by, reason)


def rename(table: str, keep_id: int, name: str, *, by: User | None) -> Ruling | None:
    """Give a source, or an agency, another name. The one it had stays known as another spelling of it.

    Its new name may be one of its other spellings: then the two change places. Returns the ruling that keeps the
    old name, where one was needed. Raises `Refused` as `add_alias` does.
    """
    with in_lane("Renamed."):
        model = _model(table)
        hold_readings()
        (keep,) = _free(model, [keep_id])
        old, tidy = keep.name, _tidied(model, name)
        other = model.objects.filter(name__iexact=tidy).exclude(pk=keep.pk).select_related("alias_of").first()
        if other and other.alias_of_id != keep.pk:
            raise Refused(_borne(other, keep))
        _call(keep, tidy, other)
        if other or old.lower() == tidy.lower():
            return None
        spelling = model.objects.create(name=old)
        return _rule(table, keep, [spelling], by, f"Renamed from “{old}” to “{tidy}”.")


def carry(ruling: Ruling) -> set[int]:
    """Bring aliases, and what articles are under, up to date with the rulings on names in force.

    No story is told: names belong to the archive as a whole.
    """
    hold_readings()
    _settle(ruling.value["table"])
    return set()


def _model(table: str) -> Any:
    if table not in names.TABLES:
        raise Refused(f"There is no table “{table}”. Choose one of: {', '.join(names.TABLES)}.")
    return names.TABLES[table]


def _free(model: Any, ids: Sequence[int]) -> list[Row]:
    """The rows in the order asked for. Raises `Refused` where one is gone or is an alias."""
    rows = {row.pk: row for row in model.objects.filter(pk__in=ids).select_related("alias_of").order_by("pk")}
    what = model._meta.verbose_name
    if len(rows) < len(set(ids)):
        raise Refused(f"One of these is no {what} in the archive.")
    taken = [row for row in rows.values() if row.alias_of]
    if taken:
        first = taken[0]
        raise Refused(f"“{first.name}” is another spelling of “{first.alias_of.name}” already: take that one instead.")
    return [rows[pk] for pk in ids]


def _tidied(model: Any, name: str) -> str:
    tidy = names.spaced(name)
    if not 0 < len(tidy) <= names.LONGEST[model]:
        raise Refused(f"Write a name of 1 to {names.LONGEST[model]} characters.")
    return tidy


def _borne(known: Row, keep: Row) -> str:
    """Why a name cannot be given to the row, in words."""
    if known.pk == keep.pk:
        return f"“{known.name}” is its name already."
    if known.alias_of_id == keep.pk:
        return f"“{known.name}” is another spelling of it already."
    if known.alias_of:
        return f"“{known.name}” is another spelling of “{known.alias_of.name}”: undo the ruling that made it so first."
    return f"There is already a {known._meta.verbose_name} of that name, “{known.name}”: merge the two."


def _call(keep: Row, name: str, other: Row | None) -> None:
    """Name the row; another that bears the name gets the one it had. Names are unique at every moment."""
    old = keep.name
    if other:
        other.name = f"\t{other.pk}"
        other.save(update_fields=["name"])
    keep.name = name
    keep.save(update_fields=["name"])
    if other:
        other.name = old
        other.save(update_fields=["name"])


def _rule(table: str, keep: Row, others: Sequence[Row], by: User | None, reason: str) -> Ruling:
    value = {"table": table, "keep": keep.pk, "others": [row.pk for row in others]}
    before = {row.name: None for row in others}
    ruling = entered(Decision(Ruling.Kind.NAMES, Ruling.Use.NAMES, by, reason, {}, value), {"names": before})
    carry(ruling)
    return close(ruling, {"names": {row.name: keep.name for row in others}}, ())


def _settle(table: str) -> None:
    """Write the aliases that the rulings in force ask for, and move what is under names that changed sides."""
    model = _model(table)
    wanted = _roots(table)
    rows = model.objects.filter(Q(pk__in=wanted) | Q(alias_of__isnull=False)).order_by("pk").select_for_update()
    changed = [row for row in rows if row.alias_of_id != wanted.get(row.pk)]
    if not changed:
        return
    counted_before = {row.alias_of_id or row.pk for row in changed}
    for row in changed:
        row.alias_of_id = wanted.get(row.pk)
    model.objects.bulk_update(changed, ["alias_of"], batch_size=500)
    _move(table, changed, counted_before)


def _roots(table: str) -> dict[int, int]:
    """For each alias the name that counts in the end, through chains of merges.

    Only names that counted were ever merged, so that there is no ring.
    """
    standing = Ruling.objects.standing().filter(kind=Ruling.Kind.NAMES, value__table=table).order_by("pk")
    parents = {other: value["keep"] for value in standing.values_list("value", flat=True) for other in value["others"]}
    return {alias: _end(alias, parents) for alias in parents}


def _end(alias: int, parents: Mapping[int, int]) -> int:
    while alias in parents:
        alias = parents[alias]
    return alias


def _move(table: str, changed: Sequence[Row], counted_before: Collection[int]) -> None:
    """Put the articles that bear the changed names under what counts for them now."""
    ids = [row.pk for row in changed]
    if table == "source":
        stories = carrying.move_sources(ids)
        corrections = Article.objects.filter(reading__values__has_key="source", source__in=counted_before)
    else:
        stories = carrying.move_agencies(ids, sorted(counted_before))
        corrections = Article.objects.filter(reading__values__has_key="agencies", agencies__in=counted_before)
    stories |= _apply(corrections.order_by("pk").distinct())
    carrying.recount_sources(stories)
    placing.summarise(led_by_agency(stories))


def _apply(articles: Any) -> set[int]:
    """Apply the corrections of these articles again, some at a time. Returns the stories they are in."""
    ids = list(articles.values_list("pk", flat=True))
    for start in range(0, len(ids), 500):
        corrected.apply(list(Article.objects.filter(pk__in=ids[start : start + 500]).order_by("pk")))
    return set(Story.objects.filter(memberships__text__articles__in=ids).values_list("pk", flat=True))


def led_by_agency(stories: Iterable[int]) -> set[int]:
    """Those of the stories whose lead depends on who is credited and where it was taken from."""
    asked = Ruling.objects.standing().filter(kind=Ruling.Kind.LEAD, value__rule="agency")
    return set(stories) & set(asked.values_list("stories__story", flat=True))
