"""Who stands for a record, whether it still holds, and what made it void."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from django.db import connection

from registry.models import Attestation, Kind, Patient, Versioned

# Form, record, kind, and the version that is no more what was attested to.
Voids = dict[tuple[str, int, str, int | None], Attestation]
Attested = dict[tuple[str, int], list[Attestation]]


def attestations_of(records: Iterable[Versioned]) -> Attested:
    """Return each record's attestations by form and key, newest first: one query."""
    keys: dict[str, list[int]] = defaultdict(list)
    for record in records:
        keys[record.form].append(record.pk)
    found: Attested = defaultdict(list)
    if not keys:
        return found
    every = {pk for some in keys.values() for pk in some}
    rows = Attestation.objects.filter(form__in=keys, record_id__in=every)
    for one in rows.select_related("who", "voided_by").order_by("-at", "-pk"):
        if one.record_id in keys[one.form]:
            found[one.form, one.record_id].append(one)
    return found


def standing_for(rows: Sequence[Attestation], kind: Kind) -> Attestation | None:
    """Return the attestation of a kind that stands, if one does."""
    live = (one for one in rows if one.kind == kind and one.voided_at is None)
    return next(live, None)


def last_void(rows: Sequence[Attestation], kind: Kind) -> Attestation | None:
    """Return the newest attestation of a kind where it is void and none stands."""
    newest = next((one for one in rows if one.kind == kind), None)
    return newest if newest is not None and newest.voided_at else None


def voids_of(patient: Patient) -> Voids:
    """Return what a patient's changes made void, by what was changed: one query."""
    rows = Attestation.objects.filter(patient=patient, voided_at__isnull=False)
    return {
        (one.form, one.record_id, one.kind, one.voided_version): one for one in rows
    }


def signatures_lost(
    patient: Patient, records: Mapping[str, Iterable[Versioned]]
) -> set[tuple[str, int]]:
    """Return the forms that were signed and are no more, by form and key: one query."""
    rows = Attestation.objects.filter(
        patient=patient, kind=Kind.SIGNED, voided_at__isnull=False
    )
    void = set(rows.values_list("form", "record_id"))
    forms: list[Versioned] = [
        patient,
        *(one for some in records.values() for one in some),
    ]
    return {
        (one.form, one.pk)
        for one in forms
        if not one.signed_at and (one.form, one.pk) in void
    }


def digests_of(
    model: type[Versioned], keys: Iterable[int]
) -> dict[int, tuple[int, bytes]]:
    """Return version and digest of what each record says, as the database has it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT record, version, digest FROM registry_digests(%s::regclass, %s)",
            [model._meta.db_table, list(keys)],
        )
        return {pk: (version, bytes(digest)) for pk, version, digest in cursor}


def holds(attestation: Attestation, record: Versioned) -> bool:
    """Tell whether the record carries the mark and says what was attested to."""
    if attestation.voided_at or not getattr(record, f"{attestation.kind}_at"):
        return False
    _version, digest = digests_of(type(record), [record.pk])[record.pk]
    return digest == bytes(attestation.digest)
