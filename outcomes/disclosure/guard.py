"""A cohort's results without what could point at single patients. Pure.

Each part of the results has its rule here; a part without one is left out, so that a
new one is closed until somebody says how it is shown.
"""

from typing import Any, cast

from outcomes.cohorts.described import Distribution, GroupSummary
from outcomes.cohorts.results import Results
from outcomes.cohorts.shapes import Curve, Estimate, Reason, Test
from outcomes.cohorts.subgroups import Subgroup, SubgroupPart
from outcomes.disclosure.coarse import coarse
from outcomes.disclosure.courses import guarded_courses
from outcomes.disclosure.rule import hidden_parts, is_small
from outcomes.endpoints import USUAL

# What says nothing of anybody, or is guarded where it is made.
AS_THEY_ARE = ("schema", "index", "horizon", "landmark", "hsct", "strata", "at_risk")
ALSO = ("subset", "endpoints")
OF_ENDPOINT = (
    *("label", "definition", "competing"),
    *("begins", "at_risk", "read_at"),
)
MONTH = len("2021-03")


def hidden_reason(smallest: int) -> Reason:
    """Say why a number is not shown."""
    return {
        "code": "small_cell",
        "en": f"hidden: fewer than {smallest} patients, or next to so few",
        "zh": f"已隐藏：患者少于{smallest}例，或可由此推算",
    }


def guarded(results: Results, smallest: int) -> Results:
    """Return what somebody who sees sums alone is shown; None stands for hidden.

    ``smallest_cell`` of the result says that it was guarded, and from where on
    numbers are shown.
    """
    of: dict[str, Any] = {k: results[k] for k in (*AS_THEY_ARE, *ALSO) if k in results}  # type: ignore[literal-required]
    all_few = is_small(results["n"], smallest)
    sizes = [*(group["n"] for group in results["groups"]), results["ungrouped"]]
    mask = [all_few or one for one in hidden_parts(sizes, smallest)]
    groups = [
        _group(group, smallest, hidden=is_hidden)
        for group, is_hidden in zip(results["groups"], mask, strict=False)
    ]
    few = {g["key"] for g, is_hidden in zip(groups, mask, strict=False) if is_hidden}
    of |= {
        "smallest_cell": smallest,
        "n": None if all_few else results["n"],
        "ungrouped": None if mask[-1] else results["ungrouped"],
        "period": [_month(day) for day in results["period"]],
        "groups": groups,
    }
    for name in ("not_derivable", "imputed", "withdrawn"):
        if name in results:  # those of older code say nothing of who withdrew
            of[name] = if_enough(results[name], smallest)  # type: ignore[literal-required]
    for part in ("survival", "incidence"):
        endpoints = results[part]  # type: ignore[literal-required]
        of[part] = {
            code: _endpoint(code, found, results, few, smallest)
            for code, found in endpoints.items()
        }
    for part in ("toxicity", "day_28"):
        found = results[part]  # type: ignore[literal-required]
        of[part] = {n: _distribution(one, smallest) for n, one in found.items()}
    of["subgroups"] = [
        _subgroup(one, results, smallest) for one in results["subgroups"]
    ]
    return cast("Results", of | guarded_courses(results, few, smallest))


def if_enough(count: int | None, smallest: int) -> int | None:
    """Return a count where it may be shown; one that was hidden before stays so."""
    return None if count is None or is_small(count, smallest) else count


def _month(day: str | None) -> str | None:
    """The first and the last day are somebody's own."""
    return day and day[:MONTH]


def _group(group: GroupSummary, smallest: int, *, hidden: bool) -> Any:
    if hidden:
        gone = dict.fromkeys(("n", "deaths", "first", "last"))
        medians = dict.fromkeys(("median_follow_up", "median_car_t_to_hsct"))
        why = {"median_follow_up_why": hidden_reason(smallest)}
        return {**group, **gone, **medians, **why}
    deaths = None if _split(group["deaths"], group["n"], smallest) else group["deaths"]
    days = {"first": _month(group["first"]), "last": _month(group["last"])}
    return {**group, "deaths": deaths, **days}


def _split(part: int, whole: int, smallest: int) -> bool:
    """Tell whether a part of a whole, or what is left of it, is small."""
    return is_small(part, smallest) or is_small(whole - part, smallest)


