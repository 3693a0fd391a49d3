"""Enrol a patient and save a form: the only doors through which records change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction

from registry.access.policy import Action, Actor, Refused, require
from registry.audit.context import acting
from registry.checks import Finding, Severity, run
from registry.checks.identity import study_number_taken
from registry.models import FORMS, Centre, Patient, State, Versioned
from registry.queries.cases import case_with, facts_of
from registry.services.completeness import state_of
from registry.services.errors import NotConsistent, ReasonNeeded, Stale


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save left behind; ``findings`` are the soft ones that let it through."""

    record: Versioned
    findings: list[Finding] = field(default_factory=list)
    changed: tuple[str, ...] = ()


def enrol(
    *,
    centre: Centre,
    values: Mapping[str, Any],
    absent: Mapping[str, str] | None = None,
    actor: Actor,
    reason: str = "",
) -> Saved:
    """Enrol a new patient at ``centre``.

    Raises Refused, or NotConsistent when a hard check fails or the study number is
    taken at this centre.
    """
    require(actor, Action.EDIT_RECORD, centre.pk)
    patient = Patient(centre=centre)
    return _save(patient, values, absent or {}, actor=actor, reason=reason)


def save_patient(
    *,
    patient_id: int,
    values: Mapping[str, Any],
    absent: Mapping[str, str] | None = None,
    actor: Actor,
    reason: str = "",
    version: int | None = None,
) -> Saved:
    """Change the patient form; names left out of ``values`` stay as they are."""
    with transaction.atomic():
        patient = Patient.objects.select_for_update().get(pk=patient_id)
        require(actor, Action.EDIT_RECORD, patient.centre_id)
        _fresh(patient, version)
        return _save(patient, values, absent or {}, actor=actor, reason=reason)


def save_record(
    *,
    patient_id: int,
    form: str,
    values: Mapping[str, Any],
    absent: Mapping[str, str] | None = None,
    place: Mapping[str, int] | None = None,
    actor: Actor,
    reason: str = "",
    record_id: int | None = None,
    version: int | None = None,
) -> Saved:
    """Save one form of one patient; names left out of ``values`` stay as they are.

    ``absent`` gives a reason for each field left empty on purpose; ``place`` the course
    or HSCT number; ``version`` the one the editor saw.

    Raises Refused, Stale, ReasonNeeded, NotConsistent; Patient.DoesNotExist and
    Record.DoesNotExist; ValueError for a name that is no field of the form.
    """
    model = FORMS[form]
    with transaction.atomic():
        # The patient's row is the lock of the case: cross-form checks see one truth.
        patient = Patient.objects.select_for_update().get(pk=patient_id)
        require(actor, Action.EDIT_RECORD, patient.centre_id)
        record = model(patient=patient)
        if record_id is not None:
            record = model.objects.select_for_update().get(
                pk=record_id, patient=patient
            )
            _fresh(record, version)
        for name, number in (place or {}).items():
            setattr(record, name, number)
        return _save(record, values, absent or {}, actor=actor, reason=reason)


def _fresh(record: Versioned, version: int | None) -> None:
    if version is not None and record.version != version:
        raise Stale(record)


def _save(
    record: Versioned,
    values: Mapping[str, Any],
    absent: Mapping[str, str],
    *,
    actor: Actor,
    reason: str,
) -> Saved:
    """Apply, check and write one record that is already locked and allowed."""
    before = facts_of(record)
    _apply(record, values, absent)
    changed = tuple(k for k, v in facts_of(record).items() if v != before[k])
    if record.pk and not changed:
        return Saved(record)
    if record.pk and record.state == State.COMPLETE and not reason.strip():
        raise ReasonNeeded
    findings = check(record)
    if any(finding.severity is Severity.HARD for finding in findings):
        raise NotConsistent(findings)
    record.state = state_of(record)
    with acting(actor, reason):
        _write(record)
    record.refresh_from_db(fields=["version"])
    return Saved(record, findings, changed)


def _apply(
    record: Versioned, values: Mapping[str, Any], absent: Mapping[str, str]
) -> None:
    known = record.variables().keys()
    if unknown := (values.keys() | absent.keys()) - known:
        raise ValueError(f"not fields of {record.form}: {sorted(unknown)}")
    reasons = {k: v for k, v in record.absent.items() if k not in values} | dict(absent)
    for name, value in values.items():
        setattr(record, name, value)
    for name in absent:
        setattr(record, name, None)
    record.absent = {k: v for k, v in reasons.items() if getattr(record, k) is None}


def check(record: Versioned) -> list[Finding]:
    """Return what the edit checks say of ``record`` as it would be saved."""
    return run(record.form, facts_of(record), case_with(record), record.variables())


def _write(record: Versioned) -> None:
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError as error:
        if "patient_study_no_in_centre" not in str(error):
            raise
        raise NotConsistent([study_number_taken(record.values())]) from error


__all__ = ["Refused", "Saved", "check", "enrol", "save_patient", "save_record"]
