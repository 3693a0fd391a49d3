"""Take back a record that was entered by mistake; its history stays."""

from django.db import transaction

from registry.access.policy import Action, Actor, require
from registry.audit.context import acting
from registry.models import FORMS, Patient
from registry.queries.cases import case_of, records_of
from registry.services.errors import ReasonNeeded, Stale, Withdrawn
from registry.services.locks import require_open
from registry.services.reconciling import Settled, reconcile
from registry.services.schedule import keep_schedule


def remove_record(
    *,
    patient_id: int,
    form: str,
    record_id: int,
    version: int,
    actor: Actor,
    reason: str,
) -> Settled:
    """Delete one record for a stated reason; return the queries that this settled.

    Raises Refused, Locked, ReasonNeeded, or Stale when somebody saved it meanwhile.
    """
    with transaction.atomic():
        patient = Patient.objects.held(patient_id)
        require(actor, Action.EDIT_RECORD, patient.centre_id)
        if patient.withdrawn:
            raise Withdrawn
        rows = FORMS[form].objects.select_for_update()
        record = rows.get(pk=record_id, patient=patient)
        require_open(record, patient)
        if record.version != version:
            raise Stale(record)
        if not reason.strip():
            raise ReasonNeeded
        with acting(actor, reason):
            record.delete()
            records = records_of(patient)
            case = case_of(patient, records)
            keep_schedule([(patient, records)])
            by = {"form": form, "record": record_id}
            return reconcile({patient.pk: case}, actor=actor, by=by)
