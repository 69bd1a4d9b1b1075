"""What the archive read into articles is read anew by today's rules, and what follows from it is worked out anew.

The originals are read again, some at a time; each portion is one transaction in the clustering lane, kept short, since
the reading is done before. Stopped anywhere, it goes on from there. Rulings and corrections are not touched, and the
text of an article neither: where it would be read otherwise today, that is told and nothing more.
"""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import transaction
from django.utils import timezone

from newsarchive import wire
from newsarchive.archive.models import Article, Membership, Sense, Story
from newsarchive.archive.queries.arrays import literal, rows
from newsarchive.archive.queries.carrying import stories_named_by
from newsarchive.archive.queries.kept import answers
from newsarchive.archive.queries.leads import Summary
from newsarchive.archive.services import (
    bonding,
    carrying,
    clustering,
    hours,
    keeping,
    killing,
    languages,
    leading,
    noting,
    placing,
    recrediting,
    updates,
)

logger = logging.getLogger(__name__)

AT_ONCE = 200
"""Articles, or stories, in one transaction."""

TOLD = 20
"""Articles named whose text would be read otherwise."""

Progress = Callable[[str, int, int], None]
"""Called with what is under way, how much of it is done, and how much there is."""


class Reread(NamedTuple):
    """An article, and what its original says by today's rules."""

    article: int
    item: wire.Item


@dataclass(frozen=True)
class OfArticles:
    """Something that is read from originals: its version, and what brings it up to date.

    ``renew`` is given articles as they are read today and returns those for which it wrote something else.
    """

    name: str
    version: str
    renew: Callable[[Sequence[Reread]], set[int]]


@dataclass(frozen=True)
class OfStories:
    """Something that follows from articles, worked out by story; ``renew`` brings these stories up to date."""

    name: str
    version: str
    renew: Callable[[Sequence[int]], object]


def _bind(read: Sequence[Reread]) -> set[int]:
    """Corrections among these articles get into one story with what they correct, or out of it again.

    Corrections of these have their own turn: whether they are marked is not read anew yet, or was and is taken back.
    """
    articles = {each.article for each in read}
    texts = bonding.bind(articles, corrections=True)
    if texts:
        clustering.recluster(texts)
    return {pk for pk, text in rows(Article, ("id", "text_id"), "text_id", texts) if pk in articles}


OF_ARTICLES: tuple[OfArticles, ...] = (
    OfArticles("credits", recrediting.VERSION, recrediting.renew),
    OfArticles("languages", languages.VERSION, languages.renew),
    OfArticles("trade", noting.VERSION, noting.renew),
    OfArticles("clocks", hours.VERSION, hours.renew),
    OfArticles("bonds", bonding.VERSION, _bind),
)
"""What is read anew, in this order. Whatever else is read from originals has its row here."""

_CARRIED = "carried"
OF_STORIES: tuple[OfStories, ...] = (
    OfStories(_CARRIED, carrying.VERSION, placing.summarise),
    OfStories("leads", leading.VERSION, leading.renew),
    OfStories("updates", updates.VERSION, updates.tell_anew),
)
"""What follows from it, in this order."""


@dataclass
class Told:
    """What recomputing changed: articles by what was read anew, by what follows the stories that say something else.

    ``unreadable`` are articles whose originals are lost or are refused today, ``otherwise`` those whose text would be
    another.
    """

    articles: Counter[str] = field(default_factory=Counter)
    stories: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    looked_at: int = 0
    unreadable: list[int] = field(default_factory=list)
    otherwise: list[int] = field(default_factory=list)


def stale() -> dict[str, tuple[str, str]]:
    """What was last read anew under another version than this release's: the version then, and now."""
    now = versions()
    return {name: (was, now[name]) for name, was in _versions().items() if name in now and was != now[name]}


def versions() -> dict[str, str]:
    """This release's version of everything that is recomputed."""
    return {each.name: each.version for each in (*OF_ARTICLES, *OF_STORIES)}


def _versions() -> dict[str, str]:
    return dict(Sense.objects.values_list("name", "version"))


def begin() -> None:
    """An archive that holds nothing is read by this release's rules from the start."""
    with transaction.atomic():
        if not Article.objects.exists():
            for name, version in versions().items():
                Sense.objects.filter(name=name).update(version=version)


