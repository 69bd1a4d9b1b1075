"""A wanted partition becomes a plan of changes: stories keep their ids, merged ones redirect, lists stay true."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from django.utils import timezone

from newsarchive.archive.models import Membership, Story, Version
from newsarchive.archive.queries.arrays import rows
from newsarchive.archive.queries.cutting import Cluster, ids_kept, numbers_kept
from newsarchive.archive.queries.leads import Summary, version_leads
from newsarchive.archive.queries.leads import summaries as summaries_of
from newsarchive.archive.services.bulk import copy_rows, update_rows
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
    texts = [t for cluster in clusters for version in cluster for t in version]
    before = {m.text_id: m for m in Membership.objects.filter(text__in=texts)}
    flat = [[t for version in cluster for t in version] for cluster in clusters]
    story_ids = _story_ids(flat, before, claims)
    version_ids = _version_ids(clusters, story_ids, before, scheme)
    _move(clusters, story_ids, version_ids, before)
    held = {pk: texts for pk, texts in claims.items() if pk not in story_ids}
    held |= _held_by({m.story_id for m in before.values()} - set(story_ids), before)
    _redirect(held, dict(zip((t for c in flat for t in c), _repeated(story_ids, flat), strict=True)))
    _tidy_versions({m.version_id for m in before.values()})
    beside = {story for (story,) in rows(Membership, ("story_id",), "text_id", also)}
    summarise(beside.union(story_ids))


def summarise(story_ids: Iterable[int]) -> None:
    """Bring the stories' leads and counts up to date; rows that say the same already are not written."""
    wanted = summaries_of(sorted(story_ids))
    stories = Story.objects.in_bulk(list(wanted))
    changed = [story for pk, story in stories.items() if _apply(story, wanted[pk])]
    columns = [Story._meta.get_field(name).attname for name in (*Summary.columns(), "changed_at")]
    update_rows(Story, columns, ([story.pk, *(getattr(story, column) for column in columns)] for story in changed))


def _apply(story: Story, summary: Summary) -> bool:
    differs = [c for c in Summary.columns() if getattr(story, c) != getattr(summary, c)]
    for column in differs:
        setattr(story, column, getattr(summary, column))
    if differs:
        story.changed_at = summary.at
    return bool(differs)


def _story_ids(
    flat: Sequence[Sequence[int]], before: Mapping[int, Membership], claims: Mapping[int, Sequence[int]]
) -> list[int]:
    given = numbers_kept(flat, {t: m.story_id for t, m in before.items()}, claims)
    missing = [i for i in range(len(flat)) if i not in given]
    made = Story.objects.bulk_create([Story() for _ in missing])
    given |= {i: story.id for i, story in zip(missing, made, strict=True)}
    Story.objects.filter(id__in=given.values(), merged_into__isnull=False).update(merged_into=None)
    return [given[i] for i in range(len(flat))]


def _version_ids(
    clusters: Sequence[Cluster], story_ids: Sequence[int], before: Mapping[int, Membership], scheme: ClusteringScheme
) -> dict[tuple[int, int], int]:
    """The version id of each (cluster, version); versions that stay get their story and lead brought up to date."""
    places = [(i, k) for i, cluster in enumerate(clusters) for k in range(len(cluster))]
    groups = [clusters[i][k] for i, k in places]
    given = ids_kept(groups, {t: m.version_id for t, m in before.items()})
    leads = version_leads(groups, scheme)
    rows = [Version(id=given.get(n), story_id=story_ids[i], lead_id=leads[n]) for n, (i, _) in enumerate(places)]
    Version.objects.bulk_create([row for row in rows if row.id is None])
    _update_versions([rows[n] for n in sorted(given)])
    return {where: row.id for where, row in zip(places, rows, strict=True)}


def _update_versions(rows: Sequence[Version]) -> None:
    now = {v.id: (v.story_id, v.lead_id) for v in Version.objects.filter(id__in=[row.id for row in rows])}
    changed = [row for row in rows if now[row.id] != (row.story_id, row.lead_id)]
    update_rows(Version, ["story_id", "lead_id"], ([row.pk, row.story_id, row.lead_id] for row in changed))


def _move(
    clusters: Sequence[Cluster],
    story_ids: Sequence[int],
    version_ids: Mapping[tuple[int, int], int],
    before: Mapping[int, Membership],
) -> None:
    wanted = [
        Membership(text_id=t, version_id=version_ids[i, k], story_id=story_ids[i])
        for i, cluster in enumerate(clusters)
        for k, version in enumerate(cluster)
        for t in version
    ]
    new = [m for m in wanted if m.text_id not in before]
    moved = [m for m in wanted if m.text_id in before and _differs(m, before[m.text_id])]
    copy_rows(Membership, ("text_id", "version_id", "story_id"), ([m.text_id, m.version_id, m.story_id] for m in new))
    update_rows(Membership, ["version_id", "story_id"], ([m.text_id, m.version_id, m.story_id] for m in moved))


def _differs(one: Membership, other: Membership) -> bool:
    return (one.version_id, one.story_id) != (other.version_id, other.story_id)


def _repeated(story_ids: Sequence[int], flat: Sequence[Sequence[int]]) -> list[int]:
    return [pk for pk, texts in zip(story_ids, flat, strict=True) for _ in texts]


def _held_by(story_ids: Collection[int], before: Mapping[int, Membership]) -> dict[int, list[int]]:
    return {pk: [t for t, m in before.items() if m.story_id == pk] for pk in story_ids}


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
    left.update(article_count=0, version_count=0, source_count=0, changed_at=timezone.now())


def _tidy_versions(touched: set[int]) -> None:
    Version.objects.filter(id__in=touched, memberships__isnull=True).delete()
