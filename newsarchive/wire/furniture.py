"""Lines that belong to the page and not to the article, known by what they say and not by where they stand."""

from __future__ import annotations

import re

from newsarchive.wire.agencies import AGENCY_PATTERN
from newsarchive.wire.dates import dates_in, rest_of_date_line

_TOOL_WORDS = (
    r"e-?mail(?: (?:this|to|story|article|page|a friend|it))*(?: (?:story|article|page|friend))?|"
    r"print(?:er)?(?:[ -]friendly)?(?: (?:this|version|format|story|article|page|it))*|print & email|"
    r"share(?: (?:this|on|via|it|article|story|link|now|facebook|twitter|x|whatsapp|linkedin|email))*|"
    r"(?:re)?tweet(?: this)?|pin it|like(?: this)?|facebook|twitter|x|whatsapp|linkedin|reddit|pinterest|telegram|instagram|"
    r"digg(?: this| it)?|del\.icio\.us|delicious|stumbleupon|newsvine|furl|google\+?|yahoo!? ?(?:buzz|my web)?|technorati|fark|"
    r"save(?: (?:this|article|story|for later))*|bookmark(?: (?:this|page))*|copy link|download|embed|"
    r"discuss(?: (?:this|story))*|(?:add|post|leave|view|read|write|no|\d+) (?:a |your |all |the )?(?:comments?|reply)(?: here| now)?(?: \(\d+\))?|"
    r"comments?(?: \(?\d+\)?| closed| off)?|recommend(?: (?:this|story|\(?\d+\)?))*|vote(?: on)?(?: this)?(?: article)?|rate(?: this)?(?: (?:story|article))?|"
    r"(?:increase|decrease|change|larger|smaller|bigger|reset)? ?(?:text|font|type) ?size[: +\-aA]*|a ?\+|a ?-|text|"
    r"subscribe(?: (?:now|to|our|newsletter|here|today))*|sign (?:in|up|out)(?: (?:for|to|our|newsletters?|now))*|log ?(?:in|out)|register(?: now)?|"
    r"newsletters?|rss(?: feeds?)?|alerts?|mobile|home(?:page)?|contact(?: us)?|about(?: us)?|search(?: this site)?|site ?map|"
    r"privacy(?: policy)?|terms(?: (?:of|and) (?:use|service|conditions))?|help|faq|advertis(?:e|ing)(?: with us)?|careers|jobs|"
    r"archives?|classifieds|sitemap|feedback|letters? to the editor|reprints?(?: (?:&|and) permissions?)?|"
    r"order (?:a )?reprints?(?: of this (?:story|article))?|(?:get )?(?:reprints?|permissions?)|request (?:a )?(?:photo|reprint)"
)
_TOOLS = re.compile(rf"(?:{_TOOL_WORDS})", re.I)
_TOOL_GAPS = re.compile(r"\s*(?:[|·•»«›‹>/,;:*–—_\[\]()]+|\s-\s|\band\b|&|\s)\s*", re.I)

_WHOLE = re.compile(
    r"(?:logo|image|photo|photos?|picture|video|advertise?ments?|ads?|sponsored(?: (?:content|links?))?|ads by \S+|promoted|"
    r"related(?: (?:to (?:this )?story|stories|articles?|links?|content|topics?|coverage|news|information|video|photos?|items?))?:?|"
    r"(?:more|other|top|latest|breaking|recent|popular|most (?:read|viewed|popular|e-?mailed|recent))"
    r"(?: (?:on|from|in|the|this|top|news|stories|articles?|headlines|links|topics?|popular|\w+))*:?|"
    r"(?:read|see|view|click for|learn|load|show) (?:more|also|all|full story|next)(?: .{0,40})?|continue reading(?: .{0,60})?|"
    r"story continues(?: below)?(?: .{0,40})?|(?:article )?continues below(?: .{0,30})?|"
    r"(?:previous|next|back)(?: (?:story|article|page|to top|to .{1,30}))?|"
    r"(?:story|article|page|reader) ?(?:tools|options|services|functions|features)?:?|tools|editor'?s picks?|you may also like|"
    r"what(?:'s|’s) (?:this|hot)\??|skip to (?:main )?content|menu|close|toggle navigation|main menu|quick links|"
    r"on the (?:net|web):?|enlarge(?: (?:this )?(?:image|photo))?|click (?:here )?(?:to|for) enlarge.*|zoom|tags?:?.{0,80}|filed under:?.{0,80}|"
    r"topics?:.{0,80}|keywords?:.{0,80}|page \d+(?: of \d+)?|\d+ of \d+|\[?\d+\]?|end|ends|-\s?30\s?-|#+|\*+|buy (?:\w+ )?photo reprints?|"
    r"(?:ap|reuters|afp|getty)? ?(?:photo|video|graphic|interactive)s?(?: gallery)?|photo gallery|slide ?show:?.{0,60}|watch(?: now)?:?|listen(?: now)?:?)[.:]?",
    re.I,
)
_COPYRIGHT = re.compile(
    r"^\W*(?:copyright|©|\(c\)\s|all rights reserved|this material may not be|all contents? (?:©|copyright)|"
    r"(?:the )?(?:information|content|material) contained in the|reuters content is the|"
    r"\S+(?: \S+){0,4} (?:©|\(c\) ?(?:19|20)\d\d))|"
    r"(?:may not be|must not be) (?:published|reproduced|republished|copied|broadcast)[^.]{0,120}(?:redistributed|permission|consent)|"
    r"(?:©|&copy;|copyright) ?(?:\(c\) ?)?(?:19|20)\d\d.{0,100}$",
    re.I,
)
_COMMENT_PLEA = re.compile(
    r"^(?:click (?:here|on)|sign up (?:for|to)|subscribe to|follow (?:us|\S+ on)|join (?:us|the|our)|download (?:our|the)|get (?:the|our) (?:latest|app)|"
    r"send (?:us|your|this)|have your say|tell us|what do you think|let us know|write to|contact (?:the|us)|e-?mail (?:us|the|this|to)|"
    r"(?:to|please) (?:comment|e-?mail|register|log|sign|subscribe|enable|read the|view|send)|vote (?:in|now|on)|advertisement|"
    r"this (?:article|story|page|site) (?:does not|is (?:updated|also|provided)|was (?:published|printed|posted|sent)|has been viewed)|"
    r"you (?:must|need to) (?:be|log|have|enable)|your (?:name|e-?mail|comment)|be the first to|there are (?:no|\d+) comments|"
    r"enter your|choose a|find out (?:about|more)|need to contact|take a look at|check out (?:our|the)|don'?t (?:miss|forget)|"
    r"thank you for (?:reading|visiting|signing)|we welcome your|for (?:more|the latest) (?:\w+ ){0,4}(?:news|information|stories|headlines))",
    re.I,
)
_CRUMBS = re.compile(r"\s*(?:»|›|>|::|→|\|)\s*")


