"""What a patient counts as in cohorts, treated or not; derived as analysis rows are."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from outcomes.rows import SUBJECTS


class AnalysisPatient(models.Model):
    """One patient, as the flow of cohorts begins: registered, or consent withdrawn.

    ``withdrawn_infusion`` and ``withdrawn_hsct`` tell who withdrew and was treated so,
    and has no analysis rows for that reason. Kept, so that an edit's change of the
    counts is known without counting everybody.
    """

    row_rule = SUBJECTS

    patient_id = models.BigIntegerField(primary_key=True)
    centre = models.ForeignKey("registry.Centre", models.CASCADE, related_name="+")
    registered = models.BooleanField()
    withdrawn_infusion = models.BooleanField()
    withdrawn_hsct = models.BooleanField()

    class Meta:
        """Counted by centre."""

        indexes = (models.Index(fields=("centre",), name="patient_of_centre"),)
        verbose_name = _("patient as analysed")
        verbose_name_plural = _("patients as analysed")

    def __str__(self) -> str:
        return f"patient {self.patient_id}"
