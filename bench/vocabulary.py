"""What invented articles are made of: dice that fall alike everywhere, names put together from parts, words of English.

The common words are listed here; the rarer ones are taken from wordfreq's table by their endings and drawn as often
as they are used, so that rare words are as rare as in real prose.
"""

# ruff: noqa: SIM905 (lists of words read best as text)

from __future__ import annotations

import random
import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from math import sqrt
from typing import TypeVar

from wordfreq import top_n_list, word_frequency

T = TypeVar("T")


class Dice:
    """Random choices that depend on the seed alone.

    Only ``random.Random.random`` is used, the one method whose sequence Python promises to keep.
    """

    def __init__(self, *seed: object) -> None:
        self._next = random.Random("/".join(map(str, seed))).random

    def below(self, limit: int) -> int:
        return int(self._next() * limit)

    def between(self, least: int, most: int) -> int:
        """A whole number, both ends included."""
        return least + self.below(most - least + 1)

    def chance(self, share: float) -> bool:
        return self._next() < share

    def one(self, things: Sequence[T]) -> T:
        return things[int(self._next() * len(things))]

    def some(self, things: Sequence[T], count: int) -> list[T]:
        """``count`` different ones, in random order."""
        left = list(things)
        return [left.pop(self.below(len(left))) for _ in range(min(count, len(left)))]

    def weighted(self, things: Sequence[T], sums: Sequence[float]) -> T:
        """One of the things, ``sums`` being the running totals of their weights."""
        return things[bisect_right(sums, self._next() * sums[-1], 0, len(things) - 1)]


class Words:
    """Words of one kind, the rarer ones drawn as rarely as English uses them."""

    def __init__(self, listed: str, endings: tuple[str, ...] = ()) -> None:
        self._words = list(dict.fromkeys([*listed.split(), *_ending(endings)]))
        self._sums = list(accumulate(_weight(word) for word in self._words))

    def draw(self, dice: Dice) -> str:
        return dice.weighted(self._words, self._sums)


def _weight(word: str) -> float:
    """Frequency to the power of three quarters: a report has a topic, so rare words recur more than in all English.

    Square roots are rounded alike on every machine, which powers are not.
    """
    root = sqrt(word_frequency(word, "en"))
    return root * sqrt(root) + 1e-6


_LEFT_OUT = re.compile(r"sex|masturb|shit|rapist|racis|deceive|(flor|const|clar|prov|lawr)[ae]nce|kimberly|beverly")


def _ending(endings: tuple[str, ...]) -> list[str]:
    long = (w for w in _ranked() if len(w) >= 7 and w.isascii() and w.isalpha() and not _LEFT_OUT.search(w))
    return [word for word in long if word.endswith(endings)] if endings else []


@lru_cache(maxsize=1)
def _ranked() -> list[str]:
    return top_n_list("en", 20_000)


@lru_cache(maxsize=1)
def english() -> dict[str, Words]:
    """The words that clauses are filled with, by the name of their place in a clause."""
    return {
        "noun": Words(_NOUNS, ("tion", "ment", "ance", "ence", "ship", "ness", "ism", "sion")),
        "things": Words(_THINGS, ("tions", "ments", "ities", "ances")),
        "people": Words(_PEOPLE, ("ants", "icians", "ologists", "icists")),
        "kind": Words(_KINDS, ("ous", "ive", "ful", "less", "ical", "onal", "able")),
        "how": Words(_HOW, ("ly",)),
        "did": Words(_DID, ("ated", "ised", "ined", "ured")),
        "doing": Words(_DOING, ("ating", "ining")),
        "to_do": Words(_TO_DO),
    }


_NOUNS = """year time day week month night way report plan deal vote case court law war peace trade bank price
 market rate tax budget bill law party leader state city town village region border road bridge river port harbour
 airport railway station school hospital church factory mill mine farm field forest house home street car bus
 train ship ferry plane engine fire flood storm snow rain heat drought crop harvest wheat fish oil gas coal steel
 power water food money cash debt loan fund pension wage job strike union board company firm group team club match
 game season record goal title race court trial judge jury charge arrest search death murder attack bomb gun
 police army force base camp front line talks treaty summit visit speech letter book film song museum theatre
 festival study survey test drug virus disease patient doctor nurse child family woman man crowd threat risk loss
 gain rise fall cut increase drop share stake offer bid sale order contract project site scheme office ministry
 council parliament committee panel inquiry review campaign candidate poll result majority opposition coalition
 government president"""

_THINGS = """people years days weeks months shares prices rates taxes jobs workers homes houses schools hospitals
 roads streets buses trains ships planes cars farms fields crops villages towns cities troops police rebels
 officers judges lawyers doctors nurses patients students teachers children women men families voters members
 leaders ministers talks votes results reports plans rules laws courts charges documents letters records figures
 sales orders profits losses costs loans debts funds banks firms companies unions strikes protests clashes attacks
 arrests threats risks floods fires storms weapons bombs drugs goods imports exports supplies services repairs
 changes cuts fees fines"""

