"""Why each article is in its story and where the story is weakest: as a reader finds it on the story's page."""

from __future__ import annotations

import csv
import datetime
import html
import random
import re
from collections import defaultdict

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from scipy.sparse.csgraph import connected_components, minimum_spanning_tree

from newsarchive.archive.models import Article, RuledArticle, Ruling, Story
from newsarchive.archive.queries import stories, weakest
from newsarchive.archive.queries.evidence import MOST_NAMED, Held, why
from newsarchive.archive.queries.relations import members
from newsarchive.archive.queries.weakest import weakest_link
from newsarchive.archive.services import rulings
from newsarchive.archive.views import story as views
from tests.archive import factories as make
from tests.archive import pipeline
from tests.archive.wirecopy import Desk, page

pytestmark = pytest.mark.django_db

RATE_CUT = (
    "northwire-desk/valdora-rate-cut.txt",
    "northwire-desk/valdora-rate-cut-corrected.txt",
    "city-monitor/valdora-surprises-with-deep-cut.html",
    "lakeside-post/bank-cuts-in-one-step.txt",
)


@pytest.fixture
def ada(client):
    client.force_login(make.make_archivist())
    return client


def story_of(name: str) -> Story:
    return make.story_of(pipeline.article_of(name))


def plain(markup: str) -> str:
    """Markup as one line of text; names that are isolated keep to the signs beside them."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", re.sub("</?bdi>", "", markup))).split()).replace(" .", ".")


def read(client, story: Story, **asked: int) -> str:
    """What the members' part of the story page says, as one line of plain text."""
    text = client.get(reverse("story", args=[story.pk]), asked).text
    part = text[text.index('id="members"') : text.index("</section>", text.index('id="members"'))]
    return plain(part).replace(" ,", ",")


def said_of(client, name: str) -> str:
    """What the page says of why the article that came under this name is where it is."""
    article = pipeline.article_of(name)
    text = client.get(reverse("story", args=[make.story_of(article).pk])).text
    rows = re.findall(r'<tr role="row">(.*?)</tr>\s*(?:<tr role="row" class="why">(.*?)</tr>)?', text, re.DOTALL)
    own = next(reason for row, reason in rows if f'href="{reverse("article", args=[article.pk])}"' in row)
    return plain(own)


def family(*parents: int) -> list[Article]:
    """The members of a story without matches, each of a text of its own."""
    first = make.make_article("Member 0", ["Quint arrived at gate 0."])
    story = make.story_of(first)
    rest = [make.make_article(f"Member {n}", [f"Quint left by gate {n}."], story=story) for n in parents]
    return [first, *rest]


def test_the_correction_in_the_samples_names_the_figure_that_it_corrects(ada):
    pipeline.take_in({name: content for name, content in pipeline.samples().items() if name in RATE_CUT})
    said = said_of(ada, "northwire-desk/valdora-rate-cut-corrected.txt")
    assert "Nearest: Valdora" in said
    assert "6 of 11 paragraphs, " in said
    assert re.search(r"Only here (\S+ · )*4\.25\b", said)
    assert re.search(r"Only there .*Casimir Dunlow", said)
    assert "Northwire" not in said
    assert re.search(r"Odds of one story \+\d\.\d, (well |just )?above the cut; of one version", said)
    assert said.index("Nearest") < said.index("% of this text") < said.index("Only here") < said.index("Odds")
    copy = said_of(ada, "lakeside-post/bank-cuts-in-one-step.txt")
    assert "No name or figure differs." in copy


def test_the_link_to_the_correction_is_the_weakest_of_the_sample(ada):
    pipeline.take_in({name: content for name, content in pipeline.samples().items() if name in RATE_CUT})
    said = read(ada, story_of("northwire-desk/valdora-rate-cut.txt"))
    assert "Weakest link: CORRECTED - Valdora central bank cuts key rate by quarter point (source unknown) and" in said
    assert "Without it 1 article would part from the other 3." in said


def test_a_trim_is_wholly_in_what_it_was_cut_from_and_a_copy_is_word_for_word(ada):
    body = Desk(5).report(8)
    files = {"whole.txt": body, "trim.txt": body[:4]}
    pipeline.take_in({name: page(f"Told by {name}", own) for name, own in files.items()})
    pipeline.take_in({"copy.txt": page("Told once more", body, "PORT ELLERY, May 3, 2011 (Northwire) - ")})
    trim = said_of(ada, "trim.txt")
    assert "100 % of this text in that one" in trim
    assert "4 of 4 paragraphs, " in trim
    both = said_of(ada, "whole.txt"), said_of(ada, "copy.txt")
    (first,) = (one for one in both if "Nearest other text: Told by trim.txt" in one)
    (later,) = (one for one in both if "Nearest" not in one)
    assert first.startswith("Word for word the text of Told ")
    assert "4 of 8 paragraphs, " in first
    assert re.fullmatch(r"Word for word the text of Told .*\.", later)


