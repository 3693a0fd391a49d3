"""From a laboratory's value to a multiple of its upper limit, beside the form."""

from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from registry.access.policy import Action, require
from registry.access.requests import ActorRequest, actor_required, patient_or_404
from registry.codelists.laboratory import ANALYTE
from registry.forms.fields import field_label
from registry.models import FORMS
from registry.queries.normal_ranges import best_ranges, times_upper
from registry.variables.entered import Multiple
from registry.views.links import address


@require_safe
@actor_required
def from_laboratory(
    request: ActorRequest, pk: int, form: str, field: str
) -> HttpResponse:
    """Take a value in the laboratory's unit and show the multiple to be entered."""
    patient = patient_or_404(request, pk)
    require(request.actor, Action.EDIT_RECORD, patient.centre_id)
    asked = FORMS[form].variables() if form in FORMS else {}
    if field not in asked or not asked[field].analytes:
        raise Http404(field)
    on, value = _day(request.GET.get("on", "")), request.GET.get("value", "").strip()
    number = _number(value)
    ranges = best_ranges(patient, asked[field].analytes, on) if on else []
    context = {
        "nav": "patients",
        "crumbs": [
            (address("patients"), _("Patients")),
            (address("patient", pk), str(patient)),
            ("", _("From a laboratory value")),
        ],
        "patient": patient,
        "field": field,
        "label": field_label(asked[field])[0],
        "url": request.path,
        "on": on,
        "value": value,
        "wrong": bool(value) and number is None,
        "found": [_told(one, number) for one in ranges],
    }
    name = "_from_laboratory.html" if request.htmx else "from_laboratory.html"
    return render(request, f"registry/laboratories/{name}", context)


def _told(one: Any, number: Decimal | None) -> dict[str, Any]:
    name = ANALYTE.label(one.analyte).in_language(get_language())
    if number is None:
        return {"range": one, "analyte": name, "times": None, "entered": ""}
    laboratory = one.laboratory.name
    entered = Multiple.of(number, one.unit, upper=one.upper, laboratory=laboratory)
    times = times_upper(number, one).times
    return {"range": one, "analyte": name, "times": times, "entered": str(entered)}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() and 0 <= number < 10**7 else None
