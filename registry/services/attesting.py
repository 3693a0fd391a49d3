"""Verify, sign, lock and unlock: one form, or many at once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language

from registry.access.confirmation import Confirmed
from registry.access.policy import Actor, Refused
from registry.audit.context import acting
from registry.models import (
    FORMS,
    WHOLE_CASE,
    Attestation,
    Kind,
    Patient,
    User,
    Versioned,
)
from registry.models.attestation import CASE_MEANINGS, MEANINGS
from registry.queries.attestations import digests_of
from registry.services.errors import NotMarkable, ReasonNeeded, Stale
from registry.services.judging import WORDS, Judged, Target, Why, judged
from registry.services.locks import require_open
from registry.services.schedule import reschedule


@dataclass(frozen=True, slots=True)
class Act:
    """One person setting one mark at one moment."""

    kind: Kind
    signer: User
    at: datetime
    reason: str = ""

    @classmethod
    def now(cls, kind: Kind, actor: Actor, reason: str = "") -> "Act":
        """Return the act of ``actor``, who is a person; ValueError for the system."""
        signer = User.objects.get(pk=actor.person)
        return cls(kind, signer, timezone.now(), reason.strip())

    @property
    def column(self) -> dict[str, datetime | None]:
        """Return the column that the act sets on a record, with its value."""
        if self.kind == Kind.UNLOCKED:
            return {"locked_at": None}
        return {f"{self.kind.value}_at": self.at}

    def on(
        self, patient: Patient, form: str, record_id: int, version: int, digest: bytes
    ) -> Attestation:
        """Return the unsaved attestation, in the language in which it is given."""
        name = self.signer.get_full_name()
        login = self.signer.username
        meanings = CASE_MEANINGS if form == WHOLE_CASE else MEANINGS
        return Attestation(
            kind=self.kind,
            patient=patient,
            form=form,
            record_id=record_id,
            record_version=version,
            digest=digest,
            who=self.signer,
            printed_name=f"{name} ({login})" if name else login,
            meaning=str(meanings[self.kind]),
            language=get_language() or "en",
            reason=self.reason,
            at=self.at,
        )


def attest(
    *,
    kind: Kind,
    targets: Iterable[Target],
    actor: Actor,
    confirmed: Confirmed | None = None,
    reason: str = "",
) -> list[Judged]:
    """Set the mark on every form that can carry it, and say why not of the others.

    All in one transaction. A signature needs ``confirmed``: user name and password
    typed for it. Raises Refused, and ReasonNeeded to unlock without one.
    """
    if kind == Kind.SIGNED and (
        confirmed is None or confirmed.user_id != actor.user_id
    ):
        raise Refused(f"{actor.name} has not confirmed the signature")
    if kind == Kind.UNLOCKED and not reason.strip():
        raise ReasonNeeded
    with transaction.atomic():
        found = judged(kind, list(targets), actor, lock=True)
        free = [one for one in found if one.free]
        if free:
            with acting(actor, reason):
                _mark(Act.now(kind, actor, reason), free)
                if kind == Kind.UNLOCKED:
                    # What other forms' answers ask of it by now is asked again.
                    reschedule(one.patient.pk for one in free if one.patient)
    return found


def attest_one(
    *,
    kind: Kind,
    target: Target,
    actor: Actor,
    confirmed: Confirmed | None = None,
    reason: str = "",
) -> Versioned:
    """Set the mark on one form and return it.

    Raises Refused, ReasonNeeded, Stale, Locked, and NotMarkable for anything else that
    stands against it.
    """
    [one] = attest(
        kind=kind, targets=[target], actor=actor, confirmed=confirmed, reason=reason
    )
    if one.record is not None and one.patient is not None:
        if one.why == Why.CHANGED:
            raise Stale(one.record)
        if one.why in (Why.LOCKED, Why.CASE_LOCKED):
            require_open(one.record, one.patient)
        if one.why is None:
            return one.record
    raise NotMarkable(str(WORDS[one.why or Why.GONE]))


def _mark(act: Act, free: list[Judged]) -> None:
    """Write the attestations first: the database asks for them when a mark is set."""
    by_form: dict[str, list[Judged]] = defaultdict(list)
    for one in free:
        by_form[one.target.form].append(one)
    for form, some in by_form.items():
        model: type[Any] = FORMS.get(form, Patient)
        digests = digests_of(model, [one.target.record_id for one in some])
        Attestation.objects.bulk_create(
            act.on(one.patient, form, pk, *digests[pk])
            for one in some
            if one.patient and (pk := one.target.record_id)
        )
        model.objects.filter(pk__in=digests).update(**act.column)
    for one in free:
        for name, value in act.column.items():
            setattr(one.record, name, value)
