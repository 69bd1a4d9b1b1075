"""Where the embedded servers live, and as whom: worked out from `var` alone, so that every process finds the same.

Nothing here is created by looking; `Place.prepare` makes the folders.
"""

import hashlib
import os
import pwd
import stat
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from newsarchive.embedded.errors import EmbeddedError

# A socket's path must fit into 104 bytes on macOS and 108 on Linux, its closing zero included.
LONGEST_SOCKET_PATH = 100
POSTGRES_SOCKET = ".s.PGSQL.5432"
VALKEY_SOCKET = "valkey.sock"
ROLE = DATABASE = "newsarchive"
# PostgreSQL refuses to run as root; under root these are tried, in this order.
UNPRIVILEGED = ("postgres", "nobody")
# Where a private folder goes that must have a short path: the same for every process, whatever its TMPDIR.
SHORT_ROOT = Path("/tmp")  # noqa: S108 - the folder made there is checked for owner and mode
# Where root's servers keep their data when the account they run as cannot reach `var`.
REACHABLE_ROOT = Path("/var/lib")


@dataclass(frozen=True)
class Account:
    """The user the servers run as; `switch` says that this is not the user we are ourselves."""

    name: str
    uid: int
    gid: int
    switch: bool


@dataclass(frozen=True)
class Place:
    """The folders of one archive's servers: `home` holds data and logs, `run` the sockets."""

    var: Path
    home: Path
    run: Path
    account: Account

    @classmethod
    def of(cls, var: Path) -> "Place":
        """The place of the archive whose working folder is `var`."""
        var = var.expanduser().resolve()
        account = _account(var / "servers")
        home = _home(var, account)
        return cls(var, home, _run_folder(home, account), account)

    @property
    def data(self) -> Path:
        return self.home / "postgres"

    @property
    def postgres_log(self) -> Path:
        return self.home / "postgres.log"

    @property
    def valkey(self) -> Path:
        return self.home / "valkey"

    @property
    def valkey_log(self) -> Path:
        return self.home / "valkey.log"

    @property
    def postgres_socket(self) -> Path:
        return self.run / POSTGRES_SOCKET

    @property
    def valkey_socket(self) -> Path:
        return self.run / VALKEY_SOCKET

    @property
    def moved(self) -> bool:
        """Whether the data lies outside `var` because the servers' account cannot reach it there."""
        return self.home.parent != self.var

    def database_url(self, name: str = DATABASE) -> str:
        """The address of database `name`, as DATABASE_URL takes it."""
        return f"postgres://{ROLE}@{quote(str(self.run), safe='')}/{quote(name)}"

    def redis_url(self) -> str:
        """The address of Valkey, as REDIS_URL takes it."""
        return f"unix://{self.valkey_socket}"

    def prepare(self) -> None:
        """Make the folders, private to the servers' account."""
        for folder in (self.home, self.valkey, self.run):
            private_folder(folder, self.account)


def private_folder(folder: Path, account: Account) -> None:
    """Make `folder` with mode 0700 for `account`, or check that the one there is a folder of its own.

    Raises EmbeddedError when it belongs to somebody else or cannot be made.
    """
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        found = folder.lstat()
        if account.switch and found.st_uid == os.geteuid() and stat.S_ISDIR(found.st_mode):
            os.chown(folder, account.uid, account.gid, follow_symlinks=False)
            found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != account.uid:
            raise EmbeddedError(
                f"The folder {folder} belongs to another user than {account.name}, who must own it: "
                "remove it, or set NEWSARCHIVE_VAR to a folder of your own."
            )
        if found.st_mode & 0o077:
            folder.chmod(0o700)
    except OSError as trouble:
        raise EmbeddedError(
            f"The folder {folder} cannot be made or used ({trouble.strerror}): make {folder.parent} writable "
            "for this user, or set NEWSARCHIVE_VAR to a folder that is."
        ) from trouble


def reachable(path: Path, account: Account) -> bool:
    """Whether `account` may pass through every folder above `path`, going by owners and modes alone."""
    return all(_may_enter(folder.stat(), account) for folder in path.parents if folder.exists())


def _may_enter(folder: os.stat_result, account: Account) -> bool:
    if folder.st_uid == account.uid:
        return bool(folder.st_mode & stat.S_IXUSR)
    if folder.st_gid == account.gid:
        return bool(folder.st_mode & stat.S_IXGRP)
    return bool(folder.st_mode & stat.S_IXOTH)


def _account(existing: Path) -> Account:
    """Ourselves; or, for root, whoever owns the servers' folder already, else the first unprivileged account."""
    if os.geteuid() != 0:
        return Account(_user_name(os.geteuid()), os.geteuid(), os.getegid(), switch=False)
    if existing.exists() and existing.stat().st_uid != 0:
        owner = existing.stat()
        return Account(_user_name(owner.st_uid), owner.st_uid, owner.st_gid, switch=True)
    for name in UNPRIVILEGED:
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name, user.pw_uid, user.pw_gid, switch=True)
    raise EmbeddedError(
        "PostgreSQL does not run as root, and this machine has no account named "
        f"{' or '.join(UNPRIVILEGED)}: make one, run as another user, or set DATABASE_URL and REDIS_URL."
    )


def _user_name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)


def _home(var: Path, account: Account) -> Path:
    """The servers' folder: inside `var`, unless their account cannot get there."""
    inside = var / "servers"
    if not account.switch:
        return inside
    outside = REACHABLE_ROOT / f"newsarchive-{_digest(var)}"
    if (inside / "postgres").exists():
        return inside
    return inside if reachable(inside, account) and not outside.exists() else outside


def _run_folder(home: Path, account: Account) -> Path:
    """`home`/run where a socket's path fits, else a short private folder named after `home` and the user."""
    inside = home / "run"
    if len(os.fsencode(inside / POSTGRES_SOCKET)) <= LONGEST_SOCKET_PATH:
        return inside
    return SHORT_ROOT / f"newsarchive-{account.uid}-{_digest(home)}"


def _digest(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
