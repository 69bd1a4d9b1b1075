"""Which language a text is in is said where it is sure, and pages in all of them are read into their paragraphs."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from bench.invented_languages import LANGUAGES, strangers
from newsarchive import wire
from newsarchive.wire.language_model import Model
from newsarchive.wire.languages import NAMES, Spoken, code_of, language_of, spoken

SEED = 12


@pytest.mark.parametrize("code", LANGUAGES)
def test_stories_are_told_by_their_text(code: str) -> None:
    assert {language_of(story.paragraphs) for story in strangers(code, 10, 3, SEED)} == {code}


@pytest.mark.parametrize("code", LANGUAGES)
def test_headlines_are_told_rightly_or_not_at_all(code: str) -> None:
    assert {language_of([story.headline]) for story in strangers(code, 20, 0, SEED)} <= {code, ""}


def test_a_short_story_in_urdu_is_read() -> None:
    paragraphs = [
        "بندرگاہ کے بورڈ نے منگل کو اعلان کیا کہ مشرقی گھاٹ تمام کشتیوں کے لیے بند کیا جائے گا۔",
        "غوطہ خوروں کو گھاٹ کے نیچے گیارہ ٹوٹے ہوئے ستون ملے اور مرمت اکتوبر تک جاری رہے گی۔",
    ]
    (item,) = wire.read("\n\n".join(("مشرقی گھاٹ بند", *paragraphs)).encode(), "story.txt")
    assert [paragraph.text for paragraph in item.paragraphs] == paragraphs
    assert item.language == "ur"


@pytest.mark.parametrize("text", ["", "…", "1 2 3", "OK", "Results: 4-2, 6-3", "東京 Tower of the old town", "\ud800"])
def test_little_or_mixed_text_is_left_in_doubt(text: str) -> None:
    assert language_of([text]) == ""


_FEW = ["en", "de", "sr", "ru", "ar", "hi", "vi"]


@pytest.fixture(scope="module")
def both() -> tuple[Model, LanguageIdentifier]:
    library = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    library.set_languages(_FEW)
    return Model(_FEW), library


@given(
    st.text() | st.text(alphabet="aehnstđжија ", max_size=300) | st.from_regex(r"([a-z]{1,9} ){0,40}", fullmatch=True)
)
@example("")
@example("\ud800")
@example("ẞ" * 5)
def test_the_model_answers_as_the_library_does(both, text: str) -> None:
    ours, library = both
    assert ours.rank(text) == library.rank(text)


@pytest.mark.parametrize("code", LANGUAGES)
def test_it_does_so_of_stories(both, code: str) -> None:
    ours, library = both
    for story in strangers(code, 5, 2, SEED):
        text = " ".join(story.paragraphs)
        assert ours.rank(text) == library.rank(text)


def test_the_model_refuses_languages_that_the_library_does_not_know() -> None:
    with pytest.raises(ValueError, match="tlh"):
        Model(["en", "tlh"])


def test_halves_in_two_languages_are_left_in_doubt() -> None:
    one, other = (next(strangers(code, 1, 0, SEED)).paragraphs for code in ("es", "de"))
    assert language_of([one[0], other[0], other[1]]) == ""


@pytest.mark.parametrize(
    ("declared", "code"),
    [
        ("en-US", "en"),
        ("pt_BR", "pt"),
        ("iw", "he"),
        ("eng", "en"),
        ("nb-NO", "no"),
        ("zh-Hant-TW", "zh"),
        ("tlh", "tlh"),
        ("", ""),
        ("und", ""),
        ("english", ""),
        ('en" onload="alert(1)', ""),
    ],
)
def test_declared_codes_become_one(declared: str, code: str) -> None:
    assert code_of(declared) == code


def test_the_text_comes_before_the_page() -> None:
    text = next(strangers("fr", 1, 0, SEED)).paragraphs
    assert spoken(text, "en-US") == Spoken("fr", "text")
    assert spoken(["7:3"], "en-US") == Spoken("en", "page")
    assert spoken(["7:3"], "") == Spoken()


def test_every_language_has_one_code_and_a_name() -> None:
    assert len(NAMES) >= 60
    assert all(code.isalpha() and name[0].isupper() for code, name in NAMES.items())


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("between", ["\n\n", "\n"])
def test_a_text_is_read_into_headline_and_paragraphs(code: str, between: str) -> None:
    for story in strangers(code, 5, 0, SEED):
        item = wire.read(between.join((story.headline, *story.paragraphs)).encode(), "story.txt")[0]
        assert item.headline == story.headline
        assert [paragraph.text for paragraph in item.paragraphs] == list(story.paragraphs)


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_page_is_read_into_headline_and_paragraphs(code: str) -> None:
    for story in strangers(code, 5, 0, SEED):
        body = "".join(f"<p>{text}</p>" for text in story.paragraphs)
        page = (
            f"<!doctype html><html><head><title>{story.headline} | Harbour News</title></head><body>"
            f"<nav><a href='/'>Home</a> <a href='/news'>News</a></nav><h1>{story.headline}</h1>{body}</body></html>"
        )
        item = wire.read(page.encode(), "story.html")[0]
        assert (item.headline, item.language, item.language_by) == (story.headline, code, "text")
        assert [paragraph.text for paragraph in item.paragraphs] == list(story.paragraphs)
