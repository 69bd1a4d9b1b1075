"""Wire copy made up by a seed: reports, and what outlets do to them."""

from __future__ import annotations

import random
from collections.abc import Mapping

_ROOTS = "bar cel dor fen gal hav ister jun kel lom mar nov ost pel quin ras sol tar ulm ver wen yar zin".split()  # noqa: SIM905
_ENDS = "a e in or eth um is ane ock ide ell ust ary ion ent".split()  # noqa: SIM905
_SMALL = "the of to and in that for on with as by at from was said it an after before not".split()  # noqa: SIM905


class Desk:
    """Writes reports of invented words, in which small words recur as they do in prose, and no two reports agree."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)

    def report(self, paragraphs: int = 8) -> list[str]:
        return [self.paragraph() for _ in range(paragraphs)]

    def paragraph(self, words: int = 0) -> str:
        chosen = [self._word() for _ in range(words or self._random.randint(18, 36))]
        return " ".join(chosen).capitalize() + "."

    def edited(self, paragraph: str, changes: int) -> str:
        """The paragraph with some words exchanged, its first word among them."""
        words = paragraph.split()
        for at in {0, *self._random.sample(range(len(words)), changes - 1)}:
            words[at] = self._word()
        return " ".join(words)

    def _word(self) -> str:
        if self._random.random() < 0.3:
            return self._random.choice(_SMALL)
        return "".join(self._random.choices(_ROOTS, k=2)) + self._random.choice(_ENDS)


def page(headline: str, paragraphs: list[str], dateline: str = "") -> bytes:
    """A scraped text page with its furniture."""
    return "\n\n".join(["logo", headline, dateline + paragraphs[0], *paragraphs[1:]]).encode()


def mixed_bag(seed: int, reports: int = 5) -> Mapping[str, bytes]:
    """Files of some reports: copies, trims, edits and updates of each, and neighbours that share a background."""
    desk = Desk(seed)
    background = desk.report(2)
    files: dict[str, bytes] = {}
    for n in range(reports):
        body = desk.report(8) + (background if n < 2 else [])
        place = f"TOWN {'ABCDEFGH'[n]}, May {n + 3}, 2011 (Northwire) - "
        files |= {
            f"{n}-agency.txt": page(f"Report {n}", body, place),
            f"{n}-copy.txt": page(f"As told {n}", body),
            f"{n}-trim.txt": page(f"In short {n}", body[:4], place),
            f"{n}-edit.txt": page(f"Our own {n}", [desk.edited(p, 3) for p in body], place),
            f"{n}-update.txt": page(f"Later {n}", desk.report(2) + body[1:], place),
        }
    return files
