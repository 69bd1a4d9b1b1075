"""Numbers in figures and in words, what they count, and a toll known again however a copy words it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsarchive.dedup.changes import changes
from newsarchive.dedup.figures import figures, in_figures
from newsarchive.dedup.put_right import leaning, put_right
from newsarchive.dedup.tolls import FATES, counted, tolls
from newsarchive.dedup.words import words

ONES = (  # noqa: SIM905
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
).split()
TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()  # noqa: SIM905

WORDS = st.sampled_from(["the", "and", "4", "four", "twenty", "hundred", "dozen", "2007", "sheep"])
NUMBERS = st.integers(min_value=2, max_value=999)


def spelled(number: int) -> str:
    if number < 20:
        return ONES[number - 1]
    if number < 100:
        return TENS[number // 10 - 2] + (f"-{ONES[number % 10 - 1]}" if number % 10 else "")
    rest = f" and {spelled(number % 100)}" if number % 100 else ""
    return f"{ONES[number // 100 - 1]} hundred{rest}"


@given(NUMBERS)
def test_a_number_in_words_is_the_same_word_as_in_figures(number: int):
    assert in_figures(words(f"The flood took {spelled(number)} sheep.")) == f"the flood took {number} sheep".split()


@given(
    st.lists(st.sampled_from(["the", "and", "4", "four", "twenty", "hundred", "dozen", "2007", "sheep"]), max_size=9)
)
def test_words_in_figures_stay_as_they_are_and_keep_their_order(given_words: list[str]):
    once = in_figures(given_words)
    assert in_figures([word for word in once if not word.isdigit()]) == [word for word in once if not word.isdigit()]
    assert [word for word in once if word in ("the", "sheep")] == [w for w in given_words if w in ("the", "sheep")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("in 2007 12 men", ["2007", "12"]),
        ("four, five or six men", ["four,", "five", "six"]),
        ("about 1.2 million bricks", ["1.2 million"]),
        ("one hundred and five and six more", ["one hundred and five", "six"]),
        ("two dozen 3-year-old mares", ["two dozen"]),
    ],
)
def test_numbers_side_by_side_are_two(text: str, expected: list[str]):
    tokens = text.split()
    assert [" ".join(tokens[slice(*span)]) for span in figures(tokens, 0, len(tokens))] == expected


def says(sentence: str) -> str:
    tokens = sentence.split()
    first, last = figures(tokens, 0, len(tokens))[0]
    return counted(tokens, first, last)


@pytest.mark.parametrize(
    ("sentence", "fate"),
    [
        (
            "At least 12 people on board the night ferry to the islands were killed, they said.",
            "killed",
        ),
        ("Some 31 miners trapped in the lower gallery of the old pit have been injured.", "injured"),
        ("The 12 men, most of them from the upper village by the weir, were killed at once.", "killed"),
        ("The 12 men, including the warden’s own son, were killed at once.", "killed"),
        ("About 40 sailors from the trawlers lost off the cape are still missing.", "missing"),
        ("Twelve guests of the inn under the collapsed slope above Tarn died.", "died"),
        ("The slide left 12 people in the low villages along the coast dead.", "dead"),
        ("The blast killed, according to the ministry of mines, 12 people in all.", "killed"),
        ("The death toll from the fire in the old market by the river rose to 19 on Monday.", "toll"),
        ("The number of injured in the hospitals of the valleys had reached 31 by dusk.", "injured"),
    ],
)
def test_a_fate_far_from_its_number_is_told_where_the_sentence_leaves_no_doubt(sentence: str, fate: str):
    assert says(sentence) == fate


@given(st.lists(NUMBERS, min_size=2, max_size=2, unique=True), st.sampled_from(["died", "were killed"]))
def test_of_all_and_those_of_them_who_died_the_toll_is_of_these(two: list[int], fate: str):
    dead, every = two
    tokens = f"Some {spelled(dead)} of the {every} people on board the mail boat {fate} that night.".split()
    (first, second) = figures(tokens, 0, len(tokens))
    assert counted(tokens, *first) == fate.split()[-1]
    assert counted(tokens, *second) not in FATES


@pytest.mark.parametrize(
    "sentence",
    [
        "The 12 officers on duty at the lower gate said the men were killed.",
        "The 12 officers at the gate of the lower yard found a man who was killed.",
        "The 12 ships in the roads carried the crews that were killed in the storm.",
        "The 12 boats in the harbour sailed, and 3 hands were killed.",
        "The 12 people on the upper deck of the ferry were rescued and the mate was killed.",
        "The 12 people in the hut above the village were not killed.",
        "The 12 members of the club of the man were angry; two were killed.",
        "The toll, the ministry said of the road, was 12 crowns a wagon.",
        "A fare on the line from the port to the upper town rose to 12 crowns after men were killed.",
    ],
)
def test_a_fate_of_others_is_not_the_numbers(sentence: str):
    assert says(sentence) not in ("killed", "injured", "missing", "dead", "died")


FORMS = (
    "The storm killed {} fishermen off the cape.",
    "The storm killed at least {} off the cape.",
    "In the storm {} were killed off the cape.",
    "In the storm {} fishermen died off the cape.",
    "The storm left {} dead off the cape.",
    "{} deaths off the cape, and no boat came home.",
)
REST = "The lifeboat had stood idle since spring for want of a crew, and its keys were lost."


@given(st.sampled_from(FORMS), st.lists(NUMBERS, min_size=2, max_size=2, unique=True), st.booleans(), st.booleans())
def test_a_copy_prints_the_same_toll_in_words_or_figures_and_in_any_order(form, two, in_words, right):
    wrong, mended = two
    found = put_right([FORMS[0].format(wrong), REST], [FORMS[0].format(mended), REST])
    number = mended if right else wrong
    copy = form.format(spelled(number) if in_words else number)
    lean = leaning(" ".join(words(f"{copy} {REST}")), found)
    assert lean < 0 if right else lean > 0


@given(NUMBERS)
def test_a_number_that_is_only_spelled_out_is_no_change(number: int):
    one, other = (
        [form.format(FORMS[0]).format(said), REST] for form, said in (("{}", number), ("{}", spelled(number)))
    )
    assert put_right(one, other) == []
    assert changes(one, other) == []


@given(st.lists(NUMBERS, min_size=3, max_size=3, unique=True))
def test_the_toll_of_another_fate_says_nothing(three: list[int]):
    wrong, mended, hurt = three
    found = put_right([FORMS[0].format(wrong), REST], [FORMS[0].format(mended), REST])
    assert leaning(" ".join(words(f"Some {wrong} anglers were hurt. {REST}")), found) == 0
    assert ("killed", float(hurt)) not in tolls(words(f"injured {hurt} men"))


def test_a_name_put_right_in_its_spelling_is_a_correction_and_no_change_between_reports():
    one = ["The rigger Otto Halden had warned of the wind since dawn.", REST]
    other = [one[0].replace("Halden", "Holden"), REST]
    assert [(c.before, c.after) for c in put_right(one, other)] == [("Halden", "Holden")]
    assert changes(one, other) == []
