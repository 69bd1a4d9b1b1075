"""How stories in other languages come out: ``python -m bench.languages_measured [CODE ...]``, a line a language.

Copies with small edits, trims to 15, 25 and 50 %, and strangers, forms among them, all of `bench.invented_languages`,
are clustered together in memory as the archive clusters them (`newsarchive.dedup.engine`).
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from typing import Any

from bench.invented_article import Invented
from bench.invented_languages import LANGUAGES, SEED, copies, strangers, trims
from newsarchive.dedup.engine import clustered
from newsarchive.dedup.schemes import CLUSTERING


def measured(code: str, stories: int = 40, forms: int = 12, seed: int = SEED) -> dict[str, Any]:
    """Shares of copies and trims found in the version or story of their origin, and what is falsely joined."""
    origins = list(strangers(code, stories, forms, seed))
    prose = origins[:stories]
    articles = [*origins, *copies(prose, code, seed), *trims(prose, code, seed)]
    found = clustered([article.paragraphs for article in articles], CLUSTERING)
    place = {article.name: i for i, article in enumerate(articles)}
    result: dict[str, Any] = {"language": code, "strangers": len(origins)}
    for level, labels in (("version", found.versions), ("story", found.stories)):
        hits, whole = Counter[str](), Counter[str]()
        for i, article in enumerate(articles[len(origins) :], len(origins)):
            whole[article.role] += 1
            hits[article.role] += labels[i] == labels[place[article.story]]
        result[level] = {role: round(hits[role] / whole[role], 3) for role in whole}
    result["false"] = _false(articles, found.stories)
    return result


def _false(articles: list[Invented], labels: list[int]) -> list[list[str]]:
    """The stories that hold more than one, by the names of these."""
    within: dict[int, set[str]] = {}
    for article, label in zip(articles, labels, strict=True):
        within.setdefault(label, set()).add(article.story)
    return sorted(sorted(names) for names in within.values() if len(names) > 1)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("codes", nargs="*", default=LANGUAGES)
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args()
    for code in given.codes:
        print(json.dumps(measured(code, seed=given.seed), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
