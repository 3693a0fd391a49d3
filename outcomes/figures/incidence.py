"""Events that others compete with, by group: cumulative incidence, limits."""

from bisect import bisect_right

from django.utils.translation import gettext as _

from outcomes.cohorts.results import Results
from outcomes.cohorts.shapes import Curve
from outcomes.endpoints import ENDPOINTS
from outcomes.figures.caption import Provenance
from outcomes.figures.clock import Clock, clock_of
from outcomes.figures.curves import Kind, curve_figure
from outcomes.figures.layout import Layout
from outcomes.figures.marks import Drawing
from outcomes.figures.pixels import HEIGHT
from outcomes.figures.wording import choices, in_sentence

LIMITS = "greenwood"
TOPS = (0.2, 0.4, 0.6, 0.8, 1.0)
P_AT = 14


def cumulative_incidence(
    results: Results, paramcd: str, provenance: Provenance, layout: Layout
) -> Drawing:
    """Draw a competing-risks endpoint of every group that has a curve."""
    top = _top(results, paramcd)
    how = method(results, paramcd)
    # What goes up to the top leaves room below at the right.
    full = top == TOPS[-1]
    at = HEIGHT - P_AT if full else P_AT
    kind = Kind("incidence", LIMITS, how, top, at, censor_marks=False, p_right=full)
    return curve_figure(results, paramcd, kind, provenance, layout)


def method(results: Results, paramcd: str) -> str:
    """Name the estimator, the competing event, the limits and the test."""
    competing = results["incidence"][paramcd]["competing"]
    return _(
        "Aalen–Johansen, competing event: %(competing)s; bands, %(level)s %% limits "
        "(%(scale)s, Greenwood's variance); Gray's test."
    ) % {**choices(results), "competing": in_sentence(competing)}


def alike(paramcd: str) -> tuple[str, ...]:
    """Return the endpoints whose figures have one scale, to be compared: a family's.

    Relapse and non-relapse mortality are one.
    """
    family = ENDPOINTS[paramcd].family
    return tuple(
        code
        for code, one in ENDPOINTS.items()
        if one.family == family and not one.survives and not one.stacked
    )


def _top(results: Results, paramcd: str) -> float:
    """Return the lowest top with room for the test above all limits."""
    found = results["incidence"]
    curves = [
        (curve, clock_of(found[code]))
        for code in alike(paramcd)
        if code in found
        for curve in found[code]["curves"].values()
        if curve is not None
    ]
    highest = max((_highest(curve, clock) for curve, clock in curves), default=0)
    return next(top for top in TOPS if highest <= 0.95 * top or top == 1)


def _highest(curve: Curve, clock: Clock) -> float:
    drawn = bisect_right(curve["day"], clock.last * clock.days)
    limits = curve["limits"][LIMITS]["upper"][:drawn]
    return max(upper or 0 for upper in [*limits, curve["estimate"][drawn - 1]])
