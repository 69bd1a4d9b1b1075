"""What an editor must see before ruling, and what rulings did: read only, and bounded however large a story is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.contrib.postgres.search import SearchQuery
from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import MD5, Cast

from newsarchive.archive.models import Article, Membership, Paragraph, RuledArticle, SearchEntry, Story
from newsarchive.archive.queries import stock
from newsarchive.archive.queries.marks import borne_by
from newsarchive.archive.queries.relations import Member, members_among
from newsarchive.archive.queries.veil import OPEN, Veil
from newsarchive.archive.queries.veiled import seen
from newsarchive.archive.search_text import CONFIG, prepare
from newsarchive.dedup.boilerplate import Register

MEMBERS_SHOWN = 25
"""Members that a side-by-side panel lists; the rest are counted and one click away."""

PARAGRAPHS_SHOWN = 8
LONGEST_QUESTION = 500


@dataclass(frozen=True)
class Line:
    """One member of a story as a list prints it. ``relation`` and ``likeness`` (0 to 1) are to article ``related_id``.

    They are those of the story's own page. The lead of the story is related to nothing, and so is every article
    that is listed without its story; ``to_lead`` says that the related article is the story's lead. ``told`` is said
    instead of the relation, where it is not empty, and ``but`` what differs.
    """

    article_id: int
    headline: str
    source: str
    dated_on: date
    dated_by: str
    text_id: int
    version_id: int | None
    relation: str = ""
    confidence: float = 1.0
    likeness: float | None = None
    related_id: int | None = None
    to_lead: bool = False
    told: str = ""
    but: str = ""
    marks: Sequence[str] = ()


@dataclass(frozen=True)
class Lines:
    """The first lines of a list, and how many it has in all."""

    shown: Sequence[Line]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.shown)


@dataclass(frozen=True)
class Panel:
    """A story laid beside others. ``seen`` says what it was made of when it was read (see `standings`)."""

    story: Story
    paragraphs: Sequence[stock.Parted]
    continues: bool
    members: Lines
    versions: int
    sources: int
    seen: str


@dataclass(frozen=True)
class TakeOutPreview:
    """What leaves a story, what goes along because it says exactly the same, and what stays."""

    panel: Panel
    chosen: Lines
    along: Lines
    staying: Lines
    strangers: Sequence[int]


@dataclass(frozen=True)
class PairSide:
    """One article of a pair: its paragraphs without repeats, and its story, None where it is in none."""

    article: Article
    paragraphs: Sequence[stock.Parted]
    story: Story | None


def articles_saying(words: str) -> QuerySet[SearchEntry, Any]:
    """Ids of the articles that the full-text index finds for the words, as a subquery."""
    asked = SearchQuery(prepare(words[:LONGEST_QUESTION]), config=CONFIG, search_type="websearch")
    return SearchEntry.objects.filter(vector=asked).values("pk")


def stories_saying(words: str) -> QuerySet[Membership, Any]:
    """Ids of the living stories with a member that the full-text index finds, as a subquery."""
    texts = Article.objects.filter(pk__in=articles_saying(words)).order_by().values("text_id")
    return Membership.objects.filter(text__in=texts).values("story_id")


def named_like(words: str, leaving_out: Sequence[int], most: int = 10, veil: Veil | None = None) -> list[Story]:
    """The first stories that the full-text index finds for some words, the newest first."""
    stories = Story.objects.filter(pk__in=stories_saying(words), merged_into=None).exclude(pk__in=leaving_out)
    return list(seen(stories, veil).order_by("-dated_on", "-pk")[:most])


def standings(story_ids: Iterable[int]) -> dict[int, str]:
    """What each story is made of, in one short string that changes whenever a member comes or goes.

    It goes out with a confirmation page and comes back with the decision: where it differs, the editor decided
    about something else. Taken from the members themselves, since summaries may be rewritten without a change.
    """
    ids = list(story_ids)
    members = StringAgg(Cast("id", TextField()), delimiter=Value(","), order_by="id")
    rows = (
        Article.objects.filter(text__membership__story_id__in=ids)
        .order_by()
        .values_list("text__membership__story_id")
        .annotate(count=Count("id"), made_of=MD5(members))
    )
    made_of = {story: f"{count}-{digest[:16]}" for story, count, digest in rows}
    into = dict(Story.objects.filter(pk__in=ids).values_list("pk", "merged_into_id"))
    return {story: f"{story}-{into[story] or 0}-{made_of.get(story, '0-')}" for story in ids if story in into}


def member_articles(story: Story) -> QuerySet[Article]:
    """The story's articles, its lead first, then version by version; light enough to page through."""
    not_lead = ExpressionWrapper(~Q(pk=story.lead_article_id or 0), output_field=BooleanField())
    return (
        Article.objects.filter(text__membership__story=story)
        .select_related("source")
        .only("headline", "source__name", "dated_on", "dated_by", "text_id", "original_id", "item")
        .annotate(version=F("text__membership__version_id"))
        .order_by(not_lead, "text__membership__version_id", "text_id", "dated_on", "id")
    )


