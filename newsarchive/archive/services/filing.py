"""Items read from files become articles, paragraphs, passages and texts, with their fingerprints and search entries."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate, islice
from operator import attrgetter
from typing import Any

from django.utils import timezone
from psycopg.types.json import Jsonb

from newsarchive import wire
from newsarchive.archive import search_text
from newsarchive.archive.models import (
    Agency,
    Article,
    Paragraph,
    Receipt,
    Source,
    UploadedFile,
)
from newsarchive.archive.queries.folds import Said, in_force, said_of_folds
from newsarchive.archive.queries.kept import answers
from newsarchive.archive.services import clocks, corrected, crediting, names, noting, searched, texting, wording
from newsarchive.archive.services.bulk import copy_rows, enter_missing, fresh_ids
from newsarchive.archive.services.wording import Entered, Phrase, Wording
from newsarchive.dedup import words as dedup_words
from newsarchive.dedup.folding import Repeat, folds

_CUT_SHORT = "The text is so long that only its first part can be searched; all of it is kept and compared."

_OUT_OF_THE_BIN = "It was in the bin with an upload that was withdrawn; handed in again, it was taken out."

_SURELY_SHORT = search_text.LIMIT // 10
"""Characters that are within the index's limit whatever they are, so that most texts need no closer look."""

_ARTICLE = tuple(field.column for field in Article._meta.concrete_fields)
_PARAGRAPH = ("id", "article_id", "position", "passage_id", "printed", "dateline_length")
_FOLD = ("repeats_id", "fold", "likeness")
_RECEIPT = ("file_id", "item", "article_id", "outcome", "note")


@dataclass(frozen=True)
class Draft:
    """An item ready to be entered: its folds, the words and the digest of each paragraph, and of the folded body."""

    file: UploadedFile
    item: wire.Item
    folds: list[Repeat | None]
    paragraph_words: list[list[str]]
    passages: list[bytes]
    body: list[str]
    text: bytes

    @property
    def key(self) -> tuple[str, int]:
        return (self.file.original_id or "", self.item.number)


Filed = tuple[UploadedFile, Sequence[Draft]]


def file_drafts(filed: Sequence[Filed]) -> None:
    """Enter every item that is not here yet, and a receipt for each item of each file.

    Runs inside the caller's transaction. The originals are locked, in order, so that two workers with the same
    bytes file them once; the lock leaves uploads of the same bytes free to go on.
    """
    _lock_originals(filed)
    here = _already_here(filed)
    out = _taken_out_of_the_bin(here.values())
    drafts: dict[tuple[str, int], Draft] = {}
    for d in (d for _, own in filed for d in own if d.key not in here):
        drafts.setdefault(d.key, d)
    entered = _enter(_overruled(list(drafts.values())))
    _give_receipts(filed, here, entered, out)


def enter_wording_ahead(filed: Sequence[Filed]) -> None:
    """Enter what these files say before they are filed, so that others with the same words wait for none of that."""
    wording.enter_ahead(_wording(d for _, own in filed for d in own))


def drafts(read: Sequence[tuple[UploadedFile, Sequence[wire.Item]]]) -> list[list[Draft]]:
    """Fold the items of each file and normalise their words; datelines are left out of what is compared.

    Many at once cost less than one after the other.
    """
    items = [(file, item) for file, own in read for item in own]
    bodies = [[p.text[p.dateline_length :] for p in item.paragraphs] for _, item in items]
    wordlists = [[dedup_words.words(body) for body in own] for own in bodies]
    made = map(_draft, items, wordlists, folds(bodies, wordlists))
    return [list(islice(made, len(own))) for _, own in read]


def _draft(item: tuple[UploadedFile, wire.Item], wordlists: list[list[str]], folds: list[Repeat | None]) -> Draft:
    body = _kept(wordlists, folds)
    passages = [dedup_words.digest(words) for words in wordlists]
    return Draft(*item, folds, wordlists, passages, body, wording.digest_of(body))


