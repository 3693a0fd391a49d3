"""What a scale asks: one finding, how it is read, and the values that stand for all.

``bands`` hold one value for every stretch that a scale's table tells apart, so that
an unknown finding can be completed by trying each of them.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeAlias

from registry.codelists.base import CodeList, Label

# Findings that were read: complete within a domain when its score is taken.
Findings: TypeAlias = Mapping[str, Any]
Pair: TypeAlias = tuple[int, float]

FIRST_DAY, LAST_DAY = -365, 36500


class Invalid(ValueError):
    """A value that the finding cannot have, and why, in both languages."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.label = Label(en, zh)


class Kind(StrEnum):
    """How a finding is answered."""

    YES_NO = "yes or no"
    CODE = "code"
    WHOLE = "whole number"
    NUMBER = "number"
    SERIES = "counts by day"
    DAYS = "days"


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding of a scale.

    ``default`` marks a setting: absent or null, it has this value and is never
    unknown. ``asked`` names the finding whose answer decides whether this one is
    asked at all: before that answer this one is not reported missing. A finding
    without ``bands`` cannot be completed; while it is unknown the grade is open
    without bounds.
    """

    name: str
    label: Label
    kind: Kind
    codes: CodeList | None = None
    limits: tuple[float, float] | None = None
    unit: str = ""
    bands: tuple[Any, ...] = ()
    default: Any = None
    asked: str | None = None

    def read(self, value: object) -> Any:
        """Return ``value`` as the scale uses it.

        Raises Invalid when the finding cannot have it.
        """
        if self.kind is Kind.YES_NO:
            return _yes_no(value)
        if self.kind is Kind.CODE:
            return self._code(value)
        if self.kind is Kind.WHOLE:
            return self._within(_whole(value))
        if self.kind is Kind.NUMBER:
            return self._within(_number(value))
        if self.kind is Kind.SERIES:
            return self._series(value)
        return tuple(sorted({_day(day) for day in _list(value)}))

    def _code(self, value: object) -> str:
        codes = self.codes.values if self.codes is not None else ()
        if isinstance(value, str) and value in codes:
            return value
        listed = ", ".join(codes)
        zh = "、".join(codes)
        raise Invalid(f"choose one of: {listed}", f"请从以下代码中选择：{zh}")

    def _within(self, value: float) -> float:
        low, high = self.limits or (-math.inf, math.inf)
        if not low <= value <= high:
            span = f"{low:.15g}–{high:.15g} {self.unit}".rstrip()
            raise Invalid(f"must be within {span}", f"应在{span}之间")
        if self.kind is Kind.NUMBER and self.codes is not None:
            return self._step(value)
        return value

    def _step(self, value: float) -> float:
        """Return the listed number that ``value`` is; 1e-4 may come as 0.0001."""
        for step in self.bands:
            if math.isclose(step, value, rel_tol=1e-9):
                return float(step)
        listed = ", ".join(f"{step:g}" for step in self.bands)
        zh = listed.replace(", ", "、")
        raise Invalid(f"must be one of: {listed}", f"应为以下之一：{zh}")

    def _series(self, value: object) -> tuple[Pair, ...]:
        """Return (day, lowest value of that day), by day."""
        lowest: dict[int, float] = {}
        for pair in _list(value):
            if not isinstance(pair, list | tuple) or len(pair) != 2:
                raise Invalid("give pairs of day and value", "请给出“天 数值”对")
            day, count = _day(pair[0]), self._within(_number(pair[1]))
            lowest[day] = min(count, lowest.get(day, count))
        return tuple(sorted(lowest.items()))


def _yes_no(value: object) -> bool:
    if isinstance(value, bool):
        return value
    raise Invalid("answer true or false", "请回答是或否")


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise Invalid("give a number", "请给出数字")
    try:
        number = float(value)
    except (OverflowError, ValueError):
        raise Invalid("give a number that can be measured", "数字过大") from None
    if not math.isfinite(number):
        raise Invalid("give a finite number", "请给出有限的数字")
    return number


def _whole(value: object) -> int:
    number = _number(value)
    if not number.is_integer():
        raise Invalid("give a whole number", "请给出整数")
    return int(number)


def _day(value: object) -> int:
    day = _whole(value)
    if not FIRST_DAY <= day <= LAST_DAY:
        span = f"{FIRST_DAY}–{LAST_DAY}"
        raise Invalid(f"a day must be within {span}", f"天数应在{span}之间")
    return day


def _list(value: object) -> list[object] | tuple[object, ...]:
    if isinstance(value, list | tuple):
        return value
    raise Invalid("give a list", "请给出列表")
