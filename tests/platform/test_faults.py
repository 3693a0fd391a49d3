"""A small size of ``make faults``: everything that breaks there breaks here, once."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SMALL = ["--edits", "120", "--quiet", "48", "--patients", "60", "--kills", "2"]
# So few edits on a shared machine say nothing of twice; waiting for a broker that is
# away would be seconds.
SMALL += ["--broker-seconds", "4", "--most", "25", "--seed", "1", "--json"]
BROKEN = {
    "broker stopped",
    "broker hangs",
    "PostgreSQL restarted",
    "PostgreSQL kill -9",
}
pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("faults")]


def test_nothing_is_lost_and_figures_are_those_of_a_recompute():
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-m", "faults", *SMALL],
        cwd=ROOT,
        env=kept,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["wrong"] == []
    assert done.returncode == 0
    lines = {line["fault"]: line for line in told["lines"]}
    assert set(lines) >= {*BROKEN, "worker kill -9"}
    assert lines["worker kill -9"]["times"] == 2
    assert lines["disk full"]["times"] in (0, 1)
    assert (lines["all"]["edits"], lines["all"]["lost"]) == (120, 0)
    assert told["snapshots"] == 3
