"""A patient of another centre, opened in an emergency for an hour."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from registry.access.rules import PERSON, of_centre
from registry.models.centre import Centre
from registry.models.patient import Patient


class EmergencyQuerySet(models.QuerySet["EmergencyAccess"]):
    """Reads of what was opened."""

    def standing(self) -> Self:
        """Keep those that neither somebody nor the clock has ended."""
        return self.filter(ended_at=None, until__gt=timezone.now())


class EmergencyAccess(models.Model):
    """One patient, opened for reading to one person, until ``until`` or ``ended_at``.

    ``centre`` is the patient's, which answers for them: its administrators are told
    by e-mail (``told`` of them, at ``told_at``), and acknowledge that they know.
    """

    row_rule = of_centre("centre_id").or_(f"{{t}}.user_id = {PERSON}")

    # Analyses do not read who looked.
    analysed = False
    never_deleted = True

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="emergencies")
    centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="emergencies"
    )
    reason = models.TextField(_("reason"))
    opened_at = models.DateTimeField(_("opened"), default=timezone.now)
    until = models.DateTimeField(_("ends"))
    ended_at = models.DateTimeField(_("ended"), null=True)
    told_at = models.DateTimeField(null=True)
    told = models.PositiveSmallIntegerField(default=0)
    acknowledged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True)
    history = HistoricalRecords()

    objects = EmergencyQuerySet.as_manager()

    class Meta:
        """Newest first; what waits for its centre is found at once."""

        ordering = ("-pk",)
        indexes = (
            models.Index(
                fields=("centre",),
                condition=Q(acknowledged_at=None),
                name="emergency_to_acknowledge",
            ),
        )
        verbose_name = _("emergency access")
        verbose_name_plural = _("emergency accesses")

    def __str__(self) -> str:
        return f"emergency access {self.pk} to patient {self.patient_id}"

    @property
    def stands(self) -> bool:
        """Tell whether the patient is open now."""
        return self.ended_at is None and self.until > timezone.now()
