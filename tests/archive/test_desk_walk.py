"""Every page, action and endpoint of the desk, for each kind of person, as the table in docs/editing.md says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import NoReverseMatch, reverse

from newsarchive.archive.models import Article, Membership, Ruling, Story, Trial
from newsarchive.archive.services import bootstrap
from tests.archive.admin_rows import fill

pytestmark = pytest.mark.django_db

DOCS = Path(__file__).resolve().parents[2] / "docs" / "editing.md"
PEOPLE = ("stranger", "archivist", "editor", "administrator")
LOOKED_AT = ("changelist", "change", "history")
NEVER = ("add", "delete")

MODELS = {
    model._meta.model_name: model
    for model in apps.get_app_config("archive").get_models()
    if admin.site.is_registered(model)
}


def table() -> dict[str, tuple[str, ...]]:
    """The pages of the table, by the name in its second column, with what each kind of person meets there."""
    row = r"^\| [^|]+ \| `([\w*]+)` \| (\w[\w ]*) \| (\w+) \| (\w+) \| (\w+) \|$"
    rows = re.findall(row, DOCS.read_text("utf-8"), re.M)
    return {name: tuple(cells) for name, *cells in rows}


def patterns() -> Iterator[tuple[str, str]]:
    """Every address of the archive at the desk: its model, and the rest of its name."""
    for resolver in admin.site.get_urls():
        for pattern in getattr(resolver, "url_patterns", ()):
            name = pattern.name or ""
            if name.startswith("archive_"):
                model, _, page = name.removeprefix("archive_").partition("_")
                yield model, page


OWN = sorted({(model, page) for model, page in patterns() if page not in (*LOOKED_AT, *NEVER)})


def address(model: str, page: str) -> str:
    row = MODELS[model]._default_manager.order_by("pk").first()
    tries = ([], [row.pk], ["csv"], [row.pk, "csv"])
    for args in tries:
        try:
            return reverse(f"admin:archive_{model}_{page}", args=args)
        except NoReverseMatch:
            continue
    raise AssertionError(f"no address for {model} {page}")


@pytest.fixture
def people(tmp_path: Path) -> dict[str, Client]:
    bootstrap.set_up_archive(tmp_path / "password")
    found = {name: Client() for name in PEOPLE}
    for name, group in (("archivist", bootstrap.ARCHIVISTS), ("editor", bootstrap.EDITORS)):
        user = User.objects.create_user(name, is_staff=True)
        user.groups.add(Group.objects.get(name=group))
        found[name].force_login(user)
    found["administrator"].force_login(User.objects.filter(is_superuser=True)[0])
    fill(0, 2, User.objects.get(username="editor"))
    return found


def meets(answer) -> str:
    if answer.status_code == 302 and "/login/" in answer.url:
        return "sign in"
    if answer.status_code == 403:
        return "no"
    assert answer.status_code < 500
    return "yes"


def state() -> tuple[object, ...]:
    memberships = sorted(Membership.objects.values_list("text_id", "version_id", "story_id"))
    return memberships, Ruling.objects.count(), Trial.objects.count(), Story.objects.count(), Article.objects.count()


def test_the_table_has_every_page_and_no_other() -> None:
    told = set(table())
    assert {f"{model}_{page}" for model, page in OWN} == {name for name in told if "*" not in name}
    assert {f"*_{page}" for page in (*LOOKED_AT, *NEVER)} <= told


@pytest.mark.parametrize(("model", "page"), OWN, ids=lambda part: part)
def test_a_page_is_for_those_whom_the_table_names(people, model: str, page: str) -> None:
    where, before = address(model, page), state()
    for person, expected in zip(PEOPLE, table()[f"{model}_{page}"], strict=True):
        for way in (people[person].get, people[person].post):
            answer = way(where)
            assert answer.status_code == 405 or meets(answer) == expected, f"{person}, {way.__name__} {where}"
            assert state() == before, f"{person} changed something by a bare {way.__name__} of {where}"


def test_only_index_keys_printings_counts_and_what_readers_keep_have_no_page_at_the_desk() -> None:
    hidden = {model._meta.model_name for model in apps.get_app_config("archive").get_models()} - set(MODELS)
    assert hidden == {
        *("band", "passageband", "printing"),
        "holding",  # Counts, whose page is the overview.
        *("restband", "restfingerprint", "textstock", "passagestock"),
        "savedsearch",
    }


@pytest.mark.parametrize("model", sorted(MODELS))
@pytest.mark.parametrize("page", [*LOOKED_AT, *NEVER])
def test_tables_are_looked_at_by_all_and_added_to_by_nobody(people, model: str, page: str) -> None:
    where, before, told = address(model, page), state(), table()[f"*_{page}"]
    for person, expected in zip(PEOPLE, told, strict=True):
        assert meets(people[person].get(where)) == expected, f"{person} asks for {where}"
        answer = people[person].post(where, {"post": "yes"})
        assert meets(answer) in (expected, "no"), f"{person} posts to {where}"
        assert state() == before


@pytest.mark.parametrize("model", ["story", "source", "agency"])
def test_actions_are_offered_and_obeyed_for_those_who_may_rule_only(people, model: str) -> None:
    where, before = address(model, "changelist"), state()
    chosen = list(MODELS[model]._default_manager.order_by("pk").values_list("pk", flat=True)[:2])
    posted = {"action": "merge", "_selected_action": chosen}
    for person in PEOPLE:
        answer = people[person].post(where, posted)
        leads_on = answer.status_code == 302 and "/merge/" in answer.url
        assert leads_on == (person in ("editor", "administrator")), person
        assert state() == before, "an action only leads to the page that asks"


def test_forms_of_other_sites_are_refused(people) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.get(username="editor"))
    before = state()
    for model, page in OWN:
        answer = strict.post(address(model, page), {"reason": "x"})
        assert answer.status_code in (403, 405), f"{model} {page}"
    assert state() == before
