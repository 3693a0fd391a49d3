"""Why a save did not happen; nothing was written when one of these is raised."""

from datetime import datetime

from registry.access.policy import Refused
from registry.checks import Finding
from registry.models import DataQuery, PatientIdentity, Versioned

__all__ = [
    "Locked",
    "NotConsistent",
    "NotMarkable",
    "OutOfTurn",
    "ReasonNeeded",
    "Refused",
    "Stale",
    "Withdrawn",
    "WordsNeeded",
    "WrongTurn",
]


class Withdrawn(Refused):
    """Consent was withdrawn: nothing may be added, changed or removed."""

    def __init__(self) -> None:
        super().__init__(
            "consent was withdrawn: nothing may be added or changed until the patient "
            "form says that it was given again"
        )


class NotConsistent(Exception):
    """Hard checks found something; ``findings`` holds them all, soft ones too."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("; ".join(finding.says.en for finding in findings))
        self.findings = findings


class Stale(Exception):
    """Somebody saved the record after it was read; ``current`` is what it says now."""

    def __init__(self, current: Versioned | DataQuery | PatientIdentity) -> None:
        super().__init__(f"version {current.version} was saved meanwhile")
        self.current = current


class ReasonNeeded(Exception):
    """A complete form is corrected only with a reason."""


class WordsNeeded(Exception):
    """A query is asked, answered, sent back or withdrawn with words."""


class OutOfTurn(Exception):
    """The transfer was answered already, or one waits for its answer."""


class WrongTurn(Exception):
    """The query stands so that this cannot be done with it now."""

    def __init__(self, query: DataQuery) -> None:
        super().__init__(f"query {query.pk} is {query.status}")
        self.query = query


class NotMarkable(Exception):
    """A form cannot be verified, signed, locked or unlocked; ``why`` in words."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Locked(Exception):
    """The form or its whole case is locked; ``by`` is the name of who locked it."""

    def __init__(
        self, record: Versioned, at: datetime, by: str, *, whole_case: bool = False
    ) -> None:
        super().__init__(f"{record.form} is locked since {at:%Y-%m-%d %H:%M}")
        self.record = record
        self.at = at
        self.by = by
        self.whole_case = whole_case
