"""One patient: facts, timeline, forms, what is open, what changed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from registry.access.consent import TAKES_AWAY, left_out
from registry.access.policy import Action, may
from registry.access.requests import (
    ActorRequest,
    actor_required,
    patient_or_404,
    read_in_one,
)
from registry.checks import run_case
from registry.codelists.general import CONSENT_SCOPE
from registry.models import DataQuery, Patient, Record
from registry.queries.attestations import signatures_lost
from registry.queries.cases import case_of, records_of, variables_by_form
from registry.queries.duplicates import numbers_merged
from registry.queries.identities import identity_of
from registry.queries.judged import unexplained
from registry.queries.next_steps import steps
from registry.queries.of_patient import queries_of
from registry.queries.past import (
    end_of,
    first_change_after,
    patient_at,
    records_at,
)
from registry.queries.patient_history import edits_of_patient
from registry.queries.patient_summary import (
    chips,
    facts,
    last_touches,
    mark_chips,
)
from registry.queries.timeline import timeline
from registry.schedule import clock
from registry.views.forms import acts_of
from registry.views.links import address
from registry.views.patient_forms import form_groups
from registry.views.patient_open import (
    begun_forms,
    recent_changes,
    told_findings,
    told_steps,
)
from registry.views.patient_queries import queries_shown
from registry.views.patient_timeline import timeline_shown
from registry.views.patient_visits import schedule_shown
from registry.views.times import at_centre

NEWEST_CHANGES = 5
MINUTE = "%Y-%m-%d %H:%M"


@require_safe
@actor_required
@read_in_one
def patient(request: ActorRequest, pk: int) -> HttpResponse:
    """Show the case of one patient, as it is or as it stood on a day of the past."""
    gone = Patient.objects.merged_visible_to(request.actor).filter(pk=pk).first()
    if gone and gone.merged_into_id:
        said = {"number": gone, "patient": gone.merged_into}
        messages.info(request, _("%(number)s was merged into %(patient)s.") % said)
        return redirect("patient", gone.merged_into_id)
    found = patient_or_404(request, pk)
    editable = (
        may(request.actor, Action.EDIT_RECORD, found.centre_id)
        and not found.case_locked_at
    )
    open_to_edit = editable and not found.withdrawn
    keeps = found.consent_withdrawn_scope == "collection"
    told = {
        "nav": "patients",
        "crumbs": [(address("patients"), _("Patients")), ("", found.study_no)],
        "patient": found,
        "identity": identity_of(request.actor, found),
        "withdrawn": found.withdrawn,
        "merged": numbers_merged(found),
        "may_transfer": may(request.actor, Action.TRANSFER_PATIENT, found.centre_id),
        "may_audit": may(request.actor, Action.READ_AUDIT, found.centre_id),
        "withdrawn_keeps": keeps,
        "consent_leaves_out": _left_out(found),
        "patient_form": editable,
        "centre_now": at_centre(timezone.now(), found.centre).strftime(MINUTE),
    }
    on = past_day(request.GET.get("on", ""), at_centre(timezone.now(), found.centre))
    asked = [] if on else queries_of(found)
    told |= (
        page_on(found, on)
        if on
        else page(found, records_of(found), open_to_edit, asked=asked)
    )
    told["mark_acts"] = [] if on else acts_of(request.actor, found)
    told["queries"] = queries_shown(found, asked, request.actor)
    return render(request, "registry/patient/patient.html", told)


def _left_out(patient: Patient) -> list[dict[str, str]]:
    """Return the scopes that the consent leaves out, each with what that takes away."""
    language = get_language()
    return [
        {
            "scope": CONSENT_SCOPE.label(scope).in_language(language),
            "takes": TAKES_AWAY[scope].in_language(language),
        }
        for scope in left_out(patient.values())
    ]


def past_day(text: str, now: datetime) -> date | None:
    """Read the day of the past that was asked for; any other is left out."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day < now.date() else None


def page_on(patient: Patient, on: date) -> dict[str, Any]:
    """Return the page as the registry had it at the end of a day, to be read only."""
    moment = end_of(on, patient)
    then = patient_at(patient, moment)
    if then is None:
        return {"on": on, "not_yet": True}
    records = records_at(patient, moment)
    behind = first_change_after(patient, moment)
    return {
        "on": on,
        "patient": then,
        **page(then, records, editable=False, today=on, before=behind),
    }


def page(
    patient: Patient,
    records: dict[str, list[Record]],
    editable: bool,
    *,
    today: date | None = None,
    before: int | None = None,
    asked: Sequence[DataQuery] = (),
) -> dict[str, Any]:
    """Return what the page shows; the case is read once, one query a form."""
    case = case_of(patient, records)
    if today:
        case = replace(case, today=today, peers=())
    of = clock(case.patient, case.forms)
    found, due = run_case(case, variables_by_form()), steps(case, of)
    findings = unexplained(found, asked, case)
    line = timeline(case)
    edits, _more = edits_of_patient(patient, before, NEWEST_CHANGES)
    touches = last_touches(patient, before)
    lost = set() if today else signatures_lost(patient, records)
    return {
        "editable": editable,
        "facts": facts(patient, case),
        "chips": [
            *chips(patient, case, records, findings=len(findings), due=len(due)),
            *mark_chips(patient, lost=len(lost)),
        ],
        "timeline": timeline_shown(line, patient.pk) if line else None,
        "groups": form_groups(
            patient,
            case,
            records,
            findings=findings,
            touches=touches,
            editable=editable,
            lost=lost,
        ),
        "entered": sum(len(some) for some in records.values()),
        "steps": told_steps(due, patient.pk, editable),
        "schedule": schedule_shown(case, patient.pk, editable, of),
        # Of somebody of whom no more may be collected nothing is asked.
        "begun": begun_forms(records if patient.followed else {}, patient),
        "findings": told_findings(findings, patient.pk),
        "changes": recent_changes(edits, patient),
    }
