"""The second reader of a page's body: trafilatura, asked no more than what can change its answer.

``trafilatura.extract`` reads a page with its own rules, then with readability's, and measures the whole page to see
whether it should read it once more. Most pages are settled by the first of these: the others could take over only if
they found more text than the page holds. Here the first is done alone, with trafilatura's own functions in its own
order, and the rest only where that cannot be told. The text is the same as ``trafilatura.extract``'s.
"""

from __future__ import annotations

import logging
import re
from copy import copy

import trafilatura
from lxml import etree
from lxml.html import HtmlElement
from trafilatura.baseline import html2txt
from trafilatura.core import ESCALATION_MAX_LENGTH, ESCALATION_PAGE_SHARE
from trafilatura.external import SANITIZED_XPATH, compare_extraction
from trafilatura.htmlprocessing import convert_tags, prune_unwanted_nodes, tree_cleaning
from trafilatura.main_extractor import extract_content
from trafilatura.settings import Extractor
from trafilatura.utils import normalize_unicode
from trafilatura.xml import xmltotxt
from trafilatura.xpaths import RAW_TREE_PRUNE_XPATH, REMOVE_COMMENTS_AND_LISTS_XPATH

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

_OPTIONS = Extractor(comments=False)
_NAMES = etree.XPath("//@class|//@id")
_UNCLEAN = etree.XPath(SANITIZED_XPATH)
# What the expressions of trafilatura look for; where no name has it they find nothing.
_APPENDED = re.compile(r"mvp-post-add|infinite-?scroll|elementor-share-buttons")
_COMMENTS = re.compile(r"[Cc]omment|comol|disqus_thread|dsq-comments")
_PARAGRAPHS = etree.XPath("boolean(.//p//text())")


def general_text(page: HtmlElement) -> str:
    """What ``trafilatura.extract`` says of a page without scripts, empty where it finds nothing.

    Raises whatever lxml and trafilatura raise on markup that they cannot manage.
    """
    tree = _without_comments(copy(page))
    cleaned = tree_cleaning(copy(tree), _OPTIONS)
    before = copy(cleaned)
    body, text = extract_content(convert_tags(cleaned, _OPTIONS, None), _OPTIONS)
    most = len(" ".join(" ".join(tree.itertext()).split()))
    if not _stands(body, text, most):
        body, text = compare_extraction(before, copy(tree), body, text, _OPTIONS)
    if len(text) < _OPTIONS.min_extracted_size or _covers_little(tree, text, most):
        return trafilatura.extract(page, deduplicate=False, with_metadata=False, include_comments=False) or ""
    return str(normalize_unicode(xmltotxt(body, _OPTIONS.formatting)).strip())


def _without_comments(tree: HtmlElement) -> HtmlElement:
    names = "\n".join(_NAMES(tree))
    for sought, expressions in ((_APPENDED, RAW_TREE_PRUNE_XPATH), (_COMMENTS, REMOVE_COMMENTS_AND_LISTS_XPATH)):
        if sought.search(names):
            prune_unwanted_nodes(tree, expressions)
    return tree


def _stands(body: HtmlElement, text: str, most: int) -> bool:
    """Whether no other reader can replace a body: all of the page (``most`` characters) is not twice as much.

    A body without paragraphs, or of more tables than paragraphs, gives way to less, and one with furniture in it too.
    """
    if not text or most > 2 * len(text) or not _PARAGRAPHS(body) or _UNCLEAN(body):
        return False
    return len(body.findall(".//table")) <= len(body.findall(".//p"))


def _covers_little(tree: HtmlElement, text: str, most: int) -> bool:
    """Whether trafilatura would read a page anew, which it does where a short text is a small part of it."""
    if len(text) >= ESCALATION_MAX_LENGTH or len(text) >= ESCALATION_PAGE_SHARE * most:
        return False
    return bool(len(text) < ESCALATION_PAGE_SHARE * len(html2txt(tree)))
