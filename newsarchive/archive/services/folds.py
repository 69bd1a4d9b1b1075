"""The folds of articles that are here, brought in line with what the archive finds and what editors said."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import groupby

from newsarchive.archive.models import Article, Paragraph
from newsarchive.archive.queries.folds import Said, in_force, said_of_folds
from newsarchive.dedup import words as dedup_words
from newsarchive.dedup.folding import Repeat, fold

_COLUMNS = ("repeats_id", "fold", "likeness")


def refold(article_ids: Collection[int]) -> set[int]:
    """Fold the articles' paragraphs as holds now. Returns the articles in which something changed.

    What the archive finds is found again, from the paragraphs: rulings only come on top. The texts stay as they
    are (`newsarchive.archive.services.texting.retext`).
    """
    rows = Article.objects.filter(pk__in=article_ids).values_list("pk", "original_id", "item")
    names = {pk: (digest, item) for pk, digest, item in rows}
    said = said_of_folds(names.values())
    paragraphs = Paragraph.objects.filter(article__in=names).select_related("passage")
    changed = []
    for pk, own in groupby(paragraphs.order_by("article_id", "position"), key=lambda p: p.article_id):
        changed += _folded(list(own), said.get(names[pk], ()))
    Paragraph.objects.bulk_update(changed, ["repeats", "fold", "likeness"], batch_size=1000)
    return {paragraph.article_id for paragraph in changed}


def machine_folds(paragraphs: Sequence[Paragraph]) -> list[Repeat | None]:
    """What the archive itself finds to be repeats among an article's paragraphs."""
    return fold([p.body[p.dateline_length :] for p in paragraphs])


def _folded(paragraphs: Sequence[Paragraph], said: Sequence[Said]) -> list[Paragraph]:
    """Those of an article's paragraphs that are folded otherwise now, brought up to date."""
    words = [dedup_words.words(p.body[p.dateline_length :]) for p in paragraphs]
    wanted = in_force(machine_folds(paragraphs), words, [p.passage.digest for p in paragraphs], said)
    changed = []
    for paragraph, repeat in zip(paragraphs, wanted, strict=True):
        now = (paragraphs[repeat.of].pk, str(repeat.fold), repeat.likeness) if repeat else (None, "", None)
        if now != tuple(getattr(paragraph, column) for column in _COLUMNS):
            paragraph.repeats_id, paragraph.fold, paragraph.likeness = now
            changed.append(paragraph)
    return changed
