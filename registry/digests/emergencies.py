"""Tell a centre's administrators of each emergency access, as soon as it is seen."""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from registry.access.policy import Role
from registry.models import EmergencyAccess, Notices, User
from registry.models.user import held_now
from registry.queries.emergencies import from_where
from registry.services.emergency import note_told

logger = logging.getLogger(__name__)

# A mail that could not be sent is tried again for so long. Whether one went out or not,
# the centre's page shows the access, and System counts it, until it is acknowledged.
TRIED_FOR = timedelta(days=1)


def tell_of_emergencies() -> int:
    """Send what is to be told; return how many mails went out.

    Safe to run twice at the same time; one that is killed after sending sends again.
    """
    if settings.EMAIL_BACKEND.endswith("console.EmailBackend"):
        return 0  # mail is not set up
    sent = 0
    while True:
        with transaction.atomic():
            opening = _next()
            if opening is None:
                return sent
            try:
                told = sum(_tell(opening, user) for user in administrators_of(opening))
            except OSError:  # what SMTP and sockets raise
                logger.exception("nobody was told of %s", opening)
                return sent
            note_told(opening=opening, told=told)
            sent += told


def administrators_of(opening: EmergencyAccess) -> QuerySet[User]:
    """Return who is told: the centre's administrators, or the system's if it has none.

    Those with an address, whose role has not ended.
    """
    people = User.objects.filter(is_active=True).exclude(email="")
    held = held_now("memberships__")
    own = people.filter(
        held,
        memberships__role=Role.CENTRE_ADMINISTRATOR,
        memberships__centre=opening.centre_id,
    )
    system = people.filter(held, memberships__role=Role.SYSTEM_ADMINISTRATOR)
    return (own if own.exists() else system).distinct().order_by("pk")


def _next() -> EmergencyAccess | None:
    rows = EmergencyAccess.objects.select_for_update(of=("self",), skip_locked=True)
    since = timezone.now() - TRIED_FOR
    waiting = rows.filter(told_at=None, opened_at__gt=since)
    return waiting.select_related("centre", "user").order_by("pk").first()


def _tell(opening: EmergencyAccess, user: User) -> int:
    wanted = Notices.objects.filter(user=user).values_list("language", flat=True)
    with translation.override(wanted.first() or settings.LANGUAGE_CODE):
        words = _("Day Zero: emergency access to a patient of %(centre)s")
        told = {
            "one": opening,
            "from": from_where([opening]).get(opening.user_id, ""),
            "page": f"{settings.BASE_URL}{reverse('emergency')}",
        }
        return EmailMessage(
            subject=words % {"centre": opening.centre},
            body=render_to_string("registry/mail/emergency.txt", told),
            to=[user.email],
        ).send()
