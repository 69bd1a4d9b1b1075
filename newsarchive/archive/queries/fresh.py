"""What is new in a search since its reader last looked: the stories with articles that came in after that and fit."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Sequence

from newsarchive.archive.queries import asked, entries, of_story
from newsarchive.archive.queries.indexed import Question
from newsarchive.archive.queries.kept import answers, answers_to
from newsarchive.archive.queries.veil import OPEN, Veil
from newsarchive.archive.queries.wanted import Wanted
from newsarchive.archive.search_days import FIRST, LAST

_SEEN = """
SELECT COALESCE(LEAST(
    (SELECT max(id) FROM archive_article),
    (SELECT min(article.id) - 1
        FROM archive_uploadedfile file JOIN archive_article article ON article.original_id = file.original_id
        WHERE file.state = 'read' AND article.text_id IS NOT NULL
            AND NOT EXISTS (SELECT FROM archive_membership member WHERE member.text_id = article.text_id)),
    CASE WHEN EXISTS (SELECT FROM archive_uploadedfile WHERE state = 'waiting' AND leased_until > now())
        THEN COALESCE((SELECT id FROM archive_article WHERE ingested_at < now() - interval '2 minutes'
            ORDER BY id DESC LIMIT 1), 0) END
), 0)
"""
"""Articles are numbered before they are to be seen: those of files being read, of which a chunk takes seconds, and
those that are in no story yet. What may be among them is not taken for seen."""


def seen_by_now() -> int:
    """The highest number of an article such that every one up to it could be seen by now."""
    return int(answers(_SEEN)[0][0])


REACH = 100
"""Stories that are counted; from there on it is only said that there are more."""

LOOKED_AT = 500
"""New articles that fit and are looked at for it."""

Search = tuple[Wanted, int]
"""What is asked for, and the highest number of an article that was seen."""

_NEW = """
SELECT {number} AS search, member.story_id, max(new.dated_on) AS day
FROM ({later}) AS new JOIN archive_membership member ON member.text_id = new.text_id
JOIN archive_story story ON story.id = member.story_id
WHERE story.merged_into_id IS NULL {days} {of_story}
GROUP BY member.story_id ORDER BY day DESC, member.story_id DESC LIMIT {reach}
"""

_ALL = "SELECT search, story_id, day FROM ({}) AS new ORDER BY search, day DESC, story_id DESC"

_GIVEN = re.compile(r"%\((\w+)\)s")


def counts(searches: Sequence[Search], veil: Veil = OPEN) -> list[int]:
    """How many stories are new in each search, `REACH` at the most; in three questions for all of them."""
    found = Counter(number for number, _, _ in _new(searches, veil))
    return [found[number] for number in range(len(searches))]


def stories(wanted: Wanted, seen: int, veil: Veil = OPEN) -> list[int]:
    """The stories that are new in a search, those with the latest day first, `REACH` at the most."""
    return [story for _, story, _ in _new([(wanted, seen)], veil)]


def _new(searches: Sequence[Search], veil: Veil) -> list[tuple[int, int, datetime.date]]:
    """The number of a search, a story that is new in it, and the day of the latest article that is."""
    parts: list[str] = []
    given: dict[str, object] = {}
    for number, (question, (wanted, seen)) in enumerate(zip(_questions(searches, veil), searches, strict=True)):
        if question:
            statement, own = _of_search(number, question, wanted, seen, veil)
            parts.append("(" + _GIVEN.sub(rf"%(of{number}_\1)s", statement) + ")")
            given |= {f"of{number}_{name}": value for name, value in own.items()}
    if not parts:
        return []
    return answers_to(_ALL.format(" UNION ALL ".join(parts)), given)


def _questions(searches: Sequence[Search], veil: Veil) -> list[Question | None]:
    return asked.questions([wanted for wanted, _ in searches], veil) if searches else []


def _of_search(number: int, question: Question, wanted: Wanted, seen: int, veil: Veil) -> tuple[str, dict[str, object]]:
    """What is new in one search. Days alone are those of stories, as in the list."""
    later, given = entries.later(question, seen, LOOKED_AT)
    asked_of_story, more = of_story.condition(wanted, veil)
    statement = _NEW.format(
        number=number,
        later=later,
        reach=REACH,
        of_story=asked_of_story,
        days="" if wanted.narrow else "AND story.dated_on BETWEEN %(since)s AND %(until)s",
    )
    return statement, given | more | {"since": wanted.since or FIRST, "until": wanted.until or LAST}
