"""What follows where a decision gives articles another text, or none, or brings one back."""

from __future__ import annotations

from collections.abc import Collection

from newsarchive.archive.models import Membership, Ruling
from newsarchive.archive.queries import standings
from newsarchive.archive.queries.conflicts import contradictions
from newsarchive.archive.queries.force import rulings_about
from newsarchive.archive.services import placing, schemes, texting
from newsarchive.archive.services.rulings.moving import recluster, refusal


def settle(left: Collection[int], come: Collection[int], ruling: Ruling) -> set[int]:
    """Put in their places anew what articles no longer print (``left``) and what they print now (``come``).

    Stories keep the numbers that they had before the ruling, by the articles that are here. Returns the stories that
    this touched. Raises `Refused` where the texts that articles print now are ruled to be apart, and yet one.
    """
    clash = contradictions(rulings_about(come)) - {ruling.pk}
    if clash:
        raise refusal(clash, "Undo it first.")
    stories = _stories_of(left)
    claims = standings.claims(ruling.before)
    touched = texting.leave(left)
    touched |= texting.compare(come, schemes.begun()).touched | set(come)
    stories |= _stories_of(touched) | claims.keys()
    touched |= set(Membership.objects.filter(story__in=stories).values_list("text_id", flat=True))
    recluster(touched, claims, ruling)
    stories |= _stories_of(touched)
    placing.summarise(stories, touched=stories)
    placing.empty(stories)
    return stories


def _stories_of(text_ids: Collection[int]) -> set[int]:
    return set(Membership.objects.filter(text__in=text_ids).values_list("story_id", flat=True))
