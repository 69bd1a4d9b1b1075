"""The wire services: one table of canonical names and the ways pages print them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from newsarchive.wire.remembered import remembered

# Canonical name -> the other ways it is printed. Short names count only as printed, longer ones in any case.
AGENCIES: dict[str, tuple[str, ...]] = {
    "AFP": (
        "Agence France-Presse",
        "Agence France Presse",
        "法新社",
        "フランス通信社",
        "АФП",
        "فرانس برس",
        "أ ف ب",
        "ا ف ب",
        "أ.ف.ب",
        "ا.ف.ب",
        "एएफपी",
    ),
    "AP": ("Associated Press", "The Associated Press", "A.P.", "A.P", "美联社", "AP通信", "АП", "एपी"),
    "Reuters": (
        "Reuter",
        "Reuters News Agency",
        "Reuters News",
        "Thomson Reuters",
        "路透社",
        "ロイター",
        "Рейтер",
        "رويترز",
        "रॉयटर्स",
        "रायटर",
    ),
    "UPI": ("United Press International", "合众国际社"),
    "Xinhua": ("Xinhua News Agency", "新华社", "新華社", "新华网", "Синьхуа", "شينخوا"),
    "China News Service": ("中新社", "中国新闻社"),
    "CNA": ("Central News Agency", "中央社"),
    "dpa": ("DPA", "Deutsche Presse-Agentur", "Deutsche Presse Agentur", "د ب أ", "د.ب.أ"),
    "ddp": ("DDP", "Deutscher Depeschendienst"),
    "AFX": ("AFX News",),
    "SID": ("Sport-Informations-Dienst",),
    "epd": ("Evangelischer Pressedienst",),
    "KNA": ("Katholische Nachrichten-Agentur",),
    "ANSA": (),
    "AGI": ("Agenzia Italia",),
    "Adnkronos": (),
    "EFE": ("Agencia EFE", "Efe"),
    "Europa Press": (),
    "Notimex": (),
    "Prensa Latina": (),
    "Télam": ("Telam", "TÉLAM", "TELAM"),
    "Agência Brasil": ("Agencia Brasil",),
    "Agência Estado": ("Agencia Estado",),
    "TASS": ("ITAR-TASS", "Itar-Tass", "ТАСС", "ИТАР-ТАСС"),
    "Interfax": ("Интерфакс",),
    "RIA Novosti": ("RIA", "РИА Новости", "РИА «Новости»"),
    "UNIAN": ("УНИАН",),
    "Ukrinform": ("Укринформ", "Укрінформ"),
    "BelTA": ("БелТА", "BELTA"),
    "Kyodo": ("Kyodo News", "KYODO", "共同通信", "共同社", "共同"),
    "Jiji": ("Jiji Press", "JIJI", "時事通信", "時事"),
    "PTI": ("Press Trust of India", "पीटीआई", "भाषा", "पीटीआई-भाषा"),
    "IANS": ("Indo-Asian News Service", "Indo Asian News Service", "आईएएनएस"),
    "ANI": ("Asian News International", "एएनआई"),
    "UNI": ("United News of India",),
    "Bloomberg": ("Bloomberg News",),
    "Dow Jones": ("Dow Jones Newswires", "Dow Jones Newswire"),
    "PA": ("Press Association", "PA Media"),
    "CP": ("The Canadian Press", "Canadian Press", "La Presse Canadienne", "Presse Canadienne"),
    "CanWest": ("CanWest News Service", "Canwest News Service"),
    "AAP": ("Australian Associated Press",),
    "NZPA": ("New Zealand Press Association",),
    "APA": ("Austria Presse Agentur", "Austria Presse-Agentur"),
    "ATS": ("Keystone-SDA", "Schweizerische Depeschenagentur", "Agence télégraphique suisse"),
    "Belga": ("BELGA",),
    "ANP": (),
    "NTB": (),
    "TT": (),
    "Ritzau": (),
    "STT": (),
    "PAP": ("Polska Agencja Prasowa",),
    "CTK": ("ČTK",),
    "MTI": (),
    "BTA": ("БТА",),
    "HINA": (),
    "Tanjug": ("Танјуг",),
    "Lusa": ("LUSA",),
    "Anadolu": ("Anadolu Agency", "Anadolu Ajansı", "AA"),
    "Cihan News Agency": (),
    "IRNA": ("Islamic Republic News Agency", "ایرنا"),
    "ISNA": ("ایسنا",),
    "Mehr News Agency": (),
    "Fars News Agency": (),
    "KUNA": ("Kuwait News Agency",),
    "WAM": (),
    "SPA": ("Saudi Press Agency",),
    "SANA": ("سانا",),
    "MENA": ("Middle East News Agency",),
    "Petra News Agency": (),
    "Ma'an News Agency": ("Maan News Agency",),
    "Yonhap": ("Yonhap News Agency", "Yonhap News", "연합뉴스", "韩联社"),
    "KCNA": ("Korean Central News Agency", "조선중앙통신", "朝中社"),
    "Antara": (),
    "Bernama": (),
    "VNA": ("Vietnam News Agency",),
    "PNA": ("Philippine News Agency",),
    "APP": ("Associated Press of Pakistan",),
    "BSS": (),
    "GNA": ("Ghana News Agency",),
    "NAN": ("News Agency of Nigeria",),
    "PANA": ("Panapress",),
    "SAPA": ("South African Press Association",),
    "IPS": ("Inter Press Service",),
    "MCT": ("McClatchy-Tribune", "McClatchy Newspapers"),
    "Scripps Howard News Service": ("Scripps Howard",),
    "Gannett News Service": (),
    "Cox News Service": ("Cox Newspapers",),
    "Knight Ridder": ("Knight Ridder Newspapers", "Knight-Ridder"),
    "Newhouse News Service": (),
    "New York Times News Service": ("NYT News Service", "N.Y. Times News Service"),
    "Washington Post News Service": ("Los Angeles Times-Washington Post News Service",),
    "PR Newswire": ("PRNewswire", "PRNewswire-USNewswire", "PRNewswire-FirstCall"),
    "Business Wire": ("BUSINESS WIRE",),
    "WENN": ("World Entertainment News Network",),
    "Adfero": ("Adfero Ltd",),
    "BANG Showbiz": ("BANG! Showbiz",),
    "Cover Media": (),
    "Zap2it": ("Zap2it.com",),
    "CNS": ("Catholic News Service",),
    "RNS": ("Religion News Service",),
    "VOA": ("Voice of America", "VOA News"),
}

# What a credit to agencies that it does not name counts as, so that these articles can be found.
UNNAMED = "agencies, unnamed"

# The last parts of the addresses under which agencies publish themselves.
SITES: dict[str, str] = {
    "afp.com": "AFP",
    **dict.fromkeys(("apnews.com", "ap.org", "apnews.myway.com"), "AP"),
    **dict.fromkeys(("reuters.com", "reuters.co.uk", "reuters.co.in", "reuters.de", "reuters.fr"), "Reuters"),
    **dict.fromkeys(("xinhuanet.com", "news.cn"), "Xinhua"),
    **dict.fromkeys(("ria.ru", "rian.ru"), "RIA Novosti"),
    **dict.fromkeys(("interfax.ru", "interfax.com"), "Interfax"),
    **dict.fromkeys(("tass.ru", "tass.com", "itar-tass.com"), "TASS"),
    **dict.fromkeys(("yonhapnews.co.kr", "yna.co.kr"), "Yonhap"),
    **dict.fromkeys(("kyodonews.net", "kyodonews.jp"), "Kyodo"),
    **dict.fromkeys(("prnewswire.com", "prnewswire.co.uk"), "PR Newswire"),
    "upi.com": "UPI",
    "bloomberg.com": "Bloomberg",
    "chinanews.com": "China News Service",
    "ansa.it": "ANSA",
    "efe.com": "EFE",
    "jiji.com": "Jiji",
    "ptinews.com": "PTI",
    "ians.in": "IANS",
    "aninews.in": "ANI",
    "aap.com.au": "AAP",
    "thecanadianpress.com": "CP",
    "belga.be": "Belga",
    "pap.pl": "PAP",
    "ctk.cz": "CTK",
    "mti.hu": "MTI",
    "lusa.pt": "Lusa",
    "aa.com.tr": "Anadolu",
    "irna.ir": "IRNA",
    "isna.ir": "ISNA",
    "mehrnews.com": "Mehr News Agency",
    "farsnews.com": "Fars News Agency",
    "kuna.net.kw": "KUNA",
    "wam.ae": "WAM",
    "spa.gov.sa": "SPA",
    "sana.sy": "SANA",
    "antaranews.com": "Antara",
    "bernama.com": "Bernama",
    "app.com.pk": "APP",
    "ipsnews.net": "IPS",
    "businesswire.com": "Business Wire",
    "voanews.com": "VOA",
}


def _key(printed: str) -> str:
    return printed if len(printed) <= 5 and printed.isupper() else printed.casefold()


_CANONICAL = {_key(form): name for name, forms in AGENCIES.items() for form in (name, *forms)}
_FORMS = sorted({form for name, forms in AGENCIES.items() for form in (name, *forms)}, key=len, reverse=True)


def _form(form: str) -> str:
    """A form behind its first letter. A short name (AP, PA) must stand in capitals, a long one may be shouted."""
    return f"(?<={form[0]}){re.escape(form[1:])}" if len(form) <= 5 else f"(?i:{re.escape(form[1:])})"


def _either(forms: Iterable[str]) -> str:
    """A pattern of all forms, one branch a letter: where none begins, the matcher sees that at once."""
    branches: dict[str, list[str]] = {}
    for form in forms:
        branches.setdefault(form[0].lower(), []).append(_form(form))
    return "|".join(
        f"[{letter.upper()}{letter}](?:{'|'.join(branch)})"
        if letter.upper() != letter
        else f"{letter}(?:{'|'.join(branch)})"
        for letter, branch in branches.items()
    )


AGENCY_PATTERN = f"(?:{_either(_FORMS)})"
# The first word of every form, in small letters: where a text goes on with another, no agency is named.
FIRST_WORDS = frozenset(found[0].lower() for form in _FORMS if (found := re.match(r"\w+", form)))
_NAMED = re.compile(rf"(?<![\w.@-]){AGENCY_PATTERN}(?![\w@-]|\.\w)")
_SIGNS = (b"a.p", b"agenc", b"wire", b"news services", b"dispatches", b"agent", b"agenz", b"persb", b"ajans")
# Words of which one is in every name that begins with a letter of ASCII: looking for them costs less than for names.
_TELLING = frozenset(word.encode() for word in FIRST_WORDS - {"the", "la", "a"} if word.isascii())
# Of ASCII, blanks for all that is in no word; and what else is printed in English that is in no word either.
_BLANKS = bytes(code if chr(code).isalnum() or chr(code) == "_" else 32 for code in range(128)) + bytes(range(128, 256))
_TYPOGRAPHY = dict.fromkeys(map(ord, "‘’‚“”„«»–—…•·©®™€£§\xa0\u2009"), " ")
_ADDRESS = re.compile(r"\S*(?:://|www\.|\.\w+/)\S*")
_UNNAMED = re.compile(
    r"\b(?:(?:news|wire|press|foreign|international|various|other|our)\s){0,2}agencies\b"
    r"|\b(?:news\s?wires|wires|wire\s(?:services?|reports?|dispatches|stories|copy)|news\sservices|combined\sdispatches)\b"
    r"|\bagences(?:\sde\spresse)?\b|\b(?:nachrichten|presse)?agenturen\b|\bagencias\b|\bagências\b|\bagenzie\b"
    r"|\bpersbureaus\b|\bnyhetsbyråer\b|\bajanslar\b|\b(?:информ)?агентств(?:а|о|ами)?\b|\bπρακτορεία\b"
    r"|\bوكالات\b|综合外电|各通信社|एजेंसियां",
    re.I,
)


def canonical(printed: str) -> str:
    """The canonical name of an agency as printed, or what was printed where the table does not know it."""
    bare = " ".join(printed.split()).strip(" .,;:-–—")
    return _CANONICAL.get(_key(printed)) or _CANONICAL.get(_key(bare)) or _CANONICAL.get(bare.casefold()) or bare


def named_in(line: str) -> tuple[str, ...]:
    """Canonical names of the agencies a credit line names, in the order printed, each once."""
    return tuple(dict.fromkeys(name.agency for name in names_at(line)))


def is_agency(line: str) -> bool:
    """Whether a line is an agency's name and nothing else, an article before it aside."""
    bare = _ARTICLE.sub("", line.strip(" .,;:()[]-\u2013\u2014"))
    return any(name.start == 0 and name.end == len(bare) for name in names_at(bare))


_ARTICLE = re.compile(r"^(?:the|la|le|el|die|der)\s+", re.I)


@dataclass(frozen=True, slots=True)
class Named:
    """An agency's canonical name, and where in a line it is printed."""

    agency: str
    start: int
    end: int


def may_name(line: str) -> bool:
    """False where a line surely names no agency, neither by name nor as one of several: most lines are told by that."""
    if not line.isascii():
        line = line.translate(_TYPOGRAPHY)
    if not line.isascii():
        return True
    small = line.lower().encode()
    return not _TELLING.isdisjoint(small.translate(_BLANKS).split()) or any(sign in small for sign in _SIGNS)


@remembered
def names_at(line: str) -> tuple[Named, ...]:
    """The agencies that a line names outside of web addresses, in the order printed."""
    bare = _ADDRESS.sub(lambda found: " " * len(found.group()), line)
    return tuple(Named(canonical(found.group()), found.start(), found.end()) for found in _NAMED.finditer(bare))


@remembered
def unnamed_at(line: str) -> tuple[Named, ...]:
    """Where a line prints ``agencies``, ``wire services`` or the like, in any of a dozen languages, and names none."""
    return tuple(Named(UNNAMED, found.start(), found.end()) for found in _UNNAMED.finditer(line))
