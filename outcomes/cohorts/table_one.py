"""Who the groups were on day 0: numbers, values, and how unlike the groups are."""

from collections import defaultdict
from typing import Any, TypedDict

from django.db.models import (
    Avg,
    CharField,
    Count,
    DecimalField,
    F,
    QuerySet,
    StdDev,
    Value,
)
from django.db.models.functions import Cast

from outcomes.cohorts.definition import Definition
from outcomes.cohorts.differences import of_numbers, of_values
from outcomes.cohorts.members import Group, Quantiles, group_key
from outcomes.cohorts.shapes import Number, Words, words
from outcomes.cohorts.variable import Kind, Variable
from outcomes.cohorts.variables import VARIABLES
from outcomes.models import AnalysisSubject

# Sums of floats depend on the order of the rows; these do not.
EXACT = DecimalField(max_digits=30, decimal_places=9)
SUMMED = (Kind.NUMBER, Kind.CODE, Kind.YES_NO)


class Numbers(TypedDict):
    """A number in one group, of the ``n`` of whom it is known."""

    n: int
    mean: Number
    sd: Number
    median: Number
    low: Number
    high: Number


class OfValue(TypedDict):
    """How many of each group have one value."""

    key: str
    label: Words
    n: dict[str, int | None]


class Characteristic(TypedDict):
    """One variable by group key; ``numbers`` or ``values`` is empty.

    A count that may not be shown is null. missing : of whom it is not known; smd : the
    largest standardized difference between two groups, among whom it is known
    """

    variable: str
    label: Words
    unit: str
    numbers: dict[str, Numbers]
    values: list[OfValue]
    missing: dict[str, int | None]
    smd: Number


def table_one(
    subjects: QuerySet[AnalysisSubject], groups: list[Group], definition: Definition
) -> list[Characteristic]:
    """Return every characteristic that day 0 knows, where it is known of anybody.

    Two queries. What the groups are made by is left out.
    """
    shown = _characteristics(definition)
    keys = [group.key for group in groups]
    grouped = subjects.annotate(group=group_key(groups))
    numeric = [one for one in shown if one.kind is Kind.NUMBER]
    coded = [one for one in shown if one.kind is not Kind.NUMBER]
    numbers = _numbers(grouped, numeric)
    values = _values(grouped, coded)
    made = {one.name: _of_number(one, keys, numbers) for one in numeric}
    made |= {one.name: _of_value(one, keys, values[one.name]) for one in coded}
    found = [made[one.name] for one in shown]
    return [one for one in found if one["numbers"] or _varies(one)]


def _varies(one: Characteristic) -> bool:
    """Tell whether anybody has another value than the others, or none."""
    return len(one["values"]) > 1 or bool(
        one["values"] and any(one["missing"].values())
    )


def _characteristics(definition: Definition) -> list[Variable]:
    grouped_by = definition.groups.variable.name if definition.groups else ""
    fixed = {rule.variable.name for rule in definition.filters if len(rule.values) == 1}
    fixed |= {grouped_by, "index_no"}
    return [
        one
        for one in VARIABLES.values()
        if one.column
        and one.kind in SUMMED
        and one.known_at(definition.index)
        and one.name not in fixed
    ]


def _numbers(
    grouped: QuerySet[Any], variables: list[Variable]
) -> dict[str, dict[str, Any]]:
    """Return each group's summaries: one query."""
    asked: dict[str, Any] = {"all": Count("pk")}
    for one in variables:
        column = F(one.column)
        asked |= {
            f"{one.name}_n": Count(column),
            f"{one.name}_mean": Avg(Cast(column, EXACT)),
            f"{one.name}_sd": StdDev(Cast(column, EXACT), sample=True),
            f"{one.name}_quartiles": Quantiles([0.25, 0.5, 0.75], column),
        }
    rows = grouped.order_by().values("group").annotate(**asked)
    return {row["group"]: row for row in rows}


def _of_number(
    one: Variable, keys: list[str], found: dict[str, dict[str, Any]]
) -> Characteristic:
    numbers: dict[str, Numbers] = {}
    missing = {}
    for key in keys:
        row = found.get(key, {})
        n = row.get(f"{one.name}_n", 0)
        missing[key] = row.get("all", 0) - n
        if n:
            low, median, high = row[f"{one.name}_quartiles"]
            sd = row[f"{one.name}_sd"]
            numbers[key] = {
                "n": n,
                "mean": float(row[f"{one.name}_mean"]),
                "sd": None if sd is None else float(sd),
                "median": median,
                "low": low,
                "high": high,
            }
    moments = [(n["mean"] or 0.0, n["sd"] or 0.0) for n in numbers.values()]
    return _characteristic(one, missing, of_numbers(moments), numbers=numbers)


def _values(
    grouped: QuerySet[Any], variables: list[Variable]
) -> dict[str, dict[tuple[str, str | None], int]]:
    """Return the counts by group and value of every variable: one query."""
    parts = [
        grouped.order_by()
        .annotate(name=Value(one.name), value=Cast(one.column, CharField()))
        .values_list("name", "group", "value")
        .annotate(n=Count("pk"))
        for one in variables
    ]
    counts: dict[str, dict[tuple[str, str | None], int]] = defaultdict(dict)
    for name, group, value, n in parts[0].union(*parts[1:], all=True):
        counts[name][group, value] = n
    return counts


def _of_value(
    one: Variable, keys: list[str], counts: dict[tuple[str, str | None], int]
) -> Characteristic:
    known = sorted({value for key, value in counts if key in keys and value})
    possible = [str(code.value) for code in one.codes] if one.codes else known
    values: list[OfValue] = [
        {
            "key": value,
            "label": words(one.value_label(value)),
            "n": {key: counts.get((key, value), 0) for key in keys},
        }
        for value in possible
        if any((key, value) in counts for key in keys)
    ]
    missing: dict[str, int | None] = {key: counts.get((key, None), 0) for key in keys}
    smd = of_values([[value["n"][key] or 0 for value in values] for key in keys])
    return _characteristic(one, missing, smd, values=values)


def _characteristic(
    one: Variable,
    missing: dict[str, int | None],
    smd: Number,
    *,
    numbers: dict[str, Numbers] | None = None,
    values: list[OfValue] | None = None,
) -> Characteristic:
    return {
        "variable": one.name,
        "label": words(one.label),
        "unit": one.unit,
        "numbers": numbers or {},
        "values": values or [],
        "missing": missing,
        "smd": smd,
    }
