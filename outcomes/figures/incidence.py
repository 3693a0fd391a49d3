"""Relapse and non-relapse mortality by group: cumulative incidence, limits."""

from bisect import bisect_right

from django.utils.translation import gettext as _

from outcomes.cohorts.results import Results
from outcomes.cohorts.shapes import Curve
from outcomes.figures.caption import Provenance
from outcomes.figures.curves import Kind, curve_figure
from outcomes.figures.layout import Layout
from outcomes.figures.marks import Drawing
from outcomes.figures.pixels import LAST_MONTH
from outcomes.figures.wording import DAYS_A_MONTH, said

LIMITS = "greenwood"
TOPS = (0.2, 0.4, 0.6, 0.8, 1.0)
P_AT = 14


def cumulative_incidence(
    results: Results, paramcd: str, provenance: Provenance, layout: Layout
) -> Drawing:
    """Draw a competing-risks endpoint of every group that has a curve."""
    top = _top(results)
    how = method(results, paramcd)
    kind = Kind("incidence", LIMITS, how, top, P_AT, censor_marks=False)
    return curve_figure(results, paramcd, kind, provenance, layout)


def method(results: Results, paramcd: str) -> str:
    """Name the estimator, the competing event, the limits and the test."""
    competing = results["incidence"][paramcd]["competing"]
    return _(
        "Aalen–Johansen, competing event: %(competing)s; bands, 95 %% limits (log-log, "
        "Greenwood's variance); Gray's test."
    ) % {"competing": said(competing).lower()}


def _top(results: Results) -> float:
    """Return the lowest top with room for the test above all limits.

    Relapse and non-relapse mortality have the same, so that they can be compared.
    """
    curves = [
        curve
        for endpoint in results["incidence"].values()
        for curve in endpoint["curves"].values()
        if curve is not None
    ]
    highest = max((_highest(curve) for curve in curves), default=0)
    return next(top for top in TOPS if highest <= 0.95 * top or top == 1)


def _highest(curve: Curve) -> float:
    drawn = bisect_right(curve["day"], LAST_MONTH * DAYS_A_MONTH)
    limits = curve["limits"][LIMITS]["upper"][:drawn]
    return max(upper or 0 for upper in [*limits, curve["estimate"][drawn - 1]])
