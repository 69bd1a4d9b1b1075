"""Names for files to save, safe in headers and on every disk."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import quote

LONGEST = 120
_UNSAFE = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\/;%]+')


def download_name(handed_in: str, article: int) -> str:
    """The name a file was handed in under, without folders or characters that disks refuse, ending in ``.txt``.

    The ending keeps a saved page from opening, and running, in a browser.
    """
    name = _UNSAFE.sub("_", PurePosixPath(handed_in.replace("\\", "/")).name)
    name = "".join(c for c in name if unicodedata.category(c)[0] != "C").strip(" ._")
    name = name[:LONGEST].rstrip(" .") or f"article-{article}"
    return name if name.lower().endswith(".txt") else f"{name}.txt"


def attachment(name: str) -> str:
    """A Content-Disposition header value: an ASCII name for old clients and the real one after RFC 5987."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    # Full-width quotes and the like become plain ones only here.
    plain = _UNSAFE.sub("_", plain).strip(" ._")
    if not plain or plain == "txt":
        plain = "original.txt"
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
