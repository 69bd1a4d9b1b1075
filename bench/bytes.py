"""What an article weighs in the database, by table and index.

    python -m bench.bytes [--articles 20000] [--keep folder]

The archive is that of `bench.large`; with ``--keep`` the one in the folder is weighed, whatever it holds. A table's
own bytes include what PostgreSQL keeps of it apart (TOAST) and of free space and visibility; ``dead`` is the share of
rows that were given up and not yet cleared away.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from bench.figures import Figures, tell

ARTICLES = 20_000


class Weight(NamedTuple):
    """Bytes of a table: its rows, what is kept of them apart, each index by name; how many rows live and are dead."""

    table: str
    rows: int
    dead: int
    own: int
    apart: int
    indexes: dict[str, int]

    @property
    def total(self) -> int:
        return self.own + self.apart + sum(self.indexes.values())


_TABLES = """
SELECT c.relname, COALESCE(s.n_live_tup, 0), COALESCE(s.n_dead_tup, 0),
    pg_relation_size(c.oid) + pg_relation_size(c.oid, 'fsm') + pg_relation_size(c.oid, 'vm'),
    COALESCE(pg_total_relation_size(NULLIF(c.reltoastrelid, 0)), 0), c.oid
FROM pg_class c LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid
WHERE c.relkind = 'r' AND c.relname LIKE 'archive%%'
"""
_INDEXES = "SELECT indexrelid::regclass::text, pg_relation_size(indexrelid) FROM pg_index WHERE indrelid = %s"


def weights() -> list[Weight]:
    """Of every table of the archive, the heaviest first."""
    from django.db import connection

    found = []
    with connection.cursor() as cursor:
        cursor.execute(_TABLES, [])
        for table, rows, dead, own, apart, oid in cursor.fetchall():
            cursor.execute(_INDEXES, [oid])
            found.append(Weight(table, rows, dead, own, apart, dict(cursor.fetchall())))
    return sorted(found, key=lambda weight: -weight.total)


def table(found: Sequence[Weight], articles: int) -> str:
    """Bytes an article, as Markdown; what weighs less than a byte is left out."""
    lines = ["| table or index | rows | bytes an article | dead |", "| --- | ---: | ---: | ---: |"]
    for weight in found:
        if weight.total >= articles:
            dead = f"{weight.dead / max(weight.rows, 1):.1%}"
            a_row = f"{weight.rows / articles:.2f}"
            lines.append(f"| **{_short(weight.table)}** | {a_row} | **{weight.total / articles:,.0f}** | {dead} |")
            lines.append(f"| its rows | | {(weight.own + weight.apart) / articles:,.0f} | |")
            lines += [f"| {name} | | {size / articles:,.0f} | |" for name, size in _heaviest(weight, articles)]
    lines.append(f"| **all** | | **{sum(w.total for w in found) / articles:,.0f}** | |")
    return "\n".join(lines)


def _short(name: str) -> str:
    return name.removeprefix("archive_")


def _heaviest(weight: Weight, articles: int) -> list[tuple[str, int]]:
    ordered = sorted(weight.indexes.items(), key=lambda each: -each[1])
    return [(f"index {_short(name)}", size) for name, size in ordered if size >= articles]


def weighed() -> tuple[Figures, str]:
    """The archive that is there."""
    from django.db.models import Sum

    from newsarchive.archive.models import Article, Original

    articles = Article.objects.count()
    handed_in = Original.objects.aggregate(size=Sum("size"))["size"]
    found = weights()
    total, indexes = sum(w.total for w in found), sum(sum(w.indexes.values()) for w in found)
    costs = {"database bytes to bytes handed in": total / handed_in, "share of indexes": indexes / total}
    about = {"articles": articles, "bytes an article": round(total / articles)}
    about |= {_short(w.table): round(w.total / articles) for w in found if w.total >= articles}
    return Figures("bytes", {}, costs, about=about), table(found, articles)


def measure(small: bool) -> Figures:
    """An archive of its own, filled and weighed."""
    return _measured(ARTICLES if small else 10 * ARTICLES, None)[0]


def _measured(articles: int, keep: Path | None) -> tuple[Figures, str]:
    from bench.archive import archive
    from bench.large import PROCESSES, fill

    with archive(keep):
        from newsarchive.archive.models import Article

        if not Article.objects.exists():
            fill(articles, processes=PROCESSES)
        return weighed()


def main() -> None:
    parser = argparse.ArgumentParser(prog="bench.bytes", description="What an article weighs in the database.")
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--keep", type=Path, help="a folder that the archive is in, or stays in")
    options = parser.parse_args()
    figures, said = _measured(options.articles, options.keep)
    print(said, file=sys.stderr)
    tell(figures)


if __name__ == "__main__":
    main()
