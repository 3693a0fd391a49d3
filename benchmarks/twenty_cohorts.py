"""A simulated registry with twenty cohorts of six endpoints, and edits of it."""

import os
import random
from collections.abc import Iterator
from datetime import timedelta
from io import StringIO
from typing import Any

SEED = 20_261_125
# Different stories, of which further patients are copies on other days: the more there
# are, the more days occur that curves are counted by.
STORIES = int(os.environ.get("BENCH_STORIES", "1000"))
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


def make(patients: int) -> list[Any]:
    """Fill the registry, unless it is, and define the cohorts; return them."""
    from django.core.management import call_command

    from outcomes.cohorts.saving import save_cohort
    from outcomes.models import Cohort
    from registry.audit.context import SYSTEM
    from registry.codelists.base import Label
    from registry.models import Centre, Patient

    if not Patient.objects.exists():
        told = {"seed": SEED, "stories": STORIES, "stdout": StringIO()}
        call_command("simulate", patients=patients, **told)
    if Cohort.objects.exists():
        return list(Cohort.objects.order_by("pk"))
    centres = list(Centre.objects.all())
    return [
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
        assert visit is not None, patient
        moved = visit.visit_date + timedelta(days=chance.randint(1, 9))
        FollowUp.objects.filter(pk=visit.pk).update(visit_date=moved)
    elif hsct := HSCT.objects.filter(patient=patient).first():
        HSCT.objects.filter(pk=hsct.pk).update(donor_age=chance.randint(18, 62))
