"""Every ruling as a row, for a spreadsheet or another program, read some at a time."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Prefetch, QuerySet

from newsarchive.archive.models import RuledArticle, RuledStory, Ruling
from newsarchive.archive.queries import telling, written_out

AT_ONCE = 200
"""Rulings read at once: a record can be a megabyte."""

COLUMNS = (
    *("id", "made_at", "made_by", "use", "kind", "level", "value", "in_words", "reason", "articles", "stories"),
    *("replaces", "before", "after", "undone_at", "undone_by", "undone_reason"),
)

Row = dict[str, Any]


def rows(rulings: QuerySet[Ruling]) -> Iterator[Row]:
    """The rulings in the order in which they were made."""
    named = RuledArticle.objects.order_by("ruling_id", "id")
    related = (
        Prefetch("articles", named),
        Prefetch("stories", RuledStory.objects.order_by("story_id")),
        Prefetch("replaces", Ruling.objects.only("pk").order_by("pk")),
    )
    found = rulings.order_by("made_at", "pk").select_related("made_by", "undone_by").prefetch_related(*related)
    for ruling in found.iterator(chunk_size=AT_ONCE):
        yield _row(ruling)


def _row(ruling: Ruling) -> Row:
    named = ruling.articles.all()
    ruling.__dict__["on_side_a"] = sum(article.side == "a" for article in named)
    return {
        "id": ruling.pk,
        "made_at": _instant(ruling.made_at),
        "made_by": _user(ruling.made_by),
        "use": ruling.use,
        "kind": ruling.kind,
        "level": ruling.level,
        "value": ruling.value,
        "in_words": telling.told(ruling),
        "reason": ruling.reason,
        "articles": [{"name": f"{a.original_digest}#{a.item}", "side": a.side} for a in named],
        "stories": [row.story_id for row in ruling.stories.all()],
        "replaces": [earlier.pk for earlier in ruling.replaces.all()],
        "before": ruling.before,
        "after": ruling.after,
        "undone_at": _instant(ruling.undone_at),
        "undone_by": _user(ruling.undone_by),
        "undone_reason": ruling.undone_reason,
    }


def _instant(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else None


def _user(user: User | None) -> str | None:
    return user.get_username() if user else None


def as_csv(found: Iterable[Row]) -> Iterator[str]:
    """The column names, then a row a ruling: articles as ``name side``, several of anything parted by spaces."""
    return written_out.as_csv(COLUMNS, ([_cell(column, row[column]) for column in COLUMNS] for row in found))


def _cell(column: str, value: Any) -> str:
    if column == "articles":
        value = " ".join(f"{article['name']} {article['side']}" for article in value)
    elif isinstance(value, list):
        value = " ".join(map(str, value))
    elif isinstance(value, dict):
        value = json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)


WRITERS: Mapping[str, Callable[[Iterable[Row]], Iterator[str]]] = {"csv": as_csv, "jsonl": written_out.as_jsonl}
