"""Every figure of a study, by name: what it is called, how it is drawn and read."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from outcomes.cohorts.results import Results
from outcomes.figures import incidence, km
from outcomes.figures.caption import Provenance
from outcomes.figures.marks import Drawing
from outcomes.figures.tables import Table, curve_table


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


_ALL = (
    _survival("overall-survival", _("Overall survival"), "OS"),
    _survival("leukaemia-free-survival", _("Leukaemia-free survival"), "LFS"),
    _incidence("relapse", _("Cumulative incidence of relapse"), "RI"),
    _incidence("non-relapse-mortality", _("Non-relapse mortality"), "NRM"),
)
FIGURES = {figure.name: figure for figure in _ALL}
