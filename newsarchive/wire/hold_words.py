"""How the trade holds copy back: the words of a line that says nothing else, and the sentences that say it.

Capitals do not count here: a report about an embargo is told apart by what else its line says.
"""
# ruff: noqa: E501 - one line a kind or a language is how the tables are read

from __future__ import annotations

import re

from newsarchive.wire.months import CAPITAL_ZONES, MONTHS, WEEKDAYS, ZONES, either
from newsarchive.wire.trade_words import EMBARGO, HOLD, Table

# What names an embargo, on its own line or in a note.
NAMES = re.compile(r"embargo(?:ed)?\b|embargad[oa]\b|sperrfrist|sperrvermerk|эмбарго|एम्बार्गो", re.I)

# What is blocked, free or held may be a road too: these need their hour, or their day in figures, and nothing else.
BLOCKED = re.compile(
    r"gesperrt\s+bis\b|frei(?:gegeben)?\s+(?:erst\s+)?ab\b|not\s+before\b|for\s+use\s+(?:after|at|on|from)\b|(?:hold|held)\s+(?:for|until|till)\b"
    r"|confidential\s+until\b|release\s+time\b",
    re.I,
)

# Words that may stand beside it and a moment in a line that says nothing else, a language a line.
_BESIDE = """
until till til to for on at from before after not no held confidential tomorrow be is of the a and or by in under strict strictly please note attention hold observe respect with in publications new changes updates corrects time times date release released publication publish broadcast use media print web online local hour hours hrs hr o'clock noon midnight midday am pm et ct mt pt
mit bis zum am um ab der die das den und uhr mittag mittags mitternacht gesperrt frei freigegeben freigabe nicht vor veröffentlichung verwendung zur für erst unter strikt strikte strenge achtung hinweis ortszeit
jusqu jusqu'au jusqu'à jusqu’au jusqu’à à au aux le la les du de d'ici heure heures h sous strict stricte diffusion publication pas avant minuit midi locale
con noticia información hasta el la las los a de del hora horas bajo estricto local antes mediodía medianoche
notizia fino al alle all'alba ore del della sotto stretto prima mezzogiorno mezzanotte locali
com notícia até o os às as da do dia horas sob estrito antes meio-dia meia-noite
до с на ч час часов мск под
"""
BESIDE = frozenset(_BESIDE.split())

_MONTH, _DAY = rf"(?:{either(MONTHS)})", rf"(?:{either(WEEKDAYS)})"
# A word of a moment: a figure, a clock, a day, a zone.
MOMENT = re.compile(
    rf"\d{{4}}-\d\d-\d\dT\d\d:?\d\d(?::?\d\d)?(?:Z|[+-]\d\d:?\d\d)?|\d{{1,4}}(?:[:.h/-]\d{{1,4}}){{0,2}}(?:st|nd|rd|th|am|pm|h|hrs|uhr|er|º|z)?|{_MONTH}|{_DAY}"
    rf"|noon|midnight|midday|mittag|mitternacht|minuit|midi|mediodía|medianoche|mezzogiorno|mezzanotte",
    re.I,
)
ZONE = re.compile(rf"(?:{either(ZONES | CAPITAL_ZONES)}|CST|IST|AST|ADT|NST|GST|ME[SZ]Z?)|(?:UTC|GMT)?[+−-]\d{{1,2}}(?::?\d\d)?", re.I)  # fmt: skip
# What follows a place's name where its clock is meant, or stands before it: London time, heure de Paris.
OF_A_PLACE = re.compile(
    r"[^\W\d_]\w+(?:\s[^\W\d_]\w+)?\s(?:time|zeit|standard|daylight)\b|(?:heure|hora|ora)\s(?:de|di|do|du)\s[^\W\d_]\w+",
    re.I,
)

_STORY = r"(?:story|item|report|dispatch|copy|article|text|content|material|document|speech|statement|news release|press release|release|paper|study|information|lead|take|advance)"
_ITS_STORY = rf"(?:\s+(?:of\s+)?(?:the|this|our|that)?\s*{_STORY}|\s+it)?"
_USE = r"(?:publish(?:ed|ing)?|publication|release[ds]?|use[ds]?|broadcast(?:ing)?|air(?:ed|ing)?|run|print(?:ed)?|report(?:ed)?|transmit(?:ted)?|transmission|distribut(?:e|ed|ion)|disseminat(?:e|ed|ion)|quot(?:e|ed))"
_USES = (
    rf"(?:(?:public|media|online|general) )?{_USE}(?:(?:\s*[,/]\s*|,?\s+(?:or|and)\s+)(?:\w+\s+)?{_USE})*{_ITS_STORY}"
)
_BEFORE = r",?\s+(?:before|until|till|prior to|ahead of|earlier than|without\s+(?:release|clearance|permission from the desk))\b"
_THIS_ONE = rf"(?:this\s+(?:\w+\s+)?{_STORY}|the\s+(?:following|attached)(?:\s+(?:\w+\s+)?{_STORY})?|(?:the\s+)?{_STORY}\s+below)"

