"""An article to be corrected and names to be merged, and the desk's pages for it."""

from __future__ import annotations

from django.urls import reverse

from newsarchive.archive.models import Article, Source
from tests.archive.admin_rows import FERRY
from tests.archive.desk import fields
from tests.archive.factories import make_article

WHY = "The paper copy says so."


def misread() -> Article:
    """An article of which something is to be corrected."""
    return make_article(
        "Fery runs agrund", FERRY, source="Harbor Post", agencies=["AP", "Reuters"], place="TAMBORA", byline="I. M."
    )


def two_spellings() -> list[Source]:
    """Two names of one outlet, the first of them that of the article above."""
    make_article("Bees", ["Bees."], source="Harbour Post", agencies=["Associated Press"])
    make_article("Hives", ["Hives."], source="Harbour Post")
    return [Source.objects.get(name=name) for name in ("Harbor Post", "Harbour Post")]


def page(what, *args):
    return reverse(f"admin:archive_{what}", args=args)


def correct_page(article):
    return page("article_correct", article.pk)


def posted(answer):
    """What a browser would send of the page as it stands."""
    form = answer.context["form"]
    shown = {bound.name: bound.value() for bound in form.visible_fields()}
    return fields(answer) | {name: value for name, value in shown.items() if value not in (None, False)}


def correct(client, article, **changes):
    answer = client.get(correct_page(article))
    return client.post(correct_page(article), posted(answer) | {"reason": WHY} | changes, follow=True)


def fresh(article):
    return Article.objects.get(pk=article.pk)


def merge_page(*rows, model="source"):
    return page(f"{model}_merge") + "?" + "&".join(f"name=%23{row.pk}" for row in rows)
