"""One patient taken out for another system: who may, and the log of it."""

import hashlib

from outcomes.exports.profiles import Profile
from outcomes.models import ExportLog
from outcomes.pipeline.versions import data_version, one_view
from outcomes.version import code_version
from registry.access.log import note
from registry.access.policy import Action, Actor, require
from registry.models import Access, Patient
from registry.queries.cases import records_of
from registry.queries.fhir.bundle import bundle_of


def bundle_taken(
    actor: Actor, patient: Patient, language: str
) -> tuple[bytes, ExportLog]:
    """Return the patient as a FHIR bundle, and its row in the log of exports.

    Raises Refused for whoever takes nothing out of the patient's centre.
    """
    require(actor, Action.EXPORT, patient.centre_id)
    with one_view():
        bundle = bundle_of(patient, records_of(patient), language)
        version = data_version()
    content: bytes = bundle.model_dump_json().encode()
    kinds = (entry.resource.get_resource_type() for entry in bundle.entry)
    log = ExportLog.objects.create(
        user_id=actor.person,
        dataset="patient",
        kind="fhir",
        profile=Profile.FULL,
        query={"patient": patient.pk, "language": language},
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
        what="patient.fhir",
        rows=log.rows,
        patient_id=patient.pk,
        centre_id=patient.centre_id,
    )
    return content, log
