"""Month names, weekdays and clock zones in the languages agencies file in."""

# ruff: noqa: E501 - one line a language is how the tables are read
from __future__ import annotations

import re

# One line a language; each cell is the full name and its usual short forms (a trailing point is always allowed).
_TABLE = """
january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sept sep|october oct|november nov|december dec
janvier janv|février fevrier févr fév fev|mars|avril avr|mai|juin|juillet juil|août aout|septembre|octobre|novembre|décembre decembre déc
januar jänner|februar|märz maerz mrz|april|mai|juni|juli|august|september|oktober okt|november|dezember dez
enero ene|febrero|marzo|abril abr|mayo|junio|julio|agosto ago|septiembre setiembre|octubre|noviembre|diciembre dic
gennaio gen|febbraio|marzo|aprile|maggio mag|giugno giu|luglio lug|agosto|settembre|ottobre ott|novembre|dicembre
janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro out|novembro|dezembro
januari|februari|maart mrt|april|mei|juni|juli|augustus|september|oktober|november|december
januar|februar|marts mars|april|maj mai|juni|juli|august|september|oktober|november|desember
januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december
tammikuuta|helmikuuta|maaliskuuta|huhtikuuta|toukokuuta|kesäkuuta|heinäkuuta|elokuuta|syyskuuta|lokakuuta|marraskuuta|joulukuuta
stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia
ledna|února|března|dubna|května|června|července|srpna|září|října|listopadu|prosince
ocak|şubat|mart|nisan|mayıs|haziran|temmuz|ağustos|eylül|ekim|kasım kasim|aralık aralik
januari|februari|maret|april|mei|juni|juli|agustus|september|oktober|november|desember
января янв|февраля фев|марта мар|апреля апр|мая|июня|июля|августа авг|сентября сен|октября окт|ноября|декабря дек
січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня
يناير|فبراير|مارس|أبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر
"""

MONTHS: dict[str, int] = {
    name: number
    for line in _TABLE.strip().splitlines()
    for number, cell in enumerate(line.split("|"), start=1)
    for name in cell.split()
}

_DAYS = """
monday mon|tuesday tues tue|wednesday wed|thursday thurs thur thu|friday fri|saturday sat|sunday sun
lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche
montag|dienstag|mittwoch|donnerstag|freitag|samstag sonnabend|sonntag
lunes|martes|miércoles miercoles|jueves|viernes|sábado sabado|domingo
lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica
segunda-feira|terça-feira|quarta-feira|quinta-feira|sexta-feira|sábado|domingo
maandag|dinsdag|woensdag|donderdag|vrijdag|zaterdag|zondag
"""

WEEKDAYS: dict[str, int] = {
    name: number
    for line in _DAYS.strip().splitlines()
    for number, cell in enumerate(line.split("|"))
    for name in cell.split()
}

# Hours from UTC; zones whose letters name several places (CST, IST) are left out: better no offset than a wrong one.
ZONES: dict[str, float] = {
    "GMT": 0, "UTC": 0, "Z": 0, "BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3,
    "EST": -5, "EDT": -4, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "AKST": -9, "HST": -10,
    "JST": 9, "KST": 9, "HKT": 8, "AEST": 10, "AEDT": 11,
}  # fmt: skip
# Zones that are one where they stand in capitals: their small letters may be words.
CAPITAL_ZONES: dict[str, float] = {
    "WET": 0, "WEST": 1, "MEZ": 1, "MESZ": 2, "SAST": 2, "TRT": 3, "PKT": 5, "ICT": 7, "WIB": 7, "SGT": 8, "MYT": 8,
    "AWST": 8, "ACST": 9.5, "ACDT": 10.5, "NZST": 12, "NZDT": 13, "AKDT": -8, "BRT": -3, "ART": -3,
}  # fmt: skip
# Eastern, Central, Mountain and Pacific time, of which the day tells whether it is summer time.
AMERICAN_ZONES = {"E": "America/New_York", "C": "America/Chicago", "M": "America/Denver", "P": "America/Los_Angeles"}


def either(words: dict[str, int] | dict[str, float]) -> str:
    """A regex alternation of a table's words, longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
