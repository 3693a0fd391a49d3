"""Files for abroad: human genetic resource data go there by a number alone."""

import pytest

from outcomes.api.taking import taken_by_job
from outcomes.exports import catalogue
from outcomes.exports.jobs.working import go_on
from outcomes.models import ExportJob, ExportLog
from outcomes.pipeline.sweep import sweep
from registry.models import FORMS, Access, AccessEvent
from tests.api.cuts import a_cut
from tests.builders import (
    a_centre_administrator,
    a_record,
    a_treated_patient,
    an_admin,
)

ADSL = "/api/v1/exports/adsl.csv"
NUMBER = "2026-HGR-0815"
ABROAD = {"recipient": "us"}
APPROVED = {"recipient": "US", "approval": NUMBER}
GENETIC = {
    *("diagnosis.cytogenetics", "diagnosis.karyotype_text"),
    *("diagnosis.cytogenetic_risk", "diagnosis.genes"),
    "disease_assessment.mrd_target",
    "hsct.hla_match",
    "chimerism.donor_pct",
    "second_malignancy.car_transgene",
    "second_malignancy.integration_site_analysis",
}
# Columns beside those of the forms themselves and their codes' words.
ELSEWHERE = {
    *("adsl.HLAMATCH", "adlb.AVAL"),
    *("diagnosis_genes.gene", "diagnosis_genes.gene_result"),
    "diagnosis_genes.gene_vaf_pct",
    *("queries.says_en", "queries.says_zh", "queries.value"),
    *(f"{one.partition('.')[0]}.as_entered" for one in GENETIC),
}


@pytest.fixture
def analysed(db):
    patient = a_treated_patient("LDP")
    sweep(seconds=float("inf"))
    return patient


def not_given():
    return [event.what for event in AccessEvent.objects.filter(kind=Access.NOT_GIVEN)]


def status(answer):
    """Return how it was answered, once the file is read to its end."""
    if answer.streaming:
        assert b"".join(answer.streaming_content)
    return answer.status_code


def fields(answer):
    return {one["field"] for one in answer.json()["errors"]}


def test_what_is_flagged():
    flagged = {
        f"{form}.{name}"
        for form, model in FORMS.items()
        for name, variable in model.variables().items()
        if variable.genetic
    }
    assert flagged == GENETIC
    columns = {
        f"{dataset.name}.{column.name}"
        for dataset in catalogue.DATASETS.values()
        for column in dataset.columns
        if column.genetic and not column.tells
    }
    assert columns == GENETIC | ELSEWHERE


def test_without_a_number_nothing_goes_and_that_is_logged(manager, analysed, client):
    answer = manager.get(ADSL, ABROAD)
    assert (answer.status_code, fields(answer)) == (400, {"approval"})
    assert "HLAMATCH" in answer.json()["errors"][0]["detail"]
    assert not ExportLog.objects.exists()
    assert not_given() == ["adsl.csv to US, without a number"]
    for reader in (a_centre_administrator(), an_admin()):
        client.force_login(reader)
        page = client.get("/audit/accesses/", {"kind": "not_given"})
        assert "adsl.csv to US, without a number" in page.content.decode()


def test_with_a_number_it_goes_and_that_is_logged(manager, analysed):
    assert status(manager.get(ADSL, APPROVED)) == 200
    (told,) = manager.get("/api/v1/exports/log/").json()["results"]
    assert (told["query"]["recipient"], told["query"]["approval"]) == ("US", NUMBER)
    took = AccessEvent.objects.get(kind=Access.TOOK_OUT)
    assert took.what == f"adsl.csv to US, {NUMBER}"
    assert not not_given()


def test_at_home_nothing_is_asked(manager, analysed, settings):
    assert status(manager.get(ADSL)) == 200
    settings.COUNTRY = "US"
    assert status(manager.get(ADSL, ABROAD)) == 200
    kept = [log.query["recipient"] for log in ExportLog.objects.order_by("pk")]
    assert kept == ["CN", "US"]
    whats = AccessEvent.objects.filter(kind=Access.TOOK_OUT)
    assert {event.what for event in whats} == {"adsl.csv"}


@pytest.mark.parametrize(
    ("file", "asked", "code"),
    [
        ("crs_episode.csv", {}, 200),
        ("adsl.csv", {"columns": "USUBJID,AGE"}, 200),
        ("adsl.csv", {"columns": "USUBJID,AGE", "HLAMATCH": "10/10"}, 400),
        ("queries.csv", {}, 400),
        ("queries.csv", {"profile": "ages"}, 200),
    ],
)
def test_it_goes_by_the_columns_of_the_file(manager, analysed, file, asked, code):
    answer = manager.get(f"/api/v1/exports/{file}", {**asked, **ABROAD})
    assert status(answer) == code


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"recipient": "UK"}, "recipient"),
        ({"recipient": "US", "approval": "9" * 61}, "approval"),
        ({"recipient": "US", "approval": "9\n9"}, "approval"),
    ],
)
def test_what_is_no_country_or_number_is_said(manager, analysed, asked, field):
    answer = manager.get(ADSL, asked)
    assert (answer.status_code, fields(answer)) == (400, {field})
    assert not not_given()


def test_a_worker_asks_for_the_number_too(manager, analysed):
    for asked in (ABROAD, APPROVED):
        manager.get(ADSL, asked, headers={"Prefer": "respond-async"})
        assert go_on(taken_by_job)
    done, failed = ExportJob.objects.all()
    assert (failed.state, failed.problem["errors"][0]["field"]) == (
        "failed",
        "approval",
    )
    assert not_given() == ["adsl.csv to US, without a number"]
    assert done.state == "done"
    assert status(manager.get(f"/api/v1/exports/jobs/{done.pk}/file")) == 200
    fetched = AccessEvent.objects.filter(what__contains="job").get()
    assert fetched.what == f"adsl.csv to US, {NUMBER}  job {done.pk}"


def test_a_cut_is_asked_by_what_is_flagged_now(manager, analysed, monkeypatch):
    a_cut()
    assert status(manager.get(ADSL, {**ABROAD, "cut": "first"})) == 400
    plain = {**ABROAD, "cut": "first", "columns": "USUBJID,AGE"}
    assert status(manager.get(ADSL, plain)) == 200
    monkeypatch.delitem(catalogue.DESCRIBED, "adsl")
    assert status(manager.get(ADSL, plain)) == 400


def test_a_bundle_goes_by_its_answers(manager, analysed):
    address = f"/api/v1/patients/{analysed.pk}/fhir/"
    assert fields(manager.get(address, {"recipient": "UK"})) == {"recipient"}
    assert manager.get(address, ABROAD).status_code == 200
    a_record("chimerism", analysed, donor_pct="0")
    answer = manager.get(address, ABROAD)
    assert (answer.status_code, fields(answer)) == (400, {"approval"})
    event = AccessEvent.objects.get(kind=Access.NOT_GIVEN)
    assert (event.patient_id, event.what) == (
        analysed.pk,
        "patient.fhir to US, without a number",
    )
    assert manager.get(address, APPROVED).status_code == 200
    assert ExportLog.objects.first().approval == NUMBER
    took = AccessEvent.objects.filter(kind=Access.TOOK_OUT).last()
    assert took.what == f"patient.fhir to US, {NUMBER}"
