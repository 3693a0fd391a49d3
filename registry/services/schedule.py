"""Keep the derived rows of patients: visits, follow-up clock, begun forms, tallies.

Called by every service in the transaction in which it changed a patient. Rows that
stay as they are are not written; a number of patients costs a constant number of
statements.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any

from django.db import models, transaction
from django.db.models import Max, Q
from django.db.models.functions import Coalesce

from registry.models import (
    FORMS,
    BegunForm,
    CentreCount,
    Change,
    FollowUpClock,
    FormTally,
    Patient,
    Record,
    ScheduledVisit,
    State,
    Versioned,
)
from registry.queries.cases import facts_of
from registry.schedule import RULES, Clock, Planned, clock
from registry.services.apart import apart
from registry.services.completeness import missing_core
from registry.services.copying import copy_in
from registry.services.counting import counted, is_covered, keep_counts, wanted_from

BATCH = 500
ROWS = 5000
# A query about a patient is a change too, but nothing is derived from it.
RECORDS: tuple[type[Versioned], ...] = (Patient, *FORMS.values())
TABLES = tuple(model._meta.db_table for model in RECORDS)
PLANNED = tuple(field.name for field in fields(Planned))
STANDING = tuple(field.name for field in fields(Clock) if field.name != "visits")
COUNTED = ("covered", "counted", "crs_from", "icans_from", "engraftment_from")

Records = Mapping[str, Sequence[Record]]
FormFacts = Mapping[str, Sequence[Mapping[str, Any]]]
Key = tuple[Any, ...]


def reschedule(patients: Iterable[int]) -> int:
    """Make the derived rows of some patients again; return of how many.

    Read and written in batches, each its own transaction unless one is open.
    """
    keys, done = sorted(set(patients)), 0
    for at in range(0, len(keys), BATCH):
        with transaction.atomic():
            done += _batch(keys[at : at + BATCH])
    return done


def catch_up() -> int:
    """Make the rows again that fell behind; return of how many patients.

    What saves added to the counts of the centres is put together.
    """
    CentreCount.fold()
    keys = sorted(set(behind()))
    return sum(
        done
        for at in range(0, len(keys), BATCH)
        for done in apart(keys[at : at + BATCH], reschedule)
    )


def _batch(keys: Sequence[int]) -> int:
    # The patient's row is the lock of the case: a save at the same time waits.
    locked = Patient.objects.select_for_update().filter(pk__in=keys).order_by("pk")
    patients = {patient.pk: patient for patient in locked}
    found: dict[int, dict[str, list[Record]]] = {pk: {} for pk in patients}
    for form, model in FORMS.items():
        for record in model.objects.filter(patient__in=patients).order_by("pk"):
            found[record.patient_id].setdefault(form, []).append(record)
    keep_schedule([(patients[pk], found[pk]) for pk in patients])
    return len(patients)


def keep_schedule(cases: Sequence[tuple[Patient, Records]]) -> None:
    """Keep what follows from cases that have been read, or were just written."""
    patients = [patient for patient, _records in cases]
    facts = {patient.pk: _facts(patient, records) for patient, records in cases}
    clocks = {pk: clock(forms[Patient.form][0], forms) for pk, forms in facts.items()}
    visits = [
        _visit(patient, planned)
        for patient in patients
        for planned in clocks[patient.pk].visits
    ]
    _keep(ScheduledVisit, patients, visits, ("patient", "track", "number", "code"))
    begun = [row for case in cases for row in _begun(*case, facts[case[0].pk])]
    _keep_states(cases, begun)
    _keep(BegunForm, patients, begun, ("form", "record_id"))
    tallies = [row for case in cases for row in _tallies(*case)]
    _keep(FormTally, patients, tallies, ("patient", "form"))
    standing = [_clock(p, clocks[p.pk], facts[p.pk]) for p in patients]
    _count(standing, tallies, begun)
    names = ["centre", "rules", "change_id", "begun", *COUNTED, *STANDING]
    FollowUpClock.objects.bulk_create(
        standing,
        batch_size=ROWS,
        update_conflicts=True,
        unique_fields=["patient"],
        update_fields=names,
    )


def _visit(patient: Patient, planned: Planned) -> ScheduledVisit:
    said = {name: getattr(planned, name) for name in PLANNED}
    for name in ("forms", "events", "lacking"):
        said[name] = list(said[name])
    said |= {"id": None, "patient_id": patient.pk, "centre_id": patient.centre_id}
    said["track"] = planned.track.value
    # In the order of the columns, which a model takes in half the time of names.
    return ScheduledVisit(*[said[name] for name in _columns(ScheduledVisit)])


@cache
def _columns(model: type[models.Model]) -> tuple[str, ...]:
    return tuple(field.attname for field in model._meta.concrete_fields)


def _clock(patient: Patient, of: Clock, facts: FormFacts) -> FollowUpClock:
    said = {name: getattr(of, name) for name in STANDING}
    return FollowUpClock(
        patient_id=patient.pk,
        centre_id=patient.centre_id,
        rules=RULES,
        covered=is_covered(patient),
        **wanted_from(patient, facts),
        **said,
    )


def _count(
    clocks: Sequence[FollowUpClock],
    tallies: Sequence[FormTally],
    begun: Sequence[BegunForm],
) -> None:
    """Let clocks say what they were made from and count, and the counts follow."""
    newest = _newest_changes([one.patient_id for one in clocks])
    kept: dict[int, tuple[list[FormTally], list[BegunForm]]]
    kept = defaultdict(lambda: ([], []))
    for tally in tallies:
        kept[tally.patient_id][0].append(tally)
    for form in begun:
        kept[form.patient_id][1].append(form)
    for one in clocks:
        one.change_id = newest.get(one.patient_id, 0)
        one.begun = len(kept[one.patient_id][1])
        one.counted = counted(one, *kept[one.patient_id])
    keep_counts(clocks)


def _facts(patient: Patient, records: Records) -> FormFacts:
    """Return the facts of every form, the patient's own among them."""
    forms = {form: [facts_of(one) for one in rows] for form, rows in records.items()}
    return {Patient.form: [facts_of(patient)], **forms}


