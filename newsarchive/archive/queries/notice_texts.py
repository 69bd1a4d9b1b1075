"""Texts that only kills print: such a notice stands for no version and no story that has any other text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from newsarchive.archive.models import Notice
from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.kept import FixedQuestion, answers

ANY_KILL = FixedQuestion(lambda: Notice.objects.exclude(names=[]).order_by().values("pk")[:1])
"""Whether the archive has any notice that withdraws something, or takes that back."""

_BEARS = "notice.kinds && ARRAY['kill', 'withdrawn']::varchar[]"

LAST = f"EXISTS (SELECT FROM archive_notice notice WHERE notice.article_id = printed.id AND {_BEARS}),"
"""By this kills come behind the other articles that have ``printed`` a text."""

_KILLS_ALONE = f"""
SELECT given.text FROM unnest(%s::bigint[]) AS given(text)
WHERE EXISTS (SELECT FROM archive_article article JOIN archive_notice notice ON notice.article_id = article.id
        AND {_BEARS} WHERE article.text_id = given.text)
    AND NOT EXISTS (SELECT FROM archive_article printed LEFT JOIN archive_notice notice
        ON notice.article_id = printed.id
        WHERE printed.text_id = given.text AND NOT COALESCE({_BEARS}, false))
"""  # noqa: S608 - all of it is written here


def printed_by_kills_alone(text_ids: Iterable[int]) -> set[int]:
    """Those of the texts that nothing but kills prints; a question where the archive has none."""
    asked = set(text_ids)
    if len(asked) < 2 or not ANY_KILL.any():
        return set()
    return {text for (text,) in answers(_KILLS_ALONE, literal(sorted(asked)))}


def without_notices(groups: Sequence[Sequence[int]]) -> list[Sequence[int]]:
    """Groups of texts without those that only kills print, as far as a group has others."""
    out = printed_by_kills_alone(text for group in groups if len(group) > 1 for text in group)
    return [[text for text in group if text not in out] or group for group in groups]
