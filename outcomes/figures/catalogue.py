"""Every figure of a study, by name: what it is called, how it is drawn and read."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from outcomes.cohorts.curves import INCIDENCE
from outcomes.figures import incidence, km, methods, subgroups
from outcomes.figures.bars import assessed_by, bar_figure, graded_by, graded_methods
from outcomes.figures.by_state import BY_STATE
from outcomes.figures.caption import hsct_says
from outcomes.figures.course_figures import COURSES
from outcomes.figures.figure import Figure
from outcomes.figures.forest import subgroup_figure
from outcomes.figures.tables import bar_table, curve_table, subgroup_table


def _survival(name: str, title: Any, paramcd: str) -> Figure:
    return Figure(
        name,
        title,
        draw=lambda results, source, layout: km.kaplan_meier(
            results, paramcd, source, layout
        ),
        method=lambda results: km.method(),
        definition=hsct_says,
        methods=partial(methods.survival, paramcd=paramcd),
        table=partial(
            curve_table,
            part="survival",
            paramcd=paramcd,
            kind=km.LIMITS,
            label=title,
        ),
        days=(f"survival/{paramcd}",),
    )


INCIDENCES = tuple(f"incidence/{code}" for code in INCIDENCE)


def _incidence(name: str, title: Any, paramcd: str) -> Figure:
    return Figure(
        name,
        title,
        draw=lambda results, source, layout: incidence.cumulative_incidence(
            results, paramcd, source, layout
        ),
        method=lambda results: incidence.method(results, paramcd),
        definition=hsct_says,
        methods=partial(methods.incidence, paramcd=paramcd),
        table=partial(
            curve_table,
            part="incidence",
            paramcd=paramcd,
            kind=incidence.LIMITS,
            label=title,
        ),
        # All, since they have one scale.
        days=INCIDENCES,
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
    )


def _subgroups(name: str, title: Any, paramcd: str) -> Figure:
    return Figure(
        name,
        title,
        draw=lambda results, source, layout: subgroup_figure(
            results, paramcd, source, layout
        ),
        method=lambda results: subgroups.method(results, paramcd),
        definition=hsct_says,
        methods=partial(methods.subgroups, paramcd=paramcd),
        table=partial(subgroup_table, paramcd=paramcd, label=title),
        subset=True,
    )


_ALL = (
    _survival("overall-survival", _("Overall survival"), "OS"),
    _survival("leukaemia-free-survival", _("Leukaemia-free survival"), "LFS"),
    _incidence("relapse", _("Cumulative incidence of relapse"), "RI"),
    _incidence("non-relapse-mortality", _("Non-relapse mortality"), "NRM"),
    _bars(
        "crs-icans",
        _("CRS and ICANS, worst grade"),
        "toxicity",
        graded_by,
        graded_methods,
    ),
    _bars("day-28", _("Day 28 after CAR-T"), "day_28", assessed_by, assessed_by),
    _subgroups("subgroups-os", _("Overall survival by subgroup"), "OS"),
    _subgroups("subgroups-lfs", _("Leukaemia-free survival by subgroup"), "LFS"),
    _subgroups("subgroups-relapse", _("Relapse by subgroup"), "RI"),
    _subgroups("subgroups-nrm", _("Non-relapse mortality by subgroup"), "NRM"),
)
FIGURES = {figure.name: figure for figure in (*_ALL, *BY_STATE, *COURSES)}
