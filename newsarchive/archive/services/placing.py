"""A wanted partition becomes a plan of changes: stories keep their ids, merged ones redirect, lists stay true."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone

from newsarchive.archive.models import Membership, Story, Version
from newsarchive.archive.queries.arrays import rows
from newsarchive.archive.queries.cutting import Cluster, ids_kept, numbers_kept
from newsarchive.archive.queries.leads import Summary, ledes_of, version_leads
from newsarchive.archive.queries.leads import summaries as summaries_of
from newsarchive.archive.services import carrying
from newsarchive.archive.services.bulk import copy_rows, fresh_ids, update_rows
from newsarchive.dedup.schemes import ClusteringScheme


def place(
    clusters: Sequence[Cluster],
    claims: Mapping[int, Sequence[int]],
    scheme: ClusteringScheme,
    also: Collection[int] = (),
) -> None:
    """Put every text of the clusters in its version and story, changing as few rows as that takes.

    A story's id goes to the cluster with most of the texts that it held (``claims`` says which, where that differs
    from today's memberships); then stories that once stood alone for a text and were merged away are called back.
    What is left is new. A story whose texts all went to others redirects to where most of them went. The scheme's
    matches say which text stands for a version. The stories of the texts in ``also`` are summed up with the others.
    """
    flat = [[t for version in cluster for t in version] for cluster in clusters]
    known = rows(Membership, ("text_id", "version_id", "story_id"), "text_id", [t for texts in flat for t in texts])
    before = {text: _Place(version, story) for text, version, story in known}
    story_ids, fresh = _story_ids(flat, before, claims)
    version_ids, led_anew = _version_ids(clusters, story_ids, before, scheme)
    now = {
        t: _Place(version_ids[i, k], story_ids[i])
        for i, cluster in enumerate(clusters)
        for k, version in enumerate(cluster)
        for t in version
    }
    _move(now, before)
    beside = {story for (story,) in rows(Membership, ("story_id",), "text_id", set(also) - now.keys())}
    summarise(beside.union(story_ids), fresh, touched={*_left_or_joined(now, before), *led_anew, *beside})
    _redirect(_emptied(now, before, claims), {t: place.story for t, place in now.items()})
    _tidy_versions({place.version for place in before.values()}.difference(version_ids.values()))


class _Place(NamedTuple):
    """Where a text belongs: a version's id, a story's id."""

    version: int
    story: int


_WRITTEN = [*(Story._meta.get_field(name).attname for name in Summary.columns()), "updates"]


def summarise(story_ids: Iterable[int], fresh: Collection[int] = (), touched: Collection[int] = ()) -> int:
    """Bring the stories' leads, marks and counts up to date; rows that say the same already are not written.

    The ``fresh`` ones have no rows yet, and get them. Of a row that is written it has to be told anew how many updates
    it has, and so of the ``touched`` ones, where the texts, how they are placed, or their clocks changed. Returns how
    many were written.
    """
    asked = sorted(story_ids)
    touched = carrying.renew(asked).union(touched)
    found = summaries_of(asked)
    wanted = {pk: (*summary.values(), None if summary.several else 0) for pk, summary in found.items()}
    here = rows(Story, ("id", *_WRITTEN), "id", [pk for pk in wanted if pk not in fresh])
    changed = [pk for pk, *said in here if _says_else(said, wanted[pk], pk in touched)]
    now = timezone.now()
    update_rows(Story, (*_WRITTEN, "changed_at"), ((pk, *wanted[pk], now) for pk in changed))
    columns = ("id", *_WRITTEN, "created_at", "changed_at")
    copy_rows(Story, columns, ((pk, *wanted[pk], now, now) for pk in sorted(fresh)))
    return len(changed) + len(fresh)


def _says_else(said: Sequence[Any], wanted: Sequence[Any], touched: bool) -> bool:
    """Whether a row is to be written. Where updates have to be told anew it is, also where they were not told yet: a
    worker that is telling them sees by the row that what it read is not so any more.
    """
    *said_now, updates = said
    *wanted_now, anew = wanted
    return said_now != wanted_now or (touched if anew is None else updates != anew)


def renew_ledes(story_ids: Sequence[int]) -> int:
    """Choose the stories' first lines anew, as another register of stock text has them. Returns how many changed."""
    changed = []
    for start in range(0, len(story_ids), _AT_ONCE):
        said = rows(Story, ("id", "lead_article_id", "lede"), "id", story_ids[start : start + _AT_ONCE])
        ledes = ledes_of([article for _, article, _ in said])
        now = timezone.now()
        changed += [(pk, ledes[lead], now) for pk, lead, lede in said if ledes.get(lead, lede) != lede]
    update_rows(Story, ("lede", "changed_at"), changed)
    return len(changed)