def is_furniture(line: str) -> bool:
    """Whether a line is page text by its own words: tools, navigation, pleas, advertisement marks, notices of rights."""
    bare = " ".join(line.split())
    if not re.search(r"[^\W_]", bare):
        return True
    if _WHOLE.fullmatch(bare) or is_notice(bare):
        return True
    return len(bare) < 240 and (_only_tools(bare) or _is_plea(bare) or is_trail(bare))


def is_notice(line: str) -> bool:
    """A paragraph that is nothing but a notice of rights."""
    return len(line) < 500 and bool(_COPYRIGHT.search(line))


def _only_tools(line: str) -> bool:
    return not _TOOL_GAPS.sub("", _TOOLS.sub("", line))


def _is_plea(line: str) -> bool:
    return bool(_COMMENT_PLEA.match(line.lstrip("*> "))) and len(line.split()) <= 30


def is_trail(line: str) -> bool:
    """``Home > World > Asia``: short parts between separators."""
    parts = [part for part in _CRUMBS.split(line) if part]
    return len(parts) >= 3 and all(len(part.split()) <= 6 and not part.endswith(".") for part in parts[:-1])


def is_date_line(line: str) -> bool:
    """A line that prints a full date and nothing else but its weekday, clock, label and at most a word or two."""
    if len(line) > 120 or not dates_in(line):
        return False
    rest = rest_of_date_line(line) or ""
    return len(rest.split()) <= 2


_NAME = r"(?:[^\W\d_a-z][\w'’.-]*)"
_PARTICLE = r"(?:van|von|de|der|den|la|le|el|al|bin|di|da|dos|Mc|Mac)"
_PEOPLE = (
    rf"{_NAME}(?:\s(?:{_NAME}|{_PARTICLE}))*(?:(?:,|\s(?:and|und|et|y|e|&))+\s{_NAME}(?:\s(?:{_NAME}|{_PARTICLE}))*)*"
)
_BY = re.compile(rf"^(?:(?i:by|written by|reported by|von|par|por|door|di|av)):?\s+(?P<who>{_PEOPLE})(?P<of>\W.*)?$")
_WRITER = re.compile(rf"^(?:(?:the )?{AGENCY_PATTERN}|\w+(?: \w+)?)? ?(?:staff |sports |business |political |medical |science )?"
                     r"(?:writers?|reporters?|correspondents?|staff|editors?|columnists?)(?: \w+)?$", re.I)  # fmt: skip
_CREDIT = re.compile(
    rf"^[(\[]?(?:by |from |source: ?|the |© ?)*{AGENCY_PATTERN}(?:[,/ ]+(?:and |the )?{AGENCY_PATTERN})*(?: reports?| news)?[)\]]?\.?$",
    re.I,
)


def byline_of(line: str) -> str:
    """The people a byline names, or an empty string where the line is none."""
    if len(line.split()) > 14 or line.rstrip().endswith(("?", "!", ":")):
        return ""
    found = _BY.match(line.strip())
    parts = found["who"].split(",") if found else []
    people = [part.strip(" .") for part in parts if not (is_credit(part) or is_writer_title(part))]
    return ", ".join(part for part in people if part)


def is_writer_title(line: str) -> bool:
    """``Associated Press Writer``, which stands under a name."""
    return len(line.split()) <= 6 and bool(_WRITER.match(line.strip()))


def is_credit(line: str) -> bool:
    """A line that names nothing but an agency or two."""
    return len(line) < 80 and bool(_CREDIT.match(line.strip()))
