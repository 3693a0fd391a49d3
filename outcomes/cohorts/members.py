"""Who belongs to a cohort, and to which of its groups: as database expressions."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import (
    Aggregate,
    Case,
    CharField,
    Exists,
    F,
    FloatField,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)

from outcomes.cohorts.definition import Definition, Filter, Grouping
from outcomes.cohorts.rules import Point
from outcomes.cohorts.variable import Kind
from outcomes.models import AnalysisOutcome, AnalysisSubject, Cohort
from registry.codelists.base import Label


class Median(Aggregate):
    """The median, midway between the two in the middle."""

    template = "percentile_cont(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()
    allow_distinct = False


class Quantiles(Aggregate):
    """The values below which these shares lie, midway between two where it falls so."""

    template = "percentile_cont(%(shares)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = ArrayField(FloatField())
    allow_distinct = False

    def __init__(self, shares: list[float], expression: F) -> None:
        """``shares`` are between 0 and 1."""
        said = f"ARRAY[{', '.join(repr(float(share)) for share in shares)}]"
        super().__init__(expression, shares=said)


@dataclass(frozen=True, slots=True)
class Group:
    """One group of a grouping; ``lookups`` on a subject say who belongs to it.

    With ``unless`` it is everybody whom those lookups do not find.
    """

    key: str
    label: Label
    lookups: Mapping[str, object]
    unless: bool = False

    def condition(self, prefix: str = "") -> Q:
        """Return who belongs; ``prefix`` leads from the asked model to the subject."""
        found = Q(**{f"{prefix}{name}": value for name, value in self.lookups.items()})
        return ~found if self.unless else found


EVERYONE = Group("all", Label("All", "全部"), {"pk__isnull": False})


def members(cohort: Cohort, definition: Definition) -> QuerySet[AnalysisSubject]:
    """Return the subjects of the cohort: of its centres alone, and as consented."""
    subjects = AnalysisSubject.objects.consenting().filter(
        centre__cohorts=cohort, index_kind=definition.index
    )
    return narrowed(subjects, definition)


def of_centres(centres: Collection[int], index: str) -> QuerySet[AnalysisSubject]:
    """Return every subject of some centres with this kind of day 0, as consented."""
    subjects = AnalysisSubject.objects.consenting()
    return subjects.filter(centre__in=centres, index_kind=index)


def narrowed(
    subjects: QuerySet[AnalysisSubject], definition: Definition
) -> QuerySet[AnalysisSubject]:
    """Keep the subjects whom a definition takes in."""
    for rule in definition.filters:
        subjects = subjects.filter(condition(rule))
    if definition.landmark:
        subjects = subjects.filter(followed_past(definition.landmark))
    return subjects


def followed_past(day: int) -> Exists:
    """Return whether a subject is alive and followed after the landmark."""
    alive = AnalysisOutcome.objects.filter(paramcd="OS", day__gt=day)
    return Exists(alive.filter(subject=OuterRef("pk")))


def condition(rule: Filter) -> Q:
    """Return the filter as a condition on subjects; unknown values do not pass."""
    column = rule.variable.column
    if rule.values:
        return Q(**{f"{column}__in": rule.values})
    bounds = {"gte": rule.low, "lte": rule.high}
    given = {f"{column}__{k}": v for k, v in bounds.items() if v is not None}
    return Q(**{f"{column}__isnull": False}, **given)


def cuts(
    subjects: QuerySet[AnalysisSubject], groupings: tuple[Grouping, ...]
) -> dict[str, tuple[Point, ...]]:
    """Return the points at which these groupings cut, by variable: one query.

    Quantiles that fall together cut once.
    """
    at = {g.variable.name: g.points for g in groupings}
    asked = {
        g.variable.name: Quantiles(
            [i / g.parts for i in range(1, g.parts)], F(g.variable.column)
        )
        for g in groupings
        if g.parts
    }
    if not asked:
        return at
    found = subjects.aggregate(**{f"cut_{name}": q for name, q in asked.items()})
    for name in asked:
        at[name] = tuple(sorted(set(found[f"cut_{name}"] or ())))
    return at


def groups_of(
    subjects: QuerySet[AnalysisSubject], grouping: Grouping, at: tuple[Point, ...]
) -> list[Group]:
    """Return the groups in reading order; ``at`` are the points to cut at."""
    column = grouping.variable.column
    if grouping.variable.ordered:
        return between(column, at)
    present = subjects.exclude(**{column: None}).values_list(column, flat=True)
    return groups_by_value(grouping, set(present.distinct().order_by()))


def groups_by_value(grouping: Grouping, present: Collection[Any]) -> list[Group]:
    """Return a group of each value that is present, in reading order."""
    variable, column = grouping.variable, grouping.variable.column
    if variable.kind is Kind.YES_NO:
        values: list[Any] = [True, False]
    else:
        coded = [one.value for one in (variable.codes or ()) if one.value in present]
        values = coded if variable.codes else sorted(present)
    return [
        Group(variable.value_key(value), variable.value_label(value), {column: value})
        for value in values
    ]


def main_groups(
    subjects: QuerySet[AnalysisSubject], definition: Definition
) -> list[Group]:
    """Return the groups that the cohort compares; one of all when it compares none."""
    grouping = definition.groups
    if grouping is None or grouping.time_dependent:
        return [EVERYONE]
    return groups_by(subjects, grouping, definition.index)


def groups_by(
    subjects: QuerySet[AnalysisSubject], grouping: Grouping, index: str
) -> list[Group]:
    """Return the groups of a grouping, cut or read at its landmark where it says so."""
    if grouping.landmark and (since := grouping.variable.since.get(index)):
        return reached(grouping, since)
    at = cuts(subjects, (grouping,))[grouping.variable.name]
    return groups_of(subjects, grouping, at)


def reached(grouping: Grouping, since: str) -> list[Group]:
    """Return who is in the state on the landmark, and who is not, or not yet."""
    variable, by_then = grouping.variable, {f"{since}__lte": grouping.landmark}
    return [
        Group(
            variable.value_key(there), variable.value_label(there), by_then, not there
        )
        for there in (True, False)
    ]


def between(column: str, at: tuple[Point, ...]) -> list[Group]:
    """Return the groups up to each point, and above the last."""
    if not at:
        return []
    ends = (None, *at, None)
    keys = (
        ("low", "high") if len(at) == 1 else [f"g{i + 1}" for i in range(len(at) + 1)]
    )
    found = []
    for key, low, high in zip(keys, ends[:-1], ends[1:], strict=True):
        said = [f"> {_shown(low)}"] if low is not None else []
        said += [f"≤ {_shown(high)}"] if high is not None else []
        bounds = {f"{column}__gt": low, f"{column}__lte": high}
        lookups = {name: end for name, end in bounds.items() if end is not None}
        found.append(Group(key, Label(", ".join(said), "，".join(said)), lookups))
    return found


def _shown(point: Point) -> str:
    if isinstance(point, date):
        return point.isoformat()
    return f"{point:,.6g}" if abs(point) < 1e4 else f"{point:,.0f}"


def group_key(groups: list[Group], prefix: str = "") -> Case:
    """Return the key of the group as an expression; null where the value is unknown.

    ``prefix`` leads from the counted model to the subject, such as ``subject__``.
    """
    whens = [When(group.condition(prefix), then=Value(group.key)) for group in groups]
    return Case(*whens, default=None, output_field=CharField(null=True))
