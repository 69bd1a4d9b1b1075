"""How well notices are read and carried: marks on real pages, judged by eye, and what invented notices do.

    python -m bench.notices marks ../shared/data       every mark that is read there, a line each, and their number
    python -m bench.notices carry --count 400 --seed 20071127 [--show]

The second takes stories of `bench.invented_chains` in, as an agency's feed and sites' pages print them: each version's
first article has number, slug and hour, the others have none. Each correction says so in its headline, sometimes what
it corrects; a third of the stories have a version killed, by notices worded in six ways, of which two name no more than
a slug. Every fourth story has the slug of one before it. Right is a mark on an article of the version that was
corrected, where anything was, or killed; wrong is one on the corrected version, or on another story. Earlier versions
count neither way: they print the wrong words or not, as it comes. The scores are of articles. Tuned on seed 7.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.invented_article import Invented
from bench.invented_chains import chains
from bench.vocabulary import Dice

_FEED = ("report", "update", "correction")
_NOTICES = (
    "Eds: Kindly kill the {place} story slugged {slug}, moved at {clock} GMT. A substitute will follow.",
    "Eds: Please kill BC-{slug}, moved at {clock} GMT. The report could not be confirmed.",
    '(The story headlined "{headline}" is withdrawn. There will be no substitute story.)',
    "Northwire is withdrawing its story slugged {slug}, sent at {clock} GMT, which contained errors.",
    "Eds: Kindly kill BC-{slug}. The source has withdrawn what it said.",
    "MANDATORY KILL. Eds: Must kill the story slugged {slug}.",
)


# A dateline's own day, in whose place the story's is put: else it would contradict the page's.
_DATE = re.compile(r", (?:[A-Z][a-z]+\.? \d{1,2}|[A-Z][a-z]+day)(?:, \d{4})? \(")


@dataclass
class Truth:
    """Files by what should become of them: ``marked`` by a notice, ``spared`` by it; others count neither way."""

    marked: set[str] = field(default_factory=set)
    spared: set[str] = field(default_factory=set)


@dataclass
class Made:
    """Files by name, and the truth of corrections and kills."""

    files: dict[str, bytes] = field(default_factory=dict)
    corrected: Truth = field(default_factory=Truth)
    withdrawn: Truth = field(default_factory=Truth)


def made(count: int, seed: int) -> Made:
    """``count`` stories as files."""
    found, stories = Made(), {}
    for article in chains(count, seed):
        if article.role != "rival":
            stories.setdefault(article.story, []).append(article)
    slugs: list[str] = []
    for n, members in enumerate(stories.values()):
        _tell(found, members, n, Dice(seed, "notices", n), slugs)
    return found


def _tell(found: Made, members: Sequence[Invented], n: int, dice: Dice, slugs: list[str]) -> None:
    versions = list(dict.fromkeys(a.version for a in members))
    slug = (
        dice.one(slugs[-40:]) if slugs and n % 4 == 3 else f"Topic{n}-{dice.one(('Toll', 'Inquiry', 'Blaze', 'Vote'))}"
    )
    slugs.append(slug)
    for article in members:
        found.files[f"{article.name}.txt"] = _printed(article, n, versions.index(article.version), slug)
    by_version = {v: {f"{a.name}.txt" for a in members if a.version == v} for v in versions}
    everything = set().union(*by_version.values())
    said = {v: next(a.paragraphs for a in members if a.version == v) for v in versions}
    corrections = [v for k, v in enumerate(versions) if "-correction-" in v and said[v] != said[versions[k - 1]]]
    for version in corrections:
        found.corrected.marked |= by_version[versions[versions.index(version) - 1]]
        found.corrected.spared |= by_version[version]
    if not corrections:
        found.corrected.spared |= everything
    if dice.chance(0.33):
        _kill(found, members[0], n, dice, slug)
        found.withdrawn.marked |= by_version[versions[0]]
    else:
        found.withdrawn.spared |= everything


def _clock(version: int) -> str:
    return f"{6 + version:02}:17"


def _day(n: int) -> int:
    return 1 + n % 27


def _printed(article: Invented, n: int, version: int, slug: str) -> bytes:
    body = _DATE.sub(f", Aug {_day(n)} (", "\n\n".join(article.paragraphs), count=1)
    if article.role not in _FEED:
        return f"{article.headline}\n\nPublished August {_day(n)}, 2007\n\n{body}\n".encode()
    mark = "CORRECTED - " if article.role == "correction" else ""
    head = f"NORTHWIRE {n % 10_000:04}\nBC-{slug}\n{_day(n)} Aug 2007 {_clock(version)} GMT"
    return f"{head}\n\n{mark}{article.headline}\n\n{body}\n".encode()


def _kill(found: Made, killed: Invented, n: int, dice: Dice, slug: str) -> None:
    place = killed.paragraphs[0].split(",")[0].split("(")[0].strip()
    said = dice.one(_NOTICES).format(place=place, slug=slug, clock=_clock(0).replace(":", ""), headline=killed.headline)
    head = f"NORTHWIRE {(n + 5000) % 10_000:04}\nBC-{slug}, KILL\n{_day(n)} Aug 2007 15:40 GMT"
    name = f"{killed.story}-kill.txt"
    found.files[name] = f"{head}\n\nBULLETIN KILL\n\n{said}\n\nNorthwire regrets the error.\n".encode()


@dataclass(frozen=True)
class Score:
    """Right marks, wrong ones, and those missed."""

    right: int
    wrong: int
    missed: int

    def __str__(self) -> str:
        precision = self.right / max(1, self.right + self.wrong)
        recall = self.right / max(1, self.right + self.missed)
        counts = f"{self.right} right, {self.wrong} wrong, {self.missed} missed"
        return f"precision {precision:.3f}, recall {recall:.3f} ({counts})"


def score(marked: set[str], truth: Truth) -> Score:
    """What was marked against what should be."""
    return Score(len(marked & truth.marked), len(marked & (truth.spared - truth.marked)), len(truth.marked - marked))


def _carried(mark: str) -> set[str]:
    from newsarchive.archive.models import Carried

    return set(Carried.objects.filter(mark=mark).values_list("text__articles__receipts__file__name", flat=True))


def _carry(count: int, seed: int, show: bool) -> None:
    from bench.archive import archive

    given = made(count, seed)
    with archive() as own:
        own.take_in(given.files)
        found = {mark: _carried(mark) for mark in ("corrected", "withdrawn")}
    print(f"{len(given.files)} files of {count} stories, seed {seed}")
    for mark, truth in (("corrected", given.corrected), ("withdrawn", given.withdrawn)):
        print(mark, score(found[mark], truth))
        if show:
            print("  missed", sorted(truth.marked - found[mark])[:40])
            print("  wrong", sorted(found[mark] & (truth.spared - truth.marked))[:40])


def _marks(data: Path) -> None:
    from newsarchive import wire

    kinds: Counter[str] = Counter()
    articles = 0
    for name, content in files(data):
        try:
            items = wire.read(content, name)
        except wire.Unreadable:
            continue
        articles += len(items)
        for mark in (mark for item in items for mark in item.trade):
            kinds[mark.kind] += 1
            print(name, mark.kind, mark.where, repr(mark.line[max(0, mark.start - 20) : mark.end + 60]), sep="\t")
    print(f"{articles} articles, {sum(kinds.values())} marks: {dict(kinds)}")


def files(data: Path) -> Iterator[tuple[str, bytes]]:
    """Every page and every stranger, by name."""
    for page in sorted((data / "spotsigs" / "pages").iterdir()):
        yield page.name, page.read_bytes()
    for line in (data / "strangers" / "strangers.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        yield f"{row['id']}.txt", f"{row['title']}\n\n{row['text']}".encode()


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    acts = parser.add_subparsers(dest="act", required=True)
    acts.add_parser("marks").add_argument("data", type=Path)
    carry = acts.add_parser("carry")
    carry.add_argument("--count", type=int, default=400)
    carry.add_argument("--seed", type=int, default=20071127)
    carry.add_argument("--show", action="store_true")
    asked = parser.parse_args()
    if asked.act == "marks":
        _marks(asked.data)
    else:
        _carry(asked.count, asked.seed, asked.show)


if __name__ == "__main__":
    main()
