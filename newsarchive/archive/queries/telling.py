"""Rulings put into words: what was decided, and what it changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Func, IntegerField, JSONField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.formats import date_format
from django.utils.text import Truncator

from newsarchive.archive.models import RuledArticle, Ruling
from newsarchive.archive.queries.said import LEAD_RULES, PINNED

STORIES_NAMED = 6
"""Stories that a sentence names; the others are counted."""

LONGEST = 200
"""Characters of a headline, or of anything else, that a sentence quotes."""

NOTHING = "–"

TURNED = "turned"
"""Where a record says how many articles got which marks in place of which."""

FIELDS = {
    "published_on": "published",
    "filed_on": "filed",
    "dateline_on": "dateline’s day",
    "retrieved_on": "retrieved",
}
SAID = {"lead": "lead", "headline": "headline", "dated_on": "date", "marks": "marks", "merged_into": "leads to"}


@dataclass(frozen=True)
class Record:
    """How things stood, in short: how many articles each story held, what was said of it, what else was kept."""

    stories: Mapping[int, int]
    said: Mapping[int, Mapping[str, Any]]
    other: Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """One thing that a ruling changed. ``story`` is whose it is; names of articles (digest#item) are ``named``."""

    what: str
    before: str
    after: str
    story: int | None = None
    named: bool = False


class _Short(Func):
    """A record with the number of articles in place of their names, which can be megabytes."""

    output_field = JSONField()
    template = """CASE WHEN jsonb_typeof(%(expressions)s -> 'stories') = 'object' THEN jsonb_set(
        %(expressions)s, '{stories}', (
            SELECT COALESCE(jsonb_object_agg(
                held.key, CASE jsonb_typeof(held.value) WHEN 'array' THEN jsonb_array_length(held.value) ELSE 0 END
            ), '{}') FROM jsonb_each(%(expressions)s -> 'stories') held
        )
    ) ELSE %(expressions)s END"""


def short(rulings: QuerySet[Ruling]) -> QuerySet[Ruling]:
    """The rulings as lists tell them: without the names in their records, with how many articles they name."""
    named = RuledArticle.objects.filter(ruling=OuterRef("pk"), side="a").order_by().values("ruling")
    count = Subquery(named.annotate(count=Count("id")).values("count"), output_field=IntegerField())
    return (
        rulings.select_related("made_by", "undone_by")
        .defer("before", "after")
        .annotate(
            before_short=_Short(F("before")),
            after_short=_Short(F("after")),
            on_side_a=Coalesce(count, 0),
        )
    )


def record(ruling: Ruling, when: str) -> Record:
    """A ruling's record, ``before`` or ``after``; those from `short` cost no query."""
    kept = ruling.__dict__.get(f"{when}_short")
    kept = getattr(ruling, when) if kept is None else kept
    kept = kept if isinstance(kept, dict) else {}
    stories = {int(pk): held if isinstance(held, int) else len(held) for pk, held in _of(kept, "stories")}
    said = {int(pk): values for pk, values in _of(kept, "said") if isinstance(values, dict)}
    return Record(stories, said, {k: v for k, v in kept.items() if k not in ("stories", "said")})


def _of(kept: Mapping[str, Any], key: str) -> list[tuple[str, Any]]:
    found = kept.get(key)
    return sorted((k, v) for k, v in found.items() if k.isdigit()) if isinstance(found, dict) else []


# --- What was decided ---


def told(ruling: Ruling) -> str:
    """What a ruling decided, as a sentence without its full stop. Those from `short` cost no query."""
    value = ruling.value if isinstance(ruling.value, dict) else {}
    words = WORDS.get(ruling.use)
    try:
        return words(ruling, value) if words else ruling.get_use_display()
    except (KeyError, TypeError, ValueError):
        return ruling.get_use_display()


def _named(ruling: Ruling) -> int:
    """How many articles are on side *a*."""
    counted = ruling.__dict__.get("on_side_a")
    return ruling.articles.filter(side="a").count() if counted is None else counted


def counted(number: int, thing: str = "article", things: str = "") -> str:
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"


def stories_named(ids: Iterable[int]) -> str:
    """``story 12``, ``stories 12 and 15``, ``9 stories (1, 2, 3, 4, 5, 6 …)``."""
    numbers = [str(pk) for pk in sorted(ids)]
    if len(numbers) > STORIES_NAMED:
        return f"{len(numbers):,} stories ({', '.join(numbers[:STORIES_NAMED])} …)"
    if len(numbers) < 2:
        return f"story {numbers[0]}" if numbers else "stories that are not recorded"
    return f"stories {', '.join(numbers[:-1])} and {numbers[-1]}"


def quoted(words: object) -> str:
    return f"“{Truncator(str(words)).chars(LONGEST)}”"


def day(written: str) -> str:
    """``2007-08-09`` to ``9 August 2007``."""
    return date_format(date.fromisoformat(written), "j F Y") if written else NOTHING


def _merge(ruling: Ruling, value: Mapping[str, Any]) -> str:
    return f"merged {stories_named(record(ruling, 'before').stories)}"


def _take_out(ruling: Ruling, value: Mapping[str, Any]) -> str:
    return f"took {counted(_named(ruling))} out of {stories_named(record(ruling, 'before').stories)}"


def _part(ruling: Ruling, value: Mapping[str, Any]) -> str:
    return f"parted {counted(_named(ruling))} of {stories_named(record(ruling, 'before').stories)}, each alone"


def _move(ruling: Ruling, value: Mapping[str, Any]) -> str:
    before, after = record(ruling, "before").stories, record(ruling, "after").stories
    grew = [pk for pk in before if after.get(pk, 0) > before[pk]]
    shrank = [pk for pk in before if after.get(pk, 0) < before[pk]]
    if len(grew) == len(shrank) == 1:
        return f"moved {counted(_named(ruling))} from story {shrank[0]} to story {grew[0]}"
    return f"moved {counted(_named(ruling))} between {stories_named(before)}"


def _pair(ruling: Ruling, value: Mapping[str, Any]) -> str:
    one, many = ("story", "stories") if ruling.level == Ruling.Level.STORY else ("version", "versions")
    return {
        Ruling.Kind.SAME: f"ruled that two articles are the same {one}",
        Ruling.Kind.DIFFERENT: f"ruled that two articles are different {many}",
    }.get(ruling.kind, f"left open whether two articles are the same {one}")


def _lead(ruling: Ruling, value: Mapping[str, Any]) -> str:
    rule = value["rule"]
    return "pinned an article as the lead" if rule == PINNED else f"lead by rule: {LEAD_RULES.get(rule, rule)}"


def _story(ruling: Ruling, value: Mapping[str, Any]) -> str:
    said = [f"headline set to {quoted(value['headline'])}"] if "headline" in value else []
    said += [f"date set to {day(value['dated_on'])}"] if "dated_on" in value else []
    return "; ".join(said) or ruling.get_use_display()


def _mark(ruling: Ruling, value: Mapping[str, Any]) -> str:
    if value.get("of") == "notice":
        return _notice(ruling, value)
    if value.get("of") == "pair":
        return (
            "ruled that one article corrects another"
            if value["set"]
            else "ruled that neither article corrects the other"
        )
    of = counted(_named(ruling)) if value.get("of") == "article" else "the story"
    return f"{value['mark']} {'set on' if value['set'] else 'lifted from'} {of}"


def _notice(ruling: Ruling, value: Mapping[str, Any]) -> str:
    named = value.get("named", 0)
    if not named:
        return "notice counts" if value["set"] else "notice rejected"
    return f"notice {'means' if value['set'] else 'does not mean'} {counted(named)}"


def _correct(ruling: Ruling, value: Mapping[str, Any]) -> str:
    return "; ".join(f"{field(name)} {_put(name, new)}" for name, new in value.items()) or ruling.get_use_display()


def _put(name: str, new: Any) -> str:
    return "taken away" if new in (None, "", []) else f"corrected to {shown(name, new)}"


def _fold(ruling: Ruling, value: Mapping[str, Any]) -> str:
    """Paragraphs are counted from one, as readers do."""
    paragraph = f"paragraph {int(value['position']) + 1}"
    if value.get("repeats") is None:
        return f"{paragraph} unfolded"
    return f"{paragraph} folded, as it repeats paragraph {int(value['repeats']) + 1}"


def _withdraw(ruling: Ruling, value: Mapping[str, Any]) -> str:
    return f"withdrew upload {value['upload']}"


def _names(ruling: Ruling, value: Mapping[str, Any]) -> str:
    one, many = ("agency", "agencies") if value["table"] == "agency" else ("source", "sources")
    names = record(ruling, "after").other.get("names")
    if isinstance(names, dict) and len(names) == 1:
        ((other, kept),) = names.items()
        return f"{one} {quoted(other)} made another spelling of {quoted(kept)}"
    return f"merged {counted(len(value['others']), one, many)} into {one} {value['keep']}"


Words = Callable[[Ruling, Mapping[str, Any]], str]
WORDS: Mapping[str, Words] = {
    Ruling.Use.MERGE: _merge,
    Ruling.Use.TAKE_OUT: _take_out,
    Ruling.Use.MOVE: _move,
    Ruling.Use.PART: _part,
    Ruling.Use.PAIR: _pair,
    Ruling.Use.LEAD: _lead,
    Ruling.Use.STORY: _story,
    Ruling.Use.MARK: _mark,
    Ruling.Use.CORRECT: _correct,
    Ruling.Use.FOLD: _fold,
    Ruling.Use.WITHDRAW: _withdraw,
    Ruling.Use.NAMES: _names,
}


def sides(ruling: Ruling) -> Mapping[str, str]:
    """What the articles on each side of a ruling are to it."""
    value = ruling.value if isinstance(ruling.value, dict) else {}
    if ruling.kind != Ruling.Kind.MARK:
        return {"a": "Articles kept apart from side b", "b": "Side b", "c": "Articles they go with"}
    if value.get("of") == "pair":
        right, wrong = "The article that corrects the other", "The article that it corrects"
        return {"a": right, "b": wrong} if value.get("set") else {"a": "One article", "b": "The other article"}
    return {"a": "The notice", "b": "Articles of which that is said"}


# --- What it changed ---


def changes(ruling: Ruling) -> list[Change]:
    """What differs between the record before a ruling and the one after it, story by story."""
    before, after = record(ruling, "before"), record(ruling, "after")
    found = [*_moved(before, after, ruling), *_said(before, after)]
    found.sort(key=lambda change: change.story or 0)
    other = {key: value for key, value in after.other.items() if key != TURNED}
    return [*found, *_turned(after.other.get(TURNED, ())), *_otherwise(before.other, other)]


def marks_articles(ruling: Ruling) -> bool:
    """Whether it may change marks of articles, also of such as come later."""
    value = ruling.value if isinstance(ruling.value, dict) else {}
    return ruling.kind == Ruling.Kind.MARK and value.get("of") in ("article", "notice", "pair")


def unrecorded(ruling: Ruling) -> bool:
    """Whether it may have changed marks of articles, and was made before it was written down of how many."""
    return marks_articles(ruling) and TURNED not in record(ruling, "after").other


def _turned(recorded: Iterable[Sequence[Any]]) -> Iterator[Change]:
    """Articles that got other marks, as `newsarchive.archive.queries.turned` counts them."""
    for before, after, articles in recorded:
        yield Change(counted(articles), before, after)


def _moved(before: Record, after: Record, ruling: Ruling) -> Iterator[Change]:
    for pk in sorted({*before.stories, *after.stories}):
        was, now = before.stories.get(pk), after.stories.get(pk)
        if was != now:
            gone = "none: merged" if ruling.kind == Ruling.Kind.SAME else "not recorded"
            made = "no story" if was is None else f"{was:,}"
            yield Change("articles", made, gone if now is None else f"{now:,}", pk)


def _said(before: Record, after: Record) -> Iterator[Change]:
    for pk in sorted(before.said.keys() & after.said.keys()):
        for key, label in SAID.items():
            was, now = before.said[pk].get(key), after.said[pk].get(key)
            if was != now:
                yield Change(label, shown(key, was), shown(key, now), pk, named=key == "lead")


def _otherwise(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Change]:
    """Whatever else was recorded: one level of names and values deep."""
    for key in sorted({*before, *after}):
        was, now = before.get(key), after.get(key)
        if not isinstance(was, dict) or not isinstance(now, dict):
            was, now = {"": was}, {"": now}
        for name in sorted({*was, *now}):
            if was.get(name) != now.get(name):
                what = field(name) if key == "article" else f"{key} {quoted(name)}" if name else key
                yield Change(what, shown(name, was.get(name)), shown(name, now.get(name)))


def field(name: str) -> str:
    return FIELDS.get(name, name.replace("_", " "))


def shown(name: str, value: Any) -> str:
    """A recorded value in words."""
    if value in (None, "", []):
        return NOTHING
    if name == "lead":
        return str(value)
    if name == "merged_into":
        return f"story {value}"
    if name.endswith("_on") and isinstance(value, str):
        return day(value)
    if isinstance(value, list):
        return Truncator(", ".join(str(v) for v in value)).chars(LONGEST)
    return quoted(value) if isinstance(value, str) else Truncator(json.dumps(value)).chars(LONGEST)


def leads_in(found: Sequence[Change]) -> set[str]:
    """The names of articles that the changes speak of."""
    return {name for change in found if change.named for name in (change.before, change.after) if name != NOTHING}
