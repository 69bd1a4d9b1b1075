"""What a page says of itself in its markup: JSON-LD, meta tags, canonical address, language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from newsarchive.wire.clocks import PUBLISHED, UPDATED, PageDate, hint

_ARTICLE_TYPES = re.compile(r"(?:Article|Posting|Report|Review)$")
_PUBLISHED_TABLE = """
article:published_time datepublished og:published_time publishdate publish-date publish_date pubdate publication_date
dc.date.issued dc.date dc.date.created dcterms.issued dcterms.created sailthru.date parsely-pub-date displaydate
originalpublicationdate date article.published cxenseparse:recs:publishtime created
"""
_PUBLISHED_NAMES = tuple(_PUBLISHED_TABLE.split())
_UPDATED_NAMES = (
    "article:modified_time",
    "datemodified",
    "og:updated_time",
    "last-modified",
    "dcterms.modified",
    "lastmod",
)
_CREDITED_LINKED = ("author", "creator", "sourceOrganization", "provider", "copyrightHolder", "publisher")
_CREDITED_NAMES = (
    *(
        "author",
        "byl",
        "byline",
        "dc.creator",
        "dcterms.creator",
        "article:author",
        "source",
        "dc.source",
        "dc.publisher",
    ),
    *("copyright", "dc.rights", "provider", "og:site_name", "news_source", "original-source", "syndication-source"),
)
_LONGEST_CREDIT = 150
# No value a page declares is longer in earnest.
_LONGEST = 1000
_MOST_NAMES = 50
_URL_DATE = re.compile(r"/(?P<y>(?:19|20)\d\d)[/-]?(?P<m>0[1-9]|1[0-2])[/-]?(?P<d>0[1-9]|[12]\d|3[01])(?=\D|$)")
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)\s*(\S{1,1000})")


class PageMeta:
    """The machine-readable side of a page, read once and at once, so that the tree may be changed afterwards.

    Every value is empty where the page is silent.
    """

    def __init__(self, tree: HtmlElement) -> None:
        self._root = tree.getroottree().getroot()
        self._named = dict(_meta_tags(tree))
        self._linked = next((each for each in _json_ld(tree) if _is_article(each)), {})
        self.title = _title(tree)
        self.url = self._address(tree)

    @property
    def headlines(self) -> list[str]:
        """Headlines in the order they deserve trust, the site's name still in them."""
        named = (self._linked.get("headline"), self._named.get("og:title"), self._named.get("twitter:title"))
        return [_blankless(each) for each in map(_text, named) if each.strip()]

    @property
    def dates(self) -> list[PageDate]:
        """Published and updated as declared; else the address's date."""
        found = hint(_text(self._linked.get("datePublished")), PUBLISHED)
        for names, label in ((_PUBLISHED_NAMES, PUBLISHED), (_UPDATED_NAMES, UPDATED)):
            found += next((dates for name in names if (dates := hint(self._named.get(name, ""), label))), [])
        return found or self._address_date()

    def _address_date(self) -> list[PageDate]:
        day = _URL_DATE.search(self.url)
        return hint(f"{day['y']}-{day['m']}-{day['d']}", PUBLISHED) if day else []

    def _address(self, tree: HtmlElement) -> str:
        """The canonical address, else the one it was saved from."""
        link = next(
            (e.get("href", "")[:_LONGEST] for e in tree.iter("link") if e.get("rel", "").lower() == "canonical"),
            "",
        )
        saved = next(
            (m[1] for c in tree.getroottree().iter(etree.Comment) if (m := _SAVED_FROM.search(c.text or ""))), ""
        )
        for found in (link, self._named.get("og:url", ""), _text(self._linked.get("url")), saved):
            if found.strip().startswith(("http://", "https://")):
                return found.strip()
        return ""

    @property
    def site(self) -> str:
        named = self._named.get("og:site_name", "").strip() or _name_of(self._linked.get("publisher"))
        return _blankless(named) or _host(self.url)

    @property
    def byline(self) -> str:
        names = _name_of(self._linked.get("author")) or self._named.get("author", "") or self._named.get("byl", "")
        bare = re.sub(r"^(?:by)\s+", "", _blankless(names), flags=re.I)
        return "" if "/" in bare or "@" in bare or len(bare) > 120 else bare

    @property
    def credited(self) -> list[str]:
        """Who is declared as author, source, publisher or holder of rights, short values alone."""
        linked = (_name_of(self._linked.get(name)) for name in _CREDITED_LINKED)
        named = (_blankless(self._named.get(name, "")) for name in _CREDITED_NAMES)
        return [value for value in (*linked, *named) if value and len(value) <= _LONGEST_CREDIT]

    @property
    def language(self) -> str:
        xml_lang = self._root.get("{http://www.w3.org/XML/1998/namespace}lang", "")
        named = (
            self._root.get("lang", ""),
            xml_lang,
            self._named.get("content-language", ""),
            self._named.get("og:locale", ""),
        )
        found = next((each for each in named if each.strip()), "")
        code = re.match(r"[a-z]{2,3}(?![a-z])", found.strip().lower())
        return code.group() if code else ""

    @property
    def day_first(self) -> bool | None:
        """How the outlet writes 03/04/2007, where its language tag names a country that tells."""
        tag = (
            self._root.get("lang", "") or self._named.get("content-language", "") or self._named.get("og:locale", "")
        ).lower()
        if re.match(r"en[-_]us", tag):
            return False
        return True if re.match(r"(?!en)[a-z]{2}\b|en[-_](?:gb|ie|au|nz|in|za)", tag) else None


def _title(tree: HtmlElement) -> str:
    found = tree.find(".//title")
    return _blankless(found.text_content())[:_LONGEST] if found is not None else ""


def _meta_tags(tree: HtmlElement) -> Iterator[tuple[str, str]]:
    """Name and content of every meta tag; the first of a name counts."""
    seen: set[str] = set()
    for tag in tree.iter("meta"):
        name = (
            (tag.get("property") or tag.get("name") or tag.get("itemprop") or tag.get("http-equiv") or "")
            .strip()
            .lower()
        )
        content = (tag.get("content") or "").strip()[:_LONGEST]
        if name and content and name not in seen:
            seen.add(name)
            yield name, content


def _json_ld(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    for script in tree.iter("script"):
        if script.get("type", "").strip().lower() == "application/ld+json":
            try:
                yield from _objects(json.loads(script.text or "", strict=False))
            except (ValueError, RecursionError):
                continue


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """The objects at the top of a JSON-LD value, in a list or under ``@graph``."""
    for each in value if isinstance(value, list) else [value]:
        if isinstance(each, dict):
            yield each
            graph = each.get("@graph")
            yield from (inner for inner in graph if isinstance(inner, dict)) if isinstance(graph, list) else ()


def _is_article(value: dict[str, Any]) -> bool:
    kinds = value.get("@type")
    return any(_ARTICLE_TYPES.search(str(kind)) for kind in (kinds if isinstance(kinds, list) else [kinds]))


def _text(value: Any) -> str:
    return value[:_LONGEST] if isinstance(value, str) else ""


def _name_of(value: Any) -> str:
    """The names in a JSON-LD person, organisation or list of them."""
    each = value[:_MOST_NAMES] if isinstance(value, list) else [value]
    names = (_text(one.get("name")) if isinstance(one, dict) else _text(one) for one in each)
    return ", ".join(_blankless(name) for name in names if name.strip())


def _host(url: str) -> str:
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def _blankless(text: str) -> str:
    return " ".join(text.split())
