"""Cases as plain values, for the timeline: no database."""

from datetime import date, timedelta
from itertools import count
from typing import Any

from registry.checks import Case

DAY0 = date(2024, 1, 15)


def day(number: int) -> date:
    """Return the day ``number`` days after the infusion."""
    return DAY0 + timedelta(number)


def a_case(*records: tuple[str, dict[str, Any]], today: int = 4000) -> Case:
    """Return a case of ``records``, each a form with its answers."""
    numbers = count(1)
    forms: dict[str, list[dict[str, Any]]] = {}
    for form, answers in records:
        row = {"id": next(numbers), "absent": {}, "course_no": 1, "hsct_no": 1}
        forms.setdefault(form, []).append({**row, **answers})
    patient = {"id": 1, "sex": "M", "birth_date": date(1984, 1, 1)}
    return Case(patient=patient, forms=forms, today=day(today))


INFUSION = ("infusion", {"infusion_date": DAY0})


def transplant(at: int = 46, **more: Any) -> tuple[str, dict[str, Any]]:
    """Return a transplant on a day."""
    return "hsct", {"hsct_date": day(at), "donor": "haploidentical", **more}


def contact(at: int, vital: str = "alive") -> tuple[str, dict[str, Any]]:
    """Return a contact on a day."""
    return "follow_up", {"visit_date": day(at), "vital_status": vital, "visit": "M6"}
