"""What editors said of stories and articles, as it holds today."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from newsarchive.archive.models import Article, Membership, RuledArticle, Ruling, Story
from newsarchive.archive.queries.kept import FixedQuestion

PINNED = "pinned"

LEAD_RULES = {
    "earliest": "the earliest printed",
    "longest": "the longest",
    "agency": "the agency's own",
    "complete": "the most complete",
}
"""By which a member leads, other than being pinned."""

ANCHORS = 25
"""Articles by which a ruling knows a story again."""


@dataclass
class Said:
    """What rulings in force say of one story; None and empty where they say nothing.

    ``rule`` is one of `LEAD_RULES` or `PINNED`, and then ``lead`` is the article. ``by`` has the ruling that says it,
    for *lead*, *headline*, *dated_on* and each mark. ``lifted`` are marks that it does not bear, whatever notices say.
    """

    rule: str = ""
    lead: int | None = None
    headline: str = ""
    dated_on: str = ""
    marks: set[str] = field(default_factory=set)
    lifted: set[str] = field(default_factory=set)
    by: dict[str, int] = field(default_factory=dict)


def anchors(story: Story) -> list[Article]:
    """The articles by which a ruling knows the story again: its lead, then those that came first."""
    members = Article.objects.filter(text__membership__story=story)
    first = members.exclude(pk=story.lead_article_id or 0).order_by("dated_on", "original_id", "item")
    lead = list(members.filter(pk=story.lead_article_id or 0))
    return [*lead, *first[: ANCHORS - len(lead)]]


def of_stories(story_ids: Collection[int], without: int | None = None) -> dict[int, Said]:
    """What holds of each story that something was said of; later rulings overrule earlier ones.

    ``without`` leaves a ruling aside, as if it were undone.
    """
    if not _ANYTHING.any():
        return {}
    rulings = _standing().exclude(pk=without).filter(pk__in=_naming(story_ids))
    here = _first_here([ruling.pk for ruling in rulings])
    found: dict[int, Said] = defaultdict(Said)
    for ruling in rulings:
        article, story = here.get(ruling.pk, (None, None))
        if article is not None and story in story_ids:
            _take(found[story], ruling, article)
    return dict(found)


_MARKS = """
SELECT named.original_digest, named.item, ruling.value::text
FROM archive_ruledarticle named JOIN archive_ruling ruling ON ruling.id = named.ruling_id
WHERE ruling.kind = %s AND ruling.undone_at IS NULL AND ruling.value ->> 'of' = 'article' AND ruling.id <> %s
    AND named.original_digest = ANY(%s)
ORDER BY ruling.id
"""


def marks_of_articles(articles: Iterable[Article], without: int | None = None) -> dict[int, set[str]]:
    """The marks that each of these articles bears itself; ``without`` leaves a ruling aside."""
    by_name = {(a.original_id, a.item): a.pk for a in articles}
    with connection.cursor() as cursor:
        cursor.execute(_MARKS, [Ruling.Kind.MARK.value, without or 0, [digest for digest, _ in by_name]])
        rows = cursor.fetchall()
    found: dict[int, set[str]] = defaultdict(set)
    for digest, item, value in rows:
        if (digest, item) in by_name:
            _mark(found[by_name[digest, item]], json.loads(value))
    return {pk: marks for pk, marks in found.items() if marks}


LIFTED = """
COALESCE((
    SELECT NOT (ruling.value ->> 'set')::boolean
    FROM archive_ruledarticle side JOIN archive_ruling ruling ON ruling.id = side.ruling_id
    WHERE side.original_digest = article.original_id AND side.item = article.item
        AND ruling.kind = 'mark' AND ruling.undone_at IS NULL AND ruling.value ->> 'of' = 'article'
        AND ruling.value ->> 'mark' = CASE carried.mark WHEN 'corrects' THEN 'corrected' ELSE carried.mark END
    ORDER BY ruling.id DESC LIMIT 1), false)
"""
"""Whether an editor lifted what is ``carried`` from this ``article``; others that print the text bear it still."""


def stories_of(ruling: Ruling) -> set[int]:
    """The stories that a ruling's articles are in today."""
    named = ruling.articles.filter(original_digest=OuterRef("original_id"), item=OuterRef("item"))
    texts = Article.objects.filter(Exists(named)).values("text_id")
    return set(Membership.objects.filter(text__in=texts).values_list("story_id", flat=True))


def _standing() -> QuerySet[Ruling]:
    """Rulings on stories that hold, the earliest first."""
    of_stories = ~Q(kind=Ruling.Kind.MARK) | Q(value__of="story")
    return Ruling.objects.standing().filter(of_stories, kind__in=Ruling.OF_STORIES).order_by("pk")


_ANYTHING = FixedQuestion(lambda: _standing().order_by().values("pk")[:1])
"""Whether anything was said of any story."""


def _naming(story_ids: Collection[int]) -> QuerySet[RuledArticle]:
    here = Article.objects.filter(
        original_id=OuterRef("original_digest"), item=OuterRef("item"), text__membership__story__in=story_ids
    )
    standing = RuledArticle.objects.filter(ruling__kind__in=Ruling.OF_STORIES, ruling__undone_at=None)
    return standing.filter(Exists(here)).values("ruling_id")


def _first_here(ruling_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """For each ruling the first of the articles it names that is in a story, and that story."""
    here = Article.objects.filter(original_id=OuterRef("original_digest"), item=OuterRef("item"))
    rows = (
        RuledArticle.objects.filter(ruling__in=ruling_ids)
        .annotate(article=Subquery(here.values("pk")[:1]), story=Subquery(here.values("text__membership__story")[:1]))
        .filter(story__isnull=False)
        .order_by("ruling_id", F("id"))
        .distinct("ruling_id")
    )
    return {pk: (article, story) for pk, article, story in rows.values_list("ruling_id", "article", "story")}


def _take(said: Said, ruling: Ruling, article: int) -> None:
    value = ruling.value
    if ruling.kind == Ruling.Kind.LEAD:
        said.rule, said.lead = value["rule"], article if value["rule"] == PINNED else None
        said.by["lead"] = ruling.pk
    elif ruling.kind == Ruling.Kind.STORY:
        said.headline = value.get("headline", said.headline)
        said.dated_on = value.get("dated_on", said.dated_on)
        said.by |= dict.fromkeys(value, ruling.pk)
    else:
        _mark(said.marks, value)
        _mark(said.lifted, value | {"set": not value["set"]})
        said.by[value["mark"]] = ruling.pk


def _mark(marks: set[str], value: dict[str, str]) -> None:
    """Set the mark that a ruling sets, or lift the one that it lifts."""
    (marks.add if value["set"] else marks.discard)(value["mark"])
