"""What articles bear of the trade is written down when they are filed: marks, slug, number, and what a notice says."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import asdict
from typing import Any

from psycopg.types.json import Jsonb

from newsarchive import wire
from newsarchive.archive.models import Notice
from newsarchive.archive.services.bulk import copy_rows
from newsarchive.archive.services.searched import restamp
from newsarchive.dedup import naming
from newsarchive.wire import notices
from newsarchive.wire.embargoes import held_until
from newsarchive.wire.trade import slug_key

VERSION = "trade-7"
"""By which rules marks are read: raise it where `wire` finds another mark, notice or end of an embargo for any item."""

COLUMNS = ("kinds", "marks", "slug", "serial", "said", "held_until", "names", "carries")

_CARRYING = frozenset({"correction", "kill", "withdrawn", "embargo", "hold", "reinstated"})
_LATEST_ZONE = datetime.timedelta(hours=12)
"""Where no zone is printed, an embargo is kept until its hour has come everywhere."""


def enter(read: Iterable[tuple[int, wire.Item]]) -> None:
    """Write what new articles, given by their numbers, bear; most bear nothing and get no row."""
    rows = [(article, *_written(columns)) for article, item in read if (columns := columns_of(item))]
    if rows:
        copy_rows(Notice, ("article_id", *COLUMNS), rows)


def renew(read: Iterable[tuple[int, wire.Item]]) -> set[int]:
    """Make what articles bear what is read today. Returns those that bore something else until now."""
    wanted = {article: columns_of(item) for article, item in read}
    here = {row.pk: tuple(getattr(row, name) for name in COLUMNS) for row in Notice.objects.filter(pk__in=list(wanted))}
    here = {pk: columns for pk, columns in here.items() if columns != BARE}
    changed = {article for article, columns in wanted.items() if columns != here.get(article)}
    Notice.objects.filter(pk__in=changed).delete()
    fresh = ((pk, *_written(columns)) for pk in sorted(changed) if (columns := wanted[pk]))
    copy_rows(Notice, ("article_id", *COLUMNS), fresh)
    restamp(sorted(changed))
    return changed


BARE = ([], [], "", "", {}, None, [], False)
"""What stands for an article that bears nothing of the trade and is a correction because an editor says so."""


def stand_for(articles: Collection[int]) -> None:
    """Let these articles, which do something to others, be named as notices, whether they bear anything or not."""
    known = set(Notice.objects.filter(pk__in=articles).values_list("pk", flat=True))
    missing = sorted(set(articles) - known)
    if missing:
        copy_rows(Notice, ("article_id", *COLUMNS), [(pk, *_written(BARE)) for pk in missing])


def forget(articles: Collection[int]) -> None:
    """Take away those of these notices that bear nothing and do nothing any more."""
    bare = dict(zip(COLUMNS, BARE, strict=True))
    idle = Notice.objects.filter(pk__in=articles, carried=None, held_until__isnull=True)
    idle.filter(**{name: value for name, value in bare.items() if name != "held_until"}).delete()


def _written(columns: tuple[Any, ...]) -> Iterable[Any]:
    return (Jsonb(value) if name in ("marks", "said") else value for name, value in zip(COLUMNS, columns, strict=True))


def columns_of(item: wire.Item) -> tuple[Any, ...] | None:
    """The values of `COLUMNS` for an item; None where it bears neither mark nor slug nor number."""
    if not (item.trade or item.slug or item.serial):
        return None
    kinds = sorted(notices.kinds(item))
    said, names = _said(item)
    held = held_until(item)
    if held:
        said["held"] = {"words": held.mark.line[:300], "doubt": held.doubt}
    return (
        kinds,
        [asdict(mark) | {"line": mark.line[:1000]} for mark in item.trade],
        slug_key(item.slug),
        item.serial[:40],
        said,
        _latest(held.until) if held and held.until else None,
        names,
        not _CARRYING.isdisjoint(kinds),
    )


def _said(item: wire.Item) -> tuple[dict[str, Any], list[str]]:
    """What a notice says, as JSON, and the keys of what a kill names."""
    said: dict[str, Any] = {}
    if corrections := notices.corrections_in(item):
        said["corrects"] = [list(each) for each in corrections]
    if notices.NAMING.isdisjoint(notices.kinds(item)):
        return said, []
    named = notices.named_by(item)
    said["kills"] = {
        "slug": named.slug,
        "headline": named.headline,
        "serial": named.serial,
        "place": named.place,
        "moved": named.moved.isoformat() if named.moved else "",
        "words": named.words,
        "own": list(named.own),
    }
    if not named.kill:
        return said, naming.keys(meant_by(said["kills"]))
    said["kills"]["kill"] = named.kill
    return said, [*naming.keys(meant_by(said["kills"])), naming.key_of_kill(named.kill)]


def meant_by(kills: dict[str, Any]) -> naming.Meant:
    """What a kill says that it kills, without what is known of the kill itself."""
    moved = datetime.time.fromisoformat(kills["moved"]) if kills["moved"] else None
    place = kills["place"]
    return naming.Meant(kills["slug"], kills["headline"], kills["serial"], place, moved, frozenset(), None, None)


def _latest(until: wire.Moment) -> datetime.datetime:
    """The moment at which an embargo is surely over."""
    at = until.at or datetime.datetime.combine(until.on, datetime.time())
    return at if at.tzinfo else at.replace(tzinfo=datetime.UTC) + _LATEST_ZONE
