"""What there is to know of stories and notices before it is worked out what notices do to other articles.

Questions for all stories of a pass at once; none of them is asked where no notice in the archive does anything.
"""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db import connection

from newsarchive.archive.models import Carried, Notice, Ruling
from newsarchive.archive.queries import putting_right, retracting
from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.kept import FixedQuestion, answers, any_ruling
from newsarchive.archive.queries.putting_right import Said
from newsarchive.archive.queries.retracting import Back
from newsarchive.dedup.spreading import Member, taken_back
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
SELECT member.story_id, notice.article_id, notice.kinds, notice.said::text
FROM unnest(%s::bigint[]) AS given(story)
JOIN archive_membership member ON member.story_id = given.story
JOIN archive_article article ON article.text_id = member.text_id
JOIN archive_notice notice ON notice.article_id = article.id AND notice.carries
ORDER BY notice.article_id
"""
_NAMING_IN_STORIES = """
SELECT member.story_id, naming.notice_id, notice.kinds, naming.article_id, naming.confidence, naming.sure,
    naming.why::text, own.text_id, CASE WHEN own.dated_by <> ALL(%s) THEN own.dated_on END,
    COALESCE(own.published_at, own.filed_at), notice.serial,
    COALESCE(notice.said #>> '{kills,kill}', '') IN ('', bears.serial)
FROM unnest(%s::bigint[]) AS given(story)
JOIN archive_membership member ON member.story_id = given.story
JOIN archive_article article ON article.text_id = member.text_id
JOIN archive_naming naming ON naming.article_id = article.id
JOIN archive_notice notice ON notice.article_id = naming.notice_id
JOIN archive_article own ON own.id = naming.notice_id AND own.text_id IS NOT NULL
LEFT JOIN archive_notice bears ON bears.article_id = naming.article_id
ORDER BY naming.notice_id, naming.article_id
"""


def working_in(story_ids: Collection[int], without: int | None = None) -> list[Working]:
    """The notices that do something in these stories, as editors left them; ``without`` leaves a ruling aside."""
    stories = literal(story_ids)
    own = answers(_IN_STORIES, stories)
    naming = answers(_NAMING_IN_STORIES, list(map(str, UNTOLD)), stories)
    back = retracting.of_numbers({row[10] for row in naming if _REINSTATED not in row[2]})
    ruled = _rulings_on([row[1] for row in (*own, *naming)] + [each.sent.article for each in back], without)
    found = [
        Working(story, pk, frozenset(kinds), json.loads(said)) for story, pk, kinds, said in own if not ruled[pk].out
    ]
    named: dict[tuple[int, int], Working] = {}
    lifting = _Lifting(
        [each for each in back if not ruled[each.sent.article].out], [row for row in naming if not ruled[row[1]].out]
    )
    for story, pk, kinds, article, confidence, sure, why, text, on, at, serial, _ in naming:
        if ruled[pk].out or _REINSTATED in kinds or not ruled[pk].of.get(article, sure):
            continue
        sent = retracting.sent(pk, kinds, text, on, at)
        if article not in ruled[pk].of and lifting.takes_back(sent, serial, article):
            continue
        each = _SAID_SO if article in ruled[pk].of else (confidence, tuple(json.loads(why)))
        known = named.get((story, pk), Working(story, pk, sent.kinds, {}, (), sent))
        named[story, pk] = known._replace(named=(*known.named, (article, *each)))
    return _with_pairs(found, putting_right.said_in(story_ids, without)) + list(named.values())


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
_REINSTATED = "reinstated"


class _Lifting:
    """The notices that take kills back: one kill by its number, or every kill of what they name."""

    def __init__(self, by_number: Iterable[Back], naming: Iterable[tuple[Any, ...]]) -> None:
        self._by_number: dict[str, list[Member]] = defaultdict(list)
        self._by_article: dict[int, list[Member]] = defaultdict(list)
        for each in by_number:
            self._by_number[each.number].append(each.sent)
        for _, pk, kinds, article, _, _, _, text, on, at, _, whole in naming:
            if _REINSTATED in kinds and whole:
                self._by_article[article].append(retracting.sent(pk, kinds, text, on, at))

    def takes_back(self, kill: Member, number: str, article: int) -> bool:
        """Whether a kill of an article, sent under a number, was taken back."""
        by = [*(self._by_number[number] if number else ()), *self._by_article[article]]
        return any(taken_back(kill, other) for other in by)


_SAID_SO = (1.0, ("an editor says so",))


@dataclass
class _Ruled:
    """What editors said of a notice: that it counts for nothing, or which articles it names or does not."""

    out: bool = False
    of: dict[int, bool] = field(default_factory=dict)


_RULED = """
SELECT own.id, ruling.value::text, ARRAY(
    SELECT named.id FROM archive_ruledarticle other JOIN archive_article named
        ON named.original_id = other.original_digest AND named.item = other.item
    WHERE other.ruling_id = ruling.id AND other.side = 'b')
FROM unnest(%s::bigint[]) AS given(article) JOIN archive_article own ON own.id = given.article
JOIN archive_ruledarticle side ON side.original_digest = own.original_id AND side.item = own.item AND side.side = 'a'
JOIN archive_ruling ruling ON ruling.id = side.ruling_id
WHERE ruling.kind = 'mark' AND ruling.undone_at IS NULL AND ruling.value ->> 'of' = 'notice' AND ruling.id <> %s
ORDER BY ruling.id
"""


def _rulings_on(notices: Iterable[int], without: int | None = None) -> Mapping[int, _Ruled]:
    found: dict[int, _Ruled] = defaultdict(_Ruled)
    asked = sorted(set(notices))
    if not asked or not _ANY_MARK_RULED.any():
        return found
    for notice, value, articles in answers(_RULED, literal(asked), without or 0):
        on = json.loads(value)["set"]
        if articles:
            found[notice].of |= dict.fromkeys(articles, on)
        else:
            found[notice].out = not on
    return found


def rejected(notices: Iterable[int]) -> set[int]:
    """Those of the notices, by their articles, that editors said count for nothing."""
    return {pk for pk, ruled in _rulings_on(notices).items() if ruled.out}


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
