"""The quick find of every page: a study number, a birth date, a number and a form."""

from dataclasses import dataclass, field

from registry.access.policy import Actor
from registry.models import FORMS, Patient
from registry.queries.asked import wording
from registry.queries.forms import forms_called

MOST = 6
# Letters that begin a study number in nobody's registry: too many would be found.
LEAST = 2


@dataclass(frozen=True, slots=True)
class Target:
    """A form of a patient: the newest record, or none yet."""

    patient: Patient
    form: str
    record: int | None


@dataclass(slots=True)
class Found:
    """What the typed words may mean."""

    patients: list[Patient] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)


def found_for(actor: Actor, words: str) -> Found:
    """Return the patients and forms that ``words`` may mean: a few queries."""
    words = words.strip()
    whole = _patients(actor, words) if len(words) >= LEAST else []
    if whole or " " not in words:
        return Found(whole)
    number, _, form = words.rpartition(" ")
    forms = forms_called(form)
    named = _patients(actor, number.strip()) if forms else []
    exact = [p for p in named if p.study_no.upper() == number.strip().upper()]
    chosen = exact or named[:1]
    targets = [_target(p, name) for p in chosen[:1] for name in forms[:MOST]]
    return Found([] if targets else named, targets)


def _patients(actor: Actor, words: str) -> list[Patient]:
    rows = Patient.objects.visible_to(actor).select_related("centre")
    rows = rows.filter(wording(words, actor))
    return list(rows.order_by("centre_id", "number")[:MOST])


def _target(patient: Patient, form: str) -> Target:
    newest = FORMS[form].objects.filter(patient=patient).order_by("-pk")
    return Target(patient, form, newest.values_list("pk", flat=True).first())
