"""Where the exports write to: a file, or whoever reads the standard output."""

from __future__ import annotations

import os
import sys
from typing import Any


def stop_quietly() -> None:
    """Whoever read the output has seen enough; what Python still holds for it goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


class Exact:
    """Django's own output wrapper ends every write with a newline; this one leaves lines as they are."""

    def __init__(self, stream: Any) -> None:
        self._write = stream._out.write if hasattr(stream, "_out") else stream.write

    def write(self, text: str) -> None:
        self._write(text)
