"""What happened to one patient, and when: all that endpoints are derived from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

IndexKind = Literal["infusion", "hsct"]
DEATH_OF_DISEASE_CAUSE = "relapse"


@dataclass(frozen=True, slots=True)
class IndexEvent:
    """The infusion or transplant from which days are counted; ``number`` from 1."""

    kind: IndexKind
    number: int
    day0: date


@dataclass(frozen=True, slots=True)
class Episode:
    """One episode of CRS, ICANS or acute GVHD; grade None where it is open."""

    onset: date
    grade: int | None = None


@dataclass(frozen=True, slots=True)
class ChronicGvhd:
    """Chronic GVHD: severity mild, moderate or severe; None where not known."""

    onset: date
    severity: str | None = None
    systemic_therapy: bool | None = None


@dataclass(frozen=True, slots=True)
class Relapse:
    """A relapse or progression, dated by its first sign; ``site`` is its code."""

    on: date
    site: str | None = None
    imputed: str = ""


@dataclass(frozen=True, slots=True)
class RemissionStatus:
    """What an assessment or a visit said of remission on a day."""

    on: date
    in_remission: bool


@dataclass(frozen=True, slots=True)
class Death:
    """The day of death and the code of its main cause, None while not known."""

    on: date
    cause: str | None = None
    imputed: str = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """The dated events of one patient, in any order.

    ``last_contact`` is the latest day on which the patient was known to be alive,
    over all forms. Days that are not known are left out by the caller, never made up;
    ``undated`` names the forms ("death", "relapse") of events that happened on a day
    which nobody knows. ``imputed`` of an event is D where its day, M where its month
    too was imputed.
    """

    infusions: tuple[date, ...] = ()
    transplants: tuple[date, ...] = ()
    relapses: tuple[Relapse, ...] = ()
    remissions: tuple[RemissionStatus, ...] = ()
    acute_gvhd: tuple[Episode, ...] = ()
    chronic_gvhd: tuple[ChronicGvhd, ...] = ()
    crs: tuple[Episode, ...] = ()
    icans: tuple[Episode, ...] = ()
    death: Death | None = None
    last_contact: date | None = None
    undated: frozenset[str] = frozenset()

    def index_events(self) -> tuple[IndexEvent, ...]:
        """Return every infusion and transplant as a time zero, numbered by kind."""
        return (
            *_numbered("infusion", self.infusions),
            *_numbered("hsct", self.transplants),
        )

    def never_in_remission_from(self, day0: date) -> bool:
        """Return whether statements after day 0 exist and none speaks of remission.

        A statement of day 0 or before describes the disease that was treated; on its
        own it does not turn an early death by toxicity into one of disease.
        """
        later = [status for status in self.remissions if status.on > day0]
        at_start = [status for status in self.remissions if status.on <= day0]
        started = max(at_start, key=lambda status: status.on, default=None)
        if started is not None and started.in_remission:
            return False
        return bool(later) and not any(status.in_remission for status in later)


def _numbered(kind: IndexKind, days: tuple[date, ...]) -> tuple[IndexEvent, ...]:
    return tuple(IndexEvent(kind, i, day) for i, day in enumerate(sorted(days), 1))
