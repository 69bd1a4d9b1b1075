"""python -m bench.engine [--small] [--file JSONL] [--column text] [--processes 2] [--peer-python PYTHON]

JSONL of texts to clusters, without a database: the archive's engine (`newsarchive.dedup.engine`, which also compares
exactly and links by average) against text-dedup's ``minhash`` with its own defaults, and against a short datasketch
script. Each is a process of its own on the same file, started one after the other, from the start of Python to the
end; memory is the most that its processes held together. The script is one process and gets the first articles only.

Without ``--file``, the articles are made up: `bench.traffic`, 200 words each.
text-dedup gets a virtual environment in the user's cache folder, made with pip when first wanted; where that fails,
or with ``--small`` takes too long, it is left out and the line says so.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import psutil

from bench.figures import Figures, tell
from bench.traffic import Traffic
from newsarchive.dedup.vocabulary import spelled

TEXT_DEDUP = "text-dedup==0.4.0"
ARTICLES, ARTICLES_SMALL = 20_000, 4_000
SCRIPT, SCRIPT_SMALL = 2_000, 500
"""Articles that the datasketch script gets."""

_PATIENCE, _PATIENCE_SMALL = 600, 25
_SAMPLES = 0.05


@dataclass(frozen=True)
class Run:
    """A command that was run: how long it took, processor seconds, the most memory in bytes, and what it printed."""

    seconds: float
    cpu: float
    memory: int
    said: str


def write_articles(file: Path, count: int) -> None:
    """Made-up articles, the same each time, one in a line."""
    with file.open("w", encoding="utf-8") as lines:
        for copy in islice(Traffic(), count):
            lines.write(json.dumps({"text": copy.body}) + "\n")


def measure(small: bool, file: Path | None = None, column: str = "text", processes: int = 2, peer: str = "") -> Figures:
    """Run all three on one file."""
    spelled([["warm"]]).rarities  # noqa: B018  The table of rare words is made once for each user.
    with tempfile.TemporaryDirectory(prefix="newsarchive-bench-") as temporary:
        folder = Path(temporary)
        if file is None:
            file = folder / "articles.jsonl"
            write_articles(file, ARTICLES_SMALL if small else ARTICLES)
        python, why_not = (peer, "") if peer else peer_python(_PATIENCE_SMALL if small else _PATIENCE)
        few = SCRIPT_SMALL if small else SCRIPT
        ours = _told("ours", run(_module("bench.engine_ours", file, column, processes), folder))
        script = _told("script", run(_module("bench.engine_plain", _first(file, few, folder), column), folder))
        theirs = _told("text-dedup", run(_text_dedup(python, file, column, processes), folder)) if python else None
    return _figures(ours, script, theirs, {"processes": processes} | ({"left_out": why_not} if why_not else {}))


def _figures(ours: Run, script: Run, theirs: Run | None, about: dict[str, object]) -> Figures:
    found, plain = json.loads(ours.said), json.loads(script.said)
    rate, slow = found["articles"] / ours.seconds, plain["articles"] / script.seconds
    ratios, costs = {"throughput_to_datasketch_script": rate / slow}, {}
    seconds = {"ours": ours.seconds, "ours_cpu": ours.cpu, "script": script.seconds, "script_cpu": script.cpu}
    about |= {
        **found,
        "articles_of_script": plain["articles"],
        "articles_a_second": round(rate),
        "mb": ours.memory >> 20,
    }
    if theirs:
        ratios["throughput_to_text_dedup"] = theirs.seconds / ours.seconds
        costs = {"cpu_of_text_dedup": ours.cpu / theirs.cpu, "memory_of_text_dedup": ours.memory / theirs.memory}
        seconds |= {"text_dedup": theirs.seconds, "text_dedup_cpu": theirs.cpu}
        about["text_dedup_mb"] = theirs.memory >> 20
    return Figures("engine", ratios, costs, seconds, about)


def run(command: Sequence[str], folder: Path) -> Run:
    """Run a command to its end, looking at the memory of all its processes meanwhile. Raises where it fails."""
    own = {"HF_HOME": str(folder / "hf"), "HF_HUB_OFFLINE": "1", "PYTHONPATH": str(Path(__file__).parents[1])}
    memory, start, before = 0, time.monotonic(), _cpu_of_children()
    with (folder / "said").open("w+b") as said:
        process = subprocess.Popen(command, stdout=said, stderr=subprocess.STDOUT, env=os.environ | own, cwd=folder)
        while process.poll() is None:
            memory = max(memory, _resident(process.pid))
            time.sleep(_SAMPLES)
        seconds = time.monotonic() - start
        said.seek(0)
        text = said.read().decode(errors="replace")
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{text[-2000:]}")
    return Run(seconds, _cpu_of_children() - before, memory, text)


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _resident(pid: int) -> int:
    """What a process and all its children hold; what they share counts for each of them."""
    held = 0
    with suppress(psutil.Error):
        first = psutil.Process(pid)
        for process in (first, *first.children(recursive=True)):
            with suppress(psutil.Error):
                held += process.memory_info().rss
    return held


def _module(name: str, *arguments: object) -> list[str]:
    return [sys.executable, "-m", name, *map(str, arguments)]


def _text_dedup(python: str, file: Path, column: str, processes: int) -> list[str]:
    options = {"path": "json", "data_files": file, "split": "train", "column": column, "num_proc": processes}
    places = {"output": "deduplicated", "cache_dir": "cache"}
    given = [f"--{name}={value}" for name, value in (options | places).items()]
    return [python, "-m", "text_dedup.minhash", *given]


def peer_python(patience: float) -> tuple[str, str]:
    """The Python that has text-dedup, made where there is none; or why there is none."""
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    place = cache / "newsarchive" / TEXT_DEDUP.replace("==", "-")
    python, ready = str(place / "bin" / "python"), place / "ready"
    if ready.exists():
        return python, ""
    try:
        subprocess.run([sys.executable, "-m", "venv", str(place)], check=True, capture_output=True, timeout=patience)
        wanted = [python, "-m", "pip", "install", "--quiet", TEXT_DEDUP]
        subprocess.run(wanted, check=True, capture_output=True, timeout=patience)
    except (OSError, subprocess.SubprocessError) as trouble:
        return "", f"{TEXT_DEDUP} could not be installed ({type(trouble).__name__})"
    ready.touch()
    return python, ""


def _first(file: Path, count: int, folder: Path) -> Path:
    """The first articles of a file."""
    few = folder / "first.jsonl"
    with file.open(encoding="utf-8") as lines, few.open("w", encoding="utf-8") as out:
        out.writelines(islice(lines, count))
    return few


def _told(name: str, done: Run) -> Run:
    print(f"{name}: {done.seconds:.1f} s, {done.cpu:.1f} s of processor time, {done.memory >> 20} MB", file=sys.stderr)
    return done


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.engine", description=(__doc__ or "").partition("\n\n")[2])
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--file", type=Path, help="JSONL with a text in each line")
    parser.add_argument("--column", default="text")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--peer-python", default="", help="a Python that has text-dedup")
    options = parser.parse_args()
    file = options.file.resolve() if options.file else None
    tell(measure(options.small, file, options.column, options.processes, options.peer_python))


if __name__ == "__main__":
    main()
