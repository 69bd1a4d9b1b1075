"""Sentences that speak of a kill and do not kill: that a story is not killed, or that a kill is taken back."""

from __future__ import annotations

import re

_KILL = (
    r"(?:(?:mandatory|bulletin|advisory|earlier|previous|erroneous|above|our)\s+)*(?:kill|withdrawal)s?"
    r"(?:\s+(?:notice|advisory|order|note|request))?"
)
_TAKING = (
    r"(?:disregard|ignor(?:e|ing)|void|cancel(?:l?ing)?|rescind(?:ing)?|revers(?:e|ing)|retract(?:ing)?|lift(?:ing)?"
    r"|withdraw(?:ing)?|revok(?:e|ing)|annul(?:l?ing)?)s?"
)
_TAKEN = (
    r"(?:rescinded|lifted|withdrawn|retracted|cancell?ed|revoked|annulled|voided|void|reversed"
    r"|(?:sent|issued|moved|made|filed|transmitted) (?:in|by) (?:error|mistake))"
)

_TAKES_BACK = tuple(
    re.compile(form, re.I)
    for form in (
        rf"\b{_TAKING}\s+(?:(?:the|this|that|its|an?|all|any|my)\s+)?{_KILL}\b",
        rf"\b(?:the|this|that|our|its)\s+{_KILL}\b.{{0,200}}?\b(?:is|was|has been|are|were|have been)\s+"
        rf"(?:(?:hereby|being|now|also)\s+)?{_TAKEN}\b",
        r"\bkill\s+(?:is\s+)?(?:rescinded|lifted|withdrawn|retracted|cancell?ed|revoked)\b",
        r"\b(?:annullierung|anullierung|streichung|sperrung)\b.{0,120}\b(?:aufgehoben|zurückgenommen|hinfällig|gegenstandslos)\b",
        r"\bannulation\b.{0,120}\b(?:levée|annulée|sans objet|sans effet)\b",
        r"\banulación\b.{0,120}\b(?:sin efecto|revocada|cancelada)\b",
        r"\bannullamento\b.{0,120}\b(?:revocato|ritirato|senza effetto)\b",
        r"\b(?:anulação|cancelamento)\b.{0,120}\b(?:sem efeito|revogad[ao])\b",
        r"\b(?:sin efecto|se (?:revoca|cancela|levanta)|no tener en cuenta|ignorar)"
        r"\s+(?:la|esta|nuestra)\s+anulación\b",
        r"\b(?:sem efeito|ignorar|desconsiderar)\s+(?:a|esta|nossa)\s+(?:anulação|nota de cancelamento)\b",
        r"\b(?:sans (?:effet|objet)|ignorer|(?:ne pas )?tenir compte de|lever)\s+(?:notre|cette|l['’])\s?annulation\b",
        r"\b(?:senza effetto|ignorare|si revoca|non tenere conto de(?:l|ll))"
        r"\s?(?:il|questo|nostro|l['’]|['’])?\s?annullamento\b",
        r"\b(?:annullierung|anullierung|streichung)\b.{0,60}\b(?:ignorieren|nicht (?:zu )?beachten)\b",
    )
)

_NOT = r"(?:\bnot|\bnever|\bno longer|\bcannot|n['’]t)\s+(?:(?:be|been|being|to|yet|hereby|in fact|at all)\s+){0,3}"
_NOT_KILLED = tuple(
    re.compile(form, re.I)
    for form in (
        rf"{_NOT}(?:kill(?:ed|ing)?|withdr(?:aw|awn|awing|ew)|retract(?:ed|ing)?)\b",
        r"\b(?:rumou?rs?|reports?|claims?) that\b.{0,60}\b(?:withdrawn|killed)\b",
        r"\b(?:story|item|report|dispatch|stories|it)\b[^.]{0,120}?\bstands?\b"
        r"(?=\s*[.;,!)]|\s*$|\s+(?:as (?:sent|moved|filed|issued|transmitted|is)|unchanged|uncorrected))",
        r"\bnicht\s+(?:\w+\s+)?(?:an+ull?ier\w*|streichen|gestrichen|löschen|gelöscht|zurückziehen|zurückgezogen)\b",
        r"\b(?:ne pas|n'est pas|no|non)\s+(?:est[áa]\s+|è\s+|queda\s+)?"
        r"(?:annuler|annulée?|anular|anulen|anulad[ao]|annullare|annullat[ao])\b",
    )
)

_SENTENCE = re.compile(r"(?:[.!?][”\")]?\s+(?=[^\W\d_a-zß-öø-ÿ]|[“\"(¿¡])|;\s+|\s+--\s+)")


def taking_back(text: str, at: int = 0) -> tuple[int, int] | None:
    """Where a text, from ``at`` on, says that a kill is taken back."""
    found = (form.search(text, at) for form in _TAKES_BACK)
    return min((each.span() for each in found if each), default=None)


def denied(text: str, start: int, end: int) -> bool:
    """Whether the sentences around a place, which has a kill's words, say that nothing is killed."""
    return denies(" ".join(text[a:b] for a, b in _sentences(text) if a < end and b > start))


def denies(said: str) -> bool:
    """Whether a text says of a story that it is not killed, or that a kill is taken back."""
    return any(form.search(said) for form in (*_TAKES_BACK, *_NOT_KILLED))


def without_denials(text: str) -> str:
    """A text without the sentences that deny: what is left says which story a notice kills."""
    return " ".join(text[a:b].strip() for a, b in _sentences(text) if not denies(text[a:b]))


def _sentences(text: str) -> list[tuple[int, int]]:
    ends = [gap.end() for gap in _SENTENCE.finditer(text)]
    return list(zip([0, *ends], [*ends, len(text)], strict=True))
