"""Another scheme: looked at beside the one in force, adopted, taken back; rulings hold throughout."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from newsarchive.archive.models import Adoption, Band, Fingerprint, Match, Membership, Receipt, Scheme, Story, Unmatched
from newsarchive.archive.queries.keys import bands_of
from newsarchive.archive.queries.schemes import SchemeRefused, in_force
from newsarchive.archive.services import adopting, beside, clustering, reading, rulings
from newsarchive.dedup.definitions import CONTAINMENT, KNOWN, changed, definition, scheme_of
from newsarchive.dedup.schemes import CLUSTERING, ClusteringScheme
from tests.archive import pipeline
from tests.archive.factories import make_editor
from tests.archive.wirecopy import Desk, mixed_bag, page

STRICT = changed(CONTAINMENT, {"version.weights.bias": "-9", "story.weights.bias": "-9"})
"""Joins what is contained but for a tenth: edits and updates are stories of their own."""

LOOSE = changed(CONTAINMENT, {"story.weights.bias": "-0.2", "story.cut": "0.05"})
"""Joins neighbours that share a background."""

OTHER_SIGNATURES = changed(
    CONTAINMENT, {"texts.shingle": "2", "texts.bands": "32", "texts.rows": "4", "passages.seed": "5"}
)


def quietly(*_: object) -> None:
    """No one looks at the progress."""


def adopt(scheme: ClusteringScheme) -> None:
    adopting.adopt(scheme, quietly)


def back() -> None:
    adopting.back(quietly)


def outcome() -> tuple[pipeline.Partition, pipeline.Partition]:
    return pipeline.versions(), pipeline.stories()


def numbers() -> dict[int, int]:
    """The story of every text."""
    return dict(Membership.objects.values_list("text_id", "story_id"))


def afresh(files: Mapping[str, bytes], scheme: ClusteringScheme) -> tuple[pipeline.Partition, pipeline.Partition]:
    """What an archive that had the scheme from the start makes of the files."""
    with transaction.atomic():
        adopt(scheme)
        pipeline.take_in(files)
        found = outcome()
        transaction.set_rollback(True)
    return found


def said(*arguments: str, **options: object) -> str:
    stream = io.StringIO()
    call_command("refingerprint", *arguments, stdout=stream, stderr=io.StringIO(), **options)
    return " ".join(stream.getvalue().split())


def story_of(name: str) -> Story:
    return Story.objects.get(memberships__text__articles__receipts__file__name=name)


@pytest.fixture
def editor(db) -> User:
    return make_editor()


@pytest.fixture
def files(db) -> dict[str, bytes]:
    """Three reports in an archive that began with the plain method: five articles each."""
    adopt(CONTAINMENT)
    files = dict(mixed_bag(11, reports=3))
    pipeline.take_in(files)
    assert len(pipeline.stories()) == 3
    return files


class AnyBagOfFiles(TestCase):
    @given(
        st.integers(0, 10_000),
        st.permutations([CLUSTERING, CONTAINMENT, STRICT, LOOSE, OTHER_SIGNATURES]),
        st.integers(1, 9),
    )
    @settings(max_examples=6)
    def test_is_under_an_adopted_scheme_what_it_is_in_an_archive_that_began_with_it(self, seed, schemes, early) -> None:
        first, second, *_ = schemes
        files = mixed_bag(seed, reports=2)
        names = sorted(files, key=lambda name: (name[2:], name))
        wanted = afresh(files, second)
        with transaction.atomic():
            adopt(first)
            pipeline.take_in({name: files[name] for name in names[:early]})
            adopting.preview(second, quietly)
            pipeline.take_in({name: files[name] for name in names[early:]})
            before = (*outcome(), numbers())
            adopt(second)
            assert outcome() == wanted
            back()
            assert (*outcome(), numbers()) == before
            back()
            assert outcome() == wanted
            transaction.set_rollback(True)


def test_going_back_restores_stories_and_their_numbers_and_forth_again_too(files) -> None:
    start = (*outcome(), numbers())
    adopt(STRICT)
    strict = (*outcome(), numbers())
    assert len(strict[1]) > len(start[1])
    back()
    assert (*outcome(), numbers()) == start
    back()
    assert (*outcome(), numbers()) == strict


def test_joined_stories_redirect_and_stand_again_after_going_back(files) -> None:
    start = (*outcome(), numbers())
    adopt(LOOSE)
    assert len(pipeline.stories()) == 2
    (gone,) = Story.objects.filter(merged_into__isnull=False)
    assert gone.merged_into_id in numbers().values()
    back()
    assert (*outcome(), numbers()) == start
    assert not Story.objects.filter(merged_into__isnull=False).exists()


def test_the_report_counts_what_then_happens_and_looking_changes_nothing(files) -> None:
    start = (*outcome(), numbers())
    report = adopting.preview(LOOSE, quietly)
    assert (*outcome(), numbers()) == start
    assert in_force() == CONTAINMENT
    assert (report.articles, report.stories.today, report.stories.then) == (15, 3, 2)
    assert {kind: (c.today, c.then) for kind, c in report.regrouped.items() if c.today} == {
        "kept": (1, 1),
        "joined": (2, 1),
    }
    assert report.stories_changed == 2
    assert report.moved == 5
    (join,) = report.joins
    assert (join.story.articles, sorted(part.articles for part in join.parts)) == (10, [5, 5])
    assert report.splits == []
    assert [story.articles for story in report.largest] == [10, 5]
    assert adopting.adopt(LOOSE, quietly) == report
    moved = [
        r
        for r in Receipt.objects.select_related("article")
        if numbers()[r.article.text_id] != start[2][r.article.text_id]
    ]
    assert len(moved) == report.moved


def test_a_report_of_splits_says_which_story_falls_into_what(files) -> None:
    report = adopting.preview(STRICT, quietly)
    stories = len(afresh_stories(files, STRICT))
    assert report.stories.then == stories
    assert report.regrouped["split"].today + report.regrouped["mixed"].today == 3
    assert {split.story.id for split in report.splits} == set(numbers().values())
    for split in report.splits:
        assert sum(part.articles for part in split.parts) == split.story.articles == 5


def afresh_stories(files: Mapping[str, bytes], scheme: ClusteringScheme) -> pipeline.Partition:
    with transaction.atomic():
        adopt(scheme)
        found = pipeline.stories()
        transaction.set_rollback(True)
    return found


def test_rulings_hold_under_every_scheme_and_the_report_says_which_go_against_it(files, editor: User) -> None:
    same = rulings.merge_stories([story_of("0-agency.txt").pk, story_of("2-agency.txt").pk], by=editor, reason="One")
    update = pipeline.article_of("1-update.txt")
    apart = rulings.take_out(story_of("1-update.txt").pk, [update.pk], by=editor, reason="Another event")
    for scheme, against in ((STRICT, [same.pk]), (LOOSE, [same.pk, apart.pk]), (OTHER_SIGNATURES, [same.pk, apart.pk])):
        report = adopting.adopt(scheme, quietly)
        assert story_of("0-agency.txt") == story_of("2-agency.txt") == story_of("2-copy.txt")
        assert story_of("1-update.txt") not in {story_of("1-agency.txt"), story_of("1-edit.txt")}
        assert report.rulings.holding == 2
        assert report.rulings.against == against
        back()
        assert story_of("0-agency.txt") == story_of("2-edit.txt")
        assert story_of("1-update.txt") != story_of("1-agency.txt")


def test_a_ruling_undone_under_another_scheme_is_gone_when_going_back(files, editor: User) -> None:
    ruling = rulings.merge_stories([story_of("0-agency.txt").pk, story_of("2-agency.txt").pk], by=editor, reason="One")
    adopt(STRICT)
    rulings.undo(ruling.pk, by=editor, reason="Two after all")
    back()
    assert outcome() == afresh(files, CONTAINMENT)


@pytest.mark.django_db(transaction=True)
def test_what_was_killed_on_the_way_goes_on_from_there(monkeypatch) -> None:
    adopt(CONTAINMENT)
    pipeline.take_in(mixed_bag(11, reports=3))
    monkeypatch.setattr(beside, "CHUNK", 4)

    class Killed(BaseException):
        pass

    def die(what: str, done: int, total: int) -> None:
        if done >= 8:
            raise Killed

    with pytest.raises(Killed):
        adopting.adopt(OTHER_SIGNATURES, die)
    assert in_force() == CONTAINMENT
    left = Unmatched.objects.filter(scheme=OTHER_SIGNATURES.id).count()
    assert 0 < left < Membership.objects.count()
    started: list[int] = []
    adopting.adopt(OTHER_SIGNATURES, lambda what, done, total: started.append(total))
    assert started[0] == left
    assert in_force() == OTHER_SIGNATURES
    assert not Unmatched.objects.filter(scheme=OTHER_SIGNATURES.id).exists()


def test_texts_filed_before_and_settled_after_the_change_find_their_story(files) -> None:
    desk = Desk(5)
    lines = files["1-agency.txt"].decode().split("\n\n")
    pipeline.hand_in({"late.txt": page("Late", [desk.edited(line, 2) for line in lines[3:9]])})
    while reading.read_some():
        pass
    adopt(OTHER_SIGNATURES)
    assert not Membership.objects.filter(text__articles__receipts__file__name="late.txt").exists()
    while clustering.cluster_some():
        pass
    assert story_of("late.txt") == story_of("1-agency.txt")
    assert Match.objects.filter(scheme=OTHER_SIGNATURES.id, other=pipeline.article_of("late.txt").text_id).exists()


def test_doing_it_twice_changes_nothing_more(files) -> None:
    said("evidence", adopt=True, reason="Tried")
    after = (*outcome(), numbers(), Adoption.objects.count())
    told = said("evidence", adopt=True)
    assert "0 of 15 articles moved" in told
    assert (*outcome(), numbers(), Adoption.objects.count()) == after


def test_the_command_tells_looks_changes_lists_and_goes_back(files, editor: User) -> None:
    loose = ("--set", "story.weights.bias=-0.2", "--set", "story.cut=0.05")
    told = said(*loose)
    assert "nothing is changed yet" in told
    assert "Of 3 stories, 1 stays as it is; 2 are joined into 1." in told
    assert "5 of 15 articles would move" in told
    assert in_force() == CONTAINMENT
    told = said(*loose, adopt=True, reason="Backgrounds belong together", by="egon")
    assert "is in force" in told
    latest = Adoption.objects.latest("id")
    assert (latest.reason, latest.adopted_by, latest.scheme_id) == ("Backgrounds belong together", editor, LOOSE.id)
    assert latest.report["moved"] == 5
    assert f"{LOOSE.id}" in said("--list")
    assert "containment" in said("--back")
    assert in_force() == CONTAINMENT
    assert len(pipeline.stories()) == 3


def test_a_definition_printed_and_changed_by_hand_is_taken_from_its_file(files, tmp_path: Path) -> None:
    spelled = json.loads(said("containment", "--print"))
    assert scheme_of(spelled) == CONTAINMENT
    spelled["story"]["weights"]["bias"], spelled["story"]["cut"] = -0.2, 0.05
    written = tmp_path / "mine.json"
    written.write_text(json.dumps(spelled))
    said("--definition", str(written), "--adopt")
    assert in_force().id == LOOSE.id


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["evidense"], "no scheme called evidense. By name there are evidence and containment"),
        (["--set", "story.weights.bais=1"], "no number called story.weights.bais"),
        (["--set", "story.weights=1"], "no number called story.weights"),
        (["--set", "most"], "PATH=VALUE"),
        (["--set", "most=many"], "most is a whole number; 'many' is none"),
        (["--set", "story.cut=nan"], "story.cut should be a number"),
        (["--set", "story.weights.bias=inf"], "story.weights.bias should be a number"),
        (["--set", "story.cut=1"], "story: the cut should be between 0 and 1"),
        (["--set", "version.weights.bias=-1e308"], "version.weights.bias should be between -1000 and 1000"),
        (["--set", "story.weights.words=1001"], "story.weights.words should be between -1000 and 1000"),
        (["--set", "version.sure=1e-300"], "version.sure should be between 0.001 and 1000"),
        (["--set", "firm=1e300"], "firm should be between -1000 and 1000"),
        (["--set", "texts.bands=50"], "bands times rows"),
        (["--set", "linkage=single"], "linkage is 'single', which this release does not have"),
        (["--set", "texts.minhash=legacy"], "texts.minhash is 'legacy', which"),
        (["containment", "--definition", "x.json"], "name no other"),
        (["containment", "--back"], "name no other"),
        (["--definition", "nowhere.json"], "cannot be read"),
        (["--adopt", "--by", "nobody"], "no user called nobody"),
        (["--back"], "No scheme was in force before"),
        (["--forget", "containment"], "in force"),
    ],
)
def test_what_makes_no_sense_is_refused_in_a_sentence(db, arguments, complaint) -> None:
    adopt(CONTAINMENT)
    with pytest.raises(CommandError, match=complaint.replace("(", r"\(")):
        said(*arguments)
    assert in_force() == CONTAINMENT
    assert Scheme.objects.count() == 1


@pytest.mark.parametrize(
    ("spelled", "complaint"),
    [
        ("{", "is not JSON"),
        ("[]", "should be an object"),
        (json.dumps(definition(CLUSTERING) | {"extra": 1}), "unknown: extra"),
        (json.dumps({k: v for k, v in definition(CLUSTERING).items() if k != "most"}), "lacks: most"),
        (json.dumps(definition(CLUSTERING) | {"version": {}}), "lacks: version.weights, version.cut"),
        (json.dumps(definition(CLUSTERING) | {"most": "600"}), "most should be a whole number"),
        (json.dumps(definition(CLUSTERING) | {"most": 0}), "most should be at least 1"),
    ],
)
def test_a_definition_that_makes_no_scheme_is_refused_in_a_sentence(db, tmp_path: Path, spelled, complaint) -> None:
    written = tmp_path / "wrong.json"
    written.write_text(spelled)
    with pytest.raises(CommandError, match=complaint):
        said("--definition", str(written))


@pytest.mark.parametrize("name", KNOWN)
def test_every_known_scheme_can_be_spelled_out_and_read_again(name: str) -> None:
    spelled = json.loads(json.dumps(definition(KNOWN[name])))
    assert scheme_of(spelled).id == KNOWN[name].id


def test_a_scheme_of_another_release_stops_clustering_and_rulings_but_not_reading(files, editor: User, client) -> None:
    before = (*outcome(), numbers())
    strange = definition(CONTAINMENT) | {"foresight": 2}
    Scheme.objects.filter(id=CONTAINMENT.id).update(definition=strange)
    pipeline.hand_in({"late.txt": page("Late", Desk(5).report(6))})
    while reading.read_some():
        pass
    with pytest.raises(SchemeRefused, match="foresight"):
        clustering.cluster_some()
    with pytest.raises(rulings.Refused, match="refingerprint evidence --adopt"):
        rulings.merge_stories([story_of("0-agency.txt").pk, story_of("1-agency.txt").pk], by=editor, reason="One")
    client.force_login(editor)
    assert client.get(story_of("0-agency.txt").get_absolute_url()).status_code == 200
    with pytest.raises(CommandError, match="cannot compute"):
        said()
    assert (*outcome(), numbers())[2] == before[2]
    said("evidence", adopt=True)
    pipeline.work()
    assert in_force() == CLUSTERING
    assert Membership.objects.filter(text__articles__receipts__file__name="late.txt").exists()


def test_numbers_that_come_to_another_id_are_refused(files) -> None:
    Scheme.objects.filter(id=CONTAINMENT.id).update(definition=definition(LOOSE))
    with pytest.raises(SchemeRefused, match=LOOSE.id):
        in_force()


def test_an_archive_keeps_the_scheme_it_began_with(db) -> None:
    pipeline.take_in(mixed_bag(3, reports=1))
    (first,) = Adoption.objects.all()
    assert first.scheme_id == CLUSTERING.id
    assert scheme_of(first.scheme.definition) == CLUSTERING


def test_what_was_computed_under_a_scheme_is_dropped_and_can_be_computed_again(files) -> None:
    wanted = afresh(files, OTHER_SIGNATURES)
    adopt(OTHER_SIGNATURES)
    back()
    said("--forget", OTHER_SIGNATURES.id)
    assert not Match.objects.filter(scheme=OTHER_SIGNATURES.id).exists()
    assert set(Fingerprint.objects.values_list("scheme", flat=True)) == {CONTAINMENT.texts.mark}
    texts = Fingerprint.objects.values_list("text_id", flat=True)
    keys = {(text, key) for text, key in bands_of(texts, CONTAINMENT.texts).tolist()}
    assert set(Band.objects.values_list("text_id", "key")) == keys
    assert "forgotten" in said("--list")
    pipeline.take_in({"new.txt": page("New", Desk(8).report(6))})
    assert not Unmatched.objects.exists()
    adopt(OTHER_SIGNATURES)
    assert pipeline.stories() - {frozenset({"new.txt"})} == wanted[1]
