"""A study's past, asked for by a reader and computed by a worker."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from outcomes.models.cohort import Cohort
from outcomes.rows import RESULTS


class LookbackManager(models.Manager["Lookback"]):
    """Reads lookbacks without their days and counts, which few readers ask for."""

    def get_queryset(self) -> models.QuerySet["Lookback"]:
        """Leave the days, and the counts that scripts are made of, where they are."""
        return super().get_queryset().defer("days", "counted")


class Lookback(models.Model):
    """The results of a cohort as of a cut, kept for a while; see ADR 0068.

    ``key`` is a digest of all that they rest on. ``attempts`` are counted before the
    work begins, so that what kills its worker is given up (``failed``). ``done`` of
    ``total`` patients are read from their histories. Results are there as soon as
    ``computed_at`` is.
    """

    row_rule = RESULTS

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="lookbacks")
    key = models.CharField(max_length=64, unique=True)
    cut = models.CharField(max_length=40)
    asked_at = models.DateTimeField(db_default=Now())
    attempts = models.PositiveSmallIntegerField(default=0)
    failed = models.BooleanField(default=False)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    computed_at = models.DateTimeField(null=True)
    data_version = models.BigIntegerField(default=0)
    code_version = models.CharField(max_length=40, default="")
    set_aside = models.PositiveIntegerField(default=0)
    withdrawn_since = models.PositiveIntegerField(default=0)
    results = models.JSONField(null=True)
    days = models.JSONField(default=dict)
    counted = models.BinaryField(default=b"", db_default=b"")

    objects = LookbackManager()

    class Meta:
        """First asked, first answered."""

        ordering = ("id",)
        verbose_name = _("lookback")
        verbose_name_plural = _("lookbacks")

    def __str__(self) -> str:
        return f"{self.cohort_id} as of {self.cut}"
