"""Where patients are on each day, and how relapse and death add up, as areas."""

from bisect import bisect_right

import altair as alt
from django.utils.translation import gettext as _

from outcomes.cohorts.results import Results
from outcomes.figures.areas import LEGEND_ROW, Area, TimeAxis, legend, panel
from outcomes.figures.caption import Provenance, caption
from outcomes.figures.clock import of_months
from outcomes.figures.curves import months_from
from outcomes.figures.layout import Layout
from outcomes.figures.marks import Drawing, Rows, caption_under, note
from outcomes.figures.pixels import HEIGHT
from outcomes.figures.risk_table import margin
from outcomes.figures.states_apart import states_by_themselves
from outcomes.figures.theme import BOLD, INK
from outcomes.figures.wording import horizon, legend_of, said, sized

WHITE, GAP = "#ffffff", 18
# From light to dark, so that they differ in grey as well.
SHADES = {
    "infused": ("#e9f2f5", INK),
    "hsct": ("#a9cfdc", INK),
    "relapsed": ("#e69f00", INK),
    "dead": ("#44515d", WHITE),
    "free": ("#e9f2f5", INK),
    "RI": ("#e69f00", INK),
    "NRM": ("#44515d", WHITE),
}


def states_method() -> str:
    """Name the estimator and how the areas are to be read."""
    return _(
        "Aalen–Johansen occupation of states; the height of an area is the share of "
        "patients in that state on that day. Below, each state by itself; bands, "
        "limits of each day of 95 %, log-log, from Greenwood's variance."
    )


def states_methods() -> str:
    """Say it as a paper does."""
    return _(
        "State occupation probabilities were estimated by the Aalen–Johansen method "
        "from the times spent in each state; patients do not return to an earlier "
        "state, and of states entered on one day the later counts. Confidence limits "
        "of 95 %, for each day by itself, are on the log-log scale from Greenwood's "
        "variance by the delta method. Patients with an event that has no usable date "
        "were left out."
    )


def stacked_method() -> str:
    """Name the estimator and how the areas are to be read."""
    return _(
        "Aalen–Johansen; relapse and non-relapse mortality compete, so that the areas "
        "add up to one on every day."
    )


def has_curves(results: Results) -> bool:
    """Tell whether any group has both curves, with every day.

    Those who see sums alone have curves in coarse steps, each its own.
    """
    found = results["incidence"]
    if results.get("smallest_cell") or not {"RI", "NRM"} <= found.keys():
        return False
    both = [results["incidence"][name]["curves"] for name in ("RI", "NRM")]
    return any(all(one.get(g["key"]) for one in both) for g in results["groups"])


def states_figure(results: Results, provenance: Provenance, layout: Layout) -> Drawing:
    """Draw the occupation of states of the subset."""
    found = results["states"]
    at = bisect_right(found["day"], results["horizon"]) - 1
    areas = [
        _area(state["key"], said(state["label"]), state["probability"], at, results)
        for state in reversed(found["states"])
    ]
    panels = [panel_of("states", found["day"], areas, _axis(results), layout)]
    if all("lower" in state for state in found["states"]):
        panels.append(states_by_themselves(results, layout))
    under = caption(results, provenance, states_method(), layout, subset=True)
    return sheet(panels, under, layout)


def stacked_figure(results: Results, provenance: Provenance, layout: Layout) -> Drawing:
    """Draw relapse and non-relapse mortality of every group, one on the other."""
    curves = {name: results["incidence"][name]["curves"] for name in ("RI", "NRM")}
    panels = []
    for group in results["groups"]:
        relapse, death = (curves[name].get(group["key"]) for name in ("RI", "NRM"))
        if relapse is None or death is None:
            continue
        at = bisect_right(relapse["day"], results["horizon"]) - 1
        free = [
            1 - first - second
            for first, second in zip(
                relapse["estimate"], death["estimate"], strict=True
            )
        ]
        areas = [
            _area("NRM", _("Died without relapse"), death["estimate"], at, results),
            _area("RI", _("Relapsed"), relapse["estimate"], at, results),
            _area("free", _("Alive without relapse"), free, at, results),
        ]
        title = sized(said(group["label"]), group["n"])
        key = group["key"]
        chart, rows = panel_of(key, relapse["day"], areas, _axis(results), layout)
        top = -LEGEND_ROW * (len(areas) + 1) - 2
        named = alt.layer(chart, note(title, 0, top, fontWeight=BOLD))
        panels.append((named, rows))
    under = caption(results, provenance, stacked_method(), layout)
    return sheet(panels, under, layout)


def _axis(results: Results) -> TimeAxis:
    return TimeAxis(months_from(results), of_months(results["at_risk"]["months"]))


def _area(key: str, name: str, shares: list[float], at: int, results: Results) -> Area:
    fill, ink = SHADES[key]
    when = horizon(results["horizon"])
    return Area(name, legend_of(name, when, shares[at]), fill, ink, shares)


def panel_of(
    key: str, days: list[float], areas: list[Area], axis: TimeAxis, layout: Layout
) -> tuple[alt.LayerChart, Rows]:
    """Return one panel of areas with their legend above it, and its rows."""
    layers, rows = panel(key, days, areas, axis, layout)
    top = -LEGEND_ROW * len(areas) - 2
    chart = alt.layer(*layers, *legend(areas, top))
    return chart.properties(width=layout.panel, height=HEIGHT * 0.8), rows


def sheet(
    panels: list[tuple[alt.LayerChart, Rows]], words: list[str], layout: Layout
) -> Drawing:
    """Put the panels one below the other, and the caption under the last."""
    rows: Rows = {}
    for _chart, own in panels:
        rows |= own
    under = alt.layer(caption_under(words, -margin(layout), 0))
    under = under.properties(width=layout.panel, height=14 * len(words))
    charts = [chart for chart, _own in panels]
    return Drawing(alt.vconcat(*charts, under, spacing=GAP, bounds="full"), rows)
