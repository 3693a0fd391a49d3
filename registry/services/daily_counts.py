"""Save the counts of many days at once: all of them, or none.

However many days there are, the statements are the same: the case is read, judged and
written once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction

from registry.access.policy import Action, Actor, require
from registry.audit.context import acting
from registry.checks import Case, JudgedCase, Severity
from registry.models import BloodCount, Patient, Record, State
from registry.queries.cases import case_of, facts_of, records_of, variables_by_form
from registry.services.cases import write_rows
from registry.services.completeness import state_of
from registry.services.errors import (
    Locked,
    NotConsistent,
    ReasonNeeded,
    Stale,
    Withdrawn,
)
from registry.services.locks import lock_of
from registry.services.reconciling import reconcile
from registry.services.records import apply_answers
from registry.services.schedule import keep_schedule

FORM = BloodCount.form
Refusal = NotConsistent | ReasonNeeded | Stale | Locked


@dataclass(frozen=True, slots=True)
class DayOfCounts:
    """What one row of the grid says: only what it changes, and of which record."""

    key: str
    values: Mapping[str, Any]
    record_id: int | None = None
    version: int | None = None
    absent: Mapping[str, str] = field(default_factory=dict)


@dataclass
class RowsRefused(Exception):
    """Some rows cannot be saved, so none was; ``why`` by the key of the row."""

    why: dict[str, Refusal] = field(default_factory=dict)


def save_counts(
    *, patient_id: int, rows: Sequence[DayOfCounts], actor: Actor, reason: str = ""
) -> list[BloodCount]:
    """Save every row in one transaction, and return what was written.

    Each day is checked as its own form would be, beside the other days as they will be.
    Raises Refused, Withdrawn, and RowsRefused with every row that cannot be saved;
    BloodCount.DoesNotExist where a row names a record that is not there.
    """
    with transaction.atomic():
        patient = Patient.objects.held(patient_id)
        require(actor, Action.EDIT_RECORD, patient.centre_id)
        if patient.withdrawn:
            raise Withdrawn
        if patient.case_locked_at and rows:
            locked = lock_of(BloodCount(patient=patient), patient)
            raise RowsRefused({row.key: locked for row in rows if locked})
        records = records_of(patient)
        changed = _applied(patient, records, rows, reason)
        if not changed:
            return []
        case = case_of(patient, records)
        _judge(case, records[FORM], changed)
        with acting(actor, reason):
            _write(patient, records, changed, case, actor)
    return list(changed.values())


def _applied(
    patient: Patient,
    records: dict[str, list[Record]],
    rows: Sequence[DayOfCounts],
    reason: str,
) -> dict[str, BloodCount]:
    """Return the records that the rows change, by row; new ones join ``records``."""
    known = {record.pk: record for record in records[FORM]}
    changed: dict[str, BloodCount] = {}
    why: dict[str, Refusal] = {}
    for row in rows:
        if row.record_id is None:
            record: Any = BloodCount(patient=patient)
            records[FORM].append(record)
        elif (record := known.get(row.record_id)) is None:
            raise BloodCount.DoesNotExist
        if refusal := _refused(record, row, patient):
            why[row.key] = refusal
        elif _changes(record, row):
            changed[row.key] = record
            if record.pk and record.state == State.COMPLETE and not reason.strip():
                why[row.key] = ReasonNeeded()
    if why:
        raise RowsRefused(why)
    return changed


def _refused(record: Record, row: DayOfCounts, patient: Patient) -> Refusal | None:
    if locked := lock_of(record, patient):
        return locked
    if record.pk and row.version is not None and record.version != row.version:
        return Stale(record)
    return None


def _changes(record: Record, row: DayOfCounts) -> bool:
    """Let the record say what the row says; tell whether that is anything new."""
    before = {**record.answers(), "absent": record.absent}
    apply_answers(record, row.values, row.absent)
    return record.pk is None or before != {**record.answers(), "absent": record.absent}


def _judge(
    case: Case, counts: Sequence[Record], changed: Mapping[str, BloodCount]
) -> None:
    """Raise RowsRefused with what the hard checks find in the changed days."""
    judged = JudgedCase(case, variables_by_form())
    why: dict[str, Refusal] = {}
    for key, record in changed.items():
        findings = judged.record(FORM, _place(counts, record))
        if any(finding.severity is Severity.HARD for finding in findings):
            why[key] = NotConsistent(findings)
    if why:
        raise RowsRefused(why)


def _place(counts: Sequence[Record], record: Record) -> int:
    """Return where the very record stands; new ones have no key to be equal by."""
    return next(at for at, one in enumerate(counts) if one is record)


def _write(
    patient: Patient,
    records: dict[str, list[Record]],
    changed: Mapping[str, BloodCount],
    case: Case,
    actor: Actor,
) -> None:
    for record in changed.values():
        record.state = state_of(record, case.of)
        record.form_revision = record.revision
    write_rows(list(changed.values()))
    keep_schedule([(patient, records)])
    written = {**case.forms, FORM: [facts_of(one) for one in records[FORM]]}
    cases = {patient.pk: replace(case, forms=written)}
    reconcile(cases, actor=actor, by={"form": FORM})
