"""Lock a patient's whole case, and open it again."""

import hashlib

from django.db import transaction

from registry.access.policy import Action, Actor, require
from registry.audit.context import acting
from registry.models import (
    FORMS,
    WHOLE_CASE,
    Kind,
    Patient,
    Versioned,
)
from registry.queries.attestations import digests_of
from registry.queries.cases import records_of
from registry.services.attesting import Act, attest
from registry.services.errors import ReasonNeeded, Stale
from registry.services.judging import Judged, Target


class NotReady(Exception):
    """The case cannot be locked: ``left`` are the forms that cannot."""

    def __init__(self, left: list[Judged]) -> None:
        super().__init__(f"{len(left)} forms cannot be locked")
        self.left = left


def lock_case(*, patient_id: int, actor: Actor, version: int | None = None) -> Patient:
    """Lock every form of a patient, and the case: nothing is added to it either.

    ``version`` is the one of the patient form that was seen. Raises Refused, Stale, or
    NotReady when one of the forms cannot be locked; then none is. A case that is
    locked stays so.
    """
    with transaction.atomic():
        patient = _seen(patient_id, actor, version)
        if patient.case_locked_at:
            return patient
        rows = forms_of(patient)
        targets = [Target(row.form, row.pk) for row in rows if not row.locked_at]
        judged = attest(kind=Kind.LOCKED, targets=targets, actor=actor)
        if left := [one for one in judged if not one.free]:
            raise NotReady(left)
        _set(patient, Kind.LOCKED, actor, "")
    return patient


def unlock_case(
    *, patient_id: int, actor: Actor, reason: str, version: int | None = None
) -> Patient:
    """Open a locked case; its forms stay locked.

    Raises Refused, Stale, ReasonNeeded.
    """
    with transaction.atomic():
        patient = _seen(patient_id, actor, version)
        if not reason.strip():
            raise ReasonNeeded
        if patient.case_locked_at:
            _set(patient, Kind.UNLOCKED, actor, reason)
    return patient


def _seen(patient_id: int, actor: Actor, version: int | None) -> Patient:
    patient = Patient.objects.held(patient_id)
    require(actor, Action.LOCK_RECORD, patient.centre_id)
    if version is not None and patient.version != version:
        raise Stale(patient)
    return patient


def forms_of(patient: Patient) -> list[Versioned]:
    """Return the patient form and every record, in the order of treatment."""
    return [patient, *(row for rows in records_of(patient).values() for row in rows)]


def case_digest(patient: Patient) -> bytes:
    """Return the SHA-256 over what each form of the case says, in a fixed order."""
    lines = []
    models: dict[str, type[Versioned]] = {Patient.form: Patient, **FORMS}
    for form, rows in records_of(patient).items():
        found = digests_of(models[form], [row.pk for row in rows])
        lines += [f"{form} {pk} {digest.hex()}" for pk, (_v, digest) in found.items()]
    own = digests_of(Patient, [patient.pk])[patient.pk][1]
    lines.append(f"{Patient.form} {patient.pk} {own.hex()}")
    return hashlib.sha256("\n".join(sorted(lines)).encode()).digest()


def _set(patient: Patient, kind: Kind, actor: Actor, reason: str) -> None:
    act = Act.now(kind, actor, reason)
    patient.refresh_from_db(fields=["version", "locked_at"])
    patient.case_locked_at = act.at if kind == Kind.LOCKED else None
    digest = case_digest(patient)
    with acting(actor, reason):
        act.on(patient, WHOLE_CASE, patient.pk, patient.version, digest).save()
        row = Patient.objects.filter(pk=patient.pk)
        row.update(case_locked_at=patient.case_locked_at)
