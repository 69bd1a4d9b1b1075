"""A page's tree made modern before its article is looked for.

Old pages lay out with tables and part their paragraphs with ``<br><br>``; extractors take the first for data and the
second for one long paragraph. Here layout tables become plain blocks and inline content between breaks paragraphs.
"""

from __future__ import annotations

import re
from contextlib import suppress

from lxml import etree
from lxml.html import HtmlComment, HtmlElement, HtmlEntity, HtmlProcessingInstruction, document_fromstring

from newsarchive.wire.html_nesting import shallow
from newsarchive.wire.items import Unreadable

_DROPPED_WORDS = """
script style noscript iframe object embed applet select option title textarea button input svg canvas template map area
marquee audio video noframes
"""
_BLOCK_WORDS = """
table tbody thead tfoot tr td th center layer caption html body div p article section main header footer nav aside ul ol
li dl dt dd h1 h2 h3 h4 h5 h6 blockquote pre form fieldset hr figure figcaption address details summary head menu dir
legend label
"""
DROPPED = frozenset(_DROPPED_WORDS.split())
BLOCKS = frozenset(_BLOCK_WORDS.split())
_HOLD_BREAKS = ("div", "td", "p", "center", "li", "blockquote", "article", "section", "body", "form", "font", "span")


def tree_of(text: str) -> HtmlElement | None:
    """The page's tree, or None where the parser finds nothing in it; raises Unreadable where it cannot get through."""
    source = _clean(text)
    tree, stopped = _parsed(source, huge=False)
    if stopped:
        tree, stopped = _parsed(shallow(source.decode()).encode(), huge=True)
    if stopped:
        raise Unreadable("no-article", "The page's markup is nested too deeply to be read. Save the story as text.")
    if tree is not None and any(map(_may_swallow, tree.iter("noscript"))):
        _open_noscript(tree)
    return tree


# Elements of one class for all tags: lxml's own parser asks a Python function for each element that is touched.
_CLASSES = etree.ElementDefaultClassLookup(
    element=HtmlElement, comment=HtmlComment, pi=HtmlProcessingInstruction, entity=HtmlEntity
)


def _parsed(source: bytes, *, huge: bool) -> tuple[HtmlElement | None, bool]:
    """The tree, None where there is none, and whether the parser stopped at one of its limits and left the rest."""
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=False, remove_pis=True, huge_tree=huge)
    parser.set_element_class_lookup(_CLASSES)
    tree = None
    with suppress(etree.LxmlError, ValueError, AssertionError):
        tree = document_fromstring(source, parser=parser)
    return tree, any(error.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log)


def _may_swallow(noscript: HtmlElement) -> bool:
    """Whether an outermost ``<noscript>`` holds that many words; what is nested in it holds no more."""
    outermost = next(noscript.iterancestors("noscript"), None) is None
    return outermost and sum(map(_count, noscript.itertext())) >= _SWALLOWED


def _open_noscript(tree: HtmlElement) -> None:
    """A ``<noscript>`` left unclosed swallows the article; one that short says only that scripts are wanted."""
    told, before, swallowing = 0, [0], []
    for event, element in etree.iterwalk(tree, events=("start", "end", "comment")):
        if event == "start":
            before.append(told)
            told += _count(element.text)
            continue
        if event == "end" and told - before.pop() >= _SWALLOWED and element.tag == "noscript":
            swallowing.append(element)
        told += _count(element.tail)
    for element in swallowing:
        element.tag = "div"


def _count(text: str | None) -> int:
    return len(text.split()) if text else 0


_SWALLOWED = 60
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_CONTROL_BYTES = bytes(c for c in range(32) if chr(c) not in "\t\n\r")
_LAST = b"\xef\xbf"
"""How U+FFFE and U+FFFF begin, with some sixty others."""

_BLANKS = re.compile(r"\s+")
_UNEVEN = re.compile(r"[^\S ]|  ")
_XML_HEAD = re.compile(r"^\s*<\?xml[^>]*\?>")


_LONG = 2000
_LONG_TAG = re.compile(rf"<([a-zA-Z][\w:-]*)\s[^<>]{{{_LONG},}}>")
_MOST_ATTRIBUTES = 500


def _clean(text: str) -> bytes:
    """The source in UTF-8, as the parser is given it; what is to be cleaned is looked for only where it may be."""
    source = _plain(text)
    if source is None:
        text = _CONTROLS.sub(" ", text)
        source = text.encode()
    head = _XML_HEAD.match(text)
    if head or any(map(_may_be_long_tag, source.split(b"<"))):
        source = _LONG_TAG.sub(_with_few_attributes, text[head.end() :] if head else text).encode()
    return source


