"""What undoing a ruling would bring: computed from what is there now; nothing is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Count

from newsarchive.archive.models import Article, Membership, Ruling, Story
from newsarchive.archive.queries import standings, telling
from newsarchive.archive.queries.components import around
from newsarchive.archive.queries.conflicts import contradictions
from newsarchive.archive.queries.cutting import cut_around, numbers_kept
from newsarchive.archive.queries.force import replaced, rulings_about
from newsarchive.archive.queries.leads import summaries
from newsarchive.archive.queries.putting_right import fates
from newsarchive.archive.queries.records import STORIES_SHOWN, listed
from newsarchive.archive.queries.rulings import MEMBERS_SHOWN, Lines, lines
from newsarchive.archive.queries.said import marks_of_articles, stories_of
from newsarchive.archive.queries.schemes import in_force
from newsarchive.dedup.linkage import Contradiction

TEXTS_AT_ONCE = 150
"""Texts that are cut anew without being asked to: a few tenths of a second."""

SAID_OF = 50
"""Stories that are looked at for what would be said of them."""


@dataclass(frozen=True)
class Expected:
    """A story as it would be. Without ``story`` it is a new one."""

    story: Story | None
    lines: Lines
    text_ids: frozenset[int]


@dataclass(frozen=True)
class Emptied:
    """A story that would have no articles left: its address would lead to another."""

    story: Story
    into: int | None


@dataclass(frozen=True)
class Moves:
    """Which stories would change, how many would not, and which rulings would count again."""

    stories: Sequence[Expected]
    more: int
    emptied: Sequence[Emptied]
    same: int


@dataclass(frozen=True)
class Saying:
    """What would be said of a story, where that differs from today."""

    story: Story
    changes: Sequence[telling.Change]


def revived(ruling: Ruling) -> list[Ruling]:
    """The earlier rulings that would count again, or for more of their articles, were this one undone."""
    if not ruling.holds:
        return []
    now, then = replaced(), replaced(without=ruling.pk)
    narrowed = {pk for pk, by in now.narrowed.items() if ruling.pk in by}
    again = (now.off - then.off) | narrowed | {fate.earlier for fate in fates([ruling]).values() if fate.earlier}
    earlier = telling.short(Ruling.objects.standing().filter(pk__in=again))
    return list(earlier.order_by("pk"))


def clash(ruling: Ruling) -> list[Ruling]:
    """The rulings that could not hold beside each other were this one undone."""
    if not ruling.replaces.exists():
        return []
    against = contradictions(rulings_about(standings.texts_named(ruling), without=ruling.pk))
    return list(telling.short(Ruling.objects.filter(pk__in=against)).order_by("pk"))


# --- Who would be where ---


def moves(ruling: Ruling, however_large: bool = False) -> Moves | None:
    """The stories as they would be without the ruling; None where working that out takes long and was not asked for.

    Raises `newsarchive.dedup.linkage.Contradiction` where the other rulings cannot hold without it.
    """
    claims = standings.claims(ruling.before)
    held = _held(set(standings.texts_named(ruling)) | {t for texts in claims.values() for t in texts})
    if len(held) > TEXTS_AT_ONCE and not however_large:
        return None
    scheme = in_force()
    components, _ = around(held, scheme, without=ruling.pk)
    if not however_large and sum(len(c.text_ids) for c in components) > TEXTS_AT_ONCE:
        return None
    clusters = cut_around(held, scheme, without=ruling.pk)
    flat = [[t for version in cluster for t in version] for cluster in clusters]
    held |= _stories_by_text(t for texts in flat for t in texts)
    return _moves(flat, held, numbers_kept(flat, held, claims))


def _held(text_ids: Collection[int]) -> dict[int, int]:
    """The story of every text in the stories that these texts are in."""
    stories = Membership.objects.filter(text__in=text_ids).values("story_id")
    return dict(Membership.objects.filter(story__in=stories).values_list("text_id", "story_id"))


def _stories_by_text(text_ids: Iterable[int]) -> dict[int, int]:
    return dict(Membership.objects.filter(text__in=list(text_ids)).values_list("text_id", "story_id"))


def _moves(flat: Sequence[Sequence[int]], held: Mapping[int, int], given: Mapping[int, int]) -> Moves:
    today: dict[int, set[int]] = {}
    for text, story in held.items():
        today.setdefault(story, set()).add(text)
    changed = [i for i, texts in enumerate(flat) if today.get(given.get(i, 0)) != set(texts)]
    changed.sort(key=lambda i: (-len(flat[i]), i))
    gone = sorted(today.keys() - set(given.values()))
    stories = Story.objects.in_bulk([*(given[i] for i in changed if i in given), *gone])
    shown = _lines([flat[i] for i in changed[:STORIES_SHOWN]])
    return Moves(
        stories=[
            Expected(stories.get(given.get(i, 0)), found, frozenset(flat[i]))
            for i, found in zip(changed[:STORIES_SHOWN], shown, strict=True)
        ],
        more=max(len(changed) - STORIES_SHOWN, 0),
        emptied=[Emptied(stories[pk], _where(today[pk], flat, given)) for pk in gone],
        same=len(flat) - len(changed),
    )


def _where(texts: set[int], flat: Sequence[Sequence[int]], given: Mapping[int, int]) -> int | None:
    """The story that most of these texts would be in; None for a new one."""
    went = Counter({i: len(texts.intersection(some)) for i, some in enumerate(flat)})
    return given.get(min(went, key=lambda i: (-went[i], given.get(i, 0))))


def _lines(groups: Sequence[Sequence[int]]) -> list[Lines]:
    """The articles of each group of texts: one line a text, those that print the same counted."""
    wanted = [t for group in groups for t in group]
    ran = Article.objects.filter(text__in=wanted).order_by().values_list("text_id").annotate(Count("id"))
    count = dict(ran)
    first = [t for group in groups for t in sorted(group)[:MEMBERS_SHOWN]]
    earliest = Article.objects.filter(text__in=first).order_by("text_id", "dated_on", "id").distinct("text_id")
    shown = {line.text_id: line for line in lines(listed(earliest))}
    return [
        Lines([shown[t] for t in sorted(group)[:MEMBERS_SHOWN] if t in shown], sum(count.get(t, 0) for t in group))
        for group in groups
    ]


def without(ruling: Ruling, however_large: bool) -> tuple[Moves | None, str]:
    """`moves`, or why nothing can be told."""
    try:
        return moves(ruling, however_large), ""
    except Contradiction:
        return None, "Without it the other rulings contradict each other."


# --- What would be said ---


def saying(ruling: Ruling) -> list[Saying]:
    """What would be said of the stories that the ruling's articles are in, where it differs from today."""
    ids = sorted(stories_of(ruling))[:SAID_OF]
    then = summaries(ids, without=ruling.pk)
    found = []
    for story in Story.objects.filter(pk__in=ids).select_related("lead_article").order_by("pk"):
        if story.pk in then and (changes := _changes(story, then[story.pk])):
            found.append(Saying(story, changes))
    return found


