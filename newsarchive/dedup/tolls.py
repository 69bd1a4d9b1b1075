"""What a number counts, told from the words of its sentence: who was killed, hurt, missing, or the noun beside it.

Near by, within four words, it is the fate in the number's own clause. Farther off a fate is taken in four forms of
sentence alone, in which nothing else can govern the number: *12 people … were killed*, *left 12 people … dead*,
*killed, …, 12 people* and *the toll … rose to 12*. All of it is English.
"""

# ruff: noqa: SIM905 (lists of words read best as text)

from __future__ import annotations

from collections.abc import Iterator, Sequence

from newsarchive.dedup.figures import EDGES, PAUSES, figures, figures_in_words, is_number, value
from newsarchive.dedup.gave_way import DAYS, SMALL
from newsarchive.dedup.numbers import SCALES

_AROUND = 4
"""Words beside a number that say what it counts, whatever the form of the sentence."""

_FAR = 24
"""Words between a number and the fate of those whom it counts, in a form of sentence that leaves no doubt."""

_ASIDE = 12
"""Words of what is said between two commas."""

_OF_A_FATE = {
    "killed": "killed kills killing kill dead died dies deaths",
    "injured": "wounded wounds wounding injured injures injuring hurt hurting",
    "missing": "missing",
    "arrested": "arrested arrests detained detains",
    "survivors": "survivors",
}
_SAME_FATE = {word: fate for fate, forms in _OF_A_FATE.items() for word in forms.split()}

FATES = frozenset(_SAME_FATE) | {"toll", "bodies"}

_JOINTS = frozenset("and or but while whereas as when after before including that which who".split())
_VAGUE = frozenset(
    ("least about some nearly almost than more fewer over up around another people percent per total many few").split()
)

_DONE_TO = frozenset("killed wounded injured hurt arrested detained dead missing".split())
_DO = frozenset("died dies".split())
_WERE = frozenset("were are".split())
_HAVE_BEEN = frozenset("had have".split())
_ADVERBS = frozenset("also been later feared reported believed presumed confirmed found still all already".split())
_LEFT = frozenset("left leaves leaving".split())
_LYING = frozenset("dead wounded injured hurt missing".split())
_ACTIVE = frozenset("killed killing wounded wounding injured injuring detained detaining arrested arresting".split())
_TO = frozenset("to at".split())
_ROSE = frozenset("rose risen rises rising climbed climbs grew grown increased stood stands jumped fell fallen".split())
_REACHED = frozenset("reached passed exceeded hit topped".split())
_STOPS = _JOINTS | frozenset(
    (
        "where because since until if though although whom whose he she it they we i you said says say saw told found "
        "knew thought heard felt took has was is will would could should may might must can did not never no nor"
    ).split()
)
_ARTICLES = frozenset("a an the his her its their this that these those".split())


def counted(tokens: Sequence[str], first: int, last: int) -> str:
    """What the number at some tokens counts: what became of people, the word behind it, or one before; "" for nothing.

    A fate right before it governs it (*injured 31*), else one behind (*12 people were killed*), else one before, else
    one farther off.
    """
    before, behind = _clause_before(tokens, first), _clause_behind(tokens, last)
    fate = "" if _is_whole(tokens, first) else near(tokens, first, last) or far_off(tokens, first, last)
    return fate or next((word for word in (*behind, *before) if _says(word)), "")


def near(tokens: Sequence[str], first: int, last: int) -> str:
    """The fate in the number's own clause, within `_AROUND` words; "" for none."""
    before, behind = _clause_before(tokens, first), _clause_behind(tokens, _past_whole(tokens, last))
    governing = next((word for word in before if word not in SMALL and word not in _VAGUE), "")
    return next((word for word in (governing, *behind, *before) if word in FATES), "")


def far_off(tokens: Sequence[str], first: int, last: int) -> str:
    """The fate that a number is of, where it stands farther from it and the form of the sentence leaves no doubt."""
    ways = (_left(tokens, first, last), _befell(tokens, first, last), _aside(tokens, first), _rose(tokens, first))
    return next((fate for fate in ways if fate), "")


def tolls(words: Sequence[str]) -> frozenset[tuple[str, float]]:
    """Every fate and number that normalised words may put together: *killed four* and *4 were killed* are one.

    Signs are gone from such words, so that *12 killed 31 hurt* can be read in two ways; both are given.
    """
    found: set[tuple[str, float]] = set()
    for first, last in figures_in_words(words):
        if _SAME_FATE.keys().isdisjoint(words[max(0, first - _AROUND) : last + 2 * _AROUND]):
            continue
        worth = value(words[first:last])
        if isinstance(worth, float) and not _is_whole(words, first):
            found.update((fate, worth) for fate in _fates_near(words, first, last))
    return frozenset(found)


def fate_of(word: str) -> str:
    """What a word says became of people, one name for all its forms: *killed* for *deaths*; "" for any other word."""
    return _SAME_FATE.get(word, "")


def _fates_near(words: Sequence[str], first: int, last: int) -> Iterator[str]:
    before = (word for word in _clause_before(words, first) if word not in SMALL and word not in _VAGUE)
    behind = (word for word in _clause_behind(words, _past_whole(words, last)) if word in _SAME_FATE)
    for word in (next(before, ""), next(behind, "")):
        if word in _SAME_FATE:
            yield _SAME_FATE[word]


def _is_whole(tokens: Sequence[str], first: int) -> bool:
    """Whether a number is that of all, some of whom met a fate: the 50 in *49 of the 50 died*."""
    at = first - 1 - (first > 0 and _bare(tokens[first - 1]) in _ARTICLES)
    return at > 0 and tokens[at] == "of" and (is_number(tokens[at - 1]) or _bare(tokens[at - 1]) in SCALES)


