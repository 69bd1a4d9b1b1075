"""Rows and bytes that are found to be here must still be here when something is made to point at them.

Whoever looks for what is here, to build on it, relies on it until its transaction ends; whoever takes something away
waits for these, and they for it. Reading files, and comparing texts beside, never wait for one another.
"""

from __future__ import annotations

from django.db import connection

_TEXTS = 0x74657874
_BYTES = 0x62797465


BY_INDEX = "set_config('enable_seqscan', 'off', true)"
"""Who takes files in asks for a few rows of many, through indexes. Until the transaction ends PostgreSQL is kept from
reading whole tables, as it would in an archive of a few files, and for as long as it remembers its plan."""


def rely_on_texts() -> None:
    """Texts, passages and what is known of them stay until the transaction ends."""
    _lock(f"{BY_INDEX}, pg_advisory_xact_lock_shared", _TEXTS)


def take_texts_away() -> None:
    """Nobody relies on texts until the transaction ends. Whoever holds the clustering lane too takes that first."""
    _lock("pg_advisory_xact_lock", _TEXTS)


def rely_on_bytes() -> None:
    """Originals that the storage has stay there until the transaction ends."""
    _lock(f"{BY_INDEX}, pg_advisory_xact_lock_shared", _BYTES)


def may_take_bytes_away() -> bool:
    """Nobody relies on originals until the transaction ends; False where somebody does just now."""
    return bool(_lock("pg_try_advisory_xact_lock", _BYTES))


def _lock(how: str, number: int) -> object:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {how}(%s)", [number])
        return cursor.fetchone()[0]
