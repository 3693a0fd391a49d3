"""Whatever is done in whatever order: what is locked stays, what is signed was seen."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.access.confirmation import Confirmed
from registry.access.policy import Actor, Refused
from registry.audit.context import acting
from registry.models import Attestation, Diagnosis, Kind, Patient
from registry.queries.attestations import digests_of
from registry.services.attesting import attest
from registry.services.case_lock import NotReady, lock_case, unlock_case
from registry.services.errors import Locked, NotConsistent, ReasonNeeded, Stale
from registry.services.judging import Target
from registry.services.records import save_record
from registry.services.removal import remove_record
from tests import builders

pytestmark = pytest.mark.django_db

REFUSALS = (
    DatabaseError,
    Locked,
    NotConsistent,
    NotReady,
    ReasonNeeded,
    Refused,
    Stale,
    Diagnosis.DoesNotExist,
)
PEOPLE = ("data_manager", "investigator", "monitor", "centre_administrator")
TEXTS = ("46,XX", "46,XY", "47,XX,+8")


def service(actor: Actor, pk: int, patient: int, text: str) -> None:
    save_record(
        patient_id=patient,
        form="diagnosis",
        record_id=pk,
        values={"karyotype_text": text},
        actor=actor,
        reason="read again",
    )


def orm(actor: Actor, pk: int, patient: int, text: str) -> None:
    Diagnosis.objects.filter(pk=pk).update(karyotype_text=text)


def sql(actor: Actor, pk: int, patient: int, text: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE registry_diagnosis SET karyotype_text = %s, signed_at = now()"
            " WHERE id = %s",
            [text, pk],
        )


def remove(actor: Actor, pk: int, patient: int, text: str) -> None:
    version = Diagnosis.objects.get(pk=pk).version
    remove_record(
        patient_id=patient,
        form="diagnosis",
        record_id=pk,
        version=version,
        actor=actor,
        reason="twice",
    )


def add(actor: Actor, pk: int, patient: int, text: str) -> None:
    builders.a_record("prior_line", Patient.objects.get(pk=patient), state="complete")


def mark(kind: Kind) -> Any:
    def act(actor: Actor, pk: int, patient: int, text: str) -> None:
        attest(
            kind=kind,
            targets=[Target("diagnosis", pk)],
            actor=actor,
            confirmed=Confirmed(actor.person),
            reason="late report",
        )

    return act


def shut(actor: Actor, pk: int, patient: int, text: str) -> None:
    lock_case(patient_id=patient, actor=actor)


def open_again(actor: Actor, pk: int, patient: int, text: str) -> None:
    unlock_case(patient_id=patient, actor=actor, reason="late report")


CHANGES = {"service": service, "orm": orm, "sql": sql, "remove": remove, "add": add}
MARKS = {kind.value: mark(kind) for kind in Kind} | {"shut": shut, "open": open_again}
ACTS = CHANGES | MARKS
STEPS = st.tuples(
    st.sampled_from(sorted(ACTS)), st.sampled_from(PEOPLE), st.sampled_from(TEXTS)
)


def state_of(pk: int, patient: int) -> tuple[Any, ...]:
    """Return what the case says, beside its marks."""
    digest = digests_of(Diagnosis, [pk]).get(pk)
    case = Patient.objects.get(pk=patient)
    return digest, case.version, case.priorline_set.count()


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(STEPS, min_size=4, max_size=14))
def test_no_order_of_acts_changes_what_is_locked_or_signed(steps):
    with transaction.atomic():
        people = {
            name: builders.a_user(name, "LDP", name).actor()  # type: ignore[arg-type]
            for name in PEOPLE
        }
        owner = builders.a_patient(state="complete")
        record = builders.a_record("diagnosis", owner, state="complete")
        pk, patient = record.pk, owner.pk
        for name, who, text in steps:
            locked = Diagnosis.objects.filter(pk=pk, locked_at__isnull=False).exists()
            shut_before = Patient.objects.get(pk=patient).case_locked_at is not None
            before = state_of(pk, patient)
            try:
                with acting(people[who], "late report"):
                    ACTS[name](people[who], pk, patient, text)
            except REFUSALS:
                pass
            after = state_of(pk, patient)
            if locked:
                assert after[0] == before[0], f"{name} changed a locked form"
            if shut_before:
                assert after == before, f"{name} changed a locked case"
            check_signatures(pk)
        transaction.set_rollback(True)


def check_signatures(pk: int) -> None:
    """Hold every attestation that stands against what the record says now."""
    rows = Attestation.objects.filter(form="diagnosis", record_id=pk)
    standing = rows.filter(voided_at__isnull=True).exclude(kind="unlocked")
    now = Diagnosis.objects.filter(pk=pk).first()
    marks = {
        kind
        for kind in ("verified", "signed", "locked")
        if now is not None and getattr(now, f"{kind}_at")
    }
    assert {one.kind for one in standing} == marks
    for one in standing:
        assert digests_of(Diagnosis, [pk])[pk] == (
            one.record_version,
            bytes(one.digest),
        )
        assert (
            one.who.memberships.get().role
            == {
                "verified": "monitor",
                "signed": "investigator",
                "locked": "centre_administrator",
            }[one.kind]
        )
