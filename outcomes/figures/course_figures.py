"""The figures of who they were, how they came, and what happened to them, by name."""

from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from outcomes.cohorts.days import STATES
from outcomes.cohorts.people import People
from outcomes.figures import (
    expansion,
    flow,
    further_tables,
    recruitment,
    states,
    swimmer,
)
from outcomes.figures import table_one as characteristics
from outcomes.figures.figure import Figure

_who: Any = _("Characteristics on day 0")
_flow: Any = _("Flow of patients")
_growth: Any = _("Recruitment by centre")
_stacked: Any = _("Relapse and non-relapse mortality, stacked")
_states: Any = _("Where patients are on each day")
_copies: Any = _("CAR-T expansion")
_courses: Any = _("Single courses")
NOBODY = People([], 0)

COURSES = (
    Figure(
        "characteristics",
        _who,
        draw=characteristics.table_figure,
        method=lambda results: characteristics.method(),
        methods=lambda results: characteristics.methods(),
        table=partial(further_tables.characteristics_table, label=_who),
        shown=lambda results: bool(results.get("table_one")),
    ),
    Figure(
        "flow",
        _flow,
        draw=flow.flow_figure,
        method=lambda results: flow.method(),
        methods=lambda results: flow.methods(),
        table=partial(further_tables.flow_table, label=_flow),
        shown=lambda results: "flow" in results,
    ),
    Figure(
        "recruitment",
        _growth,
        draw=recruitment.recruitment_figure,
        method=lambda results: recruitment.method(),
        methods=lambda results: recruitment.method(),
        table=partial(further_tables.recruitment_table, label=_growth),
        shown=lambda results: bool(results.get("recruitment")),
    ),
    Figure(
        "relapse-and-nrm",
        _stacked,
        draw=states.stacked_figure,
        method=lambda results: states.stacked_method(),
        methods=lambda results: states.stacked_method(),
        table=partial(further_tables.stacked_table, label=_stacked),
        shown=states.has_curves,
        days=("incidence/RI", "incidence/NRM"),
    ),
    Figure(
        "states",
        _states,
        draw=states.states_figure,
        method=lambda results: states.states_method(),
        methods=lambda results: states.states_methods(),
        table=partial(further_tables.states_table, label=_states),
        subset=True,
        shown=lambda results: bool(results.get("states", {}).get("table")),
        days=(STATES,),
    ),
    Figure(
        "expansion",
        _copies,
        draw=expansion.expansion_figure,
        method=lambda results: expansion.method(),
        methods=lambda results: expansion.methods(),
        table=partial(further_tables.expansion_table, label=_copies),
        subset=True,
        shown=lambda results: bool(results.get("expansion", {}).get("n")),
        personal=lambda results, source, layout, people: expansion.expansion_figure(
            results, source, layout, [one.copies for one in people.shown]
        ),
    ),
    Figure(
        "swimmer",
        _courses,
        draw=lambda results, source, layout: swimmer.swimmer_figure(
            results, source, layout, NOBODY
        ),
        method=lambda results: swimmer.methods(),
        methods=lambda results: swimmer.methods(),
        table=lambda results: swimmer.table(NOBODY, _courses),
        subset=True,
        personal=swimmer.swimmer_figure,
        people_table=partial(swimmer.table, label=_courses),
    ),
)
