"""Duplicates: the suspected pairs, two patients side by side, what is decided."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from registry.access.policy import Action, require
from registry.access.requests import ActorRequest, actor_required
from registry.access.sent import whole
from registry.forms.fields import field_label
from registry.models import FORMS, Patient, Versioned
from registry.models.base import said_by
from registry.queries.cases import records_of
from registry.queries.duplicates import WHY, candidates
from registry.queries.identities import names_of
from registry.queries.matching import differing, matches
from registry.queries.spelled import spelled
from registry.services.errors import (
    Locked,
    NotConsistent,
    OutOfTurn,
    ReasonNeeded,
    Stale,
    Withdrawn,
)
from registry.services.merging import OWN, Choice, keep_apart, merge_patients, reopen
from registry.variables.labels import clauses, headed
from registry.views.links import address

# Of a form that only one of them has, so many answers are told.
NAMED = 4


@require_safe
@actor_required
def duplicates(request: ActorRequest) -> HttpResponse:
    """List the pairs that are suspected, with why."""
    require(request.actor, Action.MOVE_RECORD)
    pairs = [
        {
            "one": pair.one,
            "other": pair.other,
            "url": reverse("duplicate", args=[pair.one.pk, pair.other.pk]),
            "why": [str(WHY[why]) for why in pair.why],
        }
        for pair in candidates(request.actor)
    ]
    context = {
        "nav": "patients",
        "crumbs": [(address("patients"), _("Patients")), ("", _("Duplicates"))],
        "pairs": pairs,
    }
    return render(request, "registry/duplicates/duplicates.html", context)


@actor_required
@require_http_methods(["GET", "POST"])
def duplicate(request: ActorRequest, pk: int, other_id: int) -> HttpResponse:
    """Show two registrations side by side, and do what is decided."""
    one, other = _patient(request, pk), _patient(request, other_id)
    if one.pk == other.pk:
        raise Http404
    problem, findings, status = "", [], 200
    if request.method == "POST":
        try:
            return HttpResponseRedirect(_decide(request, one, other))
        except ReasonNeeded:
            problem, status = _("Say why you decide so."), 422
        except Stale:
            problem, status = _("Somebody saved one of them meanwhile."), 412
        except (OutOfTurn, Locked, Withdrawn):
            problem, status = (
                _(
                    "One of them is locked, about to be transferred, merged already, "
                    "or without consent. Settle that first."
                ),
                422,
            )
        except NotConsistent as refused:
            language = get_language()
            findings = [one.says.in_language(language) for one in refused.findings]
            problem, status = _("Together the forms contradict each other:"), 422
    context = _side_by_side(request, one, other)
    context |= {"problem": problem, "findings": findings}
    context["reason"] = request.POST.get("reason", "")
    return render(request, "registry/duplicates/compare.html", context, status=status)


def _patient(request: ActorRequest, pk: int) -> Patient:
    rows = Patient.objects.visible_to(request.actor).select_related("centre")
    found = get_object_or_404(rows, pk=pk)
    require(request.actor, Action.MOVE_RECORD, found.centre_id)
    return found


def _decide(request: ActorRequest, one: Patient, other: Patient) -> str:
    """Do what was chosen, and return where to go on."""
    posted, actor = request.POST, request.actor
    reason = posted.get("reason", "")
    if posted.get("act") == "apart":
        keep_apart(one_id=one.pk, other_id=other.pk, actor=actor, reason=reason)
        messages.success(request, _("Two people: the pair is not shown again."))
        return reverse("duplicates")
    seen = [posted.get("version_one", ""), posted.get("version_other", "")]
    versions = tuple(whole(v) or 0 for v in seen)
    merge_patients(
        survivor_id=one.pk,
        other_id=other.pk,
        versions=(versions[0], versions[1]),
        choice=Choice(
            theirs=frozenset(posted.getlist("theirs")),
            apart=frozenset(posted.getlist("apart")),
        ),
        actor=actor,
        reason=reason,
    )
    said = {"other": other, "one": one}
    messages.success(request, _("%(other)s was merged into %(one)s.") % said)
    return reverse("patient", args=[one.pk])


def _side_by_side(
    request: ActorRequest, one: Patient, other: Patient
) -> dict[str, Any]:
    chosen = set(request.POST.getlist("theirs"))
    apart = set(request.POST.getlist("apart"))
    forms = [_form(one, other, chosen, apart)]
    for match in matches(records_of(one), records_of(other)):
        forms.append(_form(match.one, match.other, chosen, apart))
    names = names_of(request.actor, [one, other])
    return {
        "nav": "patients",
        "crumbs": [
            (address("patients"), _("Patients")),
            (address("duplicates"), _("Duplicates")),
            ("", f"{one} · {other}"),
        ],
        "one": one,
        "other": other,
        "name_one": names.get(one.pk, ""),
        "name_other": names.get(other.pk, ""),
        "swapped": reverse("duplicate", args=[other.pk, one.pk]),
        "forms": forms,
        "lone": [
            {"stays": side == "one", "forms": [f for f in forms if f["only"] == side]}
            for side in ("one", "other")
        ],
    }


def _form(
    one: Versioned | None, other: Versioned | None, chosen: set[str], apart: set[str]
) -> dict[str, Any]:
    """Return one form of the comparison: on both sides, or on one."""
    either = one or other
    assert either is not None
    key = f"{either.form}:{other.pk}" if other else ""
    both_sides = one is not None and other is not None
    rows = list(_rows(one, other, key, chosen))
    side = "left" if one else "right"
    says = (headed(row["label"], row[side]) for row in rows[:NAMED])
    return {
        "key": key,
        "label": either.label.in_language(get_language()),
        "matched": both_sides and either.form in FORMS,
        "only": "" if both_sides else "one" if one else "other",
        "apart": key in apart,
        "rows": rows,
        "says": clauses(says),
    }


def _rows(
    one: Versioned | None, other: Versioned | None, key: str, chosen: set[str]
) -> Iterator[dict[str, Any]]:
    either = one or other
    assert either is not None
    differ = differing(one, other) if one and other else ()
    for name, variable in either.variables().items():
        left, right = (
            spelled(variable, said_by(side, name), side.absent.get(name))
            if side
            else ""
            for side in (one, other)
        )
        if left or right:
            yield {
                "label": field_label(variable)[0],
                "left": left,
                "right": right,
                "differs": name in differ and name not in OWN,
                "name": f"{key}:{name}",
                # What only the other knows is taken unless somebody says no.
                "theirs": f"{key}:{name}" in chosen or (not chosen and not left),
            }


@actor_required
@require_http_methods(["GET", "POST"])
def merged(request: ActorRequest, pk: int) -> HttpResponse:
    """Lead from a merged registration to its patient, or open it again."""
    rows = Patient.objects.merged_visible_to(request.actor)
    found = get_object_or_404(rows.select_related("centre", "merged_into"), pk=pk)
    require(request.actor, Action.MOVE_RECORD, found.centre_id)
    problem = ""
    if request.method == "POST":
        try:
            reason = request.POST.get("reason", "")
            reopen(patient_id=pk, actor=request.actor, reason=reason)
            messages.success(
                request, _("%(patient)s is open again.") % {"patient": found}
            )
            return HttpResponseRedirect(reverse("patient", args=[pk]))
        except ReasonNeeded:
            problem = _("Say why they are two people after all.")
    context = {
        "nav": "patients",
        "crumbs": [(address("patients"), _("Patients")), ("", str(found))],
        "patient": found,
        "into": found.merged_into,
        "problem": problem,
    }
    status = 422 if problem else 200
    return render(request, "registry/duplicates/merged.html", context, status=status)
