"""A derived value, and how a grade among them is made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from registry.codelists.base import CodeList, Label
from registry.grading import Result, grade

Values = Mapping[str, Any]
DAYS = Label("days", "天")
YEARS = Label("years", "岁")


@dataclass(frozen=True, slots=True)
class Derived:
    """One derived value; a grade brings the result that explains it.

    ``findings`` are those it was graded from. ``recorded`` names the field in which
    people wrote their own answer to the same question, so that a page can set the two
    side by side. A ``brief`` grade is one line of many, not a panel of its own.
    """

    name: str
    label: Label
    value: Any = None
    unit: Label | None = None
    codes: CodeList | None = None
    result: Result | None = None
    recorded: str = ""
    findings: Values = field(default_factory=dict)
    brief: bool = False

    def differs(self, values: Values) -> bool:
        """Tell whether what was recorded in ``values`` is another answer."""
        written = values.get(self.recorded) if self.recorded else None
        if self.value is None or written in (None, ""):
            return False
        return str(written) != str(self.value)


def graded(
    name: str, label: Label, engine: str, findings: Values, recorded: str = ""
) -> Derived:
    """Return the grade that ``engine`` gives to ``findings``."""
    result = grade(engine, findings)
    return Derived(
        name,
        label,
        result.grade,
        result=result,
        recorded=recorded,
        findings=findings,
    )


def between(start: date | None, end: date | None) -> int | None:
    """Return whole days from ``start`` to ``end`` where both are known."""
    return (end - start).days if start and end else None
