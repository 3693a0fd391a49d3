"""Programs that want to know when there are new data, and what was said to them."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from registry.access.rules import of_another, of_person


class Webhook(models.Model):
    """An address that is told of new data versions, from ``since_version`` on.

    Its secret is not kept: it follows from the key of the installation and its number.
    Until ``old_until`` messages are signed with the secret before it too.
    """

    row_rule = of_person()

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="webhooks"
    )
    name = models.CharField(max_length=60)
    url = models.URLField(max_length=500)
    since_version = models.BigIntegerField()
    secret_no = models.PositiveSmallIntegerField(default=1, db_default=1)
    old_until = models.DateTimeField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords()

    class Meta:
        """In the order in which they were registered."""

        ordering = ("id",)
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")

    def __str__(self) -> str:
        return self.name


class DeliveryState(models.TextChoices):
    """How far a message has come."""

    WAITING = "waiting", _("is being sent")
    SENT = "sent", _("received")
    FAILED = "failed", _("set aside")
    DROPPED = "dropped", _("dropped")


class Delivery(models.Model):
    """One message to a webhook: never a patient's data. A failed one holds up the next.

    ``said`` is what came of the last attempt, without what the receiver answered.
    """

    row_rule = of_another("outcomes_webhook", "webhook_id")

    webhook = models.ForeignKey(Webhook, models.CASCADE, related_name="deliveries")
    message = models.UUIDField(default=uuid4, unique=True)
    data_version = models.BigIntegerField()
    body = models.TextField()
    state = models.CharField(
        max_length=10, choices=DeliveryState, default=DeliveryState.WAITING
    )
    attempts = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(db_default=Now())
    next_at = models.DateTimeField(db_default=Now())
    said = models.CharField(max_length=100, blank=True, default="")

    class Meta:
        """Newest first."""

        ordering = ("-id",)
        indexes = (
            models.Index(
                fields=("next_at",),
                condition=models.Q(state="waiting"),
                name="delivery_due",
            ),
        )
        verbose_name = _("webhook delivery")

    def __str__(self) -> str:
        return f"{self.message}: {self.data_version}"
