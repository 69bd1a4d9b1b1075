"""The trade's wordings: what agencies print around a story to say which it is, a table a place where they stand.

Each row is the kind of mark and how it is printed. Capitals count, since ``UPDATE`` is a mark and ``Update`` a word.
"""
# ruff: noqa: E501 - one line a kind is how the tables are read

from __future__ import annotations

import re

LEAD, UPDATE, URGENT, CORRECTION, REFILE = "lead", "update", "urgent", "correction", "refile"
RECAST, REPEAT, WITHDRAWN, KILL, HOLD = "recast", "repeat", "withdrawn", "kill", "hold"
EMBARGO, NOTE, TAKE, REINSTATED = "embargo", "note", "take", "reinstated"

KINDS = (
    LEAD,
    UPDATE,
    URGENT,
    CORRECTION,
    REFILE,
    RECAST,
    REPEAT,
    WITHDRAWN,
    KILL,
    HOLD,
    EMBARGO,
    NOTE,
    TAKE,
    REINSTATED,
)

Table = tuple[tuple[str, str], ...]

# In front of a headline, with a sign behind it or in brackets: CORRECTED - , (RPT) , UPDATE 2-
HEADLINE: Table = (
    (KILL, r"(?:(?:MANDATORY|BULLETIN|ADVISORY|URGENT) )?KILL"),
    (KILL, r"ANNULE(?: ET REMPLACE)?|ANNULATION|ANULAD[AO]|ANULACIÓN|ANNULLAT[AO]|ANNULLAMENTO|ANULAÇÃO|(?:EILT\s?[-–:]\s?)?ANNULLIERUNG|STORNO|ZURÜCKGEZOGEN"),
    (WITHDRAWN, r"(?:STORY )?WITHDRAWN|(?:STORY )?WITHDRAWAL|RETRACTED|RETRACTION"),
    (LEAD, r"\d{1,2}(?:ST|ND|RD|TH|st|nd|rd|th) (?:LEAD|LD|Ld|Lead)(?:-W(?:RITETHRU|ritethru))?|(?:LD|LEAD)(?:-WRITETHRU| \d{1,2})|LEADALL|\d{1,2}\. (?:LEAD|Lead)"),
    (UPDATE, r"UPDATED?(?: ?\d{1,2})?|WRAPUP ?\d{1,2}|ACTUALIZA(?:CIÓN)?(?: ?\d{1,2})?|AMPLIACIÓN|AMPLÍA|AKTUALISIERT|AGGIORNAMENTO|SUBSTITUTE|SOSTITUISCE|SUSTITUYE|Zusammenfassung(?: \d{4})?|ZUSAMMENFASSUNG(?: \d{4})?|ZF"),
    (CORRECTION, r"(?:RPT-)?CORRECTED|CORRECTS|CORRECTING|CORRECTIVE|CORR|KORRIGIERT|KORREKTUR|KORR|BERICHTIGUNG|BERICHTIGT|RECTIFICATIF|CORRECTIF|CORRIGÉE?|CORRECCIÓN|CORREGID[AO]|FE DE ERRATAS|RETTIFICA|CORREZIONE|CORRETTO|CORREÇÃO|CORRIGID[AO]"),
    (CORRECTION, r"ИСПРАВЛЕНО|ИСПРАВЛЕНИЕ|ПОПРАВКА|ВИПРАВЛЕНО|تصحيح|सुधार|更正|訂正|정정"),
    (HOLD, r"HOLD FOR (?:RELEASE|ARRIVAL)|HOLD (?:UNTIL|TILL) [^–—]{3,60}?|WITHHELD"),
    (REFILE, r"REFILE(?: ?\d{1,2})?|REFILED|REFILING"),
    (RECAST, r"RECASTS?|RELEADS?"),
    (REPEAT, r"RPT(?: ?\d{1,2})?|REPEATS?|REPEATING|RÉPÉTITION|REPETITION|REPETICIÓN|RIPETIZIONE|WIEDERHOLUNG|WDHLG?"),
    (URGENT, r"NEWSALERT|NEWSFLASH|URGENTE|EILMELDUNG|EIL"),
    (EMBARGO, r"(?:STRICTLY )?EMBARGOED(?: (?:UNTIL|until|TILL|till|TO|to|FOR|for) [^–—]{3,60}?)?|(?:STRICT|UNDER(?: STRICT)?) EMBARGO|SPERRFRIST(?: [^–—]{3,60}?)?|(?:SOUS|BAJO|SOTTO|SOB) EMBARGO|EMBARGAD[AO]|ЭМБАРГО"),
)  # fmt: skip

