"""One patient's facts, as the edit checks and the derivations read them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from django.db import connection
from django.utils import timezone
from psycopg import sql

from registry.checks import Case
from registry.models import FORMS, HSCT, Infusion, Patient, Record, Versioned
from registry.variables.conditions import Records
from registry.variables.spec import Variable

Facts = dict[str, Any]
Person = tuple[Any, ...]
HELD = "SELECT {form} WHERE EXISTS (SELECT FROM {table} WHERE patient_id = %(patient)s)"


@cache
def variables_by_form() -> dict[str, Mapping[str, Variable]]:
    """Return the data dictionary of every form, as the checks want it."""
    models: tuple[type[Versioned], ...] = (Patient, *FORMS.values())
    return {model.form: model.variables() for model in models}


def facts_of(record: Versioned) -> Facts:
    """Return a record's answers with what identifies it among the patient's records."""
    facts: Facts = {
        "id": record.pk,
        "absent": record.absent,
        "as_entered": record.as_entered,
        **record.values(),
    }
    for number in ("course_no", "hsct_no"):
        if hasattr(record, number):
            facts[number] = getattr(record, number)
    return facts


def records_of(patient: Patient) -> dict[str, list[Record]]:
    """Return every record of ``patient`` by form, oldest first.

    One query, and one for each form that the patient has: of all forms most have few.
    """
    with connection.cursor() as cursor:
        cursor.execute(_which_forms(), {"patient": patient.pk})
        held = {form for (form,) in cursor.fetchall()}
    return {
        form: list(model.objects.filter(patient=patient).order_by("pk"))
        if form in held
        else []
        for form, model in FORMS.items()
    }


@cache
def _which_forms() -> sql.Composed:
    return sql.SQL(" UNION ALL ").join(
        sql.SQL(HELD).format(
            form=sql.Literal(form), table=sql.Identifier(model._meta.db_table)
        )
        for form, model in FORMS.items()
    )


def known_of(patient: Patient, records: Mapping[str, Iterable[Record]]) -> Records:
    """Return what conditions may ask of the patient: the facts of each form, by name.

    A form's facts are read once, when a condition first asks for them.
    """

    @cache
    def known(form: str) -> Sequence[Facts]:
        rows: Iterable[Versioned] = records.get(form, ())
        return [facts_of(row) for row in ([patient] if form == Patient.form else rows)]

    return known


def case_of(patient: Patient, records: Mapping[str, Iterable[Record]]) -> Case:
    """Return the patient's facts as plain values."""
    return Case(
        patient=facts_of(patient),
        forms={form: [facts_of(r) for r in rows] for form, rows in records.items()},
        # Somebody who is being enrolled may have no centre yet.
        today=patient.centre.today() if patient.centre_id else timezone.localdate(),
        peers=peers_of(patient),
    )


def whole_cases(
    patients: Sequence[Patient],
    records: Mapping[int, Mapping[str, Sequence[Record]]] | None = None,
) -> dict[int, Case]:
    """Return the cases of many patients: one query a form for all of them, and three.

    The patients come with their centres; ``records`` by patient and form, where they
    have been read already.
    """
    if records is None:
        records = _records_of_many([patient.pk for patient in patients])
    peers = _peers_of_many(patients)
    days = {centre.pk: centre.today() for centre in {p.centre for p in patients}}
    return {
        patient.pk: Case(
            patient=facts_of(patient),
            forms={
                form: [facts_of(row) for row in rows]
                for form, rows in records.get(patient.pk, {}).items()
            },
            today=days[patient.centre_id],
            peers=peers.get(patient.pk, ()),
        )
        for patient in patients
    }


def _records_of_many(patients: list[int]) -> dict[int, dict[str, list[Record]]]:
    found: dict[int, dict[str, list[Record]]] = defaultdict(lambda: defaultdict(list))
    for form, model in FORMS.items():
        for row in model.objects.filter(patient__in=patients).order_by("pk"):
            found[row.patient_id][form].append(row)
    return found


def case_with(
    record: Versioned, records: Mapping[str, list[Record]] | None = None
) -> Case:
    """Return the case as it would be if ``record`` were saved as it stands.

    ``records`` are the patient's, where they have been read already.
    """
    if isinstance(record, Patient):
        return case_of(record, records or (records_of(record) if record.pk else {}))
    assert isinstance(record, Record)
    rows = dict(records if records is not None else records_of(record.patient))
    others = [row for row in rows.get(record.form, ()) if row.pk != record.pk]
    return case_of(record.patient, {**rows, record.form: [*others, record]})


def peers_of(patient: Patient) -> list[Facts]:
    """Return the centre's other patients of the same sex and birth date.

    With them come the days on which they were treated: two registrations of one
    person share such a day.
    """
    alike = Patient.objects.filter(
        centre_id=patient.centre_id, sex=patient.sex, birth_date=patient.birth_date
    ).exclude(pk=patient.pk)
    peers = list(alike.values("id", "study_no", "sex", "birth_date"))
    days = _treatment_days([peer["id"] for peer in peers])
    return [{**peer, "days": days[peer["id"]]} for peer in peers]


def _peers_of_many(patients: Sequence[Patient]) -> dict[int, list[Facts]]:
    """Return the peers of each patient who has any."""
    births = {patient.birth_date for patient in patients}
    centres = {patient.centre_id for patient in patients}
    alike: dict[Person, list[Facts]] = defaultdict(list)
    rows = Patient.objects.filter(centre__in=centres, birth_date__in=births)
    for row in rows.values("id", "study_no", "sex", "birth_date", "centre_id"):
        key = (row["centre_id"], row["sex"], row["birth_date"])
        alike[key].append(dict(row))
    several = {key: rows for key, rows in alike.items() if len(rows) > 1}
    days = _treatment_days([row["id"] for rows in several.values() for row in rows])
    return {
        patient.pk: [
            {**row, "days": days[row["id"]]} for row in found if row["id"] != patient.pk
        ]
        for patient in patients
        if (found := several.get((patient.centre_id, patient.sex, patient.birth_date)))
    }


def _treatment_days(patients: list[int]) -> dict[int, list[date]]:
    days: dict[int, list[date]] = defaultdict(list)
    if not patients:
        return days
    for model, field in ((Infusion, "infusion_date"), (HSCT, "hsct_date")):
        # A peer's day that no calendar has is nobody's: it holds up who is compared.
        calendar = {f"{field}__range": (date.min, date.max)}
        rows = model.objects.filter(patient__in=patients, **calendar)
        for patient, day in rows.values_list("patient_id", field):
            days[patient].append(day)
    return days
