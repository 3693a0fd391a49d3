"""Who works on what: leases of patients, and cohorts whose results are stale."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from outcomes.models.cohort import Cohort
from outcomes.rows import PARTS_OF_COHORTS


class Lease(models.Model):
    """A worker's claim on a patient, committed before the work begins.

    So a worker that is killed has still counted its attempt. It is deleted together
    with the queue rows that it answers for. ``set_aside`` means that a person must
    look; a correction (a change newer than ``change_id``) is tried by itself.
    """

    patient_id = models.BigIntegerField(primary_key=True)
    attempts = models.PositiveSmallIntegerField(default=1)
    not_before = models.DateTimeField()
    change_id = models.BigIntegerField()
    set_aside = models.BooleanField(default=False)
    error = models.TextField(blank=True, default="")

    class Meta:
        """Set aside, or due again."""

        indexes = (models.Index(fields=("set_aside", "not_before"), name="lease_due"),)
        verbose_name = _("lease")

    def __str__(self) -> str:
        return f"patient {self.patient_id}, attempt {self.attempts}"


class StaleCohort(models.Model):
    """A mark that subjects of a cohort changed since its last snapshot.

    ``changed`` is what to add to the cohort's counts of this ``basis``, by part; null
    where that is not known and all has to be counted anew. Marks are added, never
    updated, so that those who make them wait for nobody; they are written in the
    transaction that changes the subjects, so that a kill between the two loses nothing.
    """

    row_rule = PARTS_OF_COHORTS

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="+")
    at = models.DateTimeField(db_default=Now())
    basis = models.CharField(max_length=64, default="", db_default="")
    changed = models.JSONField(null=True)

    class Meta:
        """Read by cohort."""

        verbose_name = _("stale cohort")

    def __str__(self) -> str:
        return f"{self.cohort_id} since {self.at}"
