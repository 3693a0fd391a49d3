"""How new a study's figures are, and since when they wait for newer ones."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Min
from django.utils import timezone

from outcomes.cohorts.shared import counted
from outcomes.figures.caption import thousands
from outcomes.figures.drawn import version
from outcomes.models import Cohort, Lease, Snapshot, StaleCohort
from outcomes.pipeline.status import progress
from registry.models import Patient, Pending

STALE_AFTER = timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Freshness:
    """What the head of a dashboard says of its figures."""

    snapshot: Snapshot
    recomputing: bool
    newest_change: int
    waiting_since: datetime | None
    now: datetime

    @property
    def version(self) -> str:
        """Name the figures shown."""
        return version(self.snapshot)

    @property
    def stale(self) -> bool:
        """Tell whether a change has waited too long for its figures."""
        since = self.waiting_since
        return since is not None and self.now - since > STALE_AFTER

    @property
    def age(self) -> int:
        """Return for how many seconds these figures have stood."""
        return max(0, int((self.now - self.snapshot.computed_at).total_seconds()))

    @property
    def change(self) -> str:
        """Write the change up to which the figures hold."""
        return thousands(self.snapshot.data_version)

    @property
    def coming(self) -> str:
        """Write the change that is being computed."""
        return thousands(self.newest_change)

    @property
    def tag(self) -> str:
        """Change whenever the head would read otherwise."""
        newest = self.newest_change if self.recomputing else 0
        return f"{self.version}.{newest}.{int(self.stale)}"


def freshness(cohort: Cohort, snapshot: Snapshot) -> Freshness:
    """Ask how far the cohort's figures are."""
    with counted(cohort):
        far = progress(cohort)
        since = _waiting_since(cohort) if far.recomputing else None
    return Freshness(
        snapshot, far.recomputing, far.newest_change, since, timezone.now()
    )


def _waiting_since(cohort: Cohort) -> datetime | None:
    """Return when the oldest change came that the figures lack."""
    patients = Patient.objects.filter(centre__cohorts=cohort).values("pk")
    aside = Lease.objects.filter(set_aside=True).values("patient_id")
    queue = Pending.objects.filter(patient_id__in=patients).exclude(
        patient_id__in=aside
    )
    queued = queue.aggregate(first=Min("at"))["first"]
    marked = StaleCohort.objects.filter(cohort=cohort).aggregate(first=Min("at"))
    return min((at for at in (queued, marked["first"]) if at), default=None)
