"""The first set-up of an archive: groups, their rights, and a first administrator. Doing it again changes nothing."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q

ADMINISTRATOR = "admin"
ARCHIVISTS, EDITORS = "archivists", "editors"
_EDITORS_MAY = ("add_upload", "add_ruling", "change_ruling", "rule", "withdraw_upload", "adopt_scheme", "see_embargoed")


@dataclass(frozen=True)
class Administrator:
    """Who runs the place; `password` only where the account was made just now."""

    name: str
    password: str | None


def set_up_archive(password_file: Path) -> Administrator:
    """Make the groups and, where there is no superuser at all, the first one, its password kept in `password_file`.

    Rights are added to the groups, never taken away: an administrator may have given them more.
    """
    with transaction.atomic():
        _give(ARCHIVISTS, _reading() | Q(codename="add_upload"))
        _give(EDITORS, _reading() | Q(codename__in=_EDITORS_MAY))
        return _administrator(password_file)


def _reading() -> Q:
    return Q(codename__startswith="view_")


def _give(group: str, rights: Q) -> None:
    Group.objects.get_or_create(name=group)[0].permissions.add(
        *Permission.objects.filter(rights, content_type__app_label="archive")
    )


def _administrator(password_file: Path) -> Administrator:
    users = get_user_model().objects
    existing = users.filter(is_superuser=True).order_by("pk").first()
    if existing is not None:
        return Administrator(existing.get_username(), None)
    password = secrets.token_urlsafe(12)
    # Kept before the account exists: an account whose password nobody knows would be worse than none.
    _keep(password, password_file)
    users.create_superuser(ADMINISTRATOR, password=password)
    return Administrator(ADMINISTRATOR, password)


def _keep(password: str, file: Path) -> None:
    """Write the file anew, readable by its owner alone from its first byte on."""
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as kept:
        kept.write(password + "\n")
