"""Survival by group: Kaplan-Meier steps, limits, censor marks, numbers at risk."""

from django.utils.translation import gettext as _

from outcomes.cohorts.analysis import in_results
from outcomes.cohorts.results import Results
from outcomes.figures.caption import Provenance
from outcomes.figures.curves import Kind, curve_figure
from outcomes.figures.layout import Layout
from outcomes.figures.marks import Drawing
from outcomes.figures.pixels import HEIGHT
from outcomes.figures.wording import choices


def kaplan_meier(
    results: Results, paramcd: str, provenance: Provenance, layout: Layout
) -> Drawing:
    """Draw a survival endpoint of every group that has a curve."""
    limits = limits_of(results)
    kind = Kind("survival", limits, method(results), 1, HEIGHT - 14, censor_marks=True)
    return curve_figure(results, paramcd, kind, provenance, layout)


def limits_of(results: Results) -> str:
    """Return the kind of limits that survival is shown with."""
    return in_results(results).limits


def method(results: Results) -> str:
    """Name the estimator, the limits, the marks and the test."""
    return _(
        "Kaplan–Meier; bands, %(scale)s limits of %(level)s %%; ticks, last contact "
        "without the event; %(test)s."
    ) % choices(results)
