"""Two registrations that look like one person, and are not."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from registry.access.rules import of_patient
from registry.models.patient import Patient


class NotTheSame(models.Model):
    """Somebody compared two registrations and decided that they are two people."""

    row_rule = of_patient("one_id").and_(of_patient("other_id"))

    analysed = False

    one = models.ForeignKey(Patient, models.PROTECT, related_name="+")
    other = models.ForeignKey(Patient, models.PROTECT, related_name="+")
    reason = models.TextField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(default=timezone.now)
    history = HistoricalRecords()

    class Meta:
        """A pair is decided once, in the order of its keys."""

        verbose_name = verbose_name_plural = _("not the same patient")
        constraints = (
            models.UniqueConstraint(fields=("one", "other"), name="decided_once"),
            models.CheckConstraint(
                name="decided_in_order", condition=Q(one__lt=F("other"))
            ),
        )

    def __str__(self) -> str:
        return f"patients {self.one_id} and {self.other_id} are two"
