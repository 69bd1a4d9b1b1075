"""What is looked at to propose stock text: what the archive prints, story by story, and where phrases stand.

Lines that were set aside as page furniture are looked at with the paragraphs: what is furniture on one outlet's page is
part of the text where another prints it along.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.db import connection

from newsarchive.archive.models import Article, Text
from newsarchive.archive.queries.arrays import literal, rows
from newsarchive.dedup import proposals
from newsarchive.dedup.proposals import Seen, Telling
from newsarchive.dedup.recurring import Paragraph, Place, phrases_of
from newsarchive.dedup.vocabulary import spelled_lines

STORIES_AT_ONCE = 2000

_NEXT = """
SELECT story_id FROM (SELECT DISTINCT story_id FROM archive_membership WHERE story_id > %s ORDER BY story_id LIMIT %s)
AS following ORDER BY story_id DESC LIMIT 1
"""
_OF_STORIES = """
SELECT DISTINCT member.story_id, passage.id, passage.text FROM archive_membership member
JOIN archive_printing printing ON printing.text_id = member.text_id
JOIN archive_passage passage ON passage.id = printing.passage_id
WHERE member.story_id > %(after)s AND member.story_id <= %(until)s AND passage.words >= 3
UNION ALL
SELECT member.story_id, -min(article.id), line FROM archive_membership member
JOIN archive_article article ON article.text_id = member.text_id CROSS JOIN LATERAL unnest(article.furniture) AS line
WHERE member.story_id > %(after)s AND member.story_id <= %(until)s GROUP BY member.story_id, line
ORDER BY 1, 2
"""


def portions() -> Iterator[list[Paragraph]]:
    """All distinct paragraphs and set-aside lines of each story, some thousand stories at a time.

    A line that was set aside is named by the number of an article that has it, below zero.
    """
    last = 0
    with connection.cursor() as cursor:
        while True:
            cursor.execute(_NEXT, [last, STORIES_AT_ONCE])
            following = cursor.fetchone()
            if following is None:
                return
            cursor.execute(_OF_STORIES, {"after": last, "until": following[0]})
            last = following[0]
            yield [Paragraph(*row) for row in cursor.fetchall()]


def how_many_stories() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT story_id) FROM archive_membership")
        return int(cursor.fetchone()[0])


_STANDING = """
SELECT found.* FROM unnest(%s::bigint[], %s::bigint[]) AS given(story, passage) CROSS JOIN LATERAL (
    SELECT given.story, given.passage, article.id, passage.text, paragraph.position,
        (SELECT max(position) + 1 FROM archive_paragraph WHERE article_id = article.id) AS paragraphs,
        article.dated_on, COALESCE('source ' || article.source_id, article.site), false
    FROM archive_paragraph paragraph JOIN archive_article article ON article.id = paragraph.article_id
    JOIN archive_membership member ON member.text_id = article.text_id AND member.story_id = given.story
    JOIN archive_passage passage ON passage.id = paragraph.passage_id
    WHERE paragraph.passage_id = given.passage ORDER BY article.id LIMIT %s
) AS found
"""
_SET_ASIDE = """
SELECT given.story, given.passage, article.id, line, 0, 1, article.dated_on,
    COALESCE('source ' || article.source_id, article.site), true
FROM unnest(%s::bigint[], %s::bigint[]) AS given(story, passage) JOIN archive_article article ON article.id = -passage
CROSS JOIN LATERAL unnest(article.furniture) AS line
"""
_ARTICLES_EACH = 8


def seen_at(places: Iterable[Place]) -> dict[Place, list[Seen]]:
    """Where articles print each passage in its story, some of them each; all lines for those that were set aside."""
    ordered = sorted(set(places))
    found: dict[Place, list[Seen]] = {place: [] for place in ordered}
    given = [literal(place.story for place in ordered), literal(place.passage for place in ordered)]
    with connection.cursor() as cursor:
        for question, more in ((_STANDING, [_ARTICLES_EACH]), (_SET_ASIDE, [])):
            cursor.execute(question, [*given, *more])
            for story, passage, *rest in cursor.fetchall():
                found[Place(story, passage)].append(Seen(story, *rest))
    return found


def heads_among(phrases: Iterable[str]) -> set[str]:
    """Those of the phrases that are the whole headline of any article, or its byline."""
    asked, found = set(phrases), set[str]()
    last = 0
    while some := list(_HEADS.filter(pk__gt=last)[:_HEADS_AT_ONCE]):
        last = some[-1][0]
        found.update(asked.intersection(phrases_of([head for _, *heads in some for head in heads])))
    return found


_HEADS = Article.objects.filter(text__isnull=False).order_by("pk").values_list("pk", "headline", "byline")
_HEADS_AT_ONCE = 20_000

_LONGEST = """
SELECT given.story, found.text_id FROM unnest(%s::bigint[]) AS given(story) CROSS JOIN LATERAL
(SELECT member.text_id FROM archive_membership member JOIN archive_text text ON text.id = member.text_id
 WHERE member.story_id = given.story ORDER BY text.length DESC, text.digest LIMIT 1) AS found
"""


def telling_of(stories: Iterable[int]) -> Mapping[int, Telling]:
    """The telling words of each story, those of its longest text."""
    with connection.cursor() as cursor:
        cursor.execute(_LONGEST, [literal(sorted(set(stories)))])
        text_of = dict(cursor.fetchall())
    spelled = rows(Text, ("id", "words"), "id", sorted(set(text_of.values())))
    told = proposals.telling_of(spelled_lines([words.encode() for _, words in spelled]))
    telling = dict(zip((pk for pk, _ in spelled), told, strict=True))
    return {story: telling[text] for story, text in text_of.items()}
