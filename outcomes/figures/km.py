"""Survival by group: Kaplan-Meier steps, limits, censor marks, numbers at risk."""

from django.utils.translation import gettext as _

from outcomes.cohorts.results import Results
from outcomes.figures.caption import Provenance
from outcomes.figures.curves import Kind, curve_figure
from outcomes.figures.layout import Layout
from outcomes.figures.marks import Drawing
from outcomes.figures.pixels import HEIGHT

LIMITS = "log-log"


def kaplan_meier(
    results: Results, paramcd: str, provenance: Provenance, layout: Layout
) -> Drawing:
    """Draw a survival endpoint of every group that has a curve."""
    kind = Kind("survival", LIMITS, method(), 1, HEIGHT - 14, censor_marks=True)
    return curve_figure(results, paramcd, kind, provenance, layout)


def method() -> str:
    """Name the estimator, the limits, the marks and the test."""
    return _(
        "Kaplan–Meier; bands, log-log limits of 95 %; ticks, last contact without the "
        "event; log-rank test."
    )