_PEOPLE = """officials witnesses residents police aides analysts traders diplomats ministers lawyers doctors
 farmers fishermen miners drivers passengers villagers shopkeepers teachers students neighbours organisers
 investigators prosecutors rescuers engineers scientists economists bankers brokers critics supporters campaigners
 councillors"""

_KINDS = """new old big small high low long short early late first last local national foreign public private
 former heavy strong weak fresh main major minor senior young rural northern southern eastern western central
 military civil federal regional annual daily weekly free fair open closed secret joint final full further
 possible likely huge poor rich safe clear common key recent total average severe modest sharp slight steady rapid
 slow quiet"""

_HOW = "again still soon later already often never once together almost nearly largely mostly mainly widely partly"

_DID = """rejected approved backed blocked delayed opened closed ordered halted seized raided visited joined left
 met warned accused blamed praised thanked asked told urged pressed paid bought sold built repaired damaged
 destroyed flooded struck hit shut cut raised lowered doubled halved won lost drew signed broke kept dropped filed
 heard cleared charged fined jailed freed followed led ran held gave took made found sent brought called offered"""

_DOING = """talking waiting working trying helping looking moving leaving returning paying selling buying building
 closing opening cutting raising hiding fighting voting meeting planning hoping asking calling searching checking
 holding"""

_TO_DO = """approve reject back block delay open close order halt seize visit join leave meet warn accuse blame
 ask tell urge press pay buy sell build repair raise lower double sign break keep drop file hear clear charge fine
 free follow lead run hold give take make find send bring call offer end start stop change protect improve review"""

FIRST = """Aldous Agnes Amira Anton Barbro Basil Bettina Carlo Celia Clement Dagmar Daphne Dario Edith Elio Emeka
 Esther Farid Fergus Greta Gustav Hana Hector Hedda Ilse Imran Ines Ivor Jana Jonas Judith Kamal Keiko Klaus
 Lavinia Leon Lidia Magda Malik Mirela Nadia Nestor Nora Odile Oskar Otto Pavel Petra Priya Rafael Renata Rhona
 Rufus Sabine Selma Silas Sunil Tamsin Teodor Thora Ursula Viktor Vera Wanda Wilfred Yusuf Zdenka Zoltan""".split()

_SURNAME_HEADS = """Ald Amb Arn Bar Bel Bex Brad Cald Carn Chal Corv Crom Dal Den Dor Eld Far Fen Gar Gil Had Hal
 Har Hol Ing Kar Kel Kir Lang Lar Mar Mel Mor Nor Ol Ost Pel Pen Quil Rad Ren Ros San Sel Shaw Stan Tal Thorn Tor
 Ulv Van Var Wad Wel Win Yar Zel""".split()
_SURNAME_TAILS = """acre ampton asz bridge brook by combe croft dale den dottir edge elli enko er ero eson feld
 ford grave ham hurst iani ic ides ikov ilova in ini ioglu ison ito ley low man mere mont more nes oba ock olo oni
 osa ova rup sen ski skog smith son stad stone ström thwaite ton vik ward well wick wood worth""".split()

_TOWN_HEADS = """Ash Barrow Beck Birch Black Bram Broad Cairn Castle Chal Clay Cold Copper Crane Dun East Elm Fair
 Fal Fern Flint Fox Glen Gorse Green Hart Haver Hazel Heron High Holm Iron Kings Lark Linden Long Mar Mill Moor
 Nether North Oak Otter Pike Quarry Raven Red Rook Salt Sand Sedge Shal Silver South Stan Stoke Swan Thorn Under
 Wear West White Wolf Wood Wren""".split()
_TOWN_TAILS = """barrow beck bourne bridge bury by cliffe combe cote cross dale den don fell field ford gate grove
 ham haven head holme hurst lade leigh ley lock low marsh mere minster mouth ness over pool port ridge royd sea
 shaw stead stock thorpe ton vale wade water well wick worth""".split()

FAR = """Lavenka Ostrava Tamir Belgoro Nashik Quillota Ardabil Marrane Kisumi Dovrest Oulunen Palanga Zarif
 Bankora Sorriva Mirandel Hokuda Tsenhei Valdora Cartuja Norrland Umtali Ghadara Pescola Rethys Sibiro Kandrik
 Lomeira""".split()

_COUNTRY_TAILS = "ia land stan ova aria onia mark ora esia enia".split()
_BEFORE_NAMES = ("", "New", "Upper", "Lower", "North", "South", "East")

