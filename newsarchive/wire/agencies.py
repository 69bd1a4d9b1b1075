"""The wire services: one table of canonical names and the ways pages print them."""

from __future__ import annotations

import re
from collections.abc import Iterable

# Canonical name -> the other ways it is printed. Short names count only as printed, longer ones in any case.
AGENCIES: dict[str, tuple[str, ...]] = {
    "AFP": ("Agence France-Presse", "Agence France Presse"),
    "AP": ("Associated Press", "The Associated Press", "A.P."),
    "Reuters": ("Reuter", "Reuters News Agency", "Thomson Reuters"),
    "UPI": ("United Press International",),
    "Xinhua": ("Xinhua News Agency", "新华社"),
    "dpa": ("DPA", "Deutsche Presse-Agentur", "Deutsche Presse Agentur"),
    "ANSA": (),
    "EFE": ("Agencia EFE", "Efe"),
    "TASS": ("ITAR-TASS", "Itar-Tass", "ТАСС", "ИТАР-ТАСС"),
    "Interfax": (),
    "RIA Novosti": ("RIA",),
    "Kyodo": ("Kyodo News",),
    "Jiji": ("Jiji Press",),
    "PTI": ("Press Trust of India",),
    "IANS": ("Indo-Asian News Service", "Indo Asian News Service"),
    "ANI": ("Asian News International",),
    "UNI": ("United News of India",),
    "Bloomberg": ("Bloomberg News",),
    "Dow Jones": ("Dow Jones Newswires", "Dow Jones Newswire"),
    "PA": ("Press Association", "PA Media"),
    "CP": ("The Canadian Press", "Canadian Press"),
    "AAP": ("Australian Associated Press",),
    "NZPA": ("New Zealand Press Association",),
    "APA": ("Austria Presse Agentur",),
    "ATS": ("Keystone-SDA",),
    "Belga": (),
    "ANP": (),
    "NTB": (),
    "TT": (),
    "Ritzau": (),
    "PAP": (),
    "CTK": ("ČTK",),
    "MTI": (),
    "Lusa": ("LUSA",),
    "Anadolu": ("Anadolu Agency", "AA"),
    "IRNA": ("Islamic Republic News Agency",),
    "ISNA": (),
    "KUNA": ("Kuwait News Agency",),
    "WAM": (),
    "SPA": ("Saudi Press Agency",),
    "SANA": (),
    "MENA": ("Middle East News Agency",),
    "Yonhap": ("Yonhap News Agency",),
    "KCNA": (),
    "Antara": (),
    "Bernama": (),
    "VNA": (),
    "PNA": (),
    "APP": ("Associated Press of Pakistan",),
    "BSS": (),
    "GNA": (),
    "NAN": (),
    "SAPA": ("South African Press Association",),
    "MCT": ("McClatchy-Tribune", "McClatchy Newspapers"),
    "PR Newswire": ("PRNewswire", "PRNewswire-USNewswire", "PRNewswire-FirstCall"),
    "Business Wire": ("BUSINESS WIRE",),
    "WENN": (),
    "Zap2it": ("Zap2it.com",),
    "CNS": ("Catholic News Service",),
    "VOA": ("Voice of America", "VOA News"),
}


def _key(printed: str) -> str:
    return printed if len(printed) <= 5 and printed.isupper() else printed.casefold()


_CANONICAL = {_key(form): name for name, forms in AGENCIES.items() for form in (name, *forms)}
_FORMS = sorted({form for name, forms in AGENCIES.items() for form in (name, *forms)}, key=len, reverse=True)
# A short name such as AP or PA must stand in capitals, a long one may be shouted or not.
AGENCY_PATTERN = "(?:" + "|".join(re.escape(f) if len(f) <= 5 else f"(?i:{re.escape(f)})" for f in _FORMS) + ")"
# The first word of every form, in small letters: where a text goes on with another, no agency is named.
FIRST_WORDS = frozenset(found[0].lower() for form in _FORMS if (found := re.match(r"\w+", form)))
_NAMED = re.compile(rf"(?<![\w.@/-]){AGENCY_PATTERN}(?![\w@-]|\.\w)")


def canonical(printed: str) -> str:
    """The canonical name of an agency as printed, or what was printed where the table does not know it."""
    bare = " ".join(printed.split()).strip(" .,;:-–—")
    return _CANONICAL.get(_key(bare)) or _CANONICAL.get(bare.casefold()) or bare


def named_in(line: str) -> tuple[str, ...]:
    """Canonical names of the agencies a credit line names, in the order printed, each once."""
    return tuple(dict.fromkeys(canonical(found.group()) for found in _NAMED.finditer(line)))


def distinct(names: Iterable[str]) -> tuple[str, ...]:
    """Canonical names, each once, in order; a credit shared with a slash counts for both."""
    parts = (part for name in names for part in name.split("/"))
    return tuple(dict.fromkeys(canonical(part) for part in parts if part.strip()))
