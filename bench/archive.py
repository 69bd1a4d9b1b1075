"""An archive of a measurement's own, on embedded servers of its own in a temporary folder.

    with archive() as own:
        own.take_in({"a.txt": b"...", "b.htm": Path("b.htm")})
        own.placed()["a.txt"].story

Django reads its settings once a process, so one `archive` follows another only as the same servers emptied. Where
Django is set up already, as under pytest, use `Archive` by itself: it works on the database that is there.
"""

from __future__ import annotations

import hashlib
import io
import os
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from newsarchive.archive.services.intake import Incoming

Files = Mapping[str, bytes | Path]
"""The name under which each file is handed in, and its bytes or where they lie."""

Partition = set[frozenset[str]]


class Place(NamedTuple):
    """Where a file's article stands, by the numbers of its version and its story."""

    version: int
    story: int


class Archive:
    """What a measurement does with the archive. Every method works on Django's default database."""

    def take_in(self, files: Files) -> dict[str, str]:
        """Hand in the files and work until each is settled; the names of those refused, with the reason."""
        from newsarchive.archive.models import UploadedFile
        from newsarchive.archive.services import working

        uploads = working.take_in([incoming(name, content) for name, content in files.items()], "", _telling(files))
        refused = UploadedFile.objects.filter(upload__in=uploads, state=UploadedFile.State.REJECTED)
        return dict(refused.order_by("name").values_list("name", "reason"))

    def placed(self) -> dict[str, Place]:
        """The place of every file that holds an article, of its first where there are several."""
        from newsarchive.archive.models import Receipt

        rows = Receipt.objects.exclude(article=None).order_by("-item")
        columns = ("file__name", "article__text__membership__version_id", "article__text__membership__story_id")
        return {name: Place(version, story) for name, version, story in rows.values_list(*columns)}

    def partitions(self) -> tuple[Partition, Partition]:
        """Which files are one version, and which are one story."""
        placed = self.placed()
        return _grouped((n, p.version) for n, p in placed.items()), _grouped((n, p.story) for n, p in placed.items())

    def paragraphs(self, names: Iterable[str]) -> dict[str, list[str]]:
        """The paragraphs of each file's first article as it prints them, the folded ones left out."""
        from newsarchive.archive.models import Paragraph, Receipt

        wanted = set(names)
        first = Receipt.objects.filter(item=1).exclude(article=None).values_list("article_id", "file__name")
        articles = {article: name for article, name in first if name in wanted}
        found: dict[str, list[str]] = defaultdict(list)
        for paragraph in Paragraph.objects.filter(article__in=articles, repeats=None).select_related("passage"):
            found[articles[paragraph.article_id]].append(paragraph.body)
        return found

    def export(self) -> str:
        """What `manage.py export_stories` writes."""
        from django.core.management import call_command

        written = io.StringIO()
        call_command("export_stories", stdout=written)
        return written.getvalue()

    @contextmanager
    def for_now(self) -> Iterator[None]:
        """What is taken in within this block is gone after it."""
        from django.db import transaction

        with transaction.atomic():
            yield
            transaction.set_rollback(True)

    def empty(self) -> None:
        """Forget everything."""
        from django.core.management import call_command

        call_command("flush", interactive=False, verbosity=0)


@contextmanager
def archive(kept: Path | None = None) -> Iterator[Archive]:
    """An empty archive, or the one in the folder `kept`. Raises RuntimeError in a process whose archive is another."""
    from newsarchive import embedded

    with tempfile.TemporaryDirectory(prefix="newsarchive-bench-") as temporary:
        var = kept.resolve() if kept else Path(temporary)
        _use(var)
        with embedded.for_command(var, embedded.Wanted(postgres=True, valkey=True)):
            yield _migrated()


def _use(var: Path) -> None:
    """Point the settings, which are read at first use, at the folder; the account of the servers has to pass."""
    from django.conf import settings

    if settings.configured:
        raise RuntimeError("This process has its archive; empty that one instead.")
    var.mkdir(parents=True, exist_ok=True)
    var.chmod(0o755)
    os.environ.update({"NEWSARCHIVE_VAR": str(var), "DJANGO_SETTINGS_MODULE": "newsarchive.settings"})
    for url in ("DATABASE_URL", "REDIS_URL"):
        os.environ.pop(url, None)


def _migrated() -> Archive:
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    return Archive()


def incoming(name: str, content: bytes | Path) -> Incoming:
    """A file as the intake wants it, under the name given."""
    from newsarchive.archive.services.intake import Incoming

    size = content.stat().st_size if isinstance(content, Path) else len(content)
    return Incoming(name, size, lambda: [content.read_bytes() if isinstance(content, Path) else content])


def digest_of(files: Files, truth: object = None) -> str:
    """Of the names and bytes of files, and of what is said of them."""
    digest = hashlib.sha256(repr(truth).encode())
    for name, content in sorted(files.items()):
        data = content.read_bytes() if isinstance(content, Path) else content
        digest.update(f"{name} {len(data)}\n".encode() + data)
    return digest.hexdigest()[:16]


def _grouped(labels: Iterable[tuple[str, int]]) -> Partition:
    groups: dict[int, set[str]] = defaultdict(set)
    for name, label in labels:
        groups[label].add(name)
    return {frozenset(names) for names in groups.values()}


def _telling(files: Files) -> Callable[[int], None]:
    """Progress on a terminal, a line rewritten at most every second."""
    done, told = 0, time.monotonic()

    def tell(count: int) -> None:
        nonlocal done, told
        done += count
        if sys.stderr.isatty() and (time.monotonic() - told > 1 or done == len(files)):
            told = time.monotonic()
            print(f"\r{done} of {len(files)} files", end="\n" if done == len(files) else "", file=sys.stderr)

    return tell
