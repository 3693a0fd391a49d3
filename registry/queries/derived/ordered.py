"""Records in the order of their days."""

from collections.abc import Iterable
from datetime import date

from registry.checks import Record


def dated(
    records: Iterable[Record],
    field: str,
    since: date | None = None,
    until: date | None = None,
) -> list[Record]:
    """Return the records dated within both bounds, earliest first."""
    kept = [
        one
        for one in records
        if (day := one.get(field))
        and (since is None or day >= since)
        and (until is None or day <= until)
    ]
    return sorted(kept, key=lambda one: one[field])


def of_course(records: Iterable[Record], course_no: int) -> list[Record]:
    """Return the records of a course; an unnumbered one is of the first."""
    return [one for one in records if (one.get("course_no") or 1) == course_no]


def begun_by(records: Iterable[Record], onset: str, by: date) -> list[Record]:
    """Return the records whose ``onset`` is no later than ``by``, or of no known day.

    One of no known day says of its course that it came, and no more.
    """
    return [one for one in records if (day := one.get(onset)) is None or day <= by]
