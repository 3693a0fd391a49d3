"""Make one registration of two, decide that they are two, or open one again."""

from collections.abc import Collection
from dataclasses import dataclass, field

from django.db import transaction

from registry.access.policy import Action, Actor, require
from registry.audit.context import acting
from registry.checks import Severity, run_case
from registry.models import (
    DataQuery,
    Draft,
    NotTheSame,
    Patient,
    PatientIdentity,
    PatientTransfer,
    Record,
    Stage,
    Versioned,
)
from registry.queries.cases import case_of, records_of, variables_by_form
from registry.queries.matching import Match, differing, matches
from registry.queries.outline import number_of
from registry.services.errors import (
    NotConsistent,
    OutOfTurn,
    ReasonNeeded,
    Stale,
    Withdrawn,
)
from registry.services.identity import index
from registry.services.locks import require_open
from registry.services.moving import LEADS, both, hand_over, preview
from registry.services.reconciling import reconcile
from registry.services.schedule import reschedule

# The survivor keeps its number; a treatment's number is settled by the merge itself.
OWN = frozenset({"study_no", "course_no", "hsct_no"})


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen; a form is named ``form:key``, by the key of the other's record.

    ``theirs`` has ``form:key:field`` where the other's answer stands in the
    survivor's form, ``apart`` the matched forms that are two events after all. The
    patient form is ``patient:key``.
    """

    theirs: Collection[str] = field(default=frozenset())
    apart: Collection[str] = field(default=frozenset())


def merge_patients(
    *,
    survivor_id: int,
    other_id: int,
    versions: tuple[int, int],
    choice: Choice,
    actor: Actor,
    reason: str,
) -> Patient:
    """Give everything of ``other`` to the survivor, whose study number stands.

    What is about the same event becomes one form, as ``choice`` says field by field;
    all else moves. ``other`` stays as a number that leads to the survivor.

    Raises Refused, Locked, Withdrawn, ReasonNeeded; Stale when one of the patient
    forms was saved since; OutOfTurn while one is about to be transferred;
    NotConsistent when a hard check stands against the result.
    """
    with transaction.atomic():
        patients = both(survivor_id, other_id)
        survivor, other = patients[survivor_id], patients[other_id]
        _may(survivor, other, actor)
        for patient, version in zip((survivor, other), versions, strict=True):
            if patient.version != version:
                raise Stale(patient)
        if not reason.strip():
            raise ReasonNeeded
        with acting(actor, reason):
            _forms(survivor, other, choice)
            _answers(survivor, other, f"patient:{other.pk}", choice)
            _identities(survivor, other)
            Draft.objects.filter(patient=other).delete()
            other.merged_into = survivor
            other.save()
            _consistent(survivor)
            _settled(survivor, other, actor)
    return survivor


def _may(survivor: Patient, other: Patient, actor: Actor) -> None:
    for patient in (survivor, other):
        require(actor, Action.MOVE_RECORD, patient.centre_id)
        require_open(patient, patient)
        if patient.withdrawn:
            raise Withdrawn
        if patient.merged_into_id:
            raise OutOfTurn(patient)
    asked = PatientTransfer.objects.filter(patient__in=(survivor, other))
    if found := asked.filter(stage=Stage.REQUESTED).first():
        raise OutOfTurn(found)


def _forms(survivor: Patient, other: Patient, choice: Choice) -> None:
    """Collapse what is the same, move the rest; treatments first, for their numbers."""
    numbers: dict[tuple[str, int], int] = {}
    found = matches(records_of(survivor), records_of(other))
    leads = set(LEADS.values())
    for match in sorted(found, key=lambda match: match.form not in leads):
        if match.other is None:
            continue
        key = f"{match.form}:{match.other.pk}"
        require_open(match.other, other)
        if match.one is None or key in choice.apart:
            _move(match.other, survivor, numbers)
        else:
            _collapse(match, survivor, choice, numbers)


def _move(record: Record, to: Patient, numbers: dict[tuple[str, int], int]) -> None:
    had, from_patient = number_of(record), record.patient_id
    name, number = next(iter(had.items()), ("", 0))
    wished = preview(record, to, numbers.get((name, number)))
    if record.form == LEADS.get(name):
        numbers[name, number] = wished.place[name]
    hand_over(wished.record, from_patient)


def _collapse(
    match: Match,
    survivor: Patient,
    choice: Choice,
    numbers: dict[tuple[str, int], int],
) -> None:
    one, other = match.one, match.other
    assert one is not None
    assert other is not None
    for name, number in number_of(other).items():
        if match.form == LEADS[name]:
            numbers[name, number] = getattr(one, name)
    require_open(one, survivor)
    _answers(one, other, f"{match.form}:{other.pk}", choice)
    # A person's question goes on with the form that stands; a check asks anew.
    asked = DataQuery.objects.filter(form=match.form, record_id=other.pk, code="")
    asked.update(patient=survivor, record_id=one.pk)
    other.delete()


def _answers(one: Versioned, other: Versioned, key: str, choice: Choice) -> None:
    """Let the other's answers stand in ``one`` where that was chosen."""
    named = {f"{key}:{name}": name for name in differing(one, other) if name not in OWN}
    chosen = [name for said, name in named.items() if said in choice.theirs]
    if not chosen:
        return
    said = other.answers()
    for name in chosen:
        one.answer(name, said[name])
        one.absent.pop(name, None)
        if name in other.absent:
            one.absent[name] = other.absent[name]
    one.save()


