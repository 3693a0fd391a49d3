"""Every result of a cohort, with the data and the code that it came from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from outcomes.models.cohort import Cohort
from outcomes.models.cut import CutStudy
from outcomes.models.lookback import Lookback
from outcomes.rows import RESULTS


class SnapshotManager(models.Manager["Snapshot"]):
    """Reads snapshots without their days, which few readers ask for."""

    def get_queryset(self) -> models.QuerySet["Snapshot"]:
        """Leave the days, and the counts that they are made of, where they are."""
        return super().get_queryset().defer("days", "counted")


class Snapshot(models.Model):
    """The results of one cohort as computed from one version of the data.

    ``results`` is ``outcomes.cohorts.results.Results`` without what it says day by day,
    which is made of ``counted`` (``outcomes.cohorts.kept``). Where that is empty, older
    code kept the days themselves, in ``days`` by name. ``data_version`` is the
    newest change of which it holds that it and every complete change before it is
    taken into account; ``set_aside`` counts patients who are not, because their rows
    could not be derived. A computation that gives what the newest snapshot says moves
    that snapshot's data version and time forward instead of adding another.
    """

    row_rule = RESULTS

    # Of results of the past: the cut, as addresses write it, and where they are kept.
    as_of = ""
    lookback: Lookback | CutStudy | None = None
    # Of a reader who sees sums alone: whether so few were set aside that 0 is said.
    few_aside = False
    # And a name for the centres whose patients they can list.
    listed = ""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="snapshots")
    cohort_version = models.PositiveIntegerField()
    data_version = models.BigIntegerField()
    code_version = models.CharField(max_length=40)
    basis = models.CharField(max_length=64)
    set_aside = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)
    computed_at = models.DateTimeField()
    results = models.JSONField()
    days = models.JSONField(default=dict, db_default={})
    counted = models.BinaryField(default=b"", db_default=b"")

    objects = SnapshotManager()

    class Meta:
        """Newest first."""

        ordering = ("-id",)
        get_latest_by = "id"
        indexes = (models.Index(fields=("cohort", "-id"), name="newest_of_cohort"),)
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")

    def __str__(self) -> str:
        return f"{self.cohort_id} at change {self.data_version}"
