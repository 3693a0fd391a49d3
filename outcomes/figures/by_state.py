"""Survival by a state that patients enter on the way: Simon–Makuch curves."""

from functools import partial
from typing import cast

from django.utils.translation import gettext as _

from outcomes.cohorts.by_state import KEYS, ByState, by_state_has
from outcomes.cohorts.results import Results
from outcomes.cohorts.shapes import SurvivalCurve, Words
from outcomes.endpoints import ENDPOINTS, Endpoint
from outcomes.figures import km, methods, titles
from outcomes.figures.caption import Provenance
from outcomes.figures.clock import at_risk_of
from outcomes.figures.curves import Kind, curve_figure
from outcomes.figures.figure import Figure
from outcomes.figures.layout import Layout
from outcomes.figures.marks import Drawing
from outcomes.figures.pixels import HEIGHT
from outcomes.figures.tables import Table, curve_table
from outcomes.figures.wording import amount, choices, said

# Names of the two states, short enough for the side of a figure.
NOT_YET: Words = {"en": "Not yet", "zh": "尚未"}
ENTERED: Words = {"en": "Entered", "zh": "已进入"}


def has_states(results: Results) -> bool:
    """Tell whether the cohort is grouped by a state that patients enter."""
    return bool(results.get("by_state"))


def state_figure(
    results: Results, paramcd: str, provenance: Provenance, layout: Layout
) -> Drawing:
    """Draw survival before the state and in it, over who is at risk in which."""
    kind = Kind(
        "survival",
        km.limits_of(results),
        method(results),
        1,
        HEIGHT - 14,
        censor_marks=True,
        heading=state_words(results),
    )
    return curve_figure(as_groups(results, paramcd), paramcd, kind, provenance, layout)


def state_table(results: Results, paramcd: str, label: str) -> Table:
    """Return estimate, limits and numbers at risk in each state by month."""
    seen = as_groups(results, paramcd)
    found = curve_table(seen, "survival", paramcd, label)
    moved = results["by_state"]["entered"][paramcd] if results["by_state"] else None
    if moved is None:
        return found
    at = at_risk_of(seen["survival"][paramcd], results["at_risk"])
    days = zip(found["rows"], at["days"], strict=True)
    rows = [
        [*row, str(_entered_by(moved["day"], moved["n"], day))] for row, day in days
    ]
    return {**found, "columns": [*found["columns"], _("Entered by then")], "rows": rows}


def _entered_by(days: list[float], many: list[int], until: int) -> int:
    return sum(n for day, n in zip(days, many, strict=True) if day <= until)


def as_groups(results: Results, paramcd: str) -> Results:
    """Return the results with the two states as the groups that are compared.

    The curve of the state begins on the day on which the first patient enters it.
    """
    state = results.get("by_state")
    if not state:
        nobody = {**results["survival"][paramcd], "curves": {}}
        empty = {"groups": [], "survival": {paramcd: nobody}}
        return cast("Results", {**results, **empty})
    found = state["survival"][paramcd]
    first = min(state["entered"][paramcd]["day"], default=0.0)
    curves = {
        key: curve and _from_day(curve, first) for key, curve in found["curves"].items()
    }
    groups = [
        {
            "key": key,
            "label": name,
            "n": _ever_in(found["curves"].get(key)),
            "median_follow_up": None,
        }
        for key, name in zip(KEYS, (NOT_YET, ENTERED), strict=True)
    ]
    own = {"groups": groups, "survival": {paramcd: {**found, "curves": curves}}}
    return cast("Results", {**results, **own})


def _from_day(curve: SurvivalCurve, first: float) -> SurvivalCurve:
    """Begin a curve of nobody at first on the day on which somebody comes."""
    if "day" not in curve or curve["at_risk"][0]:
        return curve
    return {**curve, "day": [first, *curve["day"][1:]]}


def _ever_in(curve: SurvivalCurve | None) -> int:
    return curve["n"] if curve else 0


def state_words(results: Results) -> str:
    """Name the state: HSCT after CAR-T."""
    state = results.get("by_state")
    return said(state["label"]) if state else ""


def definition(results: Results) -> str:
    """Say in words who is in which curve, and when."""
    return _(
        "State: %(state)s. Every patient is counted under “%(before)s” up to and on "
        "the day of it, and under “%(after)s” from then on; nobody is counted in a "
        "state before having reached it. A curve shows the hazards met in a state, not "
        "the survival of a set of patients."
    ) % {
        "state": state_words(results),
        "before": said(NOT_YET),
        "after": said(ENTERED),
    }


def method(results: Results) -> str:
    """Name the estimator, the state, the limits and the test."""
    return _(
        "Simon–Makuch curves by %(state)s, which patients enter on its day; bands, "
        "%(scale)s limits of %(level)s %%; ticks, last contact without the event; "
        "Mantel–Byar test."
    ) % {**choices(results), "state": state_words(results)}


def state_methods(results: Results, paramcd: str) -> str:
    """Say it as a paper does."""
    seen = as_groups(results, paramcd)
    state = results.get("by_state")
    how = _(
        "%(state)s was treated as a time-dependent state: patients were at risk "
        "without it up to its day and in it from the day after (Simon and Makuch "
        "1984), with two-sided confidence limits of %(level)s %% on the %(scale)s "
        "scale from Greenwood's variance. %(n)s patients entered the state."
    ) % {
        **choices(results),
        "state": state_words(results),
        "n": amount(_entered_ever(state, paramcd)),
    }
    return methods.by_state(seen, paramcd, how)


def _entered_ever(state: ByState | None, paramcd: str) -> int:
    return sum(state["entered"][paramcd]["n"]) if state else 0


def _has(results: Results, paramcd: str) -> bool:
    state = results.get("by_state")
    return state is not None and paramcd in state["survival"]


def _figure(name: str, endpoint: Endpoint) -> Figure:
    paramcd, title = endpoint.paramcd, titles.by_state(endpoint.name)
    return Figure(
        name,
        title,
        draw=lambda results, source, layout: state_figure(
            results, paramcd, source, layout
        ),
        method=method,
        methods=partial(state_methods, paramcd=paramcd),
        table=partial(state_table, paramcd=paramcd, label=title),
        shown=partial(_has, paramcd=paramcd),
        definition=definition,
        compared=partial(as_groups, paramcd=paramcd),
        days=(f"by_state/{paramcd}",),
    )


STATE_CURVES = {
    f"{one.slug}-by-state": code for code, one in ENDPOINTS.items() if by_state_has(one)
}
BY_STATE = tuple(_figure(name, ENDPOINTS[code]) for name, code in STATE_CURVES.items())
