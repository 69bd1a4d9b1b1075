"""Which articles and stories something that a page shows tells of, however deep in it they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from newsarchive.archive.models import Article, Naming, Notice, Story
from newsarchive.archive.queries.veil import Veil

_ARTICLES = frozenset({"article", "article_id", "related_id", "correction", "wrong", "notice"})
_STORIES = frozenset({"story", "story_id", "id"})
"""What numbers are called that are those of an article or a story."""


def tells(thing: Any, veil: Veil | None) -> bool:
    """Whether something hidden is told of: by an article, a story, a line, or a record with the number of one."""
    if not veil:
        return False
    stories = veil.stories | veil.partly
    return any(pk in (veil.articles if of is Article else stories) for of, pk in _numbers(thing))


def _numbers(thing: Any) -> Iterator[tuple[type[Article | Story], int]]:
    """The numbers of all articles and stories in it. Questions that were not asked yet are left alone."""
    if isinstance(thing, Article | Story):
        yield type(thing), thing.pk
    elif isinstance(thing, Naming | Notice):
        yield Article, thing.article_id
    else:
        for name, value in _parts(thing):
            if isinstance(value, int):
                yield from _called(name, value)
            else:
                yield from _numbers(value)


def _called(name: str, number: int) -> Iterator[tuple[type[Article | Story], int]]:
    if name in _ARTICLES:
        yield Article, number
    elif name in _STORIES:
        yield Story, number


def _parts(thing: Any) -> Iterator[tuple[str, Any]]:
    if is_dataclass(thing) and not isinstance(thing, type):
        yield from ((field.name, getattr(thing, field.name)) for field in fields(thing))
    elif isinstance(thing, Mapping):
        yield from ((str(name), value) for name, value in thing.items())
    elif isinstance(thing, tuple) and hasattr(thing, "_fields"):
        yield from zip(thing._fields, thing, strict=True)
    elif isinstance(thing, Sequence) and not isinstance(thing, str | bytes):
        yield from (("", value) for value in thing)


def report_seen(report: Any, veil: Veil | None) -> Any:
    """What a trial came to, without the stories that tell of something hidden."""
    if not veil or not isinstance(report, dict):
        return report
    listed = {name: [one for one in some if not tells(one, veil)] for name, some in report.items() if _named(some)}
    return report | listed


def _named(some: Any) -> bool:
    return isinstance(some, list) and all(isinstance(one, dict) for one in some)
