"""What is new in a search since its reader last looked: the stories with articles that came in after that and fit."""

from __future__ import annotations

from newsarchive.archive.queries.kept import answers

_SEEN = """
SELECT COALESCE(LEAST(
    (SELECT max(id) FROM archive_article),
    (SELECT min(article.id) - 1
        FROM archive_uploadedfile file JOIN archive_article article ON article.original_id = file.original_id
        WHERE file.state = 'read' AND article.text_id IS NOT NULL
            AND NOT EXISTS (SELECT FROM archive_membership member WHERE member.text_id = article.text_id)),
    CASE WHEN EXISTS (SELECT FROM archive_uploadedfile WHERE state = 'waiting' AND leased_until > now())
        THEN COALESCE((SELECT id FROM archive_article WHERE ingested_at < now() - interval '2 minutes'
            ORDER BY id DESC LIMIT 1), 0) END
), 0)
"""
"""Articles are numbered before they are to be seen: those of files being read, of which a chunk takes seconds, and
those that are in no story yet. What may be among them is not taken for seen."""


def seen_by_now() -> int:
    """The highest number of an article such that every one up to it could be seen by now."""
    return int(answers(_SEEN)[0][0])
