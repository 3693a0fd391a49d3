"""The R script of a figure, as a file."""

from collections.abc import Callable
from functools import partial

from django.http import Http404, HttpResponse

from outcomes.cohorts.kept import with_days
from outcomes.cohorts.people import People
from outcomes.cohorts.results import Results
from outcomes.figures import course_scripts, state_script, subgroup_script, who_scripts
from outcomes.figures.again import Again, read_again
from outcomes.figures.by_state import STATE_CURVES, has_states
from outcomes.figures.caption import Provenance
from outcomes.figures.catalogue import FIGURES
from outcomes.figures.components import COMPONENTS
from outcomes.figures.occupation_script import states
from outcomes.figures.script import SCRIPTED, NoScript, frame, script_of
from outcomes.figures.stacked_script import causes, stacked
from outcomes.models import Cohort, Snapshot

SCRIPT = "R"
# What a figure is about, and the lines of its script, from stored results; and whole
# scripts for which values are read again, as they are today.
FROM_RESULTS: dict[str, tuple[str, Callable[[Results], tuple[str, list[str]]]]] = {
    "flow": ("", who_scripts.flow),
    "recruitment": ("", who_scripts.recruitment),
    "day-28": ("", course_scripts.day_28),
    "relapse-and-nrm": ("cmprsk", stacked),
    **{name: ("cmprsk", partial(causes, code)) for name, code in COMPONENTS.items()},
}
READ_AGAIN: dict[str, Callable[[Again], str]] = {
    "characteristics": who_scripts.characteristics,
    "crs-icans": course_scripts.toxicity,
    "expansion": course_scripts.copies,
    "states": states,
}
OF_PEOPLE = "swimmer"


def has_script(name: str, snapshot: Snapshot) -> bool:
    """Tell whether a figure has a script for this reader.

    Whoever sees sums alone has none; a past day's values cannot be read again.
    """
    if snapshot.results.get("smallest_cell"):
        return False
    if name in STATE_CURVES:
        return has_states(snapshot.results)
    today = name in subgroup_script.SCRIPTED or name in READ_AGAIN or name == OF_PEOPLE
    return name in SCRIPTED or name in FROM_RESULTS or (today and not snapshot.as_of)


def script(
    cohort: Cohort, snapshot: Snapshot, name: str, people: People | None
) -> HttpResponse:
    """Give the script of a figure; 404 where it cannot be drawn again.

    ``people`` are the single patients that its reader may see.
    """
    if not has_script(name, snapshot):
        raise Http404
    try:
        said = _said(name, cohort, snapshot, people)
    except NoScript as why:
        raise Http404(str(why)) from why
    file = f"{cohort.slug}_{name}_change-{snapshot.data_version}.R"
    headers = {
        "Content-Disposition": f'attachment; filename="{file}"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(said, content_type="text/plain; charset=utf-8", headers=headers)


def _said(name: str, cohort: Cohort, snapshot: Snapshot, people: People | None) -> str:
    source = Provenance.of(cohort, snapshot)
    if name in READ_AGAIN:
        with read_again(cohort, source) as again:
            return READ_AGAIN[name](again)
    if name in subgroup_script.SCRIPTED:
        return subgroup_script.subgroup_script(name, cohort, source)
    if name == OF_PEOPLE:
        if people is None:
            raise NoScript("single patients are not listed to this reader")
        about, lines = course_scripts.swimmer(people)
        return frame(source, "", [about], lines)
    results = with_days(snapshot, FIGURES[name].days)
    if name in STATE_CURVES:
        return state_script.state_script(name, results, source)
    if name in SCRIPTED:
        return script_of(name, results, source)
    package, made = FROM_RESULTS[name]
    about, lines = made(results)
    return frame(source, package, [about], lines)