# The same, where the headline behind it is not all in capitals: LEAD: PRICES FALL is about a metal.
HEADLINE_OVER_WORDS: Table = (
    (LEAD, r"LEAD|WRITETHRU"),
    (UPDATE, r"SUB(?!-(?:[Zz]ero|[Ss]aharan))|ERSATZ"),
    (CORRECTION, r"CORRECTION|CORRIGE"),
    (URGENT, r"URGENT|BULLETIN|FLASH|SNAP|ALERT"),
    (HOLD, r"HOLD"),
    (EMBARGO, r"EMBARGO"),
)

# With a colon they are labels in small letters too.
LABELS = (
    r"Korrektur|Berichtigung|Rectificatif|Correctif|Corrección|Fe de erratas|Rettifica|Correção|Исправление|Поправка"
)

# In brackets behind a headline: Bank cuts rate (CORRECTED)
BEHIND_HEADLINE: Table = (
    (
        CORRECTION,
        r"CORRECTED|CORRECTION|CORR|KORRIGIERT|KORREKTUR|CORRECCIÓN|CORREGIDO|RECTIFICATIF|RETTIFICA|CORREÇÃO|CORRIGIDO|تصحيح|सुधार|更正|訂正",
    ),
    (UPDATE, r"UPDATED?(?: ?\d{1,2})?|SUB(?:STITUTE)?|ERSATZ"),
    (REFILE, r"REFILED?"),
    (REPEAT, r"RPT|REPEAT"),
    (LEAD, r"\d{1,2}(?:ST|ND|RD|TH) (?:LEAD|LD)|LEADALL"),
    (WITHDRAWN, r"WITHDRAWN|RETRACTED"),
    (KILL, r"KILL(?:ED)?"),
    (HOLD, r"HOLD(?: FOR RELEASE)?"),
    (EMBARGO, r"EMBARGOED(?: [^)\]]{3,60})?|SPERRFRIST(?: [^)\]]{3,60})?|(?:SOUS|BAJO|SOTTO|SOB) EMBARGO"),
)

# Behind a dash at its end: Bank cuts rate - CORRECTED
AT_HEADLINE_END: Table = (
    (
        CORRECTION,
        r"CORRECTED|CORRECTION|KORRIGIERT|KORREKTUR|CORREGIDO|CORRECCIÓN|RECTIFICATIF|RETTIFICA|CORREÇÃO|CORRIGIDO",
    ),
    (REFILE, r"REFILED?"),
    (WITHDRAWN, r"WITHDRAWN|RETRACTED"),
    (HOLD, r"HOLD(?: FOR RELEASE)?"),
    (EMBARGO, r"EMBARGOED(?: (?:UNTIL|until|TILL|till|TO|to|FOR|for) .{3,60})?"),
)

