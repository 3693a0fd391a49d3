"""Causes that are stacked, as R scripts of all of them at once."""

from collections.abc import Iterable, Iterator, Sequence

from outcomes.cohorts.results import Results
from outcomes.cohorts.shapes import Curve, Words
from outcomes.figures.counts_lines import Group, estimate_at, left, one_row_each
from outcomes.figures.r_lines import NoScript, plain, same, vector

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
    days = results["at_risk"]["days"]
    rows = [row for group, nrm in groups for row in _of_both(group, nrm)]
    lines = [
        "# status: 0 last seen, 1 relapse, 2 death without, 3 HSCT where it competes",
        *_incidences(rows, days, several=several),
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


def _of_both(group: Group, nrm: Curve) -> Iterator[tuple[str, str, int, int]]:
    """Yield who left by day and status; the two are of the same patients."""
    died = dict(zip(nrm["day"][1:], nrm["events"][1:], strict=True))
    for day, last_seen, relapsed, competing in left(group):
        dead = died.get(day, 0)
        for status, n in enumerate((last_seen, relapsed, dead, competing - dead)):
            if n:
                yield group.key, f"{day:g}", status, n


def causes(paramcd: str, results: Results) -> tuple[str, list[str]]:
    """Return the incidences of every cause of every group. Raises NoScript."""
    endpoint = results["incidence"].get(paramcd)
    if endpoint is None:
        raise NoScript(f"{paramcd} is not among the cohort's endpoints")
    groups = [
        Group(plain(one["key"], number), curve)
        for number, one in enumerate(results["groups"], start=1)
        if (curve := endpoint["curves"].get(one["key"])) and "causes" in curve
    ]
    if not groups:
        raise NoScript("nobody has a curve")
    days = endpoint["at_risk"]["days"]
    names = "; ".join(
        f"{number} {part['en']}" for number, part in enumerate(endpoint["parts"], 1)
    )
    lines = [
        f"# status: 0 last seen, {names}",
        *_incidences(_left(groups), days, several=len(groups) > 1),
    ]
    for group in groups:
        name = group.key if len(groups) > 1 else "1"
        lines += _compared(name, group, endpoint["parts"])
    return f"{endpoint['label']['en']}: {endpoint['definition']['en']}", lines


def _incidences(
    rows: Iterable[Sequence[object]], days: list[int], *, several: bool
) -> Iterator[str]:
    """Yield the patients, and what R finds for every cause at these days."""
    by = ", patients$group" if several else ""
    yield from one_row_each(rows, "unique(counts$group)")
    yield ""
    yield f"curve <- cuminc(patients$day, patients$status{by})"
    yield f"found <- timepoints(curve, {vector(days)})$est"
    yield ""
    yield "# What Day Zero found. Where nobody had the event R has no curve; ours is 0"


def _left(groups: list[Group]) -> Iterator[tuple[str, str, int, int]]:
    """Yield who left by group, day and status."""
    for group in groups:
        curve = group.curve
        for place, day in enumerate(curve["day"]):
            left = [cause["events"][place] for cause in curve["causes"]]
            for status, n in enumerate([curve["censored"][place], *left]):
                if n:
                    yield group.key, f"{day:g}", status, n


def _compared(name: str, group: Group, parts: list[Words]) -> Iterator[str]:
    for number, shares in enumerate(group.curve["shares"], start=1):
        if any(group.curve["causes"][number - 1]["events"]):
            mine = f'found["{name} {number}", ]'
            yield f"# {parts[number - 1]['en']}"
            yield f"known <- !is.na({mine})"
            yield f"expected <- {vector(shares)}"
            yield from same(f"unname({mine}[known])", "expected[known]")
