"""Zip archives as files to hand in: looked through by their directory, unpacked as they are read, never onto a disk.

What an archive says of itself is not believed: its directory is counted before it is read, and no more bytes come out
of a member than it says, which zipfile sees to. What is wrong with the whole of it is told on one line under its own
name; a member that cannot be taken has its own.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import PurePosixPath
from typing import IO

from charset_normalizer import from_bytes
from django.conf import settings

from newsarchive.archive.services.intake import Incoming, NotTaken

MOST_DENSE = 200
"""How many times larger than it is packed a file may become; text packs to a third or a tenth."""

DENSE_FROM = 1024 * 1024
"""Bytes up to which nobody minds."""

ENTRY = 400
"""Bytes that a line of an archive's directory has at most, on the average."""

_PIECE = 256 * 1024
_ENCRYPTED, _UTF8 = 0x1, 0x800
_LOCAL, _EMPTY, _LISTED, _END, _LOCATOR = b"PK\3\4", b"PK\5\6", b"PK\1\2", b"PK\5\6", b"PK\6\7"
_ARCHIVES = (_LOCAL, b"\x1f\x8b", b"7z\xbc\xaf\x27\x1c", b"Rar!", b"BZh", b"\xfd7zXZ")
_NESTED = re.compile(r"\.(?:zip|7z|rar|tar|tgz|gz|bz2|xz)$", re.I)
_DRIVE = re.compile(r"[A-Za-z]:")
_PAGES = ("utf-8", "gb18030", "shift_jis", "big5", "euc_kr", "cp866", "cp1252", "cp850", "cp437")

_DAMAGED = "This zip archive is damaged or was not sent whole. Pack it again, and hand it in once more."
_OTHER = "This is called a zip archive, but is none. Hand in the files themselves, or a zip of them."
_MEMBER_DAMAGED = "It is damaged inside the zip archive. Pack it again, or hand it in by itself."
_OUTSIDE = "Its name inside the zip archive leads out of the archive, which no honest one does. Hand it in by itself."
_LOCKED = "It is encrypted inside the zip archive. Unpack it with its password, and hand in what comes out."
_INNER = "It is an archive inside an archive, and those are not opened. Unpack it, and hand in what comes out."
_METHOD = "It is packed in a way that is not read here. Pack it as an ordinary zip, or hand it in by itself."
_BOMB = (
    f"Unpacked it would be more than {MOST_DENSE} times as large as it is packed, as files are that are made to fill "
    "disks. Hand it in by itself if it is a story."
)


def is_zip(name: str) -> bool:
    """Whether a file is to be opened as an archive: by its name, since office documents are zips inside too."""
    return name.lower().endswith(".zip")


def members(file: IO[bytes], name: str) -> Iterator[Incoming]:
    """The files in an archive, in its order, named ``archive.zip/folder/file``; hidden ones are left out.

    ``file`` must stay open until their content was read. An archive that is refused is one file that is not taken.
    """
    try:
        archive = _opened(file)
        inside = _listed(archive)
    except NotTaken as refused:
        yield Incoming(name, _size(file), tuple, refused=refused)
        return
    # Not closed when the last of them is named: what is in it may be asked for after that.
    yield from (_member(archive, info, f"{name}/{inner}") for info, inner in inside)


def _opened(file: IO[bytes]) -> zipfile.ZipFile:
    """The archive, once its directory is known to be of a size that can be read."""
    try:
        _check_directory(file)
        return zipfile.ZipFile(file)
    except (zipfile.BadZipFile, NotImplementedError, struct.error, ValueError, OverflowError, OSError):
        file.seek(0)
        begins = file.read(4)
        raise NotTaken("zip-damaged", _DAMAGED if begins in (_LOCAL, _EMPTY) else _OTHER) from None


def _check_directory(file: IO[bytes]) -> None:
    """Count the archive's entries as cheaply as they can be counted: to list them takes far more memory."""
    end, length = _directory(file)
    if length > settings.MAX_LOAD_FILES * ENTRY:
        raise _too_many()
    file.seek(end - length)
    listing, at, count = file.read(length), 0, 0
    while listing[at : at + 4] == _LISTED and at + 46 <= length:
        at += 46 + sum(struct.unpack_from("<3H", listing, at + 28))
        count += 1
    if count > settings.MAX_LOAD_FILES:
        raise _too_many()


