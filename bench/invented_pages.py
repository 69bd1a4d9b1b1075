"""python -m bench.invented_pages FOLDER --count N --seed S

Invented articles as the web pages of their outlets: the report among navigation, share lines, related links, captions,
comments, scripts and notices, in layouts of three decades. The same seed makes the same pages on every machine, and the
first of many are those of few.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from html import escape
from pathlib import Path

from bench import vocabulary
from bench.invented import prose_only
from bench.invented_article import Invented
from bench.invented_prose import Writer, cast
from bench.vocabulary import Dice

_FIRST_DAY = date(2009, 1, 5)
_DAYS = 4000
_PER_FOLDER = 1000
_SECTIONS = (
    "Home",
    "World",
    "Politics",
    "Business",
    "Markets",
    "Sports",
    "Weather",
    "Science",
    "Health",
    "Travel",
    "Jobs",
)
_SERVICES = ("About us", "Contact us", "Advertise with us", "Privacy policy", "Terms of use", "Careers", "Site map")
_SHARES = ("Facebook", "Twitter", "WhatsApp", "LinkedIn", "E-mail this story", "Print", "Copy link")

Layout = Callable[["Outlet", Invented, date, Dice], str]


class Outlet:
    """A newspaper: its name, address and layout, and what all of its pages print around the article."""

    def __init__(self, number: int, seed: int) -> None:
        dice = Dice(seed, "outlet", number)
        self.name = vocabulary.newspaper(number)
        self.host = "www." + "".join(letter for letter in self.name.lower() if letter.isalnum()) + ".example"
        self.layout = _LAYOUTS[number % len(_LAYOUTS)]
        self.teasers = [Writer(dice, cast(dice)) for _ in range(6)]

    def links(self, count: int, dice: Dice) -> list[str]:
        """Headlines of other reports, as links."""
        heads = (dice.one(self.teasers).headline() for _ in range(count))
        return [f'<a href="/{dice.below(10**6)}/story.html" class="teaser-link">{escape(head)}</a>' for head in heads]

    def blurb(self, dice: Dice) -> str:
        return escape(dice.one(self.teasers).sentence())


def page(article: Invented, number: int, seed: int) -> str:
    """The page on which an outlet ran an article; ``number`` says which outlet, and on what day."""
    dice = Dice(seed, "page", number)
    outlet = Outlet(dice.below(40), seed)
    return outlet.layout(outlet, article, _FIRST_DAY + timedelta(days=dice.below(_DAYS)), dice)


def pages(count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """Names and bytes of pages of unrelated reports."""
    for number, article in enumerate(prose_only(count, seed)):
        yield f"{article.name}.html", page(article, number, seed).encode()


def _modern(outlet: Outlet, article: Invented, day: date, dice: Dice) -> str:
    """Semantic elements, JSON-LD, cards."""
    cards = "".join(
        f'<div class="card"><figure><img src="/i/{n}.jpg" alt=""><figcaption>{outlet.blurb(dice)}</figcaption></figure>'
        f'<h3 class="card__title">{link}</h3><p class="card__text">{outlet.blurb(dice)}</p></div>'
        for n, link in enumerate(outlet.links(12, dice))
    )
    shares = "".join(f'<li class="share__item"><a href="#s">{each}</a></li>' for each in _SHARES)
    return (
        f"<!doctype html><html lang=en><head>{_head(outlet, article, day)}"
        f'<script type="application/ld+json">{_linked(outlet, article, day, dice)}</script>{_scripts(dice, 6)}'
        f'</head><body class="page page--story"><header><nav class="main-nav">{_navigation()}</nav></header>'
        f'<main id="content"><article class="story"><h1 class="story__title">{escape(article.headline)}</h1>'
        f'<div class="story__meta"><span class="byline">By {vocabulary.person(dice)}</span> '
        f'<time datetime="{day}T09:30:00Z">{day:%B} {day.day}, {day.year}</time></div><ul class="share">{shares}</ul>'
        f'<div class="story__body">{_paragraphs(article, dice, outlet)}</div></article>'
        f'<aside class="related"><h2>Related stories</h2>{cards}</aside></main>'
        f'<section class="comments">{_comments(outlet, dice)}</section>'
        f"<footer>{_navigation()}{_services()}<p>Copyright {day.year} {outlet.name}. All rights reserved.</p></footer>"
        f"{_scripts(dice, 6)}</body></html>"
    )


def _middle(outlet: Outlet, article: Invented, day: date, dice: Dice) -> str:
    """Boxes with classes, printed dates, a column of links at either side."""
    boxes = "".join(
        f'<div class="widget"><h4>{title}</h4><ul>{_items(outlet.links(8, dice))}</ul></div>'
        for title in ("Most read", "More headlines", "From our blogs", "Most e-mailed")
    )
    shares = " | ".join(f'<a href="#t">{each}</a>' for each in _SHARES)
    return (
        f'<html><head>{_head(outlet, article, day)}{_scripts(dice, 5)}</head><body><div id="wrap"><div id="nav">'
        f'<ul>{_navigation()}</ul></div><div id="left">{boxes}</div><div id="main"><div class="post">'
        f'<h2 class="entry-title">{escape(article.headline)}</h2><div class="date">Posted on {day:%B} {day.day}, '
        f'{day.year}, 10:15 am</div><div class="author">By {vocabulary.person(dice)}</div>'
        f'<div class="tools">{shares}</div><div class="entry">{_paragraphs(article, dice, outlet)}</div>'
        f'<div class="tools">{shares}</div></div><div id="comments">{_comments(outlet, dice)}</div></div>'
        f'<div id="right">{boxes}</div><div id="footer">{_services()}<p>&copy; {day.year} {outlet.name}</p></div></div>'
        f"{_scripts(dice, 3)}</body></html>"
    )


def _old(outlet: Outlet, article: Invented, day: date, dice: Dice) -> str:
    """Tables for columns, breaks for paragraphs, nothing said in the markup but a title."""
    rows = "".join(f'<tr><td bgcolor="#eeeeee"><font size=1>{each}</font></td></tr>' for each in outlet.links(24, dice))
    text = "<br><br>\n".join(escape(each) for each in article.paragraphs)
    bar = " | ".join(f'<a href="/{each.lower()}/">{each}</a>' for each in _SECTIONS)
    return (
        f"<html><head><title>{outlet.name} | {day:%m/%d/%Y} | {escape(article.headline)}</title>{_scripts(dice, 3)}"
        f'</head><body bgcolor=white><table width="100%"><tr><td colspan=3>{bar}</td></tr><tr><td valign=top width=150>'
        f"<table>{rows}</table></td><td valign=top><font size=4><b>{escape(article.headline)}</b></font><br>"
        f"<font size=1>Posted on {day:%a, %b. %d, %Y}</font><br><br><b>{vocabulary.person(dice).upper()}</b><br>"
        f"<i>Associated Press</i><br><br><font size=2>{text}</font><br><br><hr><a href='#p'>Email this article</a> | "
        f"<a href='#p'>Print this article</a></td><td valign=top><table>{rows}</table></td></tr>"
        f"<tr><td colspan=3>{bar}<br>Copyright {day.year} {outlet.name}. All rights reserved.</td></tr></table>"
        "</body></html>"
    )


_LAYOUTS: tuple[Layout, ...] = (_modern, _middle, _old)


def _head(outlet: Outlet, article: Invented, day: date) -> str:
    head = escape(article.headline)
    return (
        f'<meta charset="utf-8"><title>{head} - {outlet.name}</title><meta property="og:title" content="{head}">'
        f'<meta property="og:site_name" content="{outlet.name}"><link rel="stylesheet" href="/s/main.css">'
        f'<link rel="canonical" href="https://{outlet.host}/{day:%Y/%m/%d}/{article.name}.html">'
        f'<meta name="description" content="{escape(article.paragraphs[0][:150])}">'
    )


def _linked(outlet: Outlet, article: Invented, day: date, dice: Dice) -> str:
    told = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": article.headline,
        "datePublished": f"{day}T09:30:00Z",
        "author": [{"@type": "Person", "name": vocabulary.person(dice)}],
        "publisher": {"@type": "Organization", "name": outlet.name},
    }
    return json.dumps(told)


def _paragraphs(article: Invented, dice: Dice, outlet: Outlet) -> str:
    """The article's own, with a picture, a link to something else and an advertisement in between."""
    told = [f"<p>{escape(each)}</p>" for each in article.paragraphs]
    told.insert(1, f'<figure><img src="/i/lead.jpg"><figcaption>{outlet.blurb(dice)}</figcaption></figure>')
    told.insert(dice.between(2, len(told)), f'<p class="more">Read more: {outlet.links(1, dice)[0]}</p>')
    told.insert(dice.between(2, len(told)), '<div class="ad"><span>Advertisement</span><div id="slot"></div></div>')
    return "\n".join(told)


