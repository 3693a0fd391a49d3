"""Open a patient of another centre in an emergency, end it, acknowledge it.

Reading that one patient, for an hour. Nothing else widens: no list, no count, no
export, no API. See docs/adr for who may.
"""

from datetime import datetime, timedelta
from time import time
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from registry.access.confirmation import Confirmed
from registry.access.log import note
from registry.access.policy import Action, Actor, Refused, require
from registry.access.rates import count
from registry.access.reach import everywhere
from registry.audit.context import SYSTEM, acting
from registry.models import Access, Centre, EmergencyAccess, Patient, User
from registry.models.patient import NOT_ANALYSED
from registry.services.errors import ReasonNeeded

LASTS = timedelta(minutes=60)
# So often somebody may ask in an hour, found or not: nobody tries numbers out.
ASKS_AN_HOUR = 5
HOUR_SECONDS = 3600


class NoSuchPatient(Exception):
    """The centre has no such number, or a patient who cannot be opened."""


class TooOften(Exception):
    """Somebody asked as often as anybody may within the hour."""


def open_in_emergency(
    *,
    actor: Actor,
    confirmed: Confirmed,
    centre: Centre,
    number: str,
    reason: str,
    request: HttpRequest | None = None,
) -> EmergencyAccess:
    """Open the patient with ``number`` at ``centre`` to ``actor`` for an hour.

    What the actor had open before ends with it. Found or not, it is in the access log,
    with the address of ``request``, and counts. Call it outside a transaction, which
    would take that back with what is raised. Raises Refused, ReasonNeeded, TooOften;
    NoSuchPatient, alike for a number that is nowhere, that was merged into another,
    and of a patient whose consent does not cover it.
    """
    require(actor, Action.OPEN_IN_EMERGENCY)
    if confirmed.user_id != actor.person:
        raise Refused(f"{actor.name} is not who confirmed it")
    if not reason.strip():
        raise ReasonNeeded
    said: dict[str, Any] = {
        "user_id": actor.person,
        "centre_id": centre.pk,
        "what": "emergency",
    }
    hour = int(time()) // HOUR_SECONDS
    if count(f"emergency:{actor.person}", hour) > ASKS_AN_HOUR:
        note(Access.NOT_OPENED, request=request, **said)
        raise TooOften
    with everywhere():  # whose number it is at another centre
        found = _numbered(centre, number)
    if found is None:
        note(Access.NOT_OPENED, request=request, **said)
        raise NoSuchPatient
    now = timezone.now()
    with acting(actor, reason.strip()):
        # One opening after another, also of two that are asked for at once.
        User.objects.select_for_update(no_key=True).get(pk=actor.person)
        _end(actor, now=now)
        note(Access.OPENED, request=request, patient_id=found.pk, **said)
        return EmergencyAccess.objects.create(
            patient=found,
            centre=centre,
            user_id=actor.person,
            reason=reason.strip(),
            opened_at=now,
            until=now + LASTS,
        )


def end_emergency(*, actor: Actor) -> None:
    """Close what ``actor`` has open, before its hour is over."""
    with acting(actor, "ended"):
        _end(actor, now=timezone.now())


def close(*, opening: EmergencyAccess, actor: Actor) -> bool:
    """End it on behalf of the patient's centre; tell whether it still stood.

    Raises Refused.
    """
    with transaction.atomic():
        found = _answered_for(opening, actor)
        if not found.stands:
            return False
        found.ended_at = timezone.now()
        with acting(actor, "ended by the centre"):
            found.save(update_fields=["ended_at"])
    return True


def end_of_patient(patient: Patient) -> None:
    """Close the patient to whoever has them open, within the caller's act."""
    standing = EmergencyAccess.objects.standing().filter(patient=patient)
    standing.update(ended_at=timezone.now())


def acknowledge(*, opening: EmergencyAccess, actor: Actor) -> None:
    """Say that the centre knows of it. Raises Refused; once is enough."""
    with transaction.atomic():
        found = _answered_for(opening, actor)
        if found.acknowledged_at is None:
            found.acknowledged_by_id = actor.person
            found.acknowledged_at = timezone.now()
            with acting(actor, "acknowledged"):
                found.save()


def note_told(*, opening: EmergencyAccess, told: int) -> None:
    """Keep that so many administrators were sent an e-mail of it."""
    opening.told_at, opening.told = timezone.now(), told
    with acting(SYSTEM, "e-mail to the administrators"):
        opening.save(update_fields=["told_at", "told"])


def _answered_for(opening: EmergencyAccess, actor: Actor) -> EmergencyAccess:
    """Return it locked. Raises Refused to who does not answer for its centre."""
    rows = EmergencyAccess.objects.select_for_update(of=("self",))
    found = rows.get(pk=opening.pk)
    if found.centre_id not in actor.centres_for(Action.CONFIGURE_CENTRE):
        raise Refused(f"{actor.name} does not answer for the centre")
    return found


def _numbered(centre: Centre, number: str) -> Patient | None:
    rows = Patient.objects.filter(centre=centre, merged_into=None)
    rows = rows.filter(number=number.strip().upper())
    return rows.exclude(NOT_ANALYSED).first()


def _end(actor: Actor, *, now: datetime) -> None:
    standing = EmergencyAccess.objects.standing().filter(user=actor.person)
    standing.update(ended_at=now)
