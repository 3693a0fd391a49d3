"""One patient: facts, timeline, forms, what is open, what changed."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from registry.access.policy import Action, Actor, may
from registry.access.requests import ActorRequest, actor_required, patient_or_404
from registry.checks import run_case
from registry.models import FORMS, Patient, Versioned
from registry.queries.cases import case_of, records_of
from registry.queries.next_steps import steps
from registry.queries.patient_history import edits_of_patient
from registry.queries.patient_summary import chips, facts, last_touches
from registry.queries.timeline import timeline
from registry.views.links import address
from registry.views.patient_forms import form_groups
from registry.views.patient_open import (
    begun_forms,
    recent_changes,
    told_findings,
    told_steps,
)
from registry.views.patient_timeline import timeline_shown
from registry.views.times import at_centre

NEWEST_CHANGES = 5


@require_safe
@actor_required
def patient(request: ActorRequest, pk: int) -> HttpResponse:
    """Show the case of one patient."""
    found = patient_or_404(request, pk)
    return render(request, "registry/patient/patient.html", page(request.actor, found))


def page(actor: Actor, patient: Patient) -> dict[str, Any]:
    """Return what the page shows; the case is read once, one query a form."""
    records = records_of(patient)
    case = case_of(patient, records)
    findings = run_case(case, variables_by_form())
    due = steps(case)
    editable = may(actor, Action.EDIT_RECORD, patient.centre_id)
    line = timeline(case)
    edits, more = edits_of_patient(patient, size=NEWEST_CHANGES)
    return {
        "nav": "patients",
        "crumbs": [(address("patients"), _("Patients")), ("", patient.study_no)],
        "patient": patient,
        "editable": editable,
        "facts": facts(patient, case),
        "chips": chips(patient, case, records, len(findings), len(due)),
        "timeline": timeline_shown(line, patient.pk) if line else None,
        "groups": form_groups(
            patient,
            case,
            records,
            findings=findings,
            touches=last_touches(patient),
            editable=editable,
        ),
        "entered": sum(len(some) for some in records.values()),
        "steps": told_steps(due, patient.pk, editable),
        "begun": begun_forms(records, patient.pk),
        "findings": told_findings(findings, patient.pk),
        "changes": recent_changes(edits, patient),
        "older": more,
        "printed_at": at_centre(timezone.now(), patient.centre).strftime(
            "%Y-%m-%d %H:%M"
        ),
    }


def variables_by_form() -> dict[str, Any]:
    """Return the data dictionary as the checks want it."""
    models: dict[str, type[Versioned]] = {Patient.form: Patient, **FORMS}
    return {form: model.variables() for form, model in models.items()}
