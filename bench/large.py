"""A large archive for measuring, put straight into the tables: what reading and clustering would have left there.

Signatures and originals' bytes are left out: no page shows them. Ids are shuffled, as they are where copy comes in over
years, so that the members of a story do not lie beside each other on the disk.
"""

from __future__ import annotations

import datetime
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any

from django.db import connection, models
from django.utils import timezone

from bench.large_reports import SEED, Press, Report
from newsarchive.archive import models as tables
from newsarchive.archive.services.bulk import copy_rows
from newsarchive.archive.services.schemes import begun
from newsarchive.archive.services.searched import FACETS
from newsarchive.dedup import words as dedup_words
from newsarchive.dedup.schemes import CLUSTERING

FIRST_DAY = datetime.date(2023, 1, 1)
FILES_AN_UPLOAD = 100
ARTICLES_A_SOURCE = 40
AGENCIES = 30
NEIGHBOURS = 8
"""Further texts of its story that each is matched with, besides the leads."""

STRANGERS = 0.03
"""Share of reports with a match to another story: near the edge, and overruled by all others there."""


@dataclass
class Story:
    """A report with the ids its rows have."""

    id: int
    report: Report
    texts: list[int]
    versions: dict[int, int]
    articles: list[int]

    @property
    def lead_article(self) -> int:
        return self.articles[self.report.articles.index(0)]

    @property
    def names(self) -> list[str]:
        """Its articles as rulings name them."""
        return sorted(f"{digest_of(article)}#1" for article in self.articles)


def digest_of(article: int) -> str:
    """Of the original of an article, which is made up."""
    return hashlib.sha256(str(article).encode()).hexdigest()


def fill(articles: int, seed: int = SEED) -> list[Story]:
    """Enter so many articles and all that belongs to them into an empty archive; the largest story is the first."""
    press = Press(seed)
    dice = Random(seed)
    stories = _numbered(list(press.reports(articles)), dice)
    with connection.cursor() as cursor:
        # The rows fit each other; checking every one takes longer than entering it.
        cursor.execute("SET session_replication_role = replica")
    _enter_names(articles)
    _enter_passages(press)
    _enter_texts(stories, press)
    _enter_stories(stories, press)
    _enter_articles(stories, press, dice)
    _enter_search()
    copy(tables.Match, _MATCH, matches(stories, dice))
    begun()
    settle()
    return stories


def settle() -> None:
    """Numbers go on after those given here, keys are checked again, and the planner knows what there is."""
    from django.core.management.color import no_style

    made = [model for model in vars(tables).values() if isinstance(model, type) and issubclass(model, models.Model)]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), made):
            cursor.execute(statement)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE")


