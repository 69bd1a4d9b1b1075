"""Working folders with a short path that any account may pass through, and everything in them ended afterwards."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from newsarchive.embedded import Place, postgres, valkey


@contextmanager
def working_folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="na-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    place = Place.of(folder)
    if place.home.exists():
        valkey.stop(place)
        postgres.stop(place)
    shutil.rmtree(place.run, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def fresh_var() -> Iterator[Path]:
    """An empty working folder."""
    with working_folder() as folder:
        yield folder


@pytest.fixture(scope="module")
def var() -> Iterator[Path]:
    """A working folder that the tests of a module use after each other, each leaving no server running."""
    with working_folder() as folder:
        yield folder
