"""What somebody typed and has not saved yet."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Draft(models.Model):
    """One person's unsaved answers to one form, restored after signing in again."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    patient = models.ForeignKey("registry.Patient", models.CASCADE)
    form = models.CharField(max_length=30)
    record_id = models.BigIntegerField(null=True)
    version = models.PositiveIntegerField(default=0)
    typed = models.JSONField(default=dict)
    at = models.DateTimeField(auto_now=True)

    class Meta:
        """One draft a person, patient and record."""

        constraints = (
            models.UniqueConstraint(
                fields=("user", "patient", "form", "record_id"),
                name="draft_once",
                nulls_distinct=False,
            ),
        )
        verbose_name = _("draft")

    def __str__(self) -> str:
        return f"{self.form} of patient {self.patient_id}"