def resense(progress: Progress, *, only: Sequence[str] = (), dry: bool = False) -> Told:
    """Bring everything up to date, or what is named ``only``. With ``dry`` it is told and not written."""
    told = Told()
    articles = [each for each in OF_ARTICLES if not only or each.name in only]
    stories = [each for each in OF_STORIES if not only or each.name in only]
    if articles:
        _through_articles(articles, told, progress, dry)
    for each in stories:
        _through_stories(each, told, progress, dry)
    if not dry:
        names = [each.name for each in (*articles, *stories)]
        Sense.objects.filter(name__in=names).update(upgrade="\n".join(upgrade_note(told)))
    return told


def _through_articles(senses: Sequence[OfArticles], told: Told, progress: Progress, dry: bool) -> None:
    begun = {each.name: _begun(each.name, each.version, dry) for each in senses}
    reached, total = min(begun.values()), _count("archive_article")
    done = answers("SELECT count(*) FROM archive_article WHERE id <= %s", reached)[0][0]
    while some := _next_articles(reached):
        read = _reread(some, told)
        reached, done = some[-1][0], done + len(some)
        with _portion(dry):
            articles = [pk for pk, *_ in some]
            before = _said_by(_stories_of(articles) | stories_named_by(articles))
            otherwise = set()
            for each in senses:
                otherwise |= (renewed := each.renew(read))
                told.articles[each.name] += len(renewed)
            told.stories[_CARRIED] |= _tell_stories(articles, before, otherwise)
            _note(senses, reached, dry)
        told.looked_at += len(some)
        progress("Reading anew", done, max(total, done))
    _finish(senses, dry)


def _tell_stories(article_ids: Sequence[int], before: _SaidBy, otherwise: Collection[int]) -> set[int]:
    """What these articles' notices name, and what names them, is found anew, and their stories are summed up.

    ``otherwise`` are those that are read otherwise now. Returns the stories that say something else than ``before``.
    """
    named = stories_named_by(article_ids)
    texts = killing.name_what_came(article_ids)
    stories = {story for (story,) in rows(Membership, ("story_id",), "text_id", texts)}
    stories |= named | before.keys() | stories_named_by(article_ids)
    before |= _said_by(stories - before.keys())
    placing.summarise(stories, touched=_stories_of(otherwise))
    return _otherwise_said(before)


_SaidBy = dict[int, tuple[object, ...]]
_SUMMED_UP = [Story._meta.get_field(name).attname for name in Summary.columns()]
_CARRIED_IN = """
SELECT member.story_id, carried.text_id, carried.notice_id, carried.mark, carried.confidence, carried.why::text,
    carried.changes::text
FROM unnest(%s::bigint[]) AS given(story) JOIN archive_membership member ON member.story_id = given.story
JOIN archive_carried carried ON carried.text_id = member.text_id
ORDER BY 1, 2, 3, 4
"""


def _said_by(story_ids: Collection[int]) -> _SaidBy:
    """All that stories say of themselves, and what notices do to their texts."""
    found = {pk: tuple(said) for pk, *said in rows(Story, ("id", *_SUMMED_UP), "id", story_ids)}
    for story, *carried in answers(_CARRIED_IN, literal(found)):
        found[story] = (*found[story], *carried)
    return found


def _otherwise_said(before: _SaidBy) -> set[int]:
    now = _said_by(before.keys())
    return {story for story, said in before.items() if now.get(story) != said}


def _stories_of(article_ids: Collection[int]) -> set[int]:
    return {story for (story,) in rows(Membership, ("story_id",), "text_id", _texts_of(article_ids))}


def _texts_of(article_ids: Collection[int]) -> set[int]:
    question = "SELECT text_id FROM archive_article WHERE id = ANY(%s::bigint[]) AND text_id IS NOT NULL"
    return {text for (text,) in answers(question, literal(article_ids))}


def _through_stories(sense: OfStories, told: Told, progress: Progress, dry: bool) -> None:
    reached, total = _begun(sense.name, sense.version, dry), _count("archive_story")
    done = Story.objects.filter(pk__lte=reached).count()
    while some := _next_stories(reached):
        with _portion(dry):
            before = _said_by(some)
            sense.renew(some)
            told.stories[sense.name] |= _otherwise_said(before)
            reached, done = some[-1], done + len(some)
            _note([sense], reached, dry)
        progress("Working out what follows", done, max(total, done))
    _finish([sense], dry)


@contextmanager
def _portion(dry: bool) -> Iterator[None]:
    """One transaction in the lane; taken back where nothing is to be written."""
    with transaction.atomic():
        clustering.enter_lane()
        yield
        if dry:
            transaction.set_rollback(True)


