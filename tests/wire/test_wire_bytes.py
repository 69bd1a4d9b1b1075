"""Encodings that read right, and files that are refused in words that help."""
# ruff: noqa: E501 - a page reads best unbroken

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from newsarchive.wire import Item, Unreadable, decoded, read

BODY = "Le préfet a déclaré jeudi que « la côte » serait fermée – sans délai – aux pêcheurs d’Étretat."
MORE = "Les naïades, elles, n’ont pas été consultées, a regretté un hôtelier à la sortie de la réunion."


def texts(data: bytes) -> list[str]:
    return [paragraph.text for paragraph in read(data, "page")[0].paragraphs]


def outcome(data: bytes) -> tuple[list[Item], str]:
    """The items, or the code of the refusal; anything else that is raised fails the test."""
    try:
        return read(data, "x"), ""
    except Unreadable as refused:
        return [], refused.code


def page(head: str) -> str:
    return f"<html><head>{head}<title>La côte fermée</title></head><body><p>{BODY}</p><p>{MORE}</p></body></html>"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_text_in_any_usual_encoding(encoding: str) -> None:
    data = f"{BODY}\n\n{MORE}\n".encode(encoding)
    assert texts(data) == [BODY, MORE]
    assert decoded(data).encoding == encoding


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ('<meta charset="utf-8">', "utf-8"),
        ('<meta charset="iso-8859-1">', "cp1252"),
        ('<meta http-equiv="Content-Type" content="text/html; charset=us-ascii">', "cp1252"),
        ("<meta charset='windows-1252'>", "cp1252"),
        ('<meta charset="iso-8859-1">', "utf-8"),
        ('<meta charset="utf-8">', "cp1252"),
        ('<meta charset="no-such-charset">', "cp1252"),
        ("", "utf-8"),
        ("", "cp1252"),
        ("", "utf-16"),
    ],
)
def test_page_with_a_right_wrong_or_missing_declaration(head: str, encoding: str) -> None:
    assert texts(page(head).encode(encoding)) == [BODY, MORE]
    assert decoded(page(head).encode(encoding)).encoding == encoding


def test_declared_east_european_and_cyrillic() -> None:
    body = "Ministr řekl, že loď zůstane v přístavu až do středy, kdy má přijít silný vítr od západu."
    assert texts(f'<html><meta charset="windows-1250"><body><p>{body}</p>'.encode("cp1250")) == [body]
    body = "Министр сообщил, что паром останется в порту до среды, когда ожидается сильный западный ветер."
    data = f'<html><meta charset="koi8-r"><body><p>{body}</p>'.encode("koi8-r")
    assert (texts(data), decoded(data).encoding) == ([body], "koi8-r")


def test_undeclared_cyrillic_is_guessed() -> None:
    body = "Министр сообщил, что паром останется в порту до среды, когда ожидается сильный западный ветер. " * 3
    assert texts(body.encode("cp1251")) == [body.strip()]
    assert decoded(body.encode("cp1251")).encoding == "cp1251"


