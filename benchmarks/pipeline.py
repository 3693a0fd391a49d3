"""Time an edit from its commit to the refreshed snapshots, as a registry grows.

Twenty cohorts over a simulated registry, with worker, listener and broker as they run
in production. Prints one JSON line each: percentiles from commit to every snapshot of
the patient's cohorts, the processor time that an edit takes (worker and database apart;
it depends less on who else uses the machine), the worker's memory, what a cohort
counted anew costs; then each against a registry of a tenth of the size.
``BENCH_PATIENTS`` says how large (2,000 without it; 100000 and 1000000 are the design
targets), or ``pipeline.py SIZE SIZE``. It makes its own databases and removes them,
unless ``BENCH_FOLDER`` says where to keep them.
"""

import argparse
import json
import os
import random
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from own_database import alone, apart, database_seconds
from twenty_cohorts import SEED, edited, make

PATIENTS = int(os.environ.get("BENCH_PATIENTS", "2000"))
EDITS, LIVE_EDITS, PATIENCE = 40, 80, 120
NEWEST = """
SELECT min(newest) FROM (SELECT max(data_version) AS newest
  FROM outcomes_snapshot s JOIN outcomes_cohort c ON c.id = s.cohort_id
  WHERE c.archived_at IS NULL GROUP BY cohort_id) of_cohorts
"""


def measured(patients: int) -> dict[str, float]:
    """Return what an edit costs in a registry of this size."""
    from outcomes.models import AnalysisSubject
    from outcomes.pipeline.sweep import sweep

    make(patients)
    chance = random.Random(SEED)
    begun, used = time.perf_counter(), time.process_time()
    made = sweep(seconds=3600).snapshots
    rows = AnalysisSubject.objects.count()
    first = {
        "anew": time.perf_counter() - begun,
        "anew_row_us": 1e6 * (time.process_time() - used) / rows,
        "anew_cohorts": made,
    }
    one_edit(chance)
    costs = [one_edit(chance) for _ in range(EDITS)]
    with background() as worker:
        live(chance)
        waits = sorted(live(chance) for _ in range(LIVE_EDITS))
        memory = max(map(most_memory, worker()))
    return {
        **first,
        **{name: statistics.mean(c[name] for c in costs) for name in costs[0]},
        "median": statistics.median(waits),
        "p95": waits[int(0.95 * len(waits))],
        "worker_mb": memory,
        "load": os.getloadavg()[0],
    }


def one_edit(chance: random.Random) -> dict[str, float]:
    """Return the processor time that an edit takes, here and at the database."""
    from outcomes.pipeline.claims import claim
    from outcomes.pipeline.refresh import refresh
    from outcomes.pipeline.work import work

    edited(chance)
    at_database, begun = database_seconds(), time.process_time()
    work(claim())
    derived = time.process_time() - begun
    computed = refresh().here
    return {
        "cpu": time.process_time() - begun,
        "cpu_derived": derived,
        "cpu_database": database_seconds() - at_database,
        "snapshots": computed,
    }


def live(chance: random.Random) -> float:
    """Return the seconds from an edit's commit until every cohort's figures have it."""
    from django.db import connection, transaction

    with transaction.atomic():
        edited(chance)
    begun = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM registry_change")
        change = cursor.fetchone()[0]
        while time.perf_counter() - begun < PATIENCE:
            cursor.execute(NEWEST)
            if cursor.fetchone()[0] >= change:
                return time.perf_counter() - begun
            time.sleep(0.01)
    raise SystemExit(f"no figures of change {change} within {PATIENCE} s")


@contextmanager
def background() -> Iterator[Callable[[], list[int]]]:
    """Run what ``make demo`` runs beside the pages; yield what tells the workers."""
    from config.children import Children
    from config.demo import background as commands
    from config.embedded.broker import Broker
    from config.embedded.place import Place
    from config.embedded.session import running
    from config.folders import VAR

    with ExitStack() as stack:
        stack.enter_context(running(Broker(Place(VAR))))
        children = stack.enter_context(Children(VAR / "log"))
        children.start(commands())
        time.sleep(15)
        yield lambda: [pid for pid in pids() if says(pid, "celery", "worker")]


def pids() -> list[int]:
    """Return the processes that this one began, and theirs."""
    parents: dict[int, int] = {}
    for place in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it has ended meanwhile
            parents[int(place.name)] = int(stat_of(int(place.name))[1])
    found = {os.getpid()}
    while more := {pid for pid, of in parents.items() if of in found} - found:
        found |= more
    return sorted(found - {os.getpid()})


def says(pid: int, *words: str) -> bool:
    """Tell whether a process runs that was started with these words."""
    with suppress(OSError):  # it has ended meanwhile
        said = Path(f"/proc/{pid}/cmdline").read_bytes().decode().split("\0")
        return set(words) <= set(said)
    return False


def stat_of(pid: int) -> list[str]:
    """Return what the kernel says of a process, after its name."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def most_memory(pid: int) -> float:
    """Return the most memory that a process had, in MB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    return 0.0


def say(patients: int, now: dict[str, float], before: dict[str, float]) -> None:
    """Print one line for each thing measured, against the smaller registry."""
    for name, what, unit in (
        ("p95", "from commit to refreshed snapshots, p95", "s"),
        ("median", "from commit to refreshed snapshots, median", "s"),
        ("cpu", "processor time of an edit, worker, mean", "s"),
        ("cpu_derived", "of it analysis rows and their changes, mean", "s"),
        ("cpu_database", "processor time of an edit, database, mean", "s"),
        ("snapshots", "snapshots of an edit, mean", ""),
        ("worker_mb", "most memory of a worker process", "MB"),
        ("anew_cohorts", "cohorts counted anew", ""),
        ("anew", "these cohorts counted anew", "s"),
        ("anew_row_us", "of it processor time a row, for all of them", "us"),
    ):
        line: dict[str, Any] = {
            "name": f"{what}, {patients} patients, 20 cohorts",
            "value": round(now[name], 3),
            "unit": unit,
            "load": round(now["load"], 1),
        }
        if before.get(name):
            line |= {
                "against": "a tenth of the patients",
                "ratio": round(now[name] / before[name], 2),
            }
        print(json.dumps(line), flush=True)


def main() -> None:
    """Measure each size in a process of its own, smallest first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", type=int, nargs="*")
    parser.add_argument("--alone", type=int, help="measure this size, here")
    asked = parser.parse_args()
    if asked.alone:
        alone(measured, asked.alone)
        return
    before: dict[str, float] = {}
    for size in asked.sizes or [PATIENTS // 10, PATIENTS]:
        now = apart(__file__, size)
        say(size, now, before)
        before = now


if __name__ == "__main__":
    main()
