"""One patient taken out for another system: who may, and the log of it."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from outcomes.exports.abroad import Recipient, noted_if_kept_back, require_number
from outcomes.exports.profiles import Profile
from outcomes.models import ExportLog
from outcomes.pipeline.versions import data_version, one_view
from outcomes.version import code_version
from registry.access.log import note
from registry.access.policy import Action, Actor, require
from registry.models import FORMS, Access, Patient, Record
from registry.queries.cases import records_of
from registry.queries.fhir.bundle import bundle_of
from registry.variables.spec import Kind

WHAT = "patient.fhir"


def bundle_taken(
    actor: Actor, patient: Patient, language: str, to: Recipient
) -> tuple[bytes, ExportLog]:
    """Return the patient as a FHIR bundle, and its row in the log of exports.

    Raises Refused for whoever takes nothing out of the patient's centre; NumberNeeded,
    which is logged.
    """
    require(actor, Action.EXPORT, patient.centre_id)
    about: dict[str, Any] = {
        "patient_id": patient.pk,
        "centre_id": patient.centre_id,
    }
    with noted_if_kept_back(actor.user_id, WHAT, **about), one_view():
        records = records_of(patient)
        require_number(to, [*_genetic(records)])
        bundle = bundle_of(patient, records, language)
        version = data_version()
    content: bytes = bundle.model_dump_json().encode()
    kinds = (entry.resource.get_resource_type() for entry in bundle.entry)
    log = ExportLog.objects.create(
        user_id=actor.person,
        dataset="patient",
        kind="fhir",
        profile=Profile.FULL,
        query={"patient": patient.pk, "language": language, **to.kept},
        pseudonymised=False,
        safe=False,
        columns=[*dict.fromkeys(kinds)],
        rows=len(bundle.entry),
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        data_version=version,
        code_version=code_version(),
    )
    note(
        Access.TOOK_OUT,
        user_id=actor.user_id,
        what=f"{WHAT}{to.in_log}",
        rows=log.rows,
        **about,
    )
    return content, log


def _genetic(records: Mapping[str, Sequence[Record]]) -> Iterator[str]:
    """Yield the fields of a bundle that hold human genetic resource data."""
    for form, rows in records.items():
        for name, variable in FORMS[form].variables().items():
            # Groups of rows are in no bundle.
            if variable.genetic and variable.kind is not Kind.ROWS:
                answers = (getattr(row, name) for row in rows)
                if any(answer not in (None, "") for answer in answers):
                    yield f"{form}.{name}"
