"""Why a definition cannot be used, and what to do instead. Pure."""

from dataclasses import dataclass

from outcomes.cohorts.variable import Variable
from registry.codelists.base import Label

DAY_0 = {
    "infusion": Label("CAR-T infusion", "CAR-T回输"),
    "hsct": Label("HSCT", "移植"),
}
LANDMARK, TIME_DEPENDENT, FROM_HSCT = "landmark", "time_dependent", "from_hsct"
OFFERS = {
    LANDMARK: Label(
        "Landmark: groups as they stand on a chosen day", "界标分析：按选定日的分组"
    ),
    TIME_DEPENDENT: Label(
        "Time-dependent state: Simon-Makuch curve, Mantel-Byar test",
        "时间依赖状态：Simon-Makuch曲线、Mantel-Byar检验",
    ),
    FROM_HSCT: Label(
        "Day 0 at HSCT, when it is known", "以移植日为第0天，此时该变量已知"
    ),
}


class NotValid(ValueError):
    """The definition cannot be used; ``reasons`` say what to correct."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True, slots=True)
class Offer:
    """A right way to ask the same question; ``key`` is one of ``OFFERS``."""

    key: str
    label: Label


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
        self.offers = tuple(Offer(key, OFFERS[key]) for key in offers(variable, index))
        super().__init__([self.says.en])


def offers(variable: Variable, index: str) -> list[str]:
    """Return the ways in which a variable of later days may group."""
    ways = []
    if index in variable.since or index in variable.by:
        ways.append(LANDMARK)
    if index in variable.since:
        ways.append(TIME_DEPENDENT)
    if index != "hsct" and variable.column and variable.known_at("hsct"):
        ways.append(FROM_HSCT)
    return ways
