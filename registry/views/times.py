"""Moments as a centre's clock shows them."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from registry.models import Centre


def at_centre(at: datetime, centre: Centre | None) -> datetime:
    """Return the moment in the centre's time zone."""
    return timezone.localtime(at, ZoneInfo(centre.time_zone) if centre else None)


def clock(at: datetime, centre: Centre | None) -> str:
    """Return the time of day at the centre, to the second."""
    return at_centre(at, centre).strftime("%H:%M:%S")


def stamp(at: datetime, centre: Centre | None) -> str:
    """Return day and time at the centre, to the second."""
    return at_centre(at, centre).strftime("%Y-%m-%d %H:%M:%S")
