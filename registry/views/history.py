"""Who changed what, when, from what to what, and why."""

from collections.abc import Iterable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from registry.access.policy import Actor
from registry.access.requests import ActorRequest, actor_required, even_merged_or_404
from registry.access.sent import whole
from registry.audit.reading import CHANGED, DELETED, Edit, FieldEdit, edits_of
from registry.audit.triggers import history_of
from registry.forms.fields import field_label
from registry.models import FORMS, Centre, Membership, Patient, State, Versioned
from registry.queries.attestations import voids_of
from registry.queries.patient_history import edits_of_patient
from registry.queries.spelled import spelled, spelled_change
from registry.variables.labels import series
from registry.variables.spec import Variable
from registry.views.links import address
from registry.views.marked import marks_told
from registry.views.times import stamp


@actor_required
@require_safe
def record_history(
    request: ActorRequest, pk: int, form: str, record_id: int
) -> HttpResponse:
    """Show every edit of a record, removed or not, newest first."""
    patient = even_merged_or_404(request, pk)
    record = _record(patient, form, record_id)
    edits = edits_of(record, patient.pk)
    roles = _roles(edit.who for edit in edits)
    names = _moved_between(request.actor, edits)
    voids = voids_of(patient)
    gone = bool(edits) and (edits[0].operation == DELETED or _left(edits[0], patient))
    context = {
        **_frame(patient, _history_of(record)),
        "edits": [
            {
                **_told(type(record), edit, patient, roles, names),
                "marks": marks_told(edit, form, record_id, voids, patient.centre),
            }
            for edit in edits
        ],
        "record_url": "" if gone else _record_url(patient, form, record_id),
        "gone": gone,
    }
    return render(request, "registry/record/history.html", context)


@actor_required
@require_safe
def field_history(
    request: ActorRequest, pk: int, form: str, record_id: int, field: str
) -> HttpResponse:
    """Show the history of one field, beside the form or as a page."""
    patient = even_merged_or_404(request, pk)
    record = _record(patient, form, record_id)
    variables = record.variables()
    if field not in variables:
        raise Http404(field)
    history = _of_field(record, field, variables[field], patient)
    if request.htmx:
        return render(request, "registry/_history.html", {"history": history})
    context = {
        **_frame(patient, _history_of(record)),
        "history": history,
        "record_url": _record_url(patient, form, record_id),
    }
    return render(request, "registry/record/field_history.html", context)


@actor_required
@require_safe
def patient_history(request: ActorRequest, pk: int) -> HttpResponse:
    """Show every edit of a patient, those of removed records among them."""
    patient = even_merged_or_404(request, pk)
    before = whole(request.GET.get("before"))
    found, more = edits_of_patient(patient, before)
    roles = _roles(one.edit.who for one in found)
    names = _moved_between(request.actor, [one.edit for one in found])
    voids = voids_of(patient)
    here = reverse("patient-history", args=[patient.pk])
    edits = [
        {
            **_told(one.model, one.edit, patient, roles, names),
            "marks": marks_told(
                one.edit, one.model.form, one.record_id, voids, patient.centre
            ),
            "form": one.model._meta.verbose_name,
            "url": reverse(
                "record-history", args=[patient.pk, one.model.form, one.record_id]
            ),
        }
        for one in found
    ]
    context = {
        **_frame(patient, _("History")),
        "edits": edits,
        "pager": {
            "text": ngettext("%(number)s edit", "%(number)s edits", len(edits))
            % {"number": len(edits)},
            "previous_url": here if before else "",
            "next_url": f"{here}?before={more}" if more else "",
        },
    }
    return render(request, "registry/record/patient_history.html", context)


def _record(patient: Patient, form: str, record_id: int) -> Versioned:
    """Return a record as the history knows it, though it may have been removed."""
    if form == Patient.form and record_id == patient.pk:
        return patient
    if form not in FORMS:
        raise Http404(form)
    model: Any = FORMS[form]
    kept = history_of(model)._default_manager
    rows = kept.filter(id=record_id, patient_id=patient.pk)
    if not rows.exists():
        raise Http404(f"{form} {record_id}")
    return model(id=record_id, patient=patient)


def _history_of(record: Versioned) -> str:
    return _("History: %(form)s") % {"form": record._meta.verbose_name}


def _record_url(patient: Patient, form: str, record_id: int) -> str:
    if form == Patient.form:
        return reverse("patient-edit", args=[patient.pk])
    return reverse("record", args=[patient.pk, form, record_id])


