"""The studies that somebody may see."""

from typing import Any

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from outcomes.building.told import number
from outcomes.cohorts.access import cohorts_visible_to
from outcomes.disclosure.rule import is_small
from outcomes.exports.permission import may_export
from outcomes.figures.caption import thousands
from outcomes.figures.wording import amount
from outcomes.models import Snapshot
from outcomes.pipeline.status import recomputing
from registry.access.policy import Action, Actor, may, require
from registry.access.requests import ActorRequest, actor_required


@require_safe
@actor_required
def studies(request: ActorRequest) -> HttpResponse:
    """List the studies with what their newest figures take into account."""
    require(request.actor, Action.VIEW_COHORT)
    found = Snapshot.objects.filter(cohort=OuterRef("pk")).order_by("-id")
    cohorts = (
        cohorts_visible_to(request.actor)
        .prefetch_related("centres")
        .annotate(
            patients=Subquery(found.values("results__n")[:1]),
            data_version=Subquery(found.values("data_version")[:1]),
            computed_at=Subquery(found.values("computed_at")[:1]),
        )
    )
    waiting = recomputing(cohorts)
    labels = (_("Study"), _("Centres"), _("Patients"), _("Figures as of"), _("State"))
    table = {
        "label": _("Studies"),
        "columns": [{"label": label} for label in labels],
        "rows": [
            {"cells": _cells(request.actor, cohort, cohort.pk in waiting)}
            for cohort in cohorts
        ],
    }
    may_define = may(request.actor, Action.EDIT_COHORT)
    told = {
        "nav": "studies",
        "table": table,
        "may_define": may_define,
        "may_export": may_export(request.actor),
    }
    return render(request, "outcomes/study/studies.html", told)


def _patients(actor: Actor, cohort: Any) -> str:
    """Write how many; few of them only for whoever reads all of the centres."""
    centres = {centre.pk for centre in cohort.centres.all()}
    if centres <= actor.readable_centres:
        return str(cohort.patients)
    if centres & actor.readable_centres:
        # An exact number less those of their own would tell the others'.
        return number(cohort.patients, exact=False)
    few = is_small(cohort.patients, settings.SMALLEST_CELL)
    return amount(None if few else cohort.patients)


def _cells(actor: Actor, cohort: Any, waiting: bool) -> list[dict[str, str]]:
    computed = cohort.computed_at is not None
    return [
        {
            "text": cohort.title.in_language(get_language() or "en"),
            "url": reverse("study", args=[cohort.slug]),
        },
        {"text": ", ".join(centre.code for centre in cohort.centres.all())},
        {"text": _patients(actor, cohort) if computed else "", "css": "nw"},
        {"text": _as_of(cohort) if computed else "", "css": "mhide"},
        _state(computed, waiting),
    ]


def _as_of(cohort: Any) -> str:
    at = date_format(timezone.localtime(cohort.computed_at), "Y-m-d H:i T")
    change = thousands(cohort.data_version)
    return _("change %(change)s, %(at)s") % {"change": change, "at": at}


def _state(computed: bool, recomputing: bool) -> dict[str, str]:
    if not computed:
        return {"state": "none", "text": _("not computed yet")}
    if recomputing:
        return {"state": "begun", "text": _("recomputing")}
    return {"state": "done", "text": _("up to date")}
