"""Looks for a field that was added to the CRS form of a copy of the project.

Run by ``test_adding_a_field.py`` inside the copy, where the field is; not collected
otherwise.
"""

import csv
import io

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse
from openpyxl import load_workbook
from rest_framework.test import APIClient

from outcomes.pipeline.sweep import sweep
from registry.intake.template import template
from registry.models import ApiToken, CRSEpisode
from tests import builders

FIELD = "vasopressor_days"
EN, ZH = "Days on a vasopressor", "升压药使用天数"


@pytest.fixture
def person(db):
    return builders.a_data_manager()


@pytest.fixture
def program(person):
    client = APIClient()
    _, token = ApiToken.objects.create(person)
    client.credentials(HTTP_AUTHORIZATION=f"Token {token}")
    return client


@pytest.fixture
def page(client, person):
    client.force_login(person)
    return lambda url: client.get(url).content.decode()


@pytest.fixture
def crs(program):
    """A CRS episode whose new field was saved and corrected by REST."""
    patient = builders.a_treated_patient()
    sent = {
        "patient": patient.pk,
        "crs_occurred": "yes",
        "crs_onset_date": str(builders.day(3)),
        FIELD: 3,
    }
    saved = program.post("/api/v1/crs_episode/", sent, format="json")
    assert saved.status_code == 201, saved.content
    assert saved.json()[FIELD] == 3
    changed = program.patch(
        f"/api/v1/crs_episode/{saved.json()['id']}/",
        {FIELD: 4, "reason": "chart read again"},
        format="json",
        headers={"If-Match": saved["ETag"]},
    )
    assert changed.status_code == 200, changed.content
    return CRSEpisode.objects.get()


def test_the_page_asks_it_in_both_languages(page, client, crs):
    new = reverse("record-new", args=[crs.patient_id, "crs_episode"])
    shown = page(new)
    assert f'name="{FIELD}"' in shown
    assert EN in shown
    client.cookies["django_language"] = "zh-hans"
    assert ZH in page(new)


def test_the_database_refuses_what_is_not_possible(program, crs):
    refused = program.post(
        "/api/v1/crs_episode/",
        {"patient": crs.patient_id, "crs_occurred": "yes", FIELD: 61},
        format="json",
    )
    assert refused.status_code in (400, 422)
    assert FIELD in str(refused.json())
    with pytest.raises(IntegrityError), transaction.atomic():
        CRSEpisode.objects.update(**{FIELD: 61})


def test_the_schema_has_it(program):
    schema = program.get("/api/v1/schema/?format=json").json()["components"]["schemas"]
    having = [
        name for name, one in schema.items() if FIELD in one.get("properties", ())
    ]
    assert any("CRS" in name.upper() for name in having)


def test_the_history_has_both_values_and_who_and_why(program, page, crs):
    newest, first = program.get(f"/api/v1/crs_episode/{crs.pk}/history/").json()
    assert newest["reason"] == "chart read again"
    assert [one["field"] for one in newest["fields_changed"]] == [FIELD]
    address = [crs.patient_id, "crs_episode", crs.pk, FIELD]
    shown = page(reverse("field-history", args=address))
    assert EN in shown
    assert "chart read again" in shown
    assert first["version"] == 1


def test_the_codebook_has_it(page):
    out = io.StringIO()
    call_command("codebook", stdout=out)
    (row,) = (
        r for r in csv.DictReader(io.StringIO(out.getvalue())) if r["field"] == FIELD
    )
    assert (row["form"], row["label_zh"], row["unit"]) == ("crs_episode", ZH, "d")
    assert f'id="crs_episode.{FIELD}"' in page("/codebook/?q=vasopressor+days")


def test_the_export_has_it_with_its_label(program, crs):
    sweep()
    answer = program.get("/api/v1/exports/crs_episode.csv")
    content = b"".join(answer.streaming_content).decode()
    (row,) = csv.DictReader(io.StringIO(content))
    assert row[FIELD] == "4"
    listed = program.get("/api/v1/exports/").json()
    (dataset,) = (one for one in listed if one["name"] == "crs_episode")
    labels = {column["name"]: column["label"] for column in dataset["columns"]}
    assert labels[FIELD] == EN


def test_the_import_template_has_it():
    book = load_workbook(io.BytesIO(template(["crs_episode"])))
    heads = [str(cell.value) for sheet in book for row in sheet["1:3"] for cell in row]
    assert any(EN in head and FIELD in head for head in heads)
