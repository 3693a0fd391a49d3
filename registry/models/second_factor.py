"""What a person shows beside the password: codes of an app, and codes on paper."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from registry.access.rules import Exempt


class SecondFactor(models.Model):
    """The secret that a person's app shares with the registry, masked in ``key``.

    It counts once ``confirmed_at`` is set: the app has shown a right code.
    ``last_step`` is the time step of the last code taken, so that none works twice.
    """

    row_rule = Exempt("read to sign in, before anybody is known")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="second_factor"
    )
    key = models.CharField(max_length=160)
    confirmed_at = models.DateTimeField(null=True)
    last_step = models.BigIntegerField(default=0)
    history = HistoricalRecords(excluded_fields=["key", "last_step"])

    class Meta:
        """One a person."""

        verbose_name = _("second factor")

    def __str__(self) -> str:
        return f"second factor of {self.user_id}"


class RecoveryCode(models.Model):
    """A code for whoever lost the app; works once. Only its digest is kept."""

    row_rule = Exempt("read to sign in, before anybody is known")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="recovery_codes"
    )
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)
    history = HistoricalRecords(excluded_fields=["digest"])

    class Meta:
        """Found by person."""

        verbose_name = _("recovery code")

    def __str__(self) -> str:
        return f"recovery code of {self.user_id}"
