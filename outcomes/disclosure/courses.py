"""Courses, characteristics and flow without small cells, for who sees sums alone. Pure.

A hidden number is null. What would give it away (the next smallest part, the step
before) is hidden with it.
"""

import copy
from typing import Any

from outcomes.cohorts.flow import Step
from outcomes.cohorts.results import Results
from outcomes.cohorts.spread import Spread
from outcomes.cohorts.table_one import Characteristic
from outcomes.cohorts.toxicity import ANY
from outcomes.disclosure.rule import hidden_parts, is_small

NO_SPREAD: Spread = {"n": 0, "median": None, "low": None, "high": None}


PARTS = ("table_one", "toxicity_course", "expansion", "flow")


def guarded_courses(results: Results, few: set[str], smallest: int) -> dict[str, Any]:
    """Return these parts without a cell of 1 to ``smallest`` - 1.

    ``few`` are the groups whose size is hidden. Recruitment, in which nearly every
    month is small, and states are left out.
    """
    parts: dict[str, Any] = copy.deepcopy(
        {name: results[name] for name in PARTS if name in results}  # type: ignore[literal-required]
    )
    for one in parts.get("table_one", ()):
        _hide_groups(one, few)
        _hide_values(one, smallest)
    for courses in parts.get("toxicity_course", {}).values():
        for course in courses:
            for name in ("onset", "duration"):
                course[name] = _spread(course[name], course["n"], smallest)
            if is_small(course["n"], smallest):
                course["n"] = None
            if course["key"] == ANY:  # all but those without tell how few these are
                course["n"] = None
    if copies := parts.get("expansion"):
        n = copies["n"]
        points = [p for p in copies["points"] if p["n"] >= smallest]
        copies["points"] = [_hide_few(point, n, smallest) for point in points]
        copies["n"] = None if is_small(copies["n"], smallest) else copies["n"]
    if flow := parts.get("flow"):
        flow["steps"] = _without_few(_joined(flow["steps"], smallest), smallest)
        flow["ungrouped"] = None if few else flow["ungrouped"]
        for branch in flow["groups"]:
            branch["derivable"] = None
            branch["n"] = None if branch["key"] in few else branch["n"]
    return parts


def _spread(found: Spread, n: int, smallest: int) -> Any:
    """Hide what says when something was of few, or how few it is not known of."""
    if is_small(n, smallest) or is_small(found["n"], smallest):
        return NO_SPREAD
    return {**found, "n": None} if is_small(n - found["n"], smallest) else found


def _hide_groups(one: Characteristic, few: set[str]) -> None:
    """Hide everything of groups whose size is hidden."""
    if few:
        one["smd"] = None
    for key in few:
        one["numbers"].pop(key, None)
        one["missing"][key] = None
        for value in one["values"]:
            value["n"][key] = None


def _hide_values(one: Characteristic, smallest: int) -> None:
    """Hide values of a group, and who is not known, where either is few."""
    for key, missing in one["missing"].items():
        if missing is None:
            continue
        counts = [value["n"][key] or 0 for value in one["values"]]
        numbers = one["numbers"].get(key)
        counts += [numbers["n"]] if numbers else []
        hidden = hidden_parts([*counts, missing], smallest)
        for value, hide in zip(one["values"], hidden, strict=False):
            if hide:
                value["n"][key] = None
        if numbers and hidden[0]:
            del one["numbers"][key]
        if hidden[-1]:
            one["missing"][key] = None
        if any(hidden):  # with the other groups it would give the share back
            one["smd"] = None


def _hide_few(point: dict[str, Any], n: int, smallest: int) -> dict[str, Any]:
    """Hide how few were below detection, found, or not measured of ``n``."""
    below = point["below"]
    few = is_small(below, smallest) or is_small(point["n"] - below, smallest)
    absent = is_small(n - point["n"], smallest)
    hidden = {"below": None} if few or absent else {}
    return point | hidden | ({"n": None} if absent else {})


def _joined(steps: list[Step], smallest: int) -> list[Step]:
    """Join steps until nobody few leaves at one of them.

    Where all who left are few, how many there were at first is hidden.
    """
    while (at := _few(steps, smallest)) is not None:
        if len(steps) == 2:
            first = steps[0] | {"n": None, "out": _out(steps[0], None)}
            return [first, steps[1]]  # type: ignore[list-item]
        # With the next step's, or the last step's with those of the one before.
        first = at if at + 2 < len(steps) else at - 1
        steps = [
            *steps[:first],
            _both(steps[first], steps[first + 1]),
            *steps[first + 2 :],
        ]
    return steps


def _without_few(steps: list[Step], smallest: int) -> list[Step]:
    """Hide steps at which few are left, with how many left before them."""
    gone = [is_small(step["n"] or 0, smallest) for step in steps]
    return [
        step
        | ({"n": None} if gone[place] else {})
        | ({"out": _out(step, None)} if any(gone[place : place + 2]) else {})
        for place, step in enumerate(steps)
    ]  # type: ignore[return-value]


def _few(steps: list[Step], smallest: int) -> int | None:
    for place, step in enumerate(steps):
        n = step["out"]["n"] if step["out"] else 0
        if n is not None and is_small(n, smallest):
            return place
    return None


def _both(first: Step, second: Step) -> Step:
    left = [step["out"] for step in (first, second) if step["out"]]
    label = {
        "en": "; ".join(out["label"]["en"] for out in left),
        "zh": "；".join(out["label"]["zh"] for out in left),
    }
    n = sum(out["n"] or 0 for out in left)
    return first | {"out": {"label": label, "n": n}}  # type: ignore[return-value]


def _out(step: Step, n: int | None) -> Any:
    return {"label": step["out"]["label"], "n": n} if step["out"] else None
