"""Who is signed in and what they may do, in one question to the database.

Django by itself asks for the account, its own rights and its groups' rights one after the other, on every page.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.db import connection

_ACCOUNT = """
SELECT {columns}, ARRAY(
    SELECT kind.app_label || '.' || permission.codename
    FROM auth_permission permission JOIN django_content_type kind ON kind.id = permission.content_type_id
    WHERE permission.id IN (
        SELECT permission_id FROM auth_user_user_permissions WHERE user_id = auth_user.id
        UNION ALL
        SELECT permission_id FROM auth_group_permissions
        WHERE group_id IN (SELECT group_id FROM auth_user_groups WHERE user_id = auth_user.id)
    ))
FROM auth_user WHERE id = %s
"""


class Backend(ModelBackend):
    """Accounts and passwords are Django's own. Rights are those at the time of the request, never older."""

    def get_user(self, user_id: int) -> User | None:
        """The account of a session, its rights at hand; None where there is none that may sign in."""
        statement, names = _question()
        with connection.cursor() as cursor:
            cursor.execute(statement, [user_id])
            row = cursor.fetchone()
        if row is None:
            return None
        user = User.from_db(connection.alias, names, row[:-1])
        user.rights_at_hand = frozenset(row[-1])
        return user if self.user_can_authenticate(user) else None

    def get_all_permissions(self, user_obj: Any, obj: object = None) -> set[str]:
        """As Django has it; without asking again, where the rights came with the account."""
        known = getattr(user_obj, "rights_at_hand", None)
        if known is None or user_obj.is_superuser or not user_obj.is_active or obj is not None:
            return super().get_all_permissions(user_obj, obj)
        return set(known)


@cache
def _question() -> tuple[str, list[str]]:
    """The statement, and the account's columns that it reads, by their names in the model."""
    fields = User._meta.concrete_fields
    columns = ", ".join(f"auth_user.{field.column}" for field in fields)
    return _ACCOUNT.format(columns=columns), [field.attname for field in fields]
