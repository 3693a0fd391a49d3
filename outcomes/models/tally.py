"""The counts that a cohort's results are made of, as they are kept up to date."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from outcomes.models.cohort import Cohort
from outcomes.rows import RESULTS


class Tally(models.Model):
    """One part of a cohort's counts (``outcomes.cohorts.tally``), packed.

    ``basis`` is that of the snapshots made from it: with another one it is counted
    anew. Written with the snapshot alone, under the cohort's lock.
    """

    row_rule = RESULTS

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="+")
    part = models.CharField(max_length=100)
    basis = models.CharField(max_length=64)
    cells = models.BinaryField()

    class Meta:
        """Once a part."""

        constraints = (
            models.UniqueConstraint(fields=("cohort", "part"), name="tally_part_once"),
        )
        verbose_name = _("counts of a cohort")

    def __str__(self) -> str:
        return f"{self.cohort_id}: {self.part}"
