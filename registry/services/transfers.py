"""Ask for a patient to be transferred, and answer: accept, refuse, take back."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from registry.access.policy import Action, Actor, require
from registry.access.reach import everywhere
from registry.audit.context import acting
from registry.checks.identity import study_number_taken
from registry.models import (
    Centre,
    DataQuery,
    Draft,
    Membership,
    Patient,
    PatientIdentity,
    PatientTransfer,
    Stage,
)
from registry.queries.cases import case_of, records_of
from registry.services.emergency import end_of_patient
from registry.services.errors import (
    NotConsistent,
    OutOfTurn,
    ReasonNeeded,
    Withdrawn,
)
from registry.services.identity import index
from registry.services.locks import require_open
from registry.services.numbers import require_unused
from registry.services.reconciling import reconcile
from registry.services.schedule import reschedule


def request_transfer(
    *, patient_id: int, to: Centre, with_identity: bool, actor: Actor, reason: str
) -> PatientTransfer:
    """Ask ``to`` to take over a patient; nothing changes until it accepts.

    Raises Refused, ReasonNeeded, Locked, Withdrawn; OutOfTurn when a request waits
    already; ValueError for the patient's own centre.
    """
    with transaction.atomic():
        patient = _movable(patient_id)
        require(actor, Action.TRANSFER_PATIENT, patient.centre_id)
        if to.pk == patient.centre_id:
            raise ValueError(f"the patient is at {to} already")
        if not reason.strip():
            raise ReasonNeeded
        waiting = PatientTransfer.objects.filter(patient=patient)
        if found := waiting.filter(stage=Stage.REQUESTED).first():
            raise OutOfTurn(found)
        with acting(actor, reason):
            return PatientTransfer.objects.create(
                patient=patient,
                study_no=patient.study_no,
                from_centre=patient.centre,
                to_centre=to,
                with_identity=with_identity,
                reason=reason,
                requested_by_id=actor.person,
            )


def accept_transfer(
    *, transfer_id: int, study_no: str, actor: Actor, answer: str = ""
) -> PatientTransfer:
    """Take the patient over, with all forms, under ``study_no``.

    Name and hospital number come along only if the sending centre said so, else they
    are removed. Emergency accesses, for which the sending centre answers, end. Raises
    Refused, Locked, Withdrawn, OutOfTurn; NotConsistent when the number is taken, was
    left by another transferred patient, or is no study number.
    """
    with transaction.atomic():
        transfer = _waiting(transfer_id)
        require(actor, Action.TRANSFER_PATIENT, transfer.to_centre_id)
        words = f"{transfer.from_centre} → {transfer.to_centre}: {transfer.reason}"
        # The sending centre has agreed: its rows are taken over by the other's hand.
        with acting(actor, words), everywhere():
            patient = _movable(transfer.patient_id)
            patient.centre, patient.study_no = transfer.to_centre, study_no.strip()
            _save(patient)
            require_unused(patient)
            _identity_goes(patient, transfer)
            Draft.objects.filter(patient=patient).delete()
            _unassign(patient)
            end_of_patient(patient)
            case = case_of(patient, records_of(patient))
            reconcile({patient.pk: case}, actor=actor)
            reschedule([patient.pk])
            return _answered(transfer, Stage.ACCEPTED, answer, actor)


def refuse_transfer(*, transfer_id: int, answer: str, actor: Actor) -> PatientTransfer:
    """Decline to take the patient over, and say why. Raises Refused, ReasonNeeded."""
    with transaction.atomic():
        transfer = _waiting(transfer_id)
        require(actor, Action.TRANSFER_PATIENT, transfer.to_centre_id)
        if not answer.strip():
            raise ReasonNeeded
        with acting(actor, answer):
            return _answered(transfer, Stage.REFUSED, answer, actor)


def take_back_transfer(
    *, transfer_id: int, answer: str, actor: Actor
) -> PatientTransfer:
    """Withdraw a request of one's own centre. Raises Refused, OutOfTurn."""
    with transaction.atomic():
        transfer = _waiting(transfer_id)
        require(actor, Action.TRANSFER_PATIENT, transfer.from_centre_id)
        with acting(actor, answer):
            return _answered(transfer, Stage.TAKEN_BACK, answer, actor)


def _movable(patient_id: int) -> Patient:
    patient = Patient.objects.held(patient_id)
    require_open(patient, patient)
    if patient.withdrawn:
        raise Withdrawn
    return patient


def _waiting(transfer_id: int) -> PatientTransfer:
    rows = PatientTransfer.objects.select_for_update(of=("self",))
    transfer = rows.select_related("from_centre", "to_centre").get(pk=transfer_id)
    if not transfer.waits:
        raise OutOfTurn(transfer)
    return transfer


def _save(patient: Patient) -> None:
    try:
        with transaction.atomic():
            patient.save()
    except IntegrityError as error:
        if "patient_study_no" not in str(error):
            raise
        raise NotConsistent([study_number_taken(patient.values())]) from error


def _identity_goes(patient: Patient, transfer: PatientTransfer) -> None:
    identity = PatientIdentity.objects.filter(patient=patient).first()
    if identity and transfer.with_identity:
        index(identity, centre=patient.centre_id)
    elif identity:
        identity.delete()


def _unassign(patient: Patient) -> None:
    """Leave nobody of the sending centre with a query to answer."""
    there = Membership.objects.filter(centre=patient.centre).values("user")
    asked = DataQuery.objects.filter(patient=patient, assigned_to__isnull=False)
    asked.unsettled().exclude(assigned_to__in=there).update(assigned_to=None)


def _answered(
    transfer: PatientTransfer, stage: Stage, answer: str, actor: Actor
) -> PatientTransfer:
    transfer.stage, transfer.answer = stage, answer.strip()
    transfer.answered_by_id, transfer.answered_at = actor.person, timezone.now()
    transfer.save()
    return transfer
