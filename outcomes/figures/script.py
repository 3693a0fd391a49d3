"""A figure of curves as an R script that draws its numbers again and compares them.

The script has the data inside, as the number of patients by group, day and status: no
patient can be told from it. It ends in ``stopifnot``.
"""

from collections.abc import Iterator, Sequence

from outcomes.cohorts.analysis import in_results
from outcomes.cohorts.results import Results
from outcomes.cohorts.shapes import Incidence, Survival
from outcomes.cohorts.strata import Stratum
from outcomes.endpoints import SINGLE
from outcomes.figures import curve_lines
from outcomes.figures.caption import Provenance
from outcomes.figures.clock import at_risk_of
from outcomes.figures.counts_lines import Group, counted
from outcomes.figures.r_lines import NoScript, frame, plain

# The figures that have a script: part of the results and code of the endpoint.
SCRIPTED = {
    one.slug: ("survival" if one.survives else "incidence", code)
    for code, one in SINGLE.items()
}


def script_of(
    name: str, results: Results, source: Provenance, strata: Sequence[Stratum] = ()
) -> str:
    """Return the script of a figure. Raises NoScript.

    ``strata`` are those of a stratified test, empty where their counts are not kept.
    """
    if results.get("smallest_cell"):
        raise NoScript("small cells are hidden from this reader")
    if name not in SCRIPTED:
        raise NoScript(f"{name} is no curve")
    part, paramcd = SCRIPTED[name]
    if paramcd not in results[part]:  # type: ignore[literal-required]
        raise NoScript(f"{paramcd} is not among the cohort's endpoints")
    found: Survival | Incidence = results[part][paramcd]  # type: ignore[literal-required]
    groups = groups_of(found, results)
    if not groups:
        raise NoScript("nobody has a curve")
    about = [f"{found['label']['en']}: {found['definition']['en']}"]
    package = "survival" if part == "survival" else "cmprsk"
    return frame(source, package, about, _lines(name, results, groups, strata))


def groups_of(found: Survival | Incidence, results: Results) -> list[Group]:
    """Return the groups that have a curve of an endpoint, by names that R reads."""
    keys = [group["key"] for group in results["groups"]]
    curves = [(key, found["curves"].get(key)) for key in keys]
    return [
        Group(plain(key, number), curve)
        for number, (key, curve) in enumerate(curves, start=1)
        if curve is not None
    ]


def _lines(
    name: str, results: Results, groups: list[Group], strata: Sequence[Stratum]
) -> Iterator[str]:
    part, paramcd = SCRIPTED[name]
    found = results[part][paramcd]  # type: ignore[literal-required]
    several, chosen = len(groups) > 1, in_results(results)
    at_risk = at_risk_of(found, results["at_risk"])
    days, read = at_risk["days"], found.get("read_at", results["horizon"])
    body = curve_lines.survival if part == "survival" else curve_lines.incidence
    yield from counted(groups)
    yield from body(groups, curve_lines.When(days, read), chosen)
    keys = [g["key"] for g in results["groups"] if found["curves"].get(g["key"])]
    if part == "survival":
        apart = [found.get("means_apart", {}).get(key) for key in keys]
        yield from curve_lines.restricted_means(groups, apart, read)
    if paramcd == "OS":
        medians = [
            group["median_follow_up"]
            for group in results["groups"]
            if group["key"] in keys
        ]
        yield from curve_lines.follow_up(medians, several=several)
    within = strata if results.get("strata") else None
    places = [place for place, g in enumerate(results["groups"], 1) if g["key"] in keys]
    yield from curve_lines.compared(part, found["test"], within, chosen, places)
