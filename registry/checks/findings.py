"""What a check says of a record: where, how grave, what is true, what to do."""

from dataclasses import dataclass
from enum import StrEnum

from registry.codelists.base import Label


class Severity(StrEnum):
    """Whether a contradiction refuses the save or opens a query."""

    HARD = "hard"
    SOFT = "soft"


class Group(StrEnum):
    """What kind of contradiction a check looks for."""

    DATES = "dates"
    RANGES = "ranges and units"
    AGREEMENT = "findings against conclusion"
    COMPLETENESS = "completeness"
    IDENTITY = "duplicates and identity"


@dataclass(frozen=True, slots=True)
class Finding:
    """One contradiction in one record.

    The message stands at the first of ``fields``. ``repair`` is a field and the value
    to type into it, where a slip explains what was entered. ``record`` is the ``id``
    of the record, where it has one.
    """

    check: str
    severity: Severity
    form: str
    fields: tuple[str, ...]
    says: Label
    fix: Label
    repair: tuple[str, str] | None = None
    record: object = None
