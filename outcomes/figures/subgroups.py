"""Subgroups of the CAR-T arm: one endpoint read at the horizon, limits, test."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from outcomes.cohorts.ratios import SubgroupRatios
from outcomes.cohorts.results import Results
from outcomes.cohorts.shapes import Estimate
from outcomes.cohorts.subgroups import Subgroup
from outcomes.endpoints import ENDPOINTS, SINGLE
from outcomes.figures import incidence, km
from outcomes.figures.curves import endpoint_of, read_at
from outcomes.figures.wording import (
    choices,
    horizon,
    limits,
    p_digits,
    paragraph,
    percent,
    said,
    with_unit,
)

FEW = 5
MARKS = ("*", "†", "‡", "§", "¶")
PARTS = {
    code: "survival" if one.survives else "incidence" for code, one in ENDPOINTS.items()
}
# The names of forest plots in addresses, where they are not the endpoint's code.
NAMED = {"RI": "relapse"}
FORESTS = {f"subgroups-{NAMED.get(code, code.lower())}": code for code in SINGLE}


@dataclass(frozen=True, slots=True)
class Line:
    """One row: a heading with its test, or a group with its reading."""

    text: str
    deaths: int | None = 0
    n: int | None = 0
    found: Estimate | None = None
    p: str = ""
    why_no_p: str = ""

    @property
    def few(self) -> bool:
        """Tell whether so few died that the reading says little."""
        return self.deaths is None or self.deaths < FEW


def unstratified(results: Results) -> Results:
    """Return results that say nothing of strata: within subgroups there are none."""
    return {**results, "strata": []}


def kind_of(results: Results, paramcd: str) -> str:
    """Return whose limits an endpoint is shown with."""
    survives = PARTS[paramcd] == "survival"
    return km.limits_of(results) if survives else incidence.LIMITS


def lines_of(results: Results, paramcd: str) -> list[Line]:
    """Return the rows of an endpoint: everybody first, then every subgroup."""
    lines = [_everybody(results, paramcd)]
    for subgroup in results["subgroups"]:
        test = subgroup["tests"][paramcd]
        why = said(test["why"]) if test["why"] else ""
        lines.append(Line(title_of(subgroup), p=p_digits(test["p"]), why_no_p=why))
        lines += [
            Line(
                said(group["label"]),
                group["deaths"],
                group["n"],
                group["estimates"][paramcd],
            )
            for group in subgroup["groups"]
        ]
    return lines


def _everybody(results: Results, paramcd: str) -> Line:
    key = results["subset"]["key"]
    group = next((g for g in results["groups"] if g["key"] == key), None)
    curve = endpoint_of(results, PARTS[paramcd], paramcd)["curves"].get(key)
    found = curve["at_horizon"] if curve else None
    label = _("All, %(group)s") % {"group": said(results["subset"]["label"])}
    return Line(
        label, group["deaths"] if group else 0, group["n"] if group else 0, found
    )


def title_of(subgroup: Subgroup | SubgroupRatios) -> str:
    """Name the variable with its unit, and how it was cut."""
    text = with_unit(said(subgroup["label"]), subgroup["unit"])
    if subgroup["cut_by"] == "median":
        text += _(", median cut")
    if subgroup["missing"]:
        text += _(", %(n)s not known") % {"n": subgroup["missing"]}
    return text


def reading(found: Estimate | None, kind: str, mark: str = "") -> str:
    """Write a reading: 87.5 (38.7–98.1); ``mark`` leads to the reason for a gap."""
    if found is None or found["estimate"] is None:
        return _("not estimable") + mark
    between = limits(found["limits"].get(kind))
    number = percent(found["estimate"])
    return f"{number} ({between})" if between else f"{number}{mark}"


def method(results: Results, paramcd: str) -> str:
    """Name the estimator, the limits, the test and what an open square means."""
    part = PARTS[paramcd]
    at = horizon(read_at(results, endpoint_of(results, part, paramcd)))
    how = (
        _("Kaplan–Meier at %(at)s, %(level)s %% limits %(scale)s; log-rank test.")
        if part == "survival"
        else _("Aalen–Johansen at %(at)s, %(level)s %% limits %(scale)s; Gray's test.")
    ) % {**choices(results), "at": at}
    few = _("Open square: fewer than %(few)s deaths, read with caution.")
    return paragraph(how, few % {"few": FEW})


def reasons(lines: list[Line], kind: str) -> dict[str, str]:
    """Return each reason for a gap with its mark, as journals set them."""
    return numbered(gap(line, kind) for line in lines)


def numbered(whys: Iterable[str]) -> dict[str, str]:
    """Return each of these reasons with its mark, in the order in which they come."""
    found: dict[str, str] = {}
    for why in whys:
        if why and why not in found:
            found[why] = MARKS[len(found) % len(MARKS)]
    return found


def gap(line: Line, kind: str) -> str:
    """Say why a row lacks its estimate, limits or test; nothing when it has them."""
    if line.found is None:
        return line.why_no_p
    has_limits = limits(line.found["limits"].get(kind))
    return said(line.found["why"]) if line.found["why"] and not has_limits else ""
