"""The embedded servers: who starts and stops them, what survives a crash, who may reach them."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import textwrap
import time
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from newsarchive import embedded
from newsarchive.embedded import EmbeddedError, Place, places
from newsarchive.embedded.postgres import memory_here, memory_settings
from tests.operations.helpers import query, running_in

PROJECT = Path(__file__).resolve().parents[2]
only_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can be two users")


def in_another_process(var: Path, then: str, **environment: str) -> "subprocess.Popen[str]":
    """A process that uses the servers of `var`, says "up", and does `then`."""
    program = f"""
        import os, signal, sys
        from pathlib import Path
        from newsarchive import embedded
        use = embedded.ensure(Path({str(var)!r}))
        print("up", flush=True)
        {then}
    """
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)],
        cwd=PROJECT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | environment,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    return process


def test_started_for_the_first_user_and_stopped_after_the_last(var: Path) -> None:
    with embedded.for_command(var) as use:
        assert use is not None
        assert query(use.place, "SELECT current_database()") == "newsarchive"
        assert redis.Redis.from_url(use.place.redis_url()).ping()
    assert running_in(use.place) == []


def test_nothing_listens_on_the_network(var: Path) -> None:
    with embedded.for_command(var) as use:
        assert use is not None
        assert query(use.place, "SHOW listen_addresses") == ""
        assert redis.Redis.from_url(use.place.redis_url()).config_get("port") == {"port": "0"}
        assert stat.S_IMODE(use.place.run.stat().st_mode) == 0o700


def test_servers_stay_while_another_process_uses_them(var: Path) -> None:
    other = in_another_process(var, "sys.stdin.read(); use.release()")
    with embedded.for_command(var) as use:
        assert use is not None
        before = sorted(running_in(use.place))
    assert query(use.place, "SELECT 1") == 1
    assert set(running_in(use.place)) & set(before)
    other.communicate()
    assert running_in(use.place) == []


def test_the_starter_may_leave_first(var: Path) -> None:
    first = embedded.ensure(var)
    other = in_another_process(var, "sys.stdin.read(); use.release()")
    first.release()
    assert query(first.place, "SELECT 1") == 1
    other.communicate()
    assert running_in(first.place) == []


def test_what_a_killed_process_left_is_taken_over_and_stopped(var: Path) -> None:
    killed = in_another_process(var, "os.kill(os.getpid(), signal.SIGKILL)")
    killed.wait(10)
    place = Place.of(var)
    left = redis.Redis.from_url(place.redis_url()).info("server")["process_id"]
    with embedded.for_command(var):
        assert redis.Redis.from_url(place.redis_url()).info("server")["process_id"] == left
    assert running_in(place) == []


def test_only_what_nobody_uses_is_stopped(var: Path) -> None:
    with embedded.for_command(var) as use:
        assert use is not None
        assert not embedded.stop_unused(var)
        assert query(use.place, "SELECT 1") == 1
    in_another_process(var, "os.kill(os.getpid(), signal.SIGKILL)").wait(10)
    assert running_in(use.place) != []
    assert embedded.stop_unused(var)
    assert running_in(use.place) == []


def test_killed_servers_start_again_with_their_data(var: Path) -> None:
    with embedded.for_command(var) as use:
        assert use is not None
        query(use.place, "CREATE TABLE kept AS SELECT 42 AS number")
        postmaster = int((use.place.data / "postmaster.pid").read_text().split()[0])
        valkey = int((use.place.valkey / "pid").read_text())
        os.kill(postmaster, signal.SIGKILL)
        os.kill(valkey, signal.SIGKILL)
        with embedded.for_command(var):
            assert query(use.place, "SELECT number FROM kept") == 42
            assert redis.Redis.from_url(use.place.redis_url()).ping()


def test_a_pid_file_that_names_a_stranger_is_no_hindrance(var: Path) -> None:
    with embedded.for_command(var) as use:
        assert use is not None
    stranger = subprocess.Popen(["sleep", "60"])
    try:
        pid_file = use.place.data / "postmaster.pid"
        pid_file.write_text(f"{stranger.pid}\n{use.place.data}\n1\n5432\n{use.place.run}\n\n1 1\nready   \n")
        (use.place.valkey / "pid").write_text(str(stranger.pid))
        with embedded.for_command(var):
            assert query(use.place, "SELECT 1") == 1
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


@pytest.mark.parametrize("locale", ["C", "tr_TR.UTF-8"])
def test_the_callers_locale_does_not_shape_the_database(fresh_var: Path, locale: str) -> None:
    other = in_another_process(fresh_var, "sys.stdin.read(); use.release()", LANG=locale, LC_ALL=locale)
    place = Place.of(fresh_var)
    assert query(place, "SELECT lower('ÉI')") == "éi"
    assert query(place, "SHOW server_encoding") == "UTF8"
    other.communicate()


def test_a_long_path_gets_short_sockets_in_a_private_folder(var: Path) -> None:
    deep = var / ("a-rather-long-name-" * 4) / ("and-another-" * 6)
    use = embedded.ensure(deep)
    try:
        assert use.place.home.is_relative_to(deep)
        assert len(str(use.place.postgres_socket)) < 104
        assert stat.S_IMODE(use.place.run.stat().st_mode) == 0o700
        assert query(use.place, "SELECT 1") == 1
    finally:
        use.release()
        shutil.rmtree(use.place.run)


@only_root
def test_a_folder_of_somebody_elses_is_refused(var: Path) -> None:
    deep = var / ("a-rather-long-name-" * 4) / ("and-another-" * 6)
    planted = Place.of(deep).run
    planted.mkdir(mode=0o777)
    try:
        os.chown(planted, 12345, 12345)
        with pytest.raises(EmbeddedError, match=f"{planted} belongs to another user"):
            embedded.ensure(deep)
        assert running_in(Place.of(deep)) == []
    finally:
        planted.rmdir()


@only_root
def test_a_working_folder_out_of_reach_keeps_its_modes(
    var: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    private, reachable = var / "private", var / "reachable"
    private.mkdir(mode=0o700)
    reachable.mkdir()
    monkeypatch.setattr(places, "REACHABLE_ROOT", reachable)
    with embedded.for_command(private / "var") as use:
        assert use is not None
        assert use.place.moved
        assert use.place.home.is_relative_to(reachable)
        assert f"the database is kept in {use.place.home}" in capsys.readouterr().err
        assert query(use.place, "SELECT 1") == 1
    assert stat.S_IMODE(private.stat().st_mode) == 0o700


@only_root
def test_two_users_of_one_machine_do_not_meet(var: Path) -> None:
    with embedded.for_command(var) as ours:
        assert ours is not None
        theirs = Path(tempfile.mkdtemp(prefix="na-", dir="/tmp"))
        os.chown(theirs, 65534, 65534)
        try:
            status = _as_nobody(theirs)
            assert status == 0
            assert query(ours.place, "SELECT 1") == 1
            assert (theirs / "servers" / "postgres").stat().st_uid == 65534
        finally:
            shutil.rmtree(theirs)


def _as_nobody(var: Path) -> int:
    """Use the servers of `var` as another user; 0 when they answered, and when all they left could be read."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.setgroups([])
            os.setgid(65534)
            os.setuid(65534)
            with embedded.for_command(var) as use:
                assert use is not None
                status = 0 if query(use.place, "SELECT 1") == 1 and use.place.run.stat().st_uid == 65534 else 2
        finally:
            os._exit(status)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def test_a_folder_that_cannot_be_used_is_named(fresh_var: Path) -> None:
    (fresh_var / "file").touch()
    with pytest.raises(EmbeddedError, match=r"cannot be used .* NEWSARCHIVE_VAR"):
        embedded.ensure(fresh_var / "file" / "var")


