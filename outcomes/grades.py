"""The grade of an episode: derived where decided, else recorded where it fits. Pure."""

from collections.abc import Mapping
from typing import Any

from registry.checks import Case
from registry.queries.derived import derive
from registry.queries.derived.settled import settled

Record = Mapping[str, Any]


def grade_of(form: str, record: Record, case: Case) -> int | str | None:
    """Return the grade of an episode's form, the same that its page shows."""
    return settled(derive(form, record, case)[0], record)


def number_of(form: str, record: Record, case: Case) -> int | None:
    """Return the grade of an episode whose grades are numbers."""
    grade = grade_of(form, record, case)
    return grade if isinstance(grade, int) else None
