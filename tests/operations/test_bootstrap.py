"""The first set-up: who may what, and an administrator whose password is shown once."""

import io
import stat
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command

from newsarchive.archive.models import Article, Upload
from newsarchive.archive.services.bootstrap import set_up_archive


def member(group: str) -> User:
    user = User.objects.create_user(group)
    user.groups.add(Group.objects.get(name=group))
    return user


@pytest.mark.django_db
def test_archivists_read_and_upload_and_editors_also_rule(tmp_path: Path) -> None:
    set_up_archive(tmp_path / "password")
    archivist, editor = member("archivists"), member("editors")
    for user in (archivist, editor):
        assert user.has_perms(["archive.view_story", "archive.view_article", "archive.add_upload"])
        assert not user.has_perm("archive.delete_article")
    assert not archivist.has_perm("archive.rule")
    assert not archivist.has_perm("archive.add_ruling")
    assert editor.has_perms(["archive.rule", "archive.add_ruling", "archive.change_ruling"])


@pytest.mark.django_db
def test_the_first_administrator_can_log_in_with_the_password_kept(tmp_path: Path, client: object) -> None:
    kept = tmp_path / "password"
    administrator = set_up_archive(kept)
    assert kept.read_text().strip() == administrator.password
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert client.login(username="admin", password=administrator.password)  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_doing_it_again_changes_nothing(tmp_path: Path) -> None:
    kept = tmp_path / "password"
    set_up_archive(kept)
    before = kept.read_text(), User.objects.get().password
    again = set_up_archive(kept)
    assert again.password is None
    assert (kept.read_text(), User.objects.get().password) == before


@pytest.mark.django_db
def test_an_administrator_by_another_name_is_enough(tmp_path: Path) -> None:
    User.objects.create_superuser("chief", password="x")
    assert set_up_archive(tmp_path / "password").name == "chief"
    assert not (tmp_path / "password").exists()
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_rights_an_administrator_gave_a_group_stay(tmp_path: Path) -> None:
    from django.contrib.auth.models import Permission

    set_up_archive(tmp_path / "password")
    Group.objects.get(name="archivists").permissions.add(Permission.objects.get(codename="add_ruling"))
    set_up_archive(tmp_path / "password")
    assert member("archivists").has_perm("archive.add_ruling")


STORY = """HAVEN HILL, March 3 (Northwire) - The lighthouse at Haven Hill was painted green on Tuesday, to surprise.

"We ordered white," said the keeper, Ines Ballard, who found the ladder leaning against the wall at dawn.

The council will decide next week whether the colour may stay until the summer regatta.
"""


@pytest.mark.django_db(transaction=True)
def test_an_empty_archive_is_filled_once(tmp_path: Path) -> None:
    (tmp_path / "harbour-news").mkdir()
    (tmp_path / "harbour-news" / "lighthouse.txt").write_text(STORY)
    said = io.StringIO()
    call_command("prepare", samples=tmp_path, stdout=said, stderr=io.StringIO())
    assert [article.source.name for article in Article.objects.all()] == ["Harbour News"]
    assert "Log in as" in said.getvalue()
    uploads = Upload.objects.count()
    call_command("prepare", samples=tmp_path, stdout=io.StringIO(), stderr=io.StringIO())
    assert Upload.objects.count() == uploads


@pytest.mark.django_db(transaction=True)
def test_an_archive_in_use_gets_no_samples(tmp_path: Path) -> None:
    (tmp_path / "harbour-news").mkdir()
    (tmp_path / "harbour-news" / "lighthouse.txt").write_text(STORY)
    Upload.objects.create(via=Upload.Via.FORM)
    call_command("prepare", samples=tmp_path, stdout=io.StringIO(), stderr=io.StringIO())
    assert not Article.objects.exists()
