"""How receipts and previews say what files are called, what became of them, and why they were not taken."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from django import template

from newsarchive.archive.models import Receipt, UploadedFile
from newsarchive.archive.queries.receipts import UNREAD, Failure, Only, Tally
from newsarchive.archive.services.looking import Look, Looked
from newsarchive.archive.templatetags.archive_pages import outcomes_of

register = template.Library()

State = UploadedFile.State
Outcome = Receipt.Outcome

WHY = {
    "empty": "empty, or nothing but blanks",
    "binary": "no text",
    "encoding": "characters that cannot be made out",
    "format": "a format that is not read yet",
    "no-article": "no article found",
    "too-large": "too large",
    "not-stored": "could not be stored",
    "bytes-lost": "bytes lost since",
    "worker-stopped": "stopped the worker",
    "unforeseen": "something unforeseen",
    "zip-damaged": "damaged zip, or damaged in it",
    "zip-empty": "zip without files",
    "zip-too-large": "zip that unpacks too large",
    "zip-too-many": "zip of too many files",
    "zip-name": "name that leads out of its zip",
    "zip-encrypted": "encrypted in its zip",
    "zip-nested": "archive inside an archive",
    "zip-method": "packed in an unknown way",
    "zip-bomb": "packed suspiciously small",
}
"""Why files are rejected, by their codes."""

WHAT_THEN = {
    "worker-stopped": "once whoever runs the archive has found out why",
    "unforeseen": "once whoever runs the archive has mended it",
    "bytes-lost": "once their bytes were brought back from a copy",
    "empty": "the same again would be refused: hand in the whole files",
    "binary": "the same again would be refused: hand in the stories as text or HTML",
    "encoding": "the same again would be refused: save them as UTF-8 and hand them in anew",
    "format": "the bytes are kept: a later release that reads this can try them again; until then hand in pages",
    "no-article": "the same again would be refused: hand in the pages of the stories themselves",
    "too-large": "no bytes are kept: split them, or ask for a higher bound, and hand them in anew",
    "not-stored": "no bytes are kept: hand them in anew",
    "zip-damaged": "no bytes are kept: pack them again, and hand them in anew",
    "zip-empty": "no bytes are kept: see whether it is the right one",
    "zip-too-large": "no bytes are kept: hand it in as several",
    "zip-too-many": "no bytes are kept: hand it in as several",
    "zip-encrypted": "no bytes are kept: unpack them with the password, and hand in what comes out",
    "zip-nested": "no bytes are kept: unpack them, and hand in what comes out",
}
"""What has to change before a rejected file can be read: when trying again is worth it, or what to do instead."""

OTHER_READERS = "this release reads more than the one that refused them"
BY_ITSELF = "no bytes are kept: hand them in by themselves"

FATES = {State.WAITING: "waiting to be read", State.READ: "being compared", State.HELD: "held back"}

ENCODINGS = {"utf-8": "UTF-8", "utf-16": "UTF-16", "utf-32": "UTF-32", "ascii": "ASCII", "cp1252": "Windows-1252"}


@register.filter
def file_name(name: str) -> str:
    """A file's name with what cannot be seen made visible: line ends, and marks that turn the direction of words."""
    if name.isprintable():
        return name
    return "".join(_visible(letter) for letter in name)


def _visible(letter: str) -> str:
    # Joiners belong to the words of several scripts.
    unseen = unicodedata.category(letter) in ("Cc", "Cf", "Zl", "Zp", "Cs", "Co") and letter not in "\u200c\u200d"
    return f"⟨U+{ord(letter):04X}⟩" if unseen else letter


@register.filter
def why_words(code: str) -> str:
    """Why files were rejected, in a few words."""
    return WHY.get(code, code or "for a reason that was not noted")


@register.filter
def what_then(failure: Failure) -> str:
    """What has to change before files that failed in this way can be read."""
    if failure.mendable and failure.code in UNREAD:
        return OTHER_READERS
    return WHAT_THEN.get(failure.code, BY_ITSELF)


@register.filter
def only_words(only: Only) -> str:
    """Which files of a receipt are shown."""
    said = [FATES.get(only.fate, only.fate)] if only.fate else []
    said += [f"rejected: {why_words(only.code)}"] if only.code else []
    said += [f"“{only.name}” in the name"] if only.name else []
    return ", ".join(said)


@register.filter
def hand_in_words(look: Look) -> str:
    """What is offered after a look; nothing where nothing can be read."""
    files = f"{look.total:,} file{'' if look.total == 1 else 's'}"
    if not look.left:
        return ""
    return f"Hand in {files}" if look.left == look.total else f"Hand in {look.left:,} of {files}"


NAMED = 50
"""Files that are named of those that would be refused, at most; of every kind some."""


@dataclass(frozen=True)
class Kind:
    """Files that would be refused alike: how many, some of them, and what is told of all if that is the same."""

    code: str
    count: int
    reason: str
    files: Sequence[Looked]

    @property
    def more(self) -> int:
        return self.count - len(self.files)


@register.filter
def kinds(refused: Sequence[Looked]) -> list[Kind]:
    """Files that would be refused, by why, the most frequent first."""
    alike: dict[str, list[Looked]] = {}
    for file in refused:
        alike.setdefault(file.code, []).append(file)
    most = max(NAMED // max(len(alike), 1), 3)
    found = [_kind(code, files, most) for code, files in alike.items()]
    return sorted(found, key=lambda kind: -kind.count)


def _kind(code: str, files: Sequence[Looked], most: int) -> Kind:
    reasons = {file.refused for file in files}
    return Kind(code, len(files), reasons.pop() if len(reasons) == 1 else "", files[:most])


@register.filter
def encoding_name(encoding: str) -> str:
    """An encoding as people write it."""
    return ENCODINGS.get(encoding, encoding.replace("_", "-").upper())


@register.filter
def formats(looked: Looked) -> str:
    """The format of a file, and how many items it holds where these are several."""
    count = len(looked.items)
    found = looked.first.format.replace("html", "HTML") if looked.first else ""
    return found if count < 2 else f"{found}, {count} items"


@dataclass(frozen=True)
class Part:
    """A part of an upload's bar: what it is, how many, and where it lies, in hundredths of the whole."""

    kind: str
    words: str
    count: int
    start: float
    width: float


@register.filter
def bar(tally: Tally) -> Sequence[Part]:
    """What became of an upload, as parts of one bar in the order in which they are told; files of several items count
    as often."""
    counted = [(kind, words, count) for kind, words, count in _counted(tally) if count]
    total, at, parts = sum(count for *_, count in counted), 0, []
    for kind, words, count in counted:
        parts.append(Part(kind, words, count, round(100 * at / total, 2), round(100 * count / total, 2)))
        at += count
    return parts


def _counted(tally: Tally) -> list[tuple[str, str, int]]:
    new, here = (tally.outcomes.get(outcome, 0) for outcome in (Outcome.NEW_STORY, Outcome.ALREADY_HERE))
    joined = sum(tally.outcomes.values()) - new - here
    states = tally.states
    return [
        ("new", outcomes_of(Outcome.NEW_STORY, new), new),
        ("joined", "copy or version" if joined == 1 else "copies and versions", joined),
        ("here", "already here", here),
        ("rejected", "rejected", states.get(State.REJECTED, 0)),
        ("withdrawn", "withdrawn", states.get(State.WITHDRAWN, 0)),
        ("held", "held back", states.get(State.HELD, 0)),
        ("waiting", "at work", tally.unsettled),
    ]
