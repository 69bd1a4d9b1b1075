"""What it costs to adopt another register of stock text in a large archive.

    python -m bench.adopting [--articles 100000] [--keep folder] [--only few many counted proposed]

The archive holds the first articles of `bench.traffic`; with `--keep` it stays in the folder, and one that is there is
used. Prints a JSON line a section:

anew      every text signed and compared under a scheme of its own, as any other number of the scheme asks for it: what
          the others are ratios to. Some minutes
few       a register of `FEW` paragraphs that a handful of texts print each is adopted, and taken back
many      a register of what the agencies print under their reports is adopted, and taken back
counted   how long the count behind typed entries takes, for a rare one, common ones, and one that stands nowhere
proposed  how long it takes to look for stock text, and what is proposed first

``processor`` are seconds of this process and its database, ``peak`` the most megabytes that this process held so far,
``rows`` what the database wrote, ``queries`` what it was asked.
"""

from __future__ import annotations

import argparse
import json
import resource
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import large
from bench.archive import archive
from bench.flat_spent import postgres
from bench.traffic_words import SIGN_OFFS

if TYPE_CHECKING:
    from newsarchive.dedup.schemes import ClusteringScheme

SECTIONS = ("anew", "few", "many", "counted", "proposed")
ARTICLES = 100_000
FEW = 5
Figures = dict[str, Any]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.adopting", description=__doc__.partition("\n\n")[2])
    parser.add_argument("--articles", type=int, default=ARTICLES)
    parser.add_argument("--keep", type=Path, help="the folder that the archive is made in, and stays in")
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=SECTIONS, metavar="SECTION")
    options = parser.parse_args()
    with archive(options.keep):
        _fill(options.articles)
        sections = {"anew": anew, "few": few, "many": many, "counted": counted, "proposed": proposed}
        whole = 0.0
        for name in options.only:
            found = sections[name]()
            whole = found.get("processor_for_all", whole)
            print(json.dumps({"section": name, **_against(found, whole)}), flush=True)


def _fill(articles: int) -> None:
    from newsarchive.archive.models import Article

    if not Article.objects.exists():
        large.fill(articles, processes=large.PROCESSES)


def _against(found: Figures, whole: float) -> Figures:
    """With what each thing done costs as a share of comparing everything anew, where that is known."""
    done = {name: value for name, value in found.items() if isinstance(value, dict) and "processor" in value}
    return found | {
        name: value | {"share": round(value["processor"] / whole, 4)} for name, value in done.items() if whole
    }


def anew() -> Figures:
    """Sign and compare all texts under a scheme that nothing was compared under yet."""
    from newsarchive.archive.models import Text
    from newsarchive.archive.services import beside

    scheme = replace(_now(), texts=replace(_now().texts, seed=2), passages=replace(_now().passages, seed=2))
    with _spent() as spent:
        beside.compute(scheme, _stages(spent))
    beside.forget(scheme.id)
    return {"texts": Text.objects.count(), "compared": spent, "processor_for_all": spent["processor"]}


def few() -> Figures:
    """Paragraphs of single reports, as they stand in few texts each."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(_FEW)
        found = [text for _, text in cursor.fetchall()]
    return _adopted(found[:: max(1, len(found) // FEW)][:FEW])


_FEW = """
SELECT passage.id, passage.text FROM archive_passage passage JOIN archive_printing printing
    ON printing.passage_id = passage.id
WHERE passage.words BETWEEN 15 AND 60 AND passage.id % 97 = 0
GROUP BY passage.id HAVING count(*) BETWEEN 3 AND 8 ORDER BY passage.id LIMIT 500
"""


def many() -> Figures:
    return _adopted(list(SIGN_OFFS.values()))


def _adopted(wordings: Sequence[str]) -> Figures:
    """A register of the wordings adopted, then taken back."""
    from newsarchive.archive.models import PassageStock, TextStock
    from newsarchive.archive.services import adopting, beside, boilerplate
    from newsarchive.dedup.boilerplate import Register, entry_of

    before = _now()
    register = boilerplate.entered(Register(map(entry_of, wordings)))
    scheme = replace(before, boilerplate=register.name)
    with _spent() as spent:
        report = adopting.adopt(scheme, _stages(spent))
    touched = {
        "texts": TextStock.objects.filter(register=register).count(),
        "passages": PassageStock.objects.filter(register=register).count(),
        "moved": report.moved,
        "stories_changed": report.stories_changed,
    }
    with _spent() as returned:
        adopting.back(_stages(returned))
    beside.forget(scheme.id)
    return {"touched": touched, "adopted": spent, "taken_back": returned}


def _now() -> ClusteringScheme:
    from newsarchive.archive.queries.schemes import in_force

    return in_force()


def counted() -> Figures:
    from newsarchive.archive.queries import occurrences
    from newsarchive.dedup.boilerplate import entry_of

    found: Figures = {}
    for name, said in {**SIGN_OFFS, "common words": "that it was", "nowhere": "No lamp of this paper is lit."}.items():
        with _spent() as spent:
            spent["said"] = str(occurrences.standing([entry_of(said)]))
        found[name] = spent
    return found


def proposed() -> Figures:
    from newsarchive.archive.services import proposing

    with _spent() as spent:
        found = proposing.propose(lambda *_: None)
    return {"proposed": len(found), "first": [one.said[:60] for one in found[:5]], "looked": spent}


@contextmanager
def _spent() -> Iterator[Figures]:
    """What is done in the block: put into the figures when it is over."""
    from django.db import connection

    found: Figures = {}
    asked = 0

    def count(execute: Callable[..., Any], *rest: Any) -> Any:
        nonlocal asked
        asked += 1
        return execute(*rest)

    clock, processor, rows = time.perf_counter(), time.process_time() + postgres(), _rows()
    with connection.execute_wrapper(count):
        yield found
    found["queries"] = asked
    found["clock"] = round(time.perf_counter() - clock, 2)
    found["processor"] = round(time.process_time() + postgres() - processor, 2)
    found["rows"] = _rows() - rows
    found["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _rows() -> int:
    """Rows that the database wrote so far."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_force_next_flush(), pg_stat_clear_snapshot()")
        cursor.execute(
            "SELECT tup_inserted + tup_updated + tup_deleted FROM pg_stat_database WHERE datname = current_database()"
        )
        return int(cursor.fetchone()[0])


def _stages(found: Figures) -> Callable[[str, int, int], None]:
    """Notes by the clock when each stage was told of first."""
    started = time.perf_counter()
    stages = found.setdefault("began", {})

    def told(stage: str, done: int, total: int) -> None:
        stages.setdefault(stage, round(time.perf_counter() - started, 1))

    return told


if __name__ == "__main__":
    main()
