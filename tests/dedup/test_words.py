"""What printing alone changes is gone from the words; what an editor changes stays."""

import unicodedata
from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from newsarchive.dedup.words import digest, words

AWKWARD = "aBbệĐÂ'’ʼ`1,2.0 \u00a0\u202f\u00ad\u200dßİéŉहि手ア々가ᄀ\u0301\u0640ﻲ\n"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("MAYOR Resigns", "mayor resigns"),
        ("Café à Zürich, Łódź", "cafe a zurich, łodz"),
        ("STRASSE", "straße"),
        ("the mayor’s don't", "the mayors dont"),
        ("the mayorʼs wasn`t", "the mayor's wasn't"),
        ("1,200 tonnes", "1200 tonnes"),
        ("1.200.000 Tonnen", "1200000 Tonnen"),
        ("1\u00a0200 tonnes", "1200 tonnes"),
        ("1\u202f200\u202f300 tonnes", "1200300 tonnes"),
        ("ﬁnal oﬃce", "final office"),
        ("ＷＩＲＥ １２", "wire 12"),
        ("co\u00adoper\u00adate", "cooperate"),
        ("مُحَمَّد", "محمد"),
        ("مكتـــب", "مكتب"),
        ("\u202bخبر عاجل\u202c", "خبر عاجل"),
        ("می\u200cرود", "میرود"),
        ("ё Ёлка", "е елка"),
        ("за́мок ѝ", "замок и"),
        ("مدرسة على", "مدرسه علي"),
        ("إلى أن ٱلآن", "الي ان الان"),
        ("یک کتاب", "يك كتاب"),
        ("١٬٢٠٠ و۳٫۵", "1,200 و3.5"),
        ("१२३ ১২", "123 12"),
        ("ज़िला फ़ैसला", "जिला फैसला"),
        ("北京市議會", "北京市议会"),
        ("한글", "\u1112\u1161\u11ab\u1100\u1173\u11af"),
        ("ｱｲｳ", "アイウ"),
        ("news — at «ten»…", "news at ten"),
        ("storm 🌪️ warning 🚨🚨", "storm warning"),
        ("a\0b", "a b"),
        ("snake_case", "snake case"),
    ],
)
def test_printing_makes_no_difference(one: str, other: str) -> None:
    assert words(one) == words(other)
    assert digest(words(one)) == digest(words(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("3,5 percent", "35 percent"),
        ("1,20 euros", "120 euros"),
        ("1,2000", "12000"),
        ("12 000", "12000"),
        ("rose 5 percent", "rose 6 percent"),
        ("the mayor said", "mayor the said"),
        ("co-operate", "cooperate"),
        ("दिन", "दान"),
        ("क्रम", "करम"),
        ("ข่าว", "ขาว"),
        ("мой", "мои"),
        ("її", "іі"),
        ("が", "か"),
        ("パン", "バン"),
    ],
)
def test_what_says_something_else_stays_different(one: str, other: str) -> None:
    assert words(one) != words(other)
    assert digest(words(one)) != digest(words(other))


def test_figures_keep_their_decimals() -> None:
    assert words("rose 3,5 to 5,400.10") == ["rose", "3", "5", "to", "5400", "10"]
    assert words("1,200,300 and 1,20") == ["1200300", "and", "1", "20"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("市长在2024年3月said、ok", "市长 在 2024 年 3 月 said ok"),
        ("司徒晓梅表示，新灯塔的修缮计划", "司徒 晓梅 表示 新 灯塔 的 修缮 计划"),
        ("ア・イ。𠀋々〇", "ア イ 𠀋々〇"),
        ("市議会はガイドラインを延期した", "市议会 は ガイドライン を 延期 し た"),
        ("맹서연 씨는 하늘포에서", "맹서연 씨 는 하늘포 에서"),
        ("ที่ประชุมของเทศบาลให้เลื่อนการปิดท่าเรือ", "ที่ ประชุม ของ เทศบาล ให้ เลื่อน การ ปิด ท่าเรือ"),
        ("ให้รุ่งเรืองกิจเป็นผู้จัดการ", "ให้ รุ่งเรืองกิจ เป็น ผู้จัดการ"),
        ("ພາສາລາວ", "ພາ ສາ ລາ ວ"),
        ("ភាសាខ្មែរ", "ភា សា ខ្មែ រ"),
        ("ရန်ကုန်မြို့", "ရန် ကုန် မြို့"),
    ],
)
def test_words_are_found_where_no_blanks_are_printed(text: str, found: str) -> None:
    assert words(text) == found.split()


@given(st.integers(0, 40), st.sampled_from("甲乙丙"))
def test_an_edit_changes_the_words_around_it_and_no_others(at: int, put: str) -> None:
    text = "市议会昨天深夜推迟了新灯塔的修缮计划司徒晓梅说这一决定影响许多家庭消防队随后修改了冬季渡轮时刻表"
    one, other = words(text), words(text[:at] + put + text[at:])
    same = sum((Counter(one) & Counter(other)).values())
    assert same >= len(one) - 3


def test_vowel_signs_do_not_break_words() -> None:
    assert len(words("दिन की खबर")) == 3
    assert len(words("கடல் செய்தி")) == 2


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Theo ông Nguyễn Phúc, tỉnh Đồng Mới có phúc.", "theo ong nguyeenx phucs tinh ddoongf mowis co phuc"),
        ("ĐỒNG MỚI và đồng mới", "đong moi va đong moi"),
        ("The mayor met Nguyễn Phúc on Tuesday to talk of the river port.", "the mayor met nguyen phuc on tuesday"),
        ("Le maire Nguyễn a reçu Noël Chênebois à Orléans", "le maire nguyen a recu noel chenebois a orleans"),
    ],
)
def test_names_in_vietnamese_are_other_words_than_the_everyday_ones(text: str, found: str) -> None:
    for printed in (text, unicodedata.normalize("NFD", text), f"One line before.\n{text}"):
        assert found in " ".join(words(printed))


@pytest.mark.parametrize("nothing", ["", "\0", " \n\t", "🚨", "…—!", "\u200d", "\ud800", "___", "’'"])
def test_no_words_in_nothing(nothing: str) -> None:
    assert words(nothing) == []


@given(st.one_of(st.text(), st.text(alphabet=AWKWARD)))
@example("a'ʼb")
@example("\ufe77")
def test_words_of_words_are_the_same_words(text: str) -> None:
    found = words(text)
    assert words(" ".join(found)) == found
    assert all(found)


@given(st.lists(st.sampled_from(["a", "b", "ab", "c"])), st.lists(st.sampled_from(["a", "b", "ab", "c"])))
def test_digests_are_equal_exactly_for_equal_words(one: list[str], other: list[str]) -> None:
    assert (digest(one) == digest(other)) == (one == other)
    assert len(digest(one)) == 16
    assert len(digest(one, 32)) == 32


MIXED = AWKWARD + "‘“”–—…<=>_A9٣é\u2009\u0338½™ﬁ"


@given(st.text(alphabet=MIXED), st.sampled_from(["", "é", "\u0301", "日", "я"]))
@example("1\u2026234", "я")
@example("it\u2019s \u201c1,000\u201d", "é")
def test_the_quick_way_for_plain_text_finds_the_same_words(text: str, odd: str) -> None:
    """A word of another script beside it sends the whole text the long way."""
    beside = words(odd)
    assert words(f"{text} \n {odd}") == words(text) + beside
    assert words(f"{odd} \n {text}") == beside + words(text)
