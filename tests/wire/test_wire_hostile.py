"""Files made to stall, crash or poison a reader: each gives its article, or a reason, in little time."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import pytest

from newsarchive.wire import Item, Unreadable, read

# The files below take under two seconds each or a few; work that grows with the square of a file takes far longer.
PATIENCE = 20.0

FIRST = "The harbour office said on Monday that it would open the second lock before the end of the year."
SECOND = "Boats that draw more than two metres have waited since March, when a barge bent the lower gate."
STORY = f"{FIRST}\n\n{SECOND}\n"
BODY = f"<p>{FIRST}</p><p>{SECOND}</p>"


@contextmanager
def patience() -> Iterator[None]:
    """Fail what takes more of the processor's time than it may; other work on the machine does not count."""

    def give_up(number: int, frame: FrameType | None) -> None:
        raise TimeoutError(f"still reading after {PATIENCE} seconds of work")

    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, PATIENCE)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def page(body: str, head: str = "") -> str:
    return f"<html><head>{head}<title>Second lock to open</title></head><body>{body}</body></html>"


def linked(fields: str) -> str:
    return page(BODY, f'<script type="application/ld+json">{{"@type": "NewsArticle", {fields}}}</script>')


def read_one(text: str) -> Item:
    with patience():
        (item,) = read(text.encode("utf-8", "surrogatepass"), "page")
    return item


LONG: dict[str, Callable[[], str]] = {
    "a byline of dashes": lambda: "By A" + "-" * 100_000 + "\n\n" + STORY,
    "many short lines above": lambda: "\n".join(f"Line {n} item" for n in range(8000)) + "\n\n" + STORY,
    "many titles above": lambda: "\n".join(f"Line {n} could be a headline" for n in range(8000)) + "\n\n" + STORY,
    "many dates above": lambda: "03/04/2007\n" * 8000 + "\n" + STORY,
    "many credits above": lambda: "(AP)\n" * 8000 + "\n" + STORY,
    "many bylines above": lambda: "By Jane Smith, Associated Press Writer\n" * 8000 + "\n" + STORY,
    "points and capitals": lambda: "A." * 50_000 + "Ab\n\n" + STORY,
    "points and blanks": lambda: "\n".join(". " * 240 + "x" for _ in range(1000)) + "\n\n" + STORY,
    "a million brackets": lambda: "(" * 1_000_000 + "\n\n" + STORY,
    "a million tag openings": lambda: "<" * 1_000_000 + "\n\n" + STORY,
    "many comments": lambda: page("<!-- saved from url=(1) -->" * 50_000 + BODY),
    "a title of separators": lambda: page(BODY).replace("Second lock", "x" + " : " * 50_000),
    "a headline of separators": lambda: linked(f'"headline": "{"A - " * 100_000}"'),
    "an author of dashes": lambda: linked(f'"author": "By A{"-" * 100_000}"'),
    "a date of blanks": lambda: linked(f'"datePublished": "1{" " * 100_000}"'),
    "arrays in arrays": lambda: linked('"x": ' + "[" * 200_000),
    "masses of attributes": lambda: page("<p " + " ".join(f'a{n}="x"' for n in range(60_000)) + ">" + BODY),
    "a table of many rows": lambda: page(
        "<table>" + ("<tr>" + "<td>1.2</td>" * 8 + "</tr>") * 4000 + "</table>" + BODY
    ),
    "many lines of a list": lambda: page(BODY + "<ul>" + "<li>An item of it</li>" * 9000 + "</ul>"),
    "many breaks": lambda: page("<div>" + "text is here<br>" * 50_000 + "</div>" + BODY),
    "fonts left open": lambda: page("<font>" * 300 + BODY),
    "many fonts left open": lambda: page("<font>" * 50_000 + BODY),
    "fonts left open and strange ends": lambda: page("<font>" * 50_000 + "</b>" * 50_000 + BODY),
    "fonts left open in every paragraph": lambda: page("".join(f"<p><font>{n}" for n in range(20_000)) + BODY),
    "boxes in boxes": lambda: page("<div>" * 300 + BODY + "</div>" * 300),
    "an article behind boxes in boxes": lambda: page("<div>" * 5000 + "<p>x</p>" + "</div>" * 5000 + BODY),
    "definitions in spans": lambda: page("<dd><span>" * 20_000 + BODY),
    "noscript in noscript": lambda: page("<noscript>" * 3000 + BODY * 3),
}


