"""The rows of a large archive, portion by portion; any process may enter any of them, for no two share a row."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

AN_UPLOAD = 500
"""Files that were handed in together."""

_WAYS_AT_ONCE = 500

Numbered = tuple[int, str]
"""A passage: its number and its text."""


@dataclass
class Portion:
    """What some articles bring, as plain values.

    ``passages`` that are new; ``texts`` that are new, with their passages; ``articles``, each its number, its text's,
    its passages', the file, its body and name, the outlet, what is said of it and what became of it; ``reports`` that
    end here, each with its texts and its articles.
    """

    passages: list[Numbered] = field(default_factory=list)
    texts: list[tuple[int, list[Numbered]]] = field(default_factory=list)
    articles: list[tuple[Any, ...]] = field(default_factory=list)
    reports: list[tuple[list[Any], list[Any]]] = field(default_factory=list)


def begin() -> None:
    """A process of its own gets ready."""
    import django

    django.setup()


def enter_names() -> None:
    """Outlets, agencies and uploads-to-be; and the scheme that the archive begins with."""
    from bench.traffic_words import AGENCIES
    from newsarchive.archive import models as tables
    from newsarchive.archive.services.schemes import begun

    copy(tables.Source, ["id", "name"], ((n, name) for name, n in sources().items()))
    copy(tables.Agency, ["id", "name"], ((n, name) for n, name in enumerate(AGENCIES, 1)))
    begun()


@lru_cache(maxsize=1)
def sources() -> dict[str, int]:
    from bench.traffic_words import Vocabulary

    names = Vocabulary(np.random.default_rng(0)).outlets
    return {name: n for n, name in enumerate(names, 1)}


def enter(portion: Portion) -> None:
    """Enter a portion, all or nothing."""
    from django.db import connection, transaction

    with transaction.atomic():
        with connection.cursor() as cursor:
            # The rows fit each other; checking every one takes longer than entering it. Nor is any of them a loss.
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute("SET LOCAL synchronous_commit = off")
        words = _enter_passages(portion.passages)
        _enter_texts(portion.texts, words)
        _enter_articles(portion.articles)
        _enter_search(portion.articles)
        _enter_stories(portion.reports, words)


class Words(dict[int, list[str]]):
    """The words of passages by number, each counted once a portion."""

    def of(self, passage: Numbered) -> list[str]:
        from newsarchive.dedup.words import words

        number, text = passage
        if number not in self:
            self[number] = words(text)
        return self[number]

    def of_all(self, texts: Sequence[tuple[int, list[Numbered]]]) -> list[tuple[int, list[tuple[int, list[str]]]]]:
        return [(number, [(passage[0], self.of(passage)) for passage in passages]) for number, passages in texts]


def _enter_passages(passages: Sequence[Numbered]) -> Words:
    from newsarchive.archive import models as tables
    from newsarchive.archive.services import fingerprinting
    from newsarchive.dedup.words import digest

    known = Words()
    rows = ((number, digest(known.of((number, text))), text, len(known[number])) for number, text in passages)
    copy(tables.Passage, ["id", "digest", "text", "words"], rows)
    fingerprinting.fingerprint_passages({number: known[number] for number, _ in passages})
    return known


def _enter_texts(texts: Sequence[tuple[int, list[Numbered]]], words: Words) -> None:
    from newsarchive.archive import models as tables
    from newsarchive.archive.services import fingerprinting
    from newsarchive.archive.services.wording import digest_of

    bodies = {number: [w for p in passages for w in words.of(p)] for number, passages in texts}
    rows = ((number, digest_of(body), " ".join(body), len(body)) for number, body in bodies.items())
    copy(tables.Text, ["id", "digest", "words", "length"], rows)
    printed = ((number, p) for number, passages in texts for p in sorted({p for p, _ in passages}))
    copy(tables.Printing, ["text_id", "passage_id"], printed)
    fingerprinting.fingerprint_texts(bodies)


_ARTICLE = ["id", "original_id", "text_id", "source_id", "source_read_id", "agencies_read", "format", "headline"]
_ARTICLE += ["byline", "dateline", "place", "dateline_on", "dated_on", "dated_by", "furniture"]
_ARTICLE += ["language", "language_by"]
_CREDIT = ["article_id", "name", "where", "line", "begins", "ends"]
_FILE = ["id", "upload_id", "position", "name", "size", "original_id", "source_id", "state", "attempts"]
_RECEIPT = ["file_id", "article_id", "outcome", "related_id", "similarity"]


def _enter_articles(articles: Sequence[tuple[Any, ...]]) -> None:
    from bench.traffic_words import AGENCIES
    from newsarchive.archive import models as tables
    from newsarchive.archive.services.bulk import copy_rows

    digests = {number: hashlib.sha256(data).hexdigest() for number, _, _, data, *_ in articles}
    copy(tables.Original, ["digest", "size"], ((digests[n], len(data)) for n, _, _, data, *_ in articles))
    uploads = ((number // AN_UPLOAD + 1, "command") for number, *_ in articles if number % AN_UPLOAD == 1)
    copy(tables.Upload, ["id", "via"], uploads)
    copy(tables.UploadedFile, _FILE, (_file(a, digests[a[0]]) for a in articles))
    copy(tables.Article, _ARTICLE, (_article(a, digests[a[0]]) for a in articles))
    credited = ((number, AGENCIES.index(said[2]) + 1) for number, *_, said, _ in articles)
    copy_rows(tables.Article.agencies.through, ["article_id", "agency_id"], credited)
    copy(tables.Credit, _CREDIT, map(_credit, articles))
    copy(tables.Paragraph, _PARAGRAPH, (row for a in articles for row in _paragraphs(a)))
    copy(tables.Receipt, _RECEIPT, (_receipt(a[0], *a[-1]) for a in articles))


def _file(a: tuple[Any, ...], digest: str) -> tuple[Any, ...]:
    number, _, _, data, _, name, outlet, *_ = a
    upload, position = divmod(number - 1, AN_UPLOAD)
    return number, upload + 1, position + 1, name, len(data), digest, sources()[outlet], "settled", 1


def _article(a: tuple[Any, ...], digest: str) -> tuple[Any, ...]:
    number, text, _, _, _, _, outlet, said, _ = a
    headline, byline, agency, place, day, dateline, notice = said
    source = sources()[outlet]
    furniture = [headline, f"By {byline}", notice] if byline else [headline, notice]
    clocks = (dateline, place, day, day, "dateline")
    return number, digest, text, source, source, [agency], "text", headline, byline, *clocks, furniture, "en", "text"


def _credit(a: tuple[Any, ...]) -> tuple[Any, ...]:
    """Every one of these articles credits its agency in its dateline."""
    number, *_, said, _ = a
    agency, dateline = said[2], said[5]
    begins = dateline.index(f"({agency})") + 1
    return number, agency, "dateline", dateline, begins, begins + len(agency)


_PARAGRAPH = ["article_id", "position", "passage_id", "printed", "dateline_length"]


def _paragraphs(a: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    """The first is printed behind its dateline, so it is kept as it is printed."""
    number, _, passages, _, body, *_, said, _ = a
    first = body.split("\n\n", 1)[0]
    yield number, 0, passages[0], first, len(said[5])
    for position, passage in enumerate(passages[1:], 1):
        yield number, position, passage, None, 0


def _receipt(number: int, outcome: str, related: int | None) -> tuple[Any, ...]:
    similarity = {"copy": 1.0, "trimmed from": 0.9}.get(outcome)
    return number, number, outcome, related, similarity


def _enter_search(articles: Sequence[tuple[Any, ...]]) -> None:
    from newsarchive.archive.services.searched import Said, enter

    enter(Said(number, said[0], body.replace("\n\n", "\n")) for number, _, _, _, body, *_, said, _ in articles)


def _enter_stories(reports: Sequence[tuple[list[Any], list[Any]]], words: Words) -> None:
    """Matches, versions and stories of the reports: numbers are those of a text in them, so no two get the same."""
    from bench.large_stories import told
    from newsarchive.archive import models as tables

    found = told([(words.of_all(texts), articles) for texts, articles in reports])
    copy(tables.Match, _MATCH, (row for one in found for row in one.matches))
    copy(tables.Story, _STORY, (row for one in found for row in one.stories))
    copy(tables.Version, ["id", "story_id", "lead_id"], (row for one in found for row in one.versions))
    members = (row for one in found for row in one.members)
    copy(tables.Membership, ["text_id", "version_id", "story_id"], members)


_MATCH = ["text_id", "other_id", "scheme", "likeness", "contained", "other_contained", "version_odds", "story_odds"]
_STORY = ["id", "lead_id", "lead_article_id", "headline", "lede", "dated_on", "dated_by", "article_count"]
_STORY += ["version_count", "source_count", "span_days"]


def copy(model: Any, given: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Append rows of the columns given; the others are what Django would have put there."""
    from django.db import connection, models
    from django.utils import timezone

    from newsarchive.archive.services.bulk import copy_rows

    def default(column: Any) -> Any:
        if getattr(column, "auto_now_add", False) or getattr(column, "auto_now", False):
            return timezone.now()
        return column.get_db_prep_save(column.get_default(), connection)

    left = [f for f in model._meta.concrete_fields if f.attname not in given and not isinstance(f, models.AutoField)]
    rest = [default(column) for column in left]
    copy_rows(model, [*given, *(column.column for column in left)], ([*row, *rest] for row in rows))


