"""A figure of curves: legend, panel and numbers at risk, for either kind of curve."""

from dataclasses import dataclass
from typing import cast

import altair as alt
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from outcomes.cohorts.refusals import DAY_0
from outcomes.cohorts.results import Results
from outcomes.cohorts.shapes import Incidence, Survival
from outcomes.figures.caption import Provenance, caption
from outcomes.figures.clock import at_risk_of, clock_of
from outcomes.figures.layout import Layout
from outcomes.figures.marks import Drawing, Rows, note
from outcomes.figures.pixels import HEIGHT, Pixels
from outcomes.figures.risk_table import numbers_at_risk
from outcomes.figures.risk_table import rows_of as risk_rows
from outcomes.figures.steps import (
    Group,
    bands,
    censor_marks,
    legend,
    lines,
    rows_of,
    x_axis,
    y_axis,
)
from outcomes.figures.theme import pen
from outcomes.figures.wording import comma, horizon, p_value, said, with_limits

AXIS_ROOM = 62


@dataclass(frozen=True, slots=True)
class Kind:
    """What differs between survival and incidence.

    part : where results have it; limits : whose limits; top : of the axis;
    p_at, p_right : where the test stands, out of the curves' way
    heading : what the groups are made by, where their names do not say it
    """

    part: str
    limits: str
    method: str
    top: float
    p_at: float
    censor_marks: bool
    heading: str = ""
    p_right: bool = False


def endpoint_of(results: Results, part: str, paramcd: str) -> Survival | Incidence:
    """Return one endpoint's curves and test."""
    found: Survival | Incidence = results[part][paramcd]  # type: ignore[literal-required]
    return found


def groups_of(results: Results, part: str, paramcd: str, limits: str) -> list[Group]:
    """Return every group that has a curve, with its pen and its legend."""
    endpoint = endpoint_of(results, part, paramcd)
    found, at = endpoint["curves"], horizon(read_at(results, endpoint))
    drawn = []
    for number, group in enumerate(results["groups"]):
        curve = found.get(group["key"])
        if curve is not None:
            label = said(group["label"])
            reading = with_limits(curve["at_horizon"], limits)
            legend_text = f"{label}{comma()}{at} {reading}"
            drawn.append(Group(group["key"], label, legend_text, curve, pen(number)))
    return drawn


def drawn_of(results: Results, part: str, paramcd: str) -> Results:
    """Return the results with the groups as large as their curves are.

    Who sees sums alone is not told how few are left out.
    """
    if results.get("smallest_cell"):
        return results
    curves = endpoint_of(results, part, paramcd)["curves"]
    groups = [
        {**group, "n": curve["n"], "of": group["n"]}
        if (curve := curves.get(group["key"]))
        else group
        for group in results["groups"]
    ]
    return cast("Results", {**results, "groups": groups})


def read_at(results: Results, endpoint: Survival | Incidence) -> int:
    """Return the day at which an endpoint is read; of older code the horizon."""
    return endpoint.get("read_at", results["horizon"])


def time_from(results: Results, endpoint: Survival | Incidence) -> str:
    """Name an endpoint's time axis by its unit and the event that it begins with."""
    begins = endpoint.get("begins")
    if not clock_of(endpoint).in_days and (not begins or results.get("landmark")):
        return months_from(results)
    language = get_language() or "en"
    event = DAY_0[results["index"]].in_language(language)
    if day := results.get("landmark"):
        told = _("Days from day %(day)s after %(event)s")
        return told % {"day": day, "event": event}
    if begins:
        event = begins["zh"] if language.startswith("zh") else begins["en"]
    if clock_of(endpoint).in_days:
        return _("Days from %(event)s") % {"event": event}
    return _("Months from %(event)s") % {"event": event}


def months_from(results: Results) -> str:
    """Name the time axis by the event that it begins with."""
    day0 = DAY_0[results["index"]]
    event = day0.in_language(get_language() or "en")
    if day := results.get("landmark"):
        told = _("Months from day %(day)s after %(event)s")
        return told % {"day": day, "event": event}
    return _("Months from %(event)s") % {"event": event}


def _test(endpoint: Survival | Incidence, kind: Kind, layout: Layout) -> alt.Chart:
    text = p_value(endpoint["test"])
    if kind.p_right:
        return note(text, layout.panel - 10, kind.p_at, align="right")
    return note(text, 10, kind.p_at)


def curve_figure(
    results: Results,
    paramcd: str,
    kind: Kind,
    provenance: Provenance,
    layout: Layout,
) -> Drawing:
    """Draw one endpoint of all groups over its numbers at risk."""
    endpoint = endpoint_of(results, kind.part, paramcd)
    groups = groups_of(results, kind.part, paramcd, kind.limits)
    clock = clock_of(endpoint)
    x, y = (
        x_axis(layout, time_from(results, endpoint), clock),
        y_axis(said(endpoint["label"]), kind.top),
    )
    panel = alt.layer(
        *bands(groups, x, y),
        *lines(groups, x, y),
        *(censor_marks(groups, x, y) if kind.censor_marks else []),
        *legend(groups, kind.heading),
        _test(endpoint, kind, layout),
    ).properties(width=layout.panel, height=HEIGHT)
    under = numbers_at_risk(
        groups,
        _("No. at risk (censored)"),
        caption(drawn_of(results, kind.part, paramcd), provenance, kind.method, layout),
        layout,
        clock,
    )
    pixels = Pixels(layout.panel, kind.top, last=clock.last)
    at = at_risk_of(endpoint, results["at_risk"])["at"]
    rows: Rows = {
        **rows_of(groups, kind.limits, pixels, clock),
        **risk_rows(groups, at, clock.ticks(layout)),
    }
    return Drawing(alt.vconcat(panel, under, spacing=AXIS_ROOM, bounds="flush"), rows)
