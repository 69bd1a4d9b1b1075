"""Whatever editors decide and undo, and whatever arrives in between: rulings hold, and nothing is lost."""

from __future__ import annotations

import itertools
import random
from collections import defaultdict
from typing import Any

import pytest
from django.db import transaction
from django.db.models import QuerySet
from django.test import override_settings
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from newsarchive.archive.models import Article, Membership, Ruling, Story, Upload
from newsarchive.archive.queries.said import LEAD_RULES, PINNED
from newsarchive.archive.services import adopting, clustering, emptying, rulings
from newsarchive.archive.services.rulings import Refused
from newsarchive.dedup.definitions import changed
from newsarchive.dedup.schemes import CLUSTERING
from tests.archive import pipeline
from tests.archive.factories import make_editor
from tests.archive.wirecopy import mixed_bag

pick = st.integers(0, 10_000)
"""Which of what there is just now, counted round and round."""


class Desk(RuleBasedStateMachine):
    """An archive of two reports and an editor who decides at random."""

    def __init__(self) -> None:
        super().__init__()
        self.held = transaction.atomic()
        self.held.__enter__()
        self.editor = make_editor(f"editor {next(_numbers)}")
        self.before: dict[str, Any] | None = None
        """How all stood before the last ruling, where nothing but that ruling happened since."""
        self.addresses: set[int] = set()
        self.made: dict[int, str] = {}

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.held.__exit__(None, None, None)

    @initialize(seed=st.integers(0, 1000), first=st.integers(3, 10))
    def files(self, seed: int, first: int) -> None:
        bag = mixed_bag(seed, reports=2)
        names = sorted(bag)
        random.Random(seed).shuffle(names)
        self.bag, self.outside = bag, names[first:]
        pipeline.take_in({name: bag[name] for name in names[:first]})

    # --- What happens ---------------------------------------------------------------------------------------------

    @precondition(lambda self: self.outside)
    @rule()
    def a_file_arrives(self) -> None:
        name = self.outside.pop()
        pipeline.take_in({name: self.bag[name]})
        self.before = None

    @rule(which=pick)
    def a_file_is_handed_in_again(self, which: int) -> None:
        names = sorted(self.bag.keys() - set(self.outside))
        name = names[which % len(names)]
        pipeline.take_in({name: self.bag[name]})
        self.before = None

    @rule(which=pick)
    def withdraw(self, which: int) -> None:
        uploads = list(Upload.objects.order_by("pk").values_list("pk", flat=True))
        self.decide(rulings.withdraw_upload, uploads[which % len(uploads)])

    @rule()
    def the_bin_is_emptied(self) -> None:
        before = snapshot()
        with override_settings(BIN_DAYS=0):
            emptying.empty_bin()
        assert snapshot() == before, "what is in the bin is in no story"
        self.before = None

    @rule(cut=st.sampled_from(["0.02", "0.3", "0.9"]))
    def another_scheme_is_adopted(self, cut: str) -> None:
        adopting.adopt(changed(CLUSTERING, {"story.cut": cut, "version.cut": cut}), lambda *_: None, reason="Tried")
        self.before = None

    @precondition(lambda self: inhabited().exists())
    @rule(one=pick, other=pick)
    def merge(self, one: int, other: int) -> None:
        self.decide(rulings.merge_stories, [self.story(one), self.story(other)])

    @precondition(lambda self: inhabited().exists())
    @rule(story=pick, articles=st.lists(pick, min_size=1, max_size=3))
    def take_out(self, story: int, articles: list[int]) -> None:
        home = self.story(story)
        self.decide(rulings.take_out, home, self.members(home, articles))

    @precondition(lambda self: inhabited().exists())
    @rule(story=pick, articles=st.lists(pick, min_size=1, max_size=3))
    def part(self, story: int, articles: list[int]) -> None:
        home = self.story(story)
        self.decide(rulings.part, home, self.members(home, articles))

    @precondition(lambda self: inhabited().exists())
    @rule(story=pick, articles=st.lists(pick, min_size=1, max_size=2), to=pick)
    def move(self, story: int, articles: list[int], to: int) -> None:
        home = self.story(story)
        self.decide(rulings.move_to, home, self.members(home, articles), self.story(to))

    @precondition(lambda self: inhabited().exists())
    @rule(one=pick, other=pick, verdict=st.sampled_from(["same", "different", "unsure"]), version=st.booleans())
    def pair(self, one: int, other: int, verdict: str, version: bool) -> None:
        level = "version" if version else "story"
        self.decide(rulings.rule_on_pair, self.article(one), self.article(other), verdict, level=level)

    @precondition(lambda self: inhabited().exists())
    @rule(story=pick, article=pick, how=st.sampled_from([PINNED, *LEAD_RULES]))
    def lead(self, story: int, article: int, how: str) -> None:
        home = self.story(story)
        pinned = self.members(home, [article])[0] if how == PINNED else None
        if self.decide(rulings.choose_lead, home, article_id=pinned, rule=how) and pinned:
            assert Story.objects.get(pk=home).lead_article_id == pinned

    @precondition(lambda self: inhabited().exists())
    @rule(story=pick, headline=st.sampled_from(["Two tales of one fire", "The fire"]))
    def headline(self, story: int, headline: str) -> None:
        home = self.story(story)
        if self.decide(rulings.edit_story, home, headline=headline):
            assert Story.objects.get(pk=home).headline == headline

    @precondition(lambda self: inhabited().exists())
    @rule(story=pick, mark=st.sampled_from(Story.Mark.values), on=st.booleans())
    def mark(self, story: int, mark: str, on: bool) -> None:
        home = self.story(story)
        if self.decide(rulings.mark_story, home, mark, on=on):
            assert (mark in Story.objects.get(pk=home).marks) == on

    @precondition(lambda self: Ruling.objects.standing().exists())
    @rule(which=pick)
    def undo_any(self, which: int) -> None:
        standing = list(Ruling.objects.standing().order_by("pk").values_list("pk", flat=True))
        before = snapshot()
        try:
            rulings.undo(standing[which % len(standing)], by=self.editor, reason="Thought better of it")
        except Refused as refusal:
            self.refused(refusal, before)
        else:
            self.before = None

    @precondition(lambda self: self.before is not None)
    @rule()
    def undo_the_last_step(self) -> None:
        rulings.undo(Ruling.objects.latest("pk").pk, by=self.editor, reason="A slip")
        assert snapshot() == self.before
        self.before = None

    @rule()
    def cluster_everything_anew(self) -> None:
        before = snapshot()
        clustering.enter_lane()
        clustering.recluster(list(Membership.objects.values_list("text_id", flat=True)))
        assert snapshot() == before

    # --- How ------------------------------------------------------------------------------------------------------

    def decide(self, service: Any, *args: Any, **said: Any) -> bool:
        """Whether a service did as asked; what stands against it is set aside on purpose every second time."""
        before = snapshot()
        said |= {"by": self.editor, "reason": f"Because {len(self.made)}"}
        try:
            ruling = service(*args, **said)
        except Refused as refusal:
            self.refused(refusal, before)
            if not refusal.against or len(self.made) % 2:
                return False
            try:
                ruling = service(*args, **said, replacing=refusal.against)
            except Refused:
                assert snapshot() == before
                return False
        self.before = before
        self.made[ruling.pk] = ruling.reason
        return True

    def refused(self, refusal: Refused, before: dict[str, Any]) -> None:
        assert refusal.reason
        assert snapshot() == before, "a refused decision changes nothing"

    def story(self, which: int) -> int:
        stories = list(inhabited().order_by("pk"))
        return stories[which % len(stories)].pk

    def article(self, which: int) -> int:
        articles = list(here().order_by("original_id").values_list("pk", flat=True))
        return articles[which % len(articles)]

    def members(self, story: int, which: list[int]) -> list[int]:
        own = list(Article.objects.filter(text__membership__story=story).order_by("pk").values_list("pk", flat=True))
        return sorted({own[n % len(own)] for n in which})

    # --- What always holds ----------------------------------------------------------------------------------------

    @invariant()
    def rulings_hold(self) -> None:
        where = {level: places(level) for level in ("story", "version")}
        for ruling in in_force():
            place = where[ruling.level]
            for group in together(ruling):
                assert len({place[name] for name in group if name in place}) <= 1, ruling
            for one, other in apart(ruling):
                assert {place[n] for n in one if n in place}.isdisjoint(place[n] for n in other if n in place), ruling

    @invariant()
    def every_article_is_in_exactly_one_story_that_counts_it(self) -> None:
        counted = defaultdict(int)
        for article in here().select_related("text__membership"):
            counted[article.text.membership.story_id] += 1
        said = dict(Story.objects.filter(merged_into=None, article_count__gt=0).values_list("pk", "article_count"))
        assert said == dict(counted)

    @invariant()
    def every_address_leads_to_a_story(self) -> None:
        into = dict(Story.objects.values_list("pk", "merged_into_id"))
        self.addresses |= into.keys()
        for address in self.addresses:
            steps = 0
            while into[address] is not None:
                address, steps = into[address], steps + 1
                assert steps < 100, "a ring"
            assert address in into, "it answers, if only to say that its articles are in the bin"

    @invariant()
    def the_history_tells_it_all(self) -> None:
        rows = {ruling.pk: ruling for ruling in Ruling.objects.prefetch_related("stories")}
        assert rows.keys() == self.made.keys()
        for pk, reason in self.made.items():
            told = rows[pk]
            assert (told.reason, told.made_by) == (reason, self.editor)
            assert told.before
            assert told.after
            assert told.stories.all() or told.kind == "withdrawn", "an upload may have brought nothing of its own"
            assert told.holds or (told.undone_by == self.editor and told.undone_reason)


