"""The parts of a definition that name a variable: filters and groupings. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any, Literal

from outcomes.cohorts.refusals import NotValid
from outcomes.cohorts.variable import Kind, Variable
from outcomes.cohorts.variables import VARIABLES

MEDIAN: Literal["median"] = "median"
QUANTILES = {
    MEDIAN: 2,
    "tertiles": 3,
    "quartiles": 4,
    "quintiles": 5,
    "sextiles": 6,
    "septiles": 7,
    "octiles": 8,
    "noniles": 9,
    "deciles": 10,
}
Point = float | date
Cut = float | str | tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """Keep the subjects whose value is one of ``values``, or lies within bounds."""

    variable: Variable
    values: tuple[Any, ...] = ()
    low: Point | None = None
    high: Point | None = None


@dataclass(frozen=True, slots=True)
class Grouping:
    """Split by the values of a variable, or at cuts.

    cut : a number, several points, or the name of quantiles
    landmark : the day on which the groups are read
    time_dependent : the group is a state that patients enter
    """

    variable: Variable
    cut: Cut | None = None
    landmark: int | None = None
    time_dependent: bool = False

    @property
    def points(self) -> tuple[Point, ...]:
        """Return the points at which it cuts, none where the data say them."""
        if self.cut is None or isinstance(self.cut, str):
            return ()
        return self.cut if isinstance(self.cut, tuple) else (self.cut,)

    @property
    def parts(self) -> int:
        """Return into how many quantiles it cuts, 0 where it does not."""
        return QUANTILES.get(self.cut, 0) if isinstance(self.cut, str) else 0


def filter_of(rule: Mapping[str, Any]) -> Filter:
    """Return a filter. Raises NotValid."""
    variable = _with_column(rule)
    if extra := rule.keys() - {"variable", "in", "is", "from", "to"}:
        raise NotValid([f"{variable.name}: a filter has no {sorted(extra)}"])
    if "from" in rule or "to" in rule:
        if not variable.ordered:
            raise NotValid([f"{variable.name} has no order: use “in”"])
        low, high = (_point(variable, rule.get(end)) for end in ("from", "to"))
        if low is not None and high is not None and low > high:  # type: ignore[operator]
            raise NotValid([f"{variable.name}: “from” is above “to”"])
        return Filter(variable, low=low, high=high)
    if "in" in rule and not isinstance(rule["in"], list | tuple):
        raise NotValid([f"{variable.name}: “in” is a list"])
    values = tuple(rule["in"]) if "in" in rule else (rule.get("is"),)
    if wrong := [value for value in values if not _is_value(variable, value)]:
        raise NotValid([f"{variable.name} cannot be {wrong}"])
    return Filter(variable, values)


def _point(variable: Variable, value: object) -> Point | None:
    """Return a bound or cut as what the variable's values are."""
    if value is None:
        return None
    if variable.kind is Kind.DAY:
        try:
            return date.fromisoformat(str(value))
        except ValueError:
            raise NotValid([f"{variable.name}: {value!r} is no day"]) from None
    if not _is_number(value):
        raise NotValid([f"{variable.name}: {value!r} is no number"])
    return value  # type: ignore[return-value]


def _is_value(variable: Variable, value: object) -> bool:
    if variable.kind is Kind.YES_NO:
        return isinstance(value, bool)
    if variable.kind is Kind.NUMBER:
        return _is_number(value)
    if not isinstance(value, str) or variable.kind is not Kind.CODE:
        return False
    return variable.codes is None or value in variable.codes


def main_grouping(part: Mapping[str, Any], index: str) -> Grouping:
    """Return the grouping that is compared, with how it follows a later variable.

    Raises NotValid.
    """
    variable, day = VARIABLES[part["variable"]], part.get("landmark")
    states, wants = bool(part.get("time_dependent")), part.keys() & {"cut", "landmark"}
    if states and wants:
        raise NotValid([f"{variable.name}: a state has no {sorted(wants)}"])
    if day is not None and not is_days(day):
        raise NotValid(["landmark must be a whole number of days, 1 or more"])
    if day is not None and day < variable.by.get(index, 0):
        known = variable.by[index]
        raise NotValid([f"{variable.name} is known for all only from day {known}"])
    if index in variable.since:
        return Grouping(variable, None, day, states)
    return grouping_of(part)


def grouping_of(part: Mapping[str, Any]) -> Grouping:
    """Return a grouping by what is known on day 0. Raises NotValid."""
    variable, cut = _with_column(part), part.get("cut")
    if not variable.ordered:
        if cut is not None:
            raise NotValid([f"{variable.name} has no order and cannot be cut"])
        return Grouping(variable, None, part.get("landmark"))
    return Grouping(variable, _cut(variable, cut), part.get("landmark"))


def _cut(variable: Variable, cut: object) -> Cut:
    """Return the cut as it was said, its points in order."""
    if isinstance(cut, str) and cut in QUANTILES and variable.kind is Kind.NUMBER:
        return cut
    points = [*cut] if isinstance(cut, list | tuple) else [cut]
    if cut is None or not points:
        raise NotValid([f"{variable.name} needs a cut: a number, or “median”"])
    found = tuple(_point(variable, point) for point in points)
    if any(a >= b for a, b in pairwise(found)):  # type: ignore[operator]
        raise NotValid([f"{variable.name}: cuts go upwards, each once"])
    return found[0] if isinstance(found[0], float | int) and len(found) == 1 else found  # type: ignore[return-value]


def _with_column(part: Mapping[str, Any]) -> Variable:
    variable = VARIABLES[part["variable"]]
    if not variable.column:
        raise NotValid([f"{variable.name} is the same for everybody from this day 0"])
    return variable


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_days(value: object) -> bool:
    """Tell whether this is a whole number of days, one or more."""
    return isinstance(value, int) and not isinstance(value, bool) and value >= 1
