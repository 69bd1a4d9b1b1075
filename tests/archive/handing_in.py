"""Files to hand in, and zip archives of them."""

from __future__ import annotations

import io
import zipfile

from tests.archive.wirecopy import Desk, page

SEED = 20261128
HX = {"HX-Request": "true"}


def story(number: int) -> bytes:
    print("seed", SEED + number)
    return page(f"Report {number} from the harbour", Desk(SEED + number).report(4), "HARBOUR TOWN, May 3, 2011 - ")


def packed(*members: tuple[str | zipfile.ZipInfo, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", method) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return into.getvalue()
