"""Originals are kept whole, also where the same bytes come twice at once."""

from __future__ import annotations

import hashlib
import io
import os
import signal
import threading
from pathlib import Path
from typing import Any

import pytest
from django.core.files import File
from django.core.files.storage import storages

from newsarchive.archive.services import keeping

CONTENT = b"One line after another.\n" * 20_000
DIGEST = hashlib.sha256(CONTENT).hexdigest()


class Slow(io.BytesIO):
    """Bytes of which the first part is read at once, and the rest when they are let go."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.begun, self.go_on = threading.Event(), threading.Event()

    def read(self, size: int | None = -1) -> bytes:
        if self.tell():
            self.begun.set()
            assert self.go_on.wait(30)
        return super().read(size)


@pytest.fixture
def originals(settings: Any, tmp_path: Path) -> Path:
    options = {"BACKEND": settings.STORAGES["originals"]["BACKEND"], "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {"originals": options}
    return tmp_path


def kept_in(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob("*") if path.is_file()]


def test_the_same_bytes_kept_twice_at_once_are_there_once_and_whole(originals: Path) -> None:
    slow, troubles = Slow(CONTENT), []

    def first() -> None:
        try:
            keeping._store(DIGEST, len(CONTENT), slow)
        except OSError as trouble:
            troubles.append(trouble)

    thread = threading.Thread(target=first)
    thread.start()
    assert slow.begun.wait(30)
    assert not keeping.is_kept(DIGEST), "what is not whole is not there yet"
    keeping.keep([CONTENT], len(CONTENT))
    assert keeping.fetch(DIGEST) == CONTENT
    slow.go_on.set()
    thread.join(30)
    assert troubles == []
    assert keeping.fetch(DIGEST) == CONTENT
    assert kept_in(originals) == [DIGEST]


def test_what_cannot_be_written_leaves_nothing_behind(originals: Path) -> None:
    class Broken(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell():
                raise OSError("the disk is full")
            return super().read(size)

    with pytest.raises(OSError, match="full"):
        storages["originals"].save(keeping.path_of(DIGEST), File(Broken(CONTENT)))
    assert kept_in(originals) == []


def test_who_is_stopped_while_bytes_are_stored_is_stopped_and_no_file_is_refused_for_it(
    originals: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Stopped as it opens the file it writes, Django's storage ends in a bad file descriptor."""
    fdopen = os.fdopen

    def stopped(*arguments: Any) -> Any:
        opened = fdopen(*arguments)
        signal.raise_signal(signal.SIGINT)
        return opened

    monkeypatch.setattr(os, "fdopen", stopped)
    with pytest.raises(KeyboardInterrupt):
        keeping.keep([CONTENT], len(CONTENT))
    assert keeping.fetch(DIGEST) == CONTENT
