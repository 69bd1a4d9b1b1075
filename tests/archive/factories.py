"""Rows that belong together, made directly: for tests of what reads them."""

from __future__ import annotations

import datetime
import hashlib
import itertools
from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import Permission, User
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from newsarchive.archive.models import (
    Agency,
    Article,
    Match,
    Membership,
    Original,
    Paragraph,
    Passage,
    Receipt,
    Source,
    Story,
    Text,
    Upload,
    UploadedFile,
    Version,
)
from newsarchive.archive.queries.schemes import in_force
from newsarchive.archive.services import fingerprinting, keeping, searched
from newsarchive.dedup import words as dedup_words

DAY = datetime.date(2021, 3, 4)
READ = ("view_story", "view_article")
_numbers = itertools.count(1)


def make_user(name: str, *rights: str) -> User:
    """A user with these rights of the archive, such as ``add_upload``; the password is the name."""
    user = User.objects.create_user(name, password=name)
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="archive", codename__in=rights))
    return user


def make_archivist(name: str = "ada") -> User:
    """Reads and uploads."""
    return make_user(name, *READ, "add_upload")


def make_editor(name: str = "egon") -> User:
    """Reads, uploads and rules."""
    return make_user(name, *READ, "add_upload", "rule", "add_ruling")


def make_original(content: bytes) -> Original:
    """The bytes in the store, and their row."""
    digest = hashlib.sha256(content).hexdigest()
    store, path = storages["originals"], keeping.path_of(digest)
    if not store.exists(path):
        store.save(path, ContentFile(content))
    return Original.objects.get_or_create(digest=digest, defaults={"size": len(content)})[0]


def make_article(
    headline: str = "Ferry runs aground off the mole",
    paragraphs: Sequence[str] = ("A ferry ran aground off the mole on Thursday.", "Nobody was hurt."),
    *,
    story: Story | None = None,
    version: Version | None = None,
    source: str = "",
    agencies: Sequence[str] = (),
    repeats: dict[int, tuple[int, str]] | None = None,
    content: bytes | None = None,
    dated_on: datetime.date = DAY,
    dated_by: str = "published",
    **fields: Any,
) -> Article:
    """An article with everything that an article has once it was compared.

    Without `story` it has a story of its own, without `version` a version of its own unless the story already has
    the text. `repeats` maps a paragraph's index to the index it repeats and the kind of fold.
    """
    number = next(_numbers)
    original = make_original(content or f"{number}\n{headline}\n".encode() + "\n".join(paragraphs).encode())
    text = _text([p for at, p in enumerate(paragraphs) if at not in (repeats or {})])
    clocks = {"published_on": dated_on} if dated_by == "published" else {}
    article = Article.objects.create(
        original=original,
        text=text,
        headline=headline,
        source=_source(source),
        source_read=_source(source),
        agencies_read=list(agencies),
        dated_on=dated_on,
        dated_by=dated_by,
        **{"format": "page text", **clocks, **fields},
    )
    article.agencies.set([Agency.objects.get_or_create(name=name)[0] for name in agencies])
    _add_paragraphs(article, paragraphs, repeats or {})
    searched.enter([searched.Said(article.pk, headline, "\n".join(paragraphs))])
    _summarise(_join(text, story, version))
    return Article.objects.get(pk=article.pk)


def story_of(article: Article) -> Story:
    """The story that the article is in, fresh from the database."""
    return Story.objects.get(memberships__text=article.text_id)


def make_upload(by: User | None = None, via: str = "form", source: str = "") -> Upload:
    return Upload.objects.create(by=by, via=via, source=_source(source))


def make_file(upload: Upload, name: str = "a.txt", *, state: str = "settled", **fields: Any) -> UploadedFile:
    """A file of an upload, at its end."""
    position = upload.files.count() + 1
    return UploadedFile.objects.create(upload=upload, position=position, name=name, size=10, state=state, **fields)


def make_receipt(file: UploadedFile, article: Article, outcome: str = "new story", **fields: Any) -> Receipt:
    """What became of an item of the file; the file is the article's own from then on."""
    UploadedFile.objects.filter(pk=file.pk).update(original=article.original_id)
    item = file.receipts.count() + 1
    return Receipt.objects.create(file=file, item=item, article=article, outcome=outcome, **fields)


def _source(name: str) -> Source | None:
    return Source.objects.get_or_create(name=name)[0] if name else None


def _text(paragraphs: Sequence[str]) -> Text:
    body = [word for paragraph in paragraphs for word in dedup_words.words(paragraph)]
    values = {"words": " ".join(body), "length": len(body)}
    text, made = Text.objects.get_or_create(digest=dedup_words.digest(body, 32), defaults=values)
    if made:
        fingerprinting.fingerprint_texts({text.pk: body})
    return text


def _add_paragraphs(article: Article, printed: Sequence[str], repeats: dict[int, tuple[int, str]]) -> None:
    rows = []
    for position, body in enumerate(printed):
        words = dedup_words.words(body)
        values = {"text": body, "words": len(words)}
        passage, made = Passage.objects.get_or_create(digest=dedup_words.digest(words), defaults=values)
        if made:
            fingerprinting.fingerprint_passages({passage.pk: words})
        own = None if passage.text == body else body
        rows.append(Paragraph.objects.create(article=article, position=position, passage=passage, printed=own))
    for position, (of, fold) in repeats.items():
        Paragraph.objects.filter(pk=rows[position].pk).update(repeats=rows[of], fold=fold, likeness=0.97)


def _join(text: Text, story: Story | None, version: Version | None) -> Story:
    known = Membership.objects.filter(text=text).first()
    if known:
        return known.story
    story = story or (version.story if version else Story.objects.create(lead=text))
    version = version or Version.objects.create(story=story, lead=text)
    Membership.objects.create(text=text, version=version, story=story)
    return story


def _summarise(story: Story) -> None:
    """Say of a story what its members say; the first article leads."""
    members = Article.objects.filter(text__membership__story=story).order_by("pk")
    lead = members[0]
    Story.objects.filter(pk=story.pk).update(
        lead=lead.text,
        lead_article=lead,
        headline=lead.headline,
        lede=next((p.body for p in lead.paragraphs.order_by("position")), ""),
        dated_on=lead.dated_on,
        dated_by=lead.dated_by,
        article_count=members.count(),
        version_count=story.versions.count(),
        source_count=members.exclude(source=None).values("source").distinct().count(),
    )


def make_match(one: Article, other: Article, odds: float, share: float = 0.5) -> None:
    """The two articles' texts, remembered as one story with these odds and so much in common."""
    first, second = sorted((one.text_id, other.text_id))
    shares = {"likeness": share, "contained": share, "other_contained": share}
    Match.objects.create(
        text_id=first, other_id=second, scheme=in_force().id, version_odds=odds, story_odds=odds, **shares
    )
