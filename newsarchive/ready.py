"""What a worker reads into memory before its first file: processes that are forked from it afterwards share it."""

from __future__ import annotations

import gc

import numpy as np

from newsarchive.dedup.rarity import rarities
from newsarchive.wire.languages import load

_YOUNG = 20_000
"""Objects that are new before it is looked which of them are in circles: reading makes thousands for each chunk of
files and hardly a circle, and looking every seven hundred took a twentieth of its time.
"""


def get_ready() -> None:
    """Read the tables that reading and comparing need, and leave all that is loaded by now out of garbage collection.

    Collecting writes to every object that it looks at, and what is written to is not shared any more.
    """
    rarities(np.empty(0, dtype=np.uint64))
    load()
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, *gc.get_threshold()[1:])