def enter_crowds() -> None:
    """The keys that more texts have than are all compared, with those that stand for them."""
    from newsarchive.archive import models as tables
    from newsarchive.archive.queries import candidates
    from newsarchive.dedup.crowds import heads
    from newsarchive.dedup.schemes import CLUSTERING as scheme

    for way in candidates.WAYS:
        crowded = sorted(_crowded(way.kind))
        for start in range(0, len(crowded), _WAYS_AT_ONCE):
            everyone = candidates.as_links(way.texts_with(crowded[start : start + _WAYS_AT_ONCE], scheme))
            digests = candidates.digests_of(candidates.ends(everyone))
            found = ((key, heads(texts, digests, scheme)) for key, texts in sorted(everyone.items()))
            rows = ((scheme.id, way.kind, key, list(held)) for key, held in found if held)
            copy(tables.Crowd, ["scheme", "kind", "key", "heads"], rows)


_CROWDED = {
    1: "SELECT key FROM archive_band GROUP BY key HAVING count(*) > %s",
    2: "SELECT p.passage_id FROM archive_printing p JOIN archive_passage a ON a.id = p.passage_id AND a.words >= %s"
    " GROUP BY p.passage_id HAVING count(*) > %s",
    3: "SELECT b.key FROM archive_passageband b JOIN"
    " (SELECT passage_id, count(*) AS n FROM archive_printing GROUP BY passage_id) p ON p.passage_id = b.passage_id"
    " GROUP BY b.key HAVING sum(p.n) > %s",
}
"""By kind; the last one counts a text that prints two such passages twice, which is looked at more closely."""


def _crowded(kind: int) -> Collection[int]:
    from django.db import connection

    from newsarchive.dedup.schemes import CLUSTERING as scheme

    given = [scheme.shared_words, scheme.crowd] if kind == 2 else [scheme.crowd]
    with connection.cursor() as cursor:
        cursor.execute(_CROWDED[kind], given)
        return {row[0] for row in cursor.fetchall()}
