"""What an article prints again is folded, and what only looks like it is not."""

import random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from newsarchive.dedup import folding
from newsarchive.dedup.folding import CUT_LEAST, SAME_LEAST, Fold, Repeat, fold
from newsarchive.dedup.words import words

LEDES = [
    "The harbour council of Norvik voted on Tuesday to close the old fish market for a year while engineers repair "
    "its sinking foundations, the mayor said after a long debate that ran into the night.",
    "Residents of three valley villages spent a second night in school halls after heavy rain washed away the only "
    "road bridge and cut their power, regional rescue officials said.",
    "A court in the island capital on Friday ordered the ferry operator to pay for new life rafts after inspectors "
    "found half of them torn.",
    "Farmers in the dry eastern plains began harvesting barley three weeks early on Monday, officials of the grain "
    "board said.",
]
BODY = [
    "Stall owners have been offered places in a disused tram depot, where water and cold rooms are to be ready by May.",
    '"We were told nothing until the doors were locked," said Hanne Rydell, who sold herring there as a girl.',
    "The works are expected to cost nearly twice what was foreseen when the first cracks were seen in the north wall.",
]
STRANGE_WORDS = ("amber", "willow", "seldom", "copper", "gently", "marble")


def _folded(paragraphs: list[str]) -> list[tuple[int, int, str]]:
    return [(i, r.of, str(r.fold)) for i, r in enumerate(fold(paragraphs)) if r]


def _with_changes(text: str, places: tuple[int, ...]) -> str:
    wordlist = text.split()
    for place, word in zip(places, STRANGE_WORDS, strict=False):
        wordlist[place] = word
    return " ".join(wordlist)


@pytest.mark.parametrize("lede", LEDES)
def test_a_doubled_lede(lede: str) -> None:
    assert fold([lede, lede, *BODY]) == [None, Repeat(0, Fold.SAME, 1.0), None, None, None]
    assert _folded([lede, *BODY, lede.upper().replace(",", " –")]) == [(4, 0, "same")]


