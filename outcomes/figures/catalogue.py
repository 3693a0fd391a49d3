"""Every figure of a study, by name: what it is called, how it is drawn and read."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from outcomes.cohorts.results import Results
from outcomes.figures import incidence, km, subgroups
from outcomes.figures.bars import assessed_by, bar_figure, graded_by
from outcomes.figures.caption import Provenance
from outcomes.figures.forest import subgroup_figure
from outcomes.figures.marks import Drawing
from outcomes.figures.tables import Table, bar_table, curve_table, subgroup_table


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its name in addresses, its title, and how it is made."""

    name: str
    title: Any
    draw: Callable[[Results, Provenance], Drawing]
    method: Callable[[Results], str]
    table: Callable[[Results], Table]


def _survival(name: str, title: Any, paramcd: str) -> Figure:
    return Figure(
        name,
        title,
        draw=lambda results, source: km.kaplan_meier(results, paramcd, source),
        method=lambda results: km.method(),
        table=partial(
            curve_table,
            part="survival",
            paramcd=paramcd,
            kind=km.LIMITS,
            label=title,
        ),
    )


def _incidence(name: str, title: Any, paramcd: str) -> Figure:
    return Figure(
        name,
        title,
        draw=lambda results, source: incidence.cumulative_incidence(
            results, paramcd, source
        ),
        method=lambda results: incidence.method(results, paramcd),
        table=partial(
            curve_table,
            part="incidence",
            paramcd=paramcd,
            kind=incidence.LIMITS,
            label=title,
        ),
    )


def _bars(name: str, title: Any, part: str, method: Callable[[], str]) -> Figure:
    return Figure(
        name,
        title,
        draw=lambda results, source: bar_figure(results, part, method(), source),
        method=lambda results: method(),
        table=partial(bar_table, part=part, label=title),
    )


def _subgroups(name: str, title: Any, paramcd: str) -> Figure:
    return Figure(
        name,
        title,
        draw=lambda results, source: subgroup_figure(results, paramcd, source),
        method=lambda results: subgroups.method(results, paramcd),
        table=partial(subgroup_table, paramcd=paramcd, label=title),
    )


_ALL = (
    _survival("overall-survival", _("Overall survival"), "OS"),
    _survival("leukaemia-free-survival", _("Leukaemia-free survival"), "LFS"),
    _incidence("relapse", _("Cumulative incidence of relapse"), "RI"),
    _incidence("non-relapse-mortality", _("Non-relapse mortality"), "NRM"),
    _bars("crs-icans", _("CRS and ICANS, worst grade"), "toxicity", graded_by),
    _bars("day-28", _("Day 28 after CAR-T"), "day_28", assessed_by),
    _subgroups("subgroups-os", _("Overall survival by subgroup"), "OS"),
    _subgroups("subgroups-lfs", _("Leukaemia-free survival by subgroup"), "LFS"),
    _subgroups("subgroups-relapse", _("Relapse by subgroup"), "RI"),
    _subgroups("subgroups-nrm", _("Non-relapse mortality by subgroup"), "NRM"),
)
FIGURES = {figure.name: figure for figure in _ALL}
