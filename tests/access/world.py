"""Two centres with one of everything, and the eight who try every address.

Each centre's data carry words that nobody else may ever read.
"""

from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from outcomes.api.taking import taken_by_job
from outcomes.exports.jobs.claims import claim
from outcomes.exports.jobs.working import _write
from outcomes.exports.progress import Progress
from outcomes.models import AnalysisSubject, Cohort, CohortGrant, ExportJob, Webhook
from outcomes.pipeline.sweep import sweep
from registry.access.policy import SYSTEM_WIDE, Role
from registry.intake.batches import receive
from registry.models import (
    FORMS,
    ApiToken,
    Centre,
    DataQuery,
    EmergencyAccess,
    ImportBatch,
    Laboratory,
    Patient,
    PatientTransfer,
    Record,
    ScheduledVisit,
    State,
    User,
)
from registry.services.identity import save_identity
from registry.services.schedule import reschedule
from registry.services.transfers import request_transfer
from tests import builders
from tests.api.cuts import a_cut
from tests.api.study import a_cohort

ACTORS = (
    "anonymous",
    "manager",
    "investigator",
    "statistician",
    "monitor",
    "manager2",
    "admin",
    "centreadmin",
)
CUT = "of-everything"
HOME = {"manager2": "HEB", "admin": None, "anonymous": None, "statistician": None}


@dataclass
class Site:
    """A centre and one of everything that it has."""

    code: str
    canary: str
    name: str
    title: str
    patient: Patient
    records: dict[str, Record]
    batch: ImportBatch
    cohort: Cohort
    subject: AnalysisSubject
    manager: User
    token: ApiToken
    visit: ScheduledVisit
    transfer: PatientTransfer
    laboratory: Laboratory
    second: Patient
    gone: Patient
    query: DataQuery
    written: ExportJob
    opening: EmergencyAccess
    job: ExportJob = field(init=False)
    grant: CohortGrant = field(init=False)
    webhook: Webhook = field(init=False)


@dataclass
class World:
    """Both centres, a client for each actor, and one whose memberships have ended."""

    sites: dict[str, Site]
    clients: dict[str, Client]
    ended: Client
    users: dict[str, User] = field(default_factory=dict)


EVERY_DISEASE: dict[str, Any] = {
    "index": "hsct",
    "horizon": 730,
    "filters": [],
    "groups": {"variable": "arm"},
}


def build() -> World:
    """Make everything."""
    ldp, heb = a_site("LDP", "manager"), a_site("HEB", "manager2")
    users = {
        "manager": ldp.manager,
        "investigator": builders.an_investigator("LDP", "investigator"),
        "statistician": builders.a_statistician("LDP", "statistician"),
        "monitor": builders.a_monitor("LDP", "monitor"),
        "manager2": heb.manager,
        "admin": builders.an_admin("admin"),
        "centreadmin": builders.a_centre_administrator("LDP", "centreadmin"),
    }
    a_cohort(ldp.cohort.slug, [], granted_to=[users["statistician"]])
    a_cohort(heb.cohort.slug, [], granted_to=[users["manager2"]])
    for site, owner in ((ldp, "statistician"), (heb, "admin")):
        site.job = a_job(site.manager)
        site.grant = CohortGrant.objects.get(cohort=site.cohort)
        site.webhook = Webhook.objects.create(
            user=users[owner], name="told", url="https://told.test/", since_version=0
        )
    a_cut(CUT)
    clients = {name: a_client(users.get(name)) for name in ACTORS}
    return World({"LDP": ldp, "HEB": heb}, clients, an_ended_client(), users)


def an_ended_client() -> Client:
    """Return the browser of a person who had every role, at every centre, until now."""
    user = builders.a_data_manager("LDP", "ended")
    for role in Role:
        centres = [None] if role in SYSTEM_WIDE else Centre.objects.all()
        for centre in centres:
            user.memberships.get_or_create(role=role, centre=centre)
    user.memberships.update(until=timezone.now())
    return a_client(user)


def a_client(user: User | None) -> Client:
    """Return a browser of ``user``; faults come back as 500."""
    client = Client(raise_request_exception=False)
    if user is not None:
        client.force_login(user)
    return client


def a_site(code: str, manager: str) -> Site:
    """Return a centre with one of everything, its words planted throughout."""
    canary = f"{code}CANARY"
    user = builders.a_data_manager(code, manager)
    patient = builders.a_patient(code, study_no=canary, consent_version=canary)
    words = {"diagnosis": {"karyotype_text": canary}}
    records = {
        form: builders.a_record(form, patient, **words.get(form, {})) for form in FORMS
    }
    reschedule([patient.pk])
    for form, record in records.items():
        # All begun again, so that one row of the table speaks for every form's marks.
        done = FORMS[form].objects.filter(pk=record.pk, state=State.COMPLETE)
        done.update(state=State.BEGUN)
    visit = ScheduledVisit.objects.filter(patient=patient).first()
    assert visit is not None
    name = f"{code}NAME"
    save_identity(
        patient_id=patient.pk,
        values={"family_name": name, "given_name": name, "hospital_no": name},
        version=0,
        actor=user.actor(),
        reason="",
    )
    cohort = a_cohort(f"{code.lower()}-group", [code], definition=EVERY_DISEASE)
    # Who is refused may read back the short name that they asked for, no more.
    cohort.title_en = cohort.title_zh = title = f"{code}TITLE"
    cohort.save()
    sweep(seconds=float("inf"))
    sheet = f"study_no,centre,sex\n{canary},{code},F\n".encode()
    upload = SimpleUploadedFile(f"{canary}.csv", sheet)
    batch = receive(upload, actor=user.actor())
    subject = AnalysisSubject.objects.filter(patient_id=patient.pk).first()
    assert subject is not None
    token, _ = ApiToken.objects.create(user)
    return Site(
        code=code,
        canary=canary,
        name=name,
        title=title,
        patient=patient,
        records=records,
        batch=batch,
        cohort=cohort,
        subject=subject,
        manager=user,
        token=token,
        visit=visit,
        laboratory=Laboratory.objects.create(centre=patient.centre, name=canary),
        second=builders.a_patient(code, study_no=f"{canary}-2"),
        gone=builders.a_patient(code, study_no=f"{canary}-3", merged_into=patient),
        transfer=request_transfer(
            patient_id=patient.pk,
            to=builders.a_centre("ELSEWHERE"),
            with_identity=False,
            actor=user.actor(),
            reason="moved house",
        ),
        query=builders.a_query(patient, says_en=canary, says_zh=canary),
        written=a_written_job(user),
        opening=builders.an_opening(
            patient, builders.an_investigator("ELSEWHERE", f"doctor-{code}"), canary
        ),
    )


def a_written_job(user: User) -> ExportJob:
    """Return a job whose file is ready to be fetched."""
    a_job(user)
    job = claim()
    assert job is not None
    # Not by go_on, which says how far it is beside this transaction, and sees no job.
    _write(job, taken_by_job, Progress())
    return job


def a_job(user: User) -> ExportJob:
    """Return a job that waits for a worker."""
    return ExportJob.objects.create(user=user, dataset="adsl", kind="csv")
