"""What is said of stories and articles without moving anybody: who leads, headline and date, marks."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.models import User

from newsarchive.archive.models import Article, RuledArticle, Ruling, Story
from newsarchive.archive.queries import standings, telling, turned
from newsarchive.archive.queries.carrying import stories_named_by
from newsarchive.archive.queries.said import LEAD_RULES, PINNED, anchors, stories_of
from newsarchive.archive.services import placing
from newsarchive.archive.services.names import spaced
from newsarchive.archive.services.rulings.correcting import check_day
from newsarchive.archive.services.rulings.deciding import Decision, Refused, close, entered, in_lane, living

A = RuledArticle.Side.A
LONGEST_HEADLINE = 500
VISIBLE = re.compile(r"\w")
ARTICLES_AT_ONCE = 500


def choose_lead(
    story_id: int, *, article_id: int | None = None, rule: str = PINNED, by: User | None, reason: str
) -> Ruling:
    """Say which member stands for a story: the one named, for good, or whichever fits a rule as members come and go.

    Rules are those of `newsarchive.archive.queries.said.LEAD_RULES`. Raises `Refused` for an article that is not in
    the story, and for a rule that is not known.
    """
    with in_lane(reason):
        (story,) = living([story_id])
        if article_id is not None:
            named, rule = _members(story, [article_id]), PINNED
        elif rule in LEAD_RULES:
            named = anchors(story)
        else:
            raise Refused(f"There is no rule “{rule}”. Choose one of: {', '.join(LEAD_RULES)}.")
        return _say(Ruling.Kind.LEAD, Ruling.Use.LEAD, by, reason, named, {"rule": rule}, [story])


def edit_story(
    story_id: int,
    *,
    headline: str | None = None,
    dated_on: datetime.date | None = None,
    by: User | None,
    reason: str,
) -> Ruling:
    """Give a story a headline or a date of its own; its articles keep theirs. What is None stays as it is.

    Raises `Refused` where nothing would change, or the headline is too long.
    """
    with in_lane(reason):
        (story,) = living([story_id])
        value = _edited(story, headline, dated_on)
        return _say(Ruling.Kind.STORY, Ruling.Use.STORY, by, reason, anchors(story), value, [story])


def mark_story(story_id: int, mark: str, *, on: bool = True, by: User | None, reason: str) -> Ruling:
    """Set a mark on a story, or lift it. Raises `Refused` for an unknown mark and where nothing would change."""
    with in_lane(reason):
        (story,) = living([story_id])
        _check_mark(mark)
        if (mark in story.marks) == on:
            raise Refused(f"Story {story.pk} is {'already' if on else 'not'} marked {mark}.")
        value = {"mark": mark, "set": on, "of": "story"}
        return _say(Ruling.Kind.MARK, Ruling.Use.MARK, by, reason, anchors(story), value, [story])


def mark_articles(article_ids: Sequence[int], mark: str, *, on: bool = True, by: User | None, reason: str) -> Ruling:
    """Set a mark on some articles, or lift it: one ruling for all of them.

    Raises `Refused` for an unknown mark and for articles that are not here.
    """
    with in_lane(reason):
        _check_mark(mark)
        wanted = sorted(set(article_ids))
        if not 0 < len(wanted) <= ARTICLES_AT_ONCE:
            raise Refused(f"Choose the articles to mark, {ARTICLES_AT_ONCE} at most at once.")
        articles = list(Article.objects.filter(pk__in=wanted, text__isnull=False).order_by("pk"))
        if len(articles) < len(wanted):
            raise Refused("Some of the chosen articles are not in the archive any more. Choose anew.")
        stories = list(Story.objects.filter(memberships__text__in={a.text_id for a in articles}).distinct())
        value = {"mark": mark, "set": on, "of": "article"}
        ids, was = [story.pk for story in stories], turned.borne(articles)
        decision = Decision(Ruling.Kind.MARK, Ruling.Use.MARK, by, reason, {A: articles}, value)
        ruling = entered(decision, {"said": standings.said(ids)})
        placing.summarise(ids)
        marks = turned.counted(was, turned.borne(articles))
        return close(ruling, {"said": standings.said(ids), telling.TURNED: marks}, ids)


def _check_mark(mark: str) -> None:
    if mark not in Story.Mark.values:
        raise Refused(f"There is no mark “{mark}”. Choose one of: {', '.join(Story.Mark.values)}.")


def _members(story: Story, article_ids: Sequence[int]) -> list[Article]:
    found = list(Article.objects.filter(pk__in=article_ids, text__membership__story=story))
    if len(found) < len(set(article_ids)):
        raise Refused("That article is not in this story any more. Look at the story again.")
    return found


def _edited(story: Story, headline: str | None, dated_on: datetime.date | None) -> dict[str, str]:
    value = {}
    if headline is not None and headline.strip() != story.headline:
        value["headline"] = spaced(headline)
    if dated_on is not None and dated_on != story.dated_on:
        value["dated_on"] = check_day("date", dated_on).isoformat()
    if not value:
        raise Refused("That is what the story says already.")
    if "headline" in value and not (VISIBLE.search(value["headline"]) and len(value["headline"]) <= LONGEST_HEADLINE):
        raise Refused(f"Write a headline of 1 to {LONGEST_HEADLINE} characters.")
    return value


def _say(
    kind: Ruling.Kind,
    use: Ruling.Use,
    by: User | None,
    reason: str,
    named: Sequence[Article],
    value: Mapping[str, Any],
    stories: Sequence[Story],
) -> Ruling:
    ids = [story.pk for story in stories]
    ruling = entered(Decision(kind, use, by, reason, {A: named}, value), {"said": standings.said(ids)})
    placing.summarise(ids)
    return close(ruling, {"said": standings.said(ids)}, ids)


def carry(ruling: Ruling) -> set[int]:
    """Bring up to date what is said of the stories that a ruling's articles are in. Returns these."""
    stories = stories_of(ruling) | stories_of_notice(ruling)
    placing.summarise(stories)
    return stories


def stories_of_notice(ruling: Ruling) -> set[int]:
    """The stories elsewhere in which a ruling on a notice makes a difference."""
    if ruling.value.get("of") != "notice":
        return set()
    named = set(ruling.articles.filter(side=A).values_list("original_digest", "item"))
    here = Article.objects.filter(original__in={digest for digest, _ in named})
    return stories_named_by([a.pk for a in here if (a.original_id, a.item) in named])
