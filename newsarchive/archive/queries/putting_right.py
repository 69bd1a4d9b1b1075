"""What editors said of two articles: that one puts the other right, or that neither does."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import F

from newsarchive.archive.models import Article, Ruling
from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.changes import printed_by
from newsarchive.archive.queries.kept import FixedQuestion, answers
from newsarchive.dedup.figures import in_figures
from newsarchive.dedup.put_right import WORDS, Line, lines, put_right
from newsarchive.dedup.words import words

OF = "pair"
"""What the value of such a ruling says that it is of."""

ANY = FixedQuestion(
    lambda: Ruling.objects.standing().filter(kind=Ruling.Kind.MARK.value, value__of=OF).order_by().values("pk")[:1]
)
"""Whether anything of the kind was ever said."""


class Said(NamedTuple):
    """A ruling in force on two articles of one story, whose ``texts`` are the one's and the other's: ``correction``
    corrects ``wrong``, or does not.
    """

    story: int
    ruling: int
    correction: int
    wrong: int
    corrects: bool
    texts: frozenset[int]


_IN_STORIES = """
SELECT member.story_id, ruling.id, one.id, other.id, (ruling.value ->> 'set')::boolean, one.text_id, other.text_id
FROM archive_ruling ruling
JOIN archive_ruledarticle a ON a.ruling_id = ruling.id AND a.side = 'a'
JOIN archive_article one ON one.original_id = a.original_digest AND one.item = a.item
JOIN archive_membership member ON member.text_id = one.text_id
JOIN archive_ruledarticle b ON b.ruling_id = ruling.id AND b.side = 'b'
JOIN archive_article other ON other.original_id = b.original_digest AND other.item = b.item
JOIN archive_membership beside ON beside.text_id = other.text_id AND beside.story_id = member.story_id
WHERE ruling.kind = 'mark' AND ruling.undone_at IS NULL AND ruling.value ->> 'of' = 'pair'
    AND one.text_id <> other.text_id AND member.story_id = ANY(%s::bigint[]) AND ruling.id <> %s
ORDER BY ruling.id
"""


def said_in(story_ids: Collection[int], without: int | None = None) -> list[Said]:
    """What editors said of pairs that are in one of these stories today: of two texts the latest. ``without`` leaves a
    ruling aside, as if it were undone.
    """
    if not story_ids or not ANY.any():
        return []
    rows = answers(_IN_STORIES, literal(story_ids), without or 0)
    every = (Said(*said, frozenset((one, other))) for *said, one, other in rows)
    return list({said.texts: said for said in every}.values())


class Fate(NamedTuple):
    """What became of a ruling on two articles that was not undone: the latest one ``by`` which it is superseded, and
    why it ``rests``; None and empty where it counts. ``earlier`` is the one that counts again without it.
    """

    by: int | None
    rests: str
    earlier: int | None


_ON_THE_SAME = """
WITH pair AS (
    SELECT ruling.id, one.text_id AS one, other.text_id AS other
    FROM archive_ruling ruling
    JOIN archive_ruledarticle a ON a.ruling_id = ruling.id AND a.side = 'a'
    JOIN archive_ruledarticle b ON b.ruling_id = ruling.id AND b.side = 'b'
    LEFT JOIN archive_article one ON one.original_id = a.original_digest AND one.item = a.item
    LEFT JOIN archive_article other ON other.original_id = b.original_digest AND other.item = b.item
    WHERE ruling.kind = 'mark' AND ruling.undone_at IS NULL AND ruling.value ->> 'of' = 'pair'
)
SELECT asked.id, asked.one, asked.other, one.story_id = other.story_id, ARRAY(
    SELECT same.id FROM pair same WHERE LEAST(same.one, same.other) = LEAST(asked.one, asked.other)
        AND GREATEST(same.one, same.other) = GREATEST(asked.one, asked.other) ORDER BY same.id)
