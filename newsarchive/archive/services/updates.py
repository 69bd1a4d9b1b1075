"""Telling how many updates stories have, when there is nothing else to do.

Whatever changes what texts of a story are to each other empties the story's ``updates`` and moves its ``changed_at``
on, in the row that is written anyway (`placing`). Here such stories are told anew, some at a time, each time in one
transaction that holds no row while it tells. Killed in between, it leaves them to be told.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence

from django.db import InterfaceError, OperationalError, connection, transaction

from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.kept import answers
from newsarchive.archive.queries.updates import Untold, untold, updates_in
from newsarchive.archive.services import clustering
from newsarchive.dedup.sense import SENSE

logger = logging.getLogger(__name__)

TASK = "archive.tell_updates"

VERSION = f"updates-2/{SENSE.id}"
"""By which rules updates are told: raise it where pages tell them otherwise for a reason that is not in `SENSE`."""

STORIES, TEXTS = 500, 250
"""Stories told in one transaction, at the most, and texts of these past which no further story is taken."""

_ALONE = 7022
"""An advisory lock: one process tells, since two would tell the same."""


def work_off() -> bool:
    """Tell some stories where no file waits and nobody clusters. Whether to go on at once.

    Raises `SchemeRefused` where files wait that this release cannot settle.
    """
    return bool(clustering.cluster_some() or (not _others_are_at_work() and tell_some()))


def tell_some() -> int:
    """Tell some stories. Returns how many; 0 where none is left, another tells, or they changed while they were told.

    A story that cannot be told holds no other up: they are then told one by one.
    """
    try:
        return _tell()
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("It could not be told which stories have updates; trying each by itself")
    return sum(_tell_alone(each) for each in _next())


@transaction.atomic
def _tell(only: Untold | None = None) -> int:
    if not answers("SELECT pg_try_advisory_xact_lock(%s)", _ALONE)[0][0]:
        return 0
    chosen = [only] if only else _next()
    return _write(chosen, updates_in([each.story for each in chosen])) if chosen else 0


def _tell_alone(story: Untold) -> int:
    try:
        return _tell(story)
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        logger.exception("It could not be told whether story %s has updates; it waits", story.story)
        return 0


def _next() -> list[Untold]:
    chosen, texts = [], 0
    for each in untold(STORIES):
        if chosen and texts + each.texts > TEXTS:
            break
        chosen.append(each)
        texts += each.texts if each.texts > 1 else 0
    return chosen


_WRITE = """
UPDATE archive_story SET updates = told.updates
FROM unnest(%s::bigint[], %s::timestamptz[], %s::int[]) AS told(id, changed_at, updates)
WHERE archive_story.id = told.id AND archive_story.changed_at = told.changed_at AND archive_story.updates IS NULL
    AND archive_story.id = ANY(ARRAY(
        SELECT id FROM archive_story WHERE id = ANY(%s::bigint[]) ORDER BY id FOR UPDATE SKIP LOCKED))
"""


def _write(chosen: Sequence[Untold], told: Mapping[int, int]) -> int:
    """Write what was told of stories that are as they were. Clustering never waits for it, nor it for clustering:
    rows that somebody is changing are left out.
    """
    stories = [each.story for each in chosen]
    with connection.cursor() as cursor:
        cursor.execute(
            _WRITE, [stories, [each.changed_at for each in chosen], [told[pk] for pk in stories], literal(stories)]
        )
        return cursor.rowcount


_AT_WORK = """
SELECT EXISTS (SELECT FROM archive_uploadedfile WHERE state = 'waiting') OR EXISTS (
    SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = 0 AND objid = %s AND granted
        AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
"""


def _others_are_at_work() -> bool:
    """Whether files wait to be read, or somebody has the clustering lane."""
    return bool(answers(_AT_WORK, clustering.LANE)[0][0])


_ANEW = """
UPDATE archive_story SET updates = NULL, changed_at = clock_timestamp() WHERE article_count > 1
"""
_THESE_ANEW = f"{_ANEW} AND id = ANY(%s::bigint[])"
_OF_TEXTS = "SELECT DISTINCT story_id FROM archive_membership WHERE text_id = ANY(%s::bigint[])"


def tell_anew(story_ids: Iterable[int] | None = None) -> None:
    """Have these stories told anew, all where none are named. The caller holds the clustering lane."""
    with connection.cursor() as cursor:
        cursor.execute(*((_ANEW,) if story_ids is None else (_THESE_ANEW, [literal(story_ids)])))


def tell_anew_with(text_ids: Iterable[int] | None) -> None:
    """The same for the stories that hold these texts; for all where it may be any text."""
    tell_anew(None if text_ids is None else (story for (story,) in answers(_OF_TEXTS, literal(text_ids))))
