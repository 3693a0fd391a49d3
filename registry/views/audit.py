"""The audit trail of the whole registry: what was changed, and who looked at whom."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from registry.access.log import note, saw
from registry.access.policy import Action, Actor, require
from registry.access.requests import ActorRequest, actor_required, read_in_one
from registry.audit.sealing import sealed_so_far
from registry.forms.fields import field_label
from registry.models import (
    Access,
    AccessEvent,
    Change,
    Patient,
    Versioned,
)
from registry.queries.keyset import Page, page_of
from registry.queries.trail import (
    ORDER,
    WORDS,
    TrailFilters,
    audited_by_name,
    fields_of,
    matching,
    numbered,
    trail_of,
)
from registry.queries.trail_rows import rows_in_words
from registry.views.audit_file import WRITERS, written
from registry.views.audit_words import act_of, row_in_words
from registry.views.links import address, with_query
from registry.views.queries import whole

# A patient's audit is one document; the newest so many of each kind.
MOST_IN_A_DOCUMENT = 2000
OF_ACCOUNTS = (
    *(Access.SIGNED_IN, Access.SIGNED_OUT, Access.NOT_LET_IN, Access.LOCKED_OUT),
    *(Access.PASSWORD, Access.TOKEN_MADE, Access.TOKEN_ENDED, Access.TOOK_OUT),
    Access.NOT_GIVEN,
)


@require_safe
@actor_required
@read_in_one
def trail(request: ActorRequest) -> HttpResponse:
    """Show one page of what was changed, newest first."""
    require(request.actor, Action.READ_AUDIT)
    filters = TrailFilters.of(request.GET)
    page = page_of(
        matching(trail_of(request.actor), filters),
        ORDER,
        all_rows=Change.objects.all(),
        after=whole(request.GET.get("after")),
        before=whole(request.GET.get("before")),
    )
    context = {
        "nav": "audit",
        "filters": filters,
        "choices": _choices(filters),
        "rows": [row_in_words(row) for row in rows_in_words(page.rows)],
        "sealed": sealed_so_far(),
        "pager": _pager(request, page),
        "file_url": with_query(reverse("audit-file", args=["csv"]), _asked(request)),
        "json_url": with_query(reverse("audit-file", args=["json"]), _asked(request)),
        "zone": timezone.get_current_timezone_name(),
    }
    return render(request, "registry/audit/trail.html", context)


@require_safe
@actor_required
def trail_file(request: ActorRequest, kind: str) -> FileResponse:
    """Send everything that the filters leave, as CSV or JSON; it is noted."""
    require(request.actor, Action.READ_AUDIT)
    if kind not in WRITERS:
        raise Http404(kind)
    rows = matching(trail_of(request.actor), TrailFilters.of(request.GET))
    file, count = written(rows, kind)
    what = f"audit trail, {kind}"
    person = request.actor.person
    note(Access.TOOK_OUT, user_id=person, what=what, rows=count, request=request)
    return FileResponse(
        file,
        as_attachment=True,
        filename=f"audit-trail.{kind}",
        content_type=WRITERS[kind].content_type,
    )


@require_safe
@actor_required
def accesses(request: ActorRequest) -> HttpResponse:
    """Show one page of who looked at whom, took data out and came in."""
    require(request.actor, Action.READ_AUDIT)
    rows = _accesses_of(request.actor).select_related("user")
    kind = request.GET.get("kind", "")
    person = request.GET.get("person", "").strip()
    patient = request.GET.get("patient", "").strip()
    rows = rows.filter(kind=kind) if kind in Access.values else rows
    rows = rows.filter(user__username__iexact=person) if person else rows
    if patient:
        rows = rows.filter(patient_id__in=numbered(patient))
    page = page_of(
        rows,
        ORDER,
        all_rows=AccessEvent.objects.all(),
        after=whole(request.GET.get("after")),
        before=whole(request.GET.get("before")),
    )
    context = {
        "nav": "audit",
        "rows": _accesses_in_words(page.rows),
        "kinds": Access.choices,
        "asked": {"kind": kind, "person": person, "patient": patient},
        "pager": _pager(request, page),
        "zone": timezone.get_current_timezone_name(),
    }
    return render(request, "registry/audit/accesses.html", context)


@require_safe
@actor_required
def patient_audit(request: ActorRequest, pk: int) -> HttpResponse:
    """Show the whole audit of one patient as a document to print."""
    patient = get_object_or_404(_audited_patients(request.actor), pk=pk)
    require(request.actor, Action.READ_AUDIT, patient.centre_id)
    saw(patient)
    changes = Change.objects.filter(patient_id=pk).order_by("-pk")
    looks = AccessEvent.objects.filter(patient_id=pk).order_by("-pk")
    looks = looks.select_related("user")
    found = list(changes[:MOST_IN_A_DOCUMENT])
    asked = {"patient": patient.study_no}
    context = {
        "nav": "patients",
        "patient": patient,
        "crumbs": [
            (address("patients"), _("Patients")),
            (address("patient", pk), str(patient)),
            ("", _("Audit")),
        ],
        "rows": [row_in_words(row) for row in rows_in_words(found)],
        "looks": _accesses_in_words(list(looks[:MOST_IN_A_DOCUMENT])),
        "most": MOST_IN_A_DOCUMENT if len(found) == MOST_IN_A_DOCUMENT else 0,
        "sealed": sealed_so_far(),
        "now": timezone.now(),
        "file_url": with_query(reverse("audit-file", args=["csv"]), asked),
        "json_url": with_query(reverse("audit-file", args=["json"]), asked),
        "zone": timezone.get_current_timezone_name(),
    }
    return render(request, "registry/audit/patient.html", context)


def _audited_patients(actor: Actor) -> QuerySet[Patient]:
    """Return whom ``actor`` may see, with registrations merged into them."""
    of = Patient.objects
    rows = of.visible_to(actor) | of.merged_visible_to(actor)
    return rows.select_related("centre")


def _accesses_of(actor: Actor) -> QuerySet[AccessEvent]:
    """Return what ``actor`` may know of: the centre's patients, the centre's people.

    Who administers the system knows who came in and took data out, of no patient.
    """
    centres = actor.centres_for(Action.READ_AUDIT)
    known = Q(centre_id__in=centres)
    known |= Q(centre_id=None, user__memberships__centre__in=centres)
    if actor.holds_everywhere(Action.READ_AUDIT):
        known |= Q(kind__in=OF_ACCOUNTS)
    return AccessEvent.objects.filter(known).distinct()


def _accesses_in_words(rows: list[AccessEvent]) -> list[dict[str, Any]]:
    wanted = {row.patient_id for row in rows if row.patient_id}
    patients = Patient.objects.select_related("centre").in_bulk(list(wanted))
    return [
        {
            "at": row.at,
            "who": row.user.username if row.user else _("nobody known"),
            "did": row.get_kind_display(),
            "what": row.what,
            "rows": row.rows,
            "patient": patients.get(row.patient_id or 0),
            "address": row.address or "",
        }
        for row in rows
    ]


def _choices(filters: TrailFilters) -> dict[str, list[tuple[str, str]]]:
    forms = [
        (name, str(model._meta.verbose_name))
        for name, model in audited_by_name().items()
    ]
    acts = [(word, act_of(act)) for word, act in WORDS.items()]
    return {"form": forms, "act": acts, "field": _fields(filters.form)}


def _fields(form: str) -> list[tuple[str, str]]:
    if not form:
        return []
    model = audited_by_name()[form]
    if issubclass(model, Versioned):
        variables = model.variables().items()
        return [(name, field_label(variable)[0]) for name, variable in variables]
    named = ((name, model._meta.get_field(name)) for name in fields_of(model))
    return [(name, str(getattr(own, "verbose_name", name))) for name, own in named]


def _asked(request: ActorRequest) -> dict[str, object]:
    return {k: v for k, v in request.GET.items() if k not in ("after", "before")}


def _pager(request: ActorRequest, page: Page) -> dict[str, str]:
    def leads_to(**place: int | None) -> str:
        words = {**_asked(request), **place}
        return with_query(request.path, words) if any(place.values()) else ""

    return {
        "text": str(NEWEST_FIRST),
        "previous_url": leads_to(before=page.before),
        "next_url": leads_to(after=page.after),
    }


NEWEST_FIRST = gettext_lazy("newest first")
