"""What a form's page says of its marks: who stands for it, what is void, what to do."""

from datetime import UTC
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registry.access.policy import Actor, may
from registry.models import Attestation, Centre, Kind, Patient, Versioned
from registry.queries.attestations import (
    attestations_of,
    holds,
    last_void,
    standing_for,
)
from registry.services.errors import Locked
from registry.services.judging import NEEDED
from registry.services.locks import lock_words
from registry.views.entry import Entry
from registry.views.links import address
from registry.views.marked import void_words
from registry.views.times import stamp

# How an address names an act, and the button that leads to it.
ACTS: dict[str, Kind] = {
    "verify": Kind.VERIFIED,
    "sign": Kind.SIGNED,
    "lock": Kind.LOCKED,
    "unlock": Kind.UNLOCKED,
}
BUTTONS = {
    "verify": gettext_lazy("Verify against source"),
    "sign": gettext_lazy("Sign"),
    "lock": gettext_lazy("Lock"),
    "unlock": gettext_lazy("Unlock"),
}
MARKS = (Kind.VERIFIED, Kind.SIGNED, Kind.LOCKED)


def marks_of(entry: Entry) -> dict[str, Any]:
    """Return a form's marks, what made them void, and the acts open to the actor."""
    told: dict[str, Any] = {"lock": lock_told(entry.lock, entry.patient)}
    if entry.is_new:
        return told
    record, centre = entry.record, entry.patient.centre
    rows = attestations_of([record])[record.form, record.pk]
    standing = [one for kind in MARKS if (one := standing_for(rows, kind))]
    voids = [one for kind in MARKS[:2] if (one := last_void(rows, kind))]
    broken = [one for one in standing if not holds(one, record)]
    return told | {
        "standing": [_standing(one, centre) for one in standing],
        "void": [
            {
                "text": void_words(one, centre),
                "who": one.voided_by.username if one.voided_by else _("the system"),
                "at": stamp(one.voided_at or one.at, centre)[:16],
                "why": one.voided_reason,
            }
            for one in voids
        ],
        "broken": [one.get_kind_display() for one in broken],
        "acts": acts_open(entry.actor, record, entry.patient),
    }


def lock_told(lock: Locked | None, patient: Patient) -> dict[str, str] | None:
    """Return in words what is locked, or None."""
    if lock is None:
        return None
    says, fix = lock_words(lock, patient)
    return {"says": says, "fix": fix}


def acts_open(
    actor: Actor, record: Versioned, patient: Patient
) -> list[dict[str, str]]:
    """Return the acts that the actor's role allows and the marks leave to do."""
    if patient.case_locked_at:
        return []
    locked = bool(record.locked_at)
    left = {
        "verify": not locked and not record.verified_at,
        "sign": not locked and not record.signed_at,
        "lock": not locked,
        "unlock": locked,
    }
    return [
        {
            "url": address("record-mark", patient.pk, record.form, record.pk, act),
            "icon": "unlocked" if act == "unlock" else ACTS[act].value,
            "text": str(BUTTONS[act]),
        }
        for act, there in left.items()
        if there and may(actor, NEEDED[ACTS[act]], patient.centre_id)
    ]


def _standing(one: Attestation, centre: Centre) -> dict[str, Any]:
    return {
        "state": one.kind,
        "text": one.get_kind_display(),
        "name": one.printed_name,
        "at": stamp(one.at, centre)[:16],
        "utc": f"{one.at.astimezone(UTC):%Y-%m-%d %H:%M:%S} UTC",
        "version": one.record_version,
        "meaning": one.meaning,
        "digest": bytes(one.digest).hex(),
    }
