"""What follows from its key alone, remembered in a process from one page to the next."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Answer = TypeVar("Answer")


class Memory(Generic[Key, Answer]):
    """The answers that were asked for last, ``most`` of them. Safe to be used by several threads.

    A key names all that an answer depends on, so none is ever out of date.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._known: dict[Key, Answer] = {}
        self._lock = Lock()

    def recall(self, keys: Iterable[Key]) -> dict[Key, Answer]:
        """Those that are remembered."""
        with self._lock:
            found = {key: self._known.pop(key) for key in set(keys) if key in self._known}
            self._known.update(found)
        return found

    def keep(self, made: Mapping[Key, Answer]) -> None:
        """Remember these, and forget what was asked for longest ago."""
        with self._lock:
            self._known.update(made)
            for _ in range(len(self._known) - self._most):
                self._known.pop(next(iter(self._known)))

    def clear(self) -> None:
        with self._lock:
            self._known.clear()
