"""Claim the digests of a day before they are sent, so that nobody ever gets two."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from registry.models import Digest, Notices

# From this hour on, at the person's centre.
HOUR = 6


def claim_digests(now: datetime) -> Iterator[tuple[Notices, Digest]]:
    """Yield whose digest is due, each with the claim on it that is now this caller's.

    The claim is committed before the digest is sent: a worker that dies in between
    leaves it without ``sent_at``, and that day has no digest, which is better than two.
    """
    for notices, local in _wanted(now):
        if digest := _claim(notices, local):
            yield notices, digest


def note_sent(digest: Digest, fault: str = "") -> None:
    """Note that a digest was sent, or what kept it from being sent."""
    digest.sent_at = None if fault else timezone.now()
    digest.fault = fault
    digest.save(update_fields=["sent_at", "fault"])


def _wanted(now: datetime) -> Iterator[tuple[Notices, datetime]]:
    rows = Notices.objects.exclude(days="").filter(user__is_active=True)
    for notices in rows.exclude(user__email="").select_related("user").order_by("pk"):
        local = now.astimezone(ZoneInfo(_time_zone(notices)))
        if local.hour >= HOUR and str(local.isoweekday()) in notices.days:
            yield notices, local


def _time_zone(notices: Notices) -> str:
    """Return the time zone of the person's first centre."""
    roles = notices.user.memberships.filter(centre__isnull=False).order_by("pk")
    zone = roles.values_list("centre__time_zone", flat=True).first()
    return zone or settings.TIME_ZONE


def _claim(notices: Notices, local: datetime) -> Digest | None:
    try:
        with transaction.atomic():
            return Digest.objects.create(user=notices.user, day=local.date())
    except IntegrityError:
        return None  # another worker has it, or it was sent