# Behind the slug on its line: BC-Iran-Iraq, 1st Ld-Writethru (CORRECTED)
BEHIND_SLUG: Table = (
    (KILL, r"(?:(?:MANDATORY|BULLETIN|ADVISORY|Mandatory|Bulletin|Advisory) )?K(?:ILL|ill)"),
    (WITHDRAWN, r"W(?:ITHDRAWN|ithdrawn)"),
    (LEAD, r"\d{1,2}(?:st|nd|rd|th|ST|ND|RD|TH)[ -]?(?:[Ll]d|LD|[Ll]ead|LEAD)(?:[- ](?:[Ww]ritethru|WRITETHRU))?|LEADALL|leadall|(?<=-)(?:\d[ -]?)?lead|[Ww]rite-?thru|WRITETHRU"),
    (TAKE, r"\d{1,2}(?:st|nd|rd|th|ST|ND|RD|TH) (?:[Aa]dd|ADD|[Tt]ake|TAKE)|(?:take|TAKE|Take) \d{1,2}(?: of \d{1,2})?"),
    (CORRECTION, r"CORRECTED|Corrected|CORRECTIVE|Corrective|CORRECTION|Correction|CORR|Corr"),
    (REFILE, r"REFILED?|Refiled?"),
    (REPEAT, r"RPT|REPEAT|Repeat"),
    (RECAST, r"RECASTS?|Recasts?"),
    (URGENT, r"URGENT|Urgent|URGENTE|(?<=-)urgent|BULLETIN|FLASH|SNAP"),
    (UPDATE, r"UPDATED?(?: ?\d{1,2})?|Update(?: ?\d{1,2})?|(?<=\()SUB(?=\))|(?<=, )(?:SUB|Sub)$|SUBSTITUTE|Substitute|ERSATZ"),
    (HOLD, r"HOLD|Hold for Release|HOLD FOR RELEASE"),
    (EMBARGO, r"EMBARGOED|Embargoed"),
)  # fmt: skip

# A sentence above a story that stands in for one that was killed.
STANDING_IN = (
    r"(?:Substitutes?|SUBSTITUTES?) (?:for|FOR) (?:(?:the|our|an?|THE|OUR) )?(?:(?i:earlier|killed|previous|withdrawn|story|item|report|dispatch)\b|(?:BC|AM|PM)-|[A-Z]{2,15}[ -]?\d{3,6}\b).{0,120}"
    r"|(?:This|THIS) (?i:story|item|report|dispatch|version) (?:replaces|REPLACES) .{3,120}"
)

# A line of its own above the story: only in wire copy, never on a web page, where FLASH heads a list of films.
LINE: Table = (
    (KILL, r"(?:(?:MANDATORY|BULLETIN|ADVISORY|URGENT|IMMEDIATE) )?KILL(?: MANDATORY)?(?:\s?[:,-].{0,80})?"),
    (WITHDRAWN, r"(?:STORY |ITEM )?(?:IS )?WITHDRAWN|STORY WITHDRAWAL|ADVISORY[:,-]? STORY WITHDRAWN"),
    (KILL, r"ANNULE(?: ET REMPLACE)?|ANNULATION|ANULACIÓN|ANNULLAMENTO|ANULAÇÃO|(?:EILT\s?[-–:]\s?)?ANNULLIERUNG|STORNO"),
    (URGENT, r"URGENT|BULLETIN|FLASH|SNAP|ALERT|NEWSALERT|EILMELDUNG|EIL|URGENTE|ULTIM'ORA"),
    (LEAD, r"\d{1,2}(?:st|nd|rd|th|ST|ND|RD|TH) (?:Ld|LD|Lead|LEAD)(?:-(?:Writethru|WRITETHRU))?|LEADALL|WRITETHRU"),
    (CORRECTION, r"CORRECTED|CORRECTION|CORRECTIVE|RPT-CORRECTED|KORREKTUR|BERICHTIGUNG|RECTIFICATIF|CORRECCIÓN|RETTIFICA|CORREÇÃO|ИСПРАВЛЕНО|تصحيح|सुधार|更正"),
    (UPDATE, r"UPDATE(?: ?\d{1,2})?|SUB(?:STITUTE)?|ERSATZ(?:MELDUNG)?|" + STANDING_IN),
    (REFILE, r"REFILED?"),
    (REPEAT, r"RPT|REPEAT|REPETITION|RÉPÉTITION|WIEDERHOLUNG"),
    (RECAST, r"RECASTS?"),
    (TAKE, r"\d{1,2}(?:st|nd|rd|th|ST|ND|RD|TH) (?:Add|ADD|Take|TAKE)|(?:take|TAKE|Take) \d{1,2}(?: of \d{1,2})?"),
    (HOLD, r"HOLD"),
    (EMBARGO, r"(?:STRICTLY |UNDER (?:STRICT )?|STRICT )?EMBARGO(?:ED)?|SPERRFRIST|(?:SOUS|BAJO|SOTTO|SOB) EMBARGO|EMBARGAD[AO]|ЭМБАРГО"),
)  # fmt: skip

