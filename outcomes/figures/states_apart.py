"""Each state by itself: its share of patients as a curve with limits."""

from bisect import bisect_right
from typing import Any, cast

import altair as alt
from django.utils.translation import gettext as _

from outcomes.cohorts.results import Results
from outcomes.cohorts.states import Occupied, State
from outcomes.figures.clock import of_months
from outcomes.figures.curves import months_from
from outcomes.figures.layout import Layout
from outcomes.figures.marks import Rows
from outcomes.figures.pixels import HEIGHT, Pixels
from outcomes.figures.steps import Group, bands, legend, lines, steps, x_axis, y_axis
from outcomes.figures.theme import pen
from outcomes.figures.wording import horizon, legend_of, limits, percent, said

LIMITS, ENDS = "log-log", ("probability", "lower", "upper")


def states_by_themselves(
    results: Results, layout: Layout
) -> tuple[alt.LayerChart, Rows]:
    """Draw each state by itself with its limits, and a point at every usual month."""
    found, clock = results["states"], of_months(results["at_risk"]["months"])
    pixels = Pixels(layout.panel, 1, last=clock.last)
    at = bisect_right(found["day"], results["horizon"]) - 1
    groups = [
        _curve(found["day"], state, number, at, results)
        for number, state in enumerate(found["states"])
    ]
    x = x_axis(layout, months_from(results), clock)
    y = y_axis(_("Share of patients"), 1)
    rows: Rows = {
        f"{group.key}-steps": steps(group.curve, LIMITS, pixels, clock)  # type: ignore[misc]
        for group in groups
    }
    parts = [*bands(groups, x, y), *lines(groups, x, y)]
    for number, state in enumerate(found["states"]):
        name = f"{state['key']}-read"
        rows[name] = _read(results, state)
        points = alt.Chart(alt.NamedData(name)).mark_point(
            shape="circle", filled=True, color=pen(number).line, size=30, opacity=1
        )
        parts.append(points.encode(x=x, y=y, tooltip="text:N"))
    heading = _("Each state by itself, with limits of 95 %")
    chart = alt.layer(*parts, *legend(groups, heading))
    return chart.properties(width=layout.panel, height=HEIGHT * 0.8), rows


def _curve(
    days: list[float], state: State, number: int, at: int, results: Results
) -> Group:
    """Return a state's share as a curve; ``at`` is where its legend reads it."""
    # The last share holds to the end of the axis, past the last day of a move.
    columns = {name: [*state[name], state[name][-1]] for name in ENDS}  # type: ignore[literal-required]
    ends = {"lower": columns["lower"], "upper": columns["upper"]}
    curve = {
        "day": [*days, float(results["at_risk"]["days"][-1] + 1)],
        "estimate": columns["probability"],
        "limits": {LIMITS: ends},
    }
    name = said(state["label"])
    between = limits([state["lower"][at], state["upper"][at]])
    text = legend_of(name, horizon(results["horizon"]), state["probability"][at])
    legend_text = f"{text} ({between})" if between else text
    return Group(state["key"], name, legend_text, cast("Any", curve), pen(number))


def _read(results: Results, state: State) -> list[dict[str, Any]]:
    """Return the points at the usual months, each with its reading in words."""
    found, months = results["states"], results["at_risk"]["months"]
    return [
        {
            "month": month,
            "estimate": found["table"][state["key"]][place],
            "text": _("Month %(month)s: %(state)s, %(reading)s")
            % {
                "month": month,
                "state": said(state["label"]),
                "reading": f"{reading(found, state['key'], place)} %",
            },
        }
        for place, month in enumerate(months)
    ]


def reading(found: Occupied, key: str, place: int) -> str:
    """Write a state's share at a usual month in per cent, with its limits."""
    share = percent(found["table"][key][place])
    ends = found.get("limits", {}).get(key)
    between = limits(ends[place]) if ends else ""
    return f"{share} ({between})" if between else share