def lines(articles: Iterable[Article], story: Story | None = None, veil: Veil | None = None) -> list[Line]:
    """The articles as lists print them, with their relations where the story is named: all must be in it.

    Each must carry ``version``, as those of `member_articles` do.
    """
    listed = list(articles)
    marks = {pk: bearing.marks for pk, bearing in borne_by(listed, veil or OPEN).items()}
    if story is None:
        return [_line(article, marks=marks.get(article.pk, ())) for article in listed]
    return [
        _line(member.article, marks=marks.get(member.article.pk, ()), **_relation(member, story))
        for member in members_among(listed, story)
    ]


def _relation(member: Member, story: Story) -> dict[str, Any]:
    """What a line says of a member's relation."""
    related = member.related
    if related is None:
        return {"relation": member.relation}
    to_lead = related.pk == story.lead_article_id
    return {
        "relation": member.relation,
        "confidence": member.confidence,
        "told": member.told,
        "but": member.but,
        "likeness": member.similarity,
        "related_id": related.pk,
        "to_lead": to_lead,
    }


def _line(article: Article, **relation: Any) -> Line:
    return Line(
        article_id=article.pk,
        headline=str(article),
        source=article.source.name if article.source else "",
        dated_on=article.dated_on,
        dated_by=article.get_dated_by_display(),
        text_id=article.text_id,
        version_id=article.version,
        **relation,
    )


def _first(articles: QuerySet[Article], story: Story, count: int = MEMBERS_SHOWN) -> Lines:
    return Lines(lines(articles[:count], story), articles.order_by().count())


def panels(story_ids: Sequence[int]) -> list[Panel]:
    """A panel for each story that exists, oldest number first."""
    seen = standings(story_ids)
    stories = Story.objects.filter(pk__in=story_ids).select_related("merged_into").order_by("pk")
    register = stock.on_pages()
    return [_panel(story, seen[story.pk], register) for story in stories]


def _panel(story: Story, seen: str, register: Register) -> Panel:
    articles = member_articles(story)
    counts = articles.order_by().aggregate(
        versions=Count("text__membership__version_id", distinct=True), sources=Count("source_id", distinct=True)
    )
    printed = _lead_paragraphs(story)
    return Panel(
        story=story,
        paragraphs=stock.parted(printed[:PARAGRAPHS_SHOWN], register),
        continues=len(printed) > PARAGRAPHS_SHOWN,
        members=_first(articles, story),
        seen=seen,
        **counts,
    )


def _lead_paragraphs(story: Story) -> list[str]:
    """The lead's first paragraphs, without what it repeats; one more than is shown, where there is one."""
    found = Paragraph.objects.filter(article_id=story.lead_article_id, repeats=None).select_related("passage")
    return [paragraph.body for paragraph in found.order_by("position")[: PARAGRAPHS_SHOWN + 1]]


def pair_sides(article_ids: Sequence[int]) -> list[PairSide]:
    """The articles that are here, in the order asked for."""
    found = Article.objects.select_related("source", "text__membership__story").in_bulk(list(article_ids))
    printed: dict[int, list[str]] = defaultdict(list)
    rows = Paragraph.objects.filter(article__in=found, repeats=None).select_related("passage")
    for paragraph in rows.order_by("article_id", "position"):
        printed[paragraph.article_id].append(paragraph.body)
    register = stock.on_pages()
    return [
        PairSide(found[pk], stock.parted(printed[pk], register), _story_of(found[pk]))
        for pk in article_ids
        if pk in found
    ]


def _story_of(article: Article) -> Story | None:
    membership = getattr(article.text, "membership", None)
    return membership.story if membership else None


def latest_ruling_on(article_ids: Sequence[int]) -> int:
    """The number of the latest ruling that names any of the articles; 0 where none does."""
    named = Article.objects.filter(pk__in=article_ids, original_id=OuterRef("original_digest"), item=OuterRef("item"))
    digests = Article.objects.filter(pk__in=article_ids).values("original_id")
    rows = RuledArticle.objects.filter(Exists(named), original_digest__in=digests)
    return rows.aggregate(latest=Max("ruling_id"))["latest"] or 0


def take_out_preview(story: Story, article_ids: Sequence[int]) -> TakeOutPreview:
    """What would leave the story if the articles were taken out, and what would stay."""
    members = member_articles(story)
    chosen = members.filter(pk__in=article_ids)
    texts = list(chosen.order_by().values_list("text_id", flat=True).distinct())
    here = set(chosen.order_by().values_list("pk", flat=True))
    return TakeOutPreview(
        panel=_panel(story, standings([story.pk])[story.pk], stock.on_pages()),
        chosen=_first(chosen, story, count=len(article_ids)),
        along=_first(members.filter(text_id__in=texts).exclude(pk__in=article_ids), story),
        staying=_first(members.exclude(text_id__in=texts), story),
        strangers=[pk for pk in article_ids if pk not in here],
    )
