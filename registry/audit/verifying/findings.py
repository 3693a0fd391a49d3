"""What a verification found, for a person and for a program."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

# So many records of one finding are named; all are counted.
NAMED = 20


class Kind(StrEnum):
    """What can be wrong, the worst to overlook first."""

    CHAIN = "broken link"
    HEAD = "head differs from what was noted outside"
    NOTHING_OUTSIDE = "no head was noted outside"
    COLUMNS = "list of history columns was altered"
    CHANGE = "change was altered"
    HISTORY_CHANGED = "history row was altered"
    HISTORY_GONE = "history row is missing"
    HISTORY_ADDED = "history row was not written by the audit"
    RECORD = "record differs from its newest history"
    LOGGED = "row of a log was not written in its turn"
    TRIGGER = "trigger is missing, altered or one too many"
    RULE = "rule rewrites what is written"
    POLICY = "row policy is missing or was altered"
    FUNCTION = "function was replaced"
    PRIVILEGE = "role may do what it should not"
    ROUND = "something acts beside the guards"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and what it covers.

    ``seal`` is the seal whose link is broken; ``records`` the first of those concerned
    by table, ``count`` how many rows there are in all, ``since`` and ``until`` the
    times at which they were written.
    """

    kind: Kind
    says: str
    seal: int | None = None
    records: Mapping[str, list[int]] = field(default_factory=dict)
    count: int = 1
    since: datetime | None = None
    until: datetime | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        return {
            **asdict(self),
            "kind": self.kind.name.lower(),
            "since": self.since and self.since.isoformat(),
            "until": self.until and self.until.isoformat(),
        }

    def __str__(self) -> str:
        words = f"{self.kind}: {self.says}"
        if self.records:
            named = (f"{table} {ids}" for table, ids in self.records.items())
            words += f". Covers {'; '.join(named)}"
        if self.since and self.until:
            words += f", written from {self.since:%F %T} to {self.until:%F %T} UTC"
        return words


@dataclass(slots=True)
class Report:
    """What was counted, and everything that does not agree."""

    findings: list[Finding] = field(default_factory=list)
    changes: int = 0
    seals: int = 0
    unsealed: int = 0
    logged: int = 0
    logged_unsealed: int = 0
    tables: int = 0
    noted_outside: int = 0
    not_countable: int = 0
    restored: list[str] = field(default_factory=list)
    torn: list[int] = field(default_factory=list)
    head: str = ""
    sealed_at: datetime | None = None
    seconds: float = 0.0

    @property
    def whole(self) -> bool:
        """Tell whether everything agrees."""
        return not self.findings

    @property
    def first_broken(self) -> Finding | None:
        """Return the first broken link of the chain, if one is broken."""
        links = [one for one in self.findings if one.kind is Kind.CHAIN]
        return min(links, key=lambda one: one.seal or 0, default=None)

    def as_json(self) -> dict[str, Any]:
        """Return it as plain values."""
        first = self.first_broken
        counted = {
            name: getattr(self, name)
            for name in (
                *("changes", "seals", "unsealed", "logged", "logged_unsealed"),
                *("tables", "noted_outside", "not_countable", "restored", "torn"),
                *("head", "seconds"),
            )
        }
        return {
            "whole": self.whole,
            **counted,
            "sealed_at": self.sealed_at and self.sealed_at.isoformat(),
            "first_broken": first and first.as_json(),
            "findings": [one.as_json() for one in self.findings],
        }
