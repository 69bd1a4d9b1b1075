"""Working folders with a short path that any account may pass through, and everything in them ended afterwards."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from newsarchive.embedded import Place, postgres, valkey


@pytest.fixture
def var() -> Iterator[Path]:
    """An empty working folder."""
    folder = Path(tempfile.mkdtemp(prefix="na-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    place = Place.of(folder)
    if place.home.exists():
        valkey.stop(place)
        postgres.stop(place)
    shutil.rmtree(place.run, ignore_errors=True)
    shutil.rmtree(folder, ignore_errors=True)
