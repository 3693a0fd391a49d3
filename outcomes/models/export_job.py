"""A file that a worker writes, and that whoever waits for it fetches."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from outcomes.models.export_log import ExportLog
from registry.access.rules import of_person
from registry.models.leased import Leased


class JobState(models.TextChoices):
    """How far a file has come."""

    WAITING = "waiting", _("is being written")
    DONE = "done", _("ready")
    FAILED = "failed", _("stopped")
    CANCELLED = "cancelled", _("cancelled")
    EXPIRED = "expired", _("expired")


class ExportJob(Leased):
    """One address of a dataset, answered by a worker.

    ``query`` is the address's own, ``language`` that of its labels. Of ``rows_total``,
    null until a worker has counted them, so many are read and then written in the
    format. ``log`` is the manifest of the complete file, which is kept
    until ``expires_at``; ``given`` says for so long whose rows are in it
    (``outcomes.exports.whose``). ``problem`` is what the address would have answered
    instead, or why the file is not handed out any more.
    """

    row_rule = of_person()

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="export_jobs"
    )
    dataset = models.CharField(max_length=30)
    kind = models.CharField(max_length=20)
    query = models.TextField(blank=True)
    language = models.CharField(max_length=10, default="en")
    asked_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(max_length=10, choices=JobState, default=JobState.WAITING)
    rows_total = models.PositiveBigIntegerField(null=True)
    rows_read = models.PositiveBigIntegerField(default=0)
    rows_written = models.PositiveBigIntegerField(default=0, db_default=0)
    problem = models.JSONField(null=True)
    log = models.ForeignKey(ExportLog, models.PROTECT, null=True, related_name="+")
    given = models.JSONField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        """Newest first; those that wait are found by their lease."""

        ordering = ("-id",)
        indexes = (
            models.Index(
                fields=("lease_until",),
                condition=models.Q(state="waiting"),
                name="export_due",
            ),
        )
        verbose_name = _("export in the background")

    def __str__(self) -> str:
        return f"{self.pk}: {self.dataset}.{self.kind}"

    @property
    def is_under_way(self) -> bool:
        """Tell whether a worker has the job, or will take it up."""
        return self.state == JobState.WAITING
