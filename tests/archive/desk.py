"""The desk as an editor's browser meets it: its pages, their forms, and stories to decide on."""

import re

from django.urls import reverse

from newsarchive.archive.models import Ruling

WHY = "Both tell of the same morning."
CHANGED = "The archive has moved on since you opened this page."


def plain(answer):
    """The page's words without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def words(answer):
    return " ".join(answer.content.decode().split())


def merge_page(*stories):
    return reverse("admin:archive_story_merge") + "?" + "&".join(f"story={story.pk}" for story in stories)


def take_out_page(story, *articles):
    chosen = "&".join(f"article={article.pk}" for article in articles)
    return reverse("admin:archive_story_take_out", args=[story.pk]) + "?" + chosen


def undo_page(ruling):
    return reverse("admin:archive_ruling_undo", args=[ruling.pk])


def fields(answer):
    """What the page's form would post: its hidden fields, as a browser sends them."""
    posted = {}
    form = answer.content.decode().split('class="desk-decision"')[1]
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form):
        posted.setdefault(name, []).append(value)
    return posted


def confirm(client, where, reason=WHY):
    """Open the confirmation page, give a reason, send it off."""
    page = client.get(where)
    return client.post(where.split("?")[0], fields(page) | {"reason": reason}, follow=True)


def merge(client, *stories):
    confirm(client, merge_page(*stories))
    return Ruling.objects.latest("pk")
