"""Text as a bad scan gives it: seeded damage to a share of its characters, set in narrow columns.

What is damaged, and how, follows accounts of OCR errors: Lopresti, "Optical character recognition errors and their
effects on natural language processing", 2009; Nguyen et al., "Deep statistical analysis of OCR errors for effective
post-OCR processing", 2019. Letters are taken for others of like shape, one for two and two for one; two fifths of the
damage is any letter for any other, letters dropped and put in, so that no table of likely confusions can undo it.
Words run together and fall apart. Columns of `COLUMN` characters break words at line ends; that comes on top.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

COLUMN = 40
"""Characters of a line."""

HYPHENATED = 0.5
"""Share of the long words at a line's end that are broken rather than set on the next line."""

_SHAPES = (
    "rn>m m>rn cl>d d>cl li>h h>li vv>w w>vv ii>u u>ii nn>m in>m ri>n e>c c>e e>o o>e o>0 0>o 0>O O>0 l>1 1>l l>I I>l "
    "1>I I>1 l>i i>l i>1 S>5 5>S s>5 B>8 8>B B>R u>n n>u n>r h>b b>h h>k f>t t>f t>l l>t f>s s>f a>o o>a a>n n>a y>v "
    "v>y g>q q>g g>9 r>t s>a D>O Q>O G>C C>G E>F F>E P>F M>N N>M H>N T>I Z>2 2>Z 6>b 6>8 8>3 3>8 1>7 7>1 5>6 4>A 9>g "
    "tl>d fi>\N{LATIN SMALL LIGATURE FI} fl>\N{LATIN SMALL LIGATURE FL} fi>n fl>n s>\N{LATIN SMALL LETTER LONG S} "
    "e>\N{LATIN SMALL LETTER E WITH ACUTE} a>\N{LATIN SMALL LETTER A WITH DIAERESIS} é>e è>e ü>u ö>o ä>a ç>c ñ>n à>a"
)
"""What is taken for what."""

_TAKEN_FOR: dict[str, list[str]] = {}
for _pair in _SHAPES.split():
    _TAKEN_FOR.setdefault(_pair.split(">")[0], []).append(_pair.split(">")[1])

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SPECKS = ".,'`-:;^*~"


def scanned(paragraphs: Sequence[str], per_cent: float, seed: str) -> list[str]:
    """The paragraphs with about ``per_cent`` of their characters damaged, each in lines of `COLUMN` characters."""
    choose = Random(f"{seed} {per_cent}")
    return [_set_in_lines(_damaged(text, per_cent / 100, choose), choose) for text in paragraphs]


def _damaged(text: str, rate: float, choose: Random) -> str:
    found, at = [], 0
    while at < len(text):
        size = 1
        if choose.random() < rate:
            size, instead = _misread(text, at, choose)
            found.append(instead)
        else:
            found.append(text[at])
        at += size
    return "".join(found)


def _misread(text: str, at: int, choose: Random) -> tuple[int, str]:
    """How many characters are read as what else."""
    own = text[at]
    if own.isspace():
        return 1, choose.choice(("", "", own + choose.choice(_SPECKS)))
    kind = choose.random()
    if kind < 0.5:
        shapes = [s for s in (text[at : at + 2], own) if s in _TAKEN_FOR]
        if shapes:
            seen = choose.choice(shapes)
            return len(seen), choose.choice(_TAKEN_FOR[seen])
    if kind < 0.9:
        return _anything(own, choose)
    return 1, choose.choice((f"{own} ", f"{own}{choose.choice(_SPECKS)}", choose.choice(_SPECKS)))


def _anything(own: str, choose: Random) -> tuple[int, str]:
    """Another letter, none, or one more."""
    letter = choose.choice(_LETTERS)
    return 1, choose.choice((letter.upper() if own.isupper() else letter, "", own + letter))


def _set_in_lines(text: str, choose: Random) -> str:
    lines = [""]
    for word in text.split():
        room = COLUMN - len(lines[-1]) - 1
        if lines[-1] and len(word) > room:
            if room > 3 and len(word) > 6 and word.isalpha() and choose.random() < HYPHENATED:
                cut = choose.randint(2, min(room - 1, len(word) - 2))
                lines[-1] += f" {word[:cut]}-"
                word = word[cut:]
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return "\n".join(lines)
