"""Time saves and the pages that everybody opens all day, over a simulated registry.

Prints one JSON line each: the 95th percentile of the list of patients, the next page of
it, a search that finds one and one that finds nobody, the quick find, a patient's page,
a form's page, and a save with its checks; with the number of queries. Then the same in
a registry of ten times the size. ``BENCH_PATIENTS`` says how large (2,000 without it;
1000000 is the design target), or ``pages.py SIZE SIZE``. Needs no database but its own,
which it makes and removes.
"""

import argparse
import json
import os
import random
import resource
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

from own_database import alone, apart

PATIENTS = int(os.environ.get("BENCH_PATIENTS", "2000"))
ROUNDS, SEED, STORIES = 40, 20_261_125, 1_000
# By page: milliseconds at the 95th percentile, and queries of one request.
Found = dict[str, tuple[float, int]]


def a_reader() -> Any:
    """Return a data manager of every centre, the widest view of patients there is."""
    from registry.models import Centre, Membership, User

    user = User.objects.create_user("reader", password="reads-a-benchmark")
    for centre in Centre.objects.all():
        Membership.objects.create(user=user, role="data_manager", centre=centre)
    return user


def pages(keys: list[int], numbers: list[str]) -> dict[str, Callable[[int], str]]:
    """Return what is opened, as the address of each round."""
    return {
        "list of patients": lambda _: "/patients/",
        "list, a page further on": lambda at: f"/patients/?after={keys[at]}",
        "list, last enrolled first": lambda _: "/patients/?sort=newest",
        "search, one found": lambda at: f"/patients/?q={numbers[at]}",
        "search, nobody found": lambda at: f"/patients/?q=XQ{at}Z",
        "quick find": lambda at: f"/find/?q={numbers[at]}",
        "patient": lambda at: f"/patients/{keys[at]}/",
    }


def p95(times: list[float]) -> float:
    """Return the 95th percentile in milliseconds."""
    return 1000 * sorted(times)[int(0.95 * len(times))]


def timed(work: Callable[[int], object]) -> tuple[float, int]:
    """Return the 95th percentile of some rounds after a first one, and its queries."""
    from django.db import connection

    asked: list[str] = []

    def noted(execute: Any, sql: Any, *rest: Any) -> Any:
        asked.append(str(sql))
        return execute(sql, *rest)

    with connection.execute_wrapper(noted):
        work(0)
    times = []
    for at in range(1, ROUNDS):
        begun = time.perf_counter()
        work(at)
        times.append(time.perf_counter() - begun)
    return p95(times), len(asked)


def measured(patients: int) -> dict[str, Any]:
    """Return what each page costs in a registry of this size, and the memory."""
    from django.core.management import call_command
    from django.test import Client

    from registry.models import Patient

    call_command("collectstatic", interactive=False, verbosity=0)
    told = {"seed": SEED, "stories": STORIES, "stdout": StringIO()}
    call_command("simulate", patients=patients, **told)
    chance = random.Random(SEED)
    every = Patient.objects.order_by("pk").values_list("pk", "study_no")
    chosen = [every[chance.randrange(patients)] for _ in range(ROUNDS)]
    keys, numbers = [pk for pk, _ in chosen], [number for _, number in chosen]
    user = a_reader()
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)

    def opened(address: str) -> None:
        answer = client.get(address, follow=True)
        if answer.status_code != 200 or "sign-in" in answer.request["PATH_INFO"]:
            raise SystemExit(f"{address} was not shown")

    found: Found = {
        name: timed(lambda at, address=address: opened(address(at)))
        for name, address in pages(keys, numbers).items()
    }
    found["save of a follow-up"] = timed(lambda at: saved(keys[at], user))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"pages": found, "peak_mb": memory}


def saved(patient: int, user: Any) -> None:
    """Change a patient's last follow-up, as its page does."""
    from registry.models import FollowUp
    from registry.services.records import save_record

    visit = FollowUp.objects.filter(patient=patient).order_by("-visit_date").first()
    assert visit is not None
    values = {"visit_date": visit.visit_date - timedelta(days=1)}
    save_record(
        patient_id=patient,
        form="follow_up",
        values=values,
        record_id=visit.pk,
        version=visit.version,
        actor=user.actor(),
        reason="benchmark",
    )


def lines(patients: int, now: Any, before: Any) -> Iterator[dict[str, Any]]:
    """Yield a line for each page, against the smaller registry."""
    for name, (taken, queries) in now["pages"].items():
        line = {
            "name": f"{name}, {patients} patients, p95",
            "value": round(taken, 1),
            "unit": "ms",
            "queries": queries,
        }
        if before:
            line |= {
                "against": "a smaller registry",
                "ratio": round(taken / before["pages"][name][0], 2),
                "queries_there": before["pages"][name][1],
            }
        yield line
    yield {
        "name": f"most memory of the process, {patients} patients",
        "value": round(now["peak_mb"]),
        "unit": "MB",
    }


def main() -> None:
    """Measure each size in a process of its own, smallest first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", type=int, nargs="*")
    parser.add_argument("--alone", type=int, help="measure this size, here")
    asked = parser.parse_args()
    if asked.alone:
        os.environ.setdefault("DAYZERO_DEMO", "1")
        alone(measured, asked.alone)
        return
    before: Any = None
    for size in asked.sizes or [PATIENTS // 10, PATIENTS]:
        now = apart(__file__, size)
        for line in lines(size, now, before):
            print(json.dumps(line), flush=True)
        before = now


if __name__ == "__main__":
    main()
