"""Enrol or update many patients with all their records: the import's write path.

What a sheet says is merged with what the registry has; only records that differ are
written. History and change log follow by the database's triggers.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from registry.access.policy import Action, Actor, require
from registry.audit.context import acting
from registry.checks import Case, Judgement
from registry.models import FORMS, Centre, Patient, Record, State, Versioned
from registry.queries.cases import known_of, whole_cases
from registry.queries.transfers import numbers_left
from registry.services.completeness import state_of
from registry.services.copying import copy_in
from registry.services.errors import ReasonNeeded
from registry.services.locks import require_open
from registry.services.matching import (
    BLANK,
    PLACES,
    Entry,
    RowCells,
    answers_of,
    has_place,
    place,
)
from registry.services.reconciling import Settled, reconcile
from registry.services.schedule import keep_schedule
from registry.variables.entered import Quantity

# How many cases have their visits and queries made at a time.
CASES = 200


@dataclass(slots=True)
class Submission:
    """One patient as a sheet describes them."""

    centre: Centre
    study_no: str
    patient: Entry
    forms: dict[str, list[Entry]]


@dataclass(frozen=True, slots=True)
class Difference:
    """One answer that the registry has otherwise, and the entry that says so."""

    form: str
    field: str
    old: Any
    new: Any
    entry: Entry


@dataclass(slots=True)
class MergedCase:
    """A patient's records as they would be saved, and how they differ from now.

    ``written`` has the record of each entry; ``unclear`` the records that an entry
    could mean, and none for a record that the patient does not have.
    """

    patient: Patient
    records: dict[str, list[Record]]
    changed: list[Versioned] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    written: dict[Entry, Versioned] = field(default_factory=dict)
    unclear: dict[Entry, list[Record]] = field(default_factory=dict)
    # Whether the number is that of somebody who was transferred to another centre.
    number_left: bool = False
    # Whether it gives another answer in a form that was complete.
    corrects: bool = False
    # What the checks said of the case, where they were asked before it is written.
    judgement: Judgement | None = None

    @property
    def is_new(self) -> bool:
        """Tell whether the registry does not have the patient yet."""
        return self.patient.pk is None


def merge(submissions: Sequence[Submission], *, lock: bool = False) -> list[MergedCase]:
    """Return each submission merged with the registry; nothing is written.

    With ``lock`` the patients and their records stay locked until the transaction ends.
    """
    patients = _patients(submissions, lock)
    records = _records([patient.pk for patient in patients.values()], lock)
    left = numbers_left(_numbers(submissions))
    cases = []
    for submission in submissions:
        patient = patients.get((submission.centre.pk, key_of(submission.study_no)))
        if patient is None:
            patient = Patient(centre=submission.centre)
        existing = records.get(patient.pk, {}) if patient.pk else {}
        case = _merged(patient, existing, submission)
        number = (submission.centre.pk, key_of(submission.study_no))
        case.number_left = case.is_new and number in left
        cases.append(case)
    return cases


def save_cases(
    cases: Iterable[MergedCase],
    *,
    actor: Actor,
    reason: str,
    written: Callable[[int], None] = lambda done: None,
) -> Settled:
    """Write every record that is new or differs, in one transaction.

    Returns the queries that this opened and closed; ``written`` is told of how many
    cases everything is. Raises Refused when the actor may not import for one of the
    centres, Locked, and ReasonNeeded when a complete form is corrected without one.
    """
    cases = list(cases)
    for centre in {case.patient.centre_id for case in cases}:
        require(actor, Action.IMPORT, centre)
    for case in cases:
        for record in case.changed:
            require_open(record, case.patient)
    if not reason.strip() and any(case.corrects for case in cases):
        raise ReasonNeeded
    settled = Settled()
    with acting(actor, reason):
        written(0)
        write_rows([record for case in cases for record in case.changed])
        for at in range(0, len(cases), CASES):
            written(at)
            some = cases[at : at + CASES]
            changed = [case for case in some if case.changed]
            keep_schedule([(case.patient, case.records) for case in changed])
            judged = {c.patient.pk: c.judgement for c in some if c.judgement}
            found = reconcile(_as_checked(some), actor=actor, judged=judged)
            settled.opened += found.opened
            settled.closed += found.closed
    return settled


def _as_checked(cases: Sequence[MergedCase]) -> dict[int, Case]:
    """Return the cases as they were written, for the checks."""
    records = {case.patient.pk: case.records for case in cases}
    return whole_cases([case.patient for case in cases], records)


def key_of(study_no: str) -> str:
    """Return what a study number is compared by: trimmed, without case."""
    return study_no.strip().upper()


def _numbers(submissions: Sequence[Submission]) -> dict[int, set[str]]:
    wanted: dict[int, set[str]] = defaultdict(set)
    for submission in submissions:
        if submission.centre.pk:
            wanted[submission.centre.pk].add(key_of(submission.study_no))
    return wanted


def _patients(
    submissions: Sequence[Submission], lock: bool
) -> dict[tuple[int, str], Patient]:
    found: dict[tuple[int, str], Patient] = {}
    for centre, numbers in _numbers(submissions).items():
        rows = (
            _locked(Patient.objects.all(), lock)
            .filter(centre=centre)
            .filter(number__in=numbers)
            .order_by("pk")
        )
        found |= {(centre, row.number): row for row in rows}
    return found


def _records(patients: list[int], lock: bool) -> dict[int, dict[str, list[Record]]]:
    found: dict[int, dict[str, list[Record]]] = defaultdict(lambda: defaultdict(list))
    if not patients:
        return found
    for form, model in FORMS.items():
        rows = _locked(model.objects.all(), lock).filter(patient__in=patients)
        for row in rows.order_by("pk"):
            found[row.patient_id][form].append(row)
    return found


def _locked(rows: QuerySet[Any], lock: bool) -> QuerySet[Any]:
    return rows.select_for_update(of=("self",)) if lock else rows


def _merged(
    patient: Patient, existing: Mapping[str, list[Record]], submission: Submission
) -> MergedCase:
    case = MergedCase(patient, {form: list(existing.get(form, ())) for form in FORMS})
    _apply(patient, submission.patient, case)
    for form, entries in submission.forms.items():
        placed = place(form, entries, case.records[form])
        case.unclear |= placed.unclear | {entry: [] for entry in placed.lost}
        for entry, found in placed.found.items():
            record = found or FORMS[form](patient=patient)
            if found is None:
                case.records[form].append(record)
            _apply(record, entry, case)
    known = known_of(patient, case.records)
    for changed in case.changed:
        changed.state = state_of(changed, known)
    return case


def _apply(record: Versioned, entry: Entry, case: MergedCase) -> None:
    """Set what ``entry`` says, and note the record if that changes it."""
    case.written[entry] = record
    absent, answers = dict(record.absent), answers_of(record)
    said = {*absent, *(name for name, value in answers.items() if value not in BLANK)}
    differences = []
    for name, given in entry.values.items():
        old = answers[name]
        value = given.over(old) if isinstance(given, RowCells) else given
        if (name in entry.weak and name in said) or _alike(old, value):
            continue
        old = absent.pop(name, old)
        differences.append(Difference(record.form, name, old, value, entry))
        _answer(record, name, value)
    for name, reason in entry.absent.items():
        if (name in entry.weak and name in said) or absent.get(name) == reason:
            continue
        old = absent.get(name, answers[name])
        differences.append(Difference(record.form, name, old, reason, entry))
        _answer(record, name, None)
        absent[name] = reason
    if differences or record.pk is None:
        record.absent = absent
        record.form_revision = record.revision
        case.changed.append(record)
        case.corrects |= record.pk is not None and record.state == State.COMPLETE
        case.differences += differences


def _answer(record: Versioned, name: str, value: Any) -> None:
    if name in record.variables():
        record.answer(name, value)
    else:
        setattr(record, name, value)


def _alike(old: Any, new: Any) -> bool:
    """Tell whether two answers are the same; width and space of signs do not count."""
    if isinstance(old, str) and isinstance(new, str):
        return old == new or _flat(old) == _flat(new)
    if isinstance(old, Quantity) != isinstance(new, Quantity):
        # The same amount in another unit is no change.
        old, new = _amount(old), _amount(new)
    return bool(old == new) or (old in BLANK and new in BLANK)


def _amount(value: Any) -> Any:
    return value.stored if isinstance(value, Quantity) else value


def _flat(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def write_rows(rows: Sequence[Versioned]) -> None:
    """Write patients first, then form by form: new rows and changed ones in bulk."""
    new: dict[type[Versioned], list[Versioned]] = defaultdict(list)
    old: dict[type[Versioned], list[Versioned]] = defaultdict(list)
    for row in rows:
        (old if row.pk else new)[type(row)].append(row)
    models: tuple[type[Versioned], ...] = (Patient, *FORMS.values())
    for model in models:
        manager = model._default_manager
        for row in new[model]:
            if isinstance(row, Record):
                # Its number is known only now that the patient is written.
                row.patient = row.patient
        copy_in(new[model], keyed=True)
        names = [*model.variables(), "absent", "as_entered", "state", "form_revision"]
        names += [place for place in PLACES if has_place(model, place)]
        manager.bulk_update(old[model], names, batch_size=200)
