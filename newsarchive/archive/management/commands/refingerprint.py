"""manage.py refingerprint [SCHEME] [--set PATH=VALUE] [--adopt] | --back | --list | --forget SCHEME"""

from __future__ import annotations

import json
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console

from newsarchive.archive.management import scheme_report
from newsarchive.archive.management.progress import steps
from newsarchive.archive.management.readiness import make_ready
from newsarchive.archive.models import Adoption
from newsarchive.archive.queries.adoptions import standings
from newsarchive.archive.queries.schemes import SchemeRefused, find, in_force, refusal
from newsarchive.archive.services import adopting, beside
from newsarchive.dedup.definitions import Misdefined, changed, definition, name_of, scheme_of
from newsarchive.dedup.linkage import Contradiction
from newsarchive.dedup.schemes import ClusteringScheme

_INTERRUPTED = 130


class Command(BaseCommand):
    help = (
        "Compute the archive's stories under another scheme, beside those that are there, and say what would change;"
        " with --adopt, change to it. Nothing changes until then. It may be stopped and run again at any time."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "scheme", nargs="?", default="", metavar="SCHEME", help="its name or id; without it, the one in force"
        )
        parser.add_argument("--definition", type=Path, metavar="FILE.json", help="a scheme with all its numbers")
        parser.add_argument(
            "--set",
            dest="changes",
            action="append",
            default=[],
            metavar="PATH=VALUE",
            help="one number to change, such as version.cut=0.2 or story.weights.bias=-8",
        )
        parser.add_argument("--reason", default="", metavar="TEXT", help="why, for the history")
        parser.add_argument("--by", default="", metavar="USER", help="who, for the history")
        act = parser.add_mutually_exclusive_group()
        act.add_argument("--adopt", action="store_true", help="put the scheme in force")
        act.add_argument("--back", action="store_true", help="return to the scheme before the last adoption")
        act.add_argument("--list", action="store_true", dest="listing", help="the schemes, and when they were in force")
        act.add_argument("--forget", metavar="SCHEME", help="drop what was computed under a scheme not in force")
        act.add_argument("--print", action="store_true", dest="spell", help="write the scheme's numbers as JSON")

    def handle(self, **options: Any) -> None:
        make_ready()
        try:
            self._act(options)
        except KeyboardInterrupt:
            self.stderr.write("Stopped. What was compared is kept: run it again to go on.")
            sys.exit(_INTERRUPTED)
        except (Misdefined, SchemeRefused, adopting.NothingBefore, beside.Busy, beside.InForce) as trouble:
            raise CommandError(str(trouble)) from None
        except Contradiction as trouble:
            raise CommandError(f"The rulings cannot all hold under this scheme: {trouble}.") from None

    def _act(self, options: dict[str, Any]) -> None:
        if options["listing"]:
            refused = refusal()
            history = list(Adoption.objects.order_by("id"))
            self._say(scheme_report.listed(standings(), history, refused.reason if refused else ""))
        elif options["forget"]:
            beside.forget(find(options["forget"])[0])
            self._say([f"Forgotten: what was computed under {options['forget']}."])
        elif options["back"]:
            _refuse_with(options, "--back", "scheme", "definition", "changes")
            self._back(options)
        elif options["spell"]:
            self.stdout.write(json.dumps(definition(_asked_for(options)), indent=2))
        else:
            self._compute(_asked_for(options), options)

    def _compute(self, scheme: ClusteringScheme, options: dict[str, Any]) -> None:
        with steps(self.stderr) as progress:
            if options["adopt"]:
                report = adopting.adopt(scheme, progress, reason=options["reason"], by=_user(options["by"]))
            else:
                report = adopting.preview(scheme, progress)
        self._say(scheme_report.told(report, _called(scheme), adopted=options["adopt"]))

    def _back(self, options: dict[str, Any]) -> None:
        with steps(self.stderr) as progress:
            scheme, report = adopting.back(progress, reason=options["reason"], by=_user(options["by"]))
        self._say(scheme_report.told(report, _called(scheme), adopted=True))

    def _say(self, lines: Sequence[object]) -> None:
        console = Console(file=self.stdout, soft_wrap=True)  # type: ignore[arg-type]
        for line in lines:
            console.print(line, markup=False, highlight=False)


def _asked_for(options: dict[str, Any]) -> ClusteringScheme:
    """The scheme that the arguments spell."""
    if options["definition"]:
        _refuse_with(options, "--definition", "scheme")
        scheme = scheme_of(_json(options["definition"]))
    elif options["scheme"]:
        scheme = find(options["scheme"])[1]()
    else:
        scheme = in_force()
    return changed(scheme, dict(map(_change, options["changes"])))


def _refuse_with(options: dict[str, Any], option: str, *others: str) -> None:
    if any(options[other] for other in others):
        raise CommandError(f"{option} says which scheme is meant; name no other beside it.")


def _json(path: Path) -> object:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except OSError as trouble:
        raise CommandError(f"{path} cannot be read: {trouble.strerror}.") from None
    except ValueError as trouble:
        raise CommandError(f"{path} is not JSON: {trouble}.") from None


def _change(spelled: str) -> tuple[str, str]:
    path, equals, value = spelled.partition("=")
    if not equals:
        raise CommandError(f"--set takes PATH=VALUE, such as version.cut=0.2; {spelled!r} is none.")
    return path.strip(), value.strip()


def _user(name: str) -> Any:
    if not name:
        return None
    user = get_user_model().objects.filter(username=name).first()
    if user is None:
        raise CommandError(f"There is no user called {name}.")
    return user


def _called(scheme: ClusteringScheme) -> str:
    name = name_of(scheme)
    return f"{name} ({scheme.id})" if name else scheme.id
