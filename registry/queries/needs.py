"""What is not stated of a patient, by simple rules on days: asked of many at once.

What is wanted at a visit is the schedule's matter (``registry.queries.visits``).
``registry.queries.next_steps`` asks the same of one patient, with what is missing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from registry.models import (
    HSCT,
    CRSEpisode,
    Engraftment,
    ICANSEpisode,
    Infusion,
    Record,
)

STATED_BY = 30
ENGRAFTED_BY = 45


@dataclass(frozen=True, slots=True)
class Need:
    """One rule: what is wanted, of which patients, and who wants it on a given day."""

    name: str
    title: Promise | str
    wanted: Promise | str
    form: str
    of: str
    waiting: Callable[[date], Any]


def has(model: type[Record], **conditions: Any) -> Exists:
    """Tell whether a patient has a record of a form."""
    return Exists(model.objects.filter(patient=OuterRef("pk"), **conditions))


def _infused(today: date, days: int) -> Exists:
    return has(Infusion, infusion_date__lt=today - timedelta(days))


def _crs(today: date) -> Any:
    return Q(_infused(today, STATED_BY)) & ~has(CRSEpisode)


def _icans(today: date) -> Any:
    return Q(_infused(today, STATED_BY)) & ~has(ICANSEpisode)


def _engraftment(today: date) -> Any:
    transplanted = has(HSCT, hsct_date__lt=today - timedelta(ENGRAFTED_BY))
    return Q(transplanted) & ~has(Engraftment)


NEEDS: dict[str, Need] = {
    need.name: need
    for need in (
        Need(
            "crs",
            _("CRS not stated"),
            _("State whether CRS occurred"),
            "crs_episode",
            "infused",
            _crs,
        ),
        Need(
            "icans",
            _("ICANS not stated"),
            _("State whether ICANS occurred"),
            "icans_episode",
            "infused",
            _icans,
        ),
        Need(
            "engraftment",
            _("Engraftment missing"),
            _("Enter engraftment after HSCT"),
            "engraftment",
            "transplanted",
            _engraftment,
        ),
    )
}
