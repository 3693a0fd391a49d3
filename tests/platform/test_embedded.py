"""The embedded servers: private, unprivileged, and hard to lose."""

import os
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import valkey

from config.embedded.broker import PASSWORD, Broker
from config.embedded.lease import is_held
from config.embedded.place import CannotRun, Place
from config.embedded.postgres import (
    APPLICATION,
    OWNER,
    Postgres,
    clear_stale_pid,
)
from config.embedded.session import running

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def place() -> Iterator[Place]:
    place = Place(Path(tempfile.mkdtemp(prefix="dayzero-")))
    yield place
    place.remove()


@pytest.fixture(scope="module")
def server(place: Place) -> Iterator[Postgres]:
    postgres = Postgres(place)
    with running(postgres):
        yield postgres


def server_pid(server: Postgres) -> int:
    return int((server.data / "postmaster.pid").read_text().split("\n", 1)[0])


def owner_of_process(pid: int) -> int:
    return Path(f"/proc/{pid}").stat().st_uid


def wait_until(true: object, seconds: float = 15) -> None:
    deadline = time.monotonic() + seconds
    while not true():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_no_server_runs_as_root(server):
    assert owner_of_process(server_pid(server)) != 0


def test_only_the_servers_account_can_enter_its_folders(server):
    for folder in (server.data, server.place.sockets):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    for secret in (server.place.state / "secrets").iterdir():
        assert stat.S_IMODE(secret.stat().st_mode) == 0o600


def test_a_password_is_asked_for(server):
    told = server.url().replace(server.place.secret(APPLICATION), "wrong")
    with pytest.raises(psycopg.OperationalError, match="password authentication"):
        psycopg.connect(told)


def test_data_are_checksummed(server):
    with server.superuser() as connection:
        assert connection.execute("SHOW data_checksums").fetchone() == ("on",)


def test_the_application_can_write_rows_but_change_no_table(server):
    with psycopg.connect(server.url(OWNER), autocommit=True) as owner:
        owner.execute("CREATE TABLE note (id int)")
    with psycopg.connect(server.url(), autocommit=True) as application:
        application.execute("INSERT INTO note VALUES (1)")
        for statement in ("TRUNCATE note", "DROP TABLE note", "CREATE TABLE own ()"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                application.execute(statement)


def test_a_killed_postgres_comes_back_with_what_it_promised(server):
    with psycopg.connect(server.url(OWNER), autocommit=True) as owner:
        owner.execute("CREATE TABLE promised (id int)")
        owner.execute("INSERT INTO promised SELECT generate_series(1, 1000)")
    killed = server_pid(server)
    os.kill(killed, signal.SIGKILL)
    wait_until(lambda: server.answers() and server_pid(server) != killed)
    with psycopg.connect(server.url()) as application:
        count = application.execute("SELECT count(*) FROM promised").fetchone()
    assert count == (1000,)


def test_a_pid_file_that_names_another_process_is_removed(tmp_path):
    pid_file = tmp_path / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n/elsewhere\n")
    clear_stale_pid(tmp_path)
    assert not pid_file.exists()


def test_a_running_server_keeps_its_pid_file(server):
    with pytest.raises(CannotRun, match="Another PostgreSQL"):
        clear_stale_pid(server.data, patience=0.2)
    assert server.answers()


# ---- Shared by those who use it, and stopped with the last of them

HOLD = """
import sys
from pathlib import Path
from config.embedded.place import Place
from config.embedded.session import running
from config.embedded.postgres import Postgres
with running(Postgres(Place(Path(sys.argv[1])), durable=False)):
    print("holding", flush=True)
    sys.stdin.read()
"""


def a_user_of(place: Place) -> subprocess.Popen[str]:
    user = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(place.state)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert user.stdout is not None
    assert user.stdout.readline() == "holding\n"
    return user


def end(user: subprocess.Popen[str], number: int | None = None) -> None:
    if number is not None:
        user.send_signal(number)
    user.communicate("", timeout=30)


@pytest.fixture
def own_place() -> Iterator[Place]:
    place = Place(Path(tempfile.mkdtemp(prefix="dayzero-")))
    yield place
    place.remove()


def test_the_last_user_stops_the_server_and_no_earlier_one(own_place):
    first, second = a_user_of(own_place), a_user_of(own_place)
    server = Postgres(own_place, durable=False)
    pid = server_pid(server)
    end(first)
    assert server.answers()
    end(second)
    assert not Path(f"/proc/{pid}").exists()


def test_a_killed_user_leaves_no_server_behind(own_place):
    user = a_user_of(own_place)
    pid = server_pid(Postgres(own_place))
    end(user, signal.SIGKILL)
    wait_until(lambda: not Path(f"/proc/{pid}").exists())
    wait_until(lambda: not is_held(own_place.state / "run" / "postgres.keeper"))


def test_data_are_kept_from_one_start_to_the_next(own_place):
    server = Postgres(own_place, durable=False)
    with (
        running(server),
        psycopg.connect(server.url(OWNER), autocommit=True) as owner,
    ):
        owner.execute("CREATE TABLE kept ()")
    with running(server), psycopg.connect(server.url(OWNER)) as owner:
        assert owner.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_a_folder_that_the_account_cannot_enter_is_no_obstacle(tmp_path):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    place = Place(closed / "var")
    server = Postgres(place, durable=False)
    try:
        with running(server):
            assert server.answers()
            # An ordinary user runs the servers, and may enter what is theirs.
            assert server.data.is_relative_to(closed) == (os.geteuid() != 0)
        assert stat.S_IMODE(closed.stat().st_mode) == 0o700
        # Found again, although the folder could be entered meanwhile.
        assert Place(closed / "var").servers == place.servers
    finally:
        place.remove()
    assert not place.servers.exists()


def test_a_long_path_gets_short_sockets():
    place = Place(Path("/tmp") / ("x" * 100))
    assert len(str(place.sockets / ".s.PGSQL.5432")) < 107


# ---- Broker


def test_a_killed_broker_comes_back_with_its_queue(own_place):
    broker = Broker(own_place)
    with running(broker):
        password = own_place.secret(PASSWORD)
        client = valkey.Valkey(unix_socket_path=str(broker.socket), password=password)
        client.rpush("queue", "message")
        # What is older than the second of "everysec" is on the disk.
        time.sleep(1.5)
        pid = client.info()["process_id"]
        assert owner_of_process(pid) != 0
        os.kill(pid, signal.SIGKILL)
        client.close()
        wait_until(broker.answers)
        assert client.lrange("queue", 0, -1) == [b"message"]
        client.close()


def test_the_broker_drops_nothing_and_asks_for_a_password(own_place):
    broker = Broker(own_place)
    with running(broker):
        password = own_place.secret(PASSWORD)
        client = valkey.Valkey(unix_socket_path=str(broker.socket), password=password)
        assert client.config_get("maxmemory-policy")["maxmemory-policy"] == "noeviction"
        assert client.config_get("port")["port"] == "0"
        client.close()
        stranger = valkey.Valkey(unix_socket_path=str(broker.socket))
        with pytest.raises(valkey.AuthenticationError):
            stranger.ping()
        stranger.close()
