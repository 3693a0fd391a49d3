"""Real workers, as the demonstration and the compose file start them."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from kombu import Connection

from config.celery import app
from config.demo import WORKERS, background
from registry.models import Seal
from tests.builders import a_patient

ROOT = Path(__file__).parents[2]
PATIENCE = 90


@pytest.fixture
def workers(committed_db, broker_url, tmp_path) -> Iterator[None]:
    """Every worker but the one that derives, which has nothing to do here."""
    env = os.environ | {
        "CELERY_BROKER_URL": broker_url,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DAYZERO_AUDIT_HEADS": str(tmp_path / "heads.jsonl"),
    }
    more = ["--include", "tests.platform.holding", "--loglevel", "ERROR"]
    running = [
        subprocess.Popen(
            [sys.executable, "-m", *command, *more],
            cwd=ROOT,
            env=env,
            start_new_session=True,
        )
        for name, command in background().items()
        if "worker" in command and name != "sweeper"
    ]
    yield
    for one in running:
        os.killpg(one.pid, signal.SIGKILL)
        one.wait()


def until(done: Callable[[], bool], ask: Callable[[], object] = lambda: None) -> float:
    """Ask each second, as beat does, until it is done; return the seconds."""
    begun = time.monotonic()
    while not done():
        assert time.monotonic() < begun + PATIENCE
        ask()
        time.sleep(1)
    return time.monotonic() - begun


def test_a_change_is_sealed_while_every_other_process_is_held(
    workers, broker_url, tmp_path
):
    held = tmp_path / "held"
    held.mkdir()
    with Connection(broker_url) as broker:

        def ask_for_a_seal() -> None:
            app.send_task("registry.seal", connection=broker, expires=5)

        a_patient()
        until(Seal.objects.exists, ask_for_a_seal)
        _queue, processes = WORKERS["worker"]
        for _ in range(processes):
            app.send_task("tests.hold", [str(held)], connection=broker)
        until(lambda: len(list(held.iterdir())) == processes)
        a_patient("HEB")
        seals = Seal.objects.count()
        took = until(lambda: Seal.objects.count() > seals, ask_for_a_seal)
    assert took < 10
