"""What another register of stock text can change: which texts may stand elsewhere, and whose first lines may differ.

Where two schemes differ by their register alone, a component of texts that all say the same under both, with the same
matches under both, comes to the same stories. So only components with a text that says something else, or with a match
that only one of both has, are looked at; every story of today is inside one of these, or outside all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.db import connection

from newsarchive.archive.models import Membership, Scheme, Unmatched
from newsarchive.archive.queries.arrays import literal, rows
from newsarchive.archive.queries.schemes import SchemeRefused, adopted
from newsarchive.archive.queries.stock import register_number
from newsarchive.dedup.schemes import ClusteringScheme

_TEXTS = """
SELECT coalesce(was.text_id, comes.text_id)
FROM (SELECT text_id, rest_id FROM archive_textstock WHERE register_id = %(was)s) AS was
FULL JOIN (SELECT text_id, rest_id FROM archive_textstock WHERE register_id = %(comes)s) AS comes USING (text_id)
WHERE was.rest_id IS DISTINCT FROM comes.rest_id
"""
_PASSAGES = _TEXTS.replace("text", "passage")

_SAID = "likeness, contained, other_contained, version_odds, story_odds"
_MATCHES = f"""
SELECT text_id, other_id
FROM (SELECT text_id, other_id, {_SAID} FROM archive_match WHERE scheme = %(was)s::text) AS was
FULL JOIN (SELECT text_id, other_id, {_SAID} FROM archive_match WHERE scheme = %(comes)s::text) AS comes
    USING (text_id, other_id, {_SAID})
WHERE was.text_id IS NULL OR comes.text_id IS NULL
"""  # noqa: S608 - all of it is written here


def compared_base(scheme: ClusteringScheme) -> ClusteringScheme | None:
    """The scheme in force, if it is another one by its register alone, and all that is clustered was compared under
    it.
    """
    try:
        base = adopted()
    except SchemeRefused:
        return None
    if base is None or base == scheme or replace(base, boilerplate=scheme.boilerplate) != scheme:
        return None
    whole = Scheme.objects.filter(id=base.id, kept=True).exists()
    return base if whole and not Unmatched.objects.filter(scheme=base.id).exists() else None


def texts_affected(scheme: ClusteringScheme, claims: Mapping[int, Sequence[int]]) -> list[int] | None:
    """Texts of all components that may be cut otherwise under the scheme; None where that may be any.

    ``claims`` are texts that stories stood for, by the story: they are among them, and so is what these hold now.
    Belongs inside the clustering lane, with everything compared under the scheme.
    """
    base = compared_base(scheme)
    if base is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_TEXTS, {"was": register_number(base), "comes": register_number(scheme)})
        texts = {pk for (pk,) in cursor.fetchall()}
        cursor.execute(_MATCHES, {"was": base.id, "comes": scheme.id})
        texts.update(pk for pair in cursor.fetchall() for pk in pair)
    texts.update(text for held in claims.values() for text in held)
    now = rows(Membership, ("text_id",), "story_id", sorted(claims))
    clustered = rows(Membership, ("text_id",), "text_id", sorted(texts))
    return sorted({pk for (pk,) in (*now, *clustered)})


_OPENING_WITH = """
SELECT DISTINCT story.id FROM unnest(%s::bigint[]) AS given(passage) CROSS JOIN LATERAL
(SELECT article_id FROM archive_paragraph WHERE passage_id = given.passage AND position < 12 OFFSET 0) AS printed
JOIN archive_article AS article ON article.id = printed.article_id
JOIN archive_membership AS member ON member.text_id = article.text_id
JOIN archive_story AS story ON story.id = member.story_id AND story.lead_article_id = article.id
"""


def stories_opening_otherwise(before: int | None, scheme: ClusteringScheme) -> list[int]:
    """The stories whose leads print, among their first paragraphs, one in which the registers leave something else.

    ``before`` is the number of the register that was in force, None where there was none.
    """
    with connection.cursor() as cursor:
        cursor.execute(_PASSAGES, {"was": before, "comes": register_number(scheme)})
        cursor.execute(_OPENING_WITH, [literal(pk for (pk,) in cursor.fetchall())])
        return sorted(pk for (pk,) in cursor.fetchall())
