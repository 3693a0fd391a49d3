"""A commit wakes a worker through the database's notification, broker or none."""

import os
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from kombu import Connection

from config.celery import app
from tests.builders import a_patient

ROOT = Path(__file__).parents[3]
PROGRAM = """
import sys
import django
django.setup()
from config.celery import app
app.conf.broker_url = sys.argv[1]
from outcomes.management.commands.listen import Command, wake
{"handle": Command().handle, "wake": wake}[sys.argv[2]]()
"""


def listening(broker_url, does):
    """Start the command's part ``does`` with this broker."""
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}
    command = [sys.executable, "-c", PROGRAM, broker_url, does]
    return subprocess.Popen(command, cwd=ROOT, env=env, stderr=subprocess.PIPE)


def test_beat_and_listener_ask_for_a_task_that_there_is():
    app.loader.import_default_modules()
    asked = {entry["task"] for entry in app.conf.beat_schedule.values()}
    assert "outcomes.sweep" in asked
    assert asked <= set(app.tasks)


def test_a_commit_wakes_a_worker(committed_db, broker_url):
    listener = listening(broker_url, "handle")
    try:
        with Connection(broker_url) as broker:
            queue, woken = broker.SimpleQueue("sweeps"), None
            deadline = time.monotonic() + 60
            while woken is None and time.monotonic() < deadline:
                a_patient()
                with suppress(queue.Empty):
                    woken = queue.get(timeout=0.5)
                # What other tests sent may still be in the queue.
                if woken and woken.headers["task"] != "outcomes.sweep":
                    woken = None
            assert woken is not None
            queue.clear()
            queue.close()
    finally:
        listener.kill()
        listener.communicate()


def test_a_broker_that_is_down_costs_nothing(db):
    listener = listening("redis://127.0.0.1:1/0", "wake")
    _, said = listener.communicate(timeout=30)
    assert listener.returncode == 0, said
    assert b"no wake-up" in said


def test_a_save_never_talks_to_the_broker(db, monkeypatch):
    def refuse(*args, **kwargs):
        raise AssertionError("a save reached for the broker")

    monkeypatch.setattr(app, "send_task", refuse)
    monkeypatch.setattr(app.amqp, "send_task_message", refuse)
    a_patient()
