"""python -m bench.known_items FOLDER [--seed N] [--queries N] [--strangers N] [--every N] [--misses]

Whether what an archivist remembers of a story finds it. Questions are drawn from articles that are in the archive: a
rare phrase, words of the headline, names with accents and without, an agency with a place, a month and a word. They
are typed into the search box as a reader would. The right story is the one that the article is in; its place in the
first page of the list is what is told, by kind. FOLDER has raw pages in ``pages/``; ``--strangers`` takes in that many
unrelated articles besides, from ``../strangers``.
"""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from newsarchive.archive.models import Article

SEED = 20261128
QUERIES = 50
PHRASE = 5
"""Words of a phrase."""

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_NAME = re.compile(r"(?<=[a-z,] )[^\W\d_a-z][^\W\d_]{2,}(?: [^\W\d_a-z][^\W\d_]{2,})?\b")
"""Capitalised words within a sentence."""


class Item(NamedTuple):
    """What is typed, of what kind it is, and the number of the right story."""

    kind: str
    typed: str
    story: int


@dataclass(frozen=True)
class Found:
    """Where the right story stood, counted from 1; None where the first page does not have it."""

    item: Item
    rank: int | None


def known_items(seed: int = SEED, count: int = QUERIES) -> list[Item]:
    """So many questions of all kinds in turn, each another, from articles of different stories as far as there are."""
    dice = Random(seed)
    pool = _pool(dice)
    found: dict[str, Item] = {}
    for kind, ask in islice(cycle(KINDS.items()), 4 * count):
        if len(found) < count and (item := _drawn(kind, ask, pool, dice, found)):
            found[item.typed] = item
    return list(found.values())


def _drawn(kind: str, ask: Ask, pool: list[tuple[Article, int]], dice: Random, but: Collection[str]) -> Item | None:
    """A question of a kind from the first article of the pool that one can be drawn from; it leaves the pool."""
    for n, (article, story) in enumerate(pool):
        typed = ask(article, dice)
        if typed and typed not in but:
            del pool[n]
            return Item(kind, typed, story)
    return None


def _pool(dice: Random) -> list[tuple[Article, int]]:
    """Articles with their stories, shuffled: one of each story, then another of each, and so on."""
    from newsarchive.archive.models import Article

    rows = Article.objects.exclude(text=None).order_by("original_id", "item").select_related("text__membership")
    articles = list(rows.prefetch_related("agencies", "paragraphs__passage"))
    dice.shuffle(articles)
    turns: Counter[int] = Counter()
    ordered = []
    for article in articles:
        story = article.text.membership.story_id
        ordered.append((turns[story], article, story))
        turns[story] += 1
    return [(article, story) for _, article, story in sorted(ordered, key=lambda row: row[0])]


def _sentences(article: Article) -> list[str]:
    printed = [p for p in article.paragraphs.all() if p.repeats_id is None]
    return [s for p in printed for s in re.split(r"(?<=[.!?])\s+", p.body[p.dateline_length :])]


def _rarity(word: str) -> float:
    from wordfreq import zipf_frequency

    return zipf_frequency(word.casefold(), "en")


def rare_phrase(article: Article, dice: Random) -> str:
    """Words that stand together in the text, the rarest run of some."""
    runs = []
    for sentence in _sentences(article):
        for run in re.findall(r"[^\W\d_]+(?: [^\W\d_]+){4,}", sentence):
            words = run.split()
            runs += [words[at : at + PHRASE] for at in range(len(words) - PHRASE + 1)]
    some = dice.sample(runs, min(12, len(runs)))
    best = min(some, key=lambda words: sum(map(_rarity, words)), default=None)
    return f'"{" ".join(best)}"' if best else ""


def headline_words(article: Article, dice: Random) -> str:
    """The rarest words of the headline, in any order."""
    words = sorted({w for w in _WORD.findall(article.headline) if len(w) > 2}, key=lambda w: (_rarity(w), w))[:4]
    dice.shuffle(words)
    return " ".join(words) if len(words) >= 3 else ""


