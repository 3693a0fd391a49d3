"""A program run as its user runs it, while the test is the worker that it waits for."""

import subprocess
import time

from outcomes.api.taking import taken_by_job
from outcomes.exports.jobs.working import go_on


def run_beside_worker(command, **how):
    """Run ``command``, writing each file that it has asked for; return how it ended."""
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, **pipes, **how) as process:
        while process.poll() is None:
            if not go_on(taken_by_job):
                time.sleep(0.05)
        said, wrong = process.communicate()
    return subprocess.CompletedProcess(command, process.returncode, said, wrong)
