"""Who patients are, for those who may know: names beside study numbers, and edits."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from registry.access.policy import Action, Actor, may
from registry.audit.triggers import history_of
from registry.models import Patient, PatientIdentity
from registry.models.identity import FIELDS


@dataclass(frozen=True, slots=True)
class IdentityEdit:
    """One edit of an identity: (field, old, new) for what it changed."""

    who: str
    at: datetime
    why: str
    fields: tuple[tuple[str, str, str], ...]


def identity_of(actor: Actor, patient: Patient) -> PatientIdentity | None:
    """Return who the patient is, if that is kept and ``actor`` may know."""
    if not may(actor, Action.READ_IDENTITY, patient.centre_id):
        return None
    return PatientIdentity.objects.filter(patient=patient).first()


def names_of(actor: Actor, patients: Iterable[Patient]) -> dict[int, str]:
    """Return names by patient, of those whose names ``actor`` may read: one query."""
    centres = actor.centres_for(Action.READ_IDENTITY)
    wanted = [one.pk for one in patients if one.centre_id in centres]
    if not wanted:
        return {}
    found = PatientIdentity.objects.filter(patient__in=wanted)
    return {one.patient_id: one.name for one in found}


def edits_of_identity(identity: PatientIdentity) -> list[IdentityEdit]:
    """Return every edit, newest first: one query."""
    kept = history_of(PatientIdentity)._default_manager.filter(id=identity.pk)
    return list(_edits(kept.select_related("history_user").order_by("history_id")))[
        ::-1
    ]


def _edits(rows: Iterable[Any]) -> Iterator[IdentityEdit]:
    before = None
    for row in rows:
        pairs = [(n, getattr(before, n, ""), getattr(row, n)) for n in FIELDS]
        yield IdentityEdit(
            who=row.history_user.username if row.history_user else "system",
            at=row.history_date,
            why=row.history_change_reason or "",
            fields=tuple((n, old, new) for n, old, new in pairs if old != new),
        )
        before = row
