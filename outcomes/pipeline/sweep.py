"""One sweep: claim, derive, until the queue is empty or time is up; then refresh."""

from dataclasses import dataclass
from time import monotonic

from outcomes.pipeline.claims import claim
from outcomes.pipeline.refresh import refresh
from outcomes.pipeline.work import work

# A long backlog is worked off by several sweeps, so that figures move meanwhile.
SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep did; ``elsewhere`` are snapshots that other workers are at."""

    patients: int
    snapshots: int
    elsewhere: int


def sweep(*, seconds: float = SECONDS) -> Swept:
    """Derive the queued patients and compute the snapshots that are then due."""
    end, patients = monotonic() + seconds, 0
    while monotonic() < end and (claimed := claim()):
        patients += work(claimed)
    refreshed = refresh()
    return Swept(patients, refreshed.here, refreshed.elsewhere)
