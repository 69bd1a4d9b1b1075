"""Text to the words that are compared: what printing alone changes is gone, what an editor changes stays."""

from __future__ import annotations

import re
import unicodedata
from hashlib import blake2b

from newsarchive.dedup.folded import HAN, HANGUL, HIRAGANA, KATAKANA, SYLLABIC, SYLLABLE, THAI, VOWELS, folded
from newsarchive.dedup.unspaced import cut

NORMALISER = "words-4"
"""Part of every scheme's id: raise it when ``words`` answers differently for any text."""

_INVISIBLE = r"\u00ad\u0640\u200c-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
"""Hyphenation, joiners, writing direction and the stroke that stretches Arabic words."""

_BEFORE = re.compile(rf"[{_INVISIBLE}\u00a0\u2009\u202f](?:(?<=[{_INVISIBLE}])|(?<=\d.)(?=\d{{3}}(?!\d)))")
"""Goes before Unicode's normal form is made, which turns every kind of space into the plain one."""

_BETWEEN = re.compile(
    r"['\u2019\u2018\u02bc`\u0640,.](?:(?<=\u0640)|(?<=\w['\u2019\u2018\u02bc`])(?=\w)|(?<=\d[,.])(?=\d{3}(?!\d)))"
)
_RUNS = f"{HAN}{HIRAGANA}", HANGUL, THAI
_UNSPACED = "".join(_RUNS)
_OWN_RULES = re.compile(rf"[{_UNSPACED}{KATAKANA}{VOWELS}{SYLLABIC}\u02bc]")
_WORD = re.compile(
    rf"(?P<run>{'|'.join(f'[{run}]+' for run in _RUNS)})|[{KATAKANA}]+|{SYLLABLE}"
    rf"|(?:[^\W_{_UNSPACED}{KATAKANA}{SYLLABIC}\u02bc]+|(?![{SYLLABIC}{THAI}])[{VOWELS}]+)+"
)
_PLAIN_WORD = re.compile(r"[^\W_]+")
"""The same where nothing has rules of its own."""

_VIETNAMESE = re.compile("[\u01a0\u01a1\u01af\u01b0\u1ea0-\u1ef9]")
"""Letters that of all languages with many writers Vietnamese alone has: those with a tone and another mark, and o and u
with a horn."""

_OF_VIETNAMESE = 4
"""A line is Vietnamese in which one in so many words has such a letter; there it is every second or third. A report in
English that prints a Vietnamese name with its marks is left alone.
"""

_STROKE = str.maketrans({"\u0110": "Dd", "\u0111": "dd"})
_ROOF = "\u0302"
"""Doubles the letter that it stands on."""
_MARKS = {"\u0306": "w", "\u031b": "w"}
_TONES = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}

_LETTERS_ALONE = re.compile(r"[^\W\d_]+")
_TITLED = re.compile(r"(?<![\w'])[^\W\d_]{2,}(?![\w'])")

_TYPESET = {"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-", "\u2026": "..."}
"""Marks that many a text has beyond ASCII, and others that part words just as they do."""

_PLAIN = re.compile(r"[',.`](?:(?<=\w['`])(?=\w)|(?<=\d[,.])(?=\d{3}(?!\d)))")
_LETTERS = bytes(c if chr(c).isalnum() and c < 128 else 32 for c in bytes(range(256)).lower())


def words(text: str) -> list[str]:
    """The normalised words of a text, in order.

    Case, accents, punctuation, apostrophes within words, thousands separators, traditional Chinese characters, other
    scripts' digits and Unicode's compatibility forms are folded, and characters that are not seen are dropped. In
    Vietnamese, which prints a blank after every syllable and makes its names of everyday ones, a syllable with a
    capital is spelled as in telex, marks and all: so a name is another word than the everyday one. Where no blanks are
    printed between words, `newsarchive.dedup.unspaced` finds them; a stretch of katakana is one word, and of Lao,
    Burmese and Khmer a syllable is one, about.
    """
    text = plain(text)
    return _of_ascii(text) if text.isascii() else of_any(text)


def plain(text: str) -> str:
    """The text without what is not seen, its typographic marks as ASCII has them."""
    if text.isascii():
        return text
    text = _BEFORE.sub("", text)
    for mark, common in _TYPESET.items():
        text = text.replace(mark, common)
    return text


def _of_ascii(text: str) -> list[str]:
    """What `of_any` finds, some ten times as fast."""
    return _PLAIN.sub("", text).encode().translate(_LETTERS).decode().split()


def of_any(text: str) -> list[str]:
    """The words of a text that is `plain`."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        if _VIETNAMESE.search(text):
            return [word for line in text.split("\n") for word in _with_names(line)]
    return _folded(text)


def _with_names(line: str) -> list[str]:
    """The words of a line that may be Vietnamese, names with their marks."""
    letters = _LETTERS_ALONE.findall(line)
    if _OF_VIETNAMESE * sum(1 for each in letters if _VIETNAMESE.search(each)) < len(letters):
        return _folded(line)
    return _folded(_TITLED.sub(lambda name: _telex(name[0]) if name[0].istitle() else name[0], line))


def _telex(syllable: str) -> str:
    """As Vietnamese was sent by telex: each mark a letter, that of the tone after the syllable."""
    spelled, tone = "", ""
    for letter in unicodedata.normalize("NFD", syllable.translate(_STROKE)):
        if letter == _ROOF:
            spelled += spelled[-1]
        else:
            spelled += _MARKS.get(letter, "" if letter in _TONES else letter)
            tone += _TONES.get(letter, "")
    return spelled + tone


def _folded(text: str) -> list[str]:
    text = _BETWEEN.sub("", folded(text))
    if not _OWN_RULES.search(text):
        return _PLAIN_WORD.findall(text)
    found: list[str] = []
    for match in _WORD.finditer(text):
        found.extend(cut(match[0]) if match["run"] else (match[0],))
    return found


def digest(wordlist: list[str], size: int = 16) -> bytes:
    """A BLAKE2b digest of ``size`` bytes that is equal exactly for equal word sequences."""
    return blake2b(" ".join(wordlist).encode(), digest_size=size).digest()
