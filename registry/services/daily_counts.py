"""Save the counts of many days at once: all of them, or none."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from registry.access.policy import Action, Actor, require
from registry.models import BloodCount, Patient
from registry.services.errors import Locked, NotConsistent, ReasonNeeded, Stale
from registry.services.records import Saved, save_record

Refusal = NotConsistent | ReasonNeeded | Stale | Locked


@dataclass(frozen=True, slots=True)
class DayOfCounts:
    """What one row of the grid says: only what it changes, and of which record."""

    key: str
    values: Mapping[str, Any]
    record_id: int | None = None
    version: int | None = None


@dataclass
class RowsRefused(Exception):
    """Some rows cannot be saved, so none was; ``why`` by the key of the row."""

    why: dict[str, Refusal] = field(default_factory=dict)


def save_counts(
    *, patient_id: int, rows: Sequence[DayOfCounts], actor: Actor, reason: str = ""
) -> list[Saved]:
    """Save every row in one transaction; days without a change are not given.

    Each row is checked as its own form would be. Raises Refused, and RowsRefused with
    every row that cannot be saved.
    """
    with transaction.atomic():
        patient = Patient.objects.select_for_update().get(pk=patient_id)
        require(actor, Action.EDIT_RECORD, patient.centre_id)
        saved, why = [], {}
        for row in rows:
            try:
                saved.append(_save(patient, row, actor, reason))
            except (NotConsistent, ReasonNeeded, Stale, Locked) as refusal:
                why[row.key] = refusal
        if why:
            raise RowsRefused(why)
    return saved


def _save(patient: Patient, row: DayOfCounts, actor: Actor, reason: str) -> Saved:
    return save_record(
        patient_id=patient.pk,
        form=BloodCount.form,
        values=row.values,
        actor=actor,
        reason=reason,
        record_id=row.record_id,
        version=row.version,
    )
