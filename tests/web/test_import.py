"""The import's pages: choose, see, confirm, correct."""

import io
import json
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from registry.intake.spelling import computes
from registry.models import Centre, Change, ImportBatch, Patient
from tests.builders import a_data_manager, a_monitor, an_admin, an_investigator

pytestmark = pytest.mark.django_db

DATA = Path(__file__).parents[1] / "data"
PRACTICE = (DATA / "messy_practice.xlsx").read_bytes()
KEY = json.loads((DATA / "messy_practice.key.json").read_text())


@pytest.fixture
def manager(client):
    user = a_data_manager("LDP")
    client.force_login(user)
    return user


def send(client, content=PRACTICE, name="cases.xlsx"):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse("imports"), {"file": file})


def test_a_file_is_tried_before_anything_is_saved(client, manager):
    answer = send(client)
    batch = ImportBatch.objects.get()
    assert answer.url == reverse("import-report", args=[batch.pk])
    page = client.get(answer.url).content.decode()
    assert "Import 48 patients" in page
    assert "Row 35" in page
    assert "Fahrenheit" in page
    assert "Download the 12 rows to correct" in page
    assert not Patient.objects.exists()


def test_confirming_with_a_reason_imports_the_good_rows(client, manager):
    send(client)
    batch = ImportBatch.objects.get()
    url = reverse("import-confirm", args=[batch.pk])
    refused = client.post(url, {"reason": " "})
    assert refused.status_code == 422
    assert "Say why" in refused.content.decode()
    assert not Patient.objects.exists()

    page = client.post(url, {"reason": "yearly update"}, follow=True).content.decode()
    assert "48 patients were imported" in page
    assert Patient.objects.count() == 48
    change = Change.objects.filter(table="registry_patient").first()
    assert (change.actor_id, change.reason) == (manager.pk, "yearly update")
    again = client.post(url, {"reason": "twice"}, follow=True).content.decode()
    assert "imported before" in again


def test_the_rows_to_correct_come_back_with_what_is_wrong_and_compute_nothing(
    client, manager
):
    send(client)
    batch = ImportBatch.objects.get()
    answer = client.get(reverse("import-corrections", args=[batch.pk]))
    sheet = load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(min_row=2))
    assert [row[0].value for row in rows] == KEY["rows_with_errors"]
    assert "Fahrenheit" in next(r[1].value for r in rows if r[0].value == 35)
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert not [c for c in cells if isinstance(c.value, str) and computes(c.value)]
    assert any("HYPERLINK" in str(cell.value) for cell in cells)


def test_a_corrected_sheet_can_be_brought_in_again(client, manager):
    send(client)
    first = ImportBatch.objects.get()
    client.post(reverse("import-confirm", args=[first.pk]), {"reason": "first"})
    answer = client.get(reverse("import-corrections", args=[first.pk]))
    book = load_workbook(io.BytesIO(answer.content))
    sheet = book.active
    heads = [cell.value for cell in sheet[1]]
    row = next(r for r in sheet.iter_rows(min_row=2) if r[0].value == 35)
    row[heads.index("Tmax (℃)")].value = 39.5
    out = io.BytesIO()
    book.save(out)
    send(client, out.getvalue())
    again = ImportBatch.objects.order_by("pk").last()
    assert (again.report["records"], again.report["accepted"]) == (12, 1)
    # The second C001 would now turn the first into another person.
    assert again.problems.filter(code="another_person")
    assert not again.problems.filter(code="unmapped_header")


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "cases.csv", "empty"),
        (b"PK\x03\x04 no", "cases.xlsx", "damaged"),
        (b"study_no\n", "cases.pdf", "no spreadsheet"),
        (b"x" * (10 * 2**20 + 1), "cases.csv", "larger than 10 MB"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(
    client, manager, content, name, says
):
    answer = send(client, content, name)
    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not ImportBatch.objects.exists()


def test_no_file_asks_for_one(client, manager):
    answer = client.post(reverse("imports"))
    assert answer.status_code == 422
    assert "Choose the file" in answer.content.decode()


def test_what_a_file_changes_is_shown_as_a_difference(client, manager):
    head = "study_no,sex,birth_date,diagnosis,hsct_date\n"
    row = "C1-1,M,2000-01-01,{},2020-01-01\n"
    send(client, (head + row.format("T-ALL")).encode(), "first.csv")
    first = ImportBatch.objects.get()
    client.post(reverse("import-confirm", args=[first.pk]), {"reason": "first"})
    answer = send(client, (head + row.format("T-LBL")).encode(), "second.csv")
    page = client.get(answer.url).content.decode()
    assert "T-cell acute lymphoblastic leukaemia" in page
    assert "T-lymphoblastic lymphoma" in page
    assert "Import 1 patient" in page


def test_past_imports_are_listed(client, manager):
    send(client)
    page = client.get(reverse("imports")).content.decode()
    assert "cases.xlsx" in page
    assert "tried" in page


def test_another_person_s_file_is_not_found(client, manager):
    send(client)
    batch = ImportBatch.objects.get()
    client.force_login(a_data_manager("HEB", name="other"))
    for name in ("import-report", "import-corrections"):
        assert client.get(reverse(name, args=[batch.pk])).status_code == 404
    confirm = reverse("import-confirm", args=[batch.pk])
    assert client.post(confirm, {"reason": "mine"}).status_code == 404
    assert "cases.xlsx" not in client.get(reverse("imports")).content.decode()


@pytest.mark.parametrize("person", [an_investigator, a_monitor, an_admin])
def test_who_may_not_import_is_refused(client, person):
    client.force_login(person())
    assert client.get(reverse("imports")).status_code == 403
    assert send(client).status_code == 403


def test_rows_of_other_centres_are_left_out(client):
    Centre.objects.create(code="LDP")
    client.force_login(a_data_manager("HEB"))
    send(client)
    said = ImportBatch.objects.get().report
    assert (said["accepted"], said["left_out"]) == (0, 60)
