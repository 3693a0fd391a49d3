"""Give a form that was entered under the wrong patient to the right one."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from registry.access.policy import Action, Actor, require
from registry.audit.context import acting
from registry.checks import Finding, Severity
from registry.models import FORMS, DataQuery, Draft, Patient, Record
from registry.queries.cases import case_of, records_of
from registry.queries.outline import number_of, numbers
from registry.services.errors import NotConsistent, ReasonNeeded, Stale, Withdrawn
from registry.services.locks import require_open
from registry.services.reconciling import reconcile
from registry.services.records import check
from registry.services.schedule import reschedule

# The form that says which course or HSCT there is; its number is its own.
LEADS = {"course_no": "infusion", "hsct_no": "hsct"}


@dataclass(frozen=True, slots=True)
class Preview:
    """What a move would come to: the number it gets, and what the checks say then."""

    record: Record
    place: dict[str, int]
    findings: list[Finding]

    @property
    def possible(self) -> bool:
        """Tell whether no hard check stands against it."""
        return not any(one.severity is Severity.HARD for one in self.findings)


def preview(record: Record, to: Patient, number: int | None = None) -> Preview:
    """Return what would be if ``record`` were ``to``'s; nothing is written.

    ``number`` is the course or HSCT number wished for; else the likeliest is taken.
    """
    records = records_of(to)
    moved = type(record).objects.get(pk=record.pk)
    moved.patient = to
    place = {
        name: number or _number_for(moved, name, had, records)
        for name, had in number_of(moved).items()
    }
    for name, new in place.items():
        setattr(moved, name, new)
    return Preview(moved, place, check(moved, records))


def _number_for(record: Record, name: str, had: int, records: Any) -> int:
    """Return the number that the record gets with its new patient.

    A treatment keeps its own or takes the next free; what belongs to a treatment
    keeps its number where there is such a treatment, or takes the first there is.
    """
    known = numbers(records, LEADS[name], name)
    if record.form == LEADS[name]:
        return had if had not in known else max(known) + 1
    return had if had in known else min(known, default=1)


def move_record(
    *,
    patient_id: int,
    form: str,
    record_id: int,
    to_patient_id: int,
    version: int,
    actor: Actor,
    reason: str,
    number: int | None = None,
) -> Preview:
    """Give one record to another patient; its queries, drafts and history follow.

    Raises Refused unless the actor may move at both centres; Locked, when the form or
    one of the cases is; Stale, ReasonNeeded;
    NotConsistent when a hard check stands against it with the new patient.
    """
    with transaction.atomic():
        patients = both(patient_id, to_patient_id)
        for patient in patients.values():
            require(actor, Action.MOVE_RECORD, patient.centre_id)
            if patient.withdrawn:
                raise Withdrawn
            if patient.merged_into_id:
                raise Patient.DoesNotExist
        rows = FORMS[form].objects.select_for_update()
        record = rows.get(pk=record_id, patient=patient_id)
        # Neither a locked form nor one that leaves or enters a locked case.
        for patient in patients.values():
            require_open(record, patient)
        if record.version != version:
            raise Stale(record)
        if not reason.strip():
            raise ReasonNeeded
        wished = preview(record, patients[to_patient_id], number)
        if not wished.possible:
            raise NotConsistent(wished.findings)
        with acting(actor, reason):
            hand_over(wished.record, patient_id)
            reschedule(patients)
            reconcile(
                {pk: case_of(one, records_of(one)) for pk, one in patients.items()},
                actor=actor,
                by={"form": form, "record": record_id},
            )
    return wished


def both(one: int, other: int) -> dict[int, Patient]:
    """Lock two patients, always in the same order; DoesNotExist if one is missing."""
    if one == other:
        raise ValueError(f"patient {one} cannot be both")
    rows = Patient.objects.select_for_update(of=("self",)).select_related("centre")
    found = {p.pk: p for p in rows.filter(pk__in=(one, other)).order_by("pk")}
    if len(found) < 2:
        raise Patient.DoesNotExist
    return found


def hand_over(record: Record, from_patient: int) -> None:
    """Write ``record`` with its new patient; what hangs on it follows.

    The caller holds both patients' locks and acts.
    """
    record.save()
    about = {"patient": from_patient, "form": record.form, "record_id": record.pk}
    DataQuery.objects.filter(**about).update(patient=record.patient_id)
    Draft.objects.filter(**about).update(patient=record.patient_id)
