"""What there is to know of stories and notices before it is worked out what notices do to other articles.

Questions for all stories of a pass at once; none of them is asked where no notice in the archive does anything.
"""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple

from django.db import connection

from newsarchive.archive.models import Carried, Notice, Ruling
from newsarchive.archive.queries import putting_right, retracting
from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.kept import FixedQuestion, answers, any_ruling
from newsarchive.archive.queries.namings import (
    REINSTATED,
    Lifting,
    counts,
    namings_in,
    prints_itself,
    rulings_on,
)
from newsarchive.archive.queries.putting_right import Said
from newsarchive.dedup.spreading import Member
from newsarchive.wire.notices import WITHDRAWING
from newsarchive.wire.trade import is_note

ANY_CARRYING = FixedQuestion(lambda: Notice.objects.filter(carries=True).order_by().values("pk")[:1])
"""Whether any notice does something to other articles."""

ANY_CARRIED = FixedQuestion(lambda: Carried.objects.order_by().values("pk")[:1])

_ANY_MARK_RULED = any_ruling(Ruling.Kind.MARK.value)

UNTOLD = retracting.UNTOLD


class Working(NamedTuple):
    """A notice that does something in a story: its article, what it says, and which articles there it names.

    ``sent`` is that article as the story of what it names sees it: nearly always it is in another one. ``corrects``
    are the articles of the story that it corrects, and ``spares`` those that it does not, because an editor says so.
    """

    story: int
    notice: int
    kinds: frozenset[str]
    said: dict[str, Any]
    named: tuple[tuple[int, float, tuple[str, ...]], ...] = ()
    sent: Member | None = None
    corrects: frozenset[int] = frozenset()
    spares: frozenset[int] = frozenset()


_IN_STORIES = """
SELECT member.story_id, notice.article_id, notice.kinds, notice.said::text, member.version_id, article.text_id,
    CASE WHEN article.dated_by <> ALL(%s) THEN article.dated_on END,
    COALESCE(article.published_at, article.filed_at), notice.serial
FROM unnest(%s::bigint[]) AS given(story)
JOIN archive_membership member ON member.story_id = given.story
JOIN archive_article article ON article.text_id = member.text_id
JOIN archive_notice notice ON notice.article_id = article.id AND notice.carries
ORDER BY notice.article_id
"""


def working_in(story_ids: Collection[int], without: int | None = None) -> list[Working]:
    """The notices that do something in these stories, as editors left them; ``without`` leaves a ruling aside."""
    untold, stories = list(map(str, UNTOLD)), literal(story_ids)
    own = answers(_IN_STORIES, untold, stories)
    naming = namings_in(stories)
    printed = [prints_itself(*row) for row in own if WITHDRAWING.intersection(row[2])]
    back = retracting.of_numbers({each.serial for each in (*naming, *printed) if REINSTATED not in each.kinds})
    ruled = rulings_on([each[1] for each in (*own, *naming)] + [each.sent.article for each in back], without)
    lifting = Lifting(back, naming, printed, ruled)
    found = [
        Working(story, pk, frozenset(kinds) - lifting.lifted_from(story, pk), json.loads(said))
        for story, pk, kinds, said, *_ in own
        if not ruled[pk].out
    ]
    named: dict[tuple[int, int], Working] = {}
    for each in naming:
        if not counts(each, ruled) or REINSTATED in each.kinds:
            continue
        said_so = each.article in ruled[each.notice].of
        if not said_so and lifting.taken_back(each):
            continue
        how = _SAID_SO if said_so else (each.confidence, tuple(json.loads(each.why)))
        key = each.story, each.notice
        known = named.get(key, Working(*key, each.sent.kinds, {}, (), each.sent))
        named[key] = known._replace(named=(*known.named, (each.article, *how)))
    return _with_pairs(found, putting_right.said_in(story_ids, without)) + list(named.values())


def taking_back(kill: int) -> dict[int, set[int]]:
    """The notices that take a kill back, by their articles, each with the stories in which they do."""
    stories = literal(story for story, _ in answers(_NAMED_OR_OWN, kill, kill))
    own = answers(_IN_STORIES, list(map(str, UNTOLD)), stories)
    naming = namings_in(stories)
    printed = [prints_itself(*row) for row in own if row[1] == kill and WITHDRAWING.intersection(row[2])]
    kills = [each for each in (*naming, *printed) if each.notice == kill]
    back = retracting.of_numbers({each.serial for each in kills})
    ruled = rulings_on([each.notice for each in naming] + [each.sent.article for each in back])
    lifting = Lifting(back, naming, printed, ruled)
    found: dict[int, set[int]] = defaultdict(set)
    for each in kills:
        for by in lifting.by(each):
            found[by].add(each.story)
    return dict(found)


