"""How ready a patient is for the reports to other registries."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from registry.access.consent import covers
from registry.access.policy import Action, may
from registry.access.requests import ActorRequest, actor_required, patient_or_404
from registry.forms.fields import field_label
from registry.models import FORMS, Patient, Record
from registry.queries.cases import records_of
from registry.queries.reports import (
    A_YEAR,
    CELL_THERAPY,
    DAY_100,
    HALF_A_YEAR,
    Report,
    Wanted,
    reports_of,
)
from registry.variables.labels import clauses, headed, series
from registry.views.grade_words import say
from registry.views.links import address, record_address, with_query

PLACES = ("course_no", "hsct_no")


@require_safe
@actor_required
def patient_reports(request: ActorRequest, pk: int) -> HttpResponse:
    """Show the reports that are due, what each wants, and where to enter it."""
    patient = patient_or_404(request, pk)
    reports = reports_of(patient, records_of(patient), patient.centre.today())
    told = {
        "nav": "patients",
        "crumbs": [
            (reverse("patients"), _("Patients")),
            (reverse("patient", args=[pk]), patient.study_no),
            ("", _("Reports")),
        ],
        "patient": patient,
        "allowed": covers(patient.values(), "sharing"),
        "may_export": may(request.actor, Action.EXPORT, patient.centre_id),
        "reports": [_report(patient, one) for one in reversed(reports)],
    }
    return render(request, "registry/patient/reports.html", told)


def time_point(days: int) -> str:
    """Return when a report falls due, in words."""
    if days == DAY_100:
        return _("100 days")
    if days == HALF_A_YEAR:
        return _("6 months")
    years = days // A_YEAR
    return _("1 year") if years == 1 else _("%(years)s years") % {"years": years}


def _report(patient: Patient, report: Report) -> dict[str, Any]:
    cells = report.registry_form == CELL_THERAPY
    return {
        "id": f"report-{report.registry_form}-{report.event.pk}-{report.days}",
        "title": _("%(time)s after cell infusion") % {"time": time_point(report.days)}
        if cells
        else _("%(time)s after HSCT") % {"time": time_point(report.days)},
        "form": f"CIBMTR {report.registry_form}",
        "due": report.due,
        "there": report.there,
        "wanted": report.wanted,
        "per_cent": report.per_cent,
        "forms": [_form(patient, report.event, one) for one in report.forms],
        "unnumbered": clauses(
            headed(
                say(FORMS[one.form].label), series(_label(one.form, n) for n in names)
            )
            for one in report.forms
            if (names := one.unnumbered(report.registry_form))
        ),
    }


def _form(patient: Patient, event: Record, wanted: Wanted) -> dict[str, Any]:
    model = FORMS[wanted.form]
    names = {field.name for field in model._meta.get_fields()}
    places = {n: getattr(event, n) for n in PLACES if hasattr(event, n)}
    if wanted.record is not None:
        url = record_address(patient.pk, wanted.form, wanted.record.pk)
    else:
        place = {name: number for name, number in places.items() if name in names}
        url = with_query(address("record-new", patient.pk, wanted.form), place)
    return {
        "label": say(model.label),
        "url": url,
        "begun": wanted.record is not None,
        "there": len(wanted.fields) - len(wanted.missing),
        "wanted": len(wanted.fields),
        "missing": [
            {"label": _label(wanted.form, name), "url": f"{url}#id_{name}"}
            for name in wanted.missing
        ],
    }


def _label(form: str, field: str) -> str:
    return field_label(FORMS[form].variables()[field])[0]
