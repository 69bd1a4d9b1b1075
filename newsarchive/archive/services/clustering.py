"""One lane in which texts find their versions and stories.

A pass takes the files that were read, compares their texts, cuts anew the components that these touch, and says on
the receipts what became of each file. It is one transaction under an advisory lock: readers and uploads never wait
for it, a second pass does not start, and an editor's ruling waits its turn.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import accumulate

from celery.exceptions import SoftTimeLimitExceeded
from django.db import InterfaceError, OperationalError, connection, transaction

from newsarchive.archive.models import Receipt, Ruling, UploadedFile
from newsarchive.archive.queries.arrays import rows
from newsarchive.archive.queries.arrivals import unlike_before
from newsarchive.archive.queries.bin import claims_on
from newsarchive.archive.queries.components import around
from newsarchive.archive.queries.conflicts import contradictions
from newsarchive.archive.queries.cutting import cuts_around
from newsarchive.archive.queries.force import naming_articles, rulings_about
from newsarchive.archive.queries.joining import Coming, merely_joining
from newsarchive.archive.queries.kept import answers
from newsarchive.archive.queries.schemes import SchemeRefused, in_force
from newsarchive.archive.services import (
    bonding,
    killing,
    leases,
    massing,
    placing,
    presence,
    receipts,
    schemes,
    texting,
)
from newsarchive.dedup.linkage import Contradiction
from newsarchive.dedup.schemes import ClusteringScheme

logger = logging.getLogger(__name__)

LANE = 0x6E657773
"""The advisory lock's number: any number will do that nothing else in the database uses."""

FILES = 200
"""Files settled in one transaction: some tenths of a second. What each pass costs is shared by as many."""

ITEMS = 400
"""Items of these, together, past which no further file is taken; a file is settled as a whole."""


def cluster_some() -> int:
    """Settle some of the files that were read. Returns how many; 0 when none waits, or another has the lane.

    Who has the lane goes on until none waits, and looks once more after leaving it, so there is no need to stand in
    line. A file that will not settle holds nobody up: the others are then settled one by one.
    """
    try:
        settled = _settle()
        while settled == 0 and _reading_brought_more():
            settled = _settle()
        return settled or 0
    except (OperationalError, InterfaceError, SoftTimeLimitExceeded, SchemeRefused):
        raise
    except Exception:
        logger.exception("A chunk of files could not be settled; trying each by itself")
    return sum(_settle_alone(pk) for pk in _waiting())


def _settle(only: int | None = None) -> int | None:
    """Settle some files, or one. Returns how many; None where another has the lane."""
    with transaction.atomic():
        if not lane_is_free():
            return None
        files = _waiting(only)
        if files:
            scheme = schemes.begun()
            _place_texts_of(files, scheme)
            receipts.settle(files, scheme)
    return len(files)


_READ = "SELECT id, position FROM archive_uploadedfile WHERE state = 'read' ORDER BY position, id LIMIT %s"
_ONE_OF_THEM = "SELECT id, position FROM archive_uploadedfile WHERE state = 'read' AND id = %s"


def _waiting(only: int | None = None) -> list[int]:
    """The files whose turn it is: those that came first in their uploads, then the older ones.

    So a single article never waits for a load of thousands that was handed in before it; and the first few of every
    upload take a pass of their own, as they do in `leases`. Stories do not depend on it.
    """
    found = answers(_READ if only is None else _ONE_OF_THEM, FILES if only is None else only)
    files = [pk for pk, position in found if (position <= leases.FRONT) == (found[0][1] <= leases.FRONT)]
    items = Counter(file for (file,) in rows(Receipt, ("file_id",), "file_id", files))
    before = accumulate((items[file] for file in files), initial=0)
    return [file for file, taken in zip(files, before, strict=False) if taken < ITEMS]


def _reading_brought_more() -> bool:
    """Whether files were read while this pass looked for some; who read them found the lane taken."""
    return UploadedFile.objects.filter(state=UploadedFile.State.READ).exists()


def _settle_alone(pk: int) -> int:
    try:
        return _settle(pk) or 0
    except (OperationalError, InterfaceError, SoftTimeLimitExceeded, SchemeRefused):
        raise
    except Exception:
        logger.exception("File %s could not be settled; it waits", pk)
        return 0


