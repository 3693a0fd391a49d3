"""What a person wants to be told of outside the pages, and which digests were sent."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from registry.access.rules import of_person

EVERY_DAY = "1234567"


class Notices(models.Model):
    """One person's calendar feed and digest.

    ``calendar_key`` is what the feed's address must carry, empty while there is no
    feed; a new one ends the old address. ``days`` are the weekdays of the digest, 1 for
    Monday, empty for none.
    """

    row_rule = of_person()

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices"
    )
    calendar_key = models.CharField(max_length=43, blank=True)
    days = models.CharField(_("days"), max_length=7, blank=True)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default="en"
    )
    history = HistoricalRecords(excluded_fields=["calendar_key"])

    class Meta:
        """Weekdays stand in their order."""

        constraints = (
            models.CheckConstraint(
                name="notices_days", condition=Q(days__regex=r"^1?2?3?4?5?6?7?$")
            ),
        )
        verbose_name = _("calendar and digest")

    def __str__(self) -> str:
        return f"notices of {self.user}"


class Digest(models.Model):
    """A digest of one day: claimed before it is sent, so that none is sent twice."""

    row_rule = of_person()

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE)
    day = models.DateField()
    claimed_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)
    fault = models.TextField(blank=True)

    class Meta:
        """One a person and day."""

        constraints = (
            models.UniqueConstraint(fields=("user", "day"), name="digest_once"),
        )
        verbose_name = _("digest")

    def __str__(self) -> str:
        return f"digest of {self.day} for {self.user_id}"