@pytest.mark.parametrize(
    ("data", "code", "word"),
    [
        (b"", "empty", "empty"),
        (b" \r\n\t \n", "empty", "blanks"),
        ("\ufeff \n".encode("utf-16"), "empty", "blanks"),
        (b"\0" * 10_000, "binary", "zero"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(range(256)) * 20, "binary", "JPEG"),
        (b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj", "binary", "PDF"),
        (b"PK\x03\x04" + bytes(200), "binary", "ZIP"),
        (bytes(range(256)) * 50, "binary", "not text"),
        (b"one two three", "no-article", "No article"),
        (b"<html><body></body></html>", "no-article", "page"),
        (
            b"<html><body><script>var a = 'A sentence of code that is quite long, but not text.'</script>",
            "no-article",
            "page",
        ),
    ],
    ids=["empty", "blanks", "blanks utf-16", "zeros", "jpeg", "pdf", "zip", "noise", "words", "bare html", "script"],
)
def test_refused(data: bytes, code: str, word: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(data, "story.txt")
    assert refused.value.code == code
    assert word in refused.value.reason
    assert refused.value.reason.endswith("."), "a sentence for a person"


def test_fifty_megabytes_of_zeros_are_refused_at_once() -> None:
    data = bytes(50 * 1024 * 1024)
    start = time.perf_counter()
    with pytest.raises(Unreadable, match="zero"):
        read(data, "zeros")
    assert time.perf_counter() - start < 1


def test_pages_without_an_article_are_refused() -> None:
    links = "".join(f'<li><a href="/{n}">Section number {n} of the site</a></li>' for n in range(80))
    login = "<form>Name <input> Password <input type=password> <button>Log in</button></form>"
    for body in (f"<nav><ul>{links}</ul></nav>", login):
        with pytest.raises(Unreadable) as refused:
            read(f"<html><head><title>Harbour News</title></head><body>{body}</body></html>".encode(), "index.html")
        assert refused.value.code == "no-article"


@pytest.mark.parametrize(
    "data",
    [
        b"<div>" * 30_000 + BODY.encode(),
        b"<table><tr><td>" * 2_000 + BODY.encode(),
        b"<p" * 50_000,
        b"<html>" + b"<!-- " * 20_000 + b"<p>",
        b"<html><br>" + b"<br>a" * 60_000,
        b"<html><body>" + b"<a href=x>b</a> " * 60_000,
        b"- " * 100_000,
        b"A" * 500_000,
        b"By " * 100_000,
        b"1/1/2001 " * 40_000,
        b"<html><script type='application/ld+json'>" + b"[" * 100_000 + b"</script><p>" + BODY.encode() * 3,
    ],
    ids=["divs", "tables", "tags", "comments", "breaks", "links", "dashes", "word", "by", "dates", "json"],
)
def test_hostile_input_ends_soon(data: bytes) -> None:
    start = time.perf_counter()
    items, refusal = outcome(data)
    assert all(item.paragraphs for item in items)
    assert bool(items) != bool(refusal)
    assert time.perf_counter() - start < 20


def test_markup_in_the_text_is_text() -> None:
    item = read(
        b"<html><p>He typed &lt;script&gt;alert(1)&lt;/script&gt; into the form, the harbour office said.</p>", "x"
    )[0]
    assert item.paragraphs[0].text == "He typed <script>alert(1)</script> into the form, the harbour office said."


PIECES = st.sampled_from(
    [
        b"<html>", b"<p>", b"</p>", b"<br>", b"<table><tr><td>", b"<h1>", b"<meta charset=utf-16>", b"<!--", b"<noscript>",
        b"OSLO, March 6 (AFP) - ", b"31/02/2007", b"2007-13-45", b"By Jane Roe\n", b"\xff\xfe", b"\x00", b"\x81\x8d", b"\r\n",
        b"<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":5}</script>", b"Feb 30 ", b"http://[",
        BODY.encode(), BODY.encode("cp1252"), b"<time datetime='x'>", b"<link rel=canonical href='http://[x'>", b"99:99 pm",
    ]
)  # fmt: skip


ANY_BYTES = st.one_of(
    st.binary(max_size=300), st.lists(PIECES, max_size=12).map(b"".join), st.text(max_size=200).map(str.encode)
)


@settings(max_examples=150, deadline=None)
@given(ANY_BYTES)
def test_any_bytes_give_an_article_or_a_reason(data: bytes) -> None:
    items, refusal = outcome(data)
    assert refusal in ({""} if items else {"empty", "binary", "encoding", "format", "no-article"})
    assert all(item.paragraphs and all(p.text.strip() for p in item.paragraphs) for item in items)
    assert all(0 <= p.dateline_length <= len(p.text) for item in items for p in item.paragraphs)


@settings(max_examples=30, deadline=None)
@given(st.lists(PIECES, max_size=12).map(b"".join))
def test_reading_twice_gives_the_same(data: bytes) -> None:
    assert outcome(data) == outcome(data)