@pytest.mark.parametrize("name", LONG)
def test_the_article_is_there_whatever_stands_about_it(name: str) -> None:
    printed = [paragraph.text for paragraph in read_one(LONG[name]()).paragraphs]
    assert any(text.endswith(FIRST) for text in printed)
    assert any(text.endswith(SECOND) for text in printed)


@pytest.mark.parametrize("count", [6000, 20_000])
def test_pages_of_very_many_paragraphs(count: int) -> None:
    item = read_one(page("".join(f"<p>{FIRST} {SECOND} {n}</p>" for n in range(count))))
    assert len(item.paragraphs) == count


def test_a_paragraph_of_more_than_ten_megabytes_is_kept() -> None:
    item = read_one(page(BODY + "<p>" + "word and more. " * 700_000 + "</p>"))
    assert [p.text for p in item.paragraphs[:2]] == [FIRST, SECOND]
    assert len(item.paragraphs[2].text) > 10_000_000


@pytest.mark.parametrize("text", ["w\n" * 140_000 + STORY, page(f"<p>{FIRST}</p>" * 40_000)], ids=["lines", "page"])
def test_what_is_too_much_for_a_story_is_refused(text: str) -> None:
    with pytest.raises(Unreadable, match="no single story") as refused, patience():
        read(text.encode(), "x")
    assert refused.value.code == "no-article"


@pytest.mark.parametrize("tag", ["div", "font", "table", "ul", "blockquote", "x"])
def test_a_hundred_thousand_tags_deep_is_no_crash(tag: str) -> None:
    """In a process of its own: a stack that runs over takes the process with it."""
    program = (
        "import sys; from newsarchive.wire import read\n"
        f"data = '<html><body>' + '<{tag}>' * 100_000 + sys.argv[1]\n"
        "print(*(p.text for p in read(data.encode(), 'x')[0].paragraphs), sep='\\n')\n"
    )
    done = subprocess.run([sys.executable, "-c", program, BODY], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr[-500:]
    assert done.stdout.splitlines() == [FIRST, SECOND]


def strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from strings(each)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from strings(getattr(value, name))


BAD = "A lock \\ud83d opens\\u0000 at \\udc00 last \\u0008"


@pytest.mark.parametrize(
    "text",
    [
        linked(f'"headline": "{BAD}", "author": "Jane {BAD}", "publisher": "{BAD}", "url": "http://x.example/{BAD}"'),
        page(BODY + f"<p>{FIRST} &#0; &#xd83d; &#xdc00; &#8;</p>"),
        page(
            BODY,
            '<meta property="og:title" content="A &#0; lock &#xd800; opens"><meta name="author" content="&#xdfff;">',
        ),
        f"<meta charset=unicode_escape>\n<p>{FIRST} {BAD}</p>{BODY}",
        f"<meta charset=utf-7>\n<p>{FIRST} +2AA- opened, as it was said.</p>{BODY}",
        f"Second lock to open \x01\n\n{STORY}\n\n{FIRST} \x08 and \ud800 more of it was said.",
    ],
    ids=["json", "references", "meta", "escapes", "utf-7", "text"],
)
def test_no_string_holds_what_a_database_refuses(text: str) -> None:
    found = list(strings(read_one(text)))
    assert any(FIRST in each for each in found)
    assert all(each.encode("utf-8") for each in found if each), "no half characters"
    assert not any(control in each for each in found for control in "\0\x01\x08")


@pytest.mark.parametrize(
    "codec", ["unicode_escape", "raw_unicode_escape", "utf-7", "punycode", "idna", "rot13", "zlib"]
)
def test_only_encodings_of_the_web_can_be_declared(codec: str) -> None:
    told = f"{FIRST} It is spelt \\u0041 +AEE- here."
    item = read_one(f'<html><head><meta charset="{codec}"></head><body><p>{told}</p><p>{SECOND}</p></body></html>')
    assert [paragraph.text for paragraph in item.paragraphs] == [told, SECOND]
