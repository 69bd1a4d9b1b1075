"""Bytes to text: byte order mark, declared charset, strict UTF-8, then a guess; what is not text is refused."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, replace

from charset_normalizer import from_bytes

from newsarchive.wire.items import Unreadable

_SAMPLE = 64 * 1024
_HEAD = 8 * 1024

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

_MAGIC = (
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"7z\xbc\xaf", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"RIFF", "a sound, film or picture file"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound or film file"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"SQLite format 3", "a database"),
)

# As browsers do: what calls itself Latin-1 or ASCII is in practice its superset of Windows.
_WESTERN = {"iso8859-1", "latin-1", "ascii", "cp1252", "iso8859-15"}
# What a page may declare: the encodings browsers read, by their names here. Others (escapes, ciphers) are no text, and
# what declares itself in ASCII letters is none of two or four bytes a letter.
_OF_THE_WEB_NAMES = """
utf-8 cp866 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7 iso8859-8 iso8859-9 iso8859-10 iso8859-11
iso8859-13 iso8859-14 iso8859-16 koi8-r koi8-u mac-roman mac-cyrillic cp874 tis-620 cp1250 cp1251 cp1253 cp1254 cp1255
cp1256 cp1257 cp1258 gb2312 gbk gb18030 big5 big5hkscs cp950 euc_jp iso2022_jp shift_jis cp932 euc_kr cp949
"""
_OF_THE_WEB = frozenset(_OF_THE_WEB_NAMES.split())
_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]+)|<meta[^>]{0,400}?charset\s*=\s*["']?\s*([\w.:-]+)""", re.I
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """A file's text, the encoding it was read in as Python names it, and in plain words what spoke for that one."""

    text: str
    encoding: str
    why: str

    def __bool__(self) -> bool:
        return bool(self.text)


def decode(data: bytes) -> str:
    """The text in ``data``.

    Raises Unreadable with code ``empty``, ``binary`` or ``encoding``.
    """
    return decoded(data).text


def decoded(data: bytes) -> Decoded:
    """The same, with the encoding that it was read in."""
    _refuse_what_is_not_text(data)
    read = _by_mark(data) or _wide_without_mark(data) or _by_declaration(data) or _strict(data, "utf-8", _WELL_FORMED)
    read = read or _guessed(data)
    text = _checked(read.text)
    if not text.strip():
        raise Unreadable("empty", "The file holds nothing but blanks. Check that it was saved completely.")
    return replace(read, text=text)


def _refuse_what_is_not_text(data: bytes) -> None:
    if not data:
        raise Unreadable("empty", "The file is empty. Check that it was saved or downloaded completely.")
    for magic, kind in _MAGIC:
        if data.startswith(magic):
            raise Unreadable("binary", f"This is {kind}, not text. Save the story itself as text or HTML.")
    if not any(piece.strip(b"\0") for piece in _pieces(data)):
        raise Unreadable("binary", "The file holds only zero bytes. Fetch or save it again.")


def _pieces(data: bytes) -> tuple[bytes, ...]:
    """Start, middle and end: enough to know a large file by, without going through all of it."""
    third = _SAMPLE // 4
    middle = len(data) // 2
    return data[:third], data[middle : middle + third], data[-third:]


_MARKED = "by the mark that it begins with"
_ZEROS = "by the zero bytes beside its letters"
_DECLARES = "as the file declares"
_WELL_FORMED = "because all of it is well-formed so"
_LOOKS = "by the letters that it makes"


def _by_mark(data: bytes) -> Decoded | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return Decoded(data.decode(encoding, "replace"), encoding, _MARKED)
    return None


