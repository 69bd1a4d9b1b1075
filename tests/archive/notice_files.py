"""Files that bear notices, and what is asked of them: a ferry that struck a wall, corrected, killed, under embargo."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from newsarchive.archive.models import Article, Carried, Story
from newsarchive.archive.services import rulings
from tests.archive import pipeline

LEDE = (
    "A night ferry struck the harbour wall of Port Selwyn and sank at its berth, and {} people were killed, the"
    " coastguard said."
)
REST = [
    "The vessel, the Hesper, had come in from the outer islands with the market boats and was seen to turn too late in"
    " the swell that runs across the entrance when the wind stands in the north-east.",
    "Divers worked along the quay until the tide turned. Harbour master Idris Vane said that the wall had been marked"
    " for repair since the spring and that its lamp had been dark for a week.",
    "Families waited in the fish hall, where the parish had set up beds. The island council called off the regatta that"
    " was to have begun on Saturday, the first time since the great frost.",
    "The Hesper was built at Lindmouth forty years ago and had carried the mail until the airstrip was laid. Her owners"
    " said that she had passed an inspection in May.",
]
OTHER = [
    "Beekeepers of the Tarn valley asked for sugar on Thursday after a month of rain in which no hive had flown.",
    "The association of keepers counted four hundred colonies that would not see the heather, its secretary Una Prell"
    " told a meeting in the schoolhouse, and said that sugar was cheaper than new queens.",
    "The ministry of the countryside promised an answer within the week and sent two wagons from its own store.",
]


def wire_copy(number: int, slug: str, clock: str, headline: str, body: Iterable[str], note: str = "") -> bytes:
    """As the agency's own feed prints it."""
    lines = [f"NORTHWIRE {number:04}", f"BC-{slug}", f"Thu 9 Aug 2007 {clock} GMT", "", headline, ""]
    lines += [note, ""] if note else []
    first, *others = body
    return "\n".join([*lines, f"PORT SELWYN, Aug 9 (Northwire) - {first}", *(f"\n{text}" for text in others)]).encode()


def page(headline: str, day: str, body: Iterable[str]) -> bytes:
    """As a site runs it."""
    return "\n\n".join([headline, f"Published August {day}, 2007", *body]).encode()


def ferry(toll: str, more: Iterable[str] = ()) -> list[str]:
    return [LEDE.format(toll), *REST, *more]


CORRECTION: Mapping[str, bytes] = {
    "wire.txt": wire_copy(101, "Ferry-Wall", "04:12", "Ferry sinks at its berth", ferry("12")),
    "copy.txt": page("Night ferry strikes harbour wall", "9", ferry("12")),
    "trim.txt": page("Ferry lost in harbour", "9", ferry("12")[:3]),
    "trim-without.txt": page("Lamp was dark for a week, says Vane", "9", REST[:3]),
    "corrected.txt": wire_copy(
        104, "Ferry-Wall", "06:30", "CORRECTED - Ferry sinks at its berth", ferry("19"), "(Corrects toll to 19 from 12)"
    ),
    "corrected-copy.txt": page("Ferry wall toll is nineteen", "10", ferry("19")),
    "late-copy.txt": page("Ferry dead mourned", "11", ferry("12")),
    "bees.txt": wire_copy(102, "Bees-Sugar", "05:00", "Beekeepers ask for sugar", OTHER),
}

KILL_NOTICE = (
    b"NORTHWIRE 0107\nBC-Ferry-Wall, KILL\nThu 9 Aug 2007 07:40 GMT\n\nBULLETIN KILL\n\n"
    b"Eds: Kindly kill the PORT SELWYN story slugged Ferry-Wall, moved at 0412 GMT.\n\n"
    b"The coastguard says that no vessel was lost. A substitute story will follow.\n"
)
SUBSTITUTE = [
    "No vessel was lost at Port Selwyn overnight, the coastguard said on Thursday, after a drill with a hulk had been"
    " taken for a wreck.",
    "The exercise had been announced to mariners a fortnight ago, and the hulk was afloat again by breakfast, its"
    " commander Rhona Teague said.",
    "Callers had rung the station from as far as Lindmouth, and the vicar had opened his church.",
]
KILL: Mapping[str, bytes] = {
    **{name: CORRECTION[name] for name in ("wire.txt", "copy.txt", "trim.txt", "late-copy.txt", "bees.txt")},
    "kill.txt": KILL_NOTICE,
    "substitute.txt": wire_copy(110, "Ferry-Wall", "08:55", "No vessel lost, coastguard says", SUBSTITUTE),
}
EMBARGO: Mapping[str, bytes] = {
    "held.txt": b"EMBARGOED until 0001 GMT Friday Aug 10\n" + CORRECTION["wire.txt"],
    "copy.txt": CORRECTION["copy.txt"],
    "trim.txt": CORRECTION["trim.txt"],
    "bees.txt": CORRECTION["bees.txt"],
}

Marks = set[tuple[str, str, str]]


def carried() -> Marks:
    """File, mark, and the notice's file."""
    name = {a.pk: a.receipts.first().file.name for a in Article.objects.prefetch_related("receipts__file")}
    rows = Carried.objects.values_list("text__articles", "mark", "notice__article")
    return {(name[article], mark, name[notice]) for article, mark, notice in rows}


def marks_of(name: str) -> list[str]:
    return Story.objects.get(memberships__text__articles=pipeline.article_of(name)).marks


def notice(number: int, clock: str, said: str) -> bytes:
    """A note of the desk, a minute's work."""
    lines = (f"NORTHWIRE {number:04}", "BC-ADVISORY", f"Thu 9 Aug 2007 {clock} GMT", "", "ADVISORY", "", f"Eds: {said}")
    return "\n".join([*lines, "", "The desk regrets the trouble that this may have made."]).encode()


BACK = notice(
    112, "08:00", "Please disregard the kill of the story slugged Ferry-Wall, sent in error. The story stands."
)
TAKEN_BACK = {name: KILL[name] for name in ("wire.txt", "copy.txt", "bees.txt", "kill.txt")} | {"back.txt": BACK}


def reject(name: str, **more) -> None:
    """As an editor would, the notice that a file bears."""
    rulings.rule_on_notice(pipeline.article_of(name).pk, more.pop("counts", False), by=None, reason="A hoax.", **more)
