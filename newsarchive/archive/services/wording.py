"""What articles say is entered: texts, passages, and which text prints which, with signatures and index keys.

The same words come in many files at once, and who enters a text that another is entering just now has to wait for the
end of that other transaction, which may yet be rolled back. So the wording of many files goes in beforehand, in two
short transactions that hold nothing else (`enter_ahead`), and who files the articles finds it here.

What went in ahead is printed by no article for a moment, or for good where the filing never comes. Such a text is in no
story, list or search, and goes when the bin is next emptied; so filing enters once more whatever is missing by then.
Which text prints which passage is not entered ahead: matches follow from it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from newsarchive.archive.models import Passage, Printing, Text
from newsarchive.archive.queries.arrays import rows
from newsarchive.archive.services import fingerprinting, presence
from newsarchive.archive.services.bulk import enter_distinct, enter_missing
from newsarchive.dedup import words as dedup_words

Words = Sequence[str]


class Phrase(NamedTuple):
    """A passage as it is printed, and its normalised words."""

    printed: str
    words: Words


@dataclass(frozen=True)
class Wording:
    """What some articles say: the words of their folded bodies by `digest_of`, and their passages by digest."""

    bodies: Mapping[bytes, Words]
    phrases: Mapping[bytes, Phrase]


class Entered(NamedTuple):
    """The ids of texts and of passages by digest, and how each passage was printed first."""

    texts: Mapping[bytes, int]
    passages: Mapping[bytes, int]
    printed: Mapping[bytes, str]


def digest_of(body: Words) -> bytes:
    """By which a text is known."""
    return dedup_words.digest(body, 32)


def enter_ahead(wording: Wording) -> None:
    """Enter what is new of the wording, in transactions of its own. Belongs outside any other."""
    for enter, new in ((enter_texts, wording.bodies), (_enter_passages, wording.phrases)):
        with transaction.atomic():
            presence.rely_on_texts()
            enter(new)


def enter(wording: Wording) -> Entered:
    """Make sure that all of the wording is here, within the caller's transaction, which relies on texts."""
    texts = enter_texts(wording.bodies)
    passages, fresh = _enter_passages(wording.phrases)
    known = [pk for digest, pk in passages.items() if digest not in fresh]
    before = {bytes(digest): text for digest, text in rows(Passage, ("digest", "text"), "id", known)}
    return Entered(texts, passages, {digest: phrase.printed for digest, phrase in wording.phrases.items()} | before)


def enter_texts(bodies: Mapping[bytes, Words]) -> dict[bytes, int]:
    """Make sure that a text of each folded body, given by its `digest_of`, is here, signed; ids by digest.

    Needs no lane.
    """
    now = timezone.now()
    new = ((digest, " ".join(body), len(body), now) for digest, body in bodies.items())
    ids, fresh = enter_distinct(Text, ("digest", "words", "length", "added_at"), new)
    fingerprinting.fingerprint_texts({ids[digest]: bodies[digest] for digest in fresh})
    return ids


def _enter_passages(phrases: Mapping[bytes, Phrase]) -> tuple[dict[bytes, int], set[bytes]]:
    """The ids by digest, and which were new."""
    new = ((digest, phrase.printed, len(phrase.words)) for digest, phrase in phrases.items())
    ids, fresh = enter_distinct(Passage, ("digest", "text", "words"), new)
    fingerprinting.fingerprint_passages({ids[digest]: phrases[digest].words for digest in fresh})
    return ids, fresh


def enter_printings(printed: Iterable[tuple[int, int]]) -> None:
    """Which text prints which passage: once, however many copies there are, and in an order that two workers share.

    Needs no lane. Others with the same ones wait for the caller's transaction, so it comes last in it.
    """
    enter_missing(Printing, ("text_id", "passage_id"), sorted(set(printed)))