def _plain(text: str) -> bytes | None:
    """The text in UTF-8, None where there may be characters in it that are controls."""
    try:
        source = text.encode()
    except UnicodeEncodeError:
        return None
    return None if len(source.translate(None, _CONTROL_BYTES)) < len(source) or _LAST in source else source


_TAG_OPENS = re.compile(rb"[a-zA-Z][\w:\x80-\xff-]*[\s\x80-\xff]")


def _may_be_long_tag(part: bytes) -> bool:
    """Of what stands between two ``<``: whether it may be a tag that is made bare."""
    if len(part) <= _LONG or part.find(b">") < _LONG or not _TAG_OPENS.match(part):
        return False
    return max(part.count(b"="), len(part.decode().split())) >= _MOST_ATTRIBUTES


def _with_few_attributes(tag: re.Match[str]) -> str:
    """The tag, bare where it has masses of attributes: the parser holds each against all others."""
    return f"<{tag[1]}>" if max(tag[0].count("="), len(tag[0].split())) > _MOST_ATTRIBUTES else tag[0]


def modernise(tree: HtmlElement) -> None:
    """Change ``tree`` in place: scripts and comments out, layout tables to blocks, breaks to paragraphs."""
    _drop(tree)
    for element in list(tree.iter("table")):
        if not _is_data(element):
            _flatten(element)
    for element in list(tree.iter("wbr")):
        element.drop_tag()
    for element in _with_breaks(tree):
        _paragraphs(element)
    _collapse(tree)


def _collapse(tree: HtmlElement) -> None:
    """Line ends of the source are blanks, not lines of the text."""
    for element in tree.iter():
        text, tail = element.text, element.tail
        if text and _UNEVEN.search(text) and element.tag != "pre":
            element.text = _BLANKS.sub(" ", text)
        if tail and _UNEVEN.search(tail):
            element.tail = _BLANKS.sub(" ", tail)


def _drop(tree: HtmlElement) -> None:
    for element in list(tree.iter(etree.Comment, etree.ProcessingInstruction, etree.Entity, *DROPPED)):
        if element.getparent() is not None:
            element.drop_tree()


def _is_data(table: HtmlElement) -> bool:
    """Figures in rows and columns, as against a page laid out in cells."""
    if next(table.iterdescendants("table", "p", "br"), None) is not None:
        return False
    rows = [len(row) for row in table.iter("tr")]
    cells = [len(" ".join(cell.itertext())) for cell in table.iter("td", "th")]
    return len(rows) >= 2 and min(rows) >= 2 and max(cells, default=0) < 80 and table.find(".//th") is not None


def _flatten(table: HtmlElement) -> None:
    table.tag = "div"
    for cell in table.iter("tbody", "thead", "tfoot", "tr", "td", "th", "caption", "colgroup", "col"):
        cell.tag = "div"


def _with_breaks(tree: HtmlElement) -> list[HtmlElement]:
    """The blocks that hold running text outside a paragraph, innermost first."""
    holders = {line_break.getparent() for line_break in tree.iter("br")}
    return [element for element in reversed(list(tree.iter(*_HOLD_BREAKS))) if element in holders]


def _paragraphs(block: HtmlElement) -> None:
    """Each run of inline content between breaks becomes a ``<p>``; a ``<p>`` with breaks becomes a block of several."""
    runs: list[list[HtmlElement | str]] = [[]]
    runs[-1].append(block.text or "")
    for child in list(block):
        tail, child.tail = child.tail or "", None
        if child.tag == "br":
            runs.append([])
        elif child.tag in BLOCKS or next(child.iterdescendants("p"), None) is not None:
            runs.extend(([child], []))
        else:
            runs[-1].append(child)
        runs[-1].append(tail)
        block.remove(child)
    block.text = None
    if block.tag in ("p", "font", "span", "center"):
        block.tag = "div"
    for run in runs:
        _place(block, run)


def _place(block: HtmlElement, run: list[HtmlElement | str]) -> None:
    only = [part for part in run if not isinstance(part, str)]
    if len(only) == 1 and only[0].tag in BLOCKS and not "".join(p for p in run if isinstance(p, str)).strip():
        block.append(only[0])
        return
    paragraph = block.makeelement("p")
    last: HtmlElement | None = None
    for part in run:
        if not isinstance(part, str):
            paragraph.append(part)
            last = part
        elif last is None:
            paragraph.text = (paragraph.text or "") + part
        else:
            last.tail = (last.tail or "") + part
    if "".join(paragraph.itertext()).strip():
        block.append(paragraph)
