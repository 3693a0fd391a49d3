"""Time a study's page over 10^5 patients, and its figures in a browser.

Prints one JSON line each: the newest snapshot from the analysis rows; the median first
byte of pages when the snapshot is there, beside a page that asks the database for
nothing but one row; each figure as printed, its kilobytes and the time beside that of a
figure of one dot; and, where Chromium is found, from the request for a specification to
its figure drawn, beside the same of a figure of four bars. Needs no database but its
own, which it makes and removes.
"""

import argparse
import json
import os
import random
import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from own_database import own_database

PATIENTS, ROUNDS, BROWSER_ROUNDS, SEED = 100_000, 31, 5, 20_261_125
SLUG = "cd7-hsct"
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
PAGES = {
    "a study's page": f"/studies/{SLUG}/",
    "its curves": f"/studies/{SLUG}/survival/",
    "its centres": f"/studies/{SLUG}/enrolment/",
    "whether it is new": f"/studies/{SLUG}/status",
    "the list of studies": "/studies/",
}
# By section of the page, whose figures are waited for.
DRAWN = {
    "toxicity/": ("crs-icans",),
    "survival/": ("overall-survival", "leukaemia-free-survival"),
    "incidence/": ("relapse", "non-relapse-mortality", "relapse-and-nrm"),
    "courses/": ("states",),
}
FEW_MARKS = "crs-icans"
FIGURES = tuple(name for names in DRAWN.values() for name in names)
NOTE_WHEN_DRAWN = """
window.drawnAt = {};
addEventListener("dayzero:chart-drawn", (event) => {
  window.drawnAt[event.target.id] = performance.now();
});
"""
TAKEN = """(name) => drawnAt[`chart-${name}`] - performance.getEntriesByType("resource")
  .find((one) => one.name.includes(`/${name}.json`)).startTime"""


