"""Which forms can carry a mark, and what stands against the others."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from registry.access.policy import Action, Actor, require
from registry.checks.findings import Severity
from registry.models import FORMS, DataQuery, Kind, Patient, State, Versioned

NEEDED = {
    Kind.VERIFIED: Action.VERIFY_RECORD,
    Kind.SIGNED: Action.SIGN_RECORD,
    Kind.LOCKED: Action.LOCK_RECORD,
    Kind.UNLOCKED: Action.LOCK_RECORD,
}
Owned = tuple[Versioned, Patient]


class Why(StrEnum):
    """Why a form cannot be marked."""

    GONE = "gone"
    CHANGED = "changed"
    CASE_LOCKED = "case_locked"
    LOCKED = "locked"
    NOT_LOCKED = "not_locked"
    ALREADY = "already"
    BEGUN = "begun"
    QUERIED = "queried"


WORDS = {
    Why.GONE: _("is not there any more"),
    Why.CHANGED: _("was changed meanwhile; look at it again"),
    Why.CASE_LOCKED: _("its case is locked"),
    Why.LOCKED: _("is locked"),
    Why.NOT_LOCKED: _("is not locked"),
    Why.ALREADY: _("carries the mark already"),
    Why.BEGUN: _("is not complete"),
    Why.QUERIED: _("has an open query that stands against it"),
}


@dataclass(frozen=True, slots=True)
class Target:
    """A form that somebody wants to mark, in the version that they were shown."""

    form: str
    record_id: int
    version: int | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A form held against the mark; ``why`` is None where it can be (or was) set.

    ``queries`` counts the open ones: they stand against a lock, and those of a hard
    check against a signature.
    """

    target: Target
    record: Versioned | None
    patient: Patient | None
    why: Why | None
    queries: int = 0

    @property
    def free(self) -> bool:
        """Tell whether nothing stands against the mark."""
        return self.why is None


def judge(*, kind: Kind, targets: Iterable[Target], actor: Actor) -> list[Judged]:
    """Say of each form whether ``actor`` could set the mark now; nothing is written.

    What the actor may not see is gone. Raises Refused when they may not set the mark
    at the centre of one that they see.
    """
    return judged(kind, list(targets), actor, lock=False)


def judged(
    kind: Kind, targets: list[Target], actor: Actor, *, lock: bool
) -> list[Judged]:
    """Return each form held against the mark; with ``lock`` none moves meanwhile."""
    records = _records(targets, actor, lock=lock)
    for centre in {patient.centre_id for _record, patient in records.values()}:
        require(actor, NEEDED[kind], centre)
    queries = _open_queries(records)
    found = []
    for target in targets:
        owned = records.get((target.form, target.record_id))
        if owned is None:
            found.append(Judged(target, None, None, Why.GONE))
        else:
            asked = queries.get((target.form, target.record_id), [])
            why = _why_not(kind, target, *owned) or _asked_about(kind, asked)
            found.append(Judged(target, *owned, why, len(asked)))
    return found


def _records(
    targets: list[Target], actor: Actor, *, lock: bool
) -> dict[tuple[str, int], Owned]:
    """Return record and patient by form and key: three queries a form at most."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for target in targets:
        wanted[target.form].add(target.record_id)
    people = set(wanted.pop(Patient.form, ()))
    known = {form: keys for form, keys in wanted.items() if form in FORMS}
    owners: set[int] = set()
    for form, keys in known.items():
        rows = FORMS[form].objects.filter(pk__in=keys)
        owners.update(rows.values_list("patient_id", flat=True))
    seen = Patient.objects.visible_to(actor).order_by("pk")
    held = seen.select_for_update() if lock else seen.select_related("centre")
    # The patient's row is the lock of the case, as in every other service.
    patients = {one.pk: one for one in held.filter(pk__in=people | owners)}
    found: dict[tuple[str, int], Owned] = {
        (Patient.form, pk): (patients[pk], patients[pk])
        for pk in people & patients.keys()
    }
    for form, keys in known.items():
        rows = FORMS[form].objects.filter(pk__in=keys, patient__in=patients)
        rows = rows.order_by("pk")
        for record in rows.select_for_update() if lock else rows:
            record.patient = patients[record.patient_id]
            found[form, record.pk] = (record, record.patient)
    return found


def _open_queries(owned: Iterable[tuple[str, int]]) -> dict[tuple[str, int], list[str]]:
    """Return the severities of the open queries of each form: one query."""
    keys = set(owned)
    rows = DataQuery.objects.unsettled().filter(
        form__in={form for form, _pk in keys}, record_id__in={pk for _form, pk in keys}
    )
    found: dict[tuple[str, int], list[str]] = defaultdict(list)
    for form, pk, severity in rows.values_list("form", "record_id", "severity"):
        found[form, pk or 0].append(severity)
    return found


def _asked_about(kind: Kind, severities: list[str]) -> Why | None:
    stops = bool(severities) if kind == Kind.LOCKED else Severity.HARD in severities
    return Why.QUERIED if stops and kind in (Kind.LOCKED, Kind.SIGNED) else None


def _why_not(
    kind: Kind, target: Target, record: Versioned, patient: Patient
) -> Why | None:
    """Return the first thing that stands against the mark, or None."""
    locked = bool(record.locked_at)
    if kind == Kind.UNLOCKED:
        against = {Why.CASE_LOCKED: patient.case_locked_at, Why.NOT_LOCKED: not locked}
    else:
        against = {
            Why.CASE_LOCKED: patient.case_locked_at,
            Why.ALREADY: getattr(record, f"{kind.value}_at"),
            Why.LOCKED: locked,
            Why.CHANGED: target.version not in (None, record.version),
            Why.BEGUN: record.state != State.COMPLETE,
        }
    return next((why for why, stands in against.items() if stands), None)