FROM pair asked LEFT JOIN archive_membership one ON one.text_id = asked.one
LEFT JOIN archive_membership other ON other.text_id = asked.other
WHERE asked.id = ANY(%s::bigint[])
"""


def fates(rulings: Iterable[Ruling]) -> dict[int, Fate]:
    """What became of those of the rulings that are on two articles and were not undone; one question, if any."""
    pairs = [r.pk for r in rulings if r.kind == Ruling.Kind.MARK and r.holds and r.value.get("of") == OF]
    rows = answers(_ON_THE_SAME, literal(pairs)) if pairs else []
    return {pk: _fate(pk, one, other, together, same) for pk, one, other, together, same in rows}


def _fate(pk: int, one: int | None, other: int | None, together: bool | None, same: Sequence[int]) -> Fate:
    latest = max(same, default=pk)
    earlier = max((other for other in same if other < pk), default=None) if latest == pk else None
    if one is None or other is None:
        return Fate(None, "one of its articles is not in the archive, or is in the bin", None)
    if one == other:
        return Fate(None, "its two articles print the same text by now", None)
    by = latest if latest > pk else None
    return Fate(by, "" if together else "its two articles are in two stories", earlier)


def said_of(one: Article, other: Article) -> Said | None:
    """What holds of the texts of two articles."""
    story = story_of(one, other)
    found = said_in([story]) if story else []
    return next((said for said in found if said.texts == {one.text_id, other.text_id}), None)


def of_correction(article: int) -> list[Said]:
    """What editors said an article corrects."""
    stories = Article.objects.filter(pk=article).values_list("text__membership__story", flat=True)
    return [said for said in said_in([pk for pk in stories if pk]) if said.correction == article and said.corrects]


def story_of(one: Article, other: Article) -> int | None:
    """The story that both articles are in; None where they are not in one."""
    wanted = [one.text_id, other.text_id]
    rows = answers("SELECT DISTINCT story_id FROM archive_membership WHERE text_id = ANY(%s::bigint[])", wanted)
    return rows[0][0] if len(rows) == 1 and None not in wanted else None


def changes_between(wrong: Article, right: Article) -> Sequence[Line]:
    """What stands otherwise in the article that may be the correction."""
    printed = printed_by([wrong, right])
    return lines(put_right(printed[wrong.pk], printed[right.pk]))


@dataclass(frozen=True)
class Question:
    """Two articles of a story that are copies but for ``but``: ``killed 12 → 19``. One may put the other right."""

    one: Article
    other: Article
    but: str


def unanswered(pairs: Iterable[Question], story: int) -> list[Question]:
    """Those of the questions that no editor answered, of these two or of what they are copies of."""
    asked = list(pairs)
    said = said_in([story]) if asked else []
    known = {each.texts for each in said}
    left = [question for question in asked if {question.one.text_id, question.other.text_id} not in known]
    neither = [each for each in said if not each.corrects]
    return _without_copies(left, neither) if left and neither else left


def _without_copies(asked: Sequence[Question], neither: Sequence[Said]) -> list[Question]:
    """Without those that ask the same of copies: of the same two versions, with no other change of words."""
    pairs = [(q.one.pk, q.other.pk) for q in asked] + [(said.correction, said.wrong) for said in neither]
    articles = Article.objects.filter(pk__in={pk for pair in pairs for pk in pair}).only("text_id", "original_id")
    here = {a.pk: a for a in articles.annotate(version=F("text__membership__version"))}
    printed = printed_by(list(here.values()))
    of = [
        (frozenset((here[one].version, here[other].version)), _differing(printed[one], printed[other]))
        for one, other in pairs
    ]
    answered = [each for each in of[len(asked) :] if each[1]]
    return [
        question
        for question, (versions, gave_way) in zip(asked, of[: len(asked)], strict=True)
        if not gave_way or not any(versions == those and gave_way <= them for those, them in answered)
    ]


def _differing(one: Sequence[str], other: Sequence[str]) -> frozenset[frozenset[str]]:
    """The figures and names that stand for one another in two texts, whichever way round and however written."""
    found = (change for change in put_right(one, other) if change.kind != WORDS)
    return frozenset(
        frozenset(" ".join(in_figures(words(side))) for side in (change.before, change.after)) for change in found
    )
