"""Workers have their tables before the first file, and those that are forked afterwards share them."""

from __future__ import annotations

import subprocess
import sys

_READY = """
import gc, os, sys
import psutil
from newsarchive.ready import get_ready
from newsarchive.wire.languages import language_of

get_ready()
print(sorted({name.partition(".")[0] for name in sys.modules} & {"django", "celery"}), gc.get_freeze_count() > 0)
sys.stdout.flush()
if os.fork() == 0:
    before = psutil.Process().memory_full_info().uss
    found = language_of(["The harbour board said on Thursday that both quays stay closed until the crane is gone."])
    print(found, (psutil.Process().memory_full_info().uss - before) >> 20)
    sys.stdout.flush()
    os._exit(0)
os.wait()
"""


def test_a_forked_worker_tells_languages_without_a_model_of_its_own() -> None:
    said = subprocess.run([sys.executable, "-c", _READY], check=True, capture_output=True, text=True).stdout
    pure, told = said.splitlines()
    assert pure == "[] True"
    language, megabytes = told.split()
    assert language == "en"
    assert int(megabytes) < 20
