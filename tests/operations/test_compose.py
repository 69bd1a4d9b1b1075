"""The containers cannot be run here: they are held against the Compose specification and against what exists."""

import json
import os
import re
import subprocess
import sys
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from django.core.management import get_commands

from tests.operations.test_settings import names_read

PROJECT = Path(__file__).resolve().parents[2]
COMPOSE = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())
OURS = ("setup", "web", "worker", "beat")
VARIABLE = re.compile(r"\$\{(?P<name>[A-Z_]+)(?::(?P<kind>[-?])(?P<rest>[^}]*))?\}")


def filled_in(value: str) -> str:
    """A value as Compose would pass it on, with secrets given and all else left to its default."""
    return VARIABLE.sub(lambda found: (found["rest"] or "") if found["kind"] == "-" else "secret", value)


def environment() -> dict[str, str]:
    return {name: filled_in(str(value)) for name, value in COMPOSE["services"]["web"]["environment"].items()}


def test_it_is_what_the_specification_allows() -> None:
    schema = json.loads(files("check_jsonschema").joinpath("builtin_schemas/vendor/compose-spec.json").read_text())
    jsonschema.validators.validator_for(schema)(schema).validate(COMPOSE)


@pytest.mark.parametrize("service", OURS)
def test_it_sets_only_what_the_settings_read(service: str) -> None:
    assert set(COMPOSE["services"][service]["environment"]) <= names_read()


def test_the_settings_take_what_it_sets() -> None:
    var = environment() | {"NEWSARCHIVE_VAR": os.environ["NEWSARCHIVE_VAR"]}
    program = "from newsarchive import settings; print(settings.DATABASES['default']['NAME'], settings.REDIS_ADDRESS)"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("NEWSARCHIVE_")}
    result = subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT, env=kept | var, capture_output=True, text=True, check=False
    )
    assert result.stdout == "newsarchive redis://broker:6379/0\n", result.stderr


def test_no_secret_stands_in_it() -> None:
    secret = re.compile("PASSWORD|SECRET|DATABASE_URL")
    given = [
        (name, str(value))
        for service in COMPOSE["services"].values()
        for name, value in service.get("environment", {}).items()
        if secret.search(name)
    ]
    assert {"NEWSARCHIVE_SECRET_KEY", "POSTGRES_PASSWORD", "DATABASE_URL"} <= {name for name, _ in given}
    assert all(found["kind"] == "?" for _, value in given for found in [VARIABLE.search(value)] if found)
    assert all(VARIABLE.search(value) for _, value in given)


def test_the_example_environment_names_every_secret() -> None:
    required = {found["name"] for found in VARIABLE.finditer(str(COMPOSE)) if found["kind"] == "?"}
    example = (PROJECT / ".env.example").read_text()
    assert all(f"{name}=\n" in example for name in required)


def commands() -> list[list[str]]:
    """Every command that runs in our image, as a list of words."""
    found = [COMPOSE["services"][service].get("command") for service in OURS]
    checks = [COMPOSE["services"][service].get("healthcheck", {}).get("test") for service in OURS]
    started = re.search(r"^CMD (\[.*\])$", (PROJECT / "Dockerfile").read_text(), re.MULTILINE)
    assert started
    words = [check[1].split() if check[0] == "CMD-SHELL" else check[1:] for check in checks if check]
    return [*filter(None, found), *words, json.loads(started[1])]


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_command_exists(command: list[str]) -> None:
    modules = {word.split(":")[0] for word in command if word.startswith("newsarchive.")}
    assert all(find_spec(module) for module in modules)
    if command[:2] == ["python", "manage.py"]:
        assert command[2] in get_commands()
    elif command[0] != "python":
        assert re.search(rf"^{command[0]}==", (PROJECT / "requirements.txt").read_text(), re.MULTILINE)


def test_every_service_waits_for_what_it_needs() -> None:
    services: dict[str, Any] = COMPOSE["services"]
    for service in ("web", "worker", "beat"):
        assert set(services[service]["depends_on"]) == {"setup", "database", "broker"}
    assert all("healthcheck" in services[name] for name in ("database", "broker", "web", "worker"))


def test_the_image_holds_what_runs_and_not_as_root() -> None:
    dockerfile = (PROJECT / "Dockerfile").read_text()
    copied = re.findall(r"^COPY (\S+) ", dockerfile, re.MULTILINE)
    let_through = re.findall(r"^!(\S+)$", (PROJECT / ".dockerignore").read_text(), re.MULTILINE)
    assert sorted(copied) == sorted(let_through)
    assert all((PROJECT / name).exists() for name in copied)
    assert re.search(r"^USER newsarchive$", dockerfile, re.MULTILINE)
