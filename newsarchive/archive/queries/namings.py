"""Which notices name which articles of a story, as editors left it, and which kills were taken back."""

from __future__ import annotations

import datetime
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from newsarchive.archive.models import Ruling
from newsarchive.archive.queries import retracting
from newsarchive.archive.queries.arrays import literal
from newsarchive.archive.queries.kept import answers, any_ruling
from newsarchive.archive.queries.retracting import UNTOLD, Back
from newsarchive.dedup.spreading import Member, taken_back
from newsarchive.wire.notices import WITHDRAWING

_ANY_MARK_RULED = any_ruling(Ruling.Kind.MARK.value)


class Names(NamedTuple):
    """That a notice names an article of a story, perhaps surely. ``whole`` says that it is not the kill of one number
    alone that it takes back.
    """

    story: int
    notice: int
    kinds: Sequence[str]
    article: int
    version: int
    confidence: float
    sure: bool
    why: str
    text: int
    on: datetime.date | None
    at: datetime.datetime | None
    serial: str
    whole: bool

    @property
    def sent(self) -> Member:
        """The notice as the story sees it."""
        return retracting.sent(self.notice, self.kinds, self.text, self.on, self.at)


_NAMING_IN_STORIES = """
SELECT member.story_id, naming.notice_id, notice.kinds, naming.article_id, member.version_id, naming.confidence,
    naming.sure, naming.why::text, own.text_id, CASE WHEN own.dated_by <> ALL(%s) THEN own.dated_on END,
    COALESCE(own.published_at, own.filed_at), notice.serial,
    COALESCE(notice.said #>> '{kills,kill}', '') IN ('', bears.serial)
FROM unnest(%s::bigint[]) AS given(story)
JOIN archive_membership member ON member.story_id = given.story
JOIN archive_article article ON article.text_id = member.text_id
JOIN archive_naming naming ON naming.article_id = article.id
JOIN archive_notice notice ON notice.article_id = naming.notice_id
JOIN archive_article own ON own.id = naming.notice_id AND own.text_id IS NOT NULL
LEFT JOIN archive_notice bears ON bears.article_id = naming.article_id
ORDER BY naming.notice_id, naming.article_id
"""


def namings_in(stories: str) -> list[Names]:
    return [Names(*row) for row in answers(_NAMING_IN_STORIES, list(map(str, UNTOLD)), stories)]


def prints_itself(story: int, notice: int, kinds: Sequence[str], said: str, version: int, *sent: Any) -> Names:
    """A kill as one that names what it prints itself."""
    text, on, at, serial = sent
    return Names(story, notice, kinds, notice, version, 1.0, True, "[]", text, on, at, serial, True)


def counts(naming: Names, ruled: Mapping[int, Ruled]) -> bool:
    """Whether a notice names an article, for all that editors said."""
    said = ruled[naming.notice]
    return not said.out and said.of.get(naming.article, naming.sure)


@dataclass
class Ruled:
    """What editors said of a notice: that it counts for nothing, or which articles it names or does not."""

    out: bool = False
    of: dict[int, bool] = field(default_factory=dict)


_RULED = """
SELECT own.id, ruling.value::text, ARRAY(
    SELECT named.id FROM archive_ruledarticle other JOIN archive_article named
        ON named.original_id = other.original_digest AND named.item = other.item
    WHERE other.ruling_id = ruling.id AND other.side = 'b')
FROM unnest(%s::bigint[]) AS given(article) JOIN archive_article own ON own.id = given.article
JOIN archive_ruledarticle side ON side.original_digest = own.original_id AND side.item = own.item AND side.side = 'a'
JOIN archive_ruling ruling ON ruling.id = side.ruling_id
WHERE ruling.kind = 'mark' AND ruling.undone_at IS NULL AND ruling.value ->> 'of' = 'notice' AND ruling.id <> %s
ORDER BY ruling.id
"""


def rulings_on(notices: Iterable[int], without: int | None = None) -> Mapping[int, Ruled]:
    found: dict[int, Ruled] = defaultdict(Ruled)
    asked = sorted(set(notices))
    if not asked or not _ANY_MARK_RULED.any():
        return found
    for notice, value, articles in answers(_RULED, literal(asked), without or 0):
        on = json.loads(value)["set"]
        if articles:
            found[notice].of |= dict.fromkeys(articles, on)
        else:
            found[notice].out = not on
    return found


def rejected(notices: Iterable[int]) -> set[int]:
    """Those of the notices, by their articles, that editors said count for nothing."""
    return {pk for pk, ruled in rulings_on(notices).items() if ruled.out}


REINSTATED = "reinstated"


class Lifting:
    """The notices that take kills back: one kill by its number; or every kill, as a whole, of a version of which they
    name an article, whichever of its articles the kill names.
    """

    def __init__(
        self,
        by_number: Iterable[Back],
        naming: Sequence[Names],
        printed: Sequence[Names],
        ruled: Mapping[int, Ruled],
    ) -> None:
        self._by_number: dict[str, list[Member]] = defaultdict(list)
        for each in by_number:
            if not ruled[each.sent.article].out:
                self._by_number[each.number].append(each.sent)
        counting = [each for each in naming if counts(each, ruled)]
        by_version: dict[tuple[int, int], list[Member]] = defaultdict(list)
        for row in counting:
            if REINSTATED in row.kinds and row.whole:
                by_version[row.story, row.version].append(row.sent)
        self._lifted: dict[tuple[int, int], set[int]] = defaultdict(set)
        for kill in (*counting, *printed):
            if REINSTATED not in kill.kinds:
                by = [*by_version[kill.story, kill.version], *self._of_number(kill.serial)]
                self._lifted[kill.story, kill.notice].update(o.article for o in by if taken_back(kill.sent, o))

    def _of_number(self, number: str) -> list[Member]:
        return self._by_number[number] if number else []

    def by(self, kill: Names) -> set[int]:
        """The notices, by their articles, that take a kill back in the story of what it names."""
        return self._lifted.get((kill.story, kill.notice), set())

    def taken_back(self, kill: Names) -> bool:
        return bool(self.by(kill))

    def lifted_from(self, story: int, notice: int) -> frozenset[str]:
        """The kinds of a notice in its own story that do nothing there, since it was taken back."""
        return WITHDRAWING if self._lifted.get((story, notice)) else frozenset()
