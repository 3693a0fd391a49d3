"""A cohort's definition: from JSON to checked parts, or refused with reasons. Pure.

::

    {"index": "hsct", "horizon": 730,
     "filters": [{"variable": "disease", "in": ["T-ALL", "T-LBL"]},
                 {"variable": "first_allogeneic", "is": true},
                 {"variable": "age", "from": 0, "to": 70}],
     "groups": {"variable": "arm"},
     "subset": {"variable": "arm", "is": true},
     "subgroups": [{"variable": "age", "cut": 14},
                   {"variable": "car_t_dose", "cut": "median"}]}

``groups`` are compared with each other; ``subgroups`` split the ``subset``, each apart.
A cut makes two groups: up to and including it, and above it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from outcomes.cohorts.variables import KNOWN_AT, VARIABLES, Kind, Variable
from registry.codelists.base import Label

MEDIAN: Literal["median"] = "median"
Cut = float | Literal["median"]
PARTS = {"index", "horizon", "filters", "groups", "subset", "subgroups"}


class NotValid(ValueError):
    """The definition cannot be used; ``reasons`` say what to correct."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


class UnknownAtTimeZero(NotValid):
    """A group or filter uses what only becomes known after time zero.

    A patient had to live until it became known, so that an ordinary curve would
    credit that time to the group (immortal time).
    """

    def __init__(self, variable: Variable, index: str) -> None:
        day0 = DAY_0[index]
        self.variable = variable
        self.says = Label(
            f"{variable.label.en} is known only {variable.when.en}, after day 0 (the "
            f"day of {day0.en}). A patient had to live until then, so an ordinary "
            "curve would credit that time to the group: immortal time.",
            f"{variable.label.zh}{variable.when.zh}才可知，晚于第0天（{day0.zh}当日）。"
            "患者须存活至该时，普通曲线会把这段时间计入该组：永生时间偏倚。",
        )
        self.offers = OFFERS
        super().__init__([self.says.en])


DAY_0 = {
    "infusion": Label("CAR-T infusion", "CAR-T回输"),
    "hsct": Label("HSCT", "移植"),
}
OFFERS = (
    Label("Landmark: groups as they stand on a chosen day", "界标分析：按选定日的分组"),
    Label(
        "Time-dependent state: Simon-Makuch curve, Mantel-Byar test",
        "时间依赖状态：Simon-Makuch曲线、Mantel-Byar检验",
    ),
)


@dataclass(frozen=True, slots=True)
class Filter:
    """Keep the subjects whose value is one of ``values``, or lies within bounds."""

    variable: Variable
    values: tuple[Any, ...] = ()
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Grouping:
    """Split by the values of a variable, or in two at a cut."""

    variable: Variable
    cut: Cut | None = None


@dataclass(frozen=True, slots=True)
class Definition:
    """A definition that can be used."""

    index: str
    horizon: int
    filters: tuple[Filter, ...]
    groups: Grouping | None
    subset: Filter | None
    subgroups: tuple[Grouping, ...]


def parse(definition: Mapping[str, Any]) -> Definition:
    """Return the definition's parts.

    Raises NotValid with every reason, or UnknownAtTimeZero.
    """
    reasons = [f"no such part: {part}" for part in sorted(definition.keys() - PARTS)]
    index = definition.get("index", "")
    if index not in KNOWN_AT:
        raise NotValid([*reasons, f"index must be one of {sorted(KNOWN_AT)}"])
    horizon = definition.get("horizon", 0)
    if not isinstance(horizon, int) or isinstance(horizon, bool) or horizon < 1:
        reasons.append("horizon must be a whole number of days, 1 or more")
    rules = [*definition.get("filters", ())]
    groups, subset = definition.get("groups"), definition.get("subset")
    splits = [*definition.get("subgroups", ())]
    named = [*rules, *splits, *(part for part in (groups, subset) if part)]
    reasons += _unknown_names(named)
    if reasons:
        raise NotValid(reasons)
    _refuse_later(named, index)
    return Definition(
        index,
        horizon,
        tuple(_filter(rule) for rule in rules),
        _grouping(groups) if groups else None,
        _filter(subset) if subset else None,
        tuple(_grouping(split) for split in splits),
    )


def _unknown_names(parts: Iterable[Mapping[str, Any]]) -> list[str]:
    names = (part.get("variable") for part in parts)
    return [f"no such variable: {name!r}" for name in names if name not in VARIABLES]


def _refuse_later(parts: Iterable[Mapping[str, Any]], index: str) -> None:
    for part in parts:
        variable = VARIABLES[part["variable"]]
        if not variable.known_at(index):
            raise UnknownAtTimeZero(variable, index)


def _filter(rule: Mapping[str, Any]) -> Filter:
    variable = _with_column(rule)
    if extra := rule.keys() - {"variable", "in", "is", "from", "to"}:
        raise NotValid([f"{variable.name}: a filter has no {sorted(extra)}"])
    if "from" in rule or "to" in rule:
        if variable.kind is not Kind.NUMBER:
            raise NotValid([f"{variable.name} has no order: use “in”"])
        return Filter(variable, low=rule.get("from"), high=rule.get("to"))
    values = tuple(rule["in"]) if "in" in rule else (rule.get("is"),)
    if wrong := [value for value in values if not _is_value(variable, value)]:
        raise NotValid([f"{variable.name} cannot be {wrong}"])
    return Filter(variable, values)


def _is_value(variable: Variable, value: object) -> bool:
    if variable.kind is Kind.YES_NO:
        return isinstance(value, bool)
    if variable.kind is Kind.NUMBER:
        return _is_number(value)
    return variable.codes is not None and value in variable.codes


def _grouping(part: Mapping[str, Any]) -> Grouping:
    variable, cut = _with_column(part), part.get("cut")
    if variable.kind is Kind.NUMBER and cut != MEDIAN and not _is_number(cut):
        raise NotValid([f"{variable.name} needs a cut: a number, or “median”"])
    if variable.kind is not Kind.NUMBER and cut is not None:
        raise NotValid([f"{variable.name} has no order and cannot be cut"])
    return Grouping(variable, cut)


def _with_column(part: Mapping[str, Any]) -> Variable:
    variable = VARIABLES[part["variable"]]
    if not variable.column:
        raise NotValid([f"{variable.name} is not an analysis column yet"])
    return variable


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
