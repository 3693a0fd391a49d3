"""Relapse and non-relapse mortality by group: cumulative incidence, limits."""

from django.utils.translation import gettext as _

from outcomes.cohorts.results import Results
from outcomes.figures.caption import Provenance
from outcomes.figures.curves import Kind, curve_figure, endpoint_of
from outcomes.figures.marks import Drawing
from outcomes.figures.steps import steps
from outcomes.figures.wording import said

LIMITS = "greenwood"
TOPS = (0.25, 0.5, 1.0)
P_AT = 14


def cumulative_incidence(
    results: Results, paramcd: str, provenance: Provenance
) -> Drawing:
    """Draw a competing-risks endpoint of every group that has a curve."""
    top = _top(results, paramcd)
    how = method(results, paramcd)
    kind = Kind("incidence", LIMITS, how, top, P_AT, censor_marks=False)
    return curve_figure(results, paramcd, kind, provenance)


def method(results: Results, paramcd: str) -> str:
    """Name the estimator, the competing event, the limits and the test."""
    competing = results["incidence"][paramcd]["competing"]
    return _(
        "Aalen–Johansen, competing event: %(competing)s; bands, 95 %% limits (log-log, "
        "Greenwood's variance); Gray's test."
    ) % {"competing": said(competing).lower()}


def _top(results: Results, paramcd: str) -> float:
    """Return the lowest top of the axis, with room for the test above the limits."""
    curves = endpoint_of(results, "incidence", paramcd)["curves"].values()
    highest = max(
        (
            row["upper"] or 0
            for curve in curves
            if curve
            for row in steps(curve, LIMITS)
        ),
        default=0,
    )
    return next(top for top in TOPS if highest <= 0.95 * top or top == 1)
