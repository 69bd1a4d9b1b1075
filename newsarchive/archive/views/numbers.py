"""Numbers that addresses name."""

from __future__ import annotations

import re


def number(written: str) -> int | None:
    """The number of a row that an address names; one that there cannot be for anything else, and None for nothing."""
    if not written:
        return None
    return int(written) if re.fullmatch(r"[1-9]\d{0,17}", written, re.ASCII) else -1