def _identities(survivor: Patient, other: Patient) -> None:
    """Keep the survivor's name; where there is none, the other's becomes it."""
    theirs = PatientIdentity.objects.filter(patient=other).first()
    if theirs is None:
        return
    if PatientIdentity.objects.filter(patient=survivor).exists():
        theirs.delete()
        return
    theirs.keys.all().delete()  # they go by the patient
    theirs.patient = survivor
    theirs.save()
    index(theirs, centre=survivor.centre_id)


def _consistent(survivor: Patient) -> None:
    case = case_of(survivor, records_of(survivor))
    findings = run_case(case, variables_by_form())
    if hard := [one for one in findings if one.severity is Severity.HARD]:
        raise NotConsistent(hard)


def _settled(survivor: Patient, other: Patient, actor: Actor) -> None:
    cases = {one.pk: case_of(one, records_of(one)) for one in (survivor, other)}
    reconcile(cases, actor=actor)
    reschedule(cases)


def keep_apart(*, one_id: int, other_id: int, actor: Actor, reason: str) -> NotTheSame:
    """Decide that two registrations are two people; the pair is not shown again.

    Raises Refused, ReasonNeeded.
    """
    with transaction.atomic():
        patients = both(one_id, other_id)
        for patient in patients.values():
            require(actor, Action.MOVE_RECORD, patient.centre_id)
        if not reason.strip():
            raise ReasonNeeded
        first, second = sorted(patients)
        with acting(actor, reason):
            decided, _new = NotTheSame.objects.update_or_create(
                one_id=first,
                other_id=second,
                defaults={"reason": reason, "decided_by_id": actor.person},
            )
        return decided


def reopen(*, patient_id: int, actor: Actor, reason: str) -> Patient:
    """Let a merged registration be a patient again, without forms.

    The forms are moved back one by one (``registry.services.moving``): which they
    were is in the histories of both. Raises Refused, ReasonNeeded; OutOfTurn for a
    patient who was not merged.
    """
    with transaction.atomic():
        patient = Patient.objects.select_for_update().get(pk=patient_id)
        require(actor, Action.MOVE_RECORD, patient.centre_id)
        if patient.merged_into_id is None:
            raise OutOfTurn(patient)
        if not reason.strip():
            raise ReasonNeeded
        with acting(actor, reason):
            patient.merged_into = None
            patient.save()
            reconcile({patient.pk: case_of(patient, {})}, actor=actor)
            reschedule([patient.pk])
    return patient