def test_a_story_of_one_text_has_no_weakest_link_and_says_nothing_of_its_only_article(ada):
    alone = make.make_article("Alone", ["Nobody else ran this."], dated_on=datetime.date(2020, 1, 1))
    story = make.story_of(alone)
    assert weakest_link(story) is None
    assert why(story, members(story)) == []
    assert "Weakest link" not in read(ada, story)
    make.make_article("Again", ["Nobody else ran this."])
    assert weakest_link(story) is None
    assert "Word for word the text of Alone (source unknown)." in read(ada, story)


def test_repeats_are_not_counted_as_paragraphs(ada):
    body = ["The ferry Saint Corentin sat on the mole.", "The ferry Saint Corentin sat on the mole.", "It rained."]
    first = make.make_article("Doubled", body, repeats={1: (0, "same")})
    make.make_article("Cut", body[:1], story=make.story_of(first))
    said = read(ada, make.story_of(first))
    assert "1 of 2 paragraphs, " in said
    assert "1 of 1 paragraph, " in said


def test_what_only_a_ruling_holds_says_so_and_is_the_weakest_link(ada):
    desk = Desk(3)
    one, other = desk.report(6), desk.report(6)
    pipeline.take_in({"a.txt": page("Fire at the mill", one), "b.txt": page("Mill burns", one[:4])})
    pipeline.take_in({"c.txt": page("Smoke over town", other)})
    stories = [story_of("a.txt").pk, story_of("c.txt").pk]
    assert "Ruling" not in said_of(ada, "a.txt")
    ruling = rulings.merge_stories(stories, by=make.make_editor(), reason="One fire")
    assert f"Ruling {ruling.pk} of an editor holds it here." in said_of(ada, "c.txt")
    assert "below the cut" in said_of(ada, "c.txt")
    story = story_of("c.txt")
    link = weakest_link(story)
    assert (link.ruling, link.odds) == (ruling.pk, None)
    said = read(ada, story)
    assert f"ruling {ruling.pk} of an editor. Without it 1 article would part from the other 2." in said
    rulings.undo(ruling.pk, by=make.make_editor("erna"), reason="Two fires")
    assert "Ruling" not in said_of(ada, "a.txt")


def test_editors_can_go_to_the_ruling(client):
    desk = Desk(4)
    pipeline.take_in({"a.txt": page("One", desk.report(4)), "b.txt": page("Two", desk.report(4))})
    editor = make.make_editor()
    editor.is_staff = True
    editor.save()
    ruling = rulings.merge_stories([story_of("a.txt").pk, story_of("b.txt").pk], by=editor, reason="The same")
    client.force_login(editor)
    text = client.get(reverse("story", args=[story_of("a.txt").pk])).text
    assert f'<a href="{reverse("admin:archive_ruling_change", args=[ruling.pk])}">Ruling {ruling.pk}</a>' in text


def test_what_no_pair_of_its_own_holds_is_said_to_be_held_by_the_others(ada):
    one = make.make_article("On the river", ["Quint arrived by boat, and Basra was quiet in the evening."])
    make.make_article("On the bank", ["The shares of Valdora fell, so nobody bought any."], story=make.story_of(one))
    story = make.story_of(one)
    assert {reason.held for reason in why(story, members(story))} == {Held.OTHERS}
    said = read(ada, story)
    assert "Only here Basra Only there Valdora No pair of its own holds it here, the others it is with do." in said
    assert "well below the cut. " in said
    assert "Nothing else holds the two together." in said


def test_the_nearest_is_the_one_with_the_best_odds_of_the_same_story(ada):
    one, near, far = family(1, 2)
    stranger = make.make_article("Stranger", ["Quint stayed at home."])
    for other, odds in ((near, 2.5), (far, 0.5), (stranger, 9.0)):
        make.make_match(one, other, odds)
    reason = next(r for r in why(make.story_of(one), members(make.story_of(one))) if r.article == one)
    assert (reason.nearest, reason.story_odds, reason.held) == (near, 2.5, Held.PAIR)
    said = read(ada, make.story_of(one))
    assert "Odds of one story +2.5, above the cut; of one version +2.5, above the cut." in said
    assert "Odds of one story +0.5, just above the cut" in said
    assert "Stranger" not in said


