"""What a scheme changes, in the operator's words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.table import Column, Table

from newsarchive.archive.models import Adoption
from newsarchive.archive.queries.adoptions import Counts, Named, Regrouped, Report, Standing, stories_changed
from newsarchive.dedup.regrouping import Kind

_WIDEST = 70
"""Characters of a headline."""

_MOST_PARTS = 6


def told(report: Report, scheme: str, *, adopted: bool) -> list[object]:
    """The report as lines and a table."""
    heading = f"{scheme} is in force." if adopted else f"What {scheme} would change; nothing is changed yet."
    return [heading, _sizes(report, adopted), *_changes(report, adopted), *_rulings(report), *_examples(report)]


def listed(standings: Sequence[Standing], adoptions: Sequence[Adoption], refused: str) -> list[object]:
    """The schemes, and when which was in force; ``refused`` says why this release cannot compute today's, "" if it can.

    An archive has no schemes written down before its first file is settled, and none where its stories are older
    than the writing down.
    """
    said = [refused] if refused else []
    if not standings:
        return said or ["No scheme was written down yet. The first new file writes down this release's own, evidence."]
    schemes = Table("Scheme", _id("Id"), "Computed first", "State")
    for one in standings:
        row = one.scheme
        schemes.add_row(row.name or "(no name)", row.id, f"{row.created_at:%Y-%m-%d %H:%M}", _state(one))
    history = Table("In force since", _id("Scheme"), "By", "Why", "Stories changed")
    for adoption in adoptions:
        history.add_row(
            f"{adoption.adopted_at:%Y-%m-%d %H:%M}",
            adoption.scheme_id,
            adoption.adopted_by.get_username() if adoption.adopted_by else "",
            _plain(adoption.reason),
            str(stories_changed(adoption)),
        )
    return [schemes, history, *said]


def _id(heading: str) -> Column:
    """Ids are to be copied, so they are never cut short."""
    return Column(heading, no_wrap=True, min_width=21)


def _state(standing: Standing) -> str:
    if standing.in_force:
        return "in force"
    if not standing.scheme.kept:
        return "forgotten"
    return f"kept; {_count(standing.unmatched, 'text')} to compare" if standing.unmatched else "kept, complete"


def _sizes(report: Report, adopted: bool) -> Table:
    table = Table("", "before" if adopted else "today", "now" if adopted else "then")
    for what, counts in (("Stories", report.stories), ("Versions", report.versions)):
        table.add_row(what, str(counts.today), str(counts.then))
    table.add_row("Texts", str(report.texts), str(report.texts))
    table.add_row("Articles", str(report.articles), str(report.articles))
    return table


def _changes(report: Report, adopted: bool) -> Iterator[str]:
    told = [_told(kind, report.regrouped[kind]) for kind in Kind if report.regrouped[kind].today]
    yield f"Of {_count(report.stories.today, 'story')}, {'; '.join(told)}." if told else "There are no stories."
    verb = "moved" if adopted else "would move"
    yield f"{report.moved} of {_count(report.articles, 'article')} {verb} to another story."
    yield f"{report.versions_changed} of {_count(report.versions.today, 'version')} do not stay as they are."


def _told(kind: Kind, counts: Counts) -> str:
    match kind:
        case Kind.KEPT:
            return f"{counts.today} stay as they are" if counts.today != 1 else "1 stays as it is"
        case Kind.JOINED:
            return f"{counts.today} are joined into {counts.then}"
        case Kind.SPLIT:
            return f"{counts.today} {'fall' if counts.today != 1 else 'falls'} apart into {counts.then}"
        case Kind.MIXED:
            return f"{counts.today} are mixed anew into {counts.then}"


def _rulings(report: Report) -> Iterator[str]:
    rulings = report.rulings
    if rulings.holding:
        numbers = f": {', '.join(map(str, rulings.against))}" if rulings.against else ""
        yield (
            f"{_count(rulings.holding, 'ruling')} hold, {len(rulings.against)} of them against what the scheme itself"
            f" would say{numbers}."
        )


def _examples(report: Report) -> Iterator[str]:
    if report.largest:
        yield from ("", "The largest stories:", *(f"{_size(story)}  {_quoted(story)}" for story in report.largest))
    if report.joins:
        yield from ("", "The largest joins:", *(line for one in report.joins for line in _parts(one)))
    if report.splits:
        yield from ("", "The largest splits:", *(line for one in report.splits for line in _parts(one)))


def _parts(one: Regrouped) -> Iterator[str]:
    yield f"{_size(one.story)}  {_quoted(one.story)}"
    for part in one.parts[:_MOST_PARTS]:
        yield f"           {part.articles:5}  {_quoted(part)}"
    if len(one.parts) > _MOST_PARTS:
        yield f"                  and {len(one.parts) - _MOST_PARTS} more"


def _size(story: Named) -> str:
    return f"{story.articles:6} articles" if story.articles != 1 else "     1 article "


def _quoted(story: Named) -> str:
    headline = _plain(story.headline) or "(no headline)"
    number = f"  (story {story.id})" if story.id else ""
    return (headline if len(headline) <= _WIDEST else headline[: _WIDEST - 1] + "…") + number


def _plain(text: str) -> str:
    """Without what a terminal would take for a command."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _count(number: int, what: str) -> str:
    plural = {"story": "stories"}.get(what, what + "s")
    return f"{number} {what if number == 1 else plural}"
