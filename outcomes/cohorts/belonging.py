"""Who belongs to a cohort and to which of its groups, said of one row. Pure.

The same as ``outcomes.cohorts.members`` says to the database, for rows that have been
read: one edit is counted without asking for all the others.
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping
from typing import Any

from outcomes.cohorts.definition import Definition, Filter, Grouping

Row = Mapping[str, Any]
CodeOf = Callable[[Row], Any]
# What every row is in where groups are not compared.
ALL = "all"
# Everybody registered, everybody with the index event, the cohort, and the part that is
# looked at closely.
REGISTERED, TREATED, MEMBERS, SUBSET = "registered", "treated", "members", "subset"
# What a patient's own row has for an index event.
PATIENT = "patient"


def passes(rule: Filter, row: Row) -> bool:
    """Tell whether a row passes a filter; an unknown value does not."""
    value = row[rule.variable.column]
    if rule.values:
        return value in rule.values
    if value is None:
        return False
    return (rule.low is None or value >= rule.low) and (
        rule.high is None or value <= rule.high
    )


def stage_of(definition: Definition, row: Row) -> int:
    """Return how many of the filters a row passes before the first that it fails."""
    for number, rule in enumerate(definition.filters):
        if not passes(rule, row):
            return number
    return len(definition.filters)


def belongs(definition: Definition, row: Row) -> bool:
    """Tell whether a row of the cohort's centres and index event is its member."""
    if stage_of(definition, row) < len(definition.filters):
        return False
    if not definition.landmark:
        return True
    survival = row["outcomes"].get("OS")
    return survival is not None and survival[0] > definition.landmark


def scopes_of(definition: Definition, row: Row) -> tuple[str, ...]:
    """Return what a row of the cohort's centres counts in."""
    if row["index_kind"] == PATIENT:
        return (REGISTERED,)
    if row["index_kind"] != definition.index:
        return ()
    if not belongs(definition, row):
        return (TREATED,)
    if definition.subset and not passes(definition.subset, row):
        return (TREATED, MEMBERS)
    return (TREATED, MEMBERS, SUBSET)


def code_of(grouping: Grouping | None, index: str) -> CodeOf:
    """Return what tells a row's group: None where its value is unknown.

    The place among the cuts, the raw value where the data say the cuts, the value of
    what has no order, and whether a state had begun by the landmark.
    """
    if grouping is None or grouping.time_dependent:
        return lambda _row: ALL
    column, points = grouping.variable.column, grouping.points
    if (since := grouping.variable.since.get(index)) and grouping.landmark:
        landmark = grouping.landmark
        return lambda row: row[since] is not None and row[since] <= landmark
    if grouping.variable.ordered and not grouping.parts:
        return lambda row: (
            None if row[column] is None else bisect_left(points, row[column])  # type: ignore[type-var]
        )
    return lambda row: row[column]
