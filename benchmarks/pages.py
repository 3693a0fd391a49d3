"""Time saves and the pages that everybody opens all day, over a simulated registry.

Prints one JSON line each: the 95th percentile of the list of patients, pages further
on, searches by number, name and hospital number, the quick find, a patient's page,
home, what is overdue, the audit trail, and a save with its checks; with the number of
queries, and the processor time of ours and of the database, for machines that do other
work. It reads as the application's role, under the row policies, for an administrator
of every centre. Then the same in a registry of ten times the size. ``BENCH_PATIENTS``
says how large (2,000 without it; 1000000 is the design target), or
``pages.py SIZE SIZE``. Needs no database but its own, which it makes and removes;
``--here`` reads the one at ``DATABASE_URL`` instead, and its saves change it.
"""

import argparse
import gc
import json
import os
import random
import resource
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from io import StringIO
from typing import Any
from urllib.parse import quote

from named import named
from own_database import ROOT, alone, apart, as_application, database_seconds

PATIENTS = int(os.environ.get("BENCH_PATIENTS", "2000"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "40"))
SEED, STORIES = 20_261_125, 1_000
# By page: milliseconds at the 95th percentile, those of our processor and of the
# database's on the average, and queries of one request.
Found = dict[str, tuple[float, float, float, int]]


def a_reader() -> Any:
    """Return a data manager of every centre, the widest view of patients there is."""
    from registry.models import Centre, Membership, User

    user, _made = User.objects.get_or_create(username="reader")
    for centre in Centre.objects.all():
        Membership.objects.get_or_create(
            user=user, role="centre_administrator", centre=centre
        )
    user.is_staff = user.is_superuser = False
    user.save()
    return user


def pages(
    keys: list[int], numbers: list[str], hospital: list[str], names: list[str]
) -> dict[str, Callable[[int], str]]:
    """Return what is opened, as the address of each round."""
    return {
        "home": lambda _: "/",
        "visits overdue": lambda _: "/worklist/visits/?state=overdue",
        "audit trail": lambda _: "/audit/",
        "audit trail of a patient": lambda at: f"/audit/?patient={numbers[at]}",
        "list of patients": lambda _: "/patients/",
        "list, a page further on": lambda at: f"/patients/?after={keys[at]}",
        "list, last enrolled first": lambda _: "/patients/?sort=newest",
        "search, one found": lambda at: f"/patients/?q={numbers[at]}",
        "search, nobody found": lambda at: f"/patients/?q=XQ{at}Z",
        "search, a part of many": lambda at: f"/patients/?q=0{at:02}",
        "search, two letters": lambda _: "/patients/?q=SI",
        "search, hospital number": lambda at: f"/patients/?q={hospital[at]}",
        "search, characters": lambda at: f"/patients/?q={quote(names[at])}",
        "search, pinyin": lambda at: f"/patients/?q={pinyin_of(names[at])}",
        "quick find": lambda at: f"/find/?q={numbers[at]}",
        "patient": lambda at: f"/patients/{keys[at]}/",
    }


def pinyin_of(name: str) -> str:
    """Return a name as it is typed in Latin letters."""
    from pypinyin import lazy_pinyin

    return "".join(lazy_pinyin(name))


def p95(times: list[float]) -> float:
    """Return the 95th percentile in milliseconds."""
    return 1000 * sorted(times)[int(0.95 * len(times))]


def timed(work: Callable[[int], object]) -> tuple[float, float, float, int]:
    """Return what some rounds after a first one took, and its queries."""
    from django.db import connection

    asked: list[str] = []

    def noted(execute: Any, sql: Any, *rest: Any) -> Any:
        asked.append(str(sql))
        return execute(sql, *rest)

    with connection.execute_wrapper(noted):
        work(0)
    times, own, theirs = [], time.process_time(), database_seconds()
    for at in range(1, ROUNDS):
        begun = time.perf_counter()
        work(at)
        times.append(time.perf_counter() - begun)
    own, theirs = time.process_time() - own, database_seconds() - theirs
    each = 1000 / len(times)
    return p95(times), own * each, theirs * each, len(asked)


def measured(patients: int) -> dict[str, Any]:
    """Return what each page costs in a registry of this size, and the memory."""
    from django.core.management import call_command

    from registry.models import Patient, PatientIdentity

    told = {"seed": SEED, "stories": STORIES, "stdout": StringIO()}
    if not Patient.objects.exists():
        call_command("simulate", patients=patients, **told)
    if not PatientIdentity.objects.exists():
        named()
    user = a_reader()
    as_application()
    return opened_by(user)


def opened_by(user: Any) -> dict[str, Any]:
    """Return what each page costs this person, and the most memory."""
    from django.core.management import call_command
    from django.db.models import Max
    from django.test import Client

    from registry.models import Patient, PatientIdentity

    call_command("collectstatic", interactive=False, verbosity=0)
    chance, chosen = random.Random(SEED), list[PatientIdentity]()
    last = Patient.objects.aggregate(last=Max("pk"))["last"]
    while len(chosen) < ROUNDS:
        behind = PatientIdentity.objects.filter(patient__gte=chance.randrange(last))
        chosen.append(behind.select_related("patient").order_by("patient")[0])
    keys = [one.patient_id for one in chosen]
    asked = (
        keys,
        [one.patient.study_no for one in chosen],
        [one.hospital_no for one in chosen],
        [one.family_name + one.given_name for one in chosen],
    )
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)

    def opened(address_of: Callable[[int], str], at: int) -> None:
        address = address_of(at)
        answer = client.get(address, follow=True)
        if answer.status_code != 200 or "sign-in" in answer.request["PATH_INFO"]:
            raise SystemExit(f"{address} was not shown")

    shown = pages(*asked)
    for address in shown.values():
        opened(address, 0)
    # As a server's heap is, which holds only what pages need (config/wsgi.py).
    gc.collect()
    gc.freeze()
    found: Found = {
        name: timed(partial(opened, address)) for name, address in shown.items()
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


def here() -> dict[str, Any]:
    """Return what pages cost in the registry that is at ``DATABASE_URL``."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    os.chdir(ROOT)
    import django

    django.setup()
    from registry.access.reach import everywhere
    from registry.models import Patient

    with everywhere():
        return opened_by(a_reader()) | {"patients": Patient.objects.count()}


def lines(patients: int, now: Any, before: Any) -> Iterator[dict[str, Any]]:
    """Yield a line for each page, against the smaller registry."""
    for name, (taken, own, theirs, queries) in now["pages"].items():
        line = {
            "name": f"{name}, {patients} patients, p95",
            "value": round(taken, 1),
            "unit": "ms",
            "own_cpu_ms": round(own, 1),
            "database_cpu_ms": round(theirs, 1),
            "queries": queries,
        }
        if before:
            line |= {
                "against": "a smaller registry",
                "ratio": round(taken / before["pages"][name][0], 2),
                "queries_there": before["pages"][name][3],
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
    parser.add_argument("--here", action="store_true", help="measure what is there")
    asked = parser.parse_args()
    os.environ.setdefault("DAYZERO_DEMO", "1")
    if asked.here:
        now = here()
        for line in lines(now["patients"], now, None):
            print(json.dumps(line), flush=True)
        return
    if asked.alone:
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
