"""Relapse and non-relapse mortality, stacked, as an R script of both causes at once."""

from outcomes.cohorts.results import Results
from outcomes.figures.script import (
    Group,
    NoScript,
    counted,
    estimate_at,
    plain,
    same,
    vector,
)

# The cause in the counts of relapse, by endpoint.
CAUSES = {"RI": 1, "NRM": 2}


def stacked(results: Results) -> tuple[str, list[str]]:
    """Return the two incidences of every group. Raises NoScript."""
    incidence = results["incidence"]
    if not CAUSES.keys() <= incidence.keys():
        raise NoScript("relapse and NRM are not both among the cohort's endpoints")
    groups = [
        (Group(plain(one["key"], number), ri), nrm)
        for number, one in enumerate(results["groups"], start=1)
        if (ri := incidence["RI"]["curves"].get(one["key"]))
        and (nrm := incidence["NRM"]["curves"].get(one["key"]))
    ]
    if not groups:
        raise NoScript("nobody has a curve")
    several = len(groups) > 1
    by = ", patients$group" if several else ""
    days = results["at_risk"]["days"]
    lines = [
        *counted([group for group, _nrm in groups]),
        f"curve <- cuminc(patients$day, patients$status{by})",
        f"found <- timepoints(curve, {vector(days)})$est",
        "",
        "# What Day Zero found. Where nobody had the event R has no curve; ours is 0",
    ]
    for group, nrm in groups:
        for code, curve in (("RI", group.curve), ("NRM", nrm)):
            row = f"{group.key if several else 1} {CAUSES[code]}"
            if any(curve["events"]):
                mine = f'found["{row}", ]'
                expected = vector(estimate_at(curve, day) for day in days)
                lines += [f"known <- !is.na({mine})", f"expected <- {expected}"]
                lines += same(f"unname({mine}[known])", "expected[known]")
    return (
        "Relapse and death without relapse, of which one competes with the other.",
        lines,
    )
