"""The patients, studies and people of a fault run: the same for the same seed."""

from dataclasses import dataclass, field
from datetime import timedelta
from io import StringIO
from typing import Any

from django.core.management import call_command

from outcomes.cohorts.saving import save_cohort
from outcomes.models import Cohort
from outcomes.pipeline.everything import recompute
from registry.access.policy import Role
from registry.audit.context import SYSTEM, acting
from registry.codelists.base import Label
from registry.models import FORMS, ApiToken, Centre, Membership, Patient, Scope, User

PASSWORD = "a long enough phrase"
REASON = "fault run"
# Two writers share a centre, so that they meet on the same records.
CENTRES = ("S01", "S02", "S03", "S04")
WRITERS = 8
BOTH = ["OS", "LFS", "RI", "NRM"]
STUDIES: dict[str, dict[str, Any]] = {
    "hsct": {
        "index": "hsct",
        "horizon": 730,
        "groups": {"variable": "donor"},
        "subgroups": [{"variable": "age", "cut": "median"}],
        "endpoints": BOTH,
    },
    "hsct-ages": {
        "index": "hsct",
        "horizon": 365,
        "groups": {"variable": "age", "cut": [18, 40, 60]},
        "endpoints": BOTH,
    },
    "infused": {
        "index": "infusion",
        "horizon": 365,
        "groups": {"variable": "disease"},
        "endpoints": BOTH,
    },
}


@dataclass
class Writer:
    """Somebody who edits: how they sign in, and the records that they know."""

    number: int
    name: str
    token: str
    records: dict[str, list[tuple[int, int]]] = field(default_factory=dict)


def populate(patients: int, seed: int) -> None:
    """Fill the registry, define the studies, derive everything."""
    quiet = {"stdout": StringIO()}
    call_command("simulate", patients=patients, seed=seed, stories=patients, **quiet)
    centres = list(Centre.objects.all())
    for slug, definition in STUDIES.items():
        save_cohort(
            slug=slug,
            title=Label(slug, slug),
            definition={"filters": [], **definition},
            centres=centres,
            actor=SYSTEM,
            reason=REASON,
        )
    recompute()
    assert Cohort.objects.count() == len(STUDIES)


def writers() -> list[Writer]:
    """Make the people who edit, and tell them the records of their centres."""
    return [_writer(number) for number in range(WRITERS)]


def _writer(number: int) -> Writer:
    centre = Centre.objects.get(code=CENTRES[number % len(CENTRES)])
    name, token = person(f"writer{number}", Role.DATA_MANAGER, centre)
    records = {
        form: list(
            FORMS[form]
            .objects.filter(patient__centre=centre)
            .order_by("pk")
            .values_list("pk", "patient_id")
        )
        for form in ("follow_up", "hsct", "relapse")
    }
    patients = Patient.objects.filter(centre=centre).order_by("pk")
    records["patient"] = [(pk, pk) for pk in patients.values_list("pk", flat=True)]
    if without := [form for form, known in records.items() if not known]:
        raise ValueError(
            f"{centre.code} has no {', '.join(without)} to edit: take more --patients"
        )
    return Writer(number, name, token, records)


def person(name: str, role: Role, centre: Centre | None) -> tuple[str, str]:
    """Make somebody with a password and a token; return the name and the token."""
    with acting(SYSTEM, REASON):
        user = User.objects.create_user(name, password=PASSWORD)
        user.is_staff = user.is_superuser = role is Role.SYSTEM_ADMINISTRATOR
        user.save()
        Membership.objects.create(user=user, role=role, centre=centre)
        week = timedelta(days=7)
        _made, token = ApiToken.objects.create(
            user, expiry=week, name=REASON, scope=Scope.WRITE
        )
    return name, token