# A line that ends a take.
END_LINE: Table = ((TAKE, r"\(?more\)?|\(?MORE\)?|-0-"),)

# What a note in brackets, or to the editors, begins with: (Updates with reaction), (Corrects paragraph 4 ...).
NOTE_VERBS: Table = (
    (CORRECTION, r"[Cc]orrects?|CORRECTS?|[Cc]orrecting|[Cc]orrected|CORRECTED|CORRECTING|Correction|CORRECTION|Corrige|CORRIGE|Korrigiert|KORRIGIERT|Berichtigt|BERICHTIGT|Berichtigung|BERICHTIGUNG|Korrektur|KORREKTUR|Corrección|CORRECCIÓN|Corregge|Rettifica|RETTIFICA|Rectifie|Rectificatif|RECTIFICATIF|Corrigindo|Correção|CORREÇÃO|Исправ\w+|исправ\w+|تصحيح|يصحح|सुधार"),
    (CORRECTION, r"更正\w*|訂正\w*"),
    (UPDATE, r"[Uu]pdates?|UPDATES?|[Uu]pdated|[Uu]pdating|UPDATING|[Aa]dds?|ADDS?|[Aa]dding|ADDING|Actualise|Ajoute|Aktualisiert|Ergänzt|Actualiza|Añade|Agrega|Amplía|Aggiorna|Aggiunge|[Ss]ubstitut(?:es?|ing)(?= for\b)|SUBS?|SUBSTITUTES?|[Rr]eplaces|(?:This|this) (?:story|item|report|version) (?:replaces|substitutes)|Ersetzt|ERSATZ|Remplace|Sustituye|Sostituisce|Substitui"),
    (RECAST, r"[Rr]ecasts?|RECASTS?|[Rr]eleads?|RELEADS?|Recasting"),
    (REFILE, r"[Rr]efiles?|REFILES?|[Rr]efiled|[Rr]efiling|REFILING"),
    (REPEAT, r"[Rr]epeats?|REPEATS?|[Rr]epeating|[Rr]epeated|Répète|Wiederholt|Repite|Ripete"),
    (LEAD, r"[Ww]rite-?thru|WRITETHRU|[Ww]rites? through"),
)  # fmt: skip

TO_EDITORS = re.compile(
    r"[(\[]?(?:Eds?|EDS?|(?:Attention,? |ATTENTION,? |Note to |NOTE TO )?(?:Editors?|EDITORS?)"
    r"|À l'attention des (?:rédactions|abonnés)|Attention (?:rédactions|abonnés)|Nota a los (?:editores|abonados)|Atención,? (?:a )?(?:redacciones|editores|abonados)|Atenção,? (?:aos )?(?:editores|redações|assinantes)"
    r"|(?:Achtung|An die) Redaktionen|(?:Avviso|Attenzione) (?:alle )?redazioni)\s*(?::|—|--|,(?= [a-z]))"
)

_STORY = r"(?:story|stories|item|items|report|dispatch|copy|article|alert|version|versions|lead|take|takes|urgent|bulletin|slugged|headlined|BC-\S+|AM-\S+|PM-\S+)"

