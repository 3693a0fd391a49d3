"""Home: a person's work of today, by what they may see."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from registry.access.policy import Action, Actor, may
from registry.access.requests import ActorRequest, actor_required, read_in_one
from registry.models import FORMS, Centre
from registry.queries.begun import begun_counts
from registry.queries.centre_counts import Counts, centre_counts
from registry.queries.emergencies import openings_waiting
from registry.queries.open_queries import OpenQueries, open_queries_for
from registry.queries.recent import Act, recent_acts
from registry.queries.visits import (
    VisitCounts,
    days_at,
    visit_counts,
)
from registry.queries.worklist import (
    Completeness,
    Reach,
    Waiting,
    completeness,
    reach,
    waiting,
)
from registry.views.home_panels import (
    begun_shown,
    queries_shown,
    visits_shown,
)
from registry.views.links import address, record_address, with_query
from registry.views.times import at_centre


@require_safe
@actor_required
@read_in_one
def home(request: ActorRequest) -> HttpResponse:
    """Show the worklist, or where to go for those who reach no clinical data."""
    actor = request.actor
    if not actor.readable_centres:
        return render(request, "registry/home/elsewhere.html", _elsewhere(request))
    centres = list(Centre.objects.filter(pk__in=actor.readable_centres))
    counts = centre_counts(actor)
    told = {
        "nav": "home",
        "today": centres[0].today(),
        "reach": reach(counts),
        "emergencies": openings_waiting(actor),
        **_work(actor, centres, counts),
        **_forms(counts),
        "mine": [_act(act, centres[0]) for act in recent_acts(actor, own=True, most=4)],
        "others": [_act(act, centres[0]) for act in recent_acts(actor, own=False)],
    }
    return render(request, "registry/home/home.html", told)


def _work(actor: Actor, centres: list[Centre], counted: Counts) -> dict[str, Any]:
    """Return what waits: queries, visits, forms begun, and what is not stated."""
    days, seen = days_at(centres), reach(counted)
    counts = visit_counts(actor, days, counted)
    asked = open_queries_for(actor, most=9)
    needs = waiting(actor, centres[0].today())
    return {
        "visits": visits_shown(actor, days, counts),
        "queries": queries_shown(asked),
        "begun": begun_shown(actor),
        "stats": _stats(asked, counts, begun_counts(counted), needs, seen),
        "needs": [_need(one, getattr(seen, one.need.of)) for one in needs],
    }


def _stats(
    asked: OpenQueries,
    counts: VisitCounts,
    begun: dict[str, int],
    needs: list[Waiting],
    seen: Reach,
) -> list[dict[str, Any]]:
    """Return the figures of the page's head, each with what it is a part of."""
    visits, followed = reverse("worklist-visits"), counts.followed
    patients = reverse("patients")
    in_patients = _("in %(part)s of %(whole)s patients")
    lost = _("of %(whole)s followed; %(lost)s known lost")
    return [
        {
            "title": _("Queries for me"),
            "count": asked.waiting,
            "url": address("queries"),
            "of": _("%(number)s assigned to me") % {"number": asked.mine},
        },
        {
            "title": _("Visits overdue"),
            "count": counts.overdue,
            "url": with_query(visits, {"state": "overdue"}),
            "of": in_patients % {"part": counts.overdue_patients, "whole": followed},
            "urgent": True,
        },
        {
            "title": _("Visits due"),
            "count": counts.due,
            "url": with_query(visits, {"state": "due"}),
            "of": in_patients % {"part": counts.due_patients, "whole": followed},
        },
        {
            "title": _("Forms begun"),
            "count": begun["forms"],
            "url": reverse("worklist-forms"),
            "of": in_patients % {"part": begun["patients"], "whole": seen.patients},
        },
        {
            "title": _("Lost to follow-up?"),
            "count": counts.silent,
            "url": with_query(patients, {"vital": "silent"}),
            "of": lost % {"whole": followed, "lost": counts.lost},
        },
        {
            "title": _("Not stated"),
            "count": sum(one.count for one in needs),
            "url": "#not-stated",
            "of": _("CRS, ICANS, engraftment"),
        },
    ]


def _need(one: Waiting, whole: int) -> dict[str, Any]:
    return {
        "title": one.need.title,
        "wanted": one.need.wanted,
        "count": one.count,
        "whole": whole,
        "url": with_query(reverse("patients"), {"needs": one.need.name}),
    }


def _forms(counts: Counts) -> dict[str, Any]:
    forms = completeness(counts)
    return {
        "forms": sum(form.records for form in forms),
        # What is for nobody here, and what nobody has, says nothing.
        "completeness": [_share(form) for form in forms if form.whole],
    }


def _elsewhere(request: ActorRequest) -> dict[str, Any]:
    actor = request.actor
    return {
        "nav": "home",
        "configures": may(actor, Action.CONFIGURE) and request.user.is_staff,
        "manages": may(actor, Action.MANAGE_USERS) and request.user.is_staff,
        "analyses": may(actor, Action.VIEW_COHORT),
        "chinese": (get_language() or "").startswith("zh"),
    }


def _share(one: Completeness) -> dict[str, Any]:
    state = "absent" if one.absent else "begun" if one.begun else ""
    return {
        "label": FORMS[one.form].label.in_language(get_language()),
        "one": one,
        "url": with_query(reverse("patients"), {"form": one.form, "state": state}),
        "percent": round(100 * one.complete / one.whole) if one.whole else None,
        "words": _("%(complete)s complete, %(begun)s begun, %(absent)s absent")
        % {"complete": one.complete, "begun": one.begun, "absent": one.absent},
    }


def _act(act: Act, centre: Centre | None) -> dict[str, Any]:
    label = (
        FORMS[act.form].label.in_language(get_language()) if act.form in FORMS else ""
    )
    at = at_centre(act.at, centre).strftime("%Y-%m-%d %H:%M")
    told: dict[str, Any] = {"act": act, "label": label, "url": "", "at": at}
    if act.patient:
        told["url"] = reverse("patient", args=[act.patient.pk])
        if act.record and act.form in FORMS:
            url = record_address(act.patient.pk, act.form, act.record)
            told["url"] = url or told["url"]
    return told
