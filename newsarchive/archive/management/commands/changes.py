"""manage.py changes ARTICLE ARTICLE [--json]"""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsarchive.archive.management.readiness import make_ready
from newsarchive.archive.models import Article
from newsarchive.archive.queries.changes import Changed, between
from newsarchive.archive.queries.unmarked import EVEN
from newsarchive.dedup.relations import Kind, Related


class Command(BaseCommand):
    help = "Write what changed from one article to another: numbers, names, quotes and datelines, the earlier first."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("articles", metavar="ARTICLE", type=int, nargs=2, help="an article's number")
        parser.add_argument("--json", action="store_true", help="as one JSON object")

    def handle(self, *, articles: list[int], **options: Any) -> None:
        make_ready()
        known = Article.objects.in_bulk(articles)
        missing = [str(pk) for pk in articles if pk not in known]
        if missing:
            raise CommandError(f"There is no article {' and no article '.join(missing)}.")
        found = between(*(known[pk] for pk in articles))
        self.stdout.write(json.dumps(as_json(found), ensure_ascii=False) if options["json"] else in_words(found))


def as_json(found: Changed) -> dict[str, Any]:
    """The relation and the changes as plain values."""
    return {
        "earlier": found.earlier.pk,
        "later": found.later.pk,
        "relation": found.related.relation,
        "confidence": found.related.confidence,
        "changes": [
            {"kind": c.kind, "before": c.before, "after": c.after, "said": c.said, "where": list(c.where)}
            for c in found.changes
        ],
    }


def _said(related: Related) -> str:
    """The relation in words. A correction that is more likely none is not called one: what differs is listed below."""
    if related.kind == Kind.CORRECTION and related.confidence < EVEN:
        return "differs from"
    return related.relation or "has nothing to do with"


def in_words(found: Changed) -> str:
    """A line for the relation and one for each change."""
    lines = [f"Article {found.later.pk} {_said(found.related)} article {found.earlier.pk}."]
    return "\n".join([*lines, *(f"{c.kind}: {c.words}" for c in found.changes)])
