"""What a correction's own words say was wrong and is right: *to 19 from 12*, *19 statt 12*, *6 en vez de 9*."""

from __future__ import annotations

import re

_VALUE = (
    r"(?:[$£€]?\d(?:[\d,.]*\d)?(?:\s?(?:percent|per cent|pct|million|billion|mln|bln|%))?"
    r"|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen"
    r"|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:-\w+)?)\b"
    r"|(?!(?i:correct|corrig|corre[cg]|rettif|berichtig|korr|rectif|update|adds|eds\b))"
    r"[^\W\d_a-zß-öø-ÿ\u0590-\uffff][\w'’-]*(?: [^\W\d_a-zß-öø-ÿ\u0590-\uffff][\w'’-]*){0,3})"
)
_INSTEAD = (
    r"(?:instead of|rather than|sted|and not|statt|anstatt|anstelle von|und nicht|nicht"
    r"|et non(?: pas)?|au lieu d[e’']|plutôt que|y no|en vez de|en lugar de|e non|anziché|invece (?:di|che)"
    r"|e não|em vez de|ao invés de|em lugar de|вместо|а не|بدلا من|بدلاً من|وليس|न कि)"
)
_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"\bto (?P<after>{_VALUE})(?: \w+)?,? from (?P<before>{_VALUE})",
        rf"\bfrom (?P<before>{_VALUE}) to (?P<after>{_VALUE})",
        rf"(?P<after>{_VALUE})(?: \w+){{0,3}}?[,;] (?:and )?not (?P<before>{_VALUE})",
        rf"(?P<after>{_VALUE})(?: \w+)?,? {_INSTEAD} (?:(?:de|di|d'|von|los|las|the|o|os|as)\s)?(?P<before>{_VALUE})",
        rf"(?P<after>{_VALUE})(?: \w+)? \((?:not|sted|statt|nicht|et non|y no|e non|e não) (?P<before>{_VALUE})\)",
        rf"(?P<before>{_VALUE})(?: \S+)? के बजाय (?P<after>{_VALUE})",
        rf"(?P<after>{_VALUE})[人名]?[，,]?(?:而不是|而非|不是)(?P<before>{_VALUE})",
    )
)


def put_right(line: str) -> list[tuple[str, str]]:
    """What a line says was wrong and is right, as (before, after), in the order of the forms."""
    found = (each for form in _FORMS for each in form.finditer(line))
    pairs = [(each["before"].rstrip(",."), each["after"].rstrip(",.")) for each in found]
    return [pair for pair in pairs if _alike(*pair)]


def _alike(before: str, after: str) -> bool:
    """Whether both are names, or neither: nouns have capitals in German, and no figure gives way to one."""
    return before[:1].isupper() == after[:1].isupper()
