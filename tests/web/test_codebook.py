"""The codebook: what the fields say of themselves, and its copy in the repository."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from registry.models import FORMS, Patient
from tests.builders import a_statistician

KEPT = Path(__file__).parents[2] / "docs" / "codebook.csv"


@pytest.fixture
def reader(client, db):
    client.force_login(a_statistician())
    return client


def written() -> str:
    out = StringIO()
    call_command("codebook", stdout=out)
    return out.getvalue()


def test_copy_in_the_repository_is_what_the_fields_say():
    assert KEPT.read_text(encoding="utf-8") == written(), (
        "The data dictionary changed. Look at the difference, then keep it: "
        "manage.py codebook > docs/codebook.csv"
    )


def test_every_field_of_every_form_has_its_row():
    rows = list(csv.DictReader(StringIO(written())))
    expected = [
        (model.form, field)
        for model in (Patient, *FORMS.values())
        for name, variable in model.variables().items()
        for field in (name, *(f"{name}/{part}" for part, _of in variable.parts))
    ]
    assert [(row["form"], row["field"]) for row in rows] == expected


def test_row_says_what_the_field_says():
    rows = {row["field"]: row for row in csv.DictReader(StringIO(written()))}
    temperature = rows["max_temp_c"]
    assert temperature["label_zh"] == "最高体温"
    assert (temperature["unit"], temperature["limits"]) == ("°C", "30–45")
    assert temperature["other_units"] == "°F"
    assert (temperature["core"], temperature["condition"]) == (
        "core",
        "crs_occurred is yes",
    )
    assert rows["sex"]["codes"] == "M = Male | F = Female | X = Other/undetermined"
    assert rows["birth_date"]["privacy"] == "quasi-identifier"
    assert rows["hypoxia"]["source"] == "Lee 2019; CIBMTR 4100; EBMT"


def test_page_keeps_what_holds_every_word(reader):
    answer = reader.get("/codebook/?q=crs+hypoxia")
    fields = [
        row["entry"].field for form in answer.context["forms"] for row in form["rows"]
    ]
    assert fields == ["hypoxia"]
    assert (
        reader.get("/codebook/").context["count"]
        == len(written().strip().split("\n")) - 1
    )
    assert (
        "No variable holds these words"
        in reader.get("/codebook/?q=zzz").content.decode()
    )


def test_download_opens_in_a_spreadsheet(reader):
    answer = reader.get("/codebook/?format=csv")
    assert answer["Content-Type"].startswith("text/csv")
    assert answer.content.decode("utf-8-sig") == KEPT.read_text(encoding="utf-8")


def test_codebook_is_for_those_who_sign_in(client):
    assert client.get("/codebook/").status_code == 302
