"""Completeness by centre, form and field, each number with the list behind it."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from registry.access.policy import Action, require
from registry.access.requests import ActorRequest, actor_required
from registry.forms.fields import field_label
from registry.models import FORMS, Centre, Patient
from registry.queries.completeness import (
    FieldCount,
    FormCount,
    core_fields,
    field_counts,
    form_counts,
)
from registry.queries.heard_of import GATE, HeardOf, heard_of
from registry.queries.worklist import FOR_INFUSED, FOR_TRANSPLANTED
from registry.schedule import Track
from registry.views.links import with_query
from registry.views.patient_forms import label_of
from registry.views.visit_words import TRACKS

COLUMNS = (
    *("centre", "form", "form_label", "field", "field_label"),
    *("expected", "answered", "explained", "missing"),
)


@require_safe
@actor_required
def completeness(request: ActorRequest) -> HttpResponse:
    """Show how complete each form is at each centre, and whom the centres know of."""
    centres = _centres(request)
    shown = _chosen(centres, request.GET)
    codes = {one.pk: one.code for one in centres}
    told = {
        "nav": "home",
        "crumbs": [(reverse("home"), _("My work")), ("", _("Completeness"))],
        "choices": _choices(centres),
        "chosen": request.GET.get("centre", ""),
        "several": len(centres) > 1,
        "groups": _groups(form_counts([one.pk for one in shown]), codes),
        "heard": [
            _heard(one, codes)
            for one in heard_of([c.pk for c in shown], shown[0].today())
        ]
        if shown
        else [],
        "gate": GATE,
    }
    return render(request, "registry/completeness/completeness.html", told)


@require_safe
@actor_required
def completeness_form(request: ActorRequest, form: str) -> HttpResponse:
    """Show how complete each core field of a form is at each centre."""
    if form not in {*FORMS, Patient.form}:
        raise Http404(form)
    centres = _centres(request)
    shown = _chosen(centres, request.GET)
    codes = {one.pk: one.code for one in centres}
    counts = field_counts(form, [one.pk for one in shown])
    told = {
        "nav": "home",
        "crumbs": [
            (reverse("home"), _("My work")),
            (reverse("completeness"), _("Completeness")),
            ("", label_of(form)),
        ],
        "form": form,
        "label": label_of(form),
        "choices": _choices(centres),
        "chosen": request.GET.get("centre", ""),
        "several": len(centres) > 1,
        "groups": [
            {"centre": codes[pk], "rows": [_field(one, codes[pk]) for one in some]}
            for pk, some in groupby(counts, key=lambda one: one.centre)
        ],
    }
    return render(request, "registry/completeness/form.html", told)


@require_safe
@actor_required
def completeness_file(request: ActorRequest) -> StreamingHttpResponse:
    """Send every centre, form and core field with its counts as CSV."""
    centres = _chosen(_centres(request), request.GET)
    answer = StreamingHttpResponse(
        _lines(centres), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = 'attachment; filename="completeness.csv"'
    return answer


class _Line:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        """Return the line."""
        return text


def _lines(centres: Sequence[Centre]) -> Iterator[str]:
    writer = csv.writer(_Line())
    # A byte order mark: spreadsheets then read the Chinese labels as they are.
    yield "\ufeff" + writer.writerow(COLUMNS)
    codes = {one.pk: one.code for one in centres}
    for form in (Patient.form, *FORMS):
        fields = core_fields(form)
        for one in field_counts(form, list(codes)):
            label = field_label(fields[one.field])[0]
            named = [codes[one.centre], form, label_of(form), one.field, label]
            counted = [one.expected, one.answered, one.explained, one.missing]
            yield writer.writerow([*named, *counted])


def _centres(request: ActorRequest) -> list[Centre]:
    require(request.actor, Action.READ_RECORD)
    return list(Centre.objects.filter(pk__in=request.actor.readable_centres))


def _chosen(centres: list[Centre], asked: Mapping[str, str]) -> list[Centre]:
    code = asked.get("centre", "")
    return [one for one in centres if one.code == code] if code else centres


def _choices(centres: list[Centre]) -> list[tuple[str, str]]:
    return [(one.code, one.code) for one in centres]


def _groups(counts: list[FormCount], codes: dict[int, str]) -> list[dict[str, Any]]:
    return [
        {"centre": codes[pk], "rows": [_form(one, codes[pk]) for one in some]}
        for pk, some in groupby(counts, key=lambda one: one.centre)
    ]


def _form(one: FormCount, centre: str) -> dict[str, Any]:
    form = "" if one.form == Patient.form else one.form
    absent = {"centre": centre, "form": form, "state": "absent"}
    if form in FOR_INFUSED:
        absent["car_t"] = "yes"
    if form in FOR_TRANSPLANTED:
        absent["hsct"] = "yes"
    here = {"centre": centre, "form": one.form}
    return {
        "label": label_of(one.form),
        "url": with_query(
            reverse("completeness-form", args=[one.form]), {"centre": centre}
        ),
        "one": one,
        "absent_url": with_query(reverse("patients"), absent),
        "begun_url": with_query(reverse("worklist-forms"), here),
        "percent": 100 * one.complete // one.records if one.records else None,
        "words": _("%(complete)s of %(records)s records complete")
        % {"complete": one.complete, "records": one.records},
    }


def _field(one: FieldCount, centre: str) -> dict[str, Any]:
    variable = core_fields(one.form)[one.field]
    where = {"centre": centre, "form": one.form, "field": one.field}
    given = one.answered + one.explained
    return {
        "label": field_label(variable)[0],
        "name": one.field,
        "one": one,
        "given": given,
        "url": with_query(reverse("worklist-forms"), where),
        "percent": 100 * given // one.expected if one.expected else None,
        "words": _("%(given)s of %(expected)s answered or explained")
        % {"given": given, "expected": one.expected},
    }


def _heard(one: HeardOf, codes: dict[int, str]) -> dict[str, Any]:
    words = {"unheard": one.word, "centre": codes[one.centre]}
    low = one.percent is not None and one.percent < GATE
    return {
        "centre": codes[one.centre],
        "track": TRACKS[Track(one.track)],
        "one": one,
        "low": low,
        "unknown": one.asked - one.known,
        "url": with_query(reverse("patients"), words),
    }
