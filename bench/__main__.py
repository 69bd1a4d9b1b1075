"""Every measurement in its small version, against the figures that are kept: `make bench`, about five minutes.

    python -m bench [name …] [--keep]

Each runs in a process of its own. What is compared are ratios, so another machine may run it too; still they differ
from run to run, by as much as `SLACK` on a shared machine. One line a ratio says what it is and was; the exit status
is 1 where one got worse by more than the slack. `--keep` writes today's figures down instead: say why in the commit.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

MEASUREMENTS = ("engine", "reading", "pipeline", "workers", "flat", "adding", "bounds", "pages")
KEPT = Path(__file__).with_name("kept.json")

SLACK = 0.3
"""By which share a ratio may be worse than the one that is kept."""

LIMIT = 300
"""Seconds after which a measurement is given up."""

_AS_WRITTEN = argparse.RawDescriptionHelpFormatter

_CALL = "from bench.{0} import measure; from bench.figures import tell; tell(measure(small=True))"

Kept = dict[str, dict[str, dict[str, float]]]
"""Measurement to kind (``ratios``, ``costs``) to name to figure."""


class Compared(NamedTuple):
    """A ratio, what is kept of it, and how much worse it is now: 0.1 for a tenth, negative where it is better."""

    name: str
    now: float
    kept: float | None
    worse: float

    @property
    def regressed(self) -> bool:
        return self.worse > SLACK


def compared(said: Mapping[str, Any], kept: Kept) -> Iterator[Compared]:
    """Each ratio of a measurement's line beside the one that is kept; what is new has none."""
    before = kept.get(said["bench"], {})
    for kind in ("ratios", "costs"):
        for name, now in said.get(kind, {}).items():
            then = before.get(kind, {}).get(name)
            yield Compared(name, now, then, _worse(now, then, kind))


def missing(said: Mapping[str, Any], kept: Kept) -> list[str]:
    """Ratios that are kept and were not measured now."""
    before = kept.get(said["bench"], {})
    return [name for kind in ("ratios", "costs") for name in before.get(kind, {}) if name not in said.get(kind, {})]


def _worse(now: float, then: float | None, kind: str) -> float:
    if not then or not now:
        return 0.0
    return (now / then if kind == "costs" else then / now) - 1


def run(name: str) -> dict[str, Any]:
    """The line that a measurement prints. Raises RuntimeError with what it said where it failed."""
    call = [sys.executable, "-c", _CALL.format(name)]
    try:
        done = subprocess.run(call, capture_output=True, text=True, timeout=LIMIT)
    except subprocess.TimeoutExpired:
        raise RuntimeError(f"not done in {LIMIT} seconds") from None
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        raise RuntimeError(done.stderr.strip()[-2000:] or "it printed nothing")
    said: dict[str, Any] = json.loads(lines[-1])
    return said


def main() -> None:
    asked = _arguments()
    kept: Kept = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    failed = 0
    for name in asked.names or MEASUREMENTS:
        started = time.monotonic()
        try:
            said = run(name)
        except RuntimeError as trouble:
            print(f"{name}: failed. {trouble}")
            failed += 1
            continue
        print(json.dumps(said), flush=True)
        failed += _tell(said, kept, time.monotonic() - started)
        kept[name] = {kind: said.get(kind, {}) for kind in ("ratios", "costs")}
    if asked.keep:
        KEPT.write_text(json.dumps(kept, indent=2, sort_keys=True) + "\n")
    elif failed:
        sys.exit(1)


def _tell(said: Mapping[str, Any], kept: Kept, took: float) -> int:
    """Say how a measurement compares; how many of its ratios got worse or are missing."""
    print(f"{said['bench']} ({took:.0f} s)")
    found = list(compared(said, kept))
    for one in found:
        then = "new" if one.kept is None else f"kept {one.kept:g}"
        print(f"  {'WORSE' if one.regressed else 'ok':5} {one.now:10.4g}  {then:14}  {one.name}")
    gone = missing(said, kept)
    for name in gone:
        print(f"  GONE {'':10}  {name}")
    return sum(one.regressed for one in found) + len(gone)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__, formatter_class=_AS_WRITTEN)
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(MEASUREMENTS))
    parser.add_argument("--keep", action="store_true", help="write today's figures down")
    asked = parser.parse_args()
    if unknown := set(asked.names) - set(MEASUREMENTS):
        parser.error(f"there is no measurement {', '.join(sorted(unknown))}; there are {', '.join(MEASUREMENTS)}")
    return asked


if __name__ == "__main__":
    main()
