"""A centre that treats patients and answers for their data."""

from datetime import date
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from registry.access.rules import Exempt


def known_time_zone(name: str) -> None:
    """Refuse a name that is no time zone."""
    if name not in available_timezones():
        raise ValidationError(
            _("“%(name)s” is no time zone. Give one such as Asia/Shanghai."),
            params={"name": name},
        )


class Centre(models.Model):
    """A hospital or unit; patients belong to exactly one."""

    row_rule = Exempt("names of hospitals, which patients are sent to")

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=50, default="UTC", validators=[known_time_zone]
    )
    history = HistoricalRecords()

    class Meta:
        """Centres read in the order of their codes."""

        ordering = ("code",)
        verbose_name = _("centre")
        verbose_name_plural = _("centres")

    def __str__(self) -> str:
        return self.code

    def today(self) -> date:
        """Return the day that it is at the centre."""
        return timezone.localdate(timezone=ZoneInfo(self.time_zone))
