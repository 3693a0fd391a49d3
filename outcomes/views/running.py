"""How the installation runs: for system administrators, without patients' data."""

from typing import Any

from django import get_version
from django.contrib import messages
from django.db import connection
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from outcomes.pipeline.status import set_aside
from outcomes.running.state import Queue, Running, running
from outcomes.version import code_version
from registry.access.policy import Action, require
from registry.access.reach import everywhere
from registry.access.requests import ActorRequest, actor_required

# A queue whose oldest work is older than this is said to be behind.
BEHIND_SECONDS = {
    "patients": 30,
    "cohorts": 120,
    "imports": 600,
    "checks": 3600,
    "emergencies": 86_400,
    "seals": 30,
    "heads": 30,
}


@never_cache
@require_safe
@actor_required
def system(request: ActorRequest) -> HttpResponse:
    """Show queues, what was given up, and which versions run."""
    require(request.actor, Action.CONFIGURE)
    found = running()
    told = {
        "crumbs": [(reverse("home"), _("Home")), ("", _("System"))],
        "queues": _queues(found),
        "failures": _failures(found),
        "versions": [*_versions(), *_sealed(found)],
        "computed_at": found.computed_at and timezone.localtime(found.computed_at),
    }
    part = request.htmx and not request.htmx.boosted
    name = "_state.html" if part else "system.html"
    return render(request, f"outcomes/system/{name}", told)


@require_POST
@actor_required
def system_retry(request: ActorRequest) -> HttpResponse:
    """Give the patients that were set aside all their attempts again."""
    require(request.actor, Action.CONFIGURE)
    with everywhere():  # whoever's patients they are
        number, _of = set_aside().delete()
    said = ngettext(
        "%(number)s patient is tried again.",
        "%(number)s patients are tried again.",
        number,
    )
    messages.success(request, said % {"number": number})
    return HttpResponseRedirect(reverse("system"))


def _queues(found: Running) -> dict[str, Any]:
    words = {
        "patients": _("Patients whose changes are not in the figures yet"),
        "cohorts": _("Studies whose figures are to be computed"),
        "imports": _("Files to be read or imported"),
        "checks": _("Runs of the edit checks"),
        "emergencies": _("Emergency accesses that no centre has acknowledged"),
        "seals": _("Changes that are not sealed yet"),
        "heads": _("Heads of the audit trail that are not noted outside yet"),
    }
    heads = (_("Work"), _("Waits"), _("Oldest since"), _("State"))
    rows = [
        {"cells": _cells(words[name], queue, BEHIND_SECONDS[name])}
        for name, queue in found.queues.items()
    ]
    columns = [{"label": h, "css": "num" if h in heads[1:3] else ""} for h in heads]
    return {"label": _("Queues"), "columns": columns, "rows": rows}


def _cells(word: str, queue: Queue, most: int) -> list[dict[str, str]]:
    if not queue.waiting:
        state = {"state": "done", "text": _("empty")}
    elif queue.lag > most:
        state = {"state": "overdue", "text": _("behind")}
    else:
        state = {"state": "due", "text": _("being worked off")}
    since = _("%(seconds)s s") % {"seconds": f"{queue.lag:,.0f}"}
    return [
        {"text": word},
        {"text": f"{queue.waiting:,}", "css": "num"},
        {"text": since if queue.waiting else "", "css": "num"},
        state,
    ]


def _failures(found: Running) -> dict[str, Any]:
    labels = (_("Patient, internal number"), _("Attempts"), _("What went wrong"))
    rows = [
        {
            "cells": [
                {"text": str(one.patient_id)},
                {"text": str(one.attempts), "css": "num"},
                {"text": one.error},
            ]
        }
        for one in found.failures
    ]
    columns = [{"label": label} for label in labels]
    return {"label": _("Set aside"), "columns": columns, "rows": rows}


def _sealed(found: Running) -> list[tuple[str, str]]:
    """Return the head of the audit trail, to be held against what was noted outside."""
    head, at = found.sealed.head, found.sealed.sealed_at
    if head is None or at is None:
        return [(_("Head of the audit trail"), _("nothing is sealed yet"))]
    said = f"{head} · {timezone.localtime(at):%Y-%m-%d %H:%M:%S}"
    return [(_("Head of the audit trail"), said)]


def _versions() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        (server,) = cursor.fetchone()
        cursor.execute(
            "SELECT app, max(name) FROM django_migrations"
            " WHERE app IN ('registry', 'outcomes') GROUP BY app ORDER BY app DESC"
        )
        migrations = cursor.fetchall()
    return [
        (_("Day Zero"), code_version()),
        ("Django", get_version()),
        ("PostgreSQL", server),
        *((_("Tables of %(app)s") % {"app": app}, name) for app, name in migrations),
    ]
