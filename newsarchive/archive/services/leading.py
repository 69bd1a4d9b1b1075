"""Who leads versions, looked at again where texts came, or by rules that came later: then a row of `resensing`."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from newsarchive.archive.models import Version
from newsarchive.archive.queries.arrays import rows
from newsarchive.archive.queries.leads import leads_of_versions
from newsarchive.archive.queries.schemes import in_force
from newsarchive.archive.services import placing
from newsarchive.archive.services.bulk import update_rows
from newsarchive.dedup.schemes import ClusteringScheme

VERSION = "leads-1"
"""By which rules leads are chosen: raise it with every change to `newsarchive.dedup.leads`."""


def look_again(version_ids: Collection[int], scheme: ClusteringScheme) -> set[int]:
    """Let the right text lead each of the versions. Returns the stories of those that have another lead now."""
    leads = leads_of_versions(version_ids, scheme)
    now = {pk: (story, lead) for pk, story, lead in rows(Version, ("id", "story_id", "lead_id"), "id", sorted(leads))}
    changed = {pk: lead for pk, lead in sorted(leads.items()) if now[pk][1] != lead}
    update_rows(Version, ["lead_id"], changed.items())
    return {now[pk][0] for pk in changed}


def renew(story_ids: Sequence[int]) -> None:
    """Choose the leads of these stories' versions anew, sum up the stories where that changed, and choose the first
    lines of the others anew. The caller holds the clustering lane.

    Raises `newsarchive.archive.queries.schemes.SchemeRefused`.
    """
    versions = [pk for (pk,) in rows(Version, ("id",), "story_id", story_ids)]
    changed = look_again(versions, in_force())
    placing.summarise(changed, touched=changed)
    placing.renew_ledes(sorted(set(story_ids) - changed))
