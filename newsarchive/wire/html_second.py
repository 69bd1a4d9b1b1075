"""The second reader of a page's body: trafilatura, asked no more than what can change its answer.

``trafilatura.extract`` reads a page with its own rules, then with readability's, and measures the whole page to see
whether it should read it once more. Most pages are settled by the first of these: the others could take over only if
they found more text than the page holds. Here trafilatura's own functions are called in its own order, but for those
that cannot change the answer. The text is the same as ``trafilatura.extract``'s.
"""

from __future__ import annotations

import logging
import re
from contextlib import suppress
from copy import copy

from lxml import etree
from lxml.html import HtmlElement
from trafilatura.baseline import baseline, html2txt
from trafilatura.core import (
    ESCALATION_ACCEPT_RATIO,
    ESCALATION_JUSTEXT_RATIO,
    ESCALATION_MAX_LENGTH,
    ESCALATION_PAGE_SHARE,
)
from trafilatura.external import SANITIZED_XPATH, compare_extraction, justext_rescue
from trafilatura.htmlprocessing import convert_tags, prune_unwanted_nodes, tree_cleaning
from trafilatura.main_extractor import extract_content
from trafilatura.settings import Extractor
from trafilatura.utils import normalize_unicode
from trafilatura.xml import xmltotxt
from trafilatura.xpaths import RAW_TREE_PRUNE_XPATH, REMOVE_COMMENTS_AND_LISTS_XPATH

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

_OPTIONS = Extractor(comments=False)
_NAMES = etree.XPath("//@class|//@id", smart_strings=False)
_UNCLEAN = etree.XPath(SANITIZED_XPATH)
# What the expressions of trafilatura look for; where no name has it they find nothing.
_APPENDED = re.compile(r"mvp-post-add|infinite-?scroll|elementor-share-buttons")
_COMMENTS = re.compile(r"[Cc]omment|comol|disqus_thread|dsq-comments")
_PARAGRAPHS = etree.XPath("boolean(.//p//text())")


def general_text(tree: HtmlElement) -> str:
    """What ``trafilatura.extract`` says of a page without scripts, empty where it finds nothing. Changes ``tree``.

    Raises whatever lxml and trafilatura raise on markup that they cannot manage.
    """
    _drop_comments(tree)
    most = len(" ".join(" ".join(tree.itertext()).split()))
    body, text = _read(tree, _OPTIONS, most)
    if len(text) < _OPTIONS.min_extracted_size:
        plain, its_text, length = baseline(tree)
        body, text = (plain, its_text) if length > len(text) else (body, text)
    if _covers_little(tree, text, most):
        body, text = _read_anew(tree, body, text, most)
    if len(text) < _OPTIONS.min_output_size:
        return ""
    return str(normalize_unicode(xmltotxt(body, _OPTIONS.formatting)).strip())


def _read(tree: HtmlElement, options: Extractor, most: int) -> tuple[HtmlElement, str]:
    """The page by trafilatura's rules, and by readability's where these may do better."""
    cleaned = tree_cleaning(copy(tree), options)
    before = copy(cleaned)
    body, text = extract_content(convert_tags(cleaned, options, None), options)
    if options is not _OPTIONS or not _stands(body, text, most):
        body, text = compare_extraction(before, copy(tree), body, text, options)
    return body, text


def _read_anew(tree: HtmlElement, body: HtmlElement, text: str, most: int) -> tuple[HtmlElement, str]:
    """The page with rules that let more pass, or by jusText, if that gives clearly more; either may fail."""
    generous = copy(_OPTIONS)
    generous.focus = "recall"
    found, just = (body, ""), (body, "")
    with suppress(Exception):
        found = _read(tree, generous, most)
    with suppress(Exception):
        just = justext_rescue(copy(tree), _OPTIONS)
    length, just_length = len(found[1]), len(just[1])
    if just_length > length and just_length > ESCALATION_JUSTEXT_RATIO * len(text):
        return just
    enough = length >= _OPTIONS.min_extracted_size and length > ESCALATION_ACCEPT_RATIO * len(text)
    return found if enough else (body, text)


def _drop_comments(tree: HtmlElement) -> None:
    names = "\n".join(_NAMES(tree))
    for sought, expressions in ((_APPENDED, RAW_TREE_PRUNE_XPATH), (_COMMENTS, REMOVE_COMMENTS_AND_LISTS_XPATH)):
        if sought.search(names):
            prune_unwanted_nodes(tree, expressions)


def _stands(body: HtmlElement, text: str, most: int) -> bool:
    """Whether no other reader can replace a body: all of the page (``most`` characters) is not twice as much.

    A body without paragraphs, or of more tables than paragraphs, gives way to less, and one with furniture in it too.
    """
    if not text or most > 2 * len(text) or not _PARAGRAPHS(body) or _UNCLEAN(body):
        return False
    return len(body.findall(".//table")) <= len(body.findall(".//p"))


def _covers_little(tree: HtmlElement, text: str, most: int) -> bool:
    """Whether trafilatura would read a page anew, which it does where a short text is a small part of it."""
    if not 0 < len(text) < ESCALATION_MAX_LENGTH or len(text) >= ESCALATION_PAGE_SHARE * most:
        return False
    return bool(len(text) < ESCALATION_PAGE_SHARE * len(html2txt(tree)))
