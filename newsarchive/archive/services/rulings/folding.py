"""Paragraphs folded and unfolded by hand, and what follows from it: the article prints another text."""

from __future__ import annotations

from collections.abc import Collection

from django.contrib.auth.models import User

from newsarchive.archive.models import Article, Membership, Paragraph, RuledArticle, Ruling
from newsarchive.archive.queries import standings
from newsarchive.archive.services import folds, texting
from newsarchive.archive.services.rulings.deciding import Decision, Refused, close, entered, in_lane
from newsarchive.archive.services.rulings.retexting import settle

A = RuledArticle.Side.A


def fold_paragraph(article_id: int, position: int, repeats: int | None, *, by: User | None, reason: str) -> Ruling:
    """Fold a paragraph onto the earlier one that it repeats, both by their positions, or unfold it (None).

    The article then prints another text, and goes where that belongs; identical copies stay as they are. Raises
    `Refused` where that makes no sense, with the reason, and where the text it would print is ruled to be apart.
    """
    with in_lane(reason):
        article = _compared(article_id)
        paragraph = _checked(article, position, repeats)
        value = {"position": position, "passage": bytes(paragraph.passage.digest).hex(), "repeats": repeats}
        before = standings.recorded(_stories(article))
        kind, use = Ruling.Kind.PARAGRAPH, Ruling.Use.FOLD
        ruling = entered(Decision(kind, use, by, reason, {A: [article]}, value), before)
        touched = carry(ruling)
        article.refresh_from_db()
        return close(ruling, standings.recorded(_stories(article)), touched)


def carry(ruling: Ruling) -> set[int]:
    """Fold the paragraphs of the ruling's articles as holds now, and put these where they belong.

    Returns the stories that this touched.
    """
    here = _here(ruling)
    changed = [pk for pk in folds.refold(here.keys()) if here[pk] is not None]
    if not changed:
        return set()
    left = {here[pk] for pk in changed}
    return settle(left, texting.retext(changed), ruling)


def _here(ruling: Ruling) -> dict[int, int]:
    """The ruling's articles, and the texts that they print."""
    found: dict[int, int] = {}
    for digest, item in ruling.articles.values_list("original_digest", "item"):
        found |= dict(Article.objects.filter(original=digest, item=item).values_list("pk", "text_id"))
    return found


def _compared(article_id: int) -> Article:
    article = Article.objects.filter(pk=article_id, text__membership__isnull=False).first()
    if article is None:
        raise Refused("That article is not in the archive, or has not been compared yet.")
    return article


def _checked(article: Article, position: int, repeats: int | None) -> Paragraph:
    """The paragraph, where it can be folded or unfolded so."""
    rows = Paragraph.objects.filter(article=article).select_related("passage")
    paragraphs = {paragraph.position: paragraph for paragraph in rows}
    if position not in paragraphs or (repeats is not None and repeats not in paragraphs):
        raise Refused("The article has no such paragraph.")
    paragraph = paragraphs[position]
    if repeats is None:
        trouble = "" if paragraph.repeats_id else "That paragraph is not folded."
    else:
        trouble = _nonsense(paragraph, paragraphs[repeats], alone=len(paragraphs) == 1)
    if trouble:
        raise Refused(trouble)
    return paragraph


def _nonsense(paragraph: Paragraph, of: Paragraph, *, alone: bool) -> str:
    """Why a paragraph cannot be folded onto another one, in words; empty where it can."""
    if alone:
        return "That is the article's only paragraph. Folded, nothing would be left to read."
    if of.position == paragraph.position:
        return "A paragraph cannot repeat itself. Choose the earlier one that it prints again."
    if of.position > paragraph.position:
        return "A paragraph can only repeat an earlier one. Fold the later one onto this one instead."
    if of.repeats_id is not None:
        return "The paragraph it would be folded onto is folded itself. Choose one that is left to read."
    if paragraph.repeats_id == of.pk:
        return "It is folded onto that paragraph already."
    return ""


def _stories(article: Article) -> Collection[int]:
    return list(Membership.objects.filter(text=article.text_id).values_list("story_id", flat=True))
