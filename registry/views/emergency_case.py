"""The whole case of one patient on one page, to be read and nothing else."""

from dataclasses import replace
from typing import Any

from django.utils.translation import ngettext

from registry.checks import Case
from registry.forms.fields import field_label
from registry.models import Patient, Versioned
from registry.models.base import said_by
from registry.queries.case_groups import Group, groups
from registry.queries.cases import case_of, records_of
from registry.queries.outline import DAILY
from registry.queries.patient_summary import facts
from registry.queries.sentences import says
from registry.queries.spelled import spelled
from registry.views.patient_forms import group_title, label_of

# Of a form with a row a day the newest are shown.
DAYS = 14

Records = dict[tuple[str, object], Versioned]


def case_shown(patient: Patient) -> dict[str, Any]:
    """Return what the page shows: the head, then every form with its answers."""
    by_form = records_of(patient)
    case = replace(case_of(patient, by_form), peers=())
    records: Records = {(f, one.pk): one for f, some in by_form.items() for one in some}
    shown = [_group(group, case, records) for group in groups(case)]
    return {
        "facts": facts(patient, case),
        "own": _answers(patient),
        "groups": [one for one in shown if one["forms"]],
    }


def _group(group: Group, case: Case, records: Records) -> dict[str, Any]:
    title, scope = group_title(group, case)
    left_out = _older_days(group)
    forms = [
        {
            "label": label_of(form),
            "says": says(form, facts, case),
            "answers": _answers(records[form, facts["id"]]),
        }
        for form, facts in group.records
        if (form, facts["id"]) not in left_out
    ]
    words = ngettext(
        "%(number)s older daily form is not shown.",
        "%(number)s older daily forms are not shown.",
        len(left_out),
    )
    more = words % {"number": len(left_out)} if left_out else ""
    return {"title": title, "scope": scope, "forms": forms, "more": more}


def _older_days(group: Group) -> set[tuple[str, object]]:
    daily = [(form, facts["id"]) for form, facts in group.records if form in DAILY]
    return set(daily[:-DAYS])


def _answers(record: Versioned) -> list[tuple[str, str]]:
    """Return (question, answer) of what was answered."""
    told = (
        (field_label(variable)[0], spelled(variable, said_by(record, name)))
        for name, variable in record.variables().items()
    )
    return [(label, answer) for label, answer in told if answer]