# Sentences of a notice that withdraws; in running text they count only where the item is a notice and little else.
KILL_SENTENCES: Table = (
    (KILL, rf"(?i:\b(?:kindly|please|must|immediately|mandatory)\s+kill\b)(?:[^.]{{0,80}}?\b(?i:{_STORY})|\s+(?:our\s+)?(?:[A-Z]{{2,15}}[ -]?\d{{3,6}}|[a-z]?\d{{4}})\b|\s*[.!]|\s*$)"),
    (KILL, rf"(?i:\b(?:kindly|please)\s+withdraw\s+(?:(?:the|this|our|all)\b)?)[^.]{{0,80}}?\b(?i:{_STORY})\b"),
    (KILL, r"(?:^|[.:;]\s+)(?i:(?:please note that\s+)?(?:(?:the|our)\s+)?(?:(?:story|item|report|dispatch)\s+)?)(?:[A-Z]{3,15}[ -]\d{3,6}|[a-z]\d{4})\s+(?:(?:has|have) been|is|was)\s+(?:hereby\s+)?(?:retracted|killed|withdrawn)\b"),
    (KILL, rf"\b(?:KILL|Kill)\s+[A-Z]{{4,}}(?:[ -][A-Z]{{3,}}){{0,2}}\s+(?i:{_STORY})\b"),
    (KILL, rf"\b(?:KILL|Kill|kill)\s+(?:(?:the|this|our|all|and)\b|BC-|AM-|PM-)[^.]{{0,80}}?(?:\b(?i:{_STORY})|-\w)"),
    (KILL, r"(?i:\bdo not (?:use|publish|run)\s+(?:the|this|our)\b[^.]{0,80}\b(?:story|item|report|dispatch|slugged|headlined)\b)"),
    (KILL, r"(?i:\bdisregard\s+(?:the|this|our)\b[^.]{0,80}\b(?:story|item|report|dispatch|slugged|headlined)\b)"),
    (WITHDRAWN, r"(?i:^[(\[]?(?:the|this|our)\b[^.]{0,20}\b(?:story|item|report|dispatch|article|alert)\b.{0,240}\b(?:is|has been|was|are|have been) (?:being |hereby )?withdrawn\b)"),
    (WITHDRAWN, r"(?i:\b(?:is|are) withdrawing\s+(?:the|this|its|a|our)\b[^.]{0,80}\b(?:story|item|report|dispatch|article|alert)\b)"),
    (WITHDRAWN, r"(?i:^[(\[]?(?:story|item) (?:is )?withdrawn\b)"),
    (KILL, r"(?i:\b(?:prière|merci|veuillez)\s+(?:d'annuler|de ne pas (?:utiliser|diffuser|publier)|annuler|ne pas (?:utiliser|publier))\b)"),
    (KILL, r"(?i:\bdépêche\b.{0,80}\best annulée\b)"),
    (KILL, r"(?i:\bbitte\b.{0,100}?\bnicht\s+(?:\w+\s+)?(?:verwenden|veröffentlichen|verbreiten)\b|\bbitte\b.{0,80}\b(?:streichen|löschen)\b|\bbitte\s+(?:verwenden|veröffentlichen|verbreiten)\s+sie\b.{0,40}\bmeldung\b.{0,200}?\bnicht\b(?=\s*[.,;!)]|\s*$|\s+(?:mehr|weiter)\b)|\bmeldung\b.{0,100}\b(?:zurückgezogen|zieht .{0,40} zurück)\b)"),
    (KILL, r"(?i:\b(?:se ruega|rogamos|por favor,?)\s+(?:no (?:utilizar|usar|publicar|difundir)|anular|anulen)\b|\bqueda anulad[ao]\b)|(?:^|[.:;]\s+)(?:La agencia )?(?:EFE|AFP|AP|DPA|ANSA|Reuters|Xinhua|Europa Press|Notimex|Télam) (?:anula|retira) (?:su|la|esta) (?:noticia|información|despacho)\b"),
    (KILL, r"(?:^|[.:;]\s+)(?:A agência |L['’])?(?:AFP|ANSA|EFE|ATS|AGI|LUSA|Lusa|Belga|Reuters|Adnkronos) (?:anula|retira|annulla|ritira|annule|retire) (?:a|a sua|la|la sua|sa|la) (?:notícia|notizia|dépêche)\b|(?i:\b(?:favor|pede-se)\s+(?:anular|não (?:usar|utilizar|publicar)) (?:(?:a|esta|nossa|o|este) )?(?:nossa )?(?:notícia|matéria|texto|despacho)\b)"),
    (KILL, r"(?i:\b(?:si prega di|preghiamo di)\s+(?:non (?:usare|utilizzare|pubblicare)|annullare)\b|\bè (?:da considerarsi )?annullat[ao]\b)"),
)  # fmt: skip
