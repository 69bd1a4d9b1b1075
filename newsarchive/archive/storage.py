"""Where originals lie on this machine's disk."""

from __future__ import annotations

import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage


class WholeFiles(FileSystemStorage):
    """A folder in which a file is under its name when it is whole, and never before.

    Django's own storage writes it there from the first byte on. Somebody with the same bytes to keep, who looks
    meanwhile, would take the part for what a crash left behind, and delete it.
    """

    def _save(self, name: str, content: Any) -> str:
        beside = f"{name}.{secrets.token_hex(8)}.part"
        try:
            Path(self.path(super()._save(beside, content))).replace(self.path(name))
        except BaseException:
            with suppress(OSError):
                self.delete(beside)
            raise
        return name
