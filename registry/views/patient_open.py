"""What is open in a case, and what changed last, each with the way to its form."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from registry.audit.reading import DELETED
from registry.checks import Finding, Severity
from registry.forms.fields import field_label
from registry.models import FORMS, Patient, Record
from registry.queries.cases import known_of
from registry.queries.next_steps import Step
from registry.queries.patient_history import PatientEdit
from registry.queries.spelled import spelled
from registry.services.completeness import missing_core
from registry.variables.labels import series
from registry.views.links import address, record_address, with_query
from registry.views.patient_forms import label_of
from registry.views.times import at_centre
from registry.views.visit_words import begin

MINUTE = "%Y-%m-%d %H:%M"
FIELDS_NAMED = 3
FORMS_NAMED = 5
CHANGES_NAMED = 3


def told_steps(
    due: Sequence[Step], patient: int, editable: bool
) -> list[dict[str, Any]]:
    """Return what is due, each with the form that answers it."""
    return [
        {
            "says": step.says,
            "because": step.because,
            "days": _("%(days)s d") % {"days": step.days},
            "url": _answer_to(step, patient) if editable else "",
        }
        for step in due
    ]


def _answer_to(step: Step, patient: int) -> str:
    if step.visit:
        return begin(step.visit, step.form, patient, editable=True)
    return with_query(address("record-new", patient, step.form), step.place)


def begun_forms(
    records: Mapping[str, Sequence[Record]], patient: Patient
) -> dict[str, Any]:
    """Return the forms with core answers missing, those that miss least first."""
    found, known = [], known_of(patient, records)
    for form, rows in records.items():
        for record in rows:
            if missing := missing_core(record, known):
                found.append((len(missing), form, record, missing))
    found.sort(key=lambda one: one[0])
    shown = [
        {
            "label": label_of(form),
            "url": _to_field(patient.pk, form, record.pk, missing[0]),
            "missing": _names(record, missing),
            "count": count,
        }
        for count, form, record, missing in found[:FORMS_NAMED]
    ]
    return {"forms": shown, "more": len(found) - len(shown)}


def _names(record: Record, missing: list[str]) -> str:
    variables = record.variables()
    named = [field_label(variables[name])[0] for name in missing[:FIELDS_NAMED]]
    words = series(named)
    rest = len(missing) - len(named)
    if not rest:
        return words
    return _("%(fields)s and %(number)s more") % {"fields": words, "number": rest}


def told_findings(findings: Sequence[Finding], patient: int) -> list[dict[str, Any]]:
    """Return what contradicts itself, with the way to the field."""
    language = get_language()
    return [
        {
            "label": f"{label_of(one.form)} · {_field(one)}",
            "says": one.says.in_language(language),
            "fix": one.fix.in_language(language),
            "hard": one.severity is Severity.HARD,
            "check": one.check,
            "url": _to_field(patient, one.form, one.record, one.fields[0]),
        }
        for one in findings
    ]


def _field(finding: Finding) -> str:
    variables = FORMS.get(finding.form, Patient).variables()
    variable = variables.get(finding.fields[0])
    return field_label(variable)[0] if variable else finding.fields[0]


def _to_field(patient: int, form: str, record: object, field: str) -> str:
    url = record_address(patient, form, record)
    return f"{url}#id_{field}" if url else ""


def recent_changes(
    edits: Sequence[PatientEdit], patient: Patient
) -> list[dict[str, Any]]:
    """Return the last edits, each with the first of the fields that it touched."""
    return [
        {
            "label": label_of(one.model.form),
            "url": address("record-history", patient.pk, one.model.form, one.record_id),
            "who": one.edit.who,
            "at": at_centre(one.edit.at, patient.centre).strftime(MINUTE),
            "why": one.edit.reason,
            "fields": [
                {
                    "label": field_label(one.model.variables()[edit.field])[0],
                    "old": spelled(
                        one.model.variables()[edit.field], edit.old, edit.old_reason
                    ),
                    "new": spelled(
                        one.model.variables()[edit.field], edit.new, edit.new_reason
                    ),
                }
                for edit in one.edit.fields[:CHANGES_NAMED]
            ],
            "more": max(len(one.edit.fields) - CHANGES_NAMED, 0),
            "removed": one.edit.operation == DELETED,
            "moved": one.edit.moved is not None,
        }
        for one in edits
    ]
