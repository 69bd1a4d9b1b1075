"""What a measurement found, and the one line that says so.

Ratios are what is compared between machines and between states of the code: each is against something measured in
the same run. Seconds are for people.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Figures:
    """One measurement. ``ratios`` name what they are against, and more is better; of ``costs`` less is.

    ``about`` says how much of what was measured.
    """

    bench: str
    ratios: dict[str, float]
    costs: dict[str, float] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)
    about: dict[str, Any] = field(default_factory=dict)


def line(figures: Figures) -> str:
    """The figures and the machine they were measured on, as JSON."""
    said = asdict(figures)
    for part in ("ratios", "costs", "seconds"):
        said[part] = {name: round(value, 4) for name, value in said[part].items()}
    said["machine"] = {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.system()}
    return json.dumps(said)


def tell(figures: Figures) -> None:
    """Print the line."""
    print(line(figures), file=sys.stdout, flush=True)
