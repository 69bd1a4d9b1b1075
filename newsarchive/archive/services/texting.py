"""Which text an article prints: none while it is in the bin, another one when its folds change.

A text that no article prints any more leaves the clustering without a trace, as if it had never been here; its row
stays, so that it is soon back. Whoever calls these holds the clustering lane, unless it says otherwise.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import NamedTuple

from django.db.models import Q

from newsarchive.archive.models import (
    Article,
    Carried,
    Crowd,
    Match,
    Membership,
    Paragraph,
    Printing,
    Scheme,
    Tie,
    Unmatched,
    Version,
)
from newsarchive.archive.queries import departures
from newsarchive.archive.queries.arrays import Ints, rows
from newsarchive.archive.queries.candidates import portions
from newsarchive.archive.queries.departures import KeysOf
from newsarchive.archive.queries.matches import matched_pairs
from newsarchive.archive.queries.schemes import SchemeRefused, in_force, load
from newsarchive.archive.services import fingerprinting, matching, presence, schemes, searched, wording
from newsarchive.archive.services.bulk import update_rows
from newsarchive.dedup import words as dedup_words
from newsarchive.dedup.schemes import ClusteringScheme


def retext(article_ids: Collection[int]) -> set[int]:
    """Give each article the text that its paragraphs make now, those in the bin too. Returns these texts.

    They are not compared yet (`compare`), and what the articles printed before did not leave (`leave`). Needs no lane.
    """
    passages, bodies = _paragraphs_of(article_ids)
    digests = {pk: wording.digest_of(body) for pk, body in sorted(bodies.items())}
    ids = wording.enter_texts({digests[pk]: body for pk, body in bodies.items()})
    update_rows(Article, ["text_id"], ((pk, ids[digest]) for pk, digest in digests.items()))
    wording.enter_printings((ids[digest], passage) for pk, digest in digests.items() for passage in passages[pk])
    searched.index_anew(article_ids)
    return set(ids.values())


def _paragraphs_of(article_ids: Collection[int]) -> tuple[Mapping[int, set[int]], Mapping[int, list[str]]]:
    """The passages that each article prints, and the words of its folded body."""
    passages: dict[int, set[int]] = {pk: set() for pk in article_ids}
    bodies: dict[int, list[str]] = {pk: [] for pk in article_ids}
    rows = Paragraph.objects.filter(article__in=article_ids).order_by("article_id", "position")
    for article, passage, text, of in rows.values_list("article", "passage", "passage__text", "repeats").iterator():
        passages[article].add(passage)
        if of is None:
            bodies[article] += dedup_words.words(text)
    return passages, bodies


def into_the_bin(article_ids: Collection[int]) -> set[int]:
    """Take their texts from articles, so that they are in no story, list, count or search. Returns these texts."""
    here = Article.objects.filter(pk__in=article_ids, text__isnull=False)
    texts = set(here.values_list("text_id", flat=True))
    here.update(text=None)
    searched.index_anew(article_ids)
    return texts


class Compared(NamedTuple):
    """What comparing some texts changed.

    ``touched`` have to be put in their place: those that are in no story yet, which are ``fresh``, and all that gained
    or lost a match. ``again`` were in a story already. ``parted`` are pairs that match no longer, shape (pairs, 2).
    """

    touched: set[int]
    fresh: set[int]
    again: set[int]
    parted: Ints


def compare(text_ids: Collection[int], scheme: ClusteringScheme) -> Compared:
    """Compare texts that came, or came back, with all the others under the scheme in force."""
    ids = sorted(text_ids)
    schemes.note_unmatched(ids, scheme)
    fingerprinting.complete(ids, scheme)
    changed = matching.match_texts(ids, scheme)
    placed = {text for (text,) in rows(Membership, ("text_id",), "text_id", ids)}
    fresh = set(ids) - placed
    return Compared(fresh | changed.texts, fresh, placed, changed.parted)


def leave(text_ids: Collection[int]) -> set[int]:
    """Of texts that articles printed until now, take those out of the clustering that none prints any more.

    The others keep the passages that articles still print with them. The matches, under every scheme that is kept,
    are then those that would be here if what left had never come. Returns the texts to be put in their place anew:
    those that were in a story, or matched, with what left.
    """
    presence.take_texts_away()
    here = set(Article.objects.filter(text__in=text_ids).values_list("text_id", flat=True))
    gone, staying = set(text_ids) - here, set(text_ids) & here
    force = in_force()
    kept = {scheme: departures.keys_of(text_ids, scheme) for scheme in [force, *_kept_beside(force)]}
    touched = _near(gone, force)
    _take_out(gone)
    _print_no_longer(text_ids)
    changed = {scheme: _settle(had, staying, scheme) for scheme, had in kept.items()}
    return (touched | changed[force]) - gone


def _kept_beside(force: ClusteringScheme) -> list[ClusteringScheme]:
    """The schemes besides whose matches are kept. One that this release cannot compute is kept no longer."""
    found = []
    for row in Scheme.objects.filter(kept=True).exclude(id=force.id).order_by("id"):
        try:
            found.append(load(row.id, row.definition))
        except SchemeRefused:
            Scheme.objects.filter(id=row.id).update(kept=False)
    return found


def _near(gone: Collection[int], scheme: ClusteringScheme) -> set[int]:
    """The texts in the stories of those that go, and those that match them."""
    stories = Membership.objects.filter(text__in=gone).values("story_id")
    together = set(Membership.objects.filter(story__in=stories).values_list("text_id", flat=True))
    return together.union(matched_pairs(gone, scheme).ravel().tolist())


def _take_out(gone: Collection[int]) -> None:
    for some in portions(gone):
        Match.objects.filter(Q(text__in=some) | Q(other__in=some)).delete()
        Unmatched.objects.filter(text__in=some).delete()
        versions = list(Membership.objects.filter(text__in=some).values_list("version_id", flat=True))
        Membership.objects.filter(text__in=some).delete()
        Tie.objects.filter(text__in=some).delete()
        Carried.objects.filter(text__in=some).delete()
        Version.objects.filter(id__in=versions, memberships__isnull=True).delete()


def _print_no_longer(text_ids: Collection[int]) -> None:
    """Forget the passages that no article prints with its text any more."""
    printed: dict[int, set[int]] = defaultdict(set)
    rows = Paragraph.objects.filter(article__text__in=text_ids).order_by().values_list("article__text", "passage")
    for text, passage in rows.distinct().iterator():
        printed[text].add(passage)
    stale: dict[int, list[int]] = defaultdict(list)
    for text, passage in Printing.objects.filter(text__in=text_ids).values_list("text_id", "passage_id").iterator():
        if passage not in printed[text]:
            stale[text].append(passage)
    for text, passages in stale.items():
        Printing.objects.filter(text=text, passage__in=passages).delete()


def _settle(had: KeysOf, staying: Collection[int], scheme: ClusteringScheme) -> set[int]:
    """Bring crowds and matches under a scheme up to date. Returns the texts that gained or lost a match."""
    gone = departures.lost(had, departures.keys_of(staying, scheme))
    shrinking = departures.shrinking(gone, scheme)
    for (kind, key), heads in shrinking.crowds.items():
        row = Crowd.objects.filter(scheme=scheme.id, kind=kind, key=key)
        row.update(heads=heads) if heads else row.delete()
    gained = matching.compare_again(shrinking.pairs, scheme)
    return gained | matching.forget(departures.held_no_longer(gone, scheme), scheme)
