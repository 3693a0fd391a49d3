"""What a figure is: a name, a title, and how it is drawn, said and read."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from outcomes.cohorts.people import People
from outcomes.cohorts.results import Results
from outcomes.figures.caption import Provenance
from outcomes.figures.layout import Layout
from outcomes.figures.marks import Drawing
from outcomes.figures.tables import Table


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: its name in addresses, its title, and how it is made.

    method : for the caption, in a few words; methods : for a paper, in sentences
    subset : whether it is about the subset alone; shown : whether there is anything
    to draw, which results of older code may not have
    definition : what has to be understood before it is read, said above it
    compared : the results with the groups that the figure compares, where these are
    not the cohort's
    personal : how it is drawn with the single patients that its reader may see;
    people_table : the table of a figure that has nothing but them
    summary : further numbers in a table, and what they are
    days : the names of what is drawn day by day (``outcomes.cohorts.days``)
    """

    name: str
    title: Any
    draw: Callable[[Results, Provenance, Layout], Drawing]
    method: Callable[[Results], str]
    methods: Callable[[Results], str]
    table: Callable[[Results], Table]
    subset: bool = False
    shown: Callable[[Results], bool] = lambda results: True
    definition: Callable[[Results], str] = lambda results: ""
    compared: Callable[[Results], Results] = lambda results: results
    personal: Callable[[Results, Provenance, Layout, People], Drawing] | None = None
    people_table: Callable[[People], Table] | None = None
    summary: Callable[[Results], tuple[Table, str] | None] = lambda results: None
    days: tuple[str, ...] = ()
