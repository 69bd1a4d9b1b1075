"""Corrections and what they may correct, found by an index from either side; and what is bound so, for the linkage."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import NamedTuple

from newsarchive.archive.models import Bond, Notice, Ruling
from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.carrying import UNTOLD, bodies_of
from newsarchive.archive.queries.conflicts import contradictions
from newsarchive.archive.queries.force import RuledTexts
from newsarchive.archive.queries.kept import FixedQuestion, answers, answers_to
from newsarchive.dedup.corrections import DAYS, Sent
from newsarchive.dedup.schemes import ClusteringScheme

MARKS = ("correction", "refile")
"""The kinds of marks by which an article says that it was sent before, and that it is put right now."""

ANY_CORRECTION = FixedQuestion(lambda: Notice.objects.filter(kinds__overlap=list(MARKS)).order_by().values("pk")[:1])

ANY_BOND = FixedQuestion(lambda: Bond.objects.order_by().values("pk")[:1])

_ALIKE_IN_LENGTH = 0.6
"""Share of the longer text's words that the shorter one has, at least, that is looked at."""

_CHARACTERS = 2
"""Characters of shared passages, for each word of the shorter text: a third of it. Stock lines are less."""

_ABOUT = """article.id, article.text_id, article.dated_on, text.length, COALESCE(notice.slug, '') AS slug,
    COALESCE(notice.kinds && %(marks)s::varchar[], false) AS corrects"""

_POSSIBLE = f"""
WITH came AS MATERIALIZED (
    SELECT {_ABOUT} FROM unnest(%(articles)s::bigint[]) AS given(number)
    JOIN archive_article article ON article.id = given.number AND article.dated_by <> ALL(%(untold)s)
    JOIN archive_text text ON text.id = article.text_id
    LEFT JOIN archive_notice notice ON notice.article_id = article.id
), correction AS MATERIALIZED (
    SELECT {_ABOUT} FROM archive_notice notice
    JOIN archive_article article ON article.id = notice.article_id AND article.dated_by <> ALL(%(untold)s)
    JOIN archive_text text ON text.id = article.text_id
    WHERE notice.kinds && %(marks)s::varchar[] AND article.dated_on BETWEEN (SELECT min(dated_on) FROM came)
        AND (SELECT max(dated_on) + %(days)s FROM came)
), theirs AS MATERIALIZED (
    SELECT correction.id, printed.passage_id FROM correction JOIN archive_printing printed USING (text_id)
), shared AS (
    SELECT theirs.id AS correction, came.id AS other, passage_id FROM came
    JOIN archive_printing mine USING (text_id) JOIN theirs USING (passage_id)
    UNION SELECT came.id, article.id, passage_id FROM came JOIN archive_printing mine USING (text_id)
    JOIN archive_printing printed USING (passage_id)
    JOIN archive_article article ON article.text_id = printed.text_id WHERE came.corrects
), pair AS (
    SELECT correction.id AS correction, came.id AS other, NULL::bigint AS characters
    FROM correction JOIN came USING (slug) WHERE slug <> ''
    UNION SELECT came.id, slugged.article_id, NULL FROM came
    JOIN archive_notice slugged ON slugged.slug = came.slug AND slugged.slug <> '' WHERE came.corrects
    UNION SELECT correction, other, sum(length(passage.text)) FROM shared
    JOIN archive_passage passage ON passage.id = passage_id GROUP BY 1, 2 HAVING count(*) > 1
)
SELECT DISTINCT pair.correction, pair.other FROM pair
JOIN archive_article own ON own.id = pair.correction JOIN archive_text mine ON mine.id = own.text_id
JOIN archive_article other ON other.id = pair.other AND other.dated_by <> ALL(%(untold)s)
JOIN archive_text theirs ON theirs.id = other.text_id AND theirs.id <> mine.id
WHERE own.dated_on - other.dated_on BETWEEN 0 AND %(days)s
    AND LEAST(mine.length, theirs.length) >= %(least)s * GREATEST(mine.length, theirs.length)
    AND COALESCE(pair.characters >= %(characters)s * LEAST(mine.length, theirs.length), true)
ORDER BY 1, 2
"""  # noqa: S608 - all of it is written here
"""An article bears the correction's slug, or prints passages of it: of what came, and of what was here."""


def possible(article_ids: Collection[int]) -> list[tuple[int, int]]:
    """Corrections, each with an article that it may correct, of which one is among these; not in the bin."""
    given = {"articles": literal(article_ids), "marks": list(MARKS), "untold": list(map(str, UNTOLD))}
    return answers_to(_POSSIBLE, given | {"days": DAYS, "least": _ALIKE_IN_LENGTH, "characters": _CHARACTERS})  # type: ignore[return-value]


