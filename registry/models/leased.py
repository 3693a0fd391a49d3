"""Work that one worker has at a time, by a lease that is committed before it begins."""

from datetime import datetime, timedelta

from django.db import models
from django.utils import timezone

LEASE_SECONDS = 20
# A lease that ends later than this was given by a clock that has been set back since.
LONGEST = timedelta(seconds=2 * LEASE_SECONDS)


def lease_end() -> datetime:
    """Return when a lease that is given now ends."""
    return timezone.now() + timedelta(seconds=LEASE_SECONDS)


def held() -> models.Q:
    """Return which rows a worker has now."""
    now = timezone.now()
    return models.Q(lease_until__gt=now, lease_until__lte=now + LONGEST)


class Leased(models.Model):
    """While a worker has it, ``token`` is its claim, which holds to ``lease_until``."""

    attempts = models.PositiveSmallIntegerField(default=0)
    token = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    cancel_asked = models.BooleanField(default=False)

    class Meta:
        """Without a table of its own."""

        abstract = True

    @property
    def is_held(self) -> bool:
        """Tell whether a worker has it now."""
        now = timezone.now()
        return bool(self.lease_until and now < self.lease_until <= now + LONGEST)
