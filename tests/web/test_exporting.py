"""The export page: choose, see the first rows and how many, download, read the log."""

import csv
import io

import pytest

from outcomes.exports.formats import frame
from outcomes.models import AnalysisSubject, ExportLog
from outcomes.pipeline.sweep import sweep
from tests import builders
from tests.api.study import a_cohort

PAGE = "/exports/"


@pytest.fixture
def manager(client, db):
    builders.a_treated_patient()
    sweep()
    client.force_login(builders.a_data_manager())
    return client


def said(answer):
    return answer.content.decode()


def test_the_first_rows_and_their_number_come_before_the_file(manager):
    page = said(manager.get(PAGE))
    assert "1 row" in page
    assert "LDP-P001" in page
    assert 'href="/exports/adsl.csv"' in page
    assert not ExportLog.objects.exists()


def test_what_is_chosen_is_what_is_downloaded_and_logged(manager):
    asked = {"dataset": "adsl", "columns": ["SUBJID", "AGE"], "language": "zh-hans"}
    page = manager.get(PAGE, asked)
    assert "第0天年龄" in said(page)
    answer = manager.get(
        "/exports/adsl.csv?cohort=&language=zh-hans&columns=SUBJID%2CAGE"
    )
    content = b"".join(answer.streaming_content).decode()
    (row,) = csv.DictReader(io.StringIO(content))
    assert [*row] == ["SUBJID", "AGE"]
    log = ExportLog.objects.get()
    assert log.query["columns"] == ["SUBJID", "AGE"]
    assert log.columns == ["SUBJID", "AGE"]
    assert log.sha256[:16] in said(manager.get(PAGE))


def test_columns_of_another_dataset_are_forgotten(manager):
    asked = {"dataset": "adtte", "columns_of": "adsl", "columns": ["USUBJID", "AGE"]}
    page = said(manager.get(PAGE, asked))
    assert "<code>PARAMCD</code>" in page
    assert 'href="/exports/adtte.csv"' in page


def test_cells_of_a_csv_do_not_run_in_a_spreadsheet(manager):
    AnalysisSubject.objects.update(hla_match="=1+1")
    answer = manager.get("/exports/adsl.csv")
    assert "'=1+1" in b"".join(answer.streaming_content).decode()


@pytest.mark.parametrize("since", ["yesterday", "2026-13-01"])
def test_what_cannot_be_read_is_said_and_kept(manager, since):
    answer = manager.get(PAGE, {"updated_since": since})
    assert answer.status_code == 422
    assert f'value="{since}"' in said(answer)
    assert 'href="#updated_since"' in said(answer)


def test_no_row_says_what_to_do(manager):
    page = said(manager.get(PAGE, {"dataset": "relapse"}))
    assert "No row fits" in page
    assert "0 rows" in page


def test_a_format_that_cannot_hold_it_says_so_on_the_page(manager, monkeypatch):
    monkeypatch.setattr(frame, "MOST_CELLS", 3)
    answer = manager.get("/exports/adsl.dta")
    assert answer.status_code == 422
    assert "this format takes 3" in said(answer)
    assert not ExportLog.objects.exists()


def test_a_part_is_the_preview_alone(manager):
    answer = manager.get(PAGE, {"dataset": "adtte"}, headers={"HX-Request": "true"})
    assert said(answer).lstrip().startswith('<div class="grid mb-s4" id="export-found"')


def test_a_statistician_sees_granted_rows_without_names(client, db):
    patient = builders.a_treated_patient()
    sweep()
    AnalysisSubject.objects.update(first_allogeneic=True)
    user = builders.a_statistician()
    client.force_login(user)
    assert "0 rows" in said(client.get(PAGE))
    a_cohort(granted_to=[user])
    page = said(client.get(PAGE))
    assert "PS-" in page
    assert f"LDP-{patient.study_no}" not in page
    assert "TRTSDT" not in page
    assert ">Audit trail" not in page


def test_a_page_takes_as_many_queries_for_many_rows(
    manager, django_assert_max_num_queries
):
    for _ in range(3):
        builders.a_treated_patient()
    sweep()
    with django_assert_max_num_queries(24):
        assert "4 rows" in said(manager.get(PAGE))