def seconds(work: Callable[[], object]) -> float:
    """Return the wall time of ``work``."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def fill(patients: int) -> Any:
    """Write analysis rows of patients of two arms; return their cohort."""
    from outcomes.cohorts.saving import save_cohort
    from outcomes.models import AnalysisSubject, StaleCohort
    from outcomes.study import cohort as study
    from registry.audit.context import SYSTEM
    from registry.models import Centre

    chance = random.Random(SEED)
    centre = Centre.objects.create(code="BEN")
    subjects = [subject(number, centre, chance) for number in range(patients)]
    saved = AnalysisSubject.objects.bulk_create(subjects, batch_size=5_000)
    write_outcomes(saved)
    cohort = save_cohort(
        slug=SLUG,
        title=study.TITLE,
        definition=study.DEFINITION,
        centres=[centre],
        actor=SYSTEM,
        reason="benchmark",
    )
    StaleCohort.objects.all().delete()
    return cohort


def subject(number: int, centre: Any, chance: random.Random) -> Any:
    """Return one subject, unsaved, followed for up to ten years."""
    from outcomes.models import AnalysisSubject

    car_t = chance.random() < 0.4
    last = int(min(chance.expovariate(1 / 1500), 3650)) + 1
    relapse = chance.randint(1, last) if chance.random() < 0.25 else None
    values: dict[str, Any] = {}
    if car_t:
        peak = 10 ** chance.gauss(5, 0.6)
        values = {
            "car_t_dose": chance.choice([0.5, 1.0, 2.0]),
            "blasts_before_car_t": chance.uniform(0, 95),
            "copies_before_hsct": peak / 50,
            "crs_grade": chance.choices(range(5), (5, 50, 30, 12, 3))[0],
            "icans_grade": chance.choices(range(5), (85, 8, 4, 2, 1))[0],
            "crs_onset_day": chance.randint(0, 9),
            "crs_days": chance.randint(1, 12),
            "d28_mrd": chance.choice(["negative", "negative", "positive"]),
            "d28_response": chance.choice(["CR", "CRi", "NR"]),
            "copies": [
                [day, peak * max(0.001, 1 - abs(day - 12) / 30), 25.0]
                for day in (4, 7, 10, 14, 21, 28)
            ],
        }
    return AnalysisSubject(
        patient_id=number,
        centre=centre,
        index_kind="hsct",
        index_no=1,
        index_date=date(2015, 1, 1) + timedelta(days=number % 4000),
        record_id=number,
        sex=chance.choice("FM"),
        age=chance.randint(1, 70),
        disease=chance.choice(["T-ALL", "T-LBL"]),
        car_t=car_t,
        first_allogeneic=True,
        hsct_type="allogeneic",
        donor=chance.choice(["haploidentical", "matched_sibling"]),
        relapse_day=relapse,
        death_day=last if chance.random() < 0.4 else None,
        last_day=last,
        source_version=0,
        code_version="benchmark",
        **values,
    )


def write_outcomes(subjects: list[Any]) -> None:
    """Write the four endpoints of every subject."""
    from outcomes.models import AnalysisOutcome

    def row(one: Any, paramcd: str, day: int, cause: int) -> Any:
        end = one.index_date + timedelta(days=day)
        return AnalysisOutcome(
            subject=one,
            paramcd=paramcd,
            day=day,
            cause=cause,
            start=one.index_date,
            end=end,
        )

    rows = []
    for one in subjects:
        died, relapse = one.death_day is not None, one.relapse_day
        first = one.last_day if relapse is None else relapse
        free = relapse is None and not died
        rows += [
            row(one, "OS", one.last_day, int(died)),
            row(one, "LFS", first, int(not free)),
            row(one, "RI", first, 0 if free else 2 if relapse is None else 1),
            row(one, "NRM", first, 0 if free else 1 if relapse is None else 2),
        ]
    AnalysisOutcome.objects.bulk_create(rows, batch_size=10_000)


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


@contextmanager
def served() -> Iterator[str]:
    """Serve the application while the block runs; yield where."""
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    class Silent(WSGIRequestHandler):
        def log_message(self, *said: object) -> None:
            pass

    server = ThreadedWSGIServer(("127.0.0.1", 0), Silent)
    server.set_app(get_wsgi_application())
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


def drawn(client: Any) -> Iterator[dict[str, Any]]:
    """Yield the time from a specification's request to its figure, in Chromium."""
    from django.conf import settings
    from playwright.sync_api import sync_playwright

    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    with served() as base, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context()
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session, "url": base}
        context.add_cookies([cookie])
        context.add_init_script(NOTE_WHEN_DRAWN)
        page = context.new_page()
        page.set_default_timeout(120_000)
        page.goto(f"{base}/studies/{SLUG}/")
        times = [
            figure_times(page, f"{base}/studies/{SLUG}/{section}", names)
            for section, names in DRAWN.items()
            for _ in range(BROWSER_ROUNDS)
        ]
        browser.close()
    found = {name: [one[name] for one in times if name in one] for name in FIGURES}
    floor = statistics.median(found[FEW_MARKS])
    for name, taken in found.items():
        if taken:
            yield {
                "name": f"{name} in the browser, from its request to drawn, median",
                "value": round(statistics.median(taken)),
                "unit": "ms",
                "against": "the bars of toxicity",
                "ratio": round(statistics.median(taken) / floor, 1),
            }


def figure_times(page: Any, address: str, names: Sequence[str]) -> dict[str, float]:
    """Return for each figure of a page the ms from its request to drawn."""
    page.goto(address)
    for name in names:
        page.locator(f"#chart-{name} svg").wait_for()
    return {name: float(page.evaluate(TAKEN, name)) for name in names}


def lines(patients: int) -> Iterator[dict[str, Any]]:
    """Yield the benchmark's lines."""
    from outcomes.pipeline.refresh import refresh_cohorts

    cohort = fill(patients)
    taken = seconds(lambda: refresh_cohorts([cohort]))
    stored = len(json.dumps(cohort.snapshots.get().results))
    yield {
        "name": f"snapshot of {patients} patients from the analysis rows",
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
