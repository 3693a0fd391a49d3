"""``make demo``: one command up, one signal down, nothing left and nothing lost."""

import os
import re
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from config.embedded.place import Place

ROOT = Path(__file__).parents[2]
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("demo")]


@pytest.fixture(scope="module")
def var() -> Iterator[Path]:
    place = Place(Path(tempfile.mkdtemp(prefix="dayzero-demo-")))
    yield place.state
    place.remove()


@pytest.fixture(scope="module")
def port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def start(var: Path, port: int) -> tuple[subprocess.Popen[str], list[str]]:
    """Run ``make demo`` as from a terminal; give it with what it said until ready."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    demo = subprocess.Popen(
        ["make", "demo"],
        cwd=ROOT,
        env={**kept, "VAR_DIR": str(var), "PORT": str(port)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert demo.stdout is not None
    said = []
    for line in demo.stdout:
        said.append(line.rstrip("\n"))
        if line.startswith("ready "):
            return demo, said
    demo.communicate()
    raise AssertionError("\n".join(said))


def stop(demo: subprocess.Popen[str], number: int, *, group: bool = False) -> str:
    """Send ``number`` and give what the demonstration still said."""
    if group:
        os.killpg(demo.pid, number)
    else:
        demo.send_signal(number)
    return demo.communicate(timeout=60)[0]


def processes(var: Path) -> dict[int, str]:
    """Find every process that belongs to the state in ``var``."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
            if str(var).encode() in command + (folder / "environ").read_bytes():
                found[int(folder.name)] = command.replace(b"\0", b" ").decode()
        except OSError:
            continue
    return found


def leaves_nothing(var: Path, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while left := processes(var):
        if time.monotonic() > deadline:
            raise AssertionError(left)
        time.sleep(0.1)
    return True


def page(port: int, path: str) -> str:
    with urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as answer:
        return str(answer.read().decode())


def the_one(var: Path, words: str) -> int:
    return next(pid for pid, command in processes(var).items() if words in command)


def test_first_start_imports_the_study_and_serves(var, port):
    demo, said = start(var, port)
    assert said[-1] == f"ready http://127.0.0.1:{port}"
    table = "\n".join(said)
    assert re.search(r"Overall survival +CAR-T +61\.9 .+ 61\.9 ", table)
    sign_in = page(port, "/admin/login/")
    for style in re.findall(r'href="(/static/[^"]+\.css)"', sign_in):
        assert page(port, style)
    assert stop(demo, signal.SIGTERM) == ""
    assert leaves_nothing(var, 5)


def test_second_start_keeps_the_data_and_mends_what_dies(var, port):
    demo, said = start(var, port)
    # Nothing was imported again, so the figures are of the same change.
    assert not any("imported" in line for line in said)
    os.kill(the_one(var, "gunicorn"), signal.SIGKILL)
    os.kill(the_one(var, "bin/postgres -D"), signal.SIGKILL)
    deadline = time.monotonic() + 20
    while True:
        time.sleep(0.2)
        try:
            assert "ok" in page(port, "/healthz")
            break
        except OSError:
            assert time.monotonic() < deadline
    stop(demo, signal.SIGINT, group=True)
    assert leaves_nothing(var, 5)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
def test_a_signal_to_make_alone_ends_everything_too(var, port, number):
    demo, _said = start(var, port)
    stop(demo, number)
    assert leaves_nothing(var, 20)


def test_the_death_of_the_supervisor_ends_everything(var, port):
    demo, _said = start(var, port)
    os.kill(the_one(var, "config.demo"), signal.SIGKILL)
    demo.communicate(timeout=30)
    assert leaves_nothing(var, 20)


def test_a_taken_port_is_said(var):
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        port = door.getsockname()[1]
        with pytest.raises(AssertionError, match=f"Port {port} cannot be used") as said:
            start(var, port)
    assert f"make demo PORT={port + 1}" in str(said.value)
    assert leaves_nothing(var, 5)


def test_a_second_demonstration_in_the_same_folder_is_refused(var, port):
    demo, _said = start(var, port)
    with pytest.raises(AssertionError, match="already runs with the state in"):
        start(var, port + 1)
    stop(demo, signal.SIGTERM)
    assert leaves_nothing(var, 5)
