"""What is counted from two texts, and which text each was made from."""

from dataclasses import replace

import numpy as np
import pytest
import xxhash

from newsarchive.dedup.clusters import Rulings, linked
from newsarchive.dedup.evidence import Comparison, Evidence
from newsarchive.dedup.likeness import UNIT, Related, related
from newsarchive.dedup.origins import origins
from newsarchive.dedup.profiles import Profile, profile
from newsarchive.dedup.rarity import UNLISTED, rarities
from newsarchive.dedup.schemes import CLUSTERING
from newsarchive.dedup.words import words
from tests.dedup.plain import PLAIN, of

LEDE = (
    "The harbour board of Norvik voted on Tuesday to close the old fish market for a year while its piles are replaced."
)
BODY = (
    "Chairwoman Selja Kvam said the board had put the work off for too long and that traders would be given stalls on "
    "the north quay at the same rent. Eleven traders told the meeting that they would lose the summer, when ferries "
    "bring some 4,200 visitors a day. The market was built in 1931 and last repaired after the storm of 1987."
)
FORM = "{0} Holdings said its board declared a dividend of {1} cents a share, payable on {2} to holders of record."


def one(left: str, right: str) -> dict[str, float]:
    found = Comparison([profile(words(left)), profile(words(right))]).evidence(np.array([0]), np.array([1]))
    return {name: float(getattr(found, name)[0]) for name in Evidence.names()}


@pytest.mark.parametrize(
    ("word", "rarity"),
    [("the", 0), ("company", 0), ("dividend", 11), ("tehran", 13), ("mln", 0), ("larijani", UNLISTED), ("сказал", 0)],
)
def test_rarities_are_pinned(word: str, rarity: int) -> None:
    """The table is part of the scheme's id: where this changes, the scheme must be named anew."""
    assert rarities(np.array([xxhash.xxh3_64_intdigest(word.encode())], dtype=np.uint64)).tolist() == [rarity]


def test_a_trim_is_wholly_contained_begins_alike_and_lacks_nothing() -> None:
    found = one(LEDE + " " + BODY, LEDE)
    assert (found["contained"], found["head"]) == (pytest.approx(20 / 24), 1.0)
    assert found["figures_differ"] == found["names_missing"] == found["refilled"] == 0
    assert found["ratio"] > 0.5


def test_a_trim_of_a_lede_and_more_has_all_that_the_lede_names() -> None:
    cut = BODY.partition(". ")[0]
    assert one(LEDE + " " + BODY, LEDE + " " + cut)["lede_differs"] == 0


def test_a_form_filled_in_anew_begins_alike_and_lacks_figures_and_names() -> None:
    found = one(FORM.format("Brightwater", 12, "May 4"), FORM.format("Quillmark", 31, "June 9"))
    assert 0.1 < found["head"] < 0.65
    assert found["figures_differ"] > 0.5
    assert found["names_missing"] > 0.5
    assert found["refilled"] > 0.3
    assert found["lede_differs"] > 0.3
    assert found["ledes_differ"] > 0.3


def test_an_old_lede_kept_under_a_new_top_is_no_form_filled_in_anew() -> None:
    top = "Traders at Norvik sued the harbour board on Friday, and judge Ingvild Hauge set a hearing for May 19."
    found = one(LEDE + " " + BODY, top + " " + LEDE + " " + BODY)
    assert found["ledes_differ"] == 0
    assert found["lede_differs"] < 1
    assert one(LEDE + " " + BODY, LEDE.replace("Tuesday", "Friday 19"))["lede_differs"] > 0


def test_a_corrected_figure_is_one_that_differs_and_an_added_one_is_not() -> None:
    """Two places of it, by the words before it and by those after it."""
    corrected = one(LEDE + " " + BODY, LEDE + " " + BODY.replace("4,200", "2,400"))
    added = one(LEDE + " " + BODY, LEDE + " " + BODY + " Repairs will cost 31 million.")
    assert corrected["figures_differ"] == pytest.approx(np.log1p(2))
    assert 0 < corrected["refilled"] == corrected["refilled_alike"] < 0.2
    assert added["figures_differ"] == added["refilled"] == 0


def test_an_update_under_a_new_lede_has_other_figures_by_right() -> None:
    updated = "Boats carried stalls across the harbour as the market closed. " + BODY.replace("4,200", "2,400")
    found = one(LEDE + " " + BODY, updated)
    assert found["refilled"] > 0
    assert found["refilled_alike"] < found["refilled"] * 0.7
    assert found["figures_differ"] < np.log1p(2) * 0.7


def test_where_most_words_are_rare_none_passes_for_a_name() -> None:
    """As in a language that the table of frequencies does not know: there a changed word is a changed word."""
    unknown = "lumkanel ostvenor kelzaris the fenparock ulmdorin and junquelis rasmarane of tarvenock "
    assert one(unknown * 2, unknown + unknown.replace("kelzaris", "barlomane"))["refilled"] == 0
    known = LEDE + " " + BODY
    assert one(known, known.replace("Norvik", "Solvang"))["refilled"] > 0


def test_figures_in_other_sentences_are_not_refilled_places() -> None:
    found = one(LEDE + " " + BODY, LEDE + " On Sunday 913 lorries and 17 buses were carried over the strait.")
    assert found["refilled"] == 0


def test_figures_that_differ_do_not_count_under_a_lede_of_another_beginning() -> None:
    later = (
        "Traders left the fish market on Friday with 14 lorries and 9 boats, two days before they would have had to. "
    )
    assert one(LEDE + " " + BODY, later + BODY)["figures_differ"] < 0.3


def _chosen(profiles: list[Profile], odds: dict[tuple[int, int], float], firm: float = 2.0) -> list[tuple[int, int]]:
    left, right = np.array(sorted(odds)).T
    version = np.array([round(odds[pair] * UNIT) for pair in sorted(odds)])
    return origins([p.length for p in profiles], Related(left, right, version, version), replace(CLUSTERING, firm=firm))


def test_each_text_has_the_surest_fuller_one_as_its_origin_and_no_more() -> None:
    texts = [of(np.arange(start, start + length)) for start, length in ((0, 50), (0, 100), (0, 120), (900, 80))]
    assert _chosen(texts, {(0, 1): 3, (0, 2): 5, (1, 2): 2.5, (0, 3): 1.9}) == [(0, 2), (1, 2)]
    assert _chosen(texts, {(0, 1): 3, (0, 2): 3}) == [(0, 1)]
    assert _chosen(texts, {(0, 1): 1.9}) == []


def test_a_trim_of_an_odd_copy_stays_with_it_though_the_others_do_not_vote_for_it() -> None:
    """Forty copies of a report; one that adds a column of its own; that column alone, with a sign-off."""
    report, column = np.arange(200), np.arange(5000, 5150)
    copies = [of(np.append(report, 900 + i)) for i in range(40)]
    texts = [*copies, of(np.concatenate([report, column])), of(np.append(column, np.arange(7000, 7010)))]
    wanting = replace(PLAIN, version=replace(PLAIN.version, cut=0.35), firm=2.0)
    with_origins = linked(texts, related(texts, wanting), Rulings(), wanting)
    without = linked(texts, related(texts, PLAIN), Rulings(), PLAIN)
    assert set(with_origins.versions) == {0}
    assert without.versions[41] == 41
    kept_apart = linked(texts, related(texts, wanting), Rulings(apart_version=[([40], [41])]), wanting)
    assert kept_apart.versions[40] != kept_apart.versions[41]