def _comments(outlet: Outlet, dice: Dice) -> str:
    told = "".join(
        f'<div class="comment"><b>{vocabulary.surname(dice)}</b> <span>says:</span><p>{outlet.blurb(dice)}</p></div>'
        for _ in range(dice.below(6))
    )
    return f"<h3>Comments</h3>{told}<form><textarea></textarea><input type=submit value=Send></form>"


def _navigation() -> str:
    return _items([f'<a href="/{each.lower()}/">{each}</a>' for each in _SECTIONS])


def _services() -> str:
    return "<ul>" + _items([f'<a href="#">{each}</a>' for each in _SERVICES]) + "</ul>"


def _items(links: list[str]) -> str:
    return "".join(f"<li>{each}</li>" for each in links)


def _scripts(dice: Dice, count: int) -> str:
    """As much code as pages carry: more bytes than words."""
    code = "".join(f"window.cfg[{n}]={{slot:'{dice.below(10**9)}',w:{dice.below(900)}}};" for n in range(30))
    return "".join(f"<script>(function(){{{code}}})();</script>" for _ in range(count))


def write(found: Iterator[tuple[str, bytes]], folder: Path) -> int:
    """The pages in subfolders of a thousand; how many they are."""
    number = -1
    for number, (name, data) in enumerate(found):
        path = folder / f"{number // _PER_FOLDER:03}" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return number + 1


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.invented_pages", description=__doc__.partition("\n\n")[2])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print(f"{write(pages(options.count, options.seed), options.folder)} pages")


if __name__ == "__main__":
    main()
