"""What is costly to make is made once, and again where what was kept of it is not whole."""

import os
from pathlib import Path

import numpy as np
import pytest

from newsarchive.kept import kept

MADE = np.arange(1000, dtype=np.uint64)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "newsarchive"


def _never() -> np.ndarray:
    raise AssertionError("made again")


def test_it_is_made_once(folder: Path) -> None:
    assert kept("some", lambda: MADE).tolist() == MADE.tolist()
    assert kept("some", _never).tolist() == MADE.tolist()
    assert not kept("some", _never).flags.writeable
    assert {path.name for path in folder.iterdir()} == {"some.npy", "some.xxh3"}


@pytest.mark.parametrize("length", [0, 60, 4000])
def test_it_is_made_again_where_its_file_is_cut_short_or_other(folder: Path, length: int) -> None:
    kept("some", lambda: MADE)
    file = folder / "some.npy"
    file.write_bytes(file.read_bytes()[:length] + b"x" * (length == 4000) * 4128)
    assert kept("some", lambda: MADE).tolist() == MADE.tolist()
    assert kept("some", _never).tolist() == MADE.tolist()


def test_it_is_made_each_time_where_nothing_can_be_kept(folder: Path) -> None:
    folder.write_text("a file where the folder should be")
    made = []
    for _ in range(2):
        assert kept("some", lambda: made.append(1) or MADE).tolist() == MADE.tolist()  # type: ignore[func-returns-value]
    assert len(made) == 2


def test_a_user_without_a_home_does_without(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_CACHE_HOME", "HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 987_654)
    assert kept("some", lambda: MADE).tolist() == MADE.tolist()
