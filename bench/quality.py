"""python -m bench.quality FOLDER [--export FILE.csv]

FOLDER holds labels.csv (path,cluster; paths relative to FOLDER), the clusters being versions. The files that it names
are taken into an empty archive of their own and the result is scored; with --export, an export_stories CSV is scored
instead. Prints one JSON line: ARI, B-cubed and pairwise precision, recall and F1 by version and by story.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.scores import scores

ONE_STORY = (("Crash", "Seconds"), ("Refute", "Aide"), ("Florida", "Planned"))
"""Clusters of the SpotSigs gold set that are versions of one story; labels of other sets are left as they are."""


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.quality")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--export", type=Path, help="score this export_stories CSV instead of ingesting")
    options = parser.parse_args()
    labels = read_labels(options.folder)
    started = time.perf_counter()
    export = options.export.read_text("utf-8") if options.export else ingested(options.folder, labels)
    found = clusters_of(export, labels)
    print(json.dumps({**score(labels, found), "seconds": round(time.perf_counter() - started, 1)}))


def read_labels(folder: Path) -> dict[str, str]:
    """Path to cluster."""
    with (folder / "labels.csv").open(encoding="utf-8", newline="") as file:
        return {row["path"]: row["cluster"] for row in csv.DictReader(file)}


def score(labels: dict[str, str], found: dict[str, tuple[str, str]]) -> dict[str, Any]:
    """Both levels; a labelled file that is not in the archive counts as a story of its own."""
    paths = sorted(labels)
    got = [found.get(path, (f"missing {path}", f"missing {path}")) for path in paths]
    merged = {name: group[0] for group in ONE_STORY for name in group}
    return {
        "articles": len(paths),
        "missing": sum(path not in found for path in paths),
        "labels": hashlib.sha256(repr(sorted(labels.items())).encode()).hexdigest()[:12],
        "version": scores([labels[p] for p in paths], [version for version, _ in got]),
        "story": scores([merged.get(labels[p], labels[p]) for p in paths], [story for _, story in got]),
    }


def clusters_of(export: str, labels: dict[str, str]) -> dict[str, tuple[str, str]]:
    """Labelled path to (version, story): an exported name belongs to the label that it ends with."""
    found: dict[str, tuple[str, str]] = {}
    for row in csv.DictReader(export.splitlines()):
        parts = Path(row["path"]).parts
        endings = ("/".join(parts[-n:]) for n in range(len(parts), 0, -1))
        name = next((ending for ending in endings if ending in labels), None)
        if name:
            found[name] = (row["version"], row["story"])
    return found


def ingested(folder: Path, labels: dict[str, str]) -> str:
    """The export of a fresh archive, on embedded servers of its own, that took in the labelled files and no others."""
    with tempfile.TemporaryDirectory(prefix="newsarchive-bench-") as var:
        os.environ.update({"NEWSARCHIVE_VAR": var, "DJANGO_SETTINGS_MODULE": "newsarchive.settings"})
        for url in ("DATABASE_URL", "REDIS_URL"):
            os.environ.pop(url, None)
        from newsarchive import embedded

        with embedded.for_command(Path(var), embedded.Wanted(postgres=True, valkey=True)):
            return _ingest([str(folder / path) for path in sorted(labels)], Path(var) / "export.csv")


def _ingest(paths: list[str], export: Path) -> str:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    try:
        call_command("ingest", *paths, stdout=sys.stderr)
    except SystemExit as rejected:
        print(f"some files were rejected (exit status {rejected.code})", file=sys.stderr)
    call_command("export_stories", output=str(export))
    return export.read_text("utf-8")


if __name__ == "__main__":
    main()
