"""The acts of ``changes`` as somebody may read them: fields, people, reasons."""

from collections.abc import Iterable
from dataclasses import dataclass

from outcomes.past.changes import Moved
from registry.access.policy import Actor
from registry.audit.reading import MOVED
from registry.models import Patient
from registry.queries.patient_history import PatientEdit, edits_by_change


@dataclass(frozen=True, slots=True)
class Told:
    """One act that moved the curve, its patient, and its edits, field by field."""

    moved: Moved
    patient: Patient
    edits: list[PatientEdit]


def told(actor: Actor, shown: Iterable[Moved]) -> list[Told]:
    """Return the acts of ``shown`` on patients whom ``actor`` may see.

    A patient who was merged since is named by the registration of then. One query for
    the patients, two a form that occurs, and one.
    """
    shown = list(shown)
    of = Patient.objects
    visible = of.visible_to(actor) | of.merged_visible_to(actor)
    keys = {one.act.patient for one in shown}
    patients = visible.select_related("centre").in_bulk(keys)
    seen = [one for one in shown if one.act.patient in patients]
    edits = edits_by_change([change for one in seen for change in one.act.changes])
    return [
        Told(
            one,
            patients[one.act.patient],
            [
                edits[change.pk]
                for change in one.act.changes
                if change.pk in edits and _tells(edits[change.pk])
            ],
        )
        for one in seen
    ]


def _tells(edit: PatientEdit) -> bool:
    """Tell whether an edit has something to read beside its marks."""
    return bool(edit.edit.fields) or edit.edit.operation in ("-", MOVED)
