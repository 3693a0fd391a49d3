"""The rows of a regression: one a subject, with what was known and how it ended."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.db.models import F, QuerySet
from numpy.typing import NDArray

from outcomes.cohorts.counts import Reading
from outcomes.cohorts.definition import Definition
from outcomes.cohorts.members import Group, group_key, groups_by
from outcomes.cohorts.months import DAYS_A_YEAR
from outcomes.cohorts.variable import Kind
from outcomes.models import AnalysisOutcome, AnalysisSubject
from outcomes.regressions.asked import Asked, Term
from registry.codelists.general import MISSING

MOST_ROWS = 50_000
# The first columns: the day and the cause that count, and the day they count from.
FIRST = ("on", "by", "since")
YEAR_0 = date(2000, 1, 1)
# Codes that say that a value is not known; who has one is left out, as without a value.
UNKNOWN = frozenset({"unknown", "not_done", "pending"}) & {c.value for c in MISSING}


class TooManyRows(ValueError):
    """More subjects than are fitted while somebody waits; ``n`` says how many."""

    def __init__(self, n: int) -> None:
        super().__init__(f"{n} rows; at most {MOST_ROWS} are fitted on demand")
        self.n = n


@dataclass(frozen=True, slots=True)
class Column:
    """One covariate of all rows.

    values : keys of levels; numbers a unit of the ratio; days on which a state began,
        NaN where it did not
    groups : the levels in reading order; none of a number
    """

    term: Term
    groups: tuple[Group, ...]
    values: NDArray[Any]


@dataclass(frozen=True, slots=True)
class Left:
    """Why subjects are left out: by covariate who has no value, and who has no time."""

    by_variable: dict[str, int]
    incomplete: int
    without_time: int


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """The complete rows, ordered by subject.

    members : subjects of the cohort
    day, cause : (n,) from the endpoint's time zero or landmark; cause 1 is its event
    stratum : (n,) labels, one for all where there are no strata; centre : (n,)
    """

    members: int
    day: NDArray[np.float64]
    cause: NDArray[np.int64]
    columns: tuple[Column, ...]
    stratum: NDArray[np.str_] | None
    centre: NDArray[np.int64]
    left: Left


def rows_of(
    subjects: QuerySet[AnalysisSubject], definition: Definition, asked: Asked
) -> Rows:
    """Read the rows of these subjects: a query, and one for each covariate's levels.

    Raises TooManyRows.
    """
    members = subjects.count()
    if members > MOST_ROWS:
        raise TooManyRows(members)
    outcomes = Reading.of(definition).read(
        AnalysisOutcome.objects.filter(paramcd=asked.endpoint, subject__in=subjects)
    )
    levels = [_levels(subjects, term, definition) for term in asked.terms]
    strata = [
        [*groups_by(subjects, grouping, definition.index)] for grouping in asked.strata
    ]
    named: dict[str, Any] = {"at_centre": F("subject__centre")}
    for number, (term, groups) in enumerate(zip(asked.terms, levels, strict=True)):
        named[f"x{number}"] = _expression(term, groups, definition)
    for number, groups in enumerate(strata):
        named[f"s{number}"] = group_key(groups, "subject__")
    found = outcomes.annotate(**named).order_by("subject")
    rows = np.array([*found.values_list(*FIRST, *named)], dtype=object)
    rows = rows.reshape(-1, len(FIRST) + len(named))
    return _complete(rows, members, asked, levels, definition.landmark)


def _levels(
    subjects: QuerySet[AnalysisSubject], term: Term, definition: Definition
) -> list[Group]:
    if term.grouping is None:
        return []
    groups = groups_by(subjects, term.grouping, definition.index)
    return [group for group in groups if group.key not in UNKNOWN]


def _expression(term: Term, groups: list[Group], definition: Definition) -> Any:
    if term.grouping is not None:
        return group_key(groups, "subject__")
    name = term.variable.since[definition.index] if term.state else term.variable.column
    return F(f"subject__{name}")


def _complete(
    rows: NDArray[Any],
    members: int,
    asked: Asked,
    levels: list[list[Group]],
    landmark: int,
) -> Rows:
    """Keep the rows without a missing value, and count by covariate who has none."""
    size, began = len(asked.terms), rows[:, 2].astype(float)
    columns = [
        Column(term, tuple(groups), _values(rows[:, 4 + i], term, began + landmark))
        for i, (term, groups) in enumerate(zip(asked.terms, levels, strict=True))
    ]
    absent = [_absent(column) for column in columns]
    in_strata = rows[:, 4 + size :]
    no_stratum = np.array([[one is None for one in row] for row in in_strata], bool)
    no_stratum = no_stratum.reshape(len(rows), -1)
    names = [*(t.variable.name for t in asked.terms)]
    names += [grouping.variable.name for grouping in asked.strata]
    missing = [*absent, *no_stratum.T]
    gone = np.any(missing, axis=0) if missing else np.zeros(len(rows), bool)
    kept = ~gone
    return Rows(
        members,
        rows[kept, 0].astype(float) - landmark,
        rows[kept, 1].astype(np.int64),
        tuple(Column(c.term, c.groups, c.values[kept]) for c in columns),
        np.array(["\t".join(row) for row in in_strata[kept]]) if asked.strata else None,
        rows[kept, 3].astype(np.int64),
        Left(
            {
                name: int(lacks.sum())
                for name, lacks in zip(names, missing, strict=True)
            },
            int(gone.sum()),
            members - len(rows),
        ),
    )


def _values(
    found: NDArray[Any], term: Term, began: NDArray[np.float64]
) -> NDArray[Any]:
    """Return levels as they are, numbers by their unit, states from ``began`` on."""
    if term.grouping is not None:
        return found
    if term.state:
        return found.astype(float) - began
    if term.variable.kind is Kind.DAY:
        days = [np.nan if one is None else (one - YEAR_0).days for one in found]
        return np.array(days, float) / DAYS_A_YEAR / term.per
    return found.astype(float) / term.per


def _absent(column: Column) -> NDArray[np.bool_]:
    if column.term.grouping is not None:
        return np.array([one is None for one in column.values], bool)
    if column.term.state:
        return np.zeros(column.values.size, bool)
    return np.asarray(np.isnan(column.values))
