"""What a page says of results of the past, and while they are computed."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from outcomes.cuts.results import PREFIX
from outcomes.figures.caption import thousands
from outcomes.figures.wording import paragraph
from outcomes.models import Cohort, Lookback, Snapshot
from outcomes.past.cut import cut_of
from outcomes.past.results import Past
from outcomes.past.rows import lists_then
from registry.access.policy import Action, Actor, may


def banner(past: Past) -> dict[str, str]:
    """Return the words of the banner: as of when, how computed, who is left out."""
    computed = _(
        "Computed now from the history, with the definition, version %(version)s, "
        "and the records as they were: change %(change)s, code %(code)s."
    )
    kept = _(
        "Kept with the cut and never changed: definition, version %(version)s, "
        "records as of change %(change)s, code %(code)s."
    )
    said = [
        (kept if past.cut.name else computed)
        % {
            "version": past.snapshot.cohort_version,
            "change": thousands(past.snapshot.data_version),
            "code": past.snapshot.code_version,
        }
    ]
    if past.withdrawn_since:
        said.append(
            ngettext(
                "%(n)s patient who was there is left out: consent was withdrawn since.",
                "%(n)s patients who were there are left out: consent was withdrawn "
                "since.",
                past.withdrawn_since,
            )
            % {"n": past.withdrawn_since}
        )
    said.append(_("Regressions are of the rows of now: a past day has none."))
    return {"title": _("As of %(cut)s") % {"cut": past.cut}, "text": paragraph(*said)}


def leads_to_patients(actor: Actor, then: Cohort, snapshot: Snapshot) -> bool:
    """Tell whether a past leads to single patients: of a day, and of not too many.

    Of a data cut no rows are put: it keeps its results.
    """
    if not may(actor, Action.READ_RECORD) or snapshot.as_of.startswith(PREFIX):
        return False
    return lists_then(then)


def patients_of(cohort: Cohort, snapshot: Snapshot) -> str:
    """Return the address of the patients behind a figure, of its day."""
    address = reverse("study-patients", args=[cohort.slug])
    asked = urlencode({"as_of": snapshot.as_of}) if snapshot.as_of else ""
    return f"{address}?{asked}" if asked else address


def looking_back(request: HttpRequest, told: dict[str, Any]) -> HttpResponse:
    """Say how far the past is that a worker computes; the page asks again by itself."""
    lookback = told["lookback"]
    said = {"cut": cut_of(lookback.cut), "progress": _progress(lookback)}
    status = 200 if lookback.failed else 202
    page = "outcomes/study/looking_back.html"
    return render(request, page, told | said, status=status)


def _progress(lookback: Lookback) -> str:
    if not lookback.attempts:
        return _("Waiting for a worker.")
    if not lookback.total:
        return _("Looking up what was edited since.")
    if lookback.done < lookback.total:
        return _("Reading patients as they were: %(done)s of %(total)s.") % {
            "done": thousands(lookback.done),
            "total": thousands(lookback.total),
        }
    return _("Computing the figures.")