# A line, or the opening of a paragraph, that holds a story back: the words themselves are enough.
HOLDING: Table = (
    (HOLD, r"HOLD(?:ING)?\s+(?:(?:THIS|THE)\s+\w+\s+)?(?:FOR|UNTIL|TILL)\b(?=\s+(?:RELEASE|ARRIVAL|FURTHER|ADVISED|NOTICE|USE|\d|[A-Z]+DAY))|HOLD (?:UNTIL|until|TILL|till)\b|Hold for (?:release|arrival)\b"),
    (HOLD, rf"(?i:(?:please\s+)?(?:hold|withhold)\s+(?:this|the)\s+{_STORY}\b)"),
    (HOLD, rf"(?i:(?:do not|don't|not (?:to be|for)|must not be)\s+{_USES}{_BEFORE})(?=(?i:\s+(?:further\s+notice|release|advis|it is released|cleared|notified|told)))"),
    (HOLD, r"(?i:bis auf weiteres (?:nicht (?:verwenden|veröffentlichen)|gesperrt)|nicht vor freigabe|ne pas (?:publier|diffuser|utiliser) (?:avant|jusqu['’]à) nouvel (?:avis|ordre)|no (?:publicar|difundir|usar|utilizar) hasta nuevo aviso|non (?:pubblicare|diffondere|usare|utilizzare) fino a nuovo avviso|não (?:publicar|divulgar|usar|utilizar) até (?:novo|nova|segunda) (?:aviso|ordem))"),
    (EMBARGO, rf"(?i:{_THIS_ONE}\s+(?:is|are|remains?|must remain)\s+(?:(?:strictly|still|being|held|kept|all)\s+)*(?:embargoed|under\s+(?:a\s+)?(?:strict\s+)?embargo))"),
    (EMBARGO, r"(?i:(?:strictly\s+)?embargo(?:ed)?\s+(?:until|till|against|for)\s+(?:after\s+)?(?:delivery|publication|release)\b|embargoed\s+(?:story|copy|material|report|document|until further notice)(?=\s*(?:[.:;!)–—-]|$)))"),
    (EMBARGO, r"(?i:sperrfrist(?:\s*[:-]?\s*(?:bis\s+)?(?:zum\s+)?(?:rede|beginn)\w*|\s+(?:bitte\s+)?beachten|\s*!|\s*$))"),
    (EMBARGO, r"(?:STRICTLY )?EMBARGOED(?=:? (?:UNTIL|until|TILL|till)\b)"),
    (EMBARGO, r"(?i:(?:strictly\s+embargoed|strict\s+embargo|under\s+strict\s+embargo)(?=\s*(?:[.:;!)–—-]|$|until|till|to\b|for\b)))"),
    (EMBARGO, r"(?i:(?:cette|la présente|ce|le présent|les présentes)\s+(?:dépêche|information|article|texte|document|étude)\w*\s+(?:est|reste|sont)\s+(?:placée?\s+)?sous\s+(?:strict\s+)?embargo|(?:est[ae]|la presente)\s+(?:noticia|información|nota|despacho|texto|informe)\s+(?:está|queda|permanece)\s+(?:bajo\s+embargo|embargad[oa])|(?:questa|la presente)\s+notizia\s+è\s+sotto\s+embargo|est[ea]\s+(?:notícia|texto|matéria|reportagem)\s+está\s+sob\s+embargo|dies(?:e|er)\s+(?:meldung|text|bericht)\s+(?:ist|bleibt)\s+(?:gesperrt|mit\s+(?:einer\s+)?sperrfrist))"),
)  # fmt: skip

