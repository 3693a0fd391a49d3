"""The grade of an episode: derived where decided, else recorded where it fits. Pure."""

from collections.abc import Mapping
from typing import Any

from registry.checks import Case
from registry.queries.derived import derive

Record = Mapping[str, Any]


def grade_of(form: str, record: Record, case: Case) -> int | str | None:
    """Return the grade of an episode's form, the same that its page shows.

    While findings leave the derived grade open, a recorded grade stands if it is one
    of those still possible; a recorded grade never overrules the findings.
    """
    graded = derive(form, record, case)[0]
    if graded.value is not None:
        return int(graded.value) if str(graded.value).isdigit() else graded.value
    recorded, result = record.get(graded.recorded), graded.result
    if recorded in (None, "") or (result is not None and result.invalid):
        return None
    value = int(recorded) if str(recorded).isdigit() else str(recorded)
    open_to = result.possible if result is not None else ()
    return value if not open_to or value in open_to else None


def number_of(form: str, record: Record, case: Case) -> int | None:
    """Return the grade of an episode whose grades are numbers."""
    grade = grade_of(form, record, case)
    return grade if isinstance(grade, int) else None