def _past_whole(tokens: Sequence[str], last: int) -> int:
    """Behind *of the 50* where that follows a number, else where the number ends."""
    for at in (last + 1, last + 2):
        if at < len(tokens) and tokens[last] == "of" and is_number(tokens[at]) and _is_whole(tokens, at):
            return figures(tokens, at, at + 1)[0][1]
    return last


def _clause_before(tokens: Sequence[str], first: int) -> list[str]:
    """The words of a number's clause before it, nearest first, `_AROUND` at most."""
    found: list[str] = []
    for token in reversed(tokens[max(0, first - _AROUND) : first]):
        if token[-1:] in PAUSES or _parts(token):
            break
        found.append(_bare(token))
    return found


def _clause_behind(tokens: Sequence[str], last: int) -> list[str]:
    """The words of a number's clause behind it, nearest first, `_AROUND` at most."""
    found: list[str] = []
    if tokens[last - 1][-1:] in PAUSES:
        return found
    for token in tokens[last : last + _AROUND]:
        if _parts(token):
            break
        found.append(_bare(token))
        if token[-1:] in PAUSES:
            break
    return found


def _parts(token: str) -> bool:
    """Whether another clause, or another number's words, begin with a token."""
    return _bare(token) in _JOINTS or is_number(token)


def _says(word: str) -> bool:
    return word.isalpha() and word not in SMALL and word not in _VAGUE and word not in DAYS


def _bare(token: str) -> str:
    return token.strip(EDGES).lower()


def _befell(tokens: Sequence[str], first: int, last: int) -> str:
    """*12 people on board … were killed*, *12 people from the village … died*: the first verb behind the number."""
    if value(tokens[first:last]) == 1.0:
        return ""
    at = _resumed(tokens, _past_whole(tokens, last) - 1)
    while at < min(len(tokens), last + _FAR):
        word = _bare(tokens[at])
        if word in _WERE or (word in _HAVE_BEEN and _bare(tokens[at + 1] if at + 1 < len(tokens) else "") == "been"):
            return _done_to(tokens, at + 1)
        if word in _DO:
            return word
        if word in _STOPS or word in _HAVE_BEEN or is_number(tokens[at]) or _does(tokens, at):
            return ""
        at = _resumed(tokens, at)
    return ""


def _does(tokens: Sequence[str], at: int) -> bool:
    """Whether a word looks like a verb that has an object: *carried the men*, and not *trapped in the mine*."""
    follows = _bare(tokens[at + 1]) if at + 1 < len(tokens) else ""
    return _bare(tokens[at]).endswith(("ed", "ing")) and follows in _ARTICLES


def _done_to(tokens: Sequence[str], at: int) -> str:
    for token in tokens[at : at + 3]:
        word = _bare(token)
        if word in _DONE_TO:
            return word
        if word not in _ADVERBS or token[-1:] in PAUSES:
            return ""
    return ""


def _resumed(tokens: Sequence[str], at: int) -> int:
    """Where a clause goes on behind a token: past what stands between two commas; at the end where it does not."""
    sign = tokens[at][-1:]
    if sign not in PAUSES or (sign == "." and _is_short(tokens[at])):
        return at + 1
    if sign == ",":
        for end in range(at + 1, min(len(tokens), at + 1 + _ASIDE)):
            if tokens[end][-1:] == ",":
                return end + 1
            if tokens[end][-1:] in PAUSES:
                break
    return len(tokens)


def _is_short(token: str) -> bool:
    return len(token) <= 3 and token[:1].isupper()


def _left(tokens: Sequence[str], first: int, last: int) -> str:
    """*left 12 people in the villages along the coast dead*."""
    before = next((word for word in _clause_before(tokens, first) if word not in SMALL and word not in _VAGUE), "")
    if before not in _LEFT:
        return ""
    for at in range(last, min(len(tokens), last + _FAR)):
        word = _bare(tokens[at])
        if word in _LYING:
            return word
        if word in _STOPS or is_number(tokens[at]) or tokens[at][-1:] in PAUSES:
            return ""
    return ""


def _aside(tokens: Sequence[str], first: int) -> str:
    """*killed, the ministry said, 12 people*: a verb right before what stands between two commas."""
    at = first
    while at > 0 and _bare(tokens[at - 1]) in _VAGUE | {"at"} and tokens[at - 1][-1:] not in PAUSES:
        at -= 1
    if at == 0 or tokens[at - 1][-1:] != ",":
        return ""
    for verb in range(at - 2, max(-1, at - 2 - _ASIDE), -1):
        if tokens[verb][-1:] == ",":
            return _bare(tokens[verb]) if _bare(tokens[verb]) in _ACTIVE else ""
        if tokens[verb][-1:] in PAUSES or is_number(tokens[verb]):
            return ""
    return ""


def _rose(tokens: Sequence[str], first: int) -> str:
    """*the death toll from the fire in the old market rose to 19*, *the number of missing … reached 31*."""
    at = first
    while at > 0 and _bare(tokens[at - 1]) in _VAGUE and tokens[at - 1][-1:] not in PAUSES:
        at -= 1
    before = [_bare(token) for token in tokens[max(0, at - 4) : at]]
    if not before or not (before[-1] in _REACHED or (before[-1] in _TO and not _ROSE.isdisjoint(before))):
        return ""
    for noun in range(at - 1, max(-1, at - _FAR), -1):
        word = _bare(tokens[noun])
        if word == "toll":
            return word
        if word in _SAME_FATE and _bare(tokens[max(0, noun - 1)]) in ("of", "the"):
            return word if "number" in [_bare(t) for t in tokens[max(0, noun - 3) : noun]] else ""
        if tokens[noun][-1:] in ".;:!?" and not _is_short(tokens[noun]):
            return ""
    return ""
