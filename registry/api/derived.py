"""Derived values of a page of records: a fixed number of queries, however many rows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language

from registry.checks import Case
from registry.models import FORMS, Patient, Record
from registry.queries.cases import facts_of
from registry.queries.derived import RULES, Derived, derive

# The forms of the case that derivations look at beside the record's own; a test
# holds the list against derivations from the whole case.
READ = (
    "diagnosis",
    "prior_line",
    "disease_assessment",
    "lymphodepletion",
    "infusion",
    "expansion",
    "crs_episode",
    "icans_episode",
    "blood_count",
    "hsct",
    "comorbidity",
    "relapse",
    "subsequent_therapy",
    "follow_up",
    "death",
)
# The last contact is the latest day of any form.
READ_ALL = frozenset({"follow_up"})


def cases_of(records: Iterable[Record]) -> dict[int, Case]:
    """Return the patients' cases by patient, as far as derivations read them."""
    rows = list(records)
    if not rows or rows[0].form not in RULES:
        return {}
    patients: dict[int, Patient] = {row.patient_id: row.patient for row in rows}
    forms: dict[int, dict[str, list[Record]]] = defaultdict(dict)
    for form in FORMS if rows[0].form in READ_ALL else READ:
        found = FORMS[form].objects.filter(patient__in=patients).order_by("pk")
        for record in found:
            forms[record.patient_id].setdefault(form, []).append(record)
    return {pk: _case(patient, forms[pk]) for pk, patient in patients.items()}


def _case(patient: Patient, forms: Mapping[str, list[Record]]) -> Case:
    """Return what derivations read; unlike the checks they need no look-alikes."""
    return Case(
        patient=facts_of(patient),
        forms={form: [facts_of(row) for row in rows] for form, rows in forms.items()},
        today=timezone.localdate(),
    )


def derived_of(record: Record, cases: Mapping[int, Case]) -> dict[str, Any]:
    """Return what follows from ``record``, by name."""
    if record.form not in RULES:
        return {}
    case = cases.get(record.patient_id) or cases_of([record])[record.patient_id]
    facts = facts_of(record)
    return {i.name: _spoken(i, facts) for i in derive(record.form, facts, case)}


def _spoken(item: Derived, facts: Mapping[str, Any]) -> dict[str, Any]:
    language = get_language()
    said: dict[str, Any] = {
        "value": item.value,
        "label": item.label.in_language(language),
    }
    if item.unit:
        said["unit"] = item.unit.in_language(language)
    if item.recorded:
        said["recorded"] = facts.get(item.recorded)
        said["differs"] = item.differs(facts)
    if item.result:
        said["explained"] = item.result.as_json()
    return said
