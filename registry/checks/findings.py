"""What a check says of a record: where, how grave, what is true, what to do."""

from dataclasses import dataclass, field
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
    of the record, where it has one. A contradiction told at another form's record
    keeps in ``judged`` the form and ``id`` of the one that breaks the rule, and
    ``read`` has what the rule read from the case, by name, as text.
    """

    check: str
    severity: Severity
    form: str
    fields: tuple[str, ...]
    says: Label
    fix: Label
    repair: tuple[str, str] | None = None
    record: object = None
    judged: tuple[str, object] = field(default=("", None), compare=False)
    read: tuple[tuple[str, str], ...] = field(default=(), compare=False)

    @property
    def stands_at(self) -> tuple[str, object]:
        """Return the form and ``id`` of the record that breaks the rule."""
        return self.judged if self.judged[0] else (self.form, self.record)
