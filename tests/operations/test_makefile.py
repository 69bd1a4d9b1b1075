"""`make run` on a machine that is not as it must be."""

import shutil
import subprocess
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
needs_make = pytest.mark.skipif(shutil.which("make") is None, reason="this machine has no make")


def make_run(folder: Path, python: str) -> "subprocess.CompletedProcess[str]":
    """`make run` in an empty folder, with nothing but `python` (a shell script) by the name of python3."""
    shutil.copy(PROJECT / "Makefile", folder)
    (folder / "requirements.txt").touch()
    programs = folder / "bin"
    programs.mkdir()
    if python:
        (programs / "python3").write_text(f"#!/bin/sh\n{python}\n")
        (programs / "python3").chmod(0o755)
    make = shutil.which("make")
    assert make
    return subprocess.run(
        [make, "run"], cwd=folder, env={"PATH": str(programs)}, capture_output=True, text=True, check=False
    )


@needs_make
def test_an_old_python_is_told_in_one_sentence(tmp_path: Path) -> None:
    result = make_run(tmp_path, 'case "$2" in *print*) echo "this is 3.9";; *) exit 1;; esac')
    assert result.returncode != 0
    assert "newsarchive needs Python 3.11 or newer; this is 3.9. Install a newer one" in result.stdout
    assert not (tmp_path / ".venv").exists()


@needs_make
def test_no_python_is_told_in_one_sentence(tmp_path: Path) -> None:
    result = make_run(tmp_path, "")
    assert "newsarchive needs Python 3.11 or newer; there is none." in result.stdout