def test_a_server_that_does_not_start_says_why_and_leaves_nothing(fresh_var: Path) -> None:
    with embedded.for_command(fresh_var) as use:
        assert use is not None
    (use.place.data / "postgresql.auto.conf").write_text("no_such_setting = 1\n")
    started = time.monotonic()
    with pytest.raises(EmbeddedError, match=r"PostgreSQL does not start .* log is"):
        embedded.ensure(fresh_var)
    assert time.monotonic() - started < 20
    assert running_in(use.place) == []


def test_a_stopped_server_is_not_reached_through_old_addresses(var: Path) -> None:
    with embedded.for_command(var) as use:
        assert use is not None
    with pytest.raises(psycopg.OperationalError):
        query(use.place, "SELECT 1")


@pytest.mark.parametrize(("gigabytes", "own"), [(0.5, "128MB"), (4, "512MB"), (8, "1024MB"), (256, "4096MB")])
def test_postgresql_takes_an_eighth_of_the_memory_and_four_gigabytes_at_most(gigabytes: float, own: str) -> None:
    settings = memory_settings(int(gigabytes * 2**30))
    assert settings["shared_buffers"] == own
    assert settings["effective_cache_size"] == f"{gigabytes * 512:.0f}MB"


def test_a_container_with_less_than_the_machine_counts_as_what_it_may_use(tmp_path: Path) -> None:
    limit, none, absent = tmp_path / "memory.max", tmp_path / "unlimited", tmp_path / "absent"
    limit.write_text("536870912\n")
    none.write_text("max\n")
    assert memory_here([absent, none, limit]) == 2**29
    assert memory_here([absent, none]) == psutil.virtual_memory().total


def test_the_server_takes_the_settings(var: Path) -> None:
    with embedded.for_command(var) as use:
        assert query(use.place, "SHOW jit") == "off"
        assert query(use.place, "SHOW synchronous_commit") == "on"
        assert query(use.place, "SELECT setting::bigint * 8192 FROM pg_settings WHERE name = 'shared_buffers'") >= 2**27
