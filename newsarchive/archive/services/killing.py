"""Kills find what they kill, whichever comes first: each is weighed against what may be meant, and the outcome kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from psycopg.types.json import Jsonb

from newsarchive.archive.models import Naming
from newsarchive.archive.queries import killing, retracting
from newsarchive.archive.queries.killing import Found, Kill
from newsarchive.archive.queries.notice_texts import ANY_KILL
from newsarchive.archive.services.bulk import copy_rows
from newsarchive.dedup import naming


def name_what_came(article_ids: Collection[int]) -> set[int]:
    """Weigh articles that came against the kills that may mean them, and kills that came against all others.

    Returns the texts of what is named. What was weighed before is weighed anew: an article may have come back from the
    bin, or have been corrected. Asks nothing more where the archive has no kill.
    """
    if not article_ids or not ANY_KILL.any():
        return set()
    came = killing.articles(article_ids)
    kills = {
        kill.article: kill for kill in killing.kills_with({key for f in came for key in naming.keys_of(f.candidate)})
    }
    new = killing.kills_among(article_ids)
    rows = _rows(kills.values(), came) | _rows(new, killing.meant_by(new))
    Naming.objects.filter(article__in=article_ids).delete()
    Naming.objects.filter(notice__in=article_ids).delete()
    columns = ("notice_id", "article_id", "confidence", "sure", "why")
    copy_rows(
        Naming, columns, ((*pair, j.confidence, j.sure, Jsonb(list(j.why))) for pair, (j, _) in sorted(rows.items()))
    )
    return {text for _, text in rows.values()} | retracting.texts_killed_by({k.takes_back for k in new if k.takes_back})


def _rows(kills: Iterable[Kill], found: Collection[Found]) -> dict[tuple[int, int], tuple[naming.Judged, int]]:
    """What is named, by the notice's article and the one that it names, with that one's text."""
    judged = ((kill, each, naming.judged(kill.meant, each.candidate)) for kill in kills for each in found)
    return {(kill.article, each.article): (how, each.text) for kill, each, how in judged if how}
