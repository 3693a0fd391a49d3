"""What happened to one patient, and when: all that endpoints are derived from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

IndexKind = Literal["infusion", "hsct"]
Occurrence = Literal["crs", "icans", "acute_gvhd", "chronic_gvhd"]
Lineage = Literal["neutrophils", "platelets"]
Compartment = Literal["B_cell", "T_cell"]
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
    resolved: date | None = None
    imputed: str = ""


@dataclass(frozen=True, slots=True)
class ChronicGvhd:
    """Chronic GVHD: severity mild, moderate or severe; None where not known.

    ``systemic_start`` is the day on which systemic therapy began, where it is known.
    """

    onset: date
    severity: str | None = None
    systemic_therapy: bool | None = None
    systemic_start: date | None = None
    imputed: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a form says of whether something occurred after the treatment of ``day0``.

    occurred : None where it was asked and is not known; dated : whether a yes has a day
    """

    what: Occurrence
    day0: date
    occurred: bool | None
    dated: bool = True


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
class Response:
    """What an assessment found: complete (CR, CRh, CRi), partial, or neither."""

    on: date
    depth: Literal["complete", "partial", "none"]
    imputed: str = ""


@dataclass(frozen=True, slots=True)
class Therapy:
    """A further therapy; ``failing`` where the disease is its reason."""

    on: date
    failing: bool
    systemic: bool = True


@dataclass(frozen=True, slots=True)
class Engraftment:
    """Recovery after the transplant of ``day0``.

    engrafted : None where neither form nor counts say it; on : its day, where known
    """

    day0: date
    lineage: Lineage
    engrafted: bool | None
    on: date | None = None


@dataclass(frozen=True, slots=True)
class AplasiaTest:
    """Cells of one compartment looked at on a day; ``recovered`` where it is said."""

    compartment: Compartment
    on: date
    recovered: date | None = None


@dataclass(frozen=True, slots=True)
class PersistenceTest:
    """CAR-T cells looked for on a day, and whether any were found."""

    on: date
    found: bool


@dataclass(frozen=True, slots=True)
class Death:
    """The day of death and the code of its main cause, None while not known.

    ``category`` is relapse, or to which treatment a non-relapse death belongs.
    """

    on: date
    cause: str | None = None
    imputed: str = ""
    category: str | None = None


@dataclass(frozen=True, slots=True)
class Timeline:
    """The dated events of one patient, in any order.

    ``last_contact`` is the latest day on which the patient was known to be alive,
    over all forms. Days that are not known are left out by the caller, never made up;
    ``undated`` names the forms ("death", "relapse") of events that happened on a day
    which nobody knows. ``imputed`` of an event is D where its day, M where its month
    too was imputed. ``autologous`` are the days of transplants known to be so,
    ``rescues`` those given for graft failure, ``dlis`` the infusions of donor
    lymphocytes, ``neutrophils`` the lowest count of each day in 10^9/L.
    """

    infusions: tuple[date, ...] = ()
    transplants: tuple[date, ...] = ()
    autologous: frozenset[date] = frozenset()
    rescues: frozenset[date] = frozenset()
    dlis: tuple[date, ...] = ()
    disease: str | None = None
    relapses: tuple[Relapse, ...] = ()
    remissions: tuple[RemissionStatus, ...] = ()
    responses: tuple[Response, ...] = ()
    therapies: tuple[Therapy, ...] = ()
    acute_gvhd: tuple[Episode, ...] = ()
    chronic_gvhd: tuple[ChronicGvhd, ...] = ()
    crs: tuple[Episode, ...] = ()
    icans: tuple[Episode, ...] = ()
    statements: tuple[Statement, ...] = ()
    engraftments: tuple[Engraftment, ...] = ()
    neutrophils: tuple[tuple[date, float], ...] = ()
    boosts: tuple[date, ...] = ()
    aplasia: tuple[AplasiaTest, ...] = ()
    persistence: tuple[PersistenceTest, ...] = ()
    death: Death | None = None
    last_contact: date | None = None
    undated: frozenset[str] = frozenset()

    def index_events(self) -> tuple[IndexEvent, ...]:
        """Return every infusion and transplant as a time zero, numbered by kind."""
        return (
            *_numbered("infusion", self.infusions),
            *_numbered("hsct", self.transplants),
        )

    def next_treatment(self, day0: date) -> date | None:
        """Return the day of the next infusion or transplant after ``day0``."""
        later = [d for d in (*self.infusions, *self.transplants) if d > day0]
        return min(later, default=None)

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