# The same where a moment has to follow: without one these words hold nothing back.
HOLDING_UNTIL: Table = (
    (EMBARGO, rf"(?i:{_THIS_ONE}\s+(?:may|can)\s+(?:only\s+)?be\s+{_USES}\s+(?:only\s+)?(?:from|after|at|on)\b)"),
    (EMBARGO, r"(?i:embargo\s+(?:absolu|strict|total)\s+jusqu|(?:información|noticia|nota|texto|informe)\s+embargad[oa]\s+hasta\b)"),
    (EMBARGO, rf"(?i:(?:strictly\s+)?embargoed(?:\s*[:-]\s*|\s+)(?=(?:until|till|to|for|not for|release|by|at|on)\b|\d|{_DAY}\b))"),
    (EMBARGO, r"(?i:under\s+(?:an?\s+)?embargo\s+(?:until|till|to)\b)"),
    (EMBARGO, r"(?i:embargo\s+(?:lifts?|expires?|ends?)\b(?=\s*(?::|at|on)?\s+\d{1,2}[:.]?\d\d\b))"),
    (EMBARGO, rf"(?i:(?:the\s+)?{_STORY}\s+(?:is\s+)?(?:strictly\s+)?(?:embargoed|under\s+(?:an?\s+)?embargo)\s+(?:until|till|to|for)\b)"),
    (EMBARGO, rf"(?i:(?:do not|don't|not to be|not for|may not be|must not be|cannot be)\s+{_USES}{_BEFORE})"),
    (EMBARGO, rf"(?i:{_THIS_ONE}\s+(?:(?:may|must|can|should)\s+not|cannot|is\s+not\s+(?:to|for)|are\s+not\s+(?:to|for))\s+(?:be\s+)?{_USES}{_BEFORE})"),
    (EMBARGO, rf"(?i:{_THIS_ONE}\s+(?:is|are)\s+(?:to\s+be\s+)?(?:held\s+(?:until|till)|for\s+(?:release|publication|use)\s+(?:until|till|at|on|after|not\s+before))\b)"),
    (EMBARGO, r"(?:FOR (?:RELEASE|PUBLICATION)|For (?:release|Release|publication))(?!.{0,60}\b(?i:immediate|upon receipt))(?: (?i:at|on|after|not before|not earlier than)\b|\s?:|(?= \d)|(?= [A-Z]))(?=\D{0,40}\d)"),
    (EMBARGO, r"(?:ADVANCE|Advance) (?:FOR|for)\b"),
    (EMBARGO, r"(?i:(?:achtung[:,!]?\s+)?(?:bitte\s+(?:\w+\s+)?)?sperrfrist(?:\s+(?:bis|endet|ist|läuft|gilt)\b)?\s*[:-]?\s*(?=\S))"),
    (EMBARGO, r"(?i:(?:bitte\s+)?(?:nicht\s+vor|erst\s+(?:ab|nach|am))\b(?=.{3,60}\b(?:zu\s+)?(?:veröffentlich\w+|verwend\w+|verbreite\w*|send\w+|freigegeben|frei)\b))"),
    (EMBARGO, r"(?i:(?:zur\s+)?(?:veröffentlichung|verwendung|verbreitung|freigabe)\s+(?:ist\s+)?(?:erst|nicht\s+vor|frühestens)\b)"),
    (EMBARGO, r"(?i:(?:(?:information|dépêche|article|texte|document|communiqué)\s+)?sous\s+(?:strict\s+)?embargo\s+jusqu)"),
    (EMBARGO, r"(?i:for\s+use\s+(?:only\s+)?in\s+(?:publications|newspapers|editions)\s+dated\b)"),
    (EMBARGO, r"(?i:(?:noticia|información|nota|texto|informe|notizia|notícia|matéria)\s+(?:con|com)\s+embargo\s+(?:hasta|fino|até)\b)"),
    (EMBARGO, r"(?i:(?:(?:prière\s+de\s+|merci\s+de\s+|à\s+)?ne\s+pas|pas\s+à)\s+(?:publier|diffuser|utiliser)(?:\s+(?:ni|ou|et)\s+(?:publier|diffuser|utiliser))*(?:\s+cette\s+\w+)?\s+(?:avant|jusqu)|(?:publication|diffusion|utilisation)\s+(?:interdite|autorisée|possible|à\s+partir|à\s+compter)\s*(?:avant|jusqu|à|le|de|du)?\b)"),
    (EMBARGO, r"(?i:(?:(?:noticia|información|notizia|notícia|texto|matéria)\s+)?(?:embargad[oa]|bajo\s+embargo|sob\s+embargo|sotto\s+embargo)\s+(?:hasta|fino|até)\b)"),
    (EMBARGO, r"(?i:(?:se\s+ruega\s+)?no\s+(?:publicar|difundir|utilizar|usar|emitir)(?:\s+esta\s+\w+)?\s+(?:antes|hasta)\b|(?:prohibida|prohibido)\s+(?:su|la)\s+(?:publicación|difusión)\s+(?:antes|hasta)\b)"),
    (EMBARGO, r"(?i:(?:si\s+prega\s+di\s+|da\s+)?non\s+(?:pubblicare|diffondere|utilizzare|usare)(?:\s+questa\s+\w+)?\s+(?:prima|fino)\b)"),
    (EMBARGO, r"(?i:não\s+(?:publicar|divulgar|difundir|usar|utilizar)(?:\s+esta\s+\w+)?\s+(?:antes|até)\b|proibida\s+(?:a|sua)\s+(?:publicação|divulgação)\s+(?:antes|até)\b)"),
    (EMBARGO, r"(?i:(?:под\s+)?эмбарго\s+до\b|не\s+(?:для\s+публикации|публиковать|использовать)\s+(?:до|ранее|раньше)\b|(?:请勿|不得|禁止)(?:在|于)?(?=.{2,40}?前(?:发布|发表|刊发|报道|播发|使用))|禁发(?:期)?(?:至|到))"),
    (EMBARGO, r"(?:محظور|يحظر|يُحظر|ممنوع|يمنع)\s+(?:ال)?نشر\w*\s+(?:حتى|قبل)|(?:غير\s+مخصص\s+)?(?:لل)?نشر\s+بعد\s+(?=.{0,40}\d)"),
    (EMBARGO, r"(?=.{3,60}से\s+पहले\s+(?:प्रकाशित|प्रसारित|जारी)\s+न\s+करें)"),
)  # fmt: skip

