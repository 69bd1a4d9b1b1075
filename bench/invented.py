"""python -m bench.invented FOLDER --count N --seed S [--only forms|prose|chains|copies|edited|NAME OF A FORM]

Invented wire articles with their truth, for measuring false stories and bounds. Writes N text files (for chains: N
stories of several files) and truth.csv (path,version,story,form,role). The same seed makes the same articles on every
machine, and the first of many are those of few.
"""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from bench import vocabulary
from bench.company_forms import COMPANY_FORMS
from bench.invented_article import PROSE, Invented, edited
from bench.invented_chains import chains
from bench.invented_forms import Form, filled
from bench.invented_prose import Cast, Writer, cast, sign_off
from bench.local_forms import LOCAL_FORMS
from bench.money_forms import MONEY_FORMS
from bench.vocabulary import Dice

FORMS = {form.name: form for form in (*COMPANY_FORMS, *MONEY_FORMS, *LOCAL_FORMS)}

_TOPIC = 6
"""Of so many reports in a row, the first few may be of one running topic."""

_NOTICE = (
    "This report may not be published, broadcast, rewritten or sent on without leave of the Selwyn and District Press"
    " Association, which has gathered it for its members since 1911."
)

_SHARING = (1, 1, 1, 1, 1, 1, 2, 3, 4, 5, 6)
_PER_FOLDER = 1000


def articles(count: int, seed: int) -> Iterator[Invented]:
    """Unrelated reports, three of prose to one in a form: no two are one story."""
    for i in range(count):
        four, place = divmod(i, 4)
        yield _of_any_form(four, seed) if place == 3 else _prose(four * 3 + place, seed)


def forms_only(count: int, seed: int) -> Iterator[Invented]:
    """Different reports in all the forms by turns."""
    return (_of_any_form(i, seed) for i in range(count))


def prose_only(count: int, seed: int) -> Iterator[Invented]:
    """Different reports in prose, some of them on one topic with one background paragraph."""
    return (_prose(i, seed) for i in range(count))


def one_form(form: str, count: int, seed: int) -> Iterator[Invented]:
    """Different reports in one form of ``FORMS``: other subjects, or another issue of the same. KeyError if unknown."""
    wording = FORMS[form]
    return (_of_form(wording, i, seed) for i in range(count))


def copies(count: int, seed: int = 0, words: int = 400) -> Iterator[Invented]:
    """One text as many outlets ran it: word for word, under the name of each outlet."""
    headline, paragraphs = _long_report(seed, words)
    for i in range(count):
        yield _member(f"copy-{i:05}", f"{headline} - {vocabulary.newspaper(i)}", paragraphs, "copied", "copy")


def edited_copies(count: int, seed: int, words: int = 400) -> Iterator[Invented]:
    """One text as many desks touched it up: up to five words, a paragraph less, a sign-off more. One version."""
    headline, paragraphs = _long_report(seed, words)
    for i in range(count):
        changed = edited(paragraphs, Dice(seed, "edit", i)) if i else paragraphs
        yield _member(
            f"edited-{i:05}", f"{headline} - {vocabulary.newspaper(i)}", changed, "edited", "edited" if i else "report"
        )


def sharing_one_passage(count: int, seed: int) -> Iterator[Invented]:
    """Different reports in prose that all end with the same notice."""
    return (replace(report, paragraphs=(*report.paragraphs, _NOTICE)) for report in prose_only(count, seed))


def _of_any_form(number: int, seed: int) -> Invented:
    row, which = divmod(number, len(FORMS))
    return _of_form(list(FORMS.values())[which], row, seed)


def _of_form(form: Form, number: int, seed: int) -> Invented:
    headline, paragraphs = filled(form, number, seed)
    name = f"{form.name}-{number:05}"
    return Invented(name, form.name, headline, tuple(paragraphs), name, name)


def _prose(number: int, seed: int) -> Invented:
    block, place = divmod(number, _TOPIC)
    dice = Dice(seed, PROSE, number)
    topic, background, sharing = _running_topic(block, seed)
    running = sharing > 1 and place < sharing
    writer = Writer(dice, topic if running else cast(dice))
    words = min(dice.between(80, 500), dice.between(80, 500))
    paragraphs = writer.report(max(words, 130) if running else words)
    if running:
        paragraphs.insert(dice.between(2, len(paragraphs)), background)
    name = f"{PROSE}-{number:05}"
    return Invented(name, PROSE, writer.headline(), (*paragraphs, *sign_off(dice)), name, name)


@lru_cache(maxsize=8)
def _running_topic(block: int, seed: int) -> tuple[Cast, str, int]:
    """Names, background paragraph, and how many reports of a block are about them."""
    dice = Dice(seed, "topic", block)
    topic, sharing = cast(dice), dice.one(_SHARING)
    writer = Writer(dice, topic)
    return topic, " ".join(writer.sentence() for _ in range(dice.between(2, 4))), sharing


def _long_report(seed: int, words: int) -> tuple[str, tuple[str, ...]]:
    dice = Dice(seed, "long")
    writer = Writer(dice, cast(dice))
    return writer.headline(), tuple(writer.report(words))


def _member(name: str, headline: str, paragraphs: tuple[str, ...], version: str, role: str) -> Invented:
    return Invented(name, PROSE, headline, paragraphs, version, version, role)


def write(found: Iterator[Invented], folder: Path) -> int:
    """Text files in subfolders of a thousand, and truth.csv beside them; the number of articles."""
    folder.mkdir(parents=True, exist_ok=True)
    number = -1
    with (folder / "truth.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("path", "version", "story", "form", "role"))
        for number, article in enumerate(found):
            path = Path(f"{number // _PER_FOLDER:03}") / f"{article.name}.txt"
            (folder / path).parent.mkdir(exist_ok=True)
            (folder / path).write_text("\n\n".join((article.headline, *article.paragraphs)) + "\n", encoding="utf-8")
            rows.writerow((path.as_posix(), article.version, article.story, article.form, article.role))
    return number + 1


def _wanted(only: str, count: int, seed: int) -> Iterator[Invented]:
    kinds = {
        "": articles,
        "forms": forms_only,
        "prose": prose_only,
        "chains": chains,
        "copies": copies,
        "edited": edited_copies,
    }
    return kinds[only](count, seed) if only in kinds else one_form(only, count, seed)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.invented", description=__doc__.partition("\n\n")[2])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    kinds = ("forms", "prose", "chains", "copies", "edited", *FORMS)
    parser.add_argument("--only", choices=kinds, default="", metavar="KIND", help=", ".join(kinds))
    options = parser.parse_args()
    print(f"{write(_wanted(options.only, options.count, options.seed), options.folder)} articles")


if __name__ == "__main__":
    main()
