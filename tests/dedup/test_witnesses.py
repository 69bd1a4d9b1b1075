"""What the other texts of a story say of two of them."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bench.invented_wires import wires
from bench.relation_pairs import copy_of_sent
from bench.relations import told
from newsarchive.dedup.profiles import profile, words_of
from newsarchive.dedup.relations import Kind, Relation, Way, relations
from newsarchive.dedup.told import Clock, Told
from newsarchive.dedup.witnesses import UNSEEN, Witnesses
from newsarchive.dedup.words import words

LEDE = "A ferry with ninety people on board ran aground off Valdora on Tuesday night, the harbour master said."
BODY = (
    "Divers brought the last passengers ashore before dawn and took eleven of them to the hospital of Port Selwyn.",
    "The captain told the harbour board that the lamp on the northern mole had not been lit since the weekend.",
    "The line has run four ships between Valdora and the outer islands since the bridge was closed for repair.",
    "Two of the lamps on the moles were replaced in spring, when the harbour board changed the firm that tends them.",
    "An inquiry will be opened on Thursday, and the three remaining ships will sail by day alone until it has ended.",
)
OWN = (
    "Send us your pictures of the harbour and win a weekend for two at the seaside hotel of your choice.",
    "More of today: the carnival committee of Brunwick has elected a new treasurer after a long evening.",
    "Readers who liked this page also looked at the tide tables, the tombola and the recipe for plum cake.",
)
NEW_TOP = "Seventy people waited six hours on a ferry that ran aground because a lamp was out, the line admitted."


def text(*paragraphs: str, at: float | None = None) -> Told:
    found = profile([word for each in paragraphs for word in words(each)])
    return Told(words_of(found), found, None if at is None else Clock(at, True, False))


def said(one: Told, other: Told, *others: Told) -> Relation | None:
    texts = [one, other, *others]
    return relations(texts, [(0, 1)], together=True, beside=[range(len(texts))])[0].relation


def test_lines_that_nobody_else_prints_are_an_outlets_own_and_do_not_make_a_cut() -> None:
    whole, with_own = text(LEDE, *BODY), text(LEDE, *BODY, *OWN)
    assert said(whole, with_own, text(LEDE, *BODY[:4]), text(LEDE, *BODY[1:]), text(*BODY)) == Relation.COPY


def test_lines_that_others_print_were_cut() -> None:
    whole, cut = text(LEDE, *BODY), text(LEDE, *BODY[:3])
    assert said(cut, whole, text(LEDE, *BODY[2:]), text(LEDE, BODY[0], *BODY[3:])) == Relation.TRIMMED


def test_a_text_that_prints_two_wordings_is_what_both_were_cut_from() -> None:
    old, new = text(LEDE, *BODY[:4]), text(NEW_TOP, *BODY[1:])
    apart = Witnesses([text(LEDE, *BODY[:3]), text(LEDE, BODY[1]), text(NEW_TOP, *BODY[2:])]).of(old, new)
    assert (apart.wholes, apart.joined) == (0, 0.0)
    both = Witnesses([text(NEW_TOP, LEDE, *BODY)]).of(old, new)
    assert (both.wholes, both.together > 10, both.joined > 0.9) == (1, True, True)
    texts = [old, new, text(NEW_TOP, LEDE, *BODY)]
    assert relations(texts, [(0, 1)], together=True, beside=[range(3)])[0].kind == Kind.TRIM


def test_wordings_that_ran_half_a_day_apart_are_rather_two_versions() -> None:
    for hours, kind in ((0, Kind.TRIM), (12, Kind.UPDATE)):
        texts = text(LEDE, *BODY[:4], at=10), text(NEW_TOP, *BODY[1:4], at=10 + hours)
        assert relations(texts, [(0, 1)], together=True)[0].kind == kind


def test_the_middle_of_many_clocks_says_which_version_is_the_later_though_that_of_the_page_is_wrong() -> None:
    old, new = text(LEDE, *BODY[:4], at=90), text(NEW_TOP, *BODY[:4], at=10)
    ran = [text(LEDE, *BODY[:n], at=20.0 + n) for n in (2, 3, 5)] + [
        text(NEW_TOP, *BODY[:n], at=30.0 + n) for n in (2, 3, 5)
    ]
    found = Witnesses(ran).of(old, new)
    assert found.later
    assert found.later > 0
    assert Witnesses(ran[:1]).of(old, text(NEW_TOP, *BODY[:4])).later is None
    related = relations([old, new, *ran], [(0, 1)], together=True, beside=[range(8)])[0]
    assert (related.kind, related.way) == (Kind.UPDATE, Way.SECOND)


def ran(*clocks: Clock | None, others: tuple[Clock, ...] = ()) -> list[Told]:
    """A text of the old wording for each clock."""
    return [replace(text(LEDE, *BODY[: n + 2]), clock=clock, others=others) for n, clock in enumerate(clocks)]


def rewritten(*clocks: Clock | None, others: tuple[Clock, ...] = ()) -> list[Told]:
    return [replace(text(NEW_TOP, *BODY[: n + 2]), clock=clock, others=others) for n, clock in enumerate(clocks)]


def later(old: list[Told], new: list[Told]) -> float | None:
    return Witnesses([*old[1:], *new[1:], text(*BODY)]).of(old[0], new[0]).later


def zoned(hour: float) -> Clock:
    return Clock(hour, True, False)


def bare(hour: float) -> Clock:
    return Clock(hour, True, False, zoned=False)


def day(number: int) -> Clock:
    return Clock(24.0 * number + 12, False, False)


def test_hours_with_a_zone_outweigh_those_without_and_these_outweigh_days() -> None:
    sure, unsure = [zoned(10), zoned(12)], [bare(90), bare(92), bare(94)]
    assert later(ran(*sure, *unsure), rewritten(zoned(20), zoned(22), bare(1), bare(2), bare(3))) == 10
    assert later(ran(bare(10), bare(12), day(4)), rewritten(bare(20), bare(22), day(1), day(1), day(1))) == 10


def test_a_page_that_prints_a_day_alone_says_nothing_of_the_hour() -> None:
    assert later(ran(bare(20), bare(21)), rewritten(day(0), day(0))) == 0
    assert later(ran(bare(20), bare(21)), rewritten(day(1), day(1))) == 24


def test_papers_that_print_the_very_same_have_one_voice_but_where_there_is_no_other() -> None:
    chain = tuple(zoned(90) for _ in range(20))
    assert later(ran(zoned(10), zoned(12), others=chain), rewritten(zoned(20), zoned(22))) == 10
    assert later(ran(zoned(10), others=(zoned(12),)), rewritten(zoned(20), others=(zoned(22),))) == 10
    assert later(ran(bare(10), others=(bare(12),)), rewritten(bare(20), others=(bare(22),))) is None


def test_texts_are_no_witnesses_of_themselves() -> None:
    one, other = text(LEDE, *BODY), text(LEDE, *BODY[:3], *OWN)
    alone = relations([one, other], [(0, 1)])
    assert relations([one, other], [(0, 1)], beside=[[0, 1]]) == alone
    assert Witnesses([one, other]).of(one, other, but=(0, 1)) == UNSEEN


CHAIN = list(wires(6, seed=41))
TOLD = told([copy_of_sent(s) for s in CHAIN])


@given(st.randoms(use_true_random=False))
def test_the_order_of_those_who_are_asked_does_not_matter_and_the_answer_turns_round(dice: random.Random) -> None:
    one, other = dice.sample(range(len(TOLD)), 2)
    asked = [i for i, sent in enumerate(CHAIN) if sent.chain in (CHAIN[one].chain, CHAIN[other].chain)]
    shuffled = dice.sample(asked, len(asked))
    pairs = [(one, other), (other, one), (one, other)]
    first, turned, again = relations(TOLD, pairs, beside=[asked, shuffled, shuffled])
    assert first == again == turned.turned()