@pytest.mark.parametrize("lede", LEDES)
@pytest.mark.parametrize("ellipsis", ["…", "...", " [...]", " …”", " . . ."])
@pytest.mark.parametrize("extra", [0, 1, 2, 3])
def test_a_lede_cut_after_two_thirds(lede: str, ellipsis: str, extra: int) -> None:
    """Wherever the cut falls, in the middle of a word too; the full one is kept, before or after."""
    cut = lede[: len(lede) * 2 // 3 + extra].rstrip() + ellipsis
    assert _folded([cut, lede, *BODY]) == [(0, 1, "cut")]
    assert _folded([lede, cut, *BODY]) == [(1, 0, "cut")]


@pytest.mark.parametrize("lede", LEDES)
def test_three_words_changed_anywhere(lede: str) -> None:
    count = len(lede.split())
    assert 19 <= count <= 40
    choose = random.Random(count)
    for _ in range(60):
        places = tuple(choose.sample(range(count), 3))
        found = fold([lede, _with_changes(lede, places), *BODY])
        assert found[1] is not None, places
        assert (found[1].of, found[1].fold) == (0, Fold.EDITED)
        assert found[1].likeness == pytest.approx(1 - 3 / count)
        assert found[2:] == [None] * len(BODY)


@pytest.mark.parametrize("lede", LEDES)
def test_only_signatures_find_a_lede_whose_opening_changed(lede: str, monkeypatch: pytest.MonkeyPatch) -> None:
    edited = _with_changes(lede, (1, len(lede.split()) // 2, len(lede.split()) - 3))
    assert _folded([lede, edited, *BODY]) == [(1, 0, "edited")]
    monkeypatch.setattr(folding, "_alike", lambda lines: iter(()))
    assert _folded([lede, edited, *BODY]) == []
    assert _folded([lede, lede, *BODY]) == [(1, 0, "same")]


def test_a_short_lede_with_three_words_changed() -> None:
    lede = "Snow closed both mountain passes to the coast on Sunday and stranded hundreds of lorry drivers."
    assert len(lede.split()) == 16
    for places in ((4, 9, 14), (2, 3, 11), (5, 6, 7)):
        assert _folded([lede, _with_changes(lede, places), *BODY]) == [(1, 0, "edited")]


def test_a_standfirst_is_the_first_sentences_of_a_paragraph() -> None:
    first = "Snow closed both mountain passes to the coast on Sunday."
    second = "Hundreds of lorry drivers spent the night in their cabs."
    whole = f"{first} {second} Ploughs were expected to reach them by noon."
    assert _folded([first, whole, *BODY]) == [(0, 1, "standfirst")]
    assert _folded([f"{first} {second}", whole, *BODY]) == [(0, 1, "standfirst")]
    assert _folded([first[:-1], whole, *BODY]) == [], "a fragment without its full stop is a headline, not a sentence"


def test_a_lede_brought_up_to_date_in_one_figure() -> None:
    lede = "At least 12 people died on Sunday when a ferry sank off the coast of Lomar, the coastguard said."
    assert _folded([lede, lede.replace("12", "15"), *BODY]) == [(1, 0, "edited")]


def test_a_lede_in_which_the_day_was_put_right() -> None:
    assert "Tuesday" in LEDES[0]
    assert _folded([LEDES[0], LEDES[0].replace("Tuesday", "Wednesday"), *BODY]) == [(1, 0, "edited")]


def test_abbreviated_names_are_the_same_names() -> None:
    one = "The grain board said on Wednesday that barley exports to the mainland rose in Sept. by a third."
    assert _folded([*BODY, one, one.replace("Wednesday", "Wed.").replace("Sept.", "September")]) == [(4, 3, "edited")]


def test_a_capital_at_the_head_of_a_sentence_is_no_name() -> None:
    one = "Both mountain passes to the coast were closed by snow. Ploughs are on their way, the road service said."
    assert _folded([*BODY, one, one.replace("Ploughs", "Tractors")]) == [(4, 3, "edited")]


def test_the_torn_word_at_a_cut_does_not_count() -> None:
    whole = "Snow closed both mountain passes to the coast on Sunday and stranded hundreds of drivers."
    assert fold([whole, "Snow closed both mountain passes to the coast o…"])[1] == Repeat(0, Fold.CUT, 1.0)


def test_the_beginning_of_a_line_of_one_form_is_no_standfirst() -> None:
    one = "On Friday the shares of Alder Motors fell sharply in early trading."
    other = "On Friday the shares of Birch Motors fell sharply in early trading. They had doubled since the spring."
    assert _folded([one, other]) == []
    assert _folded([one.replace("Alder", "Birch"), other]) == [(0, 1, "standfirst")]


@pytest.mark.parametrize(
    "lines",
    [
        ["Row, row, we row home.", BODY[0], "Row, row, we row home.", BODY[1], "Row, row, we row home."],
        ["Q: Why?", BODY[0], "A: No comment.", "Q: Why?", BODY[1], "A: No comment."],
        ["- two eggs", "- flour", "- two eggs", "- flour"],
        ['"Never again," she said.', BODY[0], '"Never again," she said.'],
        ["The FTSE 100 rose 0.5 percent to 5,400.10 points.", "The DAX rose 0.7 percent to 6,100.22 points."],
        [
            "The FTSE 100 index of leading shares rose 0.5 percent to close at 5,400.10 points in London.",
            "The DAX 30 index of leading shares rose 0.7 percent to close at 6,100.22 points in Frankfurt.",
        ],
        [
            "Gold for June delivery rose 3 dollars to settle at 1,203 dollars an ounce on the market of Lomar.",
            "Platinum for June delivery rose 3 dollars to settle at 1,450 dollars an ounce on the market of Lomar.",
        ],
        [
            "Norvik United beat Halm Rovers 2-1 in a match played on Saturday evening in front of a full house.",
            "Lomar United beat Tarn Rovers 2-1 in a match played on Saturday evening in front of a full house.",
        ],
        [
            "On Friday the shares of Alder Motors fell sharply in early trading.",
            "On Friday the shares of Birch Motors fell sharply in early trading.",
        ],
        [
            BODY[0],
            "The northern district of Halm reported 14 new cases on Monday and no deaths, the ministry of health said.",
            "The northern district of Tarn reported 31 new cases on Monday and no deaths, the ministry of health said.",
        ],
        [
            '"We saw nothing at all of it," said Colonel Ivo Brandt, the spokesman of the border guard in the northern '
            "district of Halm, on Friday.",
            '"Our boats are all ready now," said Colonel Ivo Brandt, the spokesman of the border guard in the northern '
            "district of Halm, on Friday.",
        ],
        [
            "The council of ministers agreed to lower the tax on fishing boats built before the war.",
            "The council of ministers put off a vote on the salaries of teachers in remote schools until spring.",
        ],
        ["The mayor of Norvik said…", "The mayor of Norvik said on Tuesday that the market would close for a year."],
    ],
    ids=[
        "refrain", "question and answer", "list", "short quote", "short results", "indices", "prices", "matches",
        "standfirst-like names", "counts", "two quotes", "same opening", "short cut",
    ],
)  # fmt: skip
def test_what_repeats_on_purpose_or_says_something_else_is_kept(lines: list[str]) -> None:
    assert _folded(lines) == []
    assert _folded([LEDES[0], *lines]) == []


def test_a_repeat_points_at_what_stays() -> None:
    """A cut of a standfirst of the lede, an edited lede and a second cut: all point at the one that is shown."""
    first = "Snow closed both mountain passes to the coast on Sunday and stranded hundreds of drivers."
    whole = f"{first} Ploughs were expected to reach the last of them by noon, the road service said."
    lines = [first[:60] + "…", first, whole, _with_changes(whole, (5, 9)), *BODY, first[:70] + "...", whole]
    found = fold(lines)
    assert [i for i, r in enumerate(found) if r is None] == [2, 4, 5, 6]
    assert {r.of for r in found if r} == {2}


sentence_words = st.sampled_from(
    ["the", "a", "flood", "market", "said", "on", "mayor", "rose", "12", "Norvik", "closed", "market's", "7,000", "in"]
)
sentences = st.lists(sentence_words, min_size=1, max_size=24).map(" ".join)
endings = st.sampled_from([".", "…", "...", '."', "", "?", "。"])
paragraphs = st.lists(st.tuples(sentences, endings).map("".join), max_size=8)


@given(st.lists(st.text(max_size=80), max_size=8))
def test_no_text_is_too_strange(lines: list[str]) -> None:
    found = fold(lines)
    assert len(found) == len(lines)


@given(paragraphs)
def test_a_repeat_never_points_at_a_repeat_or_at_itself(lines: list[str]) -> None:
    found = fold(lines)
    for i, repeat in enumerate(found):
        if repeat:
            assert repeat.of != i
            assert found[repeat.of] is None
            assert 0.5 < repeat.likeness <= 1
            assert min(len(words(lines[i])), len(words(lines[repeat.of]))) >= CUT_LEAST


def test_a_second_printing_is_folded_whatever_became_of_the_first() -> None:
    """The first is folded into a fuller one, and that into a fuller one yet, which is less like the first."""
    lines = ["to " * 8 + "it.", "to " * 8 + "it to.", "to " * 8 + "it to it."]
    assert _folded([*lines, lines[0]]) == [(0, 2, "standfirst"), (1, 2, "standfirst"), (3, 2, "same")]


@given(paragraphs, st.data())
def test_one_more_copy_folds_exactly_that_copy(lines: list[str], data: st.DataObject) -> None:
    long = [i for i, line in enumerate(lines) if len(words(line)) >= SAME_LEAST and line.endswith((".", "…", "。"))]
    assume(long)
    copied = data.draw(st.sampled_from(long))
    before = fold(lines)
    after = fold([*lines, lines[copied]])
    stays = before[copied].of if before[copied] else copied
    assert after[:-1] == before
    assert after[-1] is not None
    assert after[-1].of == stays


def test_nothing_to_fold() -> None:
    assert fold([]) == []
    assert fold(["", "", "\0", "🚨 🚨"]) == [None] * 4
    assert fold([*LEDES, *BODY]) == [None] * 7


@pytest.mark.parametrize(
    "line",
    [
        "- Two tablespoons of olive oil, one clove of garlic and a pinch of coarse salt",
        "• Two tablespoons of olive oil, one clove of garlic and a pinch of coarse salt.",
        "2. Two tablespoons of olive oil, one clove of garlic and a pinch of coarse salt.",
        "CHAIR: Thank you very much. You have thirty seconds to answer that, please keep to it.",
        "Q. What would you do on your first day in office if you were elected mayor?",
        "What would you do on your first day in office if you were elected mayor?",
        "O the wind, the wind, it blows from the hills of Lomar to the sea,",
        "问：如果您当选为这座城市的市长，您上任的第一天会做些什么事情呢？",
    ],
)
def test_a_list_item_a_question_a_turn_and_a_verse_may_come_again(line: str) -> None:
    assert _folded([LEDES[0], line, BODY[0], line, BODY[1]]) == []


def test_a_label_on_one_of_two_is_no_label() -> None:
    lede = LEDES[3]
    assert len(lede.split()) <= 20
    assert [(i, of) for i, of, _ in _folded([f"Update: {lede}", *BODY, lede])] == [(4, 0)]
    assert _folded([f"- {lede}", *BODY, f"- {lede}"]) == [(4, 0, "same")], "what a dateline left is no bullet"


def test_a_colon_before_a_quotation_is_no_label() -> None:
    one = 'The mayor replied: "Nobody will lose a day of work over this, and the doors stay open."'
    assert _folded([LEDES[0], one, BODY[0], one]) == [(3, 1, "same")]


def test_a_quotation_that_lost_its_first_mark() -> None:
    one = '"We have a message for all the people of the valley today," the governor said in Lomar.'
    assert _folded([LEDES[0], one, BODY[0], one.replace('"We ', "")]) == [(3, 1, "edited")]


def test_a_figure_torn_at_the_cut() -> None:
    one = "In the last vote on the harbour as many as 20,833 residents of the island were against."
    assert _folded([LEDES[0], one, "In the last vote on the harbour as many as 20,83…"]) == [(2, 1, "cut")]


def test_a_dateline_that_nobody_read_stands_before_the_whole() -> None:
    printed = f"Norvik, le trois du mois de mars au soir - {LEDES[2]}"
    assert _folded([printed, LEDES[2], *BODY]) == [(1, 0, "edited")]
    assert _folded([LEDES[2][:60] + "…", printed, *BODY]) == [(0, 1, "cut")]


def test_what_stands_behind_a_dash_is_no_paragraph() -> None:
    one = "He was asked whether the bridge over the bay would be open before the summer - never."
    assert (
        _folded([LEDES[0], one, "Never is a long time, said the engineers who had promised it for the spring."]) == []
    )


def test_eight_words_are_enough_of_a_cut_paragraph() -> None:
    cut = "The harbour council of Norvik voted on Tuesday…"
    assert len(words(cut)) == CUT_LEAST
    assert _folded([LEDES[0], cut, *BODY]) == [(1, 0, "cut")]
    assert _folded([LEDES[0], cut.replace(" Tuesday", ""), *BODY]) == []


def test_a_name_changed_among_many_that_stayed_is_an_edit() -> None:
    one = "Friday's ruling obliges the Lomar Ferry Company to pay Hanne Rydell and Ivo Brandt before the first of June."
    assert _folded([LEDES[0], *BODY, one, one.replace("Ivo", "Marek")]) == [(5, 4, "edited")]
    assert _folded([LEDES[0], *BODY, one, one.replace("Ivo Brandt", "Odile Selmer").replace("Lomar", "Tarn")]) == []


def test_a_name_at_the_head_is_known_from_elsewhere_in_the_article() -> None:
    one = "Brandt pleaded not guilty to all of the charges and was remanded until a hearing in spring."
    assert (
        _folded([LEDES[0], "The two were named as Ivo Brandt and Odile Selmer.", one, one.replace("Brandt", "Selmer")])
        == []
    )


def test_three_lines_alike_and_no_two_equal_are_a_form() -> None:
    form = "In the {} of the country it will be dry at first, with rain from noon and gusts on the coast."
    one, two, three = (form.format(part) for part in ("north", "south", "middle"))
    assert _folded([LEDES[0], one, two, three]) == []
    assert _folded([LEDES[0], one, two, one, two]) == [(2, 1, "edited"), (3, 1, "same"), (4, 1, "same")]


@pytest.mark.parametrize(
    ("lede", "changed"),
    [
        (
            "Der Hafenrat hat am Dienstag beschlossen, den alten Fischmarkt für ein Jahr zu schließen, damit "
            "Ingenieure das Fundament sichern können.",
            ("Dienstag", "Mittwoch"),
        ),
        (
            "Портовый совет решил во вторник закрыть старый рыбный рынок на год, чтобы инженеры могли укрепить его "
            "фундамент.",
            ("вторник", "среду"),
        ),
        ("قرر مجلس الميناء يوم الثلاثاء بعد نقاش طويل إغلاق سوق السمك القديم لمدة عام كامل.", ("الثلاثاء", "الأربعاء")),
        (
            "港务委员会经过长时间辩论后于星期二决定将老鱼市关闭一年，以便工程师加固正在下沉的地基。",
            ("星期二", "星期三"),
        ),
    ],
    ids=["German", "Russian", "Arabic", "Chinese"],
)
def test_other_languages(lede: str, changed: tuple[str, str]) -> None:
    assert _folded([lede, lede]) == [(1, 0, "same")]
    assert _folded([lede, lede.replace(*changed)]) == [(1, 0, "edited")]
    assert _folded([lede, lede[: len(lede) * 2 // 3] + "…"]) == [(1, 0, "cut")]
