"""Settings from the environment: what is wrong stops the start, in a sentence."""

import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from newsarchive.archive import checks

PROJECT = Path(__file__).resolve().parents[2]
SETTINGS = PROJECT / "newsarchive" / "settings.py"


def read_settings(var: Path, print_this: str = "''", **environment: str) -> "subprocess.CompletedProcess[str]":
    """Read the settings as `manage.py` does and print an expression of them; no server is started."""
    program = (
        "import sys; from newsarchive.entry import run_command_line; run_command_line(['manage.py', 'version']); "
        f"from newsarchive import settings; print({print_this})"
    )
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NEWSARCHIVE_")}
    kept |= {"NEWSARCHIVE_VAR": str(var), "DJANGO_SETTINGS_MODULE": "newsarchive.settings"}
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=PROJECT,
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NEWSARCHIVE_PORT", "eighty"),
        ("NEWSARCHIVE_PORT", "99999"),
        ("NEWSARCHIVE_HTTPS", "perhaps"),
        ("NEWSARCHIVE_TIME_ZONE", "Mars/Olympus"),
        ("NEWSARCHIVE_STORAGE_OPTIONS", "{"),
        ("DATABASE_URL", "sqlite:///archive.db"),
        ("REDIS_URL", "localhost:6379"),
    ],
)
def test_a_bad_value_stops_the_start_in_one_sentence(tmp_path: Path, name: str, value: str) -> None:
    result = read_settings(tmp_path, **{name: value})
    assert result.returncode == 1
    assert result.stderr.startswith("newsarchive: ")
    assert name in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_working_folder_that_cannot_be_is_told_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = read_settings(tmp_path / "file" / "var")
    assert result.returncode == 1
    assert "set NEWSARCHIVE_VAR" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_the_secret_key_is_made_once_and_kept_private(tmp_path: Path) -> None:
    first = read_settings(tmp_path, "settings.SECRET_KEY").stdout.splitlines()[-1]
    second = read_settings(tmp_path, "settings.SECRET_KEY").stdout.splitlines()[-1]
    assert first == second
    assert len(first) >= 50
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_given_servers_are_used(tmp_path: Path) -> None:
    result = read_settings(
        tmp_path,
        "settings.DATABASES['default']['HOST'], settings.CELERY_BROKER_URL",
        DATABASE_URL="postgres://someone:secret@db.example/news",
        REDIS_URL="unix:///run/valkey.sock",
    )
    assert "db.example redis+socket:///run/valkey.sock" in result.stdout


def test_https_makes_cookies_secure(tmp_path: Path) -> None:
    shown = "settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE, settings.SECURE_HSTS_SECONDS > 0"
    assert "True True True" in read_settings(tmp_path, shown, NEWSARCHIVE_HTTPS="true").stdout
    assert "False False False" in read_settings(tmp_path, shown).stdout


@pytest.mark.parametrize(
    ("check", "wrong", "identifier"),
    [
        ("debug_stays_at_home", {"DEBUG": True, "HTTPS": True}, "newsarchive.E001"),
        ("debug_stays_at_home", {"DEBUG": True, "BIND": "0.0.0.0"}, "newsarchive.E001"),
        ("https_names_its_hosts", {"HTTPS": True, "CSRF_TRUSTED_ORIGINS": []}, "newsarchive.W001"),
        (
            "origins_say_their_scheme",
            {"HTTPS": True, "CSRF_TRUSTED_ORIGINS": ["http://archive.example"]},
            "newsarchive.E002",
        ),
        ("hosts_are_not_everyone", {"ALLOWED_HOSTS": ["*"]}, "newsarchive.W002"),
        ("reachable_by_name", {"BIND": "0.0.0.0", "ALLOWED_HOSTS": ["localhost"]}, "newsarchive.W003"),
        ("originals_have_a_place", {"STORAGES": {"originals": {"BACKEND": "no.such.Storage"}}}, "newsarchive.E003"),
    ],
)
def test_settings_wrong_together_are_named(settings: Any, check: str, wrong: dict[str, Any], identifier: str) -> None:
    assert getattr(checks, check)() == []
    for name, value in wrong.items():
        setattr(settings, name, value)
    found = getattr(checks, check)()
    assert [message.id for message in found] == [identifier]
    assert found[0].hint


def test_the_policy_allows_nothing_inline_and_nobody_else(client: Any, db: None) -> None:
    answer = client.get("/admin/login/")
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["X-Frame-Options"] == "DENY"


def names_read() -> set[str]:
    """Every environment variable that the settings read."""
    return set(re.findall(r'_read\(\s*"\w+",\s*"([A-Z_]+)"', SETTINGS.read_text()))


@pytest.mark.parametrize("name", sorted(names_read()))
def test_every_setting_is_documented(name: str) -> None:
    assert f"`{name}`" in (PROJECT / "docs" / "settings.md").read_text()


def test_no_setting_is_documented_that_does_not_exist() -> None:
    documented = set(re.findall(r"`(NEWSARCHIVE_[A-Z_]+)`", (PROJECT / "docs" / "settings.md").read_text()))
    assert documented <= names_read()
