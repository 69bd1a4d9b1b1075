"""How clean and how full the texts are that lead stories: by what the other texts of their versions print."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from statistics import mean
from typing import Any, NamedTuple

LEAST = 3
"""Texts of a version from which its lead is judged: two are no witnesses against each other."""

CLEAN, FULL = 0.95, 0.9
"""Share of a lead that others print from which it is clean, and of what most others print from which it is full."""

_ALONE = 0.5

Pairs = frozenset[tuple[str, str]]


class Judged(NamedTuple):
    """The lead of a story. ``printed`` is the share of its pairs of neighbouring words that another text of its version
    prints, ``has`` the share that it has of those that half of the others print or more; ``alone`` are the paragraphs,
    ``words_alone`` the words in them, of which others print less than half.
    """

    story: int
    headline: str
    texts: int
    printed: float
    has: float
    alone: int
    words_alone: int


def leads() -> dict[str, Any]:
    """What there is to say of the leads of all stories in Django's database; the worst of them named."""
    judged = list(_judged())
    if not judged:
        return {"stories": 0}
    worst = sorted(judged, key=lambda lead: (min(lead.printed, lead.has), lead.story))[:5]
    return {
        "stories": len(judged),
        "clean": sum(lead.printed >= CLEAN for lead in judged),
        "full": sum(lead.has >= FULL for lead in judged),
        "printed": round(mean(lead.printed for lead in judged), 3),
        "has": round(mean(lead.has for lead in judged), 3),
        "alone": sum(lead.alone for lead in judged),
        "words_alone": sum(lead.words_alone for lead in judged),
        "worst": [lead._asdict() for lead in worst],
    }


def _judged() -> Iterator[Judged]:
    from newsarchive.archive.models import Membership, Story, Text

    versions: dict[int, list[int]] = defaultdict(list)
    for version, text in Membership.objects.values_list("version_id", "text_id"):
        versions[version].append(text)
    for story in Story.objects.filter(merged_into=None, article_count__gt=0).order_by("id"):
        texts = versions[Membership.objects.get(text=story.lead_id).version_id]
        if len(texts) >= LEAST:
            known = Text.objects.filter(id__in=texts).values_list("id", "words")
            yield _judge(story, {pk: _pairs(words.split()) for pk, words in known})


def _judge(story: Any, printed: Mapping[int, Pairs]) -> Judged:
    from newsarchive.archive.models import Paragraph
    from newsarchive.dedup.words import words

    lead = printed[story.lead_id]
    others = Counter(pair for text, pairs in printed.items() if text != story.lead_id for pair in pairs)
    most = {pair for pair, count in others.items() if 2 * count >= len(printed) - 1}
    paragraphs = Paragraph.objects.filter(article=story.lead_article_id, repeats=None).select_related("passage")
    bodies = [words(paragraph.body[paragraph.dateline_length :]) for paragraph in paragraphs]
    alone = [own for own in bodies if _share(_pairs(own), others) < _ALONE]
    return Judged(
        story.pk,
        story.headline,
        len(printed),
        round(_share(lead, others), 3),
        round(len(most & lead) / max(len(most), 1), 3),
        len(alone),
        sum(map(len, alone)),
    )


def _share(pairs: Pairs, others: Counter[tuple[str, str]]) -> float:
    return sum(pair in others for pair in pairs) / max(len(pairs), 1)


def _pairs(own: Sequence[str]) -> Pairs:
    return frozenset(pairwise(["", *own]))
