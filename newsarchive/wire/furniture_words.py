"""The wording of page furniture: tables of phrases, one regular expression a line, matched without regard to case."""

from __future__ import annotations

import re


def _one_of(table: str) -> str:
    return "(?:" + "|".join(line.strip() for line in table.strip().splitlines()) + ")"


# Links and buttons; a line made of nothing else is furniture.
TOOLS = re.compile(
    _one_of(r"""
    e-?mail(?:\ (?:this|to|story|article|page|a\ friend|it))*(?:\ (?:story|article|page|friend))?
    print(?:er)?(?:[ -]friendly)?(?:\ (?:this|version|format|story|article|page|it))*
    share(?:\ (?:this|on|via|it|article|story|link|now|facebook|twitter|x|whatsapp|linkedin|email))*
    (?:re)?tweet(?:\ this)?
    pin\ it
    like(?:\ this)?
    facebook|twitter|x|whatsapp|linkedin|reddit|pinterest|telegram|instagram
    digg(?:\ this|\ it)?|del\.icio\.us|delicious|stumbleupon|newsvine|furl|google\+?|technorati|fark
    yahoo!?\ ?(?:buzz|my\ web)?
    save(?:\ (?:this|article|story|for\ later))*
    bookmark(?:\ (?:this|page))*
    copy\ link|download|embed
    discuss(?:\ (?:this|story))*
    (?:add|post|leave|view|read|write|no|\d+)\ (?:(?:a|your|all|the)\ )?(?:comments?|reply)(?:\ (?:here|now|\(\d+\)))?
    comments?(?:\ \(?\d+\)?|\ closed|\ off)?
    recommend(?:\ (?:this|story|\(?\d+\)?))*
    vote(?:\ on)?(?:\ this)?(?:\ article)?
    rate(?:\ this)?(?:\ (?:story|article))?
    (?:increase|decrease|change|larger|smaller|bigger|reset)?\ ?(?:text|font|type)\ ?size[:\ +\-aA]*
    a\ ?\+|a\ ?-|text
    subscribe(?:\ (?:now|to|our|newsletter|here|today))*
    sign\ (?:in|up|out)(?:\ (?:for|to|our|newsletters?|now))*
    log\ ?(?:in|out)|register(?:\ now)?
    newsletters?|rss(?:\ feeds?)?|alerts?|mobile|home(?:page)?|contact(?:\ us)?|about(?:\ us)?|search(?:\ this\ site)?
    privacy(?:\ policy)?
    terms(?:\ (?:of|and)\ (?:use|service|conditions))?
    help|faq|careers|jobs|archives?|classifieds|site\ ?map|feedback|letters?\ to\ the\ editor
    advertis(?:e|ing)(?:\ with\ us)?
    order\ (?:a\ )?reprints?(?:\ of\ this\ (?:story|article))?
    request\ (?:a\ )?(?:photo|reprint)
    (?:get\ )?(?:reprints?|permissions?)(?:\ (?:&|and)\ permissions?)?
    """),
    re.I,
)

# What may stand between two tools.
TOOL_GAPS = re.compile(r"\s*(?:[|·•»«›‹>/,;:*–—_\[\]()]+|\s-\s|\band\b|&|\s)\s*", re.I)