def lane_is_free() -> bool:
    """Take the clustering lane until the transaction ends; False where another has it.

    What is asked in the lane is a few rows of many, through indexes: PostgreSQL is kept from reading whole tables,
    which it would where it knows nothing yet of a fresh archive, and from compiling such questions.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT pg_try_advisory_xact_lock(%s), {presence.BY_INDEX}, set_config('jit', 'off', true)",
            [LANE],
        )
        return bool(cursor.fetchone()[0])


def enter_lane() -> None:
    """Wait for the clustering lane and hold it until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LANE])


def recluster(
    text_ids: Iterable[int], claims: Mapping[int, Sequence[int]] | None = None, also: Collection[int] = ()
) -> None:
    """Cut anew the whole components of the named texts and put every text in its place.

    The caller holds the lane. ``claims`` names the texts that a story stood for where that is not what it holds
    now, as when a ruling is undone; ``also`` are texts whose stories have other articles now. Raises
    `newsarchive.dedup.linkage.Contradiction`.
    """
    _recluster(text_ids, claims or {}, also, in_force())


def _recluster(
    text_ids: Iterable[int], claims: Mapping[int, Sequence[int]], also: Collection[int], scheme: ClusteringScheme
) -> None:
    cuts = cuts_around(text_ids, scheme)
    placing.place([cluster for cut in cuts for cluster in cut.clusters], claims, scheme, also)
    massing.record(cuts, scheme)


_TEXTS_THAT_CAME = """
SELECT receipt.article_id, article.text_id FROM unnest(%s::bigint[]) AS given(file) CROSS JOIN LATERAL
(SELECT article_id FROM archive_receipt WHERE file_id = given.file OFFSET 0) AS receipt
CROSS JOIN LATERAL (SELECT text_id FROM archive_article WHERE id = receipt.article_id OFFSET 0) AS article
"""


def _place_texts_of(files: Sequence[int], scheme: ClusteringScheme) -> None:
    """Compare the files' texts, and cut anew what they touch; where nothing new is linked, nothing is touched."""
    came: dict[int, int] = dict(answers(_TEXTS_THAT_CAME, list(files)))
    text_ids = set(came.values())
    claims = claims_on(text_ids)
    compared, named = texting.compare(unlike_before(came), scheme), _named_again(came) | bonding.bind(came)
    odd = compared.again.union(named, *claims.values()) & compared.touched
    joining = merely_joining(Coming(compared.touched, compared.fresh, odd, compared.parted), scheme)
    massing.join(joining, scheme)
    touched = (compared.touched | named) - joining.settled
    killed = killing.name_what_came(came)
    _recluster_whatever_was_ruled(touched, claims, text_ids | joining.settled | killed, scheme)


def _recluster_whatever_was_ruled(
    text_ids: set[int], claims: Mapping[int, Sequence[int]], also: Collection[int], scheme: ClusteringScheme
) -> None:
    """`recluster`, where articles that come back may bring rulings that later ones contradict.

    Nobody could be told when those were made, since what they named was not here. The later ruling counts; the
    earlier one is set aside for it, as an editor would on purpose, and its history says so.
    """
    while True:
        try:
            return _recluster(text_ids, claims, also, scheme)
        except Contradiction:
            if not _set_aside_earliest(text_ids, scheme):
                raise


def _set_aside_earliest(text_ids: set[int], scheme: ClusteringScheme) -> bool:
    """Let the latest of the rulings that contradict each other replace the earliest that it does not replace yet."""
    against = sorted(contradictions(around(text_ids, scheme)[1]))
    later = Ruling.objects.filter(pk__in=against).order_by("pk").last()
    known = set(later.replaces.values_list("pk", flat=True)) if later else set()
    earlier = next((pk for pk in against if later and pk != later.pk and pk not in known), None)
    if later is None or earlier is None:
        return False
    later.replaces.add(earlier)
    logger.warning("Ruling %s is set aside for the later ruling %s, which it contradicts", earlier, later.pk)
    return True


def _named_again(came: Mapping[int, int]) -> set[int]:
    """Texts of articles that a ruling names: an article deleted and handed in again brings its rulings back into force.

    ``came`` maps articles to their texts.
    """
    named = naming_articles(came)
    wanted = {came[article] for article in named}
    return {i for ruling in rulings_about(wanted) for side in (ruling.a, ruling.b) for i in side if i in wanted}