def test_a_copy_comes_before_a_trim_with_better_odds():
    one, copy, trim = family(1, 2)
    make.make_match(one, copy, 4.0, share=0.97)
    make.make_match(one, trim, 7.5)
    make.make_match(copy, trim, 7.6)
    story = make.story_of(one)
    nearest = {reason.article: reason.nearest for reason in why(story, members(story))}
    assert nearest == {one: copy, copy: one, trim: copy}
    link = weakest_link(story)
    assert {link.one, link.other} == {trim, copy}
    assert (link.odds, link.articles, link.other_articles) == (7.6, 1, 2)


def test_of_equal_odds_the_smaller_digest_is_nearest_whatever_came_first():
    one, *others = family(*range(1, 6))
    for other in reversed(others):
        make.make_match(one, other, 2.0)
    story = make.story_of(one)
    nearest = next(r.nearest for r in why(story, members(story)) if r.article == one)
    assert bytes(nearest.text.digest) == min(bytes(other.text.digest) for other in others)
    link = weakest_link(story)
    assert {bytes(link.one.text.digest), bytes(link.other.text.digest)} - {bytes(one.text.digest)} <= {
        max(bytes(other.text.digest) for other in others)
    }


def test_names_of_outlet_byline_dateline_and_agency_are_not_names_that_differ(ada):
    report = "The ferry Saint Corentin sat on the mole with 214 aboard, the harbour board said."
    one = make.make_article(
        "One",
        [report, "More of the Valley in your inbox, says our Ostrander.", "From the Press Trust of India, by PTI."],
        source="Valley Post",
        byline="Marit Ostrander",
        agencies=["PTI", "AP"],
    )
    make.make_article(
        "Other",
        [report, "Copy of the Associated Press.", "Ships from Ellery came by in India."],
        story=make.story_of(one),
        site="Inland Mail",
        dateline="PORT ELLERY, May 3 (AP) - ",
        agencies=["AP"],
    )
    story = make.story_of(one)
    first, second = why(story, members(story))
    assert (first.only_here.named, first.only_there.named) == ((), ())
    assert (second.only_here.named, second.only_there.named) == ((), ())
    assert "Only" not in read(ada, story).replace("Only rule", "")


