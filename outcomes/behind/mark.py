"""One mark of a figure, as an address names it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from outcomes.cohorts.definition import Definition
from outcomes.cohorts.expansion import PLANNED
from outcomes.cohorts.flow import ON_THE_WAY
from outcomes.cohorts.states import STATES
from outcomes.cohorts.toxicity import ANY, OF_GRADE
from outcomes.cohorts.variables import VARIABLES
from outcomes.endpoints import ENDPOINTS

LEFT_OUT = ("ungrouped", "not_derivable", "imputed")
NUMBERS = ("cause", "first", "last", "at", "measured")
TIMED = ("onset", "duration")
YES, NO, ALL = "yes", "no", "all"
MONTH = re.compile(r"\d{4}(-(0[1-9]|1[0-2]))?", re.ASCII)


class NoSuchMark(ValueError):
    """The address names nothing that a figure shows; the message says what is wrong."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Whom a mark counts; every part narrows, and an empty one says nothing.

    group : of the groups that are compared; subset : ``yes`` for the part that
    subgroups and bars are about, ``all`` for subgroups of everybody, cut at its cuts
    endpoint : with ``cause`` (0 censored), ``first`` and ``last`` day of it, or
    everybody still at risk ``at`` a day
    subgroup, part : a subgroup's variable and the key of one of its groups
    variable, value : a bar or a cell; an empty value stands for not known, ``+`` for
    known, ``any`` for every grade from 1; timed : of whom ``onset`` or ``duration`` of
    the graded is known as well
    left_out : ``ungrouped``, ``not_derivable`` or ``imputed``
    step : of the flow, by its key; with ``out`` those who leave after it
    centre, month : of day 0, ``2021-03``, or a year
    entered : of a time-dependent group, ``yes`` for the time in its state, else ``no``
    state : who is in it ``at`` a day; measured : copies were, about a planned day
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
    timed: str = ""
    entered: str = ""
    step: str = ""
    out: str = ""
    centre: str = ""
    month: str = ""
    state: str = ""
    measured: int | None = None

    @property
    def query(self) -> dict[str, str]:
        """Return the words by which an address names the mark."""
        said = {name: getattr(self, name) for name in NAMES}
        if self.variable and not self.value:
            said["value"] = NOT_KNOWN
        return {k: str(v) for k, v in said.items() if v not in (None, "")}


# What stands in an address for a value that is not known, and for any that is.
NOT_KNOWN, KNOWN = "-", "+"
NAMES = tuple(field.name for field in fields(Mark))


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
    days = [mark.cause, mark.first, mark.last, None if mark.state else mark.at]
    if mark.endpoint and mark.endpoint not in ENDPOINTS:
        raise NoSuchMark(f"endpoint must be one of {sorted(ENDPOINTS)}")
    if not mark.endpoint and any(day is not None for day in days):
        raise NoSuchMark("cause, first, last and at need an endpoint")
    if mark.variable and not _has_column(mark.variable):
        raise NoSuchMark(f"no such variable: {mark.variable!r}")
    if mark.left_out and mark.left_out not in LEFT_OUT:
        raise NoSuchMark(f"left_out must be one of {list(LEFT_OUT)}")
    if mark.subset not in ("", YES, ALL):
        raise NoSuchMark("subset must be yes or all")
    split = {grouping.variable.name for grouping in definition.subgroups}
    if mark.subgroup and mark.subgroup not in split:
        raise NoSuchMark(f"subgroup must be one of {sorted(split)}")
    _check_course(mark, definition)


def _check_course(mark: Mark, definition: Definition) -> None:
    """Refuse what no figure of who they were and how they fared has."""
    if mark.timed and (mark.timed not in TIMED or mark.variable not in OF_GRADE):
        raise NoSuchMark(f"timed must be one of {TIMED}, of {sorted(OF_GRADE)}")
    if mark.value == ANY and mark.variable not in OF_GRADE:
        raise NoSuchMark(f"any is a value of {sorted(OF_GRADE)} alone")
    steps = {*ON_THE_WAY, *(rule.variable.name for rule in definition.filters)}
    if mark.step and mark.step not in steps:
        raise NoSuchMark(f"step must be one of {sorted(steps)}")
    if mark.out not in ("", YES) or (mark.out and not mark.step):
        raise NoSuchMark("out must be yes, and needs a step")
    if mark.month and not MONTH.fullmatch(mark.month):
        raise NoSuchMark(f"month must be like 2021-03 or 2021, not {mark.month!r}")
    groups = definition.groups
    if mark.entered and not (groups and groups.time_dependent and mark.endpoint):
        raise NoSuchMark("entered needs an endpoint and a time-dependent group")
    if mark.entered not in ("", YES, NO):
        raise NoSuchMark("entered must be yes or no")
    states = STATES[definition.index]
    if mark.state and (mark.state not in states or mark.at is None):
        raise NoSuchMark(f"state must be one of {[*states]}, and needs at")
    if mark.measured is not None and mark.measured not in PLANNED:
        raise NoSuchMark(f"measured must be one of {[*PLANNED]}")


def _has_column(name: str) -> bool:
    return name in VARIABLES and bool(VARIABLES[name].column)
