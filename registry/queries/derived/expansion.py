"""What follows from the measurements of CAR-T cells in blood and marrow."""

from datetime import date
from itertools import pairwise
from typing import Any

from registry.checks import Case, Record
from registry.codelists.base import Label
from registry.queries.derived.ordered import dated
from registry.queries.derived.value import DAYS, Derived, Values

COPIES = Label("copies/µg DNA", "copies/µg DNA")
PEAK = Label("Peak", "峰值")
PEAK_DAY = Label("Day of peak", "达峰日")
BEFORE_HSCT = Label("Last value before HSCT", "移植前末次")
LOST = Label(
    "First of two values below detection", "CAR-T消失日（连续两次低于检测下限）"
)
SAID_BEFORE_HSCT = "pre_hsct"


def expansion(values: Values, case: Case) -> list[Derived]:
    """Return peak, last value before HSCT and loss in the course of this measurement.

    A course reaches from its infusion to the next infusion or HSCT.
    """
    day0 = _infusion_before(case, values.get("expansion_date"))
    if day0 is None:
        return []
    until = next_treatment(case, day0)
    top = peak(case, day0, until)
    day = (top["expansion_date"] - day0).days if top else None
    hsct = next(
        (one["hsct_date"] for one in case.hscts if one["hsct_date"] > day0), None
    )
    last = copies_before(case, day0, hsct) if hsct else None
    return [
        Derived("peak_copies_per_ug", PEAK, top.get("copies_per_ug"), COPIES),
        Derived("peak_day", PEAK_DAY, day, DAYS),
        Derived("last_copies_before_hsct", BEFORE_HSCT, last, COPIES),
        Derived("car_t_lost_date", LOST, lost(case, day0, until)),
    ]


def _infusion_before(case: Case, day: date | None) -> date | None:
    """Return the last infusion up to ``day``; of an undated measurement, the first."""
    if day is None:
        return case.first_infusion
    given = [one["infusion_date"] for one in case.infusions]
    return max((one for one in given if one <= day), default=case.first_infusion)


def next_treatment(case: Case, day0: date) -> date | None:
    """Return the day of the next infusion or HSCT, which ends a course's values."""
    days = [one["infusion_date"] for one in case.infusions]
    days += [one["hsct_date"] for one in case.hscts]
    return min((day for day in days if day > day0), default=None)


def peak(case: Case, day0: date, until: date | None) -> Record:
    """Return the highest dated measurement of a course, empty where there is none."""
    measured = [one for one in _copies(case) if one.get("expansion_date")]
    course = dated(measured, "expansion_date", since=day0, until=until)
    return max(course, key=lambda one: one["copies_per_ug"], default={})


def copies_before(case: Case, day0: date, hsct_date: date) -> Any:
    """Return the last copies before HSCT: those said to be so, else the last dated."""
    said = [
        one
        for one in _copies(case)
        if one.get("time_point") == SAID_BEFORE_HSCT
        and (one.get("expansion_date") or day0) <= hsct_date
    ]
    found = dated(_copies(case), "expansion_date", since=day0, until=hsct_date)
    return (said or found or [{}])[-1].get("copies_per_ug")


def lost(case: Case, day0: date, until: date | None) -> date | None:
    """Return the first of two consecutive days of measurement below detection."""
    rows = dated(case.of("expansion"), "expansion_date", since=day0, until=until)
    told = [
        (one["expansion_date"], below)
        for one in rows
        if (below := is_below(one)) is not None
    ]
    for (day, first), (following, second) in pairwise(told):
        if first and second and following > day:
            return day
    return None


def is_below(record: Record) -> bool | None:
    """Tell whether no cells were found; None where nothing was measured."""
    absent = record.get("absent") or {}
    if "below_detection" in (absent.get("copies_per_ug"), absent.get("car_t_pct_of_t")):
        return True
    copies, share = record.get("copies_per_ug"), record.get("car_t_pct_of_t")
    if copies is not None:
        return bool(copies == 0 or copies < (record.get("lod") or 0))
    return None if share is None else bool(share == 0)


def _copies(case: Case) -> list[Record]:
    return [one for one in case.of("expansion") if one.get("copies_per_ug") is not None]