def _begun(patient: Patient, records: Records, facts: FormFacts) -> Iterator[BegunForm]:
    """Yield the forms that want more; of whom nothing may be asked, none."""
    if not patient.followed:
        return
    for record in _every(patient, records):
        if missing := missing_core(record, lambda form: facts.get(form, ())):
            yield BegunForm(
                patient_id=patient.pk,
                centre_id=patient.centre_id,
                form=record.form,
                record_id=record.pk,
                missing=missing,
            )


def _tallies(patient: Patient, records: Records) -> Iterator[FormTally]:
    """Yield how many records there are of each form; of whom none is asked, nothing."""
    if not patient.followed:
        return
    for form, rows in ((Patient.form, [patient]), *records.items()):
        if rows:
            yield FormTally(
                patient_id=patient.pk,
                centre_id=patient.centre_id,
                form=form,
                records=len(rows),
            )


def _every(patient: Patient, records: Records) -> Iterator[Versioned]:
    yield patient
    for rows in records.values():
        yield from rows


def _keep_states(
    cases: Sequence[tuple[Patient, Records]], begun: Sequence[BegunForm]
) -> None:
    """Let each form be begun or complete as the whole case has it by now.

    What one form says decides what another one asks. What is locked stays as it is.
    """
    wanting = {(row.form, row.record_id) for row in begun}
    moved: dict[type[Versioned], list[Versioned]] = defaultdict(list)
    for patient, records in cases:
        if not patient.followed or patient.case_locked_at:
            continue
        for record in _every(patient, records):
            lacks = (record.form, record.pk) in wanting
            state = State.BEGUN if lacks else State.COMPLETE
            if record.state != state and not record.locked_at:
                record.state = state
                moved[type(record)].append(record)
    for model, rows in moved.items():
        model._default_manager.bulk_update(rows, ["state"], batch_size=ROWS)


def _newest_changes(keys: Sequence[int]) -> dict[int, int]:
    rows = Change.objects.filter(patient_id__in=keys, table__in=TABLES)
    return dict(rows.values_list("patient_id").annotate(newest=Max("id")))


def _keep(
    model: type[models.Model],
    patients: Sequence[Patient],
    wanted: Sequence[Any],
    key: tuple[str, ...],
) -> None:
    """Let the patients' rows of ``model`` be ``wanted``; write only what differs."""
    names = [name for name in _columns(model) if name != "id"]
    columns = [model._meta.get_field(name).attname for name in key]  # type: ignore[union-attr]
    key_of, said_by = attrgetter(*columns), attrgetter(*names)
    now: dict[Key, Any] = {
        key_of(row): row for row in model._default_manager.filter(patient__in=patients)
    }
    had = {row.patient_id for row in now.values()}
    new, write = [], []
    for row in wanted:
        old = now.pop(key_of(row), None)
        if old is None and row.patient_id not in had:
            new.append(row)
        elif old is None or said_by(old) != said_by(row):
            write.append(row)  # also what another of these patients had until now
    # The patient is locked: nobody else gives rows to one who has none.
    copy_in(new)
    if now:
        gone = [row.pk for row in now.values()]
        model._default_manager.filter(pk__in=gone).delete()
    model._default_manager.bulk_create(
        write,
        batch_size=ROWS,
        update_conflicts=True,
        unique_fields=list(key),
        update_fields=[name for name in names if name not in columns],
    )


def behind() -> Iterator[int]:
    """Return the patients whose rows are older than their records or the rules."""
    newest = (
        Change.objects.filter(patient_id=models.OuterRef("pk"), table__in=TABLES)
        .order_by("-id")
        .values("id")[:1]
    )
    rows = Patient.objects.annotate(newest=Coalesce(models.Subquery(newest), 0))
    late = Q(clock=None) | Q(clock__rules__lt=RULES)
    late |= Q(newest__gt=models.F("clock__change_id"))
    return rows.filter(late).order_by("pk").values_list("pk", flat=True).iterator()
