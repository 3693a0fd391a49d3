"""Every figure of a study, by name: what it is called, how it is drawn and read."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from outcomes.cohorts.described import Distribution
from outcomes.endpoints import SINGLE, Endpoint
from outcomes.figures import incidence, km, methods, ratios, subgroups, titles
from outcomes.figures.bars import assessed_by, bar_figure, graded_by, graded_methods
from outcomes.figures.by_state import BY_STATE
from outcomes.figures.caption import defined
from outcomes.figures.components import COMPONENT_FIGURES
from outcomes.figures.course_figures import COURSES
from outcomes.figures.curves import drawn_of
from outcomes.figures.figure import Figure
from outcomes.figures.forest import subgroup_figure
from outcomes.figures.ratio_subgroups import ratio_subgroups
from outcomes.figures.subgroups import FORESTS, PARTS
from outcomes.figures.summary_table import summary
from outcomes.figures.tables import bar_table, curve_table, subgroup_table
from outcomes.figures.titles import by_subgroup, lazy_words


def _curve(endpoint: Endpoint) -> Figure:
    return _survival(endpoint) if endpoint.survives else _incidence(endpoint)


def _survival(endpoint: Endpoint) -> Figure:
    paramcd, title = endpoint.paramcd, lazy_words(endpoint.heading)
    return Figure(
        endpoint.slug,
        title,
        draw=lambda results, source, layout: km.kaplan_meier(
            results, paramcd, source, layout
        ),
        method=km.method,
        definition=partial(defined, part="survival", paramcd=paramcd),
        methods=partial(methods.survival, paramcd=paramcd),
        table=partial(
            curve_table,
            part="survival",
            paramcd=paramcd,
            label=title,
        ),
        shown=lambda results: paramcd in results["survival"],
        summary=partial(summary, paramcd=paramcd),
        compared=partial(drawn_of, part="survival", paramcd=paramcd),
        days=(f"survival/{paramcd}",),
    )


def _incidence(endpoint: Endpoint) -> Figure:
    paramcd, title = endpoint.paramcd, lazy_words(endpoint.heading)
    return Figure(
        endpoint.slug,
        title,
        draw=lambda results, source, layout: incidence.cumulative_incidence(
            results, paramcd, source, layout
        ),
        method=lambda results: incidence.method(results, paramcd),
        definition=partial(defined, part="incidence", paramcd=paramcd),
        methods=partial(methods.incidence, paramcd=paramcd),
        table=partial(
            curve_table,
            part="incidence",
            paramcd=paramcd,
            label=title,
        ),
        shown=lambda results: paramcd in results["incidence"],
        compared=partial(drawn_of, part="incidence", paramcd=paramcd),
        # All that have one scale.
        days=tuple(f"incidence/{code}" for code in incidence.alike(paramcd)),
    )


def _bars(
    name: str,
    title: Any,
    part: str,
    method: Callable[[], str],
    whole: Callable[[], str],
) -> Figure:
    return Figure(
        name,
        title,
        draw=lambda results, source, layout: bar_figure(
            results, part, method(), source, layout
        ),
        method=lambda results: method(),
        methods=lambda results: whole(),
        table=partial(bar_table, part=part, label=title),
        subset=True,
        shown=lambda results: _counted(results[part]),  # type: ignore[literal-required]
    )


def _counted(found: dict[str, Distribution]) -> bool:
    """Tell whether anybody is counted; how few is not said to everybody."""
    return any(one["n"] != 0 for one in found.values())


def _subgroups(name: str, endpoint: Endpoint) -> Figure:
    paramcd, part = endpoint.paramcd, PARTS[endpoint.paramcd]
    title = by_subgroup(endpoint.name)
    return Figure(
        name,
        title,
        draw=lambda results, source, layout: subgroup_figure(
            results, paramcd, source, layout
        ),
        method=lambda results: subgroups.method(results, paramcd),
        definition=partial(defined, part=part, paramcd=paramcd),
        methods=partial(methods.subgroups, paramcd=paramcd),
        compared=subgroups.unstratified,
        table=partial(subgroup_table, paramcd=paramcd, label=title),
        subset=True,
        shown=lambda results: (
            bool(results["subgroups"]) and paramcd in results[part]  # type: ignore[literal-required]
        ),
    )


def _ratios(name: str, endpoint: Endpoint) -> Figure:
    paramcd, title = endpoint.paramcd, titles.ratios(endpoint.name)
    return Figure(
        name,
        title,
        draw=lambda results, source, layout: ratio_subgroups(
            results, paramcd, source, layout
        ),
        method=partial(ratios.method, paramcd=paramcd),
        definition=partial(defined, part=PARTS[paramcd], paramcd=paramcd),
        methods=partial(ratios.methods, paramcd=paramcd),
        table=partial(ratios.ratio_table, paramcd=paramcd, label=title),
        shown=partial(ratios.has_ratios, paramcd=paramcd),
        compared=subgroups.unstratified,
    )


_ALL = (
    *(_curve(endpoint) for endpoint in SINGLE.values()),
    _bars(
        "crs-icans",
        _("CRS and ICANS, worst grade"),
        "toxicity",
        graded_by,
        graded_methods,
    ),
    _bars("day-28", _("Day 28 after CAR-T"), "day_28", assessed_by, assessed_by),
    *(_subgroups(name, SINGLE[code]) for name, code in FORESTS.items()),
    *(_ratios(name, SINGLE[code]) for name, code in ratios.RATIOS.items()),
)
FIGURES = {
    figure.name: figure for figure in (*_ALL, *COMPONENT_FIGURES, *BY_STATE, *COURSES)
}
