"""Which rows of any table tell of what is under embargo: the desk shows them to those alone who may see that.

`HIDDEN` says for each table by which way a row belongs to articles, texts, paragraphs, stories or files. A story that
is hidden in part is left out whole, with its versions and rulings: its summary and counts may tell of what is hidden.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, Func, Model, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Now

from newsarchive.archive import models
from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.veil import Veil

Row = TypeVar("Row", bound=Model)
Hides = Callable[[Veil], Q]
"""Given what is hidden, the condition for a row that tells of it."""


def any_of(numbers: Collection[int]) -> Func:
    """These numbers as a subquery for ``__in``: however many, they are one parameter."""
    return Func(Value(literal(sorted(numbers))), template="(SELECT unnest(%(expressions)s::bigint[]))")


def _array(numbers: Collection[int]) -> Func:
    """To compare an array with."""
    return Func(Value(literal(sorted(numbers))), template="%(expressions)s::bigint[]")


# --- What is hidden, as subqueries ---


def _articles(veil: Veil) -> QuerySet[models.Article]:
    return models.Article.objects.filter(pk__in=any_of(veil.articles)).order_by()


def _open(veil: Veil, **only: Any) -> Exists:
    """Whether there is such an article that is not hidden."""
    return Exists(models.Article.objects.filter(**only).exclude(pk__in=any_of(veil.articles)))


def _texts(veil: Veil) -> QuerySet[models.Article, Any]:
    """Texts that hidden articles alone print."""
    printed = _articles(veil).filter(text__isnull=False)
    return printed.exclude(_open(veil, text=OuterRef("text"))).values("text")


def _passages(veil: Veil) -> QuerySet[models.Paragraph, Any]:
    """Paragraph texts that hidden articles alone print."""
    printed = models.Paragraph.objects.filter(article_id__in=any_of(veil.articles)).order_by()
    elsewhere = models.Paragraph.objects.filter(passage=OuterRef("passage")).exclude(
        article_id__in=any_of(veil.articles)
    )
    return printed.exclude(Exists(elsewhere)).values("passage")


def _originals(veil: Veil) -> QuerySet[models.Article, Any]:
    """Files in which a hidden article is printed, also beside others: their names and lines may tell of it."""
    return _articles(veil).values("original")


def _stories(veil: Veil) -> Func:
    return any_of(veil.stories | veil.partly)


def _rulings(veil: Veil) -> Iterable[QuerySet[Any, Any]]:
    """Rulings that name a hidden article, and those that a hidden story took part in."""
    named = models.RuledArticle.objects.filter(_named(veil, "original_digest", "item"))
    touched = models.RuledStory.objects.filter(story_id__in=_stories(veil))
    return named.order_by().values("ruling"), touched.order_by().values("ruling")


def _named(veil: Veil, digest: str, item: str) -> Exists:
    """Whether a row names a hidden article as rulings do."""
    return Exists(_articles(veil).filter(original=OuterRef(digest), item=OuterRef(item)))


def _pairs(veil: Veil) -> QuerySet[models.Review, Any]:
    """Pairs to review of which one article is hidden."""
    one, other = _named(veil, "digest", "item"), _named(veil, "other_digest", "other_item")
    return models.Review.objects.filter(Q(one) | Q(other)).order_by().values("pk")


# --- By which way a row belongs to it ---


def _any(conditions: Iterable[Q]) -> Q:
    return reduce(or_, conditions)


def _of_articles(*columns: str) -> Hides:
    return lambda veil: _any(Q(**{f"{column}__in": any_of(veil.articles)}) for column in columns)


def _of_texts(*columns: str) -> Hides:
    return lambda veil: _any(Q(**{f"{column}__in": _texts(veil)}) for column in columns)


def _of_passages(column: str) -> Hides:
    return lambda veil: Q(**{f"{column}__in": _passages(veil)})


def _of_stories(*columns: str) -> Hides:
    return lambda veil: _any(Q(**{f"{column}__in": _stories(veil)}) for column in columns)


def _of_originals(column: str) -> Hides:
    return lambda veil: Q(**{f"{column}__in": _originals(veil)})


def _of_rulings(column: str) -> Hides:
    return lambda veil: _any(Q(**{f"{column}__in": found}) for found in _rulings(veil))


def _of_pairs(column: str) -> Hides:
    return lambda veil: Q(**{f"{column}__in": _pairs(veil)})


def _with_heads(veil: Veil) -> Q:
    """By an array of texts, one of which is hidden."""
    return Q(heads__overlap=ArraySubquery(_texts(veil)))


def _either(*ways: Hides) -> Hides:
    return lambda veil: _any(way(veil) for way in ways)


def _mass(veil: Veil) -> Q:
    return _with_heads(veil) | Q(pk__in=models.Tie.objects.filter(text__in=_texts(veil)).values("mass"))


def _proposal(veil: Veil) -> Q:
    return Q(examples__overlap=_array(veil.articles))


def _rest(veil: Veil) -> Q:
    of_texts = models.TextStock.objects.filter(text__in=_texts(veil)).values("rest")
    of_passages = models.PassageStock.objects.filter(passage__in=_passages(veil)).values("rest")
    return Q(pk__in=of_texts) | Q(pk__in=of_passages)


def _stray_text(veil: Veil) -> Q:
    """A text that nothing prints: what was in the bin, or is on its way there, may have been under embargo."""
    return Q(pk__in=_texts(veil)) | ~Exists(models.Article.objects.filter(text=OuterRef("pk")))


def _story(veil: Veil) -> Q:
    """Stories that were merged into a hidden one keep their headline, and so do those that lost all their articles."""
    merged = models.Story.objects.filter(merged_into_id__in=_stories(veil)).order_by()
    hidden = _of_stories("pk", "merged_into_id")(veil) | Q(merged_into_id__in=merged.values("pk"))
    held = Q(held_until=None) | Q(held_until__gt=Now())
    return hidden | held & Q(article_count=0, marks__contains=[models.Story.Mark.EMBARGOED])


def _upload(veil: Veil) -> Q:
    """All of whose files tell of what is hidden."""
    files = models.UploadedFile.objects.order_by()
    others = files.filter(upload=OuterRef("pk")).exclude(original__in=_originals(veil))
    return Q(pk__in=files.filter(original__in=_originals(veil)).values("upload")) & ~Exists(others)


def _source(veil: Veil) -> Q:
    """A name that hidden articles alone have."""
    ways = [_articles(veil).filter(**{f"{way}__isnull": False}).values(way) for way in ("source", "source_read")]
    borne = _any(Q(pk__in=way) for way in ways)
    return borne & ~_open(veil, source=OuterRef("pk")) & ~_open(veil, source_read=OuterRef("pk"))


def _agency(veil: Veil) -> Q:
    credited = models.Article.agencies.through.objects.order_by()
    hidden = credited.filter(article_id__in=any_of(veil.articles)).values("agency")
    others = credited.filter(agency=OuterRef("pk")).exclude(article_id__in=any_of(veil.articles))
    return Q(pk__in=hidden) & ~Exists(others)


HIDDEN: Mapping[type[Model], Hides] = {
    models.Article: _of_articles("pk"),
    models.Notice: _of_articles("article_id"),
    models.Naming: _of_articles("notice_id", "article_id"),
    models.Bond: _of_articles("correction_id", "article_id"),
    models.Carried: _either(_of_articles("notice_id"), _of_texts("text")),
    models.Reading: _of_articles("article_id"),
    models.Credit: _of_articles("article_id"),
    models.Paragraph: _of_articles("article_id"),
    models.SearchEntry: _of_articles("article_id"),
    models.Receipt: _either(_of_articles("article_id", "related_id"), _of_originals("file__original")),
    models.Text: _stray_text,
    models.Fingerprint: _of_texts("text"),
    models.Tie: _of_texts("text"),
    models.Unmatched: _of_texts("text"),
    models.Match: _of_texts("text", "other"),
    models.Mass: _mass,
    models.Crowd: _with_heads,
    models.Passage: _of_passages("pk"),
    models.PassageFingerprint: _of_passages("passage"),
    models.Rest: _rest,
    models.Story: _story,
    models.Version: _either(_of_stories("story_id"), _of_texts("lead")),
    models.Membership: _either(_of_stories("story_id"), _of_texts("text")),
    models.Ruling: _of_rulings("pk"),
    models.RuledArticle: _of_rulings("ruling"),
    models.RuledStory: _of_rulings("ruling"),
    models.Review: _of_pairs("pk"),
    models.ReviewSkip: _of_pairs("review"),
    models.StockProposal: _proposal,
    models.Original: _of_originals("pk"),
    models.UploadedFile: _of_originals("original"),
    models.Upload: _upload,
    models.Source: _source,
    models.Agency: _agency,
}
"""By table, which rows tell of what is hidden."""

ALWAYS = (models.Text, models.Story)
"""Tables of which rows are left out also where nothing is under embargo at the moment."""

OPEN_TO_ALL: Mapping[type[Model], str] = {
    models.Scheme: "numbers by which texts are compared",
    models.Adoption: "numbers that came into force; the stories of its report go through `mentioned.report_seen`",
    models.Trial: "numbers that somebody tried; the stories of its report go through `mentioned.report_seen`",
    models.Sense: "rules by which the archive was read anew",
    models.StockEntry: "wordings that editors decided on",
    models.StockDecision: "what editors said of wordings",
    models.StockRegister: "wordings that were adopted together",
}
"""Tables of the desk that tell nothing of single articles, each with the reason."""


def seen(rows: QuerySet[Row], veil: Veil | None) -> QuerySet[Row]:
    """The rows that tell of nothing hidden; all of them where the veil is None, for those who may see everything."""
    hides = HIDDEN.get(rows.model)
    if veil is None or hides is None or not (veil or rows.model in ALWAYS):
        return rows
    return rows.exclude(hides(veil))


def all_seen(rows: Iterable[Model], veil: Veil | None) -> bool:
    """Whether none of these rows tells of anything hidden. One question a table."""
    if veil is None:
        return True
    asked = rows if veil else (row for row in rows if isinstance(row, models.Story) and not row.article_count)
    by_table: dict[type[Model], set[Any]] = {}
    for row in asked:
        by_table.setdefault(type(row), set()).add(row.pk)
    return all(
        seen(table._default_manager.filter(pk__in=pks), veil).count() == len(pks) for table, pks in by_table.items()
    )