def _wide_without_mark(data: bytes) -> Decoded | None:
    """UTF-16 shows as a zero in every second byte of its ASCII letters, always on the same side."""
    sample = data[: _SAMPLE & ~1]
    if b"\0" not in sample:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = max(1, len(sample) // 2)
    if odd > half * 0.4 and even < half * 0.05:
        return _strict(data[: len(data) & ~1], "utf-16-le", _ZEROS)
    if even > half * 0.4 and odd < half * 0.05:
        return _strict(data[: len(data) & ~1], "utf-16-be", _ZEROS)
    return None


def _by_declaration(data: bytes) -> Decoded | None:
    found = _DECLARED.search(data[:_HEAD])
    if not found:
        return None
    try:
        name = codecs.lookup((found.group(1) or found.group(2)).decode("ascii", "replace")).name
    except (LookupError, UnicodeError):
        return None
    if name in _WESTERN:
        # Bytes over 127 that happen to be well-formed UTF-8 all the way do not occur in Western text by accident.
        return _strict(data, "utf-8", _WELL_FORMED) or Decoded(_windows(data), "cp1252", _DECLARES)
    return _strict(data, name, _DECLARES) if name in _OF_THE_WEB else None


def _windows(data: bytes) -> str:
    """Windows-1252 as browsers read it: its five empty places are control characters, not errors."""
    return data.decode("cp1252", "replace")


def _strict(data: bytes, encoding: str, why: str) -> Decoded | None:
    try:
        return Decoded(data.decode(encoding), encoding, why)
    except (UnicodeError, LookupError):
        return None


def _guessed(data: bytes) -> Decoded:
    if b"\0" in data[:_SAMPLE]:
        raise Unreadable("binary", "This is not text: it holds zero bytes. Save the story itself as text or HTML.")
    telling = b"\n".join(line for line in data[:_SAMPLE].splitlines() if not line.isascii())
    windows = _windows(data)
    if _western(_windows(telling)):
        return Decoded(windows, "cp1252", _LOOKS)
    best = from_bytes(telling or data[:_SAMPLE]).best()
    encoding = best.encoding if best else "cp1252"
    read = _strict(data, encoding, _LOOKS) or Decoded(data.decode(encoding, "replace"), encoding, _LOOKS)
    if _oddity(read.text[:_SAMPLE]) > 0.02:
        raise Unreadable("encoding", "The characters of this file cannot be made out. Save it as UTF-8 and try again.")
    return read


_WESTERN_MARKS = frozenset("‘’“”–—…•·«»‹›°§©®™€£¥¢¡¿ºª½¼¾´ \xad„‚†")


def _western(text: str) -> bool:
    """Whether text read as Windows-1252 is what Western newsrooms type: accents inside words, curly quotes, dashes."""
    high = [(i, c) for i, c in enumerate(text) if ord(c) > 127]
    letters = sum(c.isalpha() and c.isascii() for c in text)
    if not high or len(high) > letters / 4:
        return False
    odd = sum(1 for i, c in high if c not in _WESTERN_MARKS and not _accent_in_place(text, i))
    return odd <= len(high) * 0.05


def _accent_in_place(text: str, at: int) -> bool:
    letter = text[at]
    if not letter.isalpha() or letter in "ªºƒµ":
        return False
    before, after = text[at - 1 : at] or " ", text[at + 1 : at + 2] or " "
    shouting = before.isupper() or after.isupper()
    # A capital accent behind a small letter is what other code pages look like when read as this one.
    return letter.islower() or shouting or not before.isalpha()


_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x19\x1b-\x1f\x7f-\x84\x86-\x9f]")
_BEYOND = re.compile(r"[^\x00-\x9f]")


def _oddity(text: str) -> float:
    """The share of characters that no text has: controls, unassigned ones and replacements."""
    if not text:
        return 0.0
    odd: int = len(_CONTROLS.findall(text))
    beyond = Counter(_BEYOND.findall(text)) if not text.isascii() else {}
    odd += sum(times for letter, times in beyond.items() if letter == "\ufffd" or unicodedata.category(letter) == "Cn")
    return odd / len(text)


def _checked(text: str) -> str:
    sample = text[:_SAMPLE]
    if _oddity(sample) > 0.05:
        raise Unreadable("binary", "This is not text that can be read. Save the story itself as text or HTML.")
    return text.replace("\0", "").lstrip("\ufeff")
