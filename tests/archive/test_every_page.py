"""What holds of every page of the site, also of those that come later: policy, headers, headings, landmarks.

Pages are found by the names of their addresses; one that needs a number is given that of a row by `NUMBERED`.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db.models import Value
from django.db.models.functions import Concat
from django.urls import URLPattern, reverse

from newsarchive.archive import urls
from newsarchive.archive.models import Agency, Article, Source, Story, UploadedFile
from tests.archive import factories as make

pytestmark = pytest.mark.django_db
PROJECT = Path(__file__).resolve().parents[2]
NO_PAGES = {"health", "original", "export", "suggest", "receipt-csv", "cite", None}
"""What is no page: files, parts of pages, words for machines."""

ACTS = re.compile(r"(upload|saved)-")
"""Addresses that do something, or answer with a part of the page that has this name."""

NUMBERED = {
    "facet": ("facet",),
    **dict.fromkeys(["article", "original-text"], ("article",)),
    **dict.fromkeys(["story", "matrix", "copies"], ("story",)),
    "compare": ("article", "other"),
    "passage": ("passage",),
    "source": ("source",),
    "agency": ("agency",),
    "receipt": ("upload",),
}
"""Which rows the numbers of an address name."""


def _named() -> list[URLPattern]:
    found = [p for p in urls.urlpatterns if isinstance(p, URLPattern) and p.name not in NO_PAGES]
    return [p for p in found if not ACTS.match(p.name)]


def _pages() -> list[str]:
    """The names of all pages that take no numbers, and of those that take numbers of rows that are known here."""
    found = _named()
    return sorted({p.name for p in found if not p.pattern.converters or p.name in NUMBERED})


@pytest.fixture
def addresses() -> dict[str, str]:
    """The address of every page, with something to see at it."""
    ada = make.make_archivist()
    words = ["A ferry ran aground off the mole of Port Selwyn in thick fog on Thursday.", "Nobody was hurt in it."]
    article = make.make_article("Ferry aground", words, source="Harbour Gazette", agencies=["NOR"], language="en")
    other = make.make_article("Petrel aground", words[:1], story=make.story_of(article), source="Inland Post")
    upload = make.make_upload(by=ada)
    make.make_receipt(make.make_file(upload), article)
    rows = {
        "facet": "source",
        "article": article.pk,
        "other": other.pk,
        "story": make.story_of(article).pk,
        "passage": article.paragraphs.first().passage_id,
        "source": Source.objects.get(name="Harbour Gazette").pk,
        "agency": Agency.objects.get().pk,
        "upload": upload.pk,
    }
    return {name: reverse(name, args=[rows[kind] for kind in NUMBERED.get(name, ())]) for name in _pages()}


def test_every_page_keeps_to_the_policy_and_has_its_landmarks(client, addresses):
    client.login(username="ada", password="ada")
    found = {name: client.get(address) for name, address in addresses.items()}
    titles = {}
    for name, response in found.items():
        assert response.status_code == 200, name
        _under_the_policy(name, response)
        titles[name] = _laid_out(name, response.text)
    titles.pop("story")  # It is called as the article that leads it.
    assert len(set(titles.values())) == len(titles), f"two pages have one title: {titles}"


def _under_the_policy(name: str, response) -> None:
    policy = response["Content-Security-Policy"]
    assert "default-src 'none'" in policy, name
    assert "unsafe" not in policy, name
    assert not re.search(r"https?:", policy), name
    assert response["X-Content-Type-Options"] == "nosniff", name
    assert response["X-Frame-Options"] == "DENY", name
    assert response["Referrer-Policy"] == "same-origin", name
    assert response["Cross-Origin-Opener-Policy"] == "same-origin", name
    # What a browser fetches by itself; a link to where an article ran is followed by people only.
    fetched = re.findall(r'(?:src|srcset|action|formaction|hx-\w+|data|poster)="([^"]*)"', response.text)
    fetched += re.findall(r'<(?:link|use|image)\b[^>]*href="([^"]*)"', response.text)
    assert not [at for at in fetched if re.match(r"\s*(?:[a-z]+:)?//", at, re.I)], name


def _laid_out(name: str, text: str) -> str:
    """Its title."""
    assert '<html lang="' in text, name
    assert len(re.findall(r"<h1[ >]", text)) == 1, name
    assert len(re.findall(r"<main[ >]", text)) == 1, name
    assert text.index('href="#main"') < text.index("<nav"), f"{name}: the skip link comes first"
    tables = re.findall(r"<table\b[^>]*>.{0,200}", text, re.S)
    assert all("<caption" in table or "aria-label" in table for table in tables), f"{name}: a table without its name"
    ids = re.findall(r'\sid="([^"]*)"', text)
    assert len(ids) == len(set(ids)), f"{name}: {sorted(i for i in ids if ids.count(i) > 1)}"
    return re.search(r"<title>(.*?)</title>", text, re.S)[1].strip()


TURNED = "Harbour \u202elive\u202d Gazette"


def test_no_words_of_strangers_turn_a_page_round(client, addresses):
    """Neither here nor at the desk; and what stands in a form is still what is kept."""
    Article.objects.update(headline=TURNED)
    Story.objects.update(headline=TURNED)
    Source.objects.update(name=Concat("name", Value(TURNED)))
    UploadedFile.objects.update(name=TURNED)
    editor = make.make_editor()
    editor.is_staff = editor.is_superuser = True
    editor.save()
    client.force_login(editor)
    story = Story.objects.first()
    desk = [reverse(f"admin:archive_{kind}_changelist") for kind in ("article", "story", "upload", "source")]
    asked = [*addresses.values(), *desk, reverse("admin:archive_story_change", args=[story.pk])]
    found = {address: client.get(address).text for address in [*asked, f"{reverse('suggest')}?q=Harb"]}
    assert not [address for address in asked[-5:] if "[U+202E]" not in found[address]]
    shown = {address: re.sub(r"<(?:input|option)\b[^>]*>", "", text) for address, text in found.items()}
    assert not [address for address, text in shown.items() if re.search("[\u202d\u202e]", text)]
    for name in ("article", "story", "matrix", "copies", "compare", "receipt", "stories", "source"):
        assert "Harbour [U+202E]live[U+202D] Gazette" in shown[addresses[name]], name
    assert TURNED in client.get(reverse("admin:archive_story_edit", args=[story.pk])).text


def test_the_masthead_has_what_one_may_use_and_marks_where_one_is(client, addresses, settings):
    """Sections that are not there yet, or not for this account, have no link."""

    def masthead(address: str) -> dict[str, str]:
        nav = re.search(r'<nav aria-label="Site">.*?</nav>', client.get(address, follow=True).text, re.S)[0]
        links = re.findall(r'<a href="[^"]+"(?: aria-current="(\w+)")?>([^<]+)</a>', nav)
        return {words: current for current, words in links if words != "Saved"}

    assert list(masthead("/overview/")) == ["Stories", "Sign in"]
    settings.ANONYMOUS_READ = True
    assert list(masthead("/")) == ["Stories", "Overview", "Sources", "Agencies", "Help", "Sign in"]
    client.login(username="ada", password="ada")
    all_of_hers = ["Stories", "Overview", "Sources", "Agencies", "Upload", "Receipts", "Help"]
    assert list(masthead("/")) == all_of_hers
    for at, section, how in (
        (addresses["overview"], "Overview", "page"),
        (addresses["source"], "Sources", "true"),
        (addresses["article"], "Stories", "true"),
        (addresses["receipt"], "Receipts", "true"),
        (addresses["upload"], "Upload", "page"),
    ):
        assert {words: current for words, current in masthead(at).items() if current} == {section: how}


def test_a_page_that_takes_a_number_is_walked_too():
    """A new one is to be added to what is walked above."""
    assert {p.name for p in _named() if p.pattern.converters} <= NUMBERED.keys()


INSIDE = re.compile(
    r"""<style\b | \sstyle\s*= | \son[a-z]+\s*=\s*["'] | javascript: | \shx-on | <script(?![^>]*\bsrc=)[^>]*>""",
    re.VERBOSE | re.IGNORECASE,
)


def test_no_template_has_script_or_style_inside():
    wrong = [
        f"{path.relative_to(PROJECT)}: {found[0].strip()}"
        for path in (PROJECT / "templates").rglob("*.html")
        for found in INSIDE.finditer(re.sub(r"\{%.*?%\}", "", path.read_text("utf-8"), flags=re.S))
    ]
    assert not wrong


def test_no_script_or_style_of_ours_asks_another_host():
    own = [p for p in (PROJECT / "static").rglob("*") if p.suffix in (".js", ".css") and "vendor" not in p.parts]
    assert len(own) > 3
    away = re.compile(r"""(?:url\(|import|fetch\(|src\s*=)\s*["'(]*\s*(?:https?:)?//|\beval\(|new Function""")
    assert not [path.name for path in own if away.search(path.read_text("utf-8"))]