def _overruled(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts as editors folded them: an article that comes again brings its rulings back."""
    said = said_of_folds([d.key for d in drafts])
    return [_folded_by_hand(d, said[d.key]) if d.key in said else d for d in drafts]


def _folded_by_hand(d: Draft, said: Sequence[Said]) -> Draft:
    folds = in_force(d.folds, d.paragraph_words, d.passages, said)
    body = _kept(d.paragraph_words, folds)
    return replace(d, folds=folds, body=body, text=wording.digest_of(body))


def _kept(paragraph_words: Sequence[list[str]], folds: Sequence[Repeat | None]) -> list[str]:
    """The words of the folded body."""
    return [w for words, repeat in zip(paragraph_words, folds, strict=True) if repeat is None for w in words]


def _taken_out_of_the_bin(article_ids: Iterable[int]) -> set[int]:
    """Give articles their texts back that are in the bin and were handed in again. Returns which these were."""
    here = list(article_ids)
    binned = {pk for (pk,) in answers(_IN_THE_BIN, here)} if here else set()
    if binned:
        texting.retext(binned)
    return binned


_LOCK_ORIGINALS = "SELECT FROM archive_original WHERE digest = ANY(%s) ORDER BY digest FOR NO KEY UPDATE"
_ARTICLES_OF = "SELECT original_id, item, id FROM archive_article WHERE original_id = ANY(%s)"
_IN_THE_BIN = "SELECT id FROM archive_article WHERE id = ANY(%s) AND text_id IS NULL"


def _lock_originals(filed: Iterable[Filed]) -> None:
    answers(_LOCK_ORIGINALS, _digests(filed))


def _already_here(filed: Iterable[Filed]) -> dict[tuple[str, int], int]:
    return {(digest, item): pk for digest, item, pk in answers(_ARTICLES_OF, _digests(filed))}


def _digests(filed: Iterable[Filed]) -> list[str]:
    return sorted({file.original_id for file, _ in filed if file.original_id})


def _enter(drafts: Sequence[Draft]) -> dict[tuple[str, int], int]:
    if not drafts:
        return {}
    said = wording.enter(_wording(drafts))
    names.rely_on_them()
    sources = names.counting(Source, {d.file.source_id for d in drafts if d.file.source_id})
    articles = [_article(d, said.texts[d.text], sources) for d in drafts]
    _enter_articles(articles)
    _enter_paragraphs(drafts, articles, said)
    _enter_agencies(articles)
    crediting.enter((a.pk, d.item.credits) for d, a in zip(drafts, articles, strict=True))
    noting.enter((a.pk, d.item) for d, a in zip(drafts, articles, strict=True))
    _enter_search(drafts, articles)
    corrected.apply_to_new(articles)
    wording.enter_printings((said.texts[d.text], said.passages[digest]) for d in drafts for digest in d.passages)
    return {d.key: a.id for d, a in zip(drafts, articles, strict=True)}


def _wording(drafts: Iterable[Draft]) -> Wording:
    phrases: dict[bytes, Phrase] = {}
    bodies: dict[bytes, list[str]] = {}
    for d in drafts:
        bodies[d.text] = d.body
        for digest, paragraph, words in zip(d.passages, d.item.paragraphs, d.paragraph_words, strict=True):
            if digest not in phrases:
                phrases[digest] = Phrase(paragraph.text[paragraph.dateline_length :].strip(), words)
    return Wording(bodies, phrases)


def _article(d: Draft, text_id: int, sources: Mapping[int, int]) -> Article:
    """The article as it was read; ``sources`` says which source counts for the one it was handed in under."""
    item = d.item
    dateline = item.dateline or wire.Dateline(printed="")
    moments = {
        Article.Clock.PUBLISHED: item.published,
        Article.Clock.FILED: item.filed,
        Article.Clock.DATELINE: dateline.on,
        Article.Clock.RETRIEVED: item.retrieved,
    }
    now = timezone.now()
    dated_by, dated_on = clocks.first_known({c: _day(moment) for c, moment in moments.items()}, now)
    return Article(
        original_id=d.file.original_id,
        item=item.number,
        text_id=text_id,
        source_id=sources.get(d.file.source_id or 0),
        source_read_id=d.file.source_id,
        agencies_read=crediting.names_read(item),
        format=item.format,
        headline=item.headline,
        byline=item.byline,
        dateline=dateline.printed,
        place=dateline.place[:200],
        dateline_on=_day(dateline.on),
        filed_on=_day(item.filed),
        filed_at=item.filed.instant if item.filed else None,
        filed_time=item.filed.bare_time if item.filed else None,
        published_on=_day(item.published),
        published_at=item.published.instant if item.published else None,
        published_time=item.published.bare_time if item.published else None,
        retrieved_on=_day(item.retrieved),
        ingested_at=now,
        dated_on=dated_on,
        dated_by=dated_by,
        doubts={str(clock): moment.doubt for clock, moment in moments.items() if moment and moment.doubt},
        site=item.site[:255],
        url=item.url,
        language=item.language[:20],
        language_by=item.language_by,
        language_declared=item.declared[:20],
        furniture=list(item.furniture),
    )


def _day(moment: wire.Moment | None) -> date | None:
    return moment.on if moment else None


def _enter_articles(articles: Sequence[Article]) -> None:
    """Copy the articles in, and tell each its number."""
    for article, pk in zip(articles, fresh_ids(Article, len(articles)), strict=True):
        article.pk = pk
    copy_rows(Article, _ARTICLE, map(_columns, articles))


def _columns(article: Article) -> list[Any]:
    return [Jsonb(value) if isinstance(value, dict) else value for value in _values(article)]


_values = attrgetter(*(field.attname for field in Article._meta.concrete_fields))


def _enter_paragraphs(drafts: Sequence[Draft], articles: Sequence[Article], said: Entered) -> None:
    """Copy the paragraphs in; they have their numbers beforehand, so that repeats can point at what they repeat."""
    ends = list(accumulate(len(d.passages) for d in drafts))
    ids = fresh_ids(Paragraph, ends[-1])
    rows = (
        row
        for d, article, end in zip(drafts, articles, ends, strict=True)
        for row in _paragraphs(d, article.pk, ids[end - len(d.passages) : end], said)
    )
    copy_rows(Paragraph, (*_PARAGRAPH, *_FOLD), rows)


def _paragraphs(d: Draft, article: int, ids: Sequence[int], said: Entered) -> Iterator[tuple[Any, ...]]:
    for position, (pk, paragraph, digest, repeat) in enumerate(
        zip(ids, d.item.paragraphs, d.passages, d.folds, strict=True)
    ):
        printed = None if paragraph.text == said.printed[digest] else paragraph.text
        folded = (ids[repeat.of], repeat.fold.value, repeat.likeness) if repeat else _AS_PRINTED
        yield (pk, article, position, said.passages[digest], printed, paragraph.dateline_length, *folded)


_AS_PRINTED = (None, "", None)


def _enter_agencies(articles: Sequence[Article]) -> None:
    """Credit the agencies that were read; an alias credits the one that it stands for."""
    borne = names.entered(Agency, {name for article in articles for name in article.agencies_read})
    credited = sorted({(a.pk, borne[name].counts) for a in articles for name in a.agencies_read})
    copy_rows(Article.agencies.through, ("article_id", "agency_id"), credited)


def _enter_search(drafts: Sequence[Draft], articles: Sequence[Article]) -> None:
    pairs = zip(drafts, articles, strict=True)
    searched.enter(searched.Said(a.pk, d.item.headline, _body(d), a.language) for d, a in pairs)


def _body(d: Draft) -> str:
    """What is searched for in the text: its paragraphs without the repeats."""
    return "\n".join(p.text for p, repeat in zip(d.item.paragraphs, d.folds, strict=True) if repeat is None)


def _note(d: Draft) -> str:
    if sum(len(p.text) for p in d.item.paragraphs) < _SURELY_SHORT:
        return ""
    prepared = map(search_text.indexed, (d.item.headline, _body(d)))
    return _CUT_SHORT if any(search_text.bounded(part) != part for part in prepared) else ""


def _give_receipts(
    filed: Sequence[Filed],
    here: dict[tuple[str, int], int],
    entered: dict[tuple[str, int], int],
    out_of_the_bin: Collection[int],
) -> None:
    """One receipt an item: already here, or to be filled in once compared. The first of equal files is the new one."""
    seen: set[tuple[str, int]] = set()
    receipts = []
    for file, drafts in filed:
        for d in drafts:
            known = d.key in here or d.key in seen
            seen.add(d.key)
            outcome = Receipt.Outcome.ALREADY_HERE.value if known else ""
            article_id = here.get(d.key) or entered[d.key]
            note = _OUT_OF_THE_BIN if article_id in out_of_the_bin else _note(d)
            receipts.append((file.pk, d.item.number, article_id, outcome, note))
    enter_missing(Receipt, _RECEIPT, receipts)
