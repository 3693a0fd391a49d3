"""Who is behind a mark of a figure: a list of patients for those who may see them."""

from collections.abc import Collection, Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outcomes.behind.lines import Line, lines_of
from outcomes.behind.mark import Mark, NoSuchMark, mark_of
from outcomes.behind.who import Behind, behind
from outcomes.behind.words import happened, in_words
from outcomes.cohorts.definition import parse
from outcomes.disclosure.shown import newest_for, past_for
from outcomes.models import Cohort, Snapshot
from outcomes.past.cut import NotACut
from outcomes.past.lookback import StillLooking
from outcomes.past.rows import rows_as_of
from outcomes.views.as_of import banner, leads_to_patients
from outcomes.views.found import cohort_or_404
from registry.access.log import saw_rows
from registry.access.policy import Action, may
from registry.access.requests import ActorRequest, actor_required
from registry.access.sent import whole
from registry.models import FORMS, Patient
from registry.queries.keyset import Page, page_of


@require_safe
@actor_required
def study_patients(request: ActorRequest, slug: str) -> HttpResponse:
    """List a page of the patients behind the mark that the address names."""
    cohort = cohort_or_404(request.actor, slug)
    try:
        if as_of := request.GET.get("as_of", ""):
            told, listed = _then(request, cohort, as_of)
        else:
            snapshot = newest_for(request.actor, cohort)
            told, listed = _listed(request, cohort, snapshot)
    except NoSuchMark as why:
        raise Http404(str(why)) from why
    saw_rows(listed)
    return render(request, "outcomes/study/patients.html", told)


def _then(
    request: ActorRequest, cohort: Cohort, as_of: str
) -> tuple[dict[str, Any], Sequence[Any]]:
    """Return the page of a past day, by the rows and the definition of then."""
    try:
        past = past_for(request.actor, cohort, as_of)
    except (NotACut, StillLooking) as why:
        raise Http404(str(why)) from why
    if not leads_to_patients(request.actor, past.cohort, past.snapshot):
        raise Http404
    with rows_as_of(request.actor, cohort, past.cut) as (then, seen):
        told, listed = _listed(request, then, past.snapshot, seen)
    return told | {"past": banner(past)}, listed


def _listed(
    request: ActorRequest,
    cohort: Cohort,
    snapshot: Snapshot | None,
    seen: Collection[int] | None = None,
) -> tuple[dict[str, Any], Sequence[Any]]:
    """Return what the page says, and the rows that it lists."""
    mark = mark_of(request.GET.dict(), parse(cohort.definition))
    found = behind(request.actor, cohort, mark, seen)
    page = page_of(
        found.listed,
        ("pk",),
        all_rows=found.listed.model._default_manager.all(),
        after=whole(request.GET.get("after")),
        before=whole(request.GET.get("before")),
    )
    title = cohort.title.in_language(get_language() or "en")
    told: dict[str, Any] = {
        "nav": "studies",
        "cohort": cohort,
        "crumbs": [
            (reverse("studies"), _("Studies")),
            (_back(cohort, snapshot), title),
            ("", _("Patients")),
        ],
        "mark": in_words(mark, snapshot.results if snapshot else None),
        "lists_patients": may(request.actor, Action.READ_RECORD),
        "table": _table(lines_of(page.rows, mark), mark, past=seen is not None),
        "pager": _pager(request, page, found),
        "others": _others(found),
    }
    return told, page.rows


def _back(cohort: Cohort, snapshot: Snapshot | None) -> str:
    address = reverse("study", args=[cohort.slug])
    as_of = snapshot.as_of if snapshot else ""
    return f"{address}?{urlencode({'as_of': as_of})}" if as_of else address


def _table(lines: list[Line], mark: Mark, *, past: bool) -> dict[str, Any]:
    labels = [_("Study no."), _("Centre"), _("Day 0")]
    if mark.endpoint:
        labels += [_("Day"), _("What happened")]
    labels += [_("By which form"), _("History")]
    return {
        "label": _("Patients"),
        "columns": [{"label": label} for label in labels],
        "rows": [{"cells": _cells(line, past=past)} for line in lines],
    }


def _cells(line: Line, *, past: bool) -> list[dict[str, Any]]:
    patient = line.patient
    cells: list[dict[str, Any]] = [
        {"text": str(patient), "url": reverse("patient", args=[patient.pk])},
        {"text": patient.centre.code},
        {"text": _day_zero(line), "css": "nw"},
    ]
    if line.outcome is not None:
        day = f"{line.day} ({line.end.isoformat()})"
        cells.append({"text": day, "css": "nw"})
        cells.append({"text": happened(line.happened)})
    return [*cells, *_form_cells(line, past=past)]


def _day_zero(line: Line) -> str:
    return line.subject.index_date.isoformat() if line.subject else "\N{EM DASH}"


def _form_cells(line: Line, *, past: bool) -> list[dict[str, Any]]:
    """Lead to the form that made it so, and to its history: of a past to that alone.

    The form says what holds now, and may be gone.
    """
    patient, source = line.patient.pk, line.source
    whole = {"text": _("history"), "url": reverse("patient-history", args=[patient])}
    if source.form == "patient":
        edit = reverse("patient-edit", args=[patient])
        return [{"text": str(Patient._meta.verbose_name), "url": edit}, whole]
    label = str(FORMS[source.form]._meta.verbose_name)
    if source.record is None:
        return [{"text": _("%(form)s: none") % {"form": label}}, whole]
    at = (patient, source.form, source.record)
    return [
        {"text": label, "url": "" if past else reverse("record", args=at)},
        {"text": _("history"), "url": reverse("record-history", args=at)},
    ]


def _others(found: Behind) -> str:
    """Say how many more there are whom the reader may not see."""
    if found.others is None:
        return _("There may be more patients, whom you may not see.")
    if not found.others:
        return ""
    text = ngettext(
        "%(n)s patient is of those whom you may not see.",
        "%(n)s patients are of those whom you may not see.",
        found.others,
    )
    return text % {"n": found.others}


def _pager(request: ActorRequest, page: Page, found: Behind) -> dict[str, str]:
    def leads_to(name: str, place: int | None) -> str:
        words = request.GET.copy()
        words.pop("after", None)
        words.pop("before", None)
        words[name] = str(place)
        return f"{request.path}?{words.urlencode()}" if place else ""

    text = ngettext("%(count)s patient", "%(count)s patients", found.count)
    return {
        "text": text % {"count": found.count},
        "previous_url": leads_to("before", page.before),
        "next_url": leads_to("after", page.after),
    }