def copy(model: type[models.Model], given: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Append rows of the columns given; the others are what Django would have put there."""
    left = [f for f in model._meta.concrete_fields if f.attname not in given and not isinstance(f, models.AutoField)]
    rest = [_default(column) for column in left]
    columns = [*given, *(column.column for column in left)]
    copy_rows(model, columns, ([*row, *rest] for row in rows))


def _default(column: models.Field) -> Any:
    if getattr(column, "auto_now_add", False) or getattr(column, "auto_now", False):
        return timezone.now()
    return column.get_db_prep_save(column.get_default(), connection)


def _numbered(reports: Sequence[Report], dice: Random) -> list[Story]:
    texts = _shuffled(sum(len(r.texts) for r in reports), dice)
    articles = _shuffled(sum(len(r.articles) for r in reports), dice)
    found, version = [], 0
    for number, report in enumerate(reports, 1):
        versions = {own: version + at for at, own in enumerate(report.leads, 1)}
        version += len(versions)
        own = [next(articles) for _ in report.articles]
        found.append(Story(number, report, [next(texts) for _ in report.texts], versions, own))
    return found


def _shuffled(count: int, dice: Random) -> Iterator[int]:
    return iter(dice.sample(range(1, count + 1), count))


def _enter_names(articles: int) -> None:
    sources = max(1, articles // ARTICLES_A_SOURCE)
    copy(tables.Source, ["id", "name"], ((n, f"Outlet {n}") for n in range(1, sources + 1)))
    copy(tables.Agency, ["id", "name"], ((n, f"Agency {n}") for n in range(1, AGENCIES + 1)))


def _printed(words: Sequence[str]) -> str:
    return f"{' '.join(words).capitalize()}."


def _enter_passages(press: Press) -> None:
    rows = ((n, dedup_words.digest(list(p)), _printed(p), len(p)) for n, p in enumerate(press.passages, 1))
    copy(tables.Passage, ["id", "digest", "text", "words"], rows)


def _enter_texts(stories: Sequence[Story], press: Press) -> None:
    printed = sorted((pk, text.passages) for s in stories for pk, text in zip(s.texts, s.report.texts, strict=True))
    copy(tables.Text, ["id", "digest", "words", "length"], (_text(pk, passages, press) for pk, passages in printed))
    rows = ((pk, passage + 1) for pk, passages in printed for passage in dict.fromkeys(passages))
    copy(tables.Printing, ["text_id", "passage_id"], rows)


def _text(pk: int, passages: Iterable[int], press: Press) -> tuple[int, bytes, str, int]:
    words = [word for passage in passages for word in press.passages[passage]]
    return pk, dedup_words.digest(words, 32), " ".join(words), len(words)


def _enter_stories(stories: Sequence[Story], press: Press) -> None:
    columns = ["id", "lead_id", "lead_article_id", "headline", "lede", "dated_on", "dated_by"]
    columns += ["article_count", "version_count", "source_count"]
    copy(tables.Story, columns, (_story(s, press) for s in stories))
    versions = ((pk, s.id, s.texts[s.report.leads[own]]) for s in stories for own, pk in s.versions.items())
    copy(tables.Version, ["id", "story_id", "lead_id"], versions)
    members = sorted(
        (pk, s.versions[text.version], s.id) for s in stories for pk, text in zip(s.texts, s.report.texts, strict=True)
    )
    copy(tables.Membership, ["text_id", "version_id", "story_id"], members)


def _story(s: Story, press: Press) -> tuple[Any, ...]:
    lede = _printed(press.passages[s.report.texts[0].passages[0]])
    count = len(s.articles)
    day = _day(s.report)
    return s.id, s.texts[0], s.lead_article, s.report.headline, lede, day, "published", count, len(s.versions), count


def _day(report: Report) -> datetime.date:
    return FIRST_DAY + datetime.timedelta(report.day)


def _enter_articles(stories: Sequence[Story], press: Press, dice: Random) -> None:
    """In the order of their ids: each with its original, its file in an upload, its receipt and its paragraphs."""
    sources = max(1, sum(len(s.articles) for s in stories) // ARTICLES_A_SOURCE)
    rows = [row for s in stories for row in _articles(s, press, dice, sources)]
    rows.sort(key=lambda row: row[0])
    ids = [row[0] for row in rows]
    copy(tables.Original, ["digest", "size"], ((digest_of(pk), 4000) for pk in ids))
    copy(tables.Article, _ARTICLE, rows)
    credited = ((pk, dice.randint(1, AGENCIES)) for pk in ids if dice.random() < 0.6)
    copy_rows(tables.Article.agencies.through, ["article_id", "agency_id"], credited)
    printed = {pk: t.passages for s in stories for pk, t in zip(s.texts, s.report.texts, strict=True)}
    paragraphs = ((row[0], at, p + 1) for row in rows for at, p in enumerate(printed[row[2]]))
    copy(tables.Paragraph, ["article_id", "position", "passage_id"], paragraphs)
    _enter_uploads(ids, {a: s.lead_article for s in stories for a in s.articles})


_ARTICLE = ["id", "original_id", "text_id", "source_id", "format", "headline", "published_on", "dated_on", "dated_by"]


def _articles(s: Story, press: Press, dice: Random, sources: int) -> Iterator[tuple[Any, ...]]:
    for pk, text in zip(s.articles, s.report.articles, strict=True):
        headline = s.report.headline if dice.random() < 0.5 else press.headline()
        day = _day(s.report) + datetime.timedelta(min(3, int(dice.expovariate(1.5))))
        source = min(sources, int(dice.paretovariate(0.6)))
        yield pk, digest_of(pk), s.texts[text], source, "page text", headline, day, day, "published"


def _enter_uploads(ids: Sequence[int], leads: dict[int, int]) -> None:
    uploads = range(1, len(ids) // FILES_AN_UPLOAD + 2)
    copy(tables.Upload, ["id", "via"], ((n, "command") for n in uploads))
    columns = ["id", "upload_id", "position", "name", "size", "original_id", "state"]
    files = (
        (pk, pk // FILES_AN_UPLOAD + 1, pk % FILES_AN_UPLOAD, f"wire-{pk}.txt", 4000, digest_of(pk), "settled")
        for pk in ids
    )
    copy(tables.UploadedFile, columns, files)
    columns = ["file_id", "article_id", "outcome", "related_id", "similarity"]
    copy(tables.Receipt, columns, (_receipt(pk, leads[pk]) for pk in ids))


def _receipt(article: int, lead: int) -> tuple[Any, ...]:
    if article == lead:
        return article, article, "new story", None, None
    return article, article, "trimmed from", lead, 0.9


def _enter_search() -> None:
    """Indexed as a whole when all is in, which is quicker than entry by entry."""
    entry = tables.SearchEntry
    with connection.schema_editor() as editor:
        editor.remove_index(entry, entry._meta.indexes[0])
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO archive_searchentry (article_id, text_id, dated_on, facets, vector)"
            " SELECT a.id, own.text_id, own.dated_on, own.facets,"
            " setweight(to_tsvector('english', a.headline), 'A') || setweight(t.body, 'B')"
            f" FROM archive_article a JOIN ({FACETS}) own ON own.id = a.id JOIN"
            " (SELECT id, to_tsvector('english', words) AS body FROM archive_text OFFSET 0) t ON t.id = a.text_id"
        )
    with connection.schema_editor() as editor:
        editor.add_index(entry, entry._meta.indexes[0])


_MATCH = ["text_id", "other_id", "scheme", "likeness", "contained", "other_contained", "version_odds", "story_odds"]


def matches(stories: Sequence[Story], dice: Random) -> Iterator[tuple[Any, ...]]:
    """Every text with its version's lead, that with the story's, some others, and a few across stories."""
    for s in stories:
        for a, b in sorted(_pairs(s.report, dice)):
            one, other = sorted((a, b), key=lambda text: s.texts[text])
            yield _match(s.texts[one], s.texts[other], s.report.texts[one], s.report.texts[other], dice)
    near = [s for s in stories if dice.random() < STRANGERS]
    for s, t in zip(near[::2], near[1::2], strict=False):
        one, other = sorted((s.texts[0], t.texts[0]))
        yield one, other, CLUSTERING.id, 0.25, 0.25, 0.2, -9.0, round(dice.uniform(0, 0.5), 3)


def _pairs(report: Report, dice: Random) -> set[tuple[int, int]]:
    leads = report.leads
    found = {(0, lead) for lead in leads.values()}
    for number, text in enumerate(report.texts):
        others = [leads[text.version], *dice.sample(range(number), min(number, NEIGHBOURS))]
        found |= {(min(number, other), max(number, other)) for other in others}
    return {(a, b) for a, b in found if a != b}


def _match(one: int, other: int, a: Any, b: Any, dice: Random) -> tuple[Any, ...]:
    shared = len(set(a.passages) & set(b.passages))
    contained, other_contained = max(0.2, shared / len(a.passages)), max(0.2, shared / len(b.passages))
    if a.version == b.version:
        odds = dice.uniform(0, 9), dice.uniform(3, 14)
    else:
        odds = dice.uniform(-8, -0.1), dice.uniform(0, 0.6) if dice.random() < 0.25 else dice.uniform(0.6, 9)
    likeness = max(contained, other_contained)
    return one, other, CLUSTERING.id, likeness, contained, other_contained, *odds


def sizes(stories: Iterable[Story]) -> dict[int, list[Story]]:
    """The stories by how many articles they have."""
    found: dict[int, list[Story]] = defaultdict(list)
    for s in stories:
        found[len(s.articles)].append(s)
    return found
