"""The company an article keeps: who else prints its paragraphs, and its neighbours in its story."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from newsarchive.archive.models import Article, Story
from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.articles import Printed
from newsarchive.archive.queries.kept import answers, answers_to
from newsarchive.archive.queries.veil import OPEN, Veil
from newsarchive.dedup.schemes import CLUSTERING

COUNTED = 100
"""Articles up to which it is counted how many print a paragraph: its own page counts further."""

SHOWN = 12
"""Articles of other texts that are named."""

TEXTS_LOOKED_AT = 400
"""Other texts that are looked at for each paragraph: what more of them print says little of any."""

LARGEST = 5000
"""Articles of a story among which an article is given its place; of a larger story its page has them in order."""

_RAN = """
SELECT given.number, count(DISTINCT found.article_id), count(found.article_id)
FROM unnest(%s::bigint[]) AS given(number) CROSS JOIN LATERAL (
    SELECT paragraph.article_id FROM archive_paragraph paragraph JOIN archive_article article
        ON article.id = paragraph.article_id
    WHERE paragraph.passage_id = given.number AND article.text_id IS NOT NULL AND article.id <> ALL(%s::bigint[])
    LIMIT %s) AS found
GROUP BY given.number
"""


def ran_in(passages: Iterable[int], veil: Veil = OPEN) -> dict[int, int]:
    """In how many articles each of the passages ran; more than `COUNTED` where that is as far as they were counted.

    One question, however many they are.
    """
    rows = answers(_RAN, literal(sorted(set(passages))), veil.hidden, COUNTED + 1)
    return {passage: COUNTED + 1 if looked_at > COUNTED else articles for passage, articles, looked_at in rows}


class Sharing(NamedTuple):
    """An article of another text that prints some of an article's paragraphs, ``shared`` of them; ``story`` is its
    own, None where it was not compared yet. ``outlet`` is empty where none is known.
    """

    shared: int
    pk: int
    headline: str
    language: str
    outlet: str
    dated_on: datetime.date
    dated_by: str
    story: int | None


_SHARING = """
WITH shared AS (
    SELECT printed.text_id, count(*) AS passages, sum(passage.words) AS words
    FROM unnest(%(passages)s::bigint[]) AS given(number)
    JOIN archive_passage passage ON passage.id = given.number AND passage.words >= %(least)s
    CROSS JOIN LATERAL (SELECT text_id FROM archive_printing
        WHERE passage_id = given.number AND text_id <> %(text)s LIMIT %(texts)s) AS printed
    GROUP BY printed.text_id ORDER BY passages DESC, words DESC, printed.text_id
)
SELECT shared.passages, article.id, article.headline, article.language, COALESCE(source.name, article.site),
    article.dated_on, article.dated_by, member.story_id
FROM shared CROSS JOIN LATERAL (
    SELECT * FROM archive_article WHERE text_id = shared.text_id AND id <> ALL(%(hidden)s::bigint[]) ORDER BY id LIMIT 1
) AS article
LEFT JOIN archive_source source ON source.id = article.source_id
LEFT JOIN archive_membership member ON member.text_id = shared.text_id
ORDER BY shared.passages DESC, shared.words DESC, shared.text_id LIMIT %(most)s
"""


def sharing(article: Article, printed: Sequence[Printed], veil: Veil = OPEN) -> list[Sharing]:
    """Articles of other texts that print the most of this one's paragraphs: `SHOWN`, and one more where there are more.

    Of a text that many print, the one taken in first. Stock text does not count, nor do lines of a few words.
    """
    passages = {each.passage for each in printed if each.repeats is None and not each.stock}
    if article.text_id is None or not passages:
        return []
    given = {"passages": literal(sorted(passages)), "least": CLUSTERING.shared_words, "text": article.text_id}
    bounds = {"texts": TEXTS_LOOKED_AT, "hidden": veil.hidden, "most": SHOWN + 1}
    return [Sharing(*row) for row in answers_to(_SHARING, given | bounds)]


class Neighbour(NamedTuple):
    pk: int
    headline: str
    language: str
    outlet: str
    dated_on: datetime.date


class Place(NamedTuple):
    """Where an article stands among those of its story, the earliest first: it is the ``number`` th ``of`` all."""

    number: int
    of: int
    earlier: Neighbour | None
    later: Neighbour | None


_PLACE = """
WITH here AS (
    SELECT article.id, article.dated_on, (article.dated_on, article.id) < (%(day)s, %(id)s) AS before
    FROM archive_membership member JOIN archive_article article ON article.text_id = member.text_id
    WHERE member.story_id = %(story)s AND article.id <> ALL(%(hidden)s::bigint[])
), around AS (
    SELECT count(*) FILTER (WHERE before) + 1 AS number, count(*) AS there_are,
        (max(ARRAY[dated_on - DATE '0001-01-01', id]) FILTER (WHERE before))[2] AS earlier,
        (min(ARRAY[dated_on - DATE '0001-01-01', id]) FILTER (WHERE NOT before AND id <> %(id)s))[2] AS later
    FROM here
)
SELECT around.number, around.there_are, article.id IS NOT DISTINCT FROM around.earlier,
    article.id, article.headline, article.language,
    COALESCE(source.name, article.site), article.dated_on
FROM around LEFT JOIN archive_article article ON article.id IN (around.earlier, around.later)
LEFT JOIN archive_source source ON source.id = article.source_id
"""


def place_in(story: Story | None, article: Article, veil: Veil = OPEN) -> Place | None:
    """Where an article stands in its story, by day; None where it is alone there, or one of more than `LARGEST`."""
    if story is None or not 1 < story.article_count <= LARGEST:
        return None
    given = {"story": story.pk, "day": article.dated_on, "id": article.pk, "hidden": veil.hidden}
    rows = answers_to(_PLACE, given)
    number, there_are = rows[0][:2]
    beside = {earlier: Neighbour(*row) for _, _, earlier, *row in rows if row[0] is not None}
    return Place(number, there_are, beside.get(True), beside.get(False)) if there_are > 1 else None