# Lines that are furniture as a whole.
WHOLE_LINES = re.compile(
    _one_of(r"""
    logo|image|photos?|picture|video|advertise?ments?|ads?|ads\ by\ \S+|promoted
    sponsored(?:\ (?:content|links?))?
    related
    related\ (?:to\ (?:this\ )?story|stor(?:y|ies)|articles?|links?|content|topics?|coverage|news|video|photos?|items?)
    (?:more|other|top|latest|breaking|recent|popular|most\ (?:read|viewed|popular|e-?mailed|recent))(?:\ [\w'’]+){0,6}
    (?:read|see|view|click\ for|learn|load|show)\ (?:more|also|all|full\ story|next)(?:\ .{0,40})?
    continue\ reading(?:\ .{0,60})?
    \(?story\ continues(?:\ below)?(?:\ .{0,40})?\)?
    (?:name|e-?mail|password|username|comment\ policy|image\ verification)
    a\ service\ of\ .{0,60}|view\ and\ buy\ photos.{0,60}
    (?:article\ )?continue[sd]\ (?:below|from|on)(?:\ .{0,30})?
    (?:previous|next|back)(?:\ (?:story|article|page|to\ top|to\ .{1,30}))?
    (?:story|article|page|reader)\ ?(?:tools|options|services|functions|features)|tools
    editor'?s\ picks?|you\ may\ also\ like|what(?:'s|’s)\ (?:this|hot)\??
    skip\ to\ (?:main\ )?content|menu|close|toggle\ navigation|main\ menu|quick\ links
    on\ the\ (?:net|web)
    enlarge(?:\ (?:this\ )?(?:image|photo))?|click\ (?:here\ )?(?:to|for)\ enlarge.*|zoom
    (?:tags?|filed\ under|topics?|keywords?)(?::.{0,80})?
    page\ \d+(?:\ of\ \d+)?|\d+\ of\ \d+|\[?\d+\]?|ends?|-\s?30\s?-
    buy\ (?:\w+\ )?photo\ reprints?
    (?:ap|reuters|afp|getty)?\ ?(?:photo|video|graphic|interactive)s?(?:\ gallery)?
    slide\ ?show:?.{0,60}|(?:watch|listen)(?:\ now)?
    """)
    + "[.:]?",
    re.I,
)

# Notices of rights, alone in a paragraph.
NOTICE = re.compile(
    r"^\W*"
    + _one_of(r"""
    copyright|©|\(c\)\s|all\ rights\ reserved|this\ material\ may\ not\ be|all\ contents?\ (?:©|copyright)
    (?:the\ )?(?:information|content|material)\ contained\ in\ the|reuters\ content\ is\ the
    \w\S*(?:\ \S+){0,4}\ (?:©|\(c\)\ ?(?:19|20)\d\d)
    """)
    + "|"
    + _one_of(r"""
    (?:may|must)\ not\ be\ (?:published|re(?:produced|published)|copied|broadcast)[^.]{0,120}(?:redistrib|permi|consent)
    (?:©|&copy;|copyright)\ ?(?:\(c\)\ ?)?(?:19|20)\d\d.{0,100}$
    """),
    re.I,
)

# In a line of ASCII letters alone a notice has one of these.
NOTICE_SIGNS = ("copyright", "(c)", "&copy;", "rights reserved", "not be", "contained in the", "content is the")

# How a page addresses its reader; up to thirty words that open so are furniture.
PLEAS = re.compile(
    "^"
    + _one_of(r"""
    click\ (?:here|on)|sign\ up\ (?:for|to)|subscribe\ to|follow\ (?:us|\S+\ on)|join\ (?:us|the\ discussion|our)
    download\ (?:our|the\ app)|get\ (?:our|the\ latest|the\ app)|send\ (?:us|your|this)|have\ your\ say|tell\ us
    what\ do\ you\ think|let\ us\ know|write\ to
    contact\ (?:the\ (?:writer|reporter|author)|us)|e-?mail\ (?:us|the|this|to)
    (?:to|please)\ (?:comment|e-?mail|register|log|sign|subscribe|enable|read\ the|view|send)
    vote\ (?:in|now|on)\ (?:our|the\ poll)
    this\ (?:article|story|page|site)\ (?:does\ not|is\ (?:updated|also)|has\ been\ viewed)
    this\ (?:article|story|page)\ was\ (?:published|printed|posted|sent)
    this\ (?:article|story)\ (?:appeared|ran)\ (?:on|in)
    you\ (?:must|need\ to)\ (?:be|log|have|enable)|your\ (?:name|e-?mail|comment)
    be\ the\ first\ to|there\ are\ (?:no|\d+)\ comments
    if\ you\ have\ (?:already|any\ questions)|not\ a\ member|enter\ your|choose\ a
    find\ out\ (?:about|more)|need\ to\ contact|take\ a\ look\ at
    check\ out\ (?:our|the)|don'?t\ (?:miss|forget)
    thank\ you\ for\ (?:reading|visiting|signing)|we\ welcome\ your
    for\ (?:more|the\ latest)\ (?:\w+\ ){0,4}(?:news|information|stories|headlines)
    """),
    re.I,
)