_NEXT = """
SELECT id, original_id, item FROM archive_article WHERE id > %s ORDER BY id LIMIT %s
"""
_NEXT_STORIES = """
SELECT id FROM archive_story WHERE id > %s AND article_count > 0 AND merged_into_id IS NULL ORDER BY id LIMIT %s
"""


def _next_articles(reached: int) -> list[tuple[int, str, int]]:
    return [(pk, digest, item) for pk, digest, item in answers(_NEXT, reached, AT_ONCE)]


def _next_stories(reached: int) -> list[int]:
    return [pk for (pk,) in answers(_NEXT_STORIES, reached, AT_ONCE)]


def _count(table: str) -> int:
    return int(answers(f"SELECT count(*) FROM {table}")[0][0])  # noqa: S608 - one of two names written here


def _reread(some: Sequence[tuple[int, str, int]], told: Told) -> list[Reread]:
    """The articles as they are read today; those that are not read any more are told of and left as they are."""
    names = _names([digest for _, digest, _ in some])
    read: dict[str, Mapping[int, wire.Item]] = {}
    for _, digest, _ in some:
        if digest not in read:
            read[digest] = _items(digest, names.get(digest, ""))
    found = [Reread(pk, read[digest][item]) for pk, digest, item in some if item in read[digest]]
    told.unreadable += [pk for pk, digest, item in some if item not in read[digest]]
    told.otherwise += _otherwise(found)
    return found


def _items(digest: str, name: str) -> dict[int, wire.Item]:
    try:
        return {item.number: item for item in wire.read(keeping.fetch(digest), name)}
    except (wire.Unreadable, OSError):
        return {}
    except Exception:
        logger.exception("Reading %s anew failed; it stays as it is", digest)
        return {}


_FIRST_NAMES = """
SELECT DISTINCT ON (original_id) original_id, name FROM archive_uploadedfile WHERE original_id = ANY(%s)
ORDER BY original_id, id
"""
_PRINTED = """
SELECT printed.article_id, COALESCE(printed.printed, passage.text), printed.dateline_length
FROM unnest(%s::bigint[]) AS given(article) JOIN archive_paragraph printed ON printed.article_id = given.article
JOIN archive_passage passage ON passage.id = printed.passage_id ORDER BY printed.article_id, printed.position
"""


def _names(digests: Sequence[str]) -> dict[str, str]:
    return dict(answers(_FIRST_NAMES, sorted(set(digests))))


def _otherwise(found: Sequence[Reread]) -> list[int]:
    """The articles whose paragraphs would be others today."""
    printed: dict[int, list[tuple[str, int]]] = {each.article: [] for each in found}
    for article, text, length in answers(_PRINTED, literal(printed)):
        printed[article].append((text, length))
    return [a for a, item in found if [(p.text, p.dateline_length) for p in item.paragraphs] != printed[a]]


def _begun(name: str, version: str, dry: bool) -> int:
    """Where to go on: behind what an unfinished run under this version reached, else at the beginning."""
    row = Sense.objects.filter(name=name).first()
    if dry:
        return 0
    if row is None or row.going != version:
        Sense.objects.update_or_create(name=name, defaults={"going": version, "reached": 0})
        return 0
    return row.reached


def _note(senses: Sequence[OfArticles | OfStories], reached: int, dry: bool) -> None:
    if not dry:
        Sense.objects.filter(name__in=[each.name for each in senses]).update(reached=reached)


def _finish(senses: Sequence[OfArticles | OfStories], dry: bool) -> None:
    for each in senses if not dry else ():
        now = timezone.now()
        Sense.objects.filter(name=each.name).update(version=each.version, going="", reached=0, finished_at=now)


def upgrade_note(told: Told) -> Iterator[str]:
    """What recomputing changed, in words."""
    yield f"{told.looked_at:,} articles were read anew."
    for name, count in sorted(told.articles.items()):
        yield f"{name}: {count:,} articles are read otherwise."
    for name, stories in sorted(told.stories.items()):
        yield f"{name}: {len(stories):,} stories say something else, marks of their articles included."
    if told.unreadable:
        yield f"{len(told.unreadable):,} articles could not be read anew and stay as they are: {_few(told.unreadable)}."
    if told.otherwise:
        what = "articles would have other paragraphs today; their text was left as it is"
        yield f"{len(told.otherwise):,} {what}: {_few(told.otherwise)}."


def _few(ids: Sequence[int]) -> str:
    return ", ".join(map(str, ids[:TOLD])) + (", …" if len(ids) > TOLD else "")
