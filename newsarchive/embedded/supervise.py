"""Who uses the servers, and who stops them: counted by locks, which vanish with their holder, however it ends.

Every user holds a shared lock on `var/servers.lock`. Starting and stopping happen under an exclusive lock on
`var/servers.starting.lock`, so that two first users do not start twice and a last one does not stop what a new
one is about to use. Whoever leaves and then gets the first lock for itself alone was the last: it stops the servers.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from newsarchive.embedded import postgres, valkey
from newsarchive.embedded.errors import EmbeddedError
from newsarchive.embedded.places import Place
from newsarchive.embedded.processes import wait_until

LOCK_TIMEOUT = 150.0


@dataclass(frozen=True)
class Wanted:
    """Which of the embedded servers are wanted."""

    postgres: bool = True
    valkey: bool = True

    def __bool__(self) -> bool:
        return self.postgres or self.valkey


def wanted_from_environment() -> Wanted:
    """Those for which the environment names no server of one's own."""
    return Wanted(postgres=not os.environ.get("DATABASE_URL"), valkey=not os.environ.get("REDIS_URL"))


@dataclass
class Use:
    """One process's use of the servers; `release` ends it, and the servers with it if nobody else uses them."""

    place: Place
    lock: int
    owner: int = field(default_factory=os.getpid)

    def release(self) -> None:
        """Let go. A second call does nothing, nor does one in a forked child, whose lock is its parent's."""
        if self.lock < 0 or os.getpid() != self.owner:
            return
        lock, self.lock = self.lock, -1
        try:
            with _starting(self.place):
                fcntl.flock(lock, fcntl.LOCK_UN)
                if _try_lock(lock, fcntl.LOCK_EX):
                    _stop(self.place)
        finally:
            os.close(lock)


def ensure(var: Path, wanted: Wanted | None = None) -> Use:
    """Start what is wanted of the servers of `var` and does not run, and count this process as a user.

    Raises EmbeddedError with a sentence for the operator.
    """
    wanted = wanted or Wanted()
    place = Place.of(var)
    with _starting(place):
        lock = _open_lock(place.var / "servers.lock")
        try:
            # Whoever stops holds the other lock, so nobody can be holding this one for itself alone.
            fcntl.flock(lock, fcntl.LOCK_SH)
            place.prepare()
            if wanted.postgres:
                postgres.start(place)
            if wanted.valkey:
                valkey.start(place)
        except BaseException:
            _abandon(place, lock)
            raise
    return Use(place, lock)


@contextmanager
def for_command(var: Path, wanted: Wanted | None = None) -> Iterator[Use | None]:
    """The servers of `var`, for the length of a `with` block; None where none is wanted."""
    wanted = Wanted() if wanted is None else wanted
    if not wanted:
        yield None
        return
    use = ensure(var, wanted)
    try:
        yield use
    finally:
        use.release()


def stop_unused(var: Path) -> bool:
    """Stop the servers of `var` that a killed process left, unless somebody uses them; whether nobody did."""
    place = Place.of(var)
    with _starting(place):
        lock = _open_lock(place.var / "servers.lock")
        try:
            if not _try_lock(lock, fcntl.LOCK_EX):
                return False
            _stop(place)
            return True
        finally:
            os.close(lock)


def _stop(place: Place) -> None:
    valkey.stop(place)
    postgres.stop(place)


def _abandon(place: Place, lock: int) -> None:
    """After a failed start: leave nothing running that nobody uses."""
    try:
        fcntl.flock(lock, fcntl.LOCK_UN)
        if _try_lock(lock, fcntl.LOCK_EX):
            _stop(place)
    except EmbeddedError:
        pass  # the error that brought us here is the one to tell
    finally:
        os.close(lock)


@contextmanager
def _starting(place: Place) -> Iterator[None]:
    """Alone in starting or stopping the servers of `place`."""
    lock = _open_lock(place.var / "servers.starting.lock")
    try:
        if not wait_until(lambda: _try_lock(lock, fcntl.LOCK_EX), LOCK_TIMEOUT):
            raise EmbeddedError(
                f"Another process has been starting or stopping the servers of {place.var} for too long."
            )
        yield
    finally:
        os.close(lock)


def _try_lock(lock: int, kind: int) -> bool:
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _open_lock(path: Path) -> int:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    except OSError as trouble:
        raise EmbeddedError(
            f"The folder {path.parent} cannot be used ({trouble.strerror}): make it writable for this user, "
            "or set NEWSARCHIVE_VAR to a folder that is."
        ) from trouble