def _frame(patient: Patient, title: str) -> dict[str, Any]:
    crumbs = [
        (address("patients"), _("Patients")),
        (address("patient", patient.pk), str(patient)),
        ("", title),
    ]
    return {
        "patient": patient,
        "title": title,
        "nav": "patients",
        "crumbs": crumbs,
        "zone": patient.centre.time_zone,
    }


def _roles(names: Iterable[str]) -> dict[str, str]:
    """Return each person's roles in words: one query."""
    held = Membership.objects.filter(user__username__in=set(names))
    said: dict[str, list[str]] = {}
    for one in held.select_related("user").order_by("pk"):
        said.setdefault(one.user.username, []).append(str(one.get_role_display()))
    return {who: series(dict.fromkeys(words)) for who, words in said.items()}


def _left(edit: Edit, patient: Patient) -> bool:
    return edit.moved is not None and edit.moved[0] == patient.pk


def _moved_between(actor: Actor, edits: Iterable[Edit]) -> dict[int, str]:
    """Return the study numbers of patients between whom records went: one query.

    Only of those whom ``actor`` may see.
    """
    wanted = {pk for edit in edits for pk in edit.moved or ()}
    if not wanted:
        return {}
    seen = Patient.objects.visible_to(actor).filter(pk__in=wanted)
    return dict(seen.values_list("pk", "study_no"))


def _centres(edits: Iterable[Edit]) -> dict[int, str]:
    """Return the codes of the centres between which the patient went."""
    wanted = {pk for edit in edits for pk in edit.transferred or ()}
    if not wanted:
        return {}
    return dict(Centre.objects.filter(pk__in=wanted).values_list("pk", "code"))


def _did(edit: Edit, patient: Patient, names: dict[int, str]) -> str:
    if edit.marks and not edit.fields and edit.operation == CHANGED:
        return ""  # What was done is the mark.
    if edit.transferred:
        centres = _centres([edit])
        origin, target = (centres.get(one, "") for one in edit.transferred)
        said = {"origin": origin, "target": target}
        return _("transferred from %(origin)s to %(target)s") % said
    if edit.moved is None:
        if edit.operation == CHANGED and not edit.fields:
            return _follows(edit)
        words = {"+": _("created"), "~": _("changed"), "-": _("removed")}
        return words[edit.operation]
    away = _left(edit, patient)
    other = names.get(edit.moved[1 if away else 0], _("another patient"))
    words_of = _("moved to %(patient)s") if away else _("moved here from %(patient)s")
    return words_of % {"patient": other}


def _follows(edit: Edit) -> str:
    """Say what another form's answers made of this one."""
    if edit.state == State.BEGUN:
        return _("begun again: another form’s answers ask more of it")
    return _("complete: another form’s answers ask no more of it")


def _who(edit: Edit) -> str:
    """Name who wrote; what nobody wrote is the system's, in the reader's language."""
    return _("system") if edit.who == "system" else edit.who


def _told(
    model: type[Versioned],
    edit: Edit,
    patient: Patient,
    roles: dict[str, str],
    names: dict[int, str],
) -> dict[str, Any]:
    variables = model.variables()
    return {
        "who": _who(edit),
        "role": roles.get(edit.who, ""),
        "at": stamp(edit.at, patient.centre),
        "did": _did(edit, patient, names),
        "removed": edit.operation == DELETED,
        "why": edit.reason,
        "version": edit.version,
        "revision": edit.form_revision,
        "fields": [
            _change(variables[one.field], one)
            for one in (() if _left(edit, patient) else edit.fields)
        ],
    }


def _change(variable: Variable, edit: FieldEdit) -> dict[str, str]:
    old, new = spelled_change(variable, edit.old, edit.new)
    return {
        "label": field_label(variable)[0],
        "old": spelled(variable, old, edit.old_reason),
        "new": spelled(variable, new, edit.new_reason),
    }


def _of_field(
    record: Versioned, field: str, variable: Variable, patient: Patient
) -> dict[str, Any]:
    edits = [
        (edit, change)
        for edit in edits_of(record, patient.pk)
        for change in edit.fields
        if change.field == field
    ]
    roles = _roles(edit.who for edit, _change in edits)
    versions = [
        {
            "who": _who(edit),
            "role": roles.get(edit.who, ""),
            "at": stamp(edit.at, patient.centre),
            "why": edit.reason,
            "source": _("version %(version)s") % {"version": edit.version},
            "old": spelled(variable, change.old, change.old_reason),
            "new": spelled(variable, change.new, change.new_reason) or "–",
        }
        for edit, change in edits
    ]
    return {"label": field_label(variable)[0], "versions": versions}