def _changes(story: Story, then: object) -> list[telling.Change]:
    found = []
    for column, label in (
        ("headline", "headline"),
        ("lead_article_id", "lead"),
        ("dated_on", "date"),
        ("marks", "marks"),
    ):
        was, would = getattr(story, column), getattr(then, column)
        if was != would:
            found.append(telling.Change(label, _shown(column, was), _shown(column, would), story.pk))
    return found


def _shown(column: str, value: object) -> str:
    if column == "lead_article_id":
        return f"article {value}" if value else telling.NOTHING
    return telling.shown(column, value.isoformat() if hasattr(value, "isoformat") else value)


def marks(ruling: Ruling) -> list[tuple[str, list[str], list[str]]]:
    """Articles whose own marks would change, by headline, with the marks of today and those they would have."""
    names = ruling.articles.order_by("id").values_list("original_digest", "item")
    wanted = set(names)
    near = Article.objects.filter(original__in={digest for digest, _ in wanted}).order_by("pk")
    articles = [article for article in near if (article.original_id, article.item) in wanted]
    now, then = marks_of_articles(articles), marks_of_articles(articles, without=ruling.pk)
    nothing: set[str] = set()
    found = [(str(a), sorted(now.get(a.pk, nothing)), sorted(then.get(a.pk, nothing))) for a in articles]
    return [row for row in found if row[1] != row[2]]
