"""Keep who a patient is: for the own centre's staff, with who and why."""

from collections.abc import Mapping

from django.db import transaction

from registry.access.policy import Action, Actor, require
from registry.audit.context import acting
from registry.models import IdentityKey, Patient, PatientIdentity
from registry.models.identity import FIELDS
from registry.queries.name_keys import keys_of
from registry.services.errors import ReasonNeeded, Stale


def save_identity(
    *,
    patient_id: int,
    values: Mapping[str, str],
    version: int,
    actor: Actor,
    reason: str = "",
) -> PatientIdentity:
    """Save name and hospital number; ``version`` is the one seen, 0 for none yet.

    Raises Refused; Stale when somebody saved meanwhile; ReasonNeeded for a correction;
    ValueError for a name that is no field of the identity.
    """
    if unknown := values.keys() - set(FIELDS):
        raise ValueError(f"not fields of the identity: {sorted(unknown)}")
    with transaction.atomic():
        patient = Patient.objects.held(patient_id)
        require(actor, Action.READ_IDENTITY, patient.centre_id)
        identity = PatientIdentity.objects.filter(patient=patient).first()
        identity = identity or PatientIdentity(patient=patient, version=0)
        if identity.version != version:
            raise Stale(identity)
        said = {name: " ".join(value.split()) for name, value in values.items()}
        if all(getattr(identity, name) == value for name, value in said.items()):
            return identity
        if identity.pk and not reason.strip():
            raise ReasonNeeded
        for name, value in said.items():
            setattr(identity, name, value)
        if not identity.pk:
            identity.version = 1
        with acting(actor, reason):
            identity.save()
        index(identity, centre=patient.centre_id)
        identity.refresh_from_db(fields=["version"])
    return identity


def index(identity: PatientIdentity, *, centre: int) -> None:
    """Make the search's words exactly those of ``identity``, at ``centre``."""
    IdentityKey.objects.filter(identity=identity).delete()
    IdentityKey.objects.bulk_create(
        IdentityKey(identity=identity, centre_id=centre, key=key)
        for key in sorted(keys_of(identity))
    )
