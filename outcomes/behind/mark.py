"""One mark of a figure, as an address names it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from outcomes.cohorts.definition import Definition
from outcomes.cohorts.variables import VARIABLES
from outcomes.endpoints import ENDPOINTS

LEFT_OUT = ("ungrouped", "not_derivable", "imputed")
NUMBERS = ("cause", "first", "last", "at")


class NoSuchMark(ValueError):
    """The address names nothing that a figure shows; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Whom a mark counts; every part narrows, and an empty one says nothing.

    group : of the groups that are compared; subset : ``yes`` for the part that
    subgroups and bars are about
    endpoint : with ``cause`` (0 censored), ``first`` and ``last`` day of it, or
    everybody still at risk ``at`` a day
    subgroup, part : a subgroup's variable and the key of one of its groups
    variable, value : a bar; an empty value stands for not known
    left_out : ``ungrouped``, ``not_derivable`` or ``imputed``
    """

    group: str = ""
    subset: str = ""
    endpoint: str = ""
    cause: int | None = None
    first: int | None = None
    last: int | None = None
    at: int | None = None
    subgroup: str = ""
    part: str = ""
    variable: str = ""
    value: str = ""
    left_out: str = ""

    @property
    def query(self) -> dict[str, str]:
        """Return the words by which an address names the mark."""
        said = {field.name: getattr(self, field.name) for field in fields(self)}
        if self.variable and not self.value:
            said["value"] = NOT_KNOWN
        return {k: str(v) for k, v in said.items() if v not in (None, "")}


# What stands in an address for a value that is not known.
NOT_KNOWN = "-"
NAMES = frozenset(field.name for field in fields(Mark))


def mark_of(words: Mapping[str, str], definition: Definition) -> Mark:
    """Read a mark from an address. Raises NoSuchMark."""
    said: dict[str, Any] = {k: v for k, v in words.items() if k in NAMES and v != ""}
    for name in NUMBERS:
        if name in said:
            said[name] = _number(name, said[name])
    if said.get("value") == NOT_KNOWN:
        said["value"] = ""
    mark = Mark(**said)
    _check(mark, definition)
    return mark


def _number(name: str, text: str) -> int:
    if not text.isascii() or not text.isdecimal() or len(text) > 6:
        raise NoSuchMark(f"{name} must be a whole number, not {text!r}")
    return int(text)


def _check(mark: Mark, definition: Definition) -> None:
    days = (mark.cause, mark.first, mark.last, mark.at)
    if mark.endpoint and mark.endpoint not in ENDPOINTS:
        raise NoSuchMark(f"endpoint must be one of {sorted(ENDPOINTS)}")
    if not mark.endpoint and any(day is not None for day in days):
        raise NoSuchMark("cause, first, last and at need an endpoint")
    if mark.variable and not _has_column(mark.variable):
        raise NoSuchMark(f"no such variable: {mark.variable!r}")
    if mark.left_out and mark.left_out not in LEFT_OUT:
        raise NoSuchMark(f"left_out must be one of {list(LEFT_OUT)}")
    split = {grouping.variable.name for grouping in definition.subgroups}
    if mark.subgroup and mark.subgroup not in split:
        raise NoSuchMark(f"subgroup must be one of {sorted(split)}")


def _has_column(name: str) -> bool:
    return name in VARIABLES and bool(VARIABLES[name].column)
