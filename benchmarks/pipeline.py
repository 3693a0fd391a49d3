"""Time an edit from its commit to the refreshed snapshots, as a registry grows.

Twenty cohorts over a simulated registry. Prints one JSON line each: the 95th percentile
from commit to every snapshot of the patient's cohorts, the part of it that derives, and
what a cohort counted anew costs; then each against a registry of a tenth of the size.
``BENCH_PATIENTS`` says how large (2,000 without it; 100000 and 1000000 are the design
targets), or ``pipeline.py SIZE SIZE``. Needs no database but its own, which it makes
and removes.
"""

import argparse
import json
import os
import random
import resource
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

from own_database import alone, apart

PATIENTS = int(os.environ.get("BENCH_PATIENTS", "2000"))
EDITS, SEED, STORIES = 40, 20_261_125, 1_000
# Six each: four of both index events, and two of their own.
BOTH = ["OS", "LFS", "RI", "NRM"]
AFTER_HSCT, AFTER_INFUSION = [*BOTH, "GRFS", "AGVHD24"], [*BOTH, "EFS", "CRSONS3"]
SUBGROUPS = [
    {"variable": "age", "cut": 14},
    {"variable": "sex"},
    {"variable": "donor"},
    {"variable": "age", "cut": "median"},
]
INFUSED = [
    {"variable": "age", "cut": [14, 40]},
    {"variable": "car_t_dose", "cut": "median"},
    {"variable": "car_t_product"},
]
DISEASES = ("T-ALL", "ETP-ALL", "T-LBL", "B-ALL", "AML", "DLBCL")
GROUPS = (
    {"variable": "arm"},
    {"variable": "donor"},
    {"variable": "intensity"},
    {"variable": "age", "cut": [18, 40, 60]},
)


def definitions() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield twenty definitions: everybody, diseases, and groups of all kinds."""
    for number, groups in enumerate(GROUPS):
        yield f"hsct-{number}", hsct(groups)
    for number, disease in enumerate(DISEASES):
        rule = {"variable": "disease", "in": [disease]}
        yield f"hsct-of-{number}", hsct(GROUPS[number % 4], rule)
        yield f"infused-of-{number}", infused({"variable": "sex"}, rule)
    yield "infused", infused({"variable": "disease"})
    yield "infused-censored", infused({"variable": "disease"}) | {"hsct": "censor"}
    yield "landmark", hsct({"variable": "agvhd", "landmark": 90})
    yield "state", infused({"variable": "hsct_done", "time_dependent": True})


def hsct(groups: Any, *rules: Any) -> dict[str, Any]:
    """Return a definition from HSCT."""
    return {
        "index": "hsct",
        "horizon": 730,
        "filters": [*rules],
        "groups": groups,
        "subgroups": SUBGROUPS,
        "endpoints": AFTER_HSCT,
    }


def infused(groups: Any, *rules: Any) -> dict[str, Any]:
    """Return a definition from infusion."""
    said = {"index": "infusion", "horizon": 365, "subgroups": INFUSED}
    return said | {"filters": [*rules], "groups": groups, "endpoints": AFTER_INFUSION}


def seconds(work: Callable[[], object]) -> float:
    """Return the wall time of ``work``."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def make(patients: int) -> list[Any]:
    """Fill the registry and define the cohorts; return them with their snapshots."""
    from django.core.management import call_command

    from outcomes.cohorts.saving import save_cohort
    from outcomes.pipeline.sweep import sweep
    from registry.audit.context import SYSTEM
    from registry.codelists.base import Label
    from registry.models import Centre

    told = {"seed": SEED, "stories": STORIES, "stdout": StringIO()}
    call_command("simulate", patients=patients, **told)
    centres = list(Centre.objects.all())
    made = [
        save_cohort(
            slug=slug,
            title=Label(slug, slug),
            definition=definition,
            centres=centres,
            actor=SYSTEM,
            reason="benchmark",
        )
        for slug, definition in definitions()
    ]
    sweep()
    return made


def edited(chance: random.Random) -> None:
    """Change one record as a person would: a contact, a relapse, a donor's age."""
    from registry.models import HSCT, FollowUp, Patient, Relapse

    keys = Patient.objects.order_by("pk").values_list("pk", flat=True)
    first, last = keys[0], Patient.objects.order_by("-pk").values_list("pk")[0][0]
    patient = keys.filter(pk__gte=chance.randint(first, last)).first()
    if relapse := Relapse.objects.filter(patient=patient).first():
        moved = relapse.relapse_date - timedelta(days=chance.randint(1, 20))
        Relapse.objects.filter(pk=relapse.pk).update(relapse_date=moved)
    elif chance.random() < 0.7:
        visit = FollowUp.objects.filter(patient=patient).order_by("-visit_date").first()
        moved = visit.visit_date + timedelta(days=chance.randint(1, 9))
        FollowUp.objects.filter(pk=visit.pk).update(visit_date=moved)
    elif hsct := HSCT.objects.filter(patient=patient).first():
        HSCT.objects.filter(pk=hsct.pk).update(donor_age=chance.randint(18, 62))


def one_edit(chance: random.Random) -> tuple[float, float, int]:
    """Return the seconds from commit to snapshots, to rows, and how many snapshots."""
    from outcomes.pipeline.claims import claim
    from outcomes.pipeline.refresh import refresh
    from outcomes.pipeline.work import work

    edited(chance)
    begun = time.perf_counter()
    work(claim())
    derived = time.perf_counter() - begun
    computed = refresh().here
    return time.perf_counter() - begun, derived, computed


def measured(patients: int) -> dict[str, float]:
    """Return what an edit costs in a registry of this size."""
    cohorts = make(patients)
    chance = random.Random(SEED)
    one_edit(chance)
    found = [one_edit(chance) for _ in range(EDITS)]
    whole = sorted(one for one, _, _ in found)
    return {
        "p95": whole[int(0.95 * len(whole))],
        "median": statistics.median(whole),
        "derived": statistics.median(one for _, one, _ in found),
        "snapshots": statistics.mean(n for _, _, n in found),
        "anew": anew(cohorts[0]),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def anew(cohort: Any) -> float:
    """Return the seconds of a cohort whose counts are not kept yet."""
    from outcomes.models import Tally
    from outcomes.pipeline.refresh import refresh_cohort

    Tally.objects.filter(cohort=cohort).delete()
    return seconds(lambda: refresh_cohort(cohort))


def say(patients: int, now: dict[str, float], before: dict[str, float]) -> None:
    """Print one line for each thing measured, against the smaller registry."""
    for name, what, unit in (
        ("p95", "from commit to refreshed snapshots, p95", "s"),
        ("median", "from commit to refreshed snapshots, median", "s"),
        ("derived", "of it the analysis rows and their changes, median", "s"),
        ("snapshots", "snapshots of an edit, mean", ""),
        ("anew", "one cohort counted anew", "s"),
        ("peak_mb", "most memory of the worker", "MB"),
    ):
        line: dict[str, Any] = {
            "name": f"{what}, {patients} patients, 20 cohorts",
            "value": round(now[name], 3),
            "unit": unit,
        }
        if before:
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
