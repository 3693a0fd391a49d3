"""Enrol a patient and save a form: the only doors through which records change."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction

from registry.access.policy import Action, Actor, Refused, require
from registry.audit.context import acting
from registry.checks import Case, Finding, JudgedCase, Judgement, Severity, run
from registry.checks.identity import study_number_taken
from registry.models import FORMS, Centre, Patient, Record, State, Versioned
from registry.queries.cases import (
    case_with,
    facts_of,
    records_of,
    variables_by_form,
)
from registry.services.completeness import state_of
from registry.services.errors import NotConsistent, ReasonNeeded, Stale, Withdrawn
from registry.services.locks import require_open
from registry.services.numbers import require_unused
from registry.services.queries import confirm_stands
from registry.services.reconciling import Settled, reconcile
from registry.services.schedule import keep_schedule

Records = dict[str, list[Record]]
NOTHING: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class Saved:
    """What a save left behind; ``findings`` are the soft ones that let it through.

    ``queries`` are those that it opened and closed, in any form of the patient.
    """

    record: Versioned
    findings: list[Finding] = field(default_factory=list)
    changed: tuple[str, ...] = ()
    queries: Settled = field(default_factory=Settled)


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
    stands: Mapping[str, str] = NOTHING,
    actor: Actor,
    reason: str = "",
    version: int | None = None,
) -> Saved:
    """Change the patient form; names left out of ``values`` stay as they are.

    ``stands`` as for ``save_record``.
    """
    with transaction.atomic():
        patient = Patient.objects.held(patient_id)
        require(actor, Action.EDIT_RECORD, patient.centre_id)
        require_open(patient, patient)
        _fresh(patient, version)
        given = values, absent or {}, stands
        return _save(patient, *given, actor=actor, reason=reason)


def save_record(
    *,
    patient_id: int,
    form: str,
    values: Mapping[str, Any],
    absent: Mapping[str, str] | None = None,
    place: Mapping[str, int] | None = None,
    stands: Mapping[str, str] = NOTHING,
    actor: Actor,
    reason: str = "",
    record_id: int | None = None,
    version: int | None = None,
) -> Saved:
    """Save one form of one patient; names left out of ``values`` stay as they are.

    ``absent`` gives a reason for each field left empty on purpose; ``place`` the course
    or HSCT number; ``stands`` says by field why a value that a soft check doubts is
    right, which closes its query; ``version`` is the one the editor saw.

    Raises Refused, Locked, Stale, ReasonNeeded, NotConsistent; Patient.DoesNotExist
    and Record.DoesNotExist; ValueError for a name that is no field of the form.
    """
    model = FORMS[form]
    with transaction.atomic():
        # The patient's row is the lock of the case: cross-form checks see one truth.
        patient = Patient.objects.held(patient_id)
        require(actor, Action.EDIT_RECORD, patient.centre_id)
        if patient.withdrawn:
            raise Withdrawn
        record = model(patient=patient)
        if record_id is not None:
            record = model.objects.select_for_update().get(
                pk=record_id, patient=patient
            )
            record.patient = patient
        require_open(record, patient)
        if record.pk:
            _fresh(record, version)
        for name, number in (place or {}).items():
            setattr(record, name, number)
        given = values, absent or {}, stands
        return _save(record, *given, actor=actor, reason=reason)


def _fresh(record: Versioned, version: int | None) -> None:
    if version is not None and record.version != version:
        raise Stale(record)


def _save(
    record: Versioned,
    values: Mapping[str, Any],
    absent: Mapping[str, str],
    stands: Mapping[str, str] = NOTHING,
    *,
    actor: Actor,
    reason: str,
) -> Saved:
    """Apply, check and write one record that is already locked and allowed."""
    before = {**record.answers(), "absent": record.absent}
    apply_answers(record, values, absent)
    after = {**record.answers(), "absent": record.absent}
    changed = tuple(name for name, value in after.items() if value != before[name])
    if record.pk and not changed:
        return _explained(Saved(record), stands, actor)
    if record.pk and record.state == State.COMPLETE and not reason.strip():
        raise ReasonNeeded
    records = _others(record)
    case = case_with(record, records)
    judged = JudgedCase(case, variables_by_form())
    findings = judged.record(record.form, len(case.of(record.form)) - 1)
    if any(finding.severity is Severity.HARD for finding in findings):
        raise NotConsistent(findings)
    record.state = state_of(record, case.of)
    record.form_revision = record.revision
    with acting(actor, reason):
        _write(record)
        if isinstance(record, Patient) and "study_no" in changed:
            require_unused(record)
        record.refresh_from_db(fields=["version", "verified_at", "signed_at"])
        keep_schedule([_as_written(record, records)])
        queries = _reconciled(record, case, judged.judgement(), actor)
        saved = Saved(record, findings, changed, queries)
        return _explained(saved, stands, actor)


def _others(record: Versioned) -> Records:
    """Return the patient's records, read once for the checks before and after."""
    patient = record.patient if isinstance(record, Record) else record
    return records_of(patient) if patient.pk else {}  # type: ignore[arg-type]


def _as_written(record: Versioned, records: Records) -> tuple[Patient, Records]:
    """Return the patient with the records as they are now that ``record`` is saved."""
    if isinstance(record, Patient):
        return record, records
    assert isinstance(record, Record)
    others = [one for one in records.get(record.form, ()) if one.pk != record.pk]
    return record.patient, {**records, record.form: [*others, record]}


def _reconciled(
    record: Versioned, case: Case, judgement: Judgement, actor: Actor
) -> Settled:
    """Make the queries of what was just judged: the facts are those, with their key."""
    by = {"form": record.form, "record": record.pk}
    place = len(case.of(record.form)) - 1
    written = case.holding(record.form, place, facts_of(record))
    patient = written.patient["id"]
    return reconcile(
        {patient: written}, actor=actor, by=by, judged={patient: judgement}
    )


def _explained(saved: Saved, stands: Mapping[str, str], actor: Actor) -> Saved:
    """Close the queries of the values that were said to be right."""
    if not any(said.strip() for said in stands.values()):
        return saved
    findings = check(saved.record)
    confirmed = confirm_stands(saved.record, findings, stands, actor=actor)
    saved.queries.closed += confirmed
    saved.queries.opened[:] = [
        query for query in saved.queries.opened if query not in confirmed
    ]
    return saved


def apply_answers(
    record: Versioned, values: Mapping[str, Any], absent: Mapping[str, str]
) -> None:
    """Let ``record`` say what is given, and why where there is no value."""
    known = record.variables().keys()
    if unknown := (values.keys() | absent.keys()) - known:
        raise ValueError(f"not fields of {record.form}: {sorted(unknown)}")
    reasons = {k: v for k, v in record.absent.items() if k not in values} | dict(absent)
    for name, value in {**values, **dict.fromkeys(absent)}.items():
        record.answer(name, value)
    answers = record.answers()
    record.absent = {k: v for k, v in reasons.items() if answers[k] is None}


def check(record: Versioned, records: Records | None = None) -> list[Finding]:
    """Return what the edit checks say of ``record`` as it would be saved.

    ``records`` are the patient's, where they have been read already.
    """
    case = case_with(record, records)
    return run(record.form, facts_of(record), case, record.variables())


def _write(record: Versioned) -> None:
    try:
        with transaction.atomic():
            record.save()
    except IntegrityError as error:
        if "patient_study_no_in_centre" not in str(error):
            raise
        raise NotConsistent([study_number_taken(record.values())]) from error


__all__ = ["Refused", "Saved", "check", "enrol", "save_patient", "save_record"]