def test_long_lists_of_names_open_and_say_how_many_more_there_are(ada):
    crew = [f"Crewman{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(MOST_NAMED + 5)]
    one = make.make_article("Crew", ["The ferry left with " + ", with ".join(crew) + " on board."])
    make.make_article("No crew", ["The ferry left with nobody on board."], story=make.story_of(one))
    text = ada.get(make.story_of(one).get_absolute_url()).text
    told = read(ada, make.story_of(one))
    assert f"and {len(crew) - 6} more only here" in told
    assert "<bdi>Crewmanaa · Crewmanab" in text
    assert "…" in told
    assert sum(name in told for name in crew) == MOST_NAMED


def test_hostile_names_are_shown_and_do_nothing(ada):
    bad = "<script>Alert(3)</script>"
    one = make.make_article(f"One {bad}", [f"They met {bad} and left."], source=bad)
    make.make_article(f"Two {bad}", ["They met and left."], story=make.story_of(one), source=f"{bad} again")
    text = ada.get(make.story_of(one).get_absolute_url()).text
    assert "<script>Alert" not in text
    assert "<bdi>script&gt;Alert(3)&lt;/script</bdi>" in text


def test_more_members_cost_no_more_questions(ada, monkeypatch):
    everyone = family(*range(1, 4))
    for other in everyone[1:]:
        make.make_match(everyone[0], other, 1.0)
    story = make.story_of(everyone[0])
    few = questions_of_why(story, 4), questions_of_the_link(story)
    assert few[0] <= 11
    assert few[1] <= 8
    for n in range(4, 30):
        make.make_match(everyone[0], make.make_article(f"Member {n}", [f"Quint left by gate {n}."], story=story), 1.0)
    assert (questions_of_why(story, 30), questions_of_the_link(story)) == few
    monkeypatch.setattr(stories, "MEMBERS_A_PAGE", 10)
    assert read(ada, story, why=1).count("Nearest: ") == 10


def test_a_large_story_says_on_demand_why_and_where_it_is_weakest(ada, monkeypatch):
    monkeypatch.setattr(views, "EXPLAINED", 3)
    everyone = family(*range(1, 4))
    for other in everyone[1:]:
        make.make_match(everyone[0], other, 1.0)
    story = make.story_of(everyone[0])
    said = read(ada, story)
    assert "Nearest: " not in said
    assert "Weakest link" not in said
    assert "Why each article is here" in said
    assert "Where the story is weakest" in said
    assert "Nearest: " in read(ada, story, why=1)
    assert "Weakest link: " in read(ada, story, weakest=1)
    both = read(ada, story, why=1, weakest=1)
    assert "Nearest: " in both
    assert "Where the story is weakest" not in both


def questions_of_why(story: Story, found: int) -> int:
    asked = members(story)
    with CaptureQueriesContext(connection) as questions:
        assert len(why(story, asked)) == found
    return len(questions)


def questions_of_the_link(story: Story) -> int:
    with CaptureQueriesContext(connection) as questions:
        assert weakest_link(story).odds == 1.0
    return len(questions)


@pytest.mark.parametrize("seed", range(6))
def test_the_weakest_link_is_the_tree_edge_that_an_independent_library_finds(seed):
    chance = random.Random(seed)
    everyone = family(*range(1, 9))
    graph = np.zeros((9, 9))
    for i, j in zip(*np.tril_indices(9, -1), strict=True):
        if i == j + 1 or chance.random() < 0.4:
            graph[i, j] = -chance.uniform(0.1, 9)
            make.make_match(everyone[i], everyone[j], -graph[i, j])
    tree = minimum_spanning_tree(graph).toarray()
    i, j = np.unravel_index(np.where(tree < 0, tree, -10).argmax(), tree.shape)
    weight = -tree[i, j]
    tree[i, j] = 0
    sides = connected_components(tree, directed=False)[1]
    link = weakest_link(make.story_of(everyone[0]))
    assert {link.one, link.other} == {everyone[i], everyone[j]}
    assert link.odds == pytest.approx(weight)
    assert [link.articles, link.other_articles] == sorted(np.bincount(sides).tolist())
    assert link.articles == np.bincount(sides)[sides[everyone.index(link.one)]]


def test_copies_weigh_on_their_side_of_the_link(ada):
    one, near, far = family(1, 2)
    make.make_match(one, near, 4.0)
    make.make_match(near, far, 1.5)
    for n in range(3):
        make.make_article(f"Copy {n}", ["Quint left by gate 2."])
    link = weakest_link(make.story_of(one))
    assert (link.articles, link.other_articles) == (2, 4)
    assert link.one == near
    assert "Without it 2 articles would part from the other 4." in read(ada, make.story_of(one))


def test_what_a_ruling_holds_anyway_is_not_the_weakest_link():
    one, near, far = family(1, 2)
    make.make_match(one, near, 4.0)
    make.make_match(near, far, 0.5)
    story = make.story_of(one)
    assert weakest_link(story).odds == 0.5
    ruling = Ruling.objects.create(kind=Ruling.Kind.SAME, use=Ruling.Use.PAIR, reason="The same")
    for article in (near, far):
        RuledArticle.objects.create(ruling=ruling, original_digest=article.original_id, item=article.item)
    link = weakest_link(story)
    assert (link.odds, link.ruling, link.one) == (4.0, None, one)
    assert [reason.ruling for reason in why(story, members(story))].count(ruling.pk) == 2


def test_a_story_of_too_many_matches_still_has_its_page(ada, monkeypatch):
    everyone = family(1, 2)
    make.make_match(everyone[0], everyone[1], 3.0)
    make.make_match(everyone[1], everyone[2], 2.0)
    story = make.story_of(everyone[0])
    assert weakest_link(story).odds == 2.0
    monkeypatch.setattr(weakest, "MOST_MATCHES", 1)
    assert weakest_link(story) is None
    assert "Weakest link" not in read(ada, story)
    assert read(ada, story).count("Nearest: ") == 3


def test_real_pages_of_one_report_name_only_what_the_other_page_does_not_print(ada, data):
    labels = defaultdict(list)
    with (data / "spotsigs" / "labels.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            labels[row["cluster"]].append(row["path"])
    for cluster in ("Tsunami", "Ice_Shelf"):
        pipeline.take_in({path: (data / "spotsigs" / path).read_bytes() for path in labels[cluster]})
    for story in Story.objects.filter(merged_into=None, article_count__gt=2):
        reasons = why(story, members(story))
        for reason in (r for r in reasons if r.held is Held.PAIR):
            here, there = _body(reason.article), _body(reason.nearest)
            assert 0 < reason.contained <= 1
            assert 0 <= reason.shared <= reason.paragraphs
            for name in (n for n in reason.only_here.named if " " not in n):
                assert name in here
                assert not re.search(rf"\b{re.escape(name)}\b", there), f"{name} is in both"
        told = read(ada, story)
        assert told.count("Weakest link: ") == 1
        said = told.count("Nearest: ") + told.count("Nearest other text: ")
        assert said == len({reason.article.text_id for reason in reasons}) > 1


def _body(article: Article) -> str:
    rows = article.paragraphs.filter(repeats=None).select_related("passage")
    return "\n".join(row.body[row.dateline_length :] for row in rows)