_NAMED_OR_OWN = """
SELECT DISTINCT member.story_id, 0 FROM archive_membership member
JOIN archive_article article ON article.text_id = member.text_id
WHERE article.id = %s OR article.id IN (SELECT article_id FROM archive_naming WHERE notice_id = %s)
"""


def _with_pairs(working: Sequence[Working], pairs: Sequence[Said]) -> list[Working]:
    """With what editors said of pairs: then a correction corrects what they said, and not what it seems to."""
    corrects: dict[tuple[int, int], set[int]] = defaultdict(set)
    spares: dict[tuple[int, int], set[int]] = defaultdict(set)
    for said in pairs:
        (corrects if said.corrects else spares)[said.story, said.correction].add(said.wrong)
        if not said.corrects:
            spares[said.story, said.wrong].add(said.correction)
    found = []
    for each in working:
        key = each.story, each.notice
        kinds = each.kinds - {_CORRECTION} if key in corrects else each.kinds
        found.append(each._replace(kinds=kinds, spares=frozenset(spares.get(key, ()))))
    for (story, pk), wrong in corrects.items():
        of_pair = frozenset(wrong), frozenset(spares.get((story, pk), ()))
        found.append(Working(story, pk, frozenset({_CORRECTION}), {}, (), None, *of_pair))
    return found


_CORRECTION = "correction"
_SAID_SO = (1.0, ("an editor says so",))


_MEMBERS = """
SELECT member.story_id, article.id, member.text_id, member.version_id, article.original_id, article.item,
    CASE WHEN article.dated_by <> ALL(%s) THEN article.dated_on END, COALESCE(article.published_at, article.filed_at),
    notice.kinds, version.lead_id = member.text_id
FROM unnest(%s::bigint[]) AS given(story)
JOIN archive_membership member ON member.story_id = given.story
JOIN archive_version version ON version.id = member.version_id
JOIN archive_article article ON article.text_id = member.text_id
LEFT JOIN archive_notice notice ON notice.article_id = article.id
"""


def members_of(story_ids: Collection[int]) -> dict[int, list[Member]]:
    """The articles of these stories, as far as notices go."""
    found: dict[int, list[Member]] = defaultdict(list)
    for story, article, text, version, digest, item, on, at, kinds, leads in answers(
        _MEMBERS, list(map(str, UNTOLD)), literal(story_ids)
    ):
        found[story].append(Member(article, text, version, (digest, item), on, at, frozenset(kinds or ()), leads))
    return dict(found)


def words_of(text_ids: Collection[int]) -> dict[int, str]:
    """The words of these texts, with spaces between."""
    return dict(answers("SELECT id, words FROM archive_text WHERE id = ANY(%s::bigint[])", literal(text_ids)))


_BODIES = """
SELECT printed.article_id, substr(COALESCE(printed.printed, passage.text), printed.dateline_length + 1)
FROM unnest(%s::bigint[]) AS given(article)
JOIN archive_paragraph printed ON printed.article_id = given.article AND printed.repeats_id IS NULL
JOIN archive_passage passage ON passage.id = printed.passage_id
ORDER BY printed.article_id, printed.position
"""


def bodies_of(article_ids: Collection[int]) -> dict[int, list[str]]:
    """The paragraphs of these articles, without repeats, datelines and notes to editors."""
    found: dict[int, list[str]] = defaultdict(list)
    for article, body in answers(_BODIES, literal(article_ids)):
        if not is_note(body):
            found[article].append(body)
    return found


_HOLDING = """
SELECT given.text, other.other_id FROM unnest(%(texts)s::bigint[]) AS given(text)
JOIN archive_match other ON other.text_id = given.text AND other.scheme = %(scheme)s AND other.contained >= %(least)s
UNION ALL
SELECT given.text, other.text_id FROM unnest(%(texts)s::bigint[]) AS given(text)
JOIN archive_match other ON other.other_id = given.text AND other.scheme = %(scheme)s
    AND other.other_contained >= %(least)s
"""