def _endpoint(
    code: str, found: Any, results: Results, few: set[str], smallest: int
) -> Any:
    few = few | _applies_to_few(code, found, results, smallest)
    curves = {
        key: None
        if curve is None or key in few
        else _curve(curve, found, results, smallest)
        for key, curve in found["curves"].items()
    }
    test = _no_test(found["test"], smallest) if few else found["test"]
    kept = {k: found[k] for k in OF_ENDPOINT if k in found}
    return {**kept, "curves": curves, "test": test}


def _applies_to_few(code: str, found: Any, results: Results, smallest: int) -> set[str]:
    """Return the groups of which an endpoint concerns few, or all but few.

    How many responded, or had CRS, is a number like those of the bars.
    """
    if code in USUAL:
        return set()
    sizes = {group["key"]: group["n"] for group in results["groups"]}
    return {
        key
        for key, curve in found["curves"].items()
        if curve and _split(curve["n"], sizes[key], smallest)
    }


def _curve(curve: Curve, of: Any, results: Results, smallest: int) -> Any:
    days = of.get("at_risk", results["at_risk"])["days"]
    day = of.get("read_at", results["horizon"])
    seen = coarse(curve, day, days, smallest)
    why = hidden_reason(smallest)
    at = curve["at_horizon"]
    shown: dict[str, Any] = {**seen.curve, "at_horizon": _nothing(at, why)}
    if seen.horizon is not None:
        shown["at_horizon"] = {**at, "at_risk": seen.horizon}
    if median := cast("Any", curve).get("median"):
        if median["day"] not in seen.curve["day"]:
            median = {"day": None, "limits": [None, None], "why": why}
        else:
            limits = [d if d in seen.curve["day"] else None for d in median["limits"]]
            median = {**median, "limits": limits}
        shown["median"] = median
    return shown


def _nothing(found: Estimate, why: Reason) -> Any:
    return {
        "day": found["day"],
        "at_risk": None,
        "estimate": None,
        "std_err": dict.fromkeys(found["std_err"]),
        "limits": {kind: [None, None] for kind in found["limits"]},
        "why": why,
    }


def _no_test(found: Test, smallest: int) -> Any:
    gone = {"chisq": None, "df": None, "p": None, "why": hidden_reason(smallest)}
    return {**found, **gone}


def _distribution(found: Distribution, smallest: int) -> Any:
    all_few = is_small(found["n"], smallest)
    mask = hidden_parts([one["n"] for one in found["categories"]], smallest)
    return {
        "label": found["label"],
        "n": None if all_few else found["n"],
        "categories": [
            {**one, "n": None, "share": None} if all_few or is_hidden else one
            for one, is_hidden in zip(found["categories"], mask, strict=True)
        ],
    }


def _subgroup(found: Subgroup, results: Results, smallest: int) -> Any:
    parts = found["groups"]
    sizes = hidden_parts([*(one["n"] for one in parts), found["missing"]], smallest)
    dead = [one["deaths"] for one in parts]
    key = results["subset"]["key"]
    of_all = next(
        (g["deaths"] for g in results["groups"] if g["key"] == key), sum(dead)
    )
    unseen = [
        hidden or _split(one["deaths"], one["n"], smallest)
        for one, hidden in zip(parts, sizes, strict=False)
    ]
    # With those of unknown value they add up to the deaths of all.
    deaths = hidden_parts([*dead, of_all - sum(dead)], smallest, also=unseen)
    guards = zip(parts, sizes, deaths, strict=False)
    any_few = any(sizes[: len(parts)])
    tests = found["tests"]
    return {
        **found,
        "missing": None if sizes[-1] else found["missing"],
        "groups": [_part(one, n, d, smallest) for one, n, d in guards],
        "tests": {c: _no_test(t, smallest) if any_few else t for c, t in tests.items()},
    }


def _part(part: SubgroupPart, no_size: bool, no_deaths: bool, smallest: int) -> Any:
    estimates = {
        code: _nothing(found, hidden_reason(smallest))
        if no_size or _tells(found, part["n"], smallest)
        else found
        for code, found in part["estimates"].items()
    }
    return {
        **part,
        "n": None if no_size else part["n"],
        "deaths": None if no_size or no_deaths else part["deaths"],
        "estimates": estimates,
    }


def _tells(found: Estimate, n: int, smallest: int) -> bool:
    """Tell whether an estimate gives away about how few had the event, or had none."""
    if found["estimate"] is None:
        return False
    about = round(n * found["estimate"])
    return _split(about, n, smallest) or is_small(found["at_risk"], smallest)
