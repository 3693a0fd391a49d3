"""A patient on the way from one centre to another."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from registry.access.policy import Action
from registry.access.rules import of_centre
from registry.models.centre import Centre
from registry.models.patient import Patient


class Stage(models.TextChoices):
    """How far a transfer has come."""

    REQUESTED = "requested", _("waits for an answer")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("refused")
    TAKEN_BACK = "taken_back", _("taken back")


class TransferQuerySet(models.QuerySet["PatientTransfer"]):
    """Reads of transfers."""

    def visible_to(self, actor: Any) -> Self:
        """Keep those from or to a centre where ``actor`` may transfer patients."""
        centres = actor.centres_for(Action.TRANSFER_PATIENT)
        return self.filter(Q(from_centre__in=centres) | Q(to_centre__in=centres))


class PatientTransfer(models.Model):
    """One request; once accepted, all that the sending centre keeps of the patient.

    ``study_no`` is the number at the sending centre. What the receiving centre may
    know before it accepts is in ``registry.queries.transfers``.
    """

    row_rule = of_centre("from_centre_id", "to_centre_id")

    # Analyses do not read transfers: the patient's own change makes new figures.
    analysed = False
    never_deleted = True

    patient = models.ForeignKey(Patient, models.PROTECT, related_name="transfers")
    study_no = models.CharField(_("study number"), max_length=20)
    from_centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    to_centre = models.ForeignKey(Centre, models.PROTECT, related_name="+")
    with_identity = models.BooleanField(default=False)
    reason = models.TextField()
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.REQUESTED)
    answer = models.TextField(blank=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    requested_at = models.DateTimeField(default=timezone.now)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    answered_at = models.DateTimeField(null=True)
    history = HistoricalRecords()

    objects = TransferQuerySet.as_manager()

    class Meta:
        """A patient waits for one answer at a time."""

        ordering = ("-pk",)
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        constraints = (
            models.UniqueConstraint(
                fields=("patient",),
                condition=Q(stage=Stage.REQUESTED),
                name="transfer_one_waits",
            ),
            models.CheckConstraint(
                name="transfer_elsewhere", condition=~Q(from_centre=F("to_centre"))
            ),
        )

    def __str__(self) -> str:
        return f"transfer {self.pk} of patient {self.patient_id}: {self.stage}"

    @property
    def waits(self) -> bool:
        """Tell whether nobody has answered yet."""
        return self.stage == Stage.REQUESTED
