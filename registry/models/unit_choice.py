"""In which unit somebody last entered a number."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from registry.access.rules import of_person


class UnitChoice(models.Model):
    """One person's unit for one field; the next form starts with it."""

    row_rule = of_person()

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    field = models.CharField(max_length=63)
    unit = models.CharField(max_length=20)

    class Meta:
        """One unit a person and field."""

        constraints = (
            models.UniqueConstraint(fields=("user", "field"), name="unit_choice_once"),
        )
        verbose_name = _("chosen unit")

    def __str__(self) -> str:
        return f"{self.field} in {self.unit}"
