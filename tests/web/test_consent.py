"""Consent withdrawn: what leaves lists, analyses, exports and cuts, and what stays."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from outcomes.cohorts.results import compute
from outcomes.exports.export import export
from outcomes.exports.taking import Asked
from outcomes.models import AnalysisSubject, Snapshot
from outcomes.pipeline.sweep import sweep
from outcomes.views.left_out import left_out
from registry.access.consent import covers, may_be_analysed
from registry.access.policy import Refused
from registry.codelists.general import CONSENT_SCOPE
from registry.intake.batches import receive
from registry.models import Patient
from registry.queries.cases import case_of, facts_of, records_of
from registry.queries.centre_counts import centre_counts
from registry.queries.heard_of import heard_of
from registry.queries.next_steps import steps
from registry.queries.worklist import reach, waiting
from registry.services.records import save_patient, save_record
from registry.services.removal import remove_record
from registry.services.schedule import reschedule
from tests import builders
from tests.db.pipeline.conftest import a_cohort, a_transplanted

pytestmark = pytest.mark.django_db
SCOPES = CONSENT_SCOPE.values
GONE = {"consent_status": "withdrawn", "consent_withdrawn_date": date(2026, 6, 1)}


def withdraw(patient, **values):
    return save_patient(
        patient_id=patient.pk,
        values=GONE | values,
        actor=builders.a_data_manager(patient.centre).actor(),
        reason="letter of the patient",
    )


def give_again(patient):
    save_patient(
        patient_id=patient.pk,
        values={"consent_status": "given", "consent_date": date(2026, 7, 1)},
        actor=builders.a_data_manager(patient.centre).actor(),
        reason="consented again",
    )


def settle():
    sweep(seconds=float("inf"))


def seen(actor):
    reschedule(Patient.objects.values_list("pk", flat=True))
    return reach(centre_counts(actor))


def rows_of_export(actor):
    with export(actor, Asked("adsl", "csv")).file as file:
        return file.read().decode().count("\n") - 1


# ---- Analyses


def test_the_database_and_the_rule_agree():
    stati = ("given", "withdrawn", "waived", "pending", None)
    for status in stati:
        for scope in (None, [], ["registry"], ["biobank"], [*SCOPES]):
            for taken in (None, "all", "collection"):
                builders.a_patient(
                    consent_status=status,
                    consent_scope=scope,
                    consent_withdrawn_scope=taken,
                )
    found = set(Patient.objects.analysed())
    said = {p for p in Patient.objects.all() if may_be_analysed(facts_of(p))}
    assert found == said
    assert 0 < len(found) < Patient.objects.count()
    for one in SCOPES:
        found = set(Patient.objects.covering(one))
        said = {p for p in Patient.objects.all() if covers(facts_of(p), one)}
        assert found == said
        assert 0 < len(found) < Patient.objects.count()


def test_from_that_moment_no_cohort_and_no_export_has_the_patient():
    cohort, patient = a_cohort(), a_transplanted()
    other = a_transplanted()
    actor = builders.a_data_manager().actor()
    settle()
    before = Snapshot.objects.latest()
    assert (compute(cohort)["n"], rows_of_export(actor)) == (2, 2)
    withdraw(patient)
    # Before any worker has come by:
    assert AnalysisSubject.objects.filter(patient_id=patient.pk).exists()
    assert (compute(cohort)["n"], rows_of_export(actor)) == (1, 1)
    settle()
    assert not AnalysisSubject.objects.filter(patient_id=patient.pk).exists()
    newest = Snapshot.objects.latest()
    assert newest.results["n"] == 1
    before.refresh_from_db()
    assert before.results["n"] == 2
    give_again(patient)
    settle()
    assert Snapshot.objects.latest().results["n"] == 2
    assert AnalysisSubject.objects.filter(patient_id=other.pk).exists()


def test_what_was_collected_may_stay_and_ends_at_the_withdrawal():
    patient = a_transplanted(followed=100)
    withdraw(patient, consent_withdrawn_scope="collection")
    settle()
    subject = AnalysisSubject.objects.get(patient_id=patient.pk, index_kind="hsct")
    survival = subject.outcomes.get(paramcd="OS")
    assert survival.cause == 0
    assert survival.end <= GONE["consent_withdrawn_date"]


def test_how_many_are_left_out_is_said_without_pointing_at_one():
    cohort = a_cohort()
    a_transplanted()
    gone = [a_transplanted() for _ in range(5)]
    for patient in gone[:4]:
        withdraw(patient)
    settle()
    (few,) = left_out(Snapshot.objects.latest())
    assert few.startswith("Fewer than 5 patients")
    assert compute(cohort)["withdrawn"] is None
    withdraw(gone[4])
    settle()
    assert left_out(Snapshot.objects.latest()) == [
        "5 patients of these centres are left out: consent withdrawn."
    ]


# ---- What a scope that is left out takes away


def consent(*left_out):
    scopes = [one for one in SCOPES if one not in left_out]
    return {"consent_status": "given", "consent_scope": scopes}


def silent_since_2024(**values):
    patient = a_transplanted(followed=100, **values)
    reschedule([patient.pk])
    return patient


def told_of(client, patient, user=None):
    client.force_login(user or builders.a_data_manager())
    page = client.get(f"/patients/{patient.pk}/").content.decode()
    return page[page.find('id="consent-leaves-out"') :].partition("</dl>")[0].strip()


def test_without_the_registry_no_analysis_but_care_goes_on(client):
    cohort, patient = a_cohort(), silent_since_2024(**consent("registry"))
    settle()
    assert compute(cohort)["n"] == 0
    assert rows_of_export(builders.a_data_manager().actor()) == 0
    actor = builders.a_data_manager().actor()
    assert seen(actor).transplanted == 1
    assert steps(case_of(patient, records_of(patient)))
    client.force_login(builders.a_monitor())
    assert client.get(f"/patients/{patient.pk}/").status_code == 404
    assert "Registry" in told_of(client, patient)


def test_without_sharing_nothing_leaves_the_centre_and_figures_count(client):
    cohort, patient = a_cohort(), a_transplanted(**consent("sharing"))
    a_transplanted(**consent())
    settle()
    statistician = builders.a_statistician()
    cohort.grants.create(user=statistician)
    assert compute(cohort)["n"] == 2
    assert rows_of_export(builders.a_data_manager().actor()) == 2
    assert rows_of_export(statistician.actor()) == 1
    asked = Asked("adtte", "csv", cohort)
    with export(statistician.actor(), asked).file as file:
        lines = file.read().decode().splitlines()[1:]
    assert len({line.split(",")[1] for line in lines}) == 1
    client.force_login(builders.a_data_manager())
    reports = client.get(f"/api/v1/patients/{patient.pk}/reports/").json()
    assert reports
    assert not any(one["consent_covers_it"] for one in reports)
    page = client.get(f"/patients/{patient.pk}/reports/").content.decode()
    assert "not to be reported to other registries" in page
    assert "International data sharing" in told_of(client, patient)


def test_without_contact_nobody_is_asked_after(client):
    chased = silent_since_2024(**consent())
    left = silent_since_2024(**consent("recontact"))
    client.force_login(builders.a_data_manager())
    for words in ("vital=silent", "unheard=hsct-1"):
        rows = client.get(f"/patients/?{words}").context["table"]["rows"]
        assert [row["cells"][0]["text"] for row in rows] == [chased.study_no], words
    (year,) = [
        one
        for one in heard_of([left.centre_id], date(2026, 6, 2))
        if (one.track, one.years) == ("hsct", 1)
    ]
    assert year.asked == 1
    asked = [step.says for step in steps(case_of(left, records_of(left)))]
    assert "Ask after the patient" not in asked
    assert "Re-contact" in told_of(client, left)


def test_without_long_term_follow_up_five_years_are_asked_for(client):
    patient = silent_since_2024(**consent("ltfu15"))
    visits = patient.scheduledvisit_set.filter(track="hsct")
    assert visits.get(code="Y5").ended == ""
    assert visits.get(code="Y6").ended == "consent_scope"
    assert not visits.filter(answered="", ended="", due_on__gt="2029-06-01").exists()
    assert "15-year follow-up" in told_of(client, patient)


def test_without_a_biobank_nothing_changes_here(client):
    cohort, patient = a_cohort(), a_transplanted(**consent("biobank"))
    settle()
    assert compute(cohort)["n"] == 1
    assert "No sample may be kept" in told_of(client, patient)


def test_a_consent_without_limits_says_nothing(client):
    for values in (consent(), {"consent_status": "given"}, {}):
        assert told_of(client, builders.a_patient(**values)) == ""


# ---- The own centre


def test_the_own_centre_reads_and_changes_nothing_but_the_patient_form(client):
    patient = builders.a_treated_patient()
    record = patient.followup_set.get()
    withdraw(patient)
    user = builders.a_data_manager()
    client.force_login(user)
    page = client.get(f"/patients/{patient.pk}/").content.decode()
    assert "Consent withdrawn 2026-06-01" in page
    assert "Add event" not in page
    assert "consent withdrawn" in client.get("/patients/").content.decode()
    form = client.get(f"/patients/{patient.pk}/follow_up/{record.pk}/")
    assert "can be read, not changed" in form.content.decode()
    assert "data-entry" not in form.content.decode()
    answer = client.post(f"/patients/{patient.pk}/relapse/new/", {})
    assert answer.status_code == 403
    about = {"patient_id": patient.pk, "actor": user.actor(), "reason": "x"}
    with pytest.raises(Refused, match="consent was withdrawn"):
        save_record(form="relapse", values={"relapse_date": builders.day(3)}, **about)
    with pytest.raises(Refused, match="consent was withdrawn"):
        remove_record(form="follow_up", record_id=record.pk, version=1, **about)
    edit = client.get(f"/patients/{patient.pk}/edit/").content.decode()
    assert "data-entry" in edit


def test_begun_forms_are_not_asked_for_after_a_withdrawal(client):
    patient = builders.a_treated_patient()
    client.force_login(builders.a_data_manager())
    before = client.get(f"/patients/{patient.pk}/").context["begun"]
    withdraw(patient)
    after = client.get(f"/patients/{patient.pk}/").context["begun"]
    assert (bool(before["forms"]), after) == (True, {"forms": [], "more": 0})


def test_rest_refuses_new_forms_and_says_why(client):
    patient = builders.a_patient()
    withdraw(patient)
    client.force_login(builders.a_data_manager())
    sent = {"patient": patient.pk, "relapse_date": "2024-03-01"}
    url = reverse("api-relapse-list")
    answer = client.post(url, sent, "application/json")
    assert answer.status_code == 403
    assert answer.json()["title"].startswith("Consent was withdrawn")


def test_nothing_is_asked_for_any_more():
    patient = builders.a_patient()
    builders.a_record("infusion", patient)
    actor = builders.a_data_manager().actor()
    assert seen(actor).infused == 1
    assert any(one.count for one in waiting(actor, date(2026, 6, 2)))
    withdraw(patient)
    assert seen(actor).infused == 0
    assert not any(one.count for one in waiting(actor, date(2026, 6, 2)))
    patient.refresh_from_db()
    assert steps(case_of(patient, records_of(patient))) == []
    give_again(patient)
    assert seen(actor).infused == 1


def test_the_history_has_the_date_and_the_reason(client):
    patient = builders.a_patient()
    withdraw(patient)
    client.force_login(builders.a_data_manager())
    told = client.get(f"/patients/{patient.pk}/history/").content.decode()
    assert "letter of the patient" in told
    assert "2026-06-01" in told


# ---- Everybody else


@pytest.mark.parametrize(("covers", "seen"), [("", 404), ("collection", 200)])
def test_a_monitor_sees_only_what_may_still_be_used(client, covers, seen):
    patient = builders.a_treated_patient()
    withdraw(patient, consent_withdrawn_scope=covers or None)
    client.force_login(builders.a_monitor())
    assert client.get(f"/patients/{patient.pk}/").status_code == seen
    listed = client.get(reverse("api-patients-list")).json()
    forms = client.get(reverse("api-infusion-list")).json()
    assert len(listed["results"]) == len(forms["results"]) == (seen == 200)


def test_an_import_brings_nothing_in_after_the_withdrawal():
    patient = builders.a_patient(study_no="GONE")
    withdraw(patient)
    sheet = (
        "study_no,centre,sex,birth_date,diagnosis,diagnosis_date\n"
        "GONE,LDP,F,1990-02-28,T-ALL,2023-01-01\n"
    )
    upload = SimpleUploadedFile("again.csv", sheet.encode())
    batch = receive(upload, actor=builders.a_data_manager().actor())
    assert batch.problems.filter(
        message__contains="Consent was withdrawn: nothing is imported"
    )
