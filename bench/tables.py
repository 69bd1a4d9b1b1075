"""python -m bench.tables [FIGURES.jsonl ...]

Writes numbers into docs/quality.md and README.md: the weights and other numbers in force, and the figures of the
sections that FIGURES holds, as printed by bench.quality and bench.weigh. Each section has its place between two
comments there; what is not in FIGURES stays as it is. Words are left alone.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

from newsarchive.dedup import evidence
from newsarchive.dedup.schemes import CLUSTERING, Weights

PROJECT = Path(__file__).resolve().parent.parent
PAGE, README = PROJECT / "docs" / "quality.md", PROJECT / "README.md"
LEVELS = ("version", "story")

Figures = Mapping[str, Any]
Rows = Mapping[str, Sequence[str]]


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.tables", description=__doc__.partition("\n\n")[2])
    parser.add_argument("figures", type=Path, nargs="*")
    files = parser.parse_args().figures
    lines = [line for path in files for line in path.read_text("utf-8").splitlines() if line.startswith("{")]
    for page in (PAGE, README):
        text = with_numbers(page.read_text("utf-8"))
        for figures in map(json.loads, lines):
            if figures["section"] in TOLD:
                text = with_section(text, figures["section"], TOLD[figures["section"]](figures))
        page.write_text(text, "utf-8")


def numbers() -> dict[str, Rows]:
    """The numbers in force as docs/quality.md prints them: by heading and by name, a cell a level or one for both."""
    levels = (CLUSTERING.version, CLUSTERING.story)
    others = {f.name: getattr(CLUSTERING, f.name) for f in fields(CLUSTERING)}
    others |= {"FLOOR": evidence.FLOOR, "PASSAGE_FLOOR": evidence.PASSAGE_FLOOR}
    return {
        "### The weights": {f.name: [f"{getattr(x.weights, f.name):g}" for x in levels] for f in fields(Weights)},
        "### The votes": {name: [f"{getattr(x, name):g}" for x in levels] for name in ("cut", "sure", "doubt")},
        "### The other numbers": {n: [f"{v:g}"] for n, v in others.items() if isinstance(v, int | float)},
    }


def with_numbers(text: str) -> str:
    """The page with the numbers in force. A new name gets a row, to be told in words; one that is gone loses its."""
    for heading, rows in numbers().items():
        before, title, after = text.partition(f"\n{heading}\n")
        if title:
            table = re.search(r"(?:^\|.*\n)+", after, re.MULTILINE)
            assert table, heading
            text = before + title + after.replace(table[0], _renewed(table[0], rows), 1)
    return text


def _renewed(table: str, rows: Rows) -> str:
    head, line, *old = table.splitlines()
    names = ((re.search("`(.+?)`", row), row.rstrip(" |").rpartition("|")[2].strip()) for row in old)
    words = {name[1]: said for name, said in names if name}
    new = [_row(f"`{name}`", *cells, words.get(name, "TO BE TOLD IN WORDS")) for name, cells in rows.items()]
    return "\n".join((head, line, *new, ""))


def with_section(text: str, section: str, told: str) -> str:
    """The page with what is told of a section; a section without a place is left out."""
    place = re.compile(rf"(?<=<!-- {section} -->\n).*?(?=<!-- end of {section} -->)", re.DOTALL)
    return place.sub(lambda _: f"\n{told}\n\n", text)


def _row(*cells: object) -> str:
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def _table(*rows: Sequence[object]) -> str:
    head, *rest = rows
    return "\n".join((_row(*head), _row(*["---"] * len(head)), *(_row(*row) for row in rest)))


def _within(interval: Sequence[float] | None) -> str:
    return f" ({_share(interval[0])} to {_share(interval[1])})" if interval else ""


def _share(figure: float | None) -> str:
    return "none" if figure is None else f"{figure:.3f}".lstrip("0") if figure < 1 else "1"


def _gold(of: Figures) -> str:
    head = ("level", "ARI", "B-cubed P / R", "B-cubed F1", "pairwise P / R", "pairwise F1")
    rows = [_clustering(level, of[level]) for level in LEVELS]
    within = len(of["strangers_within"])
    missing = f"{of['articles']} pages (digest `{of['corpus']}`), {len(of['missing'])} of them not read."
    return f"{missing} Strangers in a story with one of them: {within}.\n\n{_table(head, *rows)}"


def _clustering(level: str, of: Figures) -> list[str]:
    cells, intervals = [level, _share(of["ari"]) + _within(of["intervals_95"]["ari"])], of["intervals_95"]
    for measure in ("b_cubed", "pairwise"):
        found = of[measure]
        cells.append(f"{_share(found['precision'])} / {_share(found['recall'])}")
        cells.append(_share(found["f1"]) + _within(intervals[f"{measure}_f1"]))
    return cells


def _strangers(of: Figures) -> str:
    head = ("pairs", "level", "read", "true", "said", "precision", "recall")
    kinds = [kind for kind in ("given", "more") if kind in of]
    rows = [_pairs(kind, level, of[kind][level]) for kind in kinds for level in LEVELS]
    digests = ", ".join(f"{kind} `{of['corpus'][kind]}`" for kind in kinds)
    sizes = ", ".join(f"{count} of {size}" for size, count in of["stories_by_size"].items())
    refused = sum(len(of[kind]["not_read"]) for kind in kinds)
    return (
        f"{_table(head, *rows)}\n\nDigests: {digests}. Pairs with an article that was not read: {refused}. "
        f"Stories of the strangers by the number of their articles: {sizes}."
    )


def _pairs(kind: str, level: str, of: Figures) -> list[object]:
    shares = [_share(of[which]) + _within(of[f"{which}_95"]) for which in ("precision", "recall")]
    return [kind, level, of["pairs"], of["true"], of["said"], *shares]


def _trims(of: Figures) -> str:
    rows = [
        (cut, of["pages"], _share(found["in_version"]), _share(found["in_story"]), ", ".join(found["misses"]) or "none")
        for cut, found in of["cuts"].items()
    ]
    whole = f"Of {of['trims']} trims {_share(of['share'])}{_within(of['share_95'])} were found (seed {of['seed']})."
    return f"{whole}\n\n{_table(('left', 'pages', 'in the version', 'in the story', 'missed'), *rows)}"


def _invented(of: Figures) -> str:
    forms = ", ".join(f"{form} {count}" for form, count in of["of_forms"].items())
    told = f"{of['articles']} invented articles (seed {of['seed']}), {of['not_read']} not read: {of['false_stories']}"
    return f"{told} false stories with {of['articles_in_them']} articles in them{f' ({forms})' if forms else ''}."


def _chains(of: Figures) -> str:
    head = ("level", "ARI", "B-cubed P / R", "B-cubed F1", "pairwise P / R", "pairwise F1")
    told = f"{of['articles']} articles of {of['stories']} stories (seed {of['seed']})"
    told += f"; rivals joined: {of['rivals_joined']}."
    return f"{told}\n\n{_table(head, *(_clustering(level, of[level]) for level in LEVELS))}"


def _same_answer(of: Figures) -> str:
    ways = ", ".join(f"{way} {'the same' if same else 'NOT the same'}" for way, same in of["same"].items())
    return f"{of['files']} files, {of['versions']} versions, {of['stories']} stories (seed {of['seed']}): {ways}."


def _repeats(of: Figures) -> str:
    return (
        f"{of['pages']} pages, {of['n']} planted repeats: recall {_share(of['recall'])}, precision "
        f"{_share(of['precision'])}; of {of['on_purpose']['lines']} lines that repeat on purpose "
        f"{of['on_purpose']['folded']} were folded."
    )


def _bounds(of: Figures) -> str:
    rows = []
    for name, mass in of.items():
        if isinstance(mass, dict):
            last = mass["sizes"][-1]
            growth = (mass["seconds_to_linear"], mass["megabytes_to_linear"])
            right = "yes" if mass["right"] else "NO"
            rows.append((name, last["articles"], last["seconds"], last["megabytes"], *growth, last["stories"], right))
    head = ("mass", "articles", "seconds", "MB", "time to linear", "memory to linear", "stories", "right")
    return _table(head, *rows)


def _held_out(of: Figures) -> str:
    rows = [
        (
            level,
            *(_share(of[level][m]["f1"] if m != "ari" else of[level][m]) for m in ("ari", "b_cubed", "pairwise")),
            *(" / ".join(_share(of["pairs"][s][level][x]) for x in ("precision", "recall")) for s in ("given", "own")),
        )
        for level in LEVELS
    ]
    return _table(("level", "ARI", "B-cubed F1", "pairwise F1", "given pairs P / R", "own pairs P / R"), *rows)


TOLD: dict[str, Callable[[Figures], str]] = {
    "gold": _gold,
    "strangers": _strangers,
    "trims": _trims,
    "invented": _invented,
    "chains": _chains,
    "same_answer": _same_answer,
    "repeats": _repeats,
    "bounds": _bounds,
    "held out": _held_out,
    "in sample": _held_out,
}


if __name__ == "__main__":
    main()
