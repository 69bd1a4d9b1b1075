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


def history_page(story):
    return reverse("admin:archive_story_history", args=[story.pk])


def ruling_page(ruling):
    return reverse("admin:archive_ruling_change", args=[ruling.pk])


def merge_page(*stories):
    return reverse("admin:archive_story_merge") + "?" + "&".join(f"story={story.pk}" for story in stories)


def take_out_page(story, *articles):
    chosen = "&".join(f"article={article.pk}" for article in articles)
    return reverse("admin:archive_story_take_out", args=[story.pk]) + "?" + chosen


def undo_page(ruling):
    return reverse("admin:archive_ruling_undo", args=[ruling.pk])


def fields(answer):
    """What the page's form would post as it stands: its hidden fields and what is chosen, as a browser sends them."""
    posted = {}
    form = answer.content.decode().split('class="desk-decision"')[1]
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form):
        posted.setdefault(name, []).append(value)
    for given in re.findall(r'<input type="radio"[^>]*checked[^>]*>', form):
        name, value = (re.search(rf'{what}="([^"]*)"', given)[1] for what in ("name", "value"))
        posted[name] = [value]
    return posted


def confirm(client, address, reason=WHY, **filled):
    """Open the confirmation page, fill in what is asked, give a reason, send it off."""
    page = client.get(address)
    return client.post(address.split("?")[0], fields(page) | filled | {"reason": reason}, follow=True)


def story_page(page, story, *articles):
    """One of a story's pages at the desk."""
    chosen = "?" + "&".join(f"article={article.pk}" for article in articles) if articles else ""
    return reverse(f"admin:archive_story_{page}", args=[story.pk]) + chosen


def pair_page(one, other):
    return reverse("admin:archive_ruling_pair") + f"?article={one.pk}&article={other.pk}"


def merge(client, *stories):
    confirm(client, merge_page(*stories))
    return Ruling.objects.latest("pk")
