"""The R script of a figure, as a file."""

from collections.abc import Callable
from functools import partial

from django.http import Http404, HttpResponse

from outcomes.cohorts.kept import strata_of, with_days
from outcomes.cohorts.people import People
from outcomes.cohorts.results import Results
from outcomes.endpoints import ENDPOINTS
from outcomes.figures import (
    course_scripts,
    ratio_script,
    state_script,
    subgroup_script,
    who_scripts,
)
from outcomes.figures.again import Again, has_counts, read_again
from outcomes.figures.by_state import STATE_CURVES, has_states
from outcomes.figures.caption import Provenance
from outcomes.figures.catalogue import FIGURES
from outcomes.figures.components import COMPONENTS
from outcomes.figures.occupation_script import states
from outcomes.figures.r_lines import NoScript, frame
from outcomes.figures.ratios import RATIOS, has_ratios
from outcomes.figures.script import SCRIPTED, script_of
from outcomes.figures.stacked_script import causes, stacked
from outcomes.models import Cohort, Snapshot

SCRIPT = "R"
# What a figure is about, and the lines of its script, from stored results; and whole
# scripts for which the counts behind them are read again.
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
    **{
        name: partial(subgroup_script.subgroup_script, name)
        for name in subgroup_script.SCRIPTED
    },
    **{name: partial(ratio_script.ratio_script, name) for name in RATIOS},
}
OF_PEOPLE = "swimmer"
# Whether there is anything in the results that values can be read again for.
KNOWN: dict[str, Callable[[Results], bool]] = {
    "characteristics": lambda results: bool(results["table_one"]),
    "crs-icans": lambda results: any(one["n"] for one in results["toxicity"].values()),
    "expansion": lambda results: bool(results["expansion"]["points"]),
    "states": lambda results: bool(results["states"]["n"]),
    **dict.fromkeys(
        subgroup_script.SCRIPTED, lambda results: bool(results["subgroups"])
    ),
    **{name: partial(has_ratios, paramcd=code) for name, code in RATIOS.items()},
}


def has_script(name: str, snapshot: Snapshot) -> bool:
    """Tell whether a figure has a script for this reader.

    Whoever sees sums alone has none, and of nobody there is none.
    """
    results = snapshot.results
    if results.get("smallest_cell") or not results["n"]:
        return False
    if name in STATE_CURVES:
        return has_states(results)
    if _is_kaplan_meier(name) and results.get("hsct") == "competing":
        return False  # and no figure: Kaplan-Meier cannot tell HSCT from censoring
    if name in SCRIPTED:
        return any(_curves(name, results).values())
    if name in READ_AGAIN:
        return has_counts(snapshot) and KNOWN[name](results)
    return name in FROM_RESULTS or (name == OF_PEOPLE and not snapshot.as_of)


def _is_kaplan_meier(name: str) -> bool:
    code = subgroup_script.SCRIPTED.get(name) or SCRIPTED.get(name, ("", ""))[1]
    return bool(code) and ENDPOINTS[code].survives


def _curves(name: str, results: Results) -> dict[str, object]:
    part, code = SCRIPTED[name]
    return results[part].get(code, {"curves": {}})["curves"]  # type: ignore[literal-required,no-any-return]


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
        return READ_AGAIN[name](read_again(cohort, snapshot))
    if name == OF_PEOPLE:
        if people is None:
            raise NoScript("single patients are not listed to this reader")
        about, lines = course_scripts.swimmer(people)
        return frame(source, "", [about], lines)
    results = with_days(snapshot, FIGURES[name].days)
    if name in STATE_CURVES:
        return state_script.state_script(name, results, source)
    if name in SCRIPTED:
        strata = strata_of(snapshot, SCRIPTED[name][1])
        return script_of(name, results, source, strata)
    package, made = FROM_RESULTS[name]
    about, lines = made(results)
    return frame(source, package, [about], lines)