def holding(text_ids: Collection[int], scheme: str, least: float) -> dict[int, set[int]]:
    """For each text those that contain so much of it."""
    found: dict[int, set[int]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(_HOLDING, {"texts": literal(text_ids), "scheme": scheme, "least": least})
        for text, other in cursor.fetchall():
            found[text].add(other)
    return found


_LIFTED = """
WITH said AS (
    SELECT DISTINCT ON (article.id, ruling.value ->> 'mark') article.text_id AS text, ruling.value ->> 'mark' AS mark,
        (ruling.value ->> 'set')::boolean AS bears
    FROM unnest(%s::bigint[]) AS given(story)
    JOIN archive_membership member ON member.story_id = given.story
    JOIN archive_article article ON article.text_id = member.text_id
    JOIN archive_ruledarticle side ON side.original_digest = article.original_id AND side.item = article.item
    JOIN archive_ruling ruling ON ruling.id = side.ruling_id
    WHERE ruling.kind = 'mark' AND ruling.undone_at IS NULL AND ruling.value ->> 'of' = 'article'
    ORDER BY article.id, ruling.value ->> 'mark', ruling.id DESC)
SELECT text, mark FROM said WHERE NOT bears GROUP BY text, mark
HAVING count(*) = (SELECT count(*) FROM archive_article article WHERE article.text_id = said.text)
"""


def lifted_from_texts(story_ids: Collection[int]) -> set[tuple[int, str]]:
    """Texts of these stories and marks that editors lifted from every article that prints them.

    Lifted from some of them, the mark stays the text's; `said.LIFTED` says of which articles it is not shown.
    """
    if not _ANY_MARK_RULED.any():
        return set()
    return set(answers(_LIFTED, literal(story_ids)))


class Standing(NamedTuple):
    """A row of `Carried` as it stands."""

    pk: int
    text: int
    notice: int
    mark: str
    confidence: float
    why: tuple[str, ...]
    changes: tuple[dict[str, str], ...]


_STANDING = """
SELECT carried.id, carried.text_id, carried.notice_id, carried.mark, carried.confidence, carried.why::text,
    carried.changes::text
FROM unnest(%s::bigint[]) AS given(story)
JOIN archive_membership member ON member.story_id = given.story
JOIN archive_carried carried ON carried.text_id = member.text_id
"""


def standing(story_ids: Collection[int]) -> list[Standing]:
    """What is carried to the texts of these stories by now."""
    rows = answers(_STANDING, literal(story_ids))
    return [Standing(*row, tuple(json.loads(why)), tuple(json.loads(changes))) for *row, why, changes in rows]


def carried_in(story_ids: Collection[int]) -> list[tuple[int, int, str]]:
    """Which text of these stories bears which mark, by the notice of which article: text, article, mark."""
    return [(row.text, row.notice, row.mark) for row in standing(story_ids)]


class Marked(NamedTuple):
    """The marks that notices give a story; ``held_until`` is when the last embargo is over, None where none says so."""

    marks: frozenset[str]
    held_until: datetime.datetime | None


_OF_STORIES = """
SELECT member.story_id, carried.mark, bool_or(notice.held_until IS NULL), max(notice.held_until)
FROM unnest(%s::bigint[]) AS given(story)
JOIN archive_membership member ON member.story_id = given.story
JOIN archive_carried carried ON carried.text_id = member.text_id
JOIN archive_notice notice ON notice.article_id = carried.notice_id
GROUP BY member.story_id, carried.mark
"""
_STORYS = {"corrects": "corrected"}


def marks_of_stories(story_ids: Sequence[int]) -> dict[int, Marked]:
    """What notices say of each story that they say anything of."""
    if not ANY_CARRIED.any():
        return {}
    marks: dict[int, set[str]] = defaultdict(set)
    until: dict[int, datetime.datetime | None] = {}
    for story, mark, endless, latest in answers(_OF_STORIES, literal(story_ids)):
        marks[story].add(_STORYS.get(mark, mark))
        if mark == "embargoed":
            until[story] = None if endless else latest
    return {story: Marked(frozenset(own), until.get(story)) for story, own in marks.items()}


_ELSEWHERE = """
SELECT DISTINCT member.story_id FROM (
    SELECT notice FROM unnest(%(notices)s::bigint[]) AS given(notice)
    UNION SELECT kill.article_id FROM unnest(%(notices)s::bigint[]) AS given(notice)
        JOIN archive_notice back ON back.article_id = given.notice
        JOIN archive_notice kill ON kill.serial = back.said #>> '{kills,kill}' AND kill.serial <> ''
) AS speaking
JOIN archive_naming naming ON naming.notice_id = speaking.notice
JOIN archive_article article ON article.id = naming.article_id
JOIN archive_membership member ON member.text_id = article.text_id
"""


def stories_named_by(notices: Collection[int]) -> set[int]:
    """The stories in which these notices, by their articles, name an article, or take back a kill of one."""
    if not notices or not ANY_CARRYING.any():
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_ELSEWHERE, {"notices": literal(notices)})
        return {story for (story,) in cursor.fetchall()}
