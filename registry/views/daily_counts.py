"""The page on which a month of blood counts is typed or pasted at once."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from registry.access.policy import Action, may, require
from registry.access.requests import ActorRequest, actor_required, patient_or_404
from registry.checks import Case, Severity
from registry.forms.counts_grid import (
    DAYS,
    Row,
    changes,
    fill,
    reasons_of_a_day,
    rows_of,
)
from registry.forms.pasted import read_table
from registry.models import BloodCount, Patient
from registry.queries.cases import case_of, records_of
from registry.queries.derived.counts import by_counts, icaht
from registry.services.daily_counts import RowsRefused, save_counts
from registry.services.errors import Locked, NotConsistent, ReasonNeeded, Withdrawn
from registry.variables.labels import sentences, series
from registry.views.derived_panel import panel_of
from registry.views.links import address, with_query

UNPROCESSABLE = 422
FURTHEST = 400


@actor_required
@require_http_methods(["GET", "POST"])
def daily_counts(request: ActorRequest, pk: int) -> HttpResponse:
    """Show the counts of 31 days of a course or a transplant, or save them."""
    patient = patient_or_404(request, pk)
    records = records_of(patient)
    case = case_of(patient, records)
    place, day_zero = _treatment(case, request.GET)
    first = _number(request.GET.get("first"), 0, -FURTHEST, FURTHEST)
    posted = request.POST if request.method == "POST" else {}
    counts: Any = records[BloodCount.form]
    rows = rows_of(counts, day_zero, first, posted)
    told: dict[str, Any] = {"rows": rows, "first": first, "reason": ""}
    if request.method == "POST":
        require(request.actor, Action.EDIT_RECORD, patient.centre_id)
        told["reason"] = request.POST.get("reason", "").strip()
        if "fill" in request.POST:
            _pasted(request, rows, day_zero)
            told["pasted"] = request.POST.get("pasted", "")
        elif _save(request, patient, rows, told):
            return HttpResponseRedirect(request.get_full_path())
    told |= _around(request, patient, case, place, first)
    refused = any(row.wrong for row in rows) or "refused" in told
    return render(
        request,
        "registry/counts/daily.html",
        told,
        status=UNPROCESSABLE if refused else 200,
    )


def _treatment(case: Case, asked: Mapping[str, str]) -> tuple[dict[str, int], date]:
    """Return the course or transplant that was asked for, and its day 0."""
    number = _number(asked.get("hsct_no"), 0, 0, 20)
    if number and (day := case.hsct_date(number)):
        return {"hsct_no": number}, day
    number = _number(asked.get("course_no"), 1, 1, 20)
    if day := case.infusion_date(number):
        return {"course_no": number}, day
    if case.first_hsct is None:
        raise Http404("counts have no day 0 before an infusion or a transplant")
    return {"hsct_no": case.hscts[0].get("hsct_no") or 1}, case.first_hsct


def _number(text: str | None, otherwise: int, low: int, high: int) -> int:
    try:
        number = int(text or "")
    except ValueError:
        return otherwise
    return min(max(number, low), high)


def _pasted(request: ActorRequest, rows: Sequence[Row], day_zero: date) -> None:
    """Put a pasted table into the grid, to be looked at before it is saved."""
    placed, problems = read_table(request.POST.get("pasted", ""), day_zero)
    outside = fill(rows, placed)
    for problem in problems:
        messages.warning(request, problem)
    if outside:
        days = series(day.isoformat() for day in outside)
        words = _("Not within the days shown here: %(days)s.") % {"days": days}
        messages.warning(request, words)
    filled = len(placed) - len(outside)
    if filled:
        told = ngettext(
            "%(number)s day was filled in. Look at it, then save.",
            "%(number)s days were filled in. Look at them, then save.",
            filled,
        )
        messages.info(request, told % {"number": filled})
    elif not problems:
        messages.warning(request, _("Nothing was pasted."))


def _save(
    request: ActorRequest, patient: Patient, rows: list[Row], told: dict[str, Any]
) -> bool:
    changed = list(changes(rows, request.POST))
    if any(row.wrong for row in rows):
        return False
    try:
        saved = save_counts(
            patient_id=patient.pk,
            rows=changed,
            actor=request.actor,
            reason=told["reason"],
        )
    except RowsRefused as refused:
        _tell(rows, refused)
        told["refused"] = True
        needs = (isinstance(why, ReasonNeeded) for why in refused.why.values())
        told["reason_needed"] = any(needs)
        return False
    except Withdrawn:
        messages.error(request, _("Consent was withdrawn: nothing may be changed."))
        told["refused"] = True
        return False
    words = ngettext("%(number)s day saved.", "%(number)s days saved.", len(saved))
    messages.success(request, words % {"number": len(saved)})
    return True


def _tell(rows: Sequence[Row], refused: RowsRefused) -> None:
    """Write beside each row, or its cell, why it was not saved."""
    by_key = {row.key: row for row in rows}
    for key, why in refused.why.items():
        row = by_key[key]
        if isinstance(why, NotConsistent):
            _findings(row, why)
        elif isinstance(why, Locked):
            row.errors.append(_("This count is locked: unlock its form first."))
        elif not isinstance(why, ReasonNeeded):
            row.errors.append(
                _("Somebody else saved this count meanwhile: open the page again.")
            )


def _findings(row: Row, why: NotConsistent) -> None:
    language = get_language()
    for finding in why.findings:
        if finding.severity is Severity.HARD:
            told = (finding.says, finding.fix)
            words = sentences(one.in_language(language) for one in told)
            cell = row.cell(finding.fields[0]) if finding.fields else None
            (cell.errors if cell else row.errors).append(words)


def _treatments(
    case: Case, place: dict[str, int], here: str
) -> Iterator[dict[str, Any]]:
    """Yield the infusions and transplants whose days the grid can show."""
    for key, records, name in (
        ("course_no", case.infusions, _("CAR-T, course %(number)s")),
        ("hsct_no", case.hscts, _("HSCT %(number)s")),
    ):
        for number in dict.fromkeys(one.get(key) or 1 for one in records):
            at = {key: number}
            yield {
                "name": name % {"number": number},
                "url": with_query(here, at),
                "here": at == place,
            }


def _around(
    request: ActorRequest,
    patient: Patient,
    case: Case,
    place: dict[str, int],
    first: int,
) -> dict[str, Any]:
    """Return what stands beside the grid."""
    hsct = place.get("hsct_no")
    derived = by_counts(case, hsct) if hsct else icaht(case, place["course_no"])
    here = address("daily-counts", patient.pk)
    name = _("HSCT %(number)s") if hsct else _("CAR-T, course %(number)s")
    number = hsct or place["course_no"]
    return {
        "nav": "patients",
        "patient": patient,
        "crumbs": [
            (address("patients"), _("Patients")),
            (address("patient", patient.pk), patient.study_no),
            ("", _("Daily counts")),
        ],
        "treatment": name % {"number": number},
        "treatments": list(_treatments(case, place, here)),
        "reasons": reasons_of_a_day(),
        "editable": not (patient.withdrawn or patient.case_locked_at)
        and may(request.actor, Action.EDIT_RECORD, patient.centre_id),
        "derived": panel_of(BloodCount, {}, derived),
        "before_url": with_query(here, {**place, "first": first - DAYS}),
        "after_url": with_query(here, {**place, "first": first + DAYS}),
    }
