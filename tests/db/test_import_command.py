"""``manage.py import_cases``: what it prints and how it ends."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from registry.models import Change, ImportBatch, Patient
from tests.builders import a_data_manager

pytestmark = pytest.mark.django_db

DATA = Path(__file__).parents[1] / "data"
STUDY, PRACTICE = DATA / "study_reconstruction.csv", DATA / "messy_practice.xlsx"
PROBLEM = {"row", "column", "field", "value", "severity", "code", "message"}


def run(file, *flags):
    out = io.StringIO()
    call_command("import_cases", str(file), *flags, stdout=out)
    return out.getvalue()


def test_the_report_is_json_alone_with_the_contracted_names():
    said = json.loads(run(PRACTICE, "--dry-run", "--json"))
    assert (said["records"], said["accepted"], said["updated"]) == (60, 48, 0)
    assert all(problem.keys() >= PROBLEM for problem in said["problems"])
    fahrenheit = next(p for p in said["problems"] if p["row"] == 35)
    assert fahrenheit["column"] == "Tmax (℃)"
    assert fahrenheit["field"] == "crs_max_temp_c"
    assert fahrenheit["value"] == "103.1"
    assert not Patient.objects.exists()


def test_in_words_every_problem_has_its_place_and_the_end_is_a_count():
    said = run(PRACTICE, "--dry-run").splitlines()
    assert any(line.startswith("error: row 35, Tmax (℃): ") for line in said)
    assert said[-1].startswith("60 patients, 48 would be imported")


def test_the_file_is_kept_beside_what_became_of_it():
    run(STUDY, "--json", "--reason", "founding study")
    batch = ImportBatch.objects.get()
    assert bytes(batch.content) == STUDY.read_bytes()
    assert (batch.user, batch.reason) == (None, "founding study")
    assert batch.report["created"] == 158
    assert set(Change.objects.values_list("actor_id", flat=True)) == {None}


def test_a_user_imports_in_their_own_name_at_their_centre():
    user = a_data_manager("LDP")
    run(STUDY, "--json", "--user", user.username)
    assert Patient.objects.count() == 158
    patients = Change.objects.filter(table="registry_patient")
    assert set(patients.values_list("actor_id", flat=True)) == {user.pk}


def test_all_or_nothing_imports_nothing_of_a_file_with_errors():
    said = json.loads(run(PRACTICE, "--json", "--all-or-nothing"))
    assert said["accepted"] == 0
    assert not Patient.objects.exists()


@pytest.mark.parametrize(
    "content", [None, b"", b"PK\x03\x04", b"\x89PNG\r\n\x1a\n\x00"]
)
def test_an_unreadable_file_ends_with_two(tmp_path, content):
    file = tmp_path / "cases.xlsx"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(CommandError) as ended:
        run(file, "--json")
    assert ended.value.returncode == 2


def test_an_unknown_user_is_refused():
    with pytest.raises(CommandError, match="no user nobody"):
        run(STUDY, "--user", "nobody")
