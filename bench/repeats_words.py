"""Words that planted repeats are changed with, all invented or of everyday use."""

from __future__ import annotations

INVENTED_DATELINES = (
    "NORVIK, March 3 (AFP) - ",
    "HALM (Reuters) - ",
    "LOMAR, 14 June (AP) -- ",
    "TARN (AP) — ",
    "Norvik, May 2, 2006 (AFP): ",
    "PORT ALDER, Oct. 9 /PRNewswire/ -- ",
)

NAMES = (
    "Norvik", "Halm", "Lomar", "Brandt", "Rydell", "Alder", "Tarn", "Ostrava", "Hanne", "Ivo", "Monday", "Thursday",
    "Saturday", "Selmer", "Quay", "Vesterly", "Marek", "Odile", "Aldershaw", "Pellin",
)  # fmt: skip

ORDINARY = (
    "again", "nearly", "large", "local", "early", "group", "later", "plan", "talks", "former", "small", "move", "part",
    "mostly", "several", "place", "long", "clearly", "north", "about", "work", "further", "public", "week", "show",
    "with", "for", "by", "under", "after", "and", "its", "their", "a", "the", "that", "most", "while", "officials",
)  # fmt: skip

SYNONYMS: dict[str, tuple[str, ...]] = {
    "said": ("stated", "announced", "reported", "says"),
    "says": ("said", "claims"),
    "told": ("informed", "assured"),
    "killed": ("dead", "slain"),
    "people": ("persons", "residents"),
    "about": ("around", "roughly", "some"),
    "at": ("in", "near", "by"),
    "in": ("at", "within", "of"),
    "on": ("upon", "late", "last"),
    "the": ("a", "this", "its"),
    "a": ("the", "one", "another"),
    "an": ("one", "the"),
    "of": ("from", "for", "in"),
    "to": ("for", "toward"),
    "and": ("while", "but", "as"),
    "for": ("of", "during"),
    "will": ("would", "is to"),
    "would": ("will", "could"),
    "was": ("is", "has been"),
    "were": ("are", "have been"),
    "is": ("was", "remains"),
    "has": ("had", "have"),
    "have": ("had", "has"),
    "after": ("when", "following"),
    "who": ("that", "and"),
    "that": ("which", "this"),
    "with": ("by", "and"),
    "new": ("fresh", "latest"),
    "more": ("over", "further"),
    "than": ("as", "over"),
    "big": ("large", "major"),
    "two": ("three", "both"),
    "three": ("four", "two"),
    "years": ("months", "seasons"),
    "police": ("officers", "authorities"),
    "officials": ("authorities", "sources"),
    "government": ("cabinet", "administration"),
    "attack": ("assault", "strike"),
    "from": ("of", "off"),
    "by": ("from", "through"),
    "his": ("the", "their"),
    "her": ("the", "their"),
    "but": ("though", "yet"),
}
