"""Everything that is counted of a cohort, and a cohort counted anew."""

from collections.abc import Collection, Iterator
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from outcomes.cohorts import (
    by_state,
    described,
    expansion,
    flow,
    ratios,
    recruitment,
    register,
    states,
    strata,
    subgroups,
    table_one,
    toxicity,
)
from outcomes.cohorts.belonging import MEMBERS, Row, code_of, scopes_of
from outcomes.cohorts.by_day import ByDay
from outcomes.cohorts.counts import Reading, codes_of, ended
from outcomes.cohorts.definition import Definition
from outcomes.cohorts.members import of_centres
from outcomes.cohorts.rows import register_of, rows_of
from outcomes.cohorts.rules import Point
from outcomes.cohorts.tally import Cells, Counted, Part, counted, difference
from outcomes.models import AnalysisSubject, Cohort

Cuts = tuple[Point, ...]


def parts_of(definition: Definition) -> list[Part]:
    """Return every part of the counts from which a definition's results are made."""
    group = code_of(definition.groups, definition.index)
    reading = Reading.of(definition)
    return [
        Part("imputed", MEMBERS, lambda row: _imputed(definition, row)),
        *(
            Part(f"curves/{code}", MEMBERS, ended(code, reading, (group,)), day=1)
            for code in codes_of(definition)
        ),
        *strata.parts(definition, group),
        *by_state.parts(definition),
        *described.parts(definition, group),
        *subgroups.parts(definition),
        *ratios.parts(definition),
        *table_one.parts(definition, group),
        *flow.parts(definition),
        *register.parts(),
        *recruitment.parts(),
        *toxicity.parts(),
        *expansion.parts(),
        *states.parts(definition),
    ]


def _imputed(definition: Definition, row: Row) -> Iterator[tuple[()]]:
    outcomes = row["outcomes"]
    if any(outcomes[code][2] for code in definition.endpoints if code in outcomes):
        yield ()


def counted_anew(cohort: Cohort, definition: Definition) -> Cells:
    """Count every row of the cohort, as consented: two queries for 5,000 rows."""
    return counted_of([centre.pk for centre in cohort.centres.all()], definition)


def counted_of(centres: Collection[int], definition: Definition) -> Cells:
    """Count every row of some centres as a cohort of this definition counts them."""
    subjects = of_centres(centres, definition.index)
    rows = rows_of(subjects, codes_of(definition))
    parts = parts_of(definition)
    cells = counted(rows, parts, lambda row: scopes_of(definition, row))
    cells["register"] = register_of(centres)
    cells = subgroups.sorted_in(cells, subgroups.cuts_given(cells, definition))
    return {
        part.name: cells[part.name]
        if part.day is None
        else ByDay.of(cells[part.name], part.day)
        for part in parts
    }


def _subjects(cohort: Cohort, definition: Definition) -> QuerySet[AnalysisSubject]:
    centres = [centre.pk for centre in cohort.centres.all()]
    return of_centres(centres, definition.index)


def sorted_anew(
    cohort: Cohort, definition: Definition, number: int, old: Cuts, new: Cuts
) -> Counted:
    """Return what to add to a subgroup's endpoints when its cuts have moved.

    Only those whose value lies between an old and a new cut are read.
    """
    column = definition.subgroups[number].variable.column
    between = Q(pk__isnull=False)
    if len(old) == len(new):
        ends = [(min(pair), max(pair)) for pair in zip(old, new, strict=True)]
        between = reduce(
            or_, (Q(**{f"{column}__gt": a, f"{column}__lte": b}) for a, b in ends)
        )
    rows = rows_of(_subjects(cohort, definition).filter(between), codes_of(definition))
    parts = [
        *subgroups.endpoint_parts(definition, number),
        *ratios.endpoint_parts(definition, number),
    ]
    moved = counted(rows, parts, lambda row: scopes_of(definition, row))
    before, after = (subgroups.sorted_in(moved, {number: at}) for at in (old, new))
    return difference(before, after)
