"""A cohort's results without what could point at single patients. Pure.

Each part of the results has its rule here; a part without one is left out, so that a
new one is closed until somebody says how it is shown.
"""

from typing import Any, cast

from outcomes.cohorts.described import Distribution, GroupSummary
from outcomes.cohorts.results import Results
from outcomes.cohorts.shapes import Curve
from outcomes.disclosure.coarse import coarse
from outcomes.disclosure.courses import guarded_courses
from outcomes.disclosure.nothing import hidden_reason, no_test, nothing
from outcomes.disclosure.ratios import guarded_ratios
from outcomes.disclosure.rule import is_small, split
from outcomes.disclosure.subgroups import subgroup
from outcomes.disclosure.unseen import NOBODY, Part, beside, hidden_in_either
from outcomes.endpoints import USUAL

# What says nothing of anybody, or is guarded where it is made.
AS_THEY_ARE = ("schema", "index", "horizon", "landmark", "hsct", "strata", "at_risk")
ALSO = ("subset", "endpoints")
OF_ENDPOINT = (
    *("label", "definition", "competing"),
    *("begins", "at_risk", "read_at"),
)
MONTH = len("2021-03")


def guarded(results: Results, smallest: int, rest: Results | None = None) -> Results:
    """Return what somebody who sees sums alone is shown; None stands for hidden.

    ``smallest_cell`` of the result says that it was guarded, and from where on
    numbers are shown. ``rest`` are the results of the patients whom the reader cannot
    list, where they can list others: what is left when these are taken off is hidden
    where it is small; courses, characteristics, flow and hazard ratios are left out.
    """
    if rest is None:
        whole = _guarded(results, results, smallest)
        few = {group["key"] for group in whole["groups"] if group["n"] is None}
        whole |= guarded_ratios(results, hidden_reason(smallest), smallest)
        return cast("Results", whole | guarded_courses(results, few, smallest))
    return cast("Results", _guarded(results, rest, smallest))


def _guarded(results: Results, rest: Results, smallest: int) -> dict[str, Any]:
    """Hide what is small in the results, or in the rest of them."""
    of: dict[str, Any] = {k: results[k] for k in (*AS_THEY_ARE, *ALSO) if k in results}  # type: ignore[literal-required]
    all_few = is_small(results["n"], smallest) or is_small(rest["n"], smallest)
    sizes = [*(group["n"] for group in results["groups"]), results["ungrouped"]]
    groups_of = beside(results["groups"], rest["groups"])
    left = groups_of and [*groups_of, {"n": rest["ungrouped"]}]
    mask = [all_few or one for one in hidden_in_either(sizes, left, smallest)]
    unseen = groups_of or [NOBODY] * len(results["groups"])
    groups = [
        _group(group, one, smallest, hidden=is_hidden)
        for group, one, is_hidden in zip(results["groups"], unseen, mask, strict=False)
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
            counts = (results[name], rest.get(name))  # type: ignore[literal-required]
            few_there = any(if_enough(one, smallest) is None for one in counts)
            of[name] = None if few_there else counts[0]
    for part in ("survival", "incidence"):
        endpoints = results[part]  # type: ignore[literal-required]
        of[part] = {
            code: _endpoint((part, code), results, rest, few, smallest)
            for code in endpoints
        }
    for part in ("toxicity", "day_28"):
        found, left_of = results[part], rest[part]  # type: ignore[literal-required]
        of[part] = {
            n: _distribution(one, left_of[n], smallest) for n, one in found.items()
        }
    splits = zip(results["subgroups"], rest["subgroups"], strict=True)
    of["subgroups"] = [
        subgroup((one, results), (other, rest), smallest) for one, other in splits
    ]
    return of


def if_enough(count: int | None, smallest: int) -> int | None:
    """Return a count where it may be shown; one that was hidden before stays so."""
    return None if count is None or is_small(count, smallest) else count


def _month(day: str | None) -> str | None:
    """The first and the last day are somebody's own."""
    return day and day[:MONTH]


def _group(group: GroupSummary, rest: Part, smallest: int, *, hidden: bool) -> Any:
    if hidden:
        gone = dict.fromkeys(("n", "deaths", "first", "last"))
        medians = dict.fromkeys(("median_follow_up", "median_car_t_to_hsct"))
        why = {"median_follow_up_why": hidden_reason(smallest)}
        return {**group, **gone, **medians, **why}
    few = any(split(one["deaths"], one["n"], smallest) for one in (group, rest))
    deaths = None if few else group["deaths"]
    days = {"first": _month(group["first"]), "last": _month(group["last"])}
    return {**group, "deaths": deaths, **days}


def _endpoint(
    at: tuple[str, str], results: Results, rest: Results, few: set[str], smallest: int
) -> Any:
    part, code = at
    found, left = results[part][code], rest[part][code]  # type: ignore[literal-required]
    few = few | _applies_to_few(code, found, results, smallest)
    few = few | _applies_to_few(code, left, rest, smallest)
    curves = {
        key: None
        if curve is None or key in few
        else _curve(curve, left["curves"].get(key), found, results, smallest)
        for key, curve in found["curves"].items()
    }
    test = no_test(found["test"], smallest) if few else found["test"]
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
        if curve and split(curve["n"], sizes[key], smallest)
    }


def _curve(
    curve: Curve, rest: Curve | None, of: Any, results: Results, smallest: int
) -> Any:
    days = of.get("at_risk", results["at_risk"])["days"]
    day = of.get("read_at", results["horizon"])
    seen = coarse(curve, day, days, smallest, rest)
    why = hidden_reason(smallest)
    at = curve["at_horizon"]
    shown: dict[str, Any] = {**seen.curve, "at_horizon": nothing(at, why)}
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


def _distribution(found: Distribution, rest: Distribution, smallest: int) -> Any:
    all_few = is_small(found["n"], smallest) or is_small(rest["n"], smallest)
    left = beside(found["categories"], rest["categories"])
    counts = [one["n"] for one in found["categories"]]
    mask = hidden_in_either(counts, left, smallest)
    return {
        "label": found["label"],
        "n": None if all_few else found["n"],
        "categories": [
            {**one, "n": None, "share": None} if all_few or is_hidden else one
            for one, is_hidden in zip(found["categories"], mask, strict=True)
        ],
    }