def names(article: Article, dice: Random) -> str:
    """Two names that the text has, where it can be one with an accent, which is typed or left out."""
    found = sorted({name for s in _sentences(article) for name in _NAME.findall(s)})
    accented = [name for name in found if not name.isascii()]
    if not accented and len(found) < 4:
        return ""
    first = dice.choice(accented) if accented else min(found, key=_rarest)
    other = min((n for n in found if n != first), key=_rarest, default="")
    return f"{_bare(first) if dice.random() < 0.5 else first} {other}".strip()


def _rarest(name: str) -> tuple[float, str]:
    return min(map(_rarity, name.split())), name


def _bare(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))


def agency_place_month(article: Article, dice: Random) -> str:
    """Who signed it, where and in which month, with a word of what it was about."""
    agencies = [agency.name for agency in article.agencies.all()]
    words = [w for w in _WORD.findall(article.headline) if len(w) > 3]
    if not (agencies and article.place and words and article.dated_by != "ingested"):
        return ""
    month = f"{article.dated_on:%Y-%m}"
    told = min(words, key=lambda w: (_rarity(w), w))
    return f'agency:"{agencies[0]}" place:"{article.place}" after:{month} before:{month} {told}'


Ask = Callable[["Article", Random], str]

KINDS: dict[str, Ask] = {
    "rare phrase": rare_phrase,
    "headline words": headline_words,
    "names": names,
    "agency, place, month": agency_place_month,
}


def asked(items: Iterable[Item]) -> list[Found]:
    """Type each question into the search box, and see where the right story stands."""
    from newsarchive.archive.forms import SearchForm
    from newsarchive.archive.queries.search import find_stories

    found = []
    for item in items:
        shown = [story.pk for story in find_stories(SearchForm({"q": item.typed}).wanted()).stories]
        found.append(Found(item, shown.index(item.story) + 1 if item.story in shown else None))
    return found


def table(found: Sequence[Found]) -> dict[str, dict[str, Any]]:
    """By kind, and of all: how many questions, and the shares with the right story first and among the first five."""
    kinds = [*KINDS, "all"]
    return {kind: _row([f for f in found if kind in (f.item.kind, "all")]) for kind in kinds}


def _row(found: Sequence[Found]) -> dict[str, Any]:
    return {
        "n": len(found),
        "first": _share(found, 1),
        "in the first five": _share(found, 5),
        "on the first page": _share(found, 1000),
    }


def _share(found: Sequence[Found], within: int) -> float | None:
    return round(sum(f.rank is not None and f.rank <= within for f in found) / len(found), 4) if found else None


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.known_items")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--queries", type=int, default=QUERIES)
    parser.add_argument("--strangers", type=int, default=0)
    parser.add_argument("--every", type=int, default=1, help="take in one page of so many")
    parser.add_argument("--keep", type=Path, help="a folder that the archive stays in, and is found in again")
    parser.add_argument("--misses", action="store_true", help="print the questions that do not find theirs first")
    run(parser.parse_args())


def run(options: argparse.Namespace) -> None:
    from bench.archive import archive

    with archive(options.keep) as own:
        from newsarchive.archive.models import Article

        if not Article.objects.exists():
            own.take_in(_files(options))
        found = asked(known_items(options.seed, options.queries))
        told = {"seed": options.seed, "articles": Article.objects.count(), "kinds": table(found)}
        if options.misses:
            told["misses"] = [(f.rank, *f.item) for f in found if f.rank != 1]
        print(json.dumps(told, ensure_ascii=False, indent=1))


def _files(options: argparse.Namespace) -> dict[str, bytes | Path]:
    pages = sorted((options.folder / "pages").iterdir())[:: options.every]
    files: dict[str, bytes | Path] = {page.name: page for page in pages}
    if options.strangers:
        with (options.folder.parent / "strangers" / "strangers.jsonl").open(encoding="utf-8") as lines:
            for line, _ in zip(lines, range(options.strangers), strict=False):
                one = json.loads(line)
                files[f"{one['id']}.txt"] = f"{one['title']}\n\n{one['text']}".encode()
    return files


if __name__ == "__main__":
    main()