def _directory(file: IO[bytes]) -> tuple[int, int]:
    """Where the directory ends, and its length in bytes. Raises `zipfile.BadZipFile` where there is none."""
    start = max(_size(file) - 65_557, 0)
    file.seek(start)
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) - at < 22:
        raise zipfile.BadZipFile
    end, length = start + at, struct.unpack_from("<L", tail, at + 12)[0]
    if at >= 20 and tail[at - 20 : at - 16] == _LOCATOR:
        end = struct.unpack_from("<Q", tail, at - 12)[0]
        file.seek(end)
        length = struct.unpack_from("<Q", file.read(56), 40)[0]
    if length > end:
        raise zipfile.BadZipFile
    return end, length


def _listed(archive: zipfile.ZipFile) -> list[tuple[zipfile.ZipInfo, str]]:
    """The archive's files with their names, but for hidden ones. Raises `NotTaken` where that is too much, or none."""
    files = [info for info in archive.infolist() if not info.is_dir()]
    _check_whole(files)
    listed = [(info, name) for info, name in zip(files, _names(files), strict=True) if not _hidden(name)]
    if not listed:
        raise NotTaken("zip-empty", "There is no file in this zip archive.")
    return listed


def _check_whole(listed: Sequence[zipfile.ZipInfo]) -> None:
    out, most = sum(info.file_size for info in listed) / 1024 / 1024, settings.MAX_UNPACKED_MB
    if out > most:
        why = f"{out:,.0f} MB would come out of this zip archive, and more than {most:,} MB are not unpacked."
        raise NotTaken("zip-too-large", f"{why} Nothing of it was taken in; hand it in as several.")


def _too_many() -> NotTaken:
    most = settings.MAX_LOAD_FILES
    reason = f"This zip archive holds more than {most:,} files; nothing of it was taken in. Hand it in as several."
    return NotTaken("zip-too-many", reason)


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> Incoming:
    return Incoming(name, info.file_size, partial(_unpacked, archive, info), refused=_unfit(info, name))


def _unfit(info: zipfile.ZipInfo, name: str) -> NotTaken | None:
    """Why a member is not to be unpacked, by what the directory says of it."""
    inner = info.orig_filename.replace("\\", "/")
    if inner.startswith("/") or _DRIVE.match(inner) or "\0" in inner or ".." in PurePosixPath(inner).parts:
        return NotTaken("zip-name", _OUTSIDE)
    if info.flag_bits & _ENCRYPTED:
        return NotTaken("zip-encrypted", _LOCKED)
    if _NESTED.search(name):
        return NotTaken("zip-nested", _INNER)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        return NotTaken("zip-method", _METHOD)
    if info.file_size > DENSE_FROM and info.file_size > MOST_DENSE * info.compress_size:
        return NotTaken("zip-bomb", _BOMB)
    return None


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """A member's bytes, in pieces. Raises `NotTaken` where they cannot be had, or are an archive again."""
    try:
        with archive.open(info) as member:
            piece = member.read(_PIECE)
            if piece.startswith(_ARCHIVES) or piece[257:262] == b"ustar":
                raise NotTaken("zip-nested", _INNER)
            while piece:
                yield piece
                piece = member.read(_PIECE)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError):
        raise NotTaken("zip-damaged", _MEMBER_DAMAGED) from None


def _names(listed: Sequence[zipfile.ZipInfo]) -> list[str]:
    """The members' names. Those that are not marked as UTF-8 are in the encoding that fits all of them."""
    old = [info.orig_filename.encode("cp437") for info in listed if not info.flag_bits & _UTF8]
    encoding = _encoding(b"\n".join(old))
    return [_name(info, encoding) for info in listed]


def _name(info: zipfile.ZipInfo, encoding: str) -> str:
    name = info.orig_filename
    if not info.flag_bits & _UTF8:
        name = name.encode("cp437").decode(encoding, "replace")
    return name.replace("\\", "/")


def _encoding(names: bytes) -> str:
    if names.isascii():
        return "ascii"
    try:
        names.decode("utf-8")
        return "utf-8"
    except UnicodeDecodeError:
        best = from_bytes(names, cp_isolation=list(_PAGES)).best()
        return best.encoding if best else "cp437"


def _hidden(name: str) -> bool:
    """What file managers leave in archives: ``__MACOSX``, ``.DS_Store``, ``Thumbs.db``."""
    parts = PurePosixPath(name).parts
    return any(p == "__MACOSX" or (p.startswith(".") and p.strip(".")) for p in parts) or parts[-1:] == ("Thumbs.db",)


def _size(file: IO[bytes]) -> int:
    return file.seek(0, io.SEEK_END)