_SENT = """
SELECT article.id, COALESCE(notice.slug, ''), article.headline, article.dated_on,
    COALESCE(article.published_at, article.filed_at), COALESCE(notice.said -> 'corrects', '[]')::text
FROM unnest(%s::bigint[]) AS given(number) JOIN archive_article article ON article.id = given.number
LEFT JOIN archive_notice notice ON notice.article_id = article.id
"""


def sent(article_ids: Collection[int]) -> dict[int, Sent]:
    """What there is to weigh of these articles."""
    asked = literal(article_ids)
    bodies = bodies_of(article_ids)
    return {
        pk: Sent(bodies.get(pk, []), slug, headline, on, at, [(before, after) for before, after in json.loads(says)])
        for pk, slug, headline, on, at, says in answers(_SENT, asked)
    }


class Bound(NamedTuple):
    """A bond, and the texts of its two articles."""

    correction: int
    article: int
    texts: tuple[int, ...]


_OF_ARTICLES = """
SELECT bond.correction_id, bond.article_id, ARRAY(SELECT text_id FROM archive_article article
    WHERE article.id IN (bond.correction_id, bond.article_id) AND text_id IS NOT NULL)
FROM archive_bond bond WHERE bond.correction_id = ANY(%(articles)s::bigint[])
UNION SELECT bond.correction_id, bond.article_id, ARRAY(SELECT text_id FROM archive_article article
    WHERE article.id IN (bond.correction_id, bond.article_id) AND text_id IS NOT NULL)
FROM archive_bond bond WHERE bond.article_id = ANY(%(articles)s::bigint[])
"""


def of_articles(article_ids: Collection[int]) -> list[Bound]:
    """The bonds of these articles, whichever side they are on."""
    rows = answers_to(_OF_ARTICLES, {"articles": literal(article_ids)})
    return [Bound(correction, article, tuple(texts)) for correction, article, texts in rows]


_HELD = """
WITH named AS (
    SELECT bond.correction_id, bond.article_id FROM unnest(%(texts)s::bigint[]) AS given(text)
    JOIN archive_article own ON own.text_id = given.text JOIN archive_bond bond ON bond.correction_id = own.id
    UNION SELECT bond.correction_id, bond.article_id FROM unnest(%(texts)s::bigint[]) AS given(text)
    JOIN archive_article own ON own.text_id = given.text JOIN archive_bond bond ON bond.article_id = own.id
)
SELECT LEAST(one.text_id, other.text_id), GREATEST(one.text_id, other.text_id) FROM named
JOIN archive_article one ON one.id = named.correction_id JOIN archive_article other ON other.id = named.article_id
WHERE one.text_id <> other.text_id AND NOT EXISTS (
    SELECT FROM archive_match matched WHERE matched.scheme = %(scheme)s
        AND matched.text_id = LEAST(one.text_id, other.text_id)
        AND matched.other_id = GREATEST(one.text_id, other.text_id))
GROUP BY 1, 2 ORDER BY min(one.original_id || '#' || one.item), min(other.original_id || '#' || other.item)
"""


def holding(text_ids: Collection[int], rulings: Sequence[RuledTexts], scheme: ClusteringScheme) -> list[RuledTexts]:
    """What bonds of the texts ask for, as rulings would, but for what these rulings forbid.

    Two texts that are one story by themselves need no bond.
    """
    if not text_ids or not ANY_BOND.any():
        return []
    pairs = answers_to(_HELD, {"texts": literal(text_ids), "scheme": scheme.id})
    asked = [RuledTexts(NO_RULING, Ruling.Kind.SAME, Ruling.Level.STORY, texts, ()) for texts in pairs]
    if not any(ruling.kind == Ruling.Kind.DIFFERENT for ruling in rulings):
        return asked
    found: list[RuledTexts] = []
    against = contradictions(rulings)
    for bond in asked:
        if contradictions([*rulings, *found, bond]) == against:
            found.append(bond)
    return found


_EVERY = """
SELECT DISTINCT text_id FROM archive_bond bond JOIN archive_article article ON article.id = bond.correction_id
WHERE text_id IS NOT NULL
"""


def every(rulings: Sequence[RuledTexts], scheme: ClusteringScheme) -> list[RuledTexts]:
    """What all bonds of the archive ask for."""
    return holding([text for (text,) in answers(_EVERY)], rulings, scheme) if ANY_BOND.any() else []


NO_RULING = 0
"""In place of a ruling's number."""
