"""What waits in every queue, and since when: for people and for metrics."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, Max, Min, OuterRef, QuerySet
from django.utils import timezone

from outcomes.models import Snapshot, StaleCohort
from outcomes.pipeline.basis import basis_of, counting_of
from outcomes.pipeline.due import due
from outcomes.pipeline.status import set_aside
from registry.access.reach import everywhere
from registry.audit.sealing import SealedSoFar, not_noted, sealed_so_far
from registry.models import CheckRun, ImportBatch, Pending
from registry.models.import_batch import ImportState
from registry.queries.emergencies import all_waiting

UNFINISHED = (ImportState.WAITING, ImportState.ASKED)


@dataclass(frozen=True, slots=True)
class Queue:
    """Work that waits: how much, and seconds since the oldest of it came."""

    waiting: int
    lag: float


@dataclass(frozen=True, slots=True)
class Failure:
    """A patient set aside: what went wrong, without a value of the patient's."""

    patient_id: int
    attempts: int
    error: str


@dataclass(frozen=True, slots=True)
class Running:
    """The queues by name, what was given up, and when a figure was last computed.

    sealed : the head of the sealed change log, and since when it stands
    """

    queues: dict[str, Queue]
    failures: list[Failure]
    computed_at: datetime | None
    sealed: SealedSoFar


def running() -> Running:
    """Return how the installation runs now: the queries do not grow with it."""
    with everywhere():  # how much waits, whoever's patients they are
        return _running()


def _running() -> Running:
    aside, sealed = set_aside(), sealed_so_far()
    heads, heads_since = not_noted(Path(settings.AUDIT_HEADS))
    of_whom = aside.filter(patient_id=OuterRef("patient_id"))
    pending = Pending.objects.filter(~Exists(of_whom))
    queues = {
        "patients": _queue(pending, "at", Count("patient_id", distinct=True)),
        "cohorts": _cohorts(),
        "imports": _queue(ImportBatch.objects.filter(state__in=UNFINISHED), "at"),
        "checks": _queue(CheckRun.objects.filter(ended_at=None), "began_at"),
        "emergencies": _queue(all_waiting(), "opened_at"),
        "seals": Queue(sealed.waiting, _seconds_since(sealed.waits_since)),
        "heads": Queue(heads, _seconds_since(heads_since)),
    }
    failures = [
        Failure(lease.patient_id, lease.attempts, lease.error) for lease in aside
    ]
    newest = Snapshot.objects.aggregate(at=Max("computed_at"))["at"]
    return Running(queues, failures, newest, sealed)


def _cohorts() -> Queue:
    """Return the cohorts that are due, marked or not, of those that can be counted."""
    oldest = StaleCohort.objects.aggregate(oldest=Min("at"))["oldest"]
    waiting = [one for one in due() if counting_of(one, basis_of(one))]
    return Queue(len(waiting), _seconds_since(oldest))


def _queue(rows: QuerySet[Any], since: str, count: Any = None) -> Queue:
    told = rows.aggregate(waiting=count or Count("pk"), oldest=Min(since))
    return Queue(told["waiting"], _seconds_since(told["oldest"]))


def _seconds_since(at: datetime | None) -> float:
    return max((timezone.now() - at).total_seconds(), 0.0) if at else 0.0
