"""The R script of a figure, as a file."""

from django.http import Http404, HttpResponse

from outcomes.cohorts.kept import with_days
from outcomes.figures import state_script, subgroup_script
from outcomes.figures.by_state import STATE_CURVES, has_states
from outcomes.figures.caption import Provenance
from outcomes.figures.catalogue import FIGURES
from outcomes.figures.script import SCRIPTED, NoScript, script_of
from outcomes.models import Cohort, Snapshot

SCRIPT = "R"


def has_script(name: str, snapshot: Snapshot) -> bool:
    """Tell whether a figure has a script for this reader.

    Whoever sees sums alone has none; a past day's subgroups have no counts.
    """
    if snapshot.results.get("smallest_cell"):
        return False
    if name in STATE_CURVES:
        return has_states(snapshot.results)
    return name in SCRIPTED or (name in subgroup_script.SCRIPTED and not snapshot.as_of)


def script(cohort: Cohort, snapshot: Snapshot, name: str) -> HttpResponse:
    """Give the script of a figure; 404 where it cannot be drawn again."""
    if not has_script(name, snapshot):
        raise Http404
    source = Provenance.of(cohort, snapshot)
    try:
        said = _said(name, cohort, snapshot, source)
    except NoScript as why:
        raise Http404(str(why)) from why
    file = f"{cohort.slug}_{name}_change-{snapshot.data_version}.R"
    headers = {
        "Content-Disposition": f'attachment; filename="{file}"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(said, content_type="text/plain; charset=utf-8", headers=headers)


def _said(name: str, cohort: Cohort, snapshot: Snapshot, source: Provenance) -> str:
    results = with_days(snapshot, FIGURES[name].days)
    if name in STATE_CURVES:
        return state_script.state_script(name, results, source)
    if name in SCRIPTED:
        return script_of(name, results, source)
    return subgroup_script.subgroup_script(name, cohort, source)
