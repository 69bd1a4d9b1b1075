"""What a notice says beyond its marks, in sentences: what it kills, what it puts right, until when it holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import time

from newsarchive.archive.models import Notice
from newsarchive.archive.queries.marks import told

TAKES_BACK = "reinstated"


def sentences(notice: Notice) -> list[str]:
    """What the notice says, a sentence each; none where its marks say all."""
    said = notice.said if isinstance(notice.said, dict) else {}
    return [
        *(_kills(said["kills"], TAKES_BACK in notice.kinds) if "kills" in said else ()),
        *(_puts_right(said["corrects"]) if "corrects" in said else ()),
        *_noted(notice.marks),
        *(_holds(said["held"]) if "held" in said else ()),
    ]


def _kills(named: Mapping[str, str], back: bool) -> Iterator[str]:
    what = "It takes back the kill of a story" if back else "It kills a story"
    by = [words for key, form in _NAMED_BY if (words := form(named.get(key, "")))]
    yield f"{what} {', '.join(by)}." if by else f"{what} that it does not name."
    if named.get("kill"):
        yield f"The kill has the number {named['kill']}."
    if named.get("words"):
        yield f"In its words: “{named['words']}”"


def _hour(written: str) -> str:
    return f"moved at {time.fromisoformat(written):%H:%M %Z}".rstrip() if written else ""


_NAMED_BY = (
    ("headline", lambda words: words and f"headlined “{words}”"),
    ("slug", lambda words: words and f"with the slug {words}"),
    ("serial", lambda words: words and f"with the number {words}"),
    ("place", lambda words: words and f"from {words}"),
    ("moved", _hour),
)


def _puts_right(pairs: list[list[str]]) -> Iterator[str]:
    changes = [{"before": wrong, "after": right, "where": ""} for wrong, right in pairs]
    yield f"It puts right: {told(changes, len(changes))}."


def _noted(marks: Iterable[Mapping[str, str]]) -> Iterator[str]:
    """What a correction says in a note of its own, whether it says what was wrong or not."""
    noted = (mark["line"] for mark in marks if mark["kind"] == "correction" and mark["where"] in ("head", "opening"))
    yield from (f"It notes: “{line}”" for line in dict.fromkeys(noted))


def _holds(held: Mapping[str, str]) -> Iterator[str]:
    doubt = f" ({held['doubt']})" if held.get("doubt") else ""
    yield f"It holds the story back: “{held.get('words', '')}”{doubt}."
