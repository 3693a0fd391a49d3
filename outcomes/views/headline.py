"""The few numbers at the head of a study, each with whom it counts."""

from typing import TypedDict

from django.utils.translation import gettext as _

from outcomes.cohorts.belonging import ALL
from outcomes.cohorts.results import Results
from outcomes.endpoints import STACKED, USUAL
from outcomes.figures import incidence, km
from outcomes.figures.curves import endpoint_of, read_at
from outcomes.figures.wording import amount, horizon, limits, months, percent, said


class Part(TypedDict):
    """One number and what it is of; ``between`` are its limits."""

    number: str
    of: str
    between: str


class Stat(TypedDict):
    """One statistic for every group."""

    title: str
    parts: list[Part]


def headline(results: Results) -> list[Stat]:
    """Return at most six statistics from stored results."""
    stats: list[Stat] = [
        {"title": _("Patients"), "parts": _per_group(results, "n")},
        {"title": _("Deaths"), "parts": _per_group(results, "deaths")},
        *_first(results, "survival", km.limits_of(results)),
        *_first(results, "incidence", incidence.LIMITS),
        {
            "title": _("Median follow-up, reverse Kaplan–Meier, months"),
            "parts": _follow_up(results),
        },
    ]
    return [*stats, *_mrd_negative(results)]


def _first(results: Results, part: str, kind: str) -> list[Stat]:
    """Return the reading of the first endpoint of a part; nothing where it has none."""
    found = results[part]  # type: ignore[literal-required]
    chosen = (c for c in results.get("endpoints", USUAL) if c not in STACKED)
    first = next((c for c in chosen if c in found), None)
    if first is None:
        return []
    told = {
        "endpoint": said(found[first]["label"]),
        "at": horizon(read_at(results, found[first])),
    }
    title = _("%(endpoint)s at %(at)s") % told
    return [{"title": title, "parts": _readings(results, part, first, kind)}]


def _part(number: str, of: str, between: str = "") -> Part:
    return {"number": number, "of": of, "between": between}


def _per_group(results: Results, what: str) -> list[Part]:
    parts = []
    for group in results["groups"]:
        label = said(group["label"])
        of = label if what == "n" else _of(group["n"], label)
        parts.append(_part(amount(group[what]), of))  # type: ignore[literal-required]
    return parts


def _of(n: int | None, label: str) -> str:
    return _("of %(n)s %(group)s") % {"n": amount(n), "group": label}


def _readings(results: Results, part: str, paramcd: str, kind: str) -> list[Part]:
    curves = endpoint_of(results, part, paramcd)["curves"]
    parts = []
    for group in results["groups"]:
        curve = curves.get(group["key"])
        found = curve["at_horizon"] if curve else None
        number = percent(found["estimate"] if found else None)
        between = limits(found["limits"].get(kind)) if found else ""
        parts.append(_part(number, f"% {said(group['label'])}", between))
    return parts


def _follow_up(results: Results) -> list[Part]:
    return [
        _part(
            "\N{EM DASH}"
            if group["median_follow_up"] is None
            else f"{months(group['median_follow_up']):.1f}",
            said(group["label"]),
        )
        for group in results["groups"]
    ]


def _mrd_negative(results: Results) -> list[Stat]:
    """Return it of the subset, or of all with CAR-T; nothing where nobody had it."""
    found = results["day_28"]["d28_mrd"]
    if found["n"] == 0:
        return []
    of = {c["key"]: c["n"] for c in found["categories"]}
    subset = results["subset"]
    whom = _("with CAR-T") if subset["key"] == ALL else said(subset["label"])
    parts = [_part(amount(of.get("negative", 0)), _of(found["n"], whom))]
    return [{"title": _("MRD negative, day 28"), "parts": parts}]
