"""Keep what somebody typed until it is saved; a draft is nobody else's business."""

from typing import Any

from registry.access.policy import Action, Actor, require
from registry.models import Draft, Patient


def keep_draft(
    *,
    actor: Actor,
    patient: Patient,
    form: str,
    record_id: int | None,
    version: int,
    typed: dict[str, Any],
) -> Draft:
    """Keep ``typed`` as the actor's draft of one form; the newest replaces the last."""
    require(actor, Action.EDIT_RECORD, patient.centre_id)
    draft, _ = Draft.objects.update_or_create(
        user_id=actor.person,
        patient=patient,
        form=form,
        record_id=record_id,
        defaults={"typed": typed, "version": version},
    )
    return draft


def drop_draft(
    *, actor: Actor, patient: Patient, form: str, record_id: int | None
) -> None:
    """Forget the actor's draft of one form."""
    Draft.objects.filter(
        user_id=actor.person, patient=patient, form=form, record_id=record_id
    ).delete()


def draft_of(
    *, actor: Actor, patient: Patient, form: str, record_id: int | None
) -> Draft | None:
    """Return the actor's draft of one form, if there is one."""
    return Draft.objects.filter(
        user_id=actor.person, patient=patient, form=form, record_id=record_id
    ).first()
