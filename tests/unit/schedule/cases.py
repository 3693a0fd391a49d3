"""A patient's records with days counted from the first infusion."""

from datetime import date, timedelta
from typing import Any

from registry.schedule import Clock, Planned, Track, clock

DAY0 = date(2021, 1, 10)


def day(number: int) -> date:
    """Return the day that many days after the first infusion."""
    return DAY0 + timedelta(days=number)


def infusion(on: int = 0, number: int = 1) -> dict[str, Any]:
    """Return an infusion."""
    return {"id": number, "course_no": number, "infusion_date": day(on)}


def hsct(on: int, number: int = 1, kind: str = "allogeneic") -> dict[str, Any]:
    """Return a transplant."""
    return {"id": number, "hsct_no": number, "hsct_date": day(on), "hsct_type": kind}


def seen(on: int, visit: str = "", vital: str = "alive", id: int = 1) -> dict[str, Any]:
    """Return a follow-up."""
    return {
        "id": id,
        "visit_date": day(on),
        "visit": visit or None,
        "vital_status": vital,
    }


def assessed(on: int | None, point: str = "", id: int = 1) -> dict[str, Any]:
    """Return a disease assessment."""
    return {
        "id": id,
        "assessment_date": None if on is None else day(on),
        "time_point": point or None,
    }


def told(patient: dict[str, Any] | None = None, **forms: Any) -> Clock:
    """Return the clock of a patient with these records."""
    rows = {f: r if isinstance(r, list) else [r] for f, r in forms.items()}
    return clock(patient or {}, rows)


def visit(of: Clock, track: Track, code: str, number: int = 1) -> Planned:
    """Return one visit of a clock."""
    (found,) = [
        one
        for one in of.visits
        if (one.track, one.code, one.number) == (track, code, number)
    ]
    return found
