"""Verify, sign, lock, unlock: what will be marked is stated first, then done."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from registry.access.confirmation import NotConfirmed, confirm
from registry.access.policy import require
from registry.access.requests import ActorRequest, actor_required, patient_or_404
from registry.access.sent import whole
from registry.models import Kind, Patient
from registry.models.attestation import CASE_MEANINGS, MEANINGS
from registry.queries.case_groups import DAY_OF
from registry.services.attesting import attest
from registry.services.case_lock import NotReady, forms_of, lock_case, unlock_case
from registry.services.errors import ReasonNeeded
from registry.services.judging import NEEDED, WORDS, Judged, Target, Why, judge
from registry.views.entry import entry_of
from registry.views.links import address, record_address
from registry.views.marks_panel import ACTS, BUTTONS
from registry.views.patient_forms import label_of

MOST_AT_ONCE = 500
CONFLICT, UNPROCESSABLE = 409, 422


@dataclass
class Asked:
    """What somebody wants to mark, and where they came from."""

    act: str
    targets: list[Target]
    back: str
    crumbs: list[tuple[str, str]]
    patient: Patient | None = None
    single: bool = False
    # The case itself: what locking or unlocking it is about.
    case: bool = False
    problem: str = ""
    status: int = 200
    judged: list[Judged] = field(default_factory=list)

    @property
    def kind(self) -> Kind:
        return ACTS[self.act]


@sensitive_post_parameters("password")
@actor_required
@require_http_methods(["GET", "POST"])
def record_mark(
    request: ActorRequest, pk: int, form: str, record_id: int, act: str
) -> HttpResponse:
    """Ask for one mark on one form, and set it."""
    patient = patient_or_404(request, pk)
    require(request.actor, NEEDED[ACTS[act]], patient.centre_id)
    entry = entry_of(request.actor, patient, form, record_id)
    if entry.record.pk != record_id:
        raise Http404(record_id)
    posted = _posted(request)
    here = [one for one in posted if (one.form, one.record_id) == (form, record_id)]
    target = Target(form, record_id, entry.record.version)
    crumbs = _crumbs(patient, (entry.url, label_of(form)), BUTTONS[act])
    asked = Asked(act, here or [target], entry.url, crumbs, patient, single=True)
    return _answer(request, asked)


@sensitive_post_parameters("password")
@actor_required
@require_http_methods(["GET", "POST"])
def patient_mark(request: ActorRequest, pk: int, act: str) -> HttpResponse:
    """Ask for a mark on every form of a patient that can carry it, and set it."""
    patient = patient_or_404(request, pk)
    require(request.actor, NEEDED[ACTS[act]], patient.centre_id)
    shown = [Target(one.form, one.pk, one.version) for one in forms_of(patient)]
    own = {(one.form, one.record_id) for one in shown}
    posted = [one for one in _posted(request) if (one.form, one.record_id) in own]
    back = reverse("patient", args=[patient.pk])
    crumbs = _crumbs(patient, BUTTONS[act])
    asked = Asked(act, posted or shown, back, crumbs, patient)
    asked.case = bool(patient.case_locked_at) and act == "unlock"
    return _answer(request, asked)


@sensitive_post_parameters("password")
@require_POST
@actor_required
def forms_mark(request: ActorRequest, act: str) -> HttpResponse:
    """Ask for a mark on the forms that were chosen from the list, and set it."""
    require(request.actor, NEEDED[ACTS[act]])
    back = reverse("forms") + (f"?{q}" if (q := request.POST.get("back", "")) else "")
    targets = _posted(request)
    if not targets:
        messages.warning(request, _("Choose forms first."))
        return HttpResponseRedirect(back)
    crumbs = [(back, _("Forms")), ("", str(BUTTONS[act]))]
    return _answer(request, Asked(act, targets, back, crumbs))


def _posted(request: ActorRequest) -> list[Target]:
    """Return what was chosen: form, key and the version that was shown."""
    name = "shown" if request.POST.get("all") else "target"
    found = []
    for text in request.POST.getlist(name)[:MOST_AT_ONCE]:
        form, _colon, numbers = text.partition(":")
        pk, _colon, version = numbers.partition(":")
        key, seen = whole(pk), whole(version)
        if key is not None and seen is not None:
            found.append(Target(form, key, seen))
    return list(dict.fromkeys(found))


def _crumbs(patient: Patient, *last: Any) -> list[tuple[str, str]]:
    return [
        (address("patients"), _("Patients")),
        (address("patient", patient.pk), str(patient)),
        *((one if isinstance(one, tuple) else ("", str(one))) for one in last),
    ]


# ---- Asking first, doing then


def _answer(request: ActorRequest, asked: Asked) -> HttpResponse:
    if request.method == "GET" or "confirmed" not in request.POST:
        return _ask(request, asked)
    try:
        _do(request, asked)
    except NotConfirmed:
        asked.problem = _("User name and password are not yours. Nothing was signed.")
        asked.status = UNPROCESSABLE
    except ReasonNeeded:
        asked.problem = _("Say why it is unlocked.")
        asked.status = UNPROCESSABLE
    except NotReady as met:
        asked.problem = _("The case cannot be locked yet. Nothing was locked.")
        asked.status, asked.judged = CONFLICT, met.left
    if asked.problem:
        return _ask(request, asked)
    return _report(request, asked)


def _do(request: ActorRequest, asked: Asked) -> None:
    given, actor = request.POST, request.actor
    reason = given.get("reason", "")
    if asked.case and asked.patient:
        unlock_case(patient_id=asked.patient.pk, actor=actor, reason=reason)
        return
    if given.get("case") and asked.patient and asked.kind == Kind.LOCKED:
        lock_case(patient_id=asked.patient.pk, actor=actor)
        asked.case = True
        return
    confirmed = None
    if asked.kind == Kind.SIGNED:
        names = given.get("username", ""), given.get("password", "")
        confirmed = confirm(request, *names)
    asked.judged = attest(
        kind=asked.kind,
        targets=asked.targets,
        actor=actor,
        confirmed=confirmed,
        reason=reason,
    )
    if asked.single and not asked.judged[0].free:
        words = WORDS[asked.judged[0].why or Why.GONE]
        asked.problem = _("Nothing was done: the form %(why)s.") % {"why": words}
        asked.status = CONFLICT


def _ask(request: ActorRequest, asked: Asked) -> HttpResponse:
    """State what will be marked, what is left out and why, and what it means."""
    judged = judge(kind=asked.kind, targets=asked.targets, actor=request.actor)
    free = [one for one in judged if one.free]
    left = [one for one in judged if not one.free]
    meanings = CASE_MEANINGS if asked.case else MEANINGS
    context = {
        "nav": "patients" if asked.patient else "forms",
        "crumbs": asked.crumbs,
        "asked": asked,
        "title": _title(asked, len(free)),
        "meaning": meanings[asked.kind],
        "case_meaning": CASE_MEANINGS[Kind.LOCKED] if _may_shut(asked, left) else "",
        "icon": "unlocked" if asked.act == "unlock" else asked.kind.value,
        "button": BUTTONS[asked.act],
        "free": [_row(one) for one in free],
        "left": [] if asked.case else _left_out(left),
        "queried": sum(one.queries for one in free),
        "unsigned": _unsigned(asked.kind, free),
        "signer": request.user,
        "reason": request.POST.get("reason", ""),
        "username": request.POST.get("username", ""),
        "back": request.POST.get("back", ""),
    }
    return render(request, "registry/marks/ask.html", context, status=asked.status)


def _may_shut(asked: Asked, left: Iterable[Judged]) -> bool:
    """Tell whether the case could be locked with the forms that are shown."""
    whole = asked.patient is not None and not asked.single
    open_case = whole and not (asked.patient and asked.patient.case_locked_at)
    return bool(
        open_case
        and asked.kind == Kind.LOCKED
        and all(one.why == Why.ALREADY for one in left)
    )


def _unsigned(kind: Kind, free: Iterable[Judged]) -> int:
    if kind != Kind.LOCKED:
        return 0
    return sum(one.record is not None and not one.record.signed_at for one in free)


def _title(asked: Asked, number: int) -> str:
    if asked.case and asked.patient:
        return _("Unlock the case of %(number)s") % {"number": asked.patient}
    if asked.single and asked.patient:
        label = label_of(asked.targets[0].form)
        said = {"act": BUTTONS[asked.act], "form": label, "number": asked.patient}
        return _("%(act)s: %(form)s of %(number)s") % said
    words = ngettext("%(act)s: %(number)s form", "%(act)s: %(number)s forms", number)
    return words % {"act": BUTTONS[asked.act], "number": number}


def _row(one: Judged) -> dict[str, Any]:
    record, patient = one.record, one.patient
    if record is None or patient is None:
        return {"label": label_of(one.target.form), "why": WORDS[Why.GONE]}
    day = getattr(record, DAY_OF.get(record.form, ""), None)
    form, pk = record.form, record.pk
    return {
        "value": f"{form}:{pk}:{record.version}",
        "patient": str(patient),
        "label": label_of(form),
        "url": record_address(patient.pk, form, pk),
        "day": day.isoformat() if day else "",
        "state": record.standing,
        "version": record.version,
        "queries": one.queries,
        "why": WORDS[one.why] if one.why else "",
    }


def _left_out(left: Iterable[Judged]) -> list[dict[str, Any]]:
    return [_row(one) for one in left]


def _report(request: ActorRequest, asked: Asked) -> HttpResponse:
    """Go back after one form or a case; say of many what was done with each."""
    done = [_row(one) for one in asked.judged if one.free]
    left = [one for one in asked.judged if not one.free]
    if asked.case or asked.single:
        messages.success(request, _done_words(asked))
        return HttpResponseRedirect(asked.back)
    words = ngettext(
        "%(number)s form %(done)s.", "%(number)s forms %(done)s.", len(done)
    )
    context = {
        "nav": "patients" if asked.patient else "forms",
        "crumbs": asked.crumbs,
        "asked": asked,
        "title": words % {"number": len(done), "done": asked.kind.label},
        "done": done,
        "left": _left_out(left),
    }
    return render(request, "registry/marks/done.html", context)


def _done_words(asked: Asked) -> str:
    if asked.case:
        locked = asked.kind == Kind.LOCKED
        return _("The case is locked.") if locked else _("The case is unlocked.")
    label = label_of(asked.targets[0].form)
    return _("%(form)s is %(done)s.") % {"form": label, "done": asked.kind.label}
