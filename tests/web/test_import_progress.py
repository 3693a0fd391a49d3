"""What somebody sees of a file while a worker has it, and when it stopped."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from registry.intake import batches
from registry.intake.claims import claim
from registry.intake.jobs import work
from registry.intake.progress import SILENT
from registry.models import ImportBatch
from tests.builders import a_data_manager

pytestmark = pytest.mark.django_db

HEAD = "study_no,sex,birth_date,diagnosis\n"


@pytest.fixture
def manager(client):
    user = a_data_manager("LDP")
    client.force_login(user)
    return user


@pytest.fixture
def large(monkeypatch):
    monkeypatch.setattr(batches, "ROWS_AT_ONCE", 0)


def send(client, text, name="cases.csv"):
    client.post(reverse("imports"), {"file": SimpleUploadedFile(name, text.encode())})
    return ImportBatch.objects.order_by("pk").last()


def see(client, batch, name="import-report", **asked):
    return client.get(reverse(name, args=[batch.pk]), asked)


def act(client, batch, name, **said):
    url = reverse(name, args=[batch.pk])
    return client.post(url, said, follow=True).content.decode()


def worked(batch):
    work(claim(batch.pk), SILENT)


def test_a_page_without_script_says_how_far_it_is(client, manager, large):
    batch = send(client, HEAD + "C-01,F,1990-01-01,T-ALL\n")
    page = see(client, batch).content.decode()
    assert "It waits for a worker" in page
    assert "Refresh" in page
    assert "Columns and words" not in page
    claim(batch.pk)
    now = ImportBatch.objects.filter(pk=batch.pk)
    now.update(phase="checking", done=3, total=40)
    part = see(client, batch, "import-progress").content.decode()
    assert "Checking patients: 3 of 40" in part
    assert 'hx-trigger="every 2s"' in part
    now.update(lease_until=None)
    worked(batch)
    assert see(client, batch, "import-progress")["HX-Refresh"] == "true"
    assert "Import 1 patient" in see(client, batch).content.decode()


def test_confirming_a_large_file_shows_its_progress_and_then_its_end(
    client, manager, large
):
    batch = send(client, HEAD + "C-01,F,1990-01-01,T-ALL\n")
    worked(batch)
    page = act(client, batch, "import-confirm", reason="yearly")
    assert "The file is being imported" in page
    assert "Import 1 patient" not in page
    # Asked for twice it waits once.
    assert "The file is being imported" in act(
        client, batch, "import-confirm", reason="twice"
    )
    worked(batch)
    assert "The good rows are in the registry" in see(client, batch).content.decode()
    assert ImportBatch.objects.get().reason == "yearly"


def test_a_cancelled_file_can_be_tried_again(client, manager, large):
    batch = send(client, HEAD + "C-01,F,1990-01-01,T-ALL\n")
    page = act(client, batch, "import-cancel")
    assert "Cancelled: nothing of the file is imported" in page
    assert "cancelled" in client.get(reverse("imports")).content.decode()
    assert "It waits for a worker" in act(client, batch, "import-again")
    worked(batch)
    assert "It was too late to cancel" in act(client, batch, "import-cancel")


def test_a_stopped_file_says_why_and_what_to_do(client, manager, large):
    batch = send(client, HEAD + "C-01,F,1990-01-01,T-ALL\n")
    now = ImportBatch.objects.filter(pk=batch.pk)
    now.update(state="failed", trouble="died")
    page = see(client, batch).content.decode()
    assert "Stopped. Nothing of this file was imported." in page
    assert "The worker was stopped each time" in page
    assert "Try the file again" in page
    columns = reverse("import-columns", args=[batch.pk])
    assert client.get(columns).status_code == 302


def wrong(count):
    """Return a file of which each row has an error and each patient a difference."""
    rows = (f"C-{n:04},F,1990-01-01,rubbish{n}\n" for n in range(count))
    good = (f"D-{n:04},F,1990-01-01,T-ALL\n" for n in range(count))
    return HEAD + "".join(rows) + "".join(good)


def test_a_page_of_a_long_report_costs_what_one_of_a_short_costs(client, manager):
    from django.db import connection

    costs = []
    for count in (3, 120):
        batch = send(client, wrong(count))
        assert (batch.report["problems"], batch.report["patients"]) == (count, count)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert see(client, batch).status_code == 200
        costs.append(len(asked))
    assert costs[0] == costs[1]
    last = see(client, batch, page=3).content.decode()
    assert "Page 3 of 3" in last
    assert "D-0119" in last
    assert "D-0099" not in last


def test_all_problems_come_as_csv_that_computes_nothing(client, manager):
    text = HEAD + "C-01,F,1990-01-01,rubbish\nC-02,=1+1,1990-01-01,T-ALL\n"
    answer = see(client, send(client, text), "import-problems")
    lines = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    told = [(line["row"], line["field"], line["value"]) for line in lines]
    assert told == [("2", "diagnosis", "rubbish"), ("3", "sex", "'=1+1")]
