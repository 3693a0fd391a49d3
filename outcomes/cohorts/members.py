"""Who belongs to a cohort, and to which of its groups: as database expressions."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Aggregate,
    Case,
    CharField,
    F,
    FloatField,
    Q,
    QuerySet,
    Value,
    When,
)

from outcomes.cohorts.definition import MEDIAN, Definition, Filter, Grouping
from outcomes.cohorts.variables import Kind
from outcomes.models import AnalysisSubject, Cohort
from registry.codelists.base import Label


class Median(Aggregate):
    """The median, midway between the two in the middle."""

    template = "percentile_cont(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()
    allow_distinct = False


@dataclass(frozen=True, slots=True)
class Group:
    """One group of a grouping; ``lookups`` on a subject say who belongs to it."""

    key: str
    label: Label
    lookups: Mapping[str, object]


EVERYONE = Group("all", Label("All", "全部"), {"pk__isnull": False})


def members(cohort: Cohort, definition: Definition) -> QuerySet[AnalysisSubject]:
    """Return the subjects of the cohort: of its centres alone, and as consented."""
    subjects = AnalysisSubject.objects.consenting().filter(
        centre__cohorts=cohort, index_kind=definition.index
    )
    for rule in definition.filters:
        subjects = subjects.filter(condition(rule))
    return subjects


def condition(rule: Filter) -> Q:
    """Return the filter as a condition on subjects; unknown values do not pass."""
    column = rule.variable.column
    if rule.values:
        return Q(**{f"{column}__in": rule.values})
    bounds = {"gte": rule.low, "lte": rule.high}
    given = {f"{column}__{k}": v for k, v in bounds.items() if v is not None}
    return Q(**{f"{column}__isnull": False}, **given)


def medians(
    subjects: QuerySet[AnalysisSubject], groupings: tuple[Grouping, ...]
) -> dict[str, float | None]:
    """Return the medians at which these groupings cut, by variable: one query."""
    cut = {g.variable.name: g.variable.column for g in groupings if g.cut == MEDIAN}
    if not cut:
        return {}
    asked = {f"median_{name}": Median(F(column)) for name, column in cut.items()}
    found = subjects.aggregate(**asked)
    return {name: found[f"median_{name}"] for name in cut}


def groups_of(
    subjects: QuerySet[AnalysisSubject], grouping: Grouping, cut: float | None
) -> list[Group]:
    """Return the groups in reading order; ``cut`` is the number to cut at."""
    variable, column = grouping.variable, grouping.variable.column
    if variable.kind is Kind.NUMBER:
        return _halves(column, cut) if cut is not None else []
    if variable.kind is Kind.YES_NO:
        values: list[Any] = [True, False]
    else:
        present = subjects.exclude(**{column: None}).values_list(column, flat=True)
        found = set(present.distinct())
        values = [code for code in (variable.codes or ()) if code.value in found]
        values = [code.value for code in values]
    return [
        Group(variable.value_key(value), variable.value_label(value), {column: value})
        for value in values
    ]


def main_groups(
    subjects: QuerySet[AnalysisSubject], definition: Definition
) -> list[Group]:
    """Return the groups that the cohort compares; one of all when it compares none."""
    grouping = definition.groups
    if grouping is None:
        return [EVERYONE]
    at = medians(subjects, (grouping,)).get(grouping.variable.name, grouping.cut)
    return groups_of(subjects, grouping, None if at is None else float(at))


def _halves(column: str, cut: float) -> list[Group]:
    shown = f"{cut:,.6g}" if abs(cut) < 1e4 else f"{cut:,.0f}"
    return [
        Group("low", Label(f"≤ {shown}", f"≤ {shown}"), {f"{column}__lte": cut}),
        Group("high", Label(f"> {shown}", f"> {shown}"), {f"{column}__gt": cut}),
    ]


def group_key(groups: list[Group], prefix: str = "") -> Case:
    """Return the key of the group as an expression; null where the value is unknown.

    ``prefix`` leads from the counted model to the subject, such as ``subject__``.
    """
    whens = [
        When(
            Q(
                **{
                    f"{prefix}{lookup}": value
                    for lookup, value in group.lookups.items()
                }
            ),
            then=Value(group.key),
        )
        for group in groups
    ]
    return Case(*whens, default=None, output_field=CharField(null=True))
