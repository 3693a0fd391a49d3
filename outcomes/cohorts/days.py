"""What results say day by day, taken out of them and put back. Pure.

A curve of 10^5 patients has a point for nearly every day, and a page shows none of
them as a number. So a snapshot keeps the days apart, curve by curve
(``docs/adr/0067-days-apart.md``): the rest is read for every page, and the days of an
endpoint where it is drawn, written as a script or given by REST.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, TypeVar, cast

# The results of a cohort, of which only the places of their days are known here.
Results = TypeVar("Results", bound=Mapping[str, Any])

CURVE = ("day", "estimate", "at_risk", "events", "censored", "limits", "causes")
STATES = "states"
# By name, as ``survival/OS``: what was taken out, by group or state.
ByName = dict[str, Any]


def apart(results: Results) -> tuple[Results, ByName]:
    """Return results without their days, and the days by name."""
    rest: dict[str, Any] = {**results}
    days: ByName = {}
    for name, holder, code in _places(rest):
        endpoint = holder[code]
        curves = endpoint["curves"].items()
        taken = {key: _some(curve, CURVE) for key, curve in curves if curve}
        left = {key: _without(curve, CURVE) for key, curve in curves}
        days[name] = taken
        holder[code] = {**endpoint, "curves": left}
    if "day" in (found := rest.get(STATES, {})):
        days[STATES], rest[STATES] = _states_apart(found)
    return cast("Results", rest), days


def together(results: Results, days: Mapping[str, Any]) -> Results:
    """Return results with these days in their places; others stay as they are."""
    whole: dict[str, Any] = {**results}
    for name, holder, code in _places(whole):
        if name in days:
            endpoint = holder[code]
            curves = {
                key: curve and curve | days[name].get(key, {})
                for key, curve in endpoint["curves"].items()
            }
            holder[code] = {**endpoint, "curves": curves}
    if STATES in days:
        whole[STATES] = _states_together(whole[STATES], days[STATES])
    return cast("Results", whole)


def _places(results: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield each endpoint's name, and where it stands in a copy of its holders."""
    for part in ("survival", "incidence"):
        results[part] = {**results[part]}
        for code in results[part]:
            yield f"{part}/{code}", results[part], code
    if by_state := results.get("by_state"):
        survival = {**by_state["survival"]}
        results["by_state"] = {**by_state, "survival": survival}
        for code in survival:
            yield f"by_state/{code}", survival, code


def _some(found: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: found[name] for name in names if name in found}


def _without(found: Any, names: Iterable[str]) -> Any:
    return found and {k: value for k, value in found.items() if k not in names}


def _states_apart(found: Any) -> tuple[Any, Any]:
    """Take out the days, and what each state has for every one of them."""
    named = ("key", "label")
    days = {
        "day": found["day"],
        "states": [_without(state, named) for state in found["states"]],
    }
    states = [_some(state, named) for state in found["states"]]
    return days, {**_without(found, ("day",)), "states": states}


def _states_together(found: Any, days: Any) -> Any:
    pairs = zip(found["states"], days["states"], strict=True)
    return found | {"day": days["day"], "states": [one | own for one, own in pairs]}