# Sentences of a note to editors: there such words speak of the copy that they stand above.
IN_NOTES: Table = (
    (HOLD, r"HOLD(?=\s*[.,;:!)]|\s*$|\s*--)|(?i:(?:please\s+)?(?:hold|withhold)\s+(?:for\s+(?:release|arrival)|until|till|this|from))\b|WITHHOLD\b"),
)  # fmt: skip

# What makes an embargo in a note another's: on a country, or over.
_OF_COUNTRIES = re.compile(
    r"embargo(?:es)?\s+(?:on|against|of|sur|contre|gegen|contra|sobre|contro|против)\s+(?!(?:this|the (?:story|report|copy|study)|\d|noon|midnight|cette|esta|questa)\b)",
    re.I,
)
_OVER = re.compile(
    r"\b(?:no longer|not|never|was|were|had been|earlier|previously|formerly|ohne|nicht)\s+(?:under\s+)?(?:an?\s+)?embargo"
    r"|embargo\w*\b[^.;]{0,60}\b(?:lifted|ended|broken|expired|over|aufgehoben|abgelaufen|levé|levantado|revocato|rimosso|suspenso|снято)\b"
    r"|\bsperrfrist\b[^.;]{0,60}\b(?:aufgehoben|abgelaufen|entfällt)\b",
    re.I,
)
NOT_THIS = (_OF_COUNTRIES, _OVER)

_BEFORE_NAME = (
    _STORY
    + "|the|this|that|an|a|strict|strictly|note|under|observe|respect|our|their|press|news|media|journal|publication|updates?|corrects?|changes?|new|revised|extended|with|sous|bajo|sotto|sob|strikte|und|is|are|remains|please"
)
SPOKEN_OF = re.compile(rf"(?:^|[.;:,(—-]\s*|\b(?:{_BEFORE_NAME})\s+)$", re.I)
"""What stands before an embargo that is the copy's own: before others stands what is not sold."""

TO_BE_KEPT = re.compile(
    r"\b(?:observe|respect|note|honou?r|keep|mind|beachten|einhalten|respecter|respetar|respeten|rispettare|respeitar|until|till)\b"
    rf"|\b(?:this|the)\s+{_STORY}\b",
    re.I,
)

_FIGURED_DAY = rf"\d(?:er|st|nd|rd|th|º|\.)?\s(?:de\s|di\s|of\s)?{_MONTH}\b|\b{_MONTH}\.?\s\d|\d[/.-]\d{{1,2}}[/.-]\d"
# A year alone is none: it is what an embargo on a country has.
A_TIME = re.compile(
    rf"(?<![\d/.-])(?!20[0-5]\d\b(?!\s?(?:h\b|hrs|hours|{either(ZONES)})))(?:[01]\d|2[0-4])[0-5]\d\b|\d{{1,2}}[:.h]\d{{2}}|\d{{1,2}}\s?[ap]\.?m\b"
    rf"|\d{{1,2}}\s?(?:uhr|h|hrs|heures|horas|ore|часов)\b|{_FIGURED_DAY}|[月日时点]|\d\s*(?:बजे|म)"
    rf"|\b(?:noon|midnight|release|further notice|mitternacht|minuit|midi|medianoche|mezzanotte|mediodía|meia-noite|{_DAY})\b",
    re.I,
)
