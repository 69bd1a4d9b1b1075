"""One lane in which texts find their versions and stories.

A pass takes the files that were read, compares their texts, cuts anew the components that these touch, and says on
the receipts what became of each file. It is one transaction under an advisory lock: readers and uploads never wait
for it, a second pass does not start, and an editor's ruling waits its turn.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence

from celery.exceptions import SoftTimeLimitExceeded
from django.db import InterfaceError, OperationalError, connection, transaction

from newsarchive.archive.models import Membership, Receipt, Ruling, UploadedFile
from newsarchive.archive.queries.bin import claims_on
from newsarchive.archive.queries.components import around
from newsarchive.archive.queries.conflicts import contradictions
from newsarchive.archive.queries.cutting import cut_around
from newsarchive.archive.queries.force import rulings_about
from newsarchive.archive.queries.schemes import SchemeRefused, in_force
from newsarchive.archive.services import placing, receipts, schemes, texting
from newsarchive.dedup.linkage import Contradiction
from newsarchive.dedup.schemes import ClusteringScheme

logger = logging.getLogger(__name__)

LANE = 0x6E657773
"""The advisory lock's number: any number will do that nothing else in the database uses."""

CHUNK = 500
"""Files settled in one transaction."""


def cluster_some() -> int:
    """Settle some of the files that were read. Returns how many; 0 when none waits, or another has the lane.

    Who has the lane goes on until none waits, so there is no need to stand in line. A file that will not settle holds
    nobody up: the others are then settled one by one.
    """
    try:
        return _settle(CHUNK)
    except (OperationalError, InterfaceError, SoftTimeLimitExceeded, SchemeRefused):
        raise
    except Exception:
        logger.exception("A chunk of files could not be settled; trying each by itself")
    waiting = UploadedFile.objects.filter(state=UploadedFile.State.READ).order_by("position", "id")
    return sum(_settle_alone(pk) for pk in list(waiting.values_list("id", flat=True)[:CHUNK]))


def _settle(most: int, only: int | None = None) -> int:
    with transaction.atomic():
        if not lane_is_free():
            return 0
        waiting = UploadedFile.objects.filter(state=UploadedFile.State.READ, **({"id": only} if only else {}))
        files = list(waiting.order_by("position", "id").values_list("id", flat=True)[:most])
        if files:
            scheme = schemes.begun()
            _place_texts_of(files, scheme)
            receipts.settle(files, scheme)
    return len(files)


def _settle_alone(pk: int) -> int:
    try:
        return _settle(1, only=pk)
    except (OperationalError, InterfaceError, SoftTimeLimitExceeded, SchemeRefused):
        raise
    except Exception:
        logger.exception("File %s could not be settled; it waits", pk)
        return 0


def lane_is_free() -> bool:
    """Take the clustering lane until the transaction ends; False where another has it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LANE])
        return bool(cursor.fetchone()[0])


def enter_lane() -> None:
    """Wait for the clustering lane and hold it until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LANE])


def recluster(text_ids: Iterable[int], claims: Mapping[int, Sequence[int]] | None = None) -> None:
    """Cut anew the whole components of the named texts and put every text in its place.

    The caller holds the lane. ``claims`` names the texts that a story stood for where that is not what it holds
    now, as when a ruling is undone. Raises `newsarchive.dedup.linkage.Contradiction`.
    """
    scheme = in_force()
    placing.place(cut_around(text_ids, scheme), claims or {}, scheme)


def _place_texts_of(files: Sequence[int], scheme: ClusteringScheme) -> None:
    """Compare the files' texts, and cut anew what they touch.

    Texts known before are compared too: another copy may part its paragraphs elsewhere and so share passages that
    no earlier copy did. Where that links nothing new, nothing is touched.
    """
    text_ids = sorted(set(Receipt.objects.filter(file__in=files).values_list("article__text_id", flat=True)))
    claims = claims_on(text_ids)
    touched = texting.compare(text_ids, scheme) | _named_again(text_ids)
    if touched:
        _recluster_whatever_was_ruled(touched, claims)
    placing.summarise(set(Membership.objects.filter(text__in=text_ids).values_list("story_id", flat=True)))


def _recluster_whatever_was_ruled(text_ids: set[int], claims: Mapping[int, Sequence[int]]) -> None:
    """`recluster`, where articles that come back may bring rulings that later ones contradict.

    Nobody could be told when those were made, since what they named was not here. The later ruling counts; the
    earlier one is set aside for it, as an editor would on purpose, and its history says so.
    """
    while True:
        try:
            return recluster(text_ids, claims)
        except Contradiction:
            if not _set_aside_earliest(text_ids):
                raise


def _set_aside_earliest(text_ids: set[int]) -> bool:
    """Let the latest of the rulings that contradict each other replace the earliest that it does not replace yet."""
    against = sorted(contradictions(around(text_ids, in_force())[1]))
    later = Ruling.objects.filter(pk__in=against).order_by("pk").last()
    known = set(later.replaces.values_list("pk", flat=True)) if later else set()
    earlier = next((pk for pk in against if later and pk != later.pk and pk not in known), None)
    if later is None or earlier is None:
        return False
    later.replaces.add(earlier)
    logger.warning("Ruling %s is set aside for the later ruling %s, which it contradicts", earlier, later.pk)
    return True


def _named_again(text_ids: Sequence[int]) -> set[int]:
    """Texts that a ruling names: an article deleted and handed in again brings its rulings back into force."""
    wanted = set(text_ids)
    return {i for ruling in rulings_about(wanted) for side in (ruling.a, ruling.b) for i in side if i in wanted}
