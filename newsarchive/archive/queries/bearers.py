"""The articles of stories that are as they are asked for, where these are few: then none is missed among newer ones."""

from __future__ import annotations

from dataclasses import replace

from newsarchive.archive.queries.entries import Condition
from newsarchive.archive.queries.indexed import Question
from newsarchive.archive.queries.kept import answers_to

MOST = 10_000
"""Articles of such stories, up to which a question is put to these alone."""

_BEARERS = """
WITH few AS MATERIALIZED (
    SELECT story.id, story.article_count AS articles FROM archive_story story
    WHERE story.merged_into_id IS NULL AND story.article_count > 0 {of_story} LIMIT %(most)s
)
SELECT ARRAY(
    SELECT article.id FROM few JOIN archive_membership member ON member.story_id = few.id
    JOIN archive_article article ON article.text_id = member.text_id
)::text WHERE COALESCE((SELECT sum(articles) FROM few), 0) < %(most)s
"""
"""Of many, their stories alone are read, and no more of these than it takes to know."""


def of_these(question: Question, fitting: Condition) -> Question:
    """The question to those articles alone whose stories are ``fitting``; the same one where they are many.

    In a query, where anything is asked of stories.
    """
    asked_of_story, given = fitting
    if not asked_of_story:
        return question
    found = answers_to(_BEARERS.format(of_story=asked_of_story), given | {"most": MOST})
    return replace(question, only=found[0][0]) if found else question