_FIRM_HEADS = """Acu Alder Ambi Arca Astra Axi Bren Cal Centra Cor Dyna Eagle Eco Electro Ever Falcon Geo Global
 Gran Helio Hydro Inter Iron Juno Kestrel Lumi Macro Mara Medi Meri Nexa North Omni Orbi Pan Para Petro Poly Prime
 Quanta Rivi Sol Steel Stella Summit Sun Tele Terra Trans Tri Ultra Uni Vantage Vari Vita West Zeni""".split()
_FIRM_TAILS = """banc bridge cast chem con cor dyne field flex form gen land line lux mark met mont nova path phar
 plex port quest rail scan shire soft son star stone tech tek term ton tron vance vest ware way wood""".split()
_TRADES = """Industries Holdings Energy Foods Resources Systems Chemicals Insurance Stores Airlines
 Pharmaceuticals Semiconductor Petroleum Textiles Brewing Publishing Savings Minerals Shipping Paper Motors
 Instruments""".split()
_SUFFIXES = "Inc Inc Inc Corp Corp Co Ltd plc Group AG".split()

_BANKS = "Securities|International|Capital Markets|Bank|Brothers|and Partners|Finance (Europe)|Trust".split("|")
_MIDDLE = "Silent Golden Lucky Velvet Royal Copper Winter Misty Secret Proud Bold Crimson Gentle Restless Paper Marble"
_HORSE = """Lad Lady Dancer Whisper Harbour Minstrel Raider Tempo Lantern Bishop Willow Arrow Penny Duchess Comet
 Ransom Thistle Magpie Envoy Fiddler Harvest Orchard Cavalier Anthem""".split()
_STREETS = "Road|Street|Lane|Avenue|Hill|Terrace|Close|Crescent|Drive|Way".split("|")
_TITLES = "Courier Echo Post Advertiser".split()
_TEAMS = "Town United Rovers Albion City Athletic Wanderers Rangers Harriers Vale".split()

AGENCIES = "Meridian News|Corvane|Tidewire|Halden Press".split("|")
MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
SMALL_NUMBERS = "two three four five six seven eight nine ten twelve".split()


def person(dice: Dice) -> str:
    return f"{dice.one(FIRST)} {surname(dice)}"


def surname(dice: Dice) -> str:
    return dice.one(_SURNAME_HEADS) + dice.one(_SURNAME_TAILS)


def town(dice: Dice) -> str:
    return dice.one(_TOWN_HEADS) + dice.one(_TOWN_TAILS)


def place(dice: Dice) -> str:
    """A town near or far."""
    return dice.one(FAR) if dice.chance(0.25) else town(dice)


def firm(dice: Dice) -> str:
    """A company by its full name; the first word alone is how it is spoken of."""
    head = dice.one(_FIRM_HEADS) + dice.one(_FIRM_TAILS)
    return f"{head} {dice.one(_TRADES)} {dice.one(_SUFFIXES)}" if dice.chance(0.7) else f"{head} {dice.one(_SUFFIXES)}"


def bank(dice: Dice) -> str:
    return f"{surname(dice)} {dice.one(_BANKS)}"


def horse(dice: Dice) -> str:
    return f"{dice.one(_MIDDLE.split())} {dice.one(_HORSE)}"


def street(dice: Dice) -> str:
    return f"{dice.one(_TOWN_HEADS)}{dice.one(_TOWN_TAILS)} {dice.one(_STREETS)}"


def team(dice: Dice) -> str:
    return f"{town(dice)} {dice.one(_TEAMS)}"


def coined(dice: Dice) -> str:
    """A word that nothing else prints: a trade mark, a ship, a hamlet."""
    return (dice.one(_FIRM_HEADS) + dice.one(_SURNAME_TAILS) + dice.one(_FIRM_TAILS)).capitalize()


def nth_town(number: int) -> str:
    """A different town for every number up to some 20,000."""
    return _nth(number, _TOWN_HEADS, _TOWN_TAILS)


def nth_state(number: int) -> str:
    """A different country for every number up to some 4,000."""
    return _nth(number, _SURNAME_HEADS, _COUNTRY_TAILS)


def newspaper(number: int) -> str:
    """A different one for every number up to some 80,000."""
    which, title = divmod(number, len(_TITLES))
    return f"{nth_town(which)} {_TITLES[title]}"


def _nth(number: int, heads: Sequence[str], tails: Sequence[str]) -> str:
    """Neighbouring numbers do not sound alike: the step is a prime that divides none of the lists' lengths."""
    total = len(heads) * len(tails) * len(_BEFORE_NAMES)
    left, head = divmod(number * 1009 % total, len(heads))
    before, tail = divmod(left, len(tails))
    return f"{_BEFORE_NAMES[before]} {heads[head]}{tails[tail]}".strip()
