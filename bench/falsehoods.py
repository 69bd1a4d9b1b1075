"""Invented articles in the archive: what is joined that should not be, and chains of versions that should."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from bench.answers import printed
from bench.archive import Archive
from bench.intervals import bootstrap
from bench.invented import articles, chains
from bench.invented_article import Invented
from bench.scores import scores

SEED = 20070813
MANY, FEW = 20_000, 2_000
CHAINS, DRAWS = 300, 1000


def invented(own: Archive, count: int = MANY, seed: int = SEED) -> dict[str, Any]:
    """Unrelated reports in an empty archive: every story of more than one is false."""
    made = {_named(article): article for article in articles(count, seed)}
    refused = own.take_in({name: printed(article) for name, article in made.items()})
    false = _joined(own, made)
    return {
        "seed": seed,
        "articles": len(made),
        "not_read": len(refused),
        "false_stories": len(false),
        "articles_in_them": sum(map(len, false)),
        "of_forms": dict(Counter("+".join(sorted({a.form for a in story})) for story in false).most_common()),
        "largest": [{"articles": len(s), "forms": dict(Counter(a.form for a in s))} for s in false[:10]],
        "names": [[a.name for a in story[:4]] for story in false[:10]],
    }


def chains_found(own: Archive, count: int = CHAINS, seed: int = SEED) -> dict[str, Any]:
    """Reports with their copies, trims, updates and corrections, and rivals' reports, in an empty archive."""
    made = {_named(article): article for article in chains(count, seed)}
    refused = own.take_in({name: printed(article) for name, article in made.items()})
    placed = own.placed()
    names = sorted(made.keys() & placed.keys())
    truth = {"version": [made[n].version for n in names], "story": [made[n].story for n in names]}
    found = {"version": [placed[n].version for n in names], "story": [placed[n].story for n in names]}
    levels = {
        level: {
            **scores(truth[level], found[level]),
            "intervals_95": bootstrap(truth[level], found[level], truth["story"], DRAWS),
        }
        for level in truth
    }
    rivals = sum(made[n].role == "rival" and _with_others(n, made, placed) for n in names)
    return {
        "seed": seed,
        "articles": len(made),
        "not_read": len(refused),
        "stories": len(set(truth["story"])),
        "rivals_joined": rivals,
        **levels,
    }


def _with_others(name: str, made: dict[str, Invented], placed: Any) -> bool:
    """Whether a rival's report stands in the story that it is a rival to."""
    other = name.removesuffix("-rival.txt")
    return any(placed[n].story == placed[name].story for n in made if n != name and n.startswith(other) and n in placed)


def _joined(own: Archive, made: dict[str, Invented]) -> list[list[Invented]]:
    """The stories of several articles, the largest first."""
    stories: dict[int, list[Invented]] = defaultdict(list)
    for name, place in sorted(own.placed().items()):
        stories[place.story].append(made[name])
    return sorted((s for s in stories.values() if len(s) > 1), key=lambda s: (-len(s), s[0].name))


def _named(article: Invented) -> str:
    return f"{article.name}.txt"