_numbers = itertools.count()


def snapshot() -> dict[str, Any]:
    """All that an editor could see: who is with whom, under which number, and what is said of each story."""
    stories = inhabited().select_related("lead_article")
    said = {
        s.pk: (s.headline, s.dated_on, s.lead_article.original_id, tuple(s.marks), s.article_count) for s in stories
    }
    return {"members": places("story"), "versions": grouped(places("version")), "said": said}


def here() -> QuerySet[Article]:
    """The articles that are not in the bin."""
    return Article.objects.filter(text__isnull=False)


def inhabited() -> QuerySet[Story]:
    """The stories that have members."""
    return Story.objects.filter(memberships__isnull=False).distinct()


def places(level: str) -> dict[str, int]:
    rows = here().values_list("original_id", "item", f"text__membership__{level}_id")
    return {f"{digest}#{item}": place for digest, item, place in rows}


def grouped(where: dict[str, int]) -> set[frozenset[str]]:
    groups = defaultdict(set)
    for name, place in where.items():
        groups[place].add(name)
    return {frozenset(names) for names in groups.values()}


def in_force() -> list[Ruling]:
    """The standing rulings that no other one in force sets aside, worked out the slow way."""
    standing = list(Ruling.objects.standing().prefetch_related("articles", "replaced_by"))

    def counts(ruling: Ruling) -> bool:
        later = [r for r in standing if r.pk in {x.pk for x in ruling.replaced_by.all()} and counts(r)]
        return all(ruling.kind == "same" and r.kind == "different" for r in later)

    found = [ruling for ruling in standing if ruling.kind in ("same", "different") and counts(ruling)]
    for ruling in found:
        later = [r for r in found if r.pk in {x.pk for x in ruling.replaced_by.all()}]
        ruling.without = {name for r in later for name in named(r, "a")}
    return found


def named(ruling: Ruling, side: str) -> set[str]:
    return {f"{a.original_digest}#{a.item}" for a in ruling.articles.all() if a.side == side}


def together(ruling: Ruling) -> list[set[str]]:
    a, c = named(ruling, "a"), named(ruling, "c")
    if ruling.kind == "same":
        return [a - ruling.without]
    return [] if ruling.value.get("alone") else [a | c]


def apart(ruling: Ruling) -> list[tuple[set[str], set[str]]]:
    if ruling.kind == "same":
        return []
    a, b = named(ruling, "a"), named(ruling, "b")
    found = [(a, b)]
    if ruling.value.get("alone"):
        texts = dict(here().values_list("original_id", "text_id"))
        found += [
            ({one}, {other})
            for one, other in itertools.combinations(sorted(a), 2)
            if texts.get(one.partition("#")[0]) != texts.get(other.partition("#")[0])
        ]
    return found


@pytest.mark.django_db
def test_rulings_hold_whatever_editors_do_and_whatever_arrives() -> None:
    run_state_machine_as_test(
        Desk, settings=settings(max_examples=max(6, settings.default.max_examples // 8), stateful_step_count=16)
    )
