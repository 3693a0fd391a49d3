"""One sweep: claim, derive, until the queue is empty or time is up; then refresh."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

from outcomes.pipeline.claims import claim
from outcomes.pipeline.refresh import refresh
from outcomes.pipeline.work import work

# A long backlog is worked off by several sweeps, so that figures move meanwhile.
SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep did; ``elsewhere`` and ``failed`` are as of ``Refreshed``."""

    patients: int
    snapshots: int
    elsewhere: int
    failed: frozenset[str] = frozenset()


def sweep(
    *, seconds: float = SECONDS, call_another: Callable[[], None] | None = None
) -> Swept:
    """Derive the queued patients and compute the snapshots that are then due.

    ``call_another`` asks for another worker's sweep, where there is work for two: who
    comes to help has derived nobody, and calls no third.
    """
    end, patients = monotonic() + seconds, 0
    while monotonic() < end and (claimed := claim()):
        patients += work(claimed)
    refreshed = refresh(call_another if patients else None, until=end)
    here, elsewhere = refreshed.here, refreshed.elsewhere
    return Swept(patients, here, elsewhere, refreshed.failed)
