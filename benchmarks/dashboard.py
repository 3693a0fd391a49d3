"""Time a study's page over 10^5 patients, and its figures in a browser.

Prints one JSON line each: the newest snapshot from the analysis rows; the median first
byte of pages when the snapshot is there, beside a page that asks the database for
nothing but one row; each figure as printed, its kilobytes and the time beside that of a
figure of one dot; and, where Chromium is found, from the request for a specification to
its figure drawn, beside the same of a figure of four bars. Needs no database but its
own, which it makes and removes.
"""

import argparse
import gc
import json
import os
import statistics
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from analysed import EVERY, SLUG, fill
from in_browser import CHROMIUM, FIGURES, drawn
from own_database import own_database

PATIENTS, ROUNDS = 100_000, 31
PAGES = {
    "a study's page": f"/studies/{SLUG}/",
    "its curves": f"/studies/{SLUG}/survival/",
    "its centres": f"/studies/{SLUG}/enrolment/",
    "whether it is new": f"/studies/{SLUG}/status",
    "the list of studies": "/studies/",
    "a study of every endpoint": f"/studies/{EVERY}/",
}


def seconds(work: Callable[[], object]) -> float:
    """Return the wall time of ``work``."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def a_reader() -> Any:
    """Return the browser of somebody who may see the cohort."""
    from django.test import Client

    from registry.models import Centre, Membership, User

    user = User.objects.create_user("reader", password="reads-a-benchmark")
    centre = Centre.objects.get(code="BEN")
    Membership.objects.create(user=user, role="investigator", centre=centre)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    return client


def first_bytes(client: Any) -> Iterator[dict[str, Any]]:
    """Yield the median of each page, beside that of one that asks for a row."""
    for path in PAGES.values():
        client.get(path)
    # A server's heap is frozen when its pages are loaded; what filled the database and
    # made the snapshots would not be in it.
    gc.collect()
    gc.freeze()
    small, _own = answer_time(client, "/account/tokens/")
    for name, path in PAGES.items():
        taken, own = answer_time(client, path)
        yield {
            "name": f"first byte of {name}, snapshot there, median",
            "value": round(1000 * taken, 1),
            "unit": "ms",
            "own_ms": round(1000 * own, 1),
            "against": "a page of one row",
            "ratio": round(taken / small, 1),
        }


def answer_time(client: Any, path: str) -> tuple[float, float]:
    """Return the median seconds to the first byte, and of them this process's own."""
    answer = client.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path}: {answer.status_code}")
    times = []
    for _ in range(ROUNDS):
        own = time.process_time()
        taken = seconds(lambda: client.get(path))
        times.append((taken, time.process_time() - own))
    taken, own = (statistics.median(column) for column in zip(*times, strict=True))
    return taken, own


def printed(client: Any) -> Iterator[dict[str, Any]]:
    """Yield each figure as SVG: the time when it was never drawn, and its size."""
    from django.core.cache import cache

    from outcomes.figures.render import svg

    dot = {"mark": "point", "data": {"values": [{}]}}
    svg(dot | {"description": "warm"})
    floor = seconds(lambda: svg(dot | {"description": "floor"}))
    for name in FIGURES:
        cache.clear()
        path = f"/studies/{SLUG}/figures/{name}.svg"
        begun = time.perf_counter()
        answer = client.get(path)
        taken = time.perf_counter() - begun
        yield {
            "name": f"{name} as SVG, first time",
            "value": round(1000 * taken),
            "unit": "ms",
            "kilobytes": len(answer.content) // 1024,
            "against": "a dot as SVG",
            "ratio": round(taken / floor, 1),
        }


def lines(patients: int) -> Iterator[dict[str, Any]]:
    """Yield the benchmark's lines."""
    from outcomes.pipeline.refresh import refresh_cohorts

    for cohort in fill(patients):
        taken = seconds(partial(refresh_cohorts, [cohort]))
        stored = len(json.dumps(cohort.snapshots.get().results))
        yield {
            "name": f"snapshot of {cohort.slug}, {patients} patients, from their rows",
            "value": round(taken, 2),
            "unit": "s",
            "stored_kb": stored // 1024,
        }
    client = a_reader()
    yield from first_bytes(client)
    yield from printed(client)
    if Path(CHROMIUM).exists():
        yield from drawn(client)


def main() -> None:
    """Make a database, time, and remove it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("patients", type=int, nargs="?", default=PATIENTS)
    asked = parser.parse_args()
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    os.environ.setdefault("DAYZERO_DEMO", "1")
    with own_database():
        from django.core.management import call_command

        call_command("collectstatic", interactive=False, verbosity=0)
        for line in lines(asked.patients):
            print(json.dumps(line, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
