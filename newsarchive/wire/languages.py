"""Which language a text is in: its script says so, or py3langid's model does where it is sure, or nothing does."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from threading import Lock
from typing import Protocol

from langcodes import standardize_tag
from langcodes.tag_parser import LanguageTagError

from newsarchive.wire.remembered import remembered

_TABLE = """
latin af Afrikaans, az Azerbaijani, ca Catalan, cs Czech, cy Welsh, da Danish, de German, en English, es Spanish
latin et Estonian, eu Basque, fi Finnish, fr French, ga Irish, gl Galician, hr Croatian, hu Hungarian, id Indonesian
latin is Icelandic, it Italian, lt Lithuanian, lv Latvian, ms Malay, mt Maltese, nl Dutch, nn Norwegian Nynorsk
latin no Norwegian, pl Polish, pt Portuguese, ro Romanian, sk Slovak, sl Slovenian, so Somali, sq Albanian, sv Swedish
latin sw Swahili, tl Filipino, tr Turkish, uz Uzbek, vi Vietnamese
cyrillic be Belarusian, bg Bulgarian, kk Kazakh, ky Kyrgyz, mk Macedonian, mn Mongolian, ru Russian, sr Serbian
cyrillic tg Tajik, uk Ukrainian
arabic ar Arabic, fa Persian, ps Pashto, ug Uyghur, ur Urdu
devanagari hi Hindi, mr Marathi, ne Nepali
bengali as Assamese, bn Bengali
greek el Greek
hebrew he Hebrew
armenian hy Armenian
georgian ka Georgian
ethiopic am Amharic
gurmukhi pa Punjabi
gujarati gu Gujarati
oriya or Odia
tamil ta Tamil
telugu te Telugu
kannada kn Kannada
malayalam ml Malayalam
sinhala si Sinhala
thai th Thai
lao lo Lao
burmese my Burmese
khmer km Khmer
hangul ko Korean
kana ja Japanese
han zh Chinese
"""
"""Scripts with the languages that are told apart in them."""

_LETTERS = {
    "latin": "A-Za-z\u00c0-\u024f\u1e00-\u1eff",
    "cyrillic": "\u0400-\u052f",
    "arabic": "\u0620-\u06ff\u0750-\u077f",
    "devanagari": "\u0900-\u097f",
    "bengali": "\u0980-\u09ff",
    "greek": "\u0370-\u03ff\u1f00-\u1fff",
    "hebrew": "\u05d0-\u05ea",
    "armenian": "\u0531-\u0587",
    "georgian": "\u10a0-\u10ff",
    "ethiopic": "\u1200-\u137f",
    "gurmukhi": "\u0a00-\u0a7f",
    "gujarati": "\u0a80-\u0aff",
    "oriya": "\u0b00-\u0b7f",
    "tamil": "\u0b80-\u0bff",
    "telugu": "\u0c00-\u0c7f",
    "kannada": "\u0c80-\u0cff",
    "malayalam": "\u0d00-\u0d7f",
    "sinhala": "\u0d80-\u0dff",
    "thai": "\u0e00-\u0e7f",
    "lao": "\u0e80-\u0eff",
    "burmese": "\u1000-\u109f",
    "khmer": "\u1780-\u17ff",
    "hangul": "\uac00-\ud7a3",
    "kana": "\u3041-\u3096\u30a1-\u30fa",
    "han": "\u3400-\u4dbf\u4e00-\u9fff",
}

_ENTRIES = [
    (line.split(" ", 1)[0], *entry.split(" ", 1))
    for line in _TABLE.split("\n")
    if line
    for entry in line.split(" ", 1)[1].split(", ")
]
NAMES = {code: name for _, code, name in _ENTRIES}
"""The languages that can be found, by their ISO 639 codes, and their English names."""

_OF_SCRIPT = {script: [code for own, code, _ in _ENTRIES if own == script] for script in _LETTERS}
_FINDERS = {script: re.compile(f"[{letters}]") for script, letters in _LETTERS.items()}

RIGHT_TO_LEFT = frozenset(["ar", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"])

UNSPACED = frozenset(["ja", "km", "ko", "lo", "my", "th", "zh"])
"""Languages that print no blanks between words, or not between all."""

SAMPLE = 1000
"""Characters of the body that are looked at, whole paragraphs, and the last of them cut."""

_LEAST, _LEAST_OF_SCRIPT = 40, 8
"""Letters from which a language is named: of a script that many share, and of one that is nearly its own."""

_PART = 300
"""Characters at the beginning and at the end of the sample, which have to be in one language; where one of them
leaves it in doubt the whole is asked. The model takes a microsecond for each."""

_SURE = 0.8
"""What the model has to give to its answer: of invented headlines it was wrong on some up to .6."""

_NO_LETTERS = bytes(code for code in range(128) if not chr(code).isalpha())
"""Of ASCII."""

_MAIN = 0.6
"""Share of the letters that the main script has to have: names and brands are often in Latin letters."""

_KANA = 0.1
"""Share of kana among Han and kana from which a text is Japanese; below a fifth of it it is Chinese, else in doubt."""

_SAME = {"nb": "no", "fil": "tl", "arz": "ar", "prs": "fa", "cmn": "zh"}
"""Codes of what is told apart elsewhere but not here."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """A language, and whether the ``text`` or the ``page`` says so; both empty where neither does."""

    code: str = ""
    by: str = ""


def spoken(paragraphs: Sequence[str], declared: str) -> Spoken:
    """What the text is in; where it is in doubt, what the page declares."""
    found = language_of(paragraphs)
    if found:
        return Spoken(found, "text")
    told = code_of(declared)
    return Spoken(told, "page") if told else Spoken()


def code_of(declared: str) -> str:
    """The bare code of a declared language: ``en`` for en-US, ``he`` for iw; empty for what is no language."""
    try:
        code = standardize_tag(declared.strip().replace("_", "-")[:20]).split("-")[0] if declared.strip() else ""
    except (LanguageTagError, ValueError):
        return ""
    return "" if code in ("und", "mul", "zxx") else _SAME.get(code, code)


def language_of(paragraphs: Sequence[str]) -> str:
    """The code of the language that the first `SAMPLE` characters are in; empty where they are too few, or mixed."""
    return _of_sample(_sample(paragraphs))


@remembered
def _of_sample(sample: str) -> str:
    """Copies of one report begin alike, and the model is what costs most in reading a short text."""
    script, letters = _script(sample)
    known = _OF_SCRIPT.get(script, [])
    if len(known) == 1:
        return known[0] if letters >= _LEAST_OF_SCRIPT else ""
    if not known or letters < _LEAST:
        return ""
    parts = [sample] if len(sample) < 2 * _PART else [sample[:_PART], sample[-_PART:]]
    found = {_modelled(part) for part in parts}
    if len(found - {""}) == 1 < len(found):
        found = {*(found - {""}), _modelled(sample)}
    return found.pop() if len(found) == 1 else ""


def _sample(paragraphs: Sequence[str]) -> str:
    ends = accumulate(len(text) + 1 for text in paragraphs)
    needed = next((i for i, end in enumerate(ends, 1) if end > SAMPLE), len(paragraphs))
    return "\n".join(paragraphs[:needed])[:SAMPLE]


def _script(sample: str) -> tuple[str, int]:
    """The script that most letters are of, and how many; empty where none has most of them."""
    if sample.isascii():
        return "latin", len(sample.encode().translate(None, _NO_LETTERS))
    counts = {script: len(finder.findall(sample)) for script, finder in _FINDERS.items()}
    counts = _with_kana(counts)
    script, most = max(counts.items(), key=lambda one: one[1])
    return (script, most) if most >= _MAIN * sum(counts.values()) else ("", most)


def _with_kana(counts: dict[str, int]) -> dict[str, int]:
    """Han characters counted as what the kana beside them say."""
    kana, both = counts["kana"], counts["kana"] + counts["han"]
    whose = "kana" if kana >= _KANA * both else "han" if kana <= _KANA / 5 * both else "doubtful"
    return counts | {"kana": 0, "han": 0} | {whose: both}


class _Model(Protocol):
    def classify(self, text: str) -> tuple[str, float]: ...


_lock = Lock()


def _modelled(text: str) -> str:
    """What the model says, empty where it is not sure."""
    code, share = _model().classify(text)
    return code if share >= _SURE else ""


def _model() -> _Model:
    with _lock:
        return _loaded()


def load() -> None:
    """Have the model at hand, which else is loaded when it is first asked."""
    _model()


@lru_cache(maxsize=1)
def _loaded() -> _Model:
    """Once a process, and only where it is asked: most web servers never are."""
    from newsarchive.wire.language_model import Model

    return Model([code for codes in _OF_SCRIPT.values() if len(codes) > 1 for code in codes])
