"""Files plainly of a format that has no reader yet: better refused by name than read as loose text."""

from __future__ import annotations

import re

from lxml.html import defs

from newsarchive.wire.items import Unreadable

_HEAD = 20_000

# Root elements as the formats spell them; other roots are told by their own name.
_ROOTS = {
    "nitf": "an NITF story",
    "NewsML": "a NewsML 1 document",
    "rss": "an RSS feed",
    "rdf:RDF": "an RSS feed or other RDF document",
    "feed": "an Atom feed",
    "newsItem": "a NewsML-G2 item",
    "newsMessage": "a NewsML-G2 message",
    "packageItem": "a NewsML-G2 package",
    "conceptItem": "a NewsML-G2 concept",
    "knowledgeItem": "a NewsML-G2 knowledge item",
    "planningItem": "a NewsML-G2 planning item",
    "catalogItem": "a NewsML-G2 catalogue",
    "urlset": "a sitemap",
    "sitemapindex": "a sitemap",
}
_HTML_ELEMENTS = frozenset({*defs.tags, "main", "layer", "ilayer", "spacer", "nobr", "comment"})
_BEFORE_ROOT = re.compile(r"\s+|<\?[^>]*>|<!--.*?-->|<!doctype\b[^>\[]*(?:\[[^\]]*\]\s*)?>", re.I | re.S)
_ROOT = re.compile(r"<([A-Za-z_][\w.:-]{0,39})(?=[\s/>])")
_HTML_DOCTYPE = re.compile(r"<!doctype\s+html\b", re.I)
_DECLARED = re.compile(r"<\?xml\b|<!doctype\b", re.I)
_HTML_PAGE = re.compile(r"<html[\s>]", re.I)
_JSON = re.compile(r"\s*(?:\{\s*\"[^\"\n]{0,200}\"\s*:|\[\s*(?:\[\s*)*(?:\{\s*\"|\"[^\"\n]*\"\s*[,\]]))")
_MHTML = re.compile(r"\A(?:[A-Za-z-]+:[^\n]*\n|[ \t][^\n]*\n)*?Content-Type:\s*multipart/", re.I)


def of_text(text: str) -> str:
    """What a text plainly is (``an RSS feed``), empty where it may be a page or a page's text."""
    return _xml(text) or _json(text) or _mail(text)


def of_bytes(data: bytes) -> str:
    """The same for formats that mix text with anything, told before a text is looked for."""
    return "a WARC web archive" if data.startswith(b"WARC/") else ""


def refusal(kind: str) -> Unreadable:
    """The refusal that names the format."""
    return Unreadable(
        "format",
        f"This looks like {kind}. For now the archive reads HTML pages and the text of pages. "
        "Hand in the pages of its stories.",
    )


def _xml(text: str) -> str:
    head, at = text[:_HEAD], 0
    while skipped := _BEFORE_ROOT.match(head, at):
        at = skipped.end()
    root = _ROOT.match(head, at)
    if not root or root[1].lower() in _HTML_ELEMENTS or _HTML_DOCTYPE.search(head[:at]):
        return ""
    if root[1] in _ROOTS:
        return _ROOTS[root[1]]
    declared = bool(_DECLARED.search(head[:at]))
    closed = text[-200:].rstrip().endswith(f"</{root[1]}>") and not _HTML_PAGE.search(head)
    return f"an XML or SGML document (<{root[1]}>)" if declared or closed else ""


def _json(text: str) -> str:
    return "a JSON file" if _JSON.match(text[:_HEAD]) else ""


def _mail(text: str) -> str:
    return "a mail message or a page saved as MHTML" if _MHTML.match(text[:_HEAD].replace("\r", "")) else ""
