"""What each side of a transfer may know, before and after."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import prefetch_related_objects
from django.db.models.functions import Trim, Upper

from registry.access.policy import Action, Actor
from registry.access.reach import everywhere
from registry.models import PatientTransfer, Stage


@dataclass(frozen=True, slots=True)
class Told:
    """A transfer as one side sees it.

    ``sex`` and ``birth_year`` are there while the receiving centre decides, ``patient``
    (the key of the page) only for the centre that has the patient now.
    """

    pk: int
    study_no: str
    origin: str
    target: str
    stage: str
    reason: str
    answer: str
    at: datetime
    answered_at: datetime | None
    mine_to_answer: bool
    mine_to_take_back: bool
    with_identity: bool
    sex: str = ""
    birth_year: int | None = None
    patient: int | None = None


def transfers_of(actor: Actor, most: int = 200) -> list[Told]:
    """Return the newest transfers from and to the actor's centres: two queries."""
    rows = PatientTransfer.objects.visible_to(actor)
    found = with_patients(rows.select_related("from_centre", "to_centre")[:most])
    return [told(row, actor) for row in found]


def with_patients(rows: Iterable[PatientTransfer]) -> list[PatientTransfer]:
    """Return transfers that somebody may see, each with its patient: one more query.

    The other side may have the patient, whose row is then nobody's here; ``told``
    says what of it is passed on.
    """
    found = list(rows)
    with everywhere():
        prefetch_related_objects(found, "patient")
    return found


def numbers_left(
    wanted: Mapping[int, Collection[str]], *, but: int | None = None
) -> set[tuple[int, str]]:
    """Return which numbers transferred patients left behind: one query.

    ``wanted`` has numbers, trimmed and in capitals, by centre; ``but`` is a patient
    who may have the own number back.
    """
    numbers = {number for some in wanted.values() for number in some}
    rows = PatientTransfer.objects.filter(
        stage=Stage.ACCEPTED, from_centre__in=wanted
    ).exclude(patient=but)
    rows = rows.annotate(key=Upper(Trim("study_no"))).filter(key__in=numbers)
    found = set(rows.order_by().values_list("from_centre_id", "key"))
    return {(centre, key) for centre, key in found if key in wanted[centre]}


def told(transfer: PatientTransfer, actor: Actor) -> Told:
    """Return what ``actor`` may know of a transfer; the one place that decides it."""
    mine = actor.centres_for(Action.TRANSFER_PATIENT)
    sends, receives = transfer.from_centre_id in mine, transfer.to_centre_id in mine
    waits = transfer.stage == Stage.REQUESTED
    deciding = waits and receives
    has_patient = transfer.patient.centre_id in actor.readable_centres
    return Told(
        pk=transfer.pk,
        study_no=transfer.study_no,
        origin=transfer.from_centre.code,
        target=transfer.to_centre.code,
        stage=transfer.stage,
        # Free text may say more than the number: it is the sending centre's until
        # the patient is here.
        reason=transfer.reason if sends or transfer.stage == Stage.ACCEPTED else "",
        answer=transfer.answer,
        at=transfer.requested_at,
        answered_at=transfer.answered_at,
        mine_to_answer=deciding,
        mine_to_take_back=waits and sends,
        with_identity=transfer.with_identity,
        sex=transfer.patient.sex if deciding else "",
        birth_year=_birth_year(transfer) if deciding else None,
        patient=transfer.patient_id if has_patient else None,
    )


def _birth_year(transfer: PatientTransfer) -> int | None:
    born = transfer.patient.birth_date
    return born.year if born else None
