"""Who the groups were on day 0: numbers, values, and how unlike the groups are."""

from collections import Counter, defaultdict
from fractions import Fraction
from math import sqrt
from typing import Any, TypedDict

from outcomes.cohorts.belonging import MEMBERS, CodeOf
from outcomes.cohorts.definition import Definition
from outcomes.cohorts.differences import of_numbers, of_values
from outcomes.cohorts.shapes import Number, Words, words
from outcomes.cohorts.splits import Split
from outcomes.cohorts.spread import quantiles
from outcomes.cohorts.tally import Cells, Part, plain
from outcomes.cohorts.variable import Kind, Variable, as_text
from outcomes.cohorts.variables import VARIABLES

# Sums of floats depend on the order of the rows; sums of whole billionths do not.
BILLION = 1_000_000_000
NOT_KNOWN = (None, "")
SUMMED = (Kind.NUMBER, Kind.CODE, Kind.YES_NO)
# By group, how often each value; None is not known, and the group of those of none.
ByGroup = dict[str | None, Counter[Any]]


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


def parts(definition: Definition, group: CodeOf) -> list[Part]:
    """Return what is counted: the values of every characteristic, by group."""
    return [_part(one, group) for one in _characteristics(definition)]


def _part(one: Variable, group: CodeOf) -> Part:
    column = one.column
    return Part(
        f"table/{one.name}", MEMBERS, lambda row: [(group(row), plain(row[column]))]
    )


def table_one(
    cells: Cells, split: Split, definition: Definition
) -> list[Characteristic]:
    """Return every characteristic that day 0 knows, where it is known of anybody.

    What the groups are made by is left out.
    """
    found = [
        (_of_number if one.kind is Kind.NUMBER else _of_value)(
            one, split.keys, by_group(cells[f"table/{one.name}"], split)
        )
        for one in _characteristics(definition)
    ]
    return [one for one in found if one["numbers"] or _varies(one)]


def by_group(cells: Counter[Any], split: Split) -> ByGroup:
    """Return how often each value of a characteristic occurs in each group."""
    found: ByGroup = defaultdict(Counter)
    for (code, value), n in cells.items():
        found[split.key_of(code)][value] += n
    return found


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


def _of_number(one: Variable, keys: list[str], found: ByGroup) -> Characteristic:
    numbers: dict[str, Numbers] = {}
    missing: dict[str, int | None] = {}
    for key in keys:
        known = Counter({v: n for v, n in found[key].items() if v is not None})
        missing[key] = found[key][None]
        if known:
            numbers[key] = _summed(known)
    moments = [(n["mean"] or 0.0, n["sd"] or 0.0) for n in numbers.values()]
    return _characteristic(one, missing, of_numbers(moments), numbers=numbers)


def _summed(values: Counter[float]) -> Numbers:
    """Return mean, standard deviation and quartiles of values that occur so often."""
    n = values.total()
    whole = [(round(Fraction(value) * BILLION), many) for value, many in values.items()]
    total = sum(value * many for value, many in whole)
    squares = sum(value * value * many for value, many in whole)
    spread = Fraction(squares * n - total * total, n * (n - 1)) if n > 1 else None
    low, median, high = quantiles(values, (0.25, 0.5, 0.75))
    return {
        "n": n,
        "mean": float(Fraction(total, n * BILLION)),
        "sd": None if spread is None else sqrt(spread / BILLION**2),
        "median": median,
        "low": low,
        "high": high,
    }


def _of_value(one: Variable, keys: list[str], found: ByGroup) -> Characteristic:
    counts: dict[str | None, Counter[str]] = {
        key: Counter({as_text(v): n for v, n in values.items() if v not in NOT_KNOWN})
        for key, values in found.items()
    }
    known = {value for key in keys for value in counts.get(key, ())}
    possible = [str(code.value) for code in one.codes] if one.codes else sorted(known)
    values: list[OfValue] = [
        {
            "key": value,
            "label": words(one.value_label(value)),
            "n": {key: counts.get(key, Counter())[value] for key in keys},
        }
        for value in possible
        if value in known
    ]
    missing: dict[str, int | None] = {key: found[key][None] for key in keys}
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
