"""One run of the edit checks over the whole registry, and how far it has come."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from registry.access.rules import of_centre
from registry.models.centre import Centre


class CheckRun(models.Model):
    """A run over the patients of a centre, or of all: taken up where it stopped.

    ``upto`` is the last patient that was looked at; it moves in the transaction that
    writes what was found, so that a run that is killed has lost nothing.
    """

    row_rule = of_centre("centre_id").or_("{t}.centre_id IS NULL")

    centre = models.ForeignKey(Centre, models.PROTECT, null=True, related_name="+")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    began_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    patients = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    upto = models.BigIntegerField(default=0)
    opened = models.PositiveIntegerField(default=0)
    closed = models.PositiveIntegerField(default=0)

    class Meta:
        """Newest first; one run at a time for a centre, and one for all."""

        ordering = ("-pk",)
        verbose_name = _("run of the checks")
        constraints = (
            models.UniqueConstraint(
                fields=("centre",),
                condition=models.Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="check_run_once",
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk}: {self.done} of {self.patients}"