_AT_ONCE = 2000

_CALL_BACK = "UPDATE archive_story SET merged_into_id = NULL WHERE id = ANY(%s) AND merged_into_id IS NOT NULL"


def _story_ids(
    flat: Sequence[Sequence[int]], before: Mapping[int, _Place], claims: Mapping[int, Sequence[int]]
) -> tuple[list[int], set[int]]:
    """The story's id of each cluster, and those of them that are new: their rows are written once, summed up."""
    given = numbers_kept(flat, {t: place.story for t, place in before.items()}, claims)
    if given:
        with connection.cursor() as cursor:
            cursor.execute(_CALL_BACK, [list(given.values())])
    missing = [i for i in range(len(flat)) if i not in given]
    fresh = fresh_ids(Story, len(missing))
    given |= zip(missing, fresh, strict=True)
    return [given[i] for i in range(len(flat))], set(fresh)


def _version_ids(
    clusters: Sequence[Cluster], story_ids: Sequence[int], before: Mapping[int, _Place], scheme: ClusteringScheme
) -> tuple[dict[tuple[int, int], int], set[int]]:
    """The version id of each (cluster, version); versions that stay get their story and lead brought up to date.

    Returns the stories of those besides that have another one now.
    """
    places = [(i, k) for i, cluster in enumerate(clusters) for k in range(len(cluster))]
    groups = [clusters[i][k] for i, k in places]
    given = ids_kept(groups, {t: place.version for t, place in before.items()})
    leads = version_leads(groups, scheme)
    wanted = [(story_ids[i], leads[n]) for n, (i, _) in enumerate(places)]
    changed = _update_versions({given[n]: wanted[n] for n in given})
    missing = [n for n in range(len(places)) if n not in given]
    given |= zip(missing, fresh_ids(Version, len(missing)), strict=True)
    copy_rows(Version, ("id", *_LED), ((given[n], *wanted[n]) for n in missing))
    return {where: given[n] for n, where in enumerate(places)}, changed


_LED = ("story_id", "lead_id")


def _update_versions(wanted: Mapping[int, tuple[int, int]]) -> set[int]:
    changed = [pk for pk, *now in rows(Version, ("id", *_LED), "id", wanted) if tuple(now) != wanted[pk]]
    update_rows(Version, _LED, ((pk, *wanted[pk]) for pk in changed))
    return {wanted[pk][0] for pk in changed}


def _move(now: Mapping[int, _Place], before: Mapping[int, _Place]) -> None:
    columns = ("version_id", "story_id")
    copy_rows(Membership, ("text_id", *columns), ((t, *place) for t, place in now.items() if t not in before))
    moved = ((t, *place) for t, place in now.items() if t in before and before[t] != place)
    update_rows(Membership, columns, moved)


def _left_or_joined(now: Mapping[int, _Place], before: Mapping[int, _Place]) -> Iterator[int]:
    """The stories that texts came into or went out of, and those in which one changed its version."""
    for text, place in now.items():
        was = before.get(text, place)
        if text not in before or was != place:
            yield from (place.story, was.story)


def _emptied(
    now: Mapping[int, _Place], before: Mapping[int, _Place], claims: Mapping[int, Sequence[int]]
) -> dict[int, Sequence[int]]:
    """The stories that no cluster has any more, with the texts that they held."""
    left = {place.story for place in now.values()}
    held: dict[int, list[int]] = defaultdict(list)
    for text, place in before.items():
        if place.story not in left:
            held[place.story].append(text)
    return {pk: texts for pk, texts in claims.items() if pk not in left} | held


def _redirect(held: Mapping[int, Sequence[int]], now: Mapping[int, int]) -> None:
    """Point stories that have no texts any more to the story that most of those went to which they ``held``.

    What pointed at them still does: chains are followed when read, so that an undone merge leaves no trace. A story
    whose texts went nowhere, into the bin, stays what it was.
    """
    empty = Story.objects.filter(id__in=held, merged_into=None, memberships=None)
    for story_id in empty.order_by("id").values_list("id", flat=True):
        went = Counter(now[t] for t in held[story_id] if t in now)
        if went:
            target = min(went, key=lambda pk: (-went[pk], pk))
            Story.objects.filter(id=story_id).update(merged_into=target)


def empty(story_ids: Iterable[int]) -> None:
    """Say of stories that were left without texts that they have none; their numbers, and what was said last, stay."""
    left = Story.objects.filter(id__in=list(story_ids), merged_into=None, memberships=None)
    counts = dict.fromkeys(("article_count", "version_count", "source_count", "span_days", "updates"), 0)
    left.update(**counts, changed_at=timezone.now())


def _tidy_versions(touched: set[int]) -> None:
    Version.objects.filter(id__in=touched, memberships__isnull=True).delete()
