"""The masses of stories of thousands: written down when such a story is cut, joined by what changes nothing there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from newsarchive.archive.models import Mass, Membership, Tie
from newsarchive.archive.queries.arrays import rows
from newsarchive.archive.queries.cutting import Cut
from newsarchive.archive.queries.joining import ANY_MASS, Joining
from newsarchive.archive.services import leading
from newsarchive.archive.services.bulk import copy_rows, fresh_ids, update_rows
from newsarchive.dedup.schemes import ClusteringScheme

_TIE = ("text_id", "mass", "via", "rank")


def join(joining: Joining, scheme: ClusteringScheme) -> None:
    """Put texts where the masses are that they join, and look who leads the versions where anything came or went."""
    if not joining.settled:
        return
    came: dict[int, list[int]] = defaultdict(list)
    for text, (mass, _) in joining.ties.items():
        came[mass].append(text)
    masses = Mass.objects.in_bulk(list(came))
    columns = ("text_id", "version_id", "story_id")
    places = {
        text: where for text, *where in rows(Membership, columns, "text_id", [m.heads[0] for m in masses.values()])
    }
    copy_rows(Membership, columns, ((t, *places[masses[m].heads[0]]) for m, texts in came.items() for t in texts))
    ranked = ((t, m, joining.ties[t][1], masses[m].size + k) for m, texts in came.items() for k, t in enumerate(texts))
    copy_rows(Tie, _TIE, ranked)
    update_rows(Mass, ["size"], ((pk, masses[pk].size + len(texts)) for pk, texts in came.items()))
    update_rows(Tie, ["via"], joining.moved.items())
    _look_who_leads(joining.settled, scheme)


def _look_who_leads(text_ids: Collection[int], scheme: ClusteringScheme) -> None:
    leading.look_again({version for (version,) in rows(Membership, ("version_id",), "text_id", text_ids)}, scheme)


def record(cuts: Sequence[Cut], scheme: ClusteringScheme) -> None:
    """Write down the masses of components that were cut, in the place of those that they had."""
    large = [cut for cut in cuts if cut.masses]
    if not large and not ANY_MASS.any():
        return
    forget(text for cut in cuts for cluster in cut.clusters for version in cluster for text in version)
    numbers = iter(fresh_ids(Mass, sum(len(cut.masses) for cut in large)))
    for cut in large:
        own = [next(numbers) for _ in cut.masses]
        heads = [[held.text for held in mass[: scheme.heads]] for mass in cut.masses]
        found = zip(own, heads, map(len, cut.masses), strict=True)
        copy_rows(Mass, ("id", "component", "heads", "size"), ((pk, own[0], first, size) for pk, first, size in found))
        held = ((h, pk) for pk, mass in zip(own, cut.masses, strict=True) for h in mass)
        copy_rows(Tie, _TIE, ((h.text, pk, h.via, h.rank) for h, pk in held))


def forget(text_ids: Iterable[int]) -> None:
    """What was known of the masses that hold the texts holds no longer: what comes to these next is cut anew."""
    tied = rows(Tie, ("text_id", "mass"), "text_id", text_ids)
    Tie.objects.filter(text__in=[text for text, _ in tied]).delete()
    Mass.objects.filter(id__in={mass for _, mass in tied}).delete()
