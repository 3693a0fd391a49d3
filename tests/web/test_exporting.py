"""The export page: choose, see the first rows and how many, download, read the log."""

import csv
import html
import io
import re

import pytest

from outcomes.api.taking import taken_by_job
from outcomes.cuts import freezing, making
from outcomes.exports.formats import frame
from outcomes.exports.jobs.working import go_on
from outcomes.models import AnalysisSubject, ExportJob, ExportLog
from outcomes.pipeline.sweep import sweep
from outcomes.views import export_found
from registry.models import Access, AccessEvent
from tests import builders
from tests.api.cuts import a_cut, damage
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


def test_the_trail_is_offered_and_given_in_the_profile_full_alone(client, db):
    client.force_login(builders.a_centre_administrator())
    page = said(client.get(PAGE, {"dataset": "audit"}))
    assert re.findall('name="profile" value="(.*?)"', page) in ([], [""])
    for answer in (
        client.get(PAGE, {"dataset": "audit", "profile": "ages"}),
        client.get("/exports/audit.csv?profile=ages"),
    ):
        assert answer.status_code == 422
        assert "who did what and when" in said(answer)
        assert 'href="#profile"' in said(answer)
        assert 'id="profile"' in said(answer)
    assert not ExportLog.objects.exists()


def test_columns_of_another_dataset_are_forgotten(manager):
    asked = {"dataset": "adtte", "columns_of": "adsl", "columns": ["USUBJID", "AGE"]}
    page = said(manager.get(PAGE, asked))
    assert "<code>PARAMCD</code>" in page
    assert 'href="/exports/adtte.csv"' in page


def test_the_codebook_is_whole_though_it_has_columns_that_the_page_reads(manager):
    page = manager.get("/exports/", {"dataset": "codebook", "kind": "csv"})
    assert page.context["seen"]["rows"] > 1000
    file = b"".join(manager.get("/exports/codebook.csv").streaming_content)
    assert b"\ncrs_episode," in file


def test_cells_of_a_csv_do_not_run_in_a_spreadsheet(manager):
    AnalysisSubject.objects.update(hla_match="=1+1")
    answer = manager.get("/exports/adsl.csv")
    assert "'=1+1" in b"".join(answer.streaming_content).decode()


def test_a_file_for_abroad_asks_for_its_number_and_keeps_what_was_chosen(manager):
    assert 'id="approval"' not in said(manager.get(PAGE))
    chosen = {"recipient": "US", "cohort": "", "language": "zh-hans"}
    page = manager.get(PAGE, chosen)
    assert page.status_code == 422
    assert not AccessEvent.objects.filter(kind=Access.NOT_GIVEN).exists()
    refused = manager.get("/exports/adsl.csv", chosen)
    assert refused.status_code == 422
    assert AccessEvent.objects.filter(kind=Access.NOT_GIVEN).count() == 1
    for answer in (page, refused):
        assert 'href="#approval"' in said(answer)
        assert 'value="US" selected' in said(answer)
        assert 'value="zh-hans" selected' in said(answer)
        assert 'id="column-HLAMATCH"' in said(answer)
        assert 'id="download"' not in said(answer)
    assert not ExportLog.objects.exists()
    number = {**chosen, "approval": "国科遗办〔2026〕815号"}
    page = said(manager.get(PAGE, number))
    (address,) = re.findall('id="download" href="(.*?)"', page)
    file = manager.get(html.unescape(address))
    assert b"LDP-P001" in b"".join(file.streaming_content)
    page = said(manager.get(PAGE))
    assert "US, 国科遗办〔2026〕815号" in page
    without = {**chosen, "columns": ["SUBJID", "AGE"]}
    assert 'id="download"' in said(manager.get(PAGE, without))


@pytest.mark.parametrize("since", ["yesterday", "2026-13-01"])
def test_what_cannot_be_read_is_said_and_kept(manager, since):
    answer = manager.get(PAGE, {"updated_since": since})
    assert answer.status_code == 422
    assert f'value="{since}"' in said(answer)
    assert 'href="#updated_since"' in said(answer)


def test_what_is_no_field_is_named_and_leads_nowhere(manager):
    page = said(manager.get(PAGE, {"color": "red", "updated_since": "yesterday"}))
    assert "<b>color: There is no such parameter" in page
    assert 'href="#color"' not in page
    assert 'href="#updated_since"' in page
    assert 'aria-invalid="true"' in page


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


# ---- Cuts, profiles and large files


def test_a_cut_and_a_profile_are_chosen_seen_taken_and_logged(manager):
    a_cut()
    AnalysisSubject.objects.update(hla_match="7/8")
    page = said(manager.get(PAGE, {"cut": "first", "profile": "shifted"}))
    assert '<option value="first" selected>' in page
    assert 'id="profile-shifted" name="profile" value="shifted" checked' in page
    assert "PS-" in page
    assert "LDP-P001" not in page
    assert "1 patient shares centre, age, sex and disease" in page
    assert "7/8" not in page
    assert 'href="/exports/adsl.csv?cut=first&amp;profile=shifted"' in page
    answer = manager.get("/exports/adsl.csv?cut=first&profile=shifted")
    (row,) = csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode()))
    assert row["USUBJID"].startswith("PS-")
    log = ExportLog.objects.get()
    assert (log.cut, log.profile) == ("first", "shifted")


def test_the_profiles_on_offer_are_those_for_the_reader(manager, client, db):
    page = said(manager.get(PAGE))
    assert [f'id="profile-{one}"' in page for one in ("full", "shifted", "ages")] == [
        True
    ] * 3
    client.force_login(builders.a_statistician())
    page = said(client.get(PAGE))
    assert 'id="profile-full"' not in page
    assert 'id="profile-ages" name="profile" value="" checked' in page
    for where in (PAGE, "/exports/adsl.csv"):
        answer = client.get(where, {"profile": "full"})
        assert answer.status_code == 422
        assert 'href="#profile"' in said(answer)
    assert not ExportLog.objects.exists()


@pytest.mark.parametrize(
    ("query", "anchor"),
    [
        ({"profile": "nobody"}, "profile"),
        ({"cut": "first", "updated_since": "2026-01-01"}, "updated_since"),
        ({"cut": "first", "dataset": "queries"}, "cut"),
        ({"cut": "first", "cohort": "later"}, "cut"),
    ],
)
def test_what_a_cut_or_profile_has_not_got_is_said(manager, query, anchor, monkeypatch):
    older = {name: one for name, one in making.KEPT.items() if name != "queries"}
    monkeypatch.setattr(making, "KEPT", older)
    a_cut()
    a_cohort("later", ["LDP"])
    answer = manager.get(PAGE, query)
    assert answer.status_code == 422
    assert f'href="#{anchor}"' in said(answer)
    assert f'id="{anchor}"' in said(answer)
    assert manager.get(PAGE, {"cut": "none"}).status_code == 404


def test_a_large_file_is_had_written_and_not_waited_for(manager, settings):
    settings.EXPORT_ROWS_AT_ONCE = -2  # before a vacuum the planner knows nothing
    asked = {"dataset": "adtte", "profile": "ages", "columns": ["PARAMCD", "AVAL"]}
    page = said(manager.get(PAGE, asked))
    assert "A worker writes this file" in page
    assert 'id="download"' not in page
    assert "A worker writes this file" in said(manager.get("/exports/adtte.csv"))
    assert not ExportJob.objects.exists()
    sent = dict(re.findall(r'form="export-job" name="(\w+)" value="([^"]*)"', page))
    sent["query"] = html.unescape(sent["query"])
    answer = manager.post("/exports/jobs/", sent, follow=True)
    assert "adtte.csv" in said(answer)
    assert go_on(taken_by_job)
    job = ExportJob.objects.get()
    assert job.state == "done", job.problem
    assert (job.log.columns, job.log.profile) == (["PARAMCD", "AVAL"], "ages")
    assert job.log.safe


def test_a_large_file_of_a_cut_has_a_preview_and_a_choice_of_columns(manager, settings):
    a_cut()
    settings.EXPORT_ROWS_AT_ONCE = -2
    asked = {"cut": "first", "columns": ["SUBJID", "AGE"], "language": "en"}
    page = said(manager.get(PAGE, asked))
    assert "A worker writes this file" in page
    assert 'id="download"' not in page
    assert "LDP-P001" not in page
    assert ">P001<" in page
    assert "1 row" in page
    assert 'id="column-SEX" name="columns" value="SEX">' in page
    assert 'id="column-AGE" name="columns" value="AGE" checked>' in page
    (query,) = re.findall(r'form="export-job" name="query" value="([^"]*)"', page)
    sent = {"dataset": "adsl", "kind": "csv", "query": html.unescape(query)}
    manager.post("/exports/jobs/", sent)
    assert go_on(taken_by_job)
    log = ExportJob.objects.get().log
    assert (log.cut, log.columns, log.rows) == ("first", ["SUBJID", "AGE"], 1)


@pytest.fixture
def in_parts(monkeypatch):
    """Have one part of a cut read beforehand, of a row each."""
    monkeypatch.setattr(freezing, "PART_BYTES", 1)
    monkeypatch.setattr(export_found, "MOST_OF_A_CUT", 1)


def test_of_a_cut_with_many_parts_the_first_is_shown(manager, in_parts):
    for _ in range(2):
        builders.a_treated_patient()
    a_cut()
    page = said(manager.get(PAGE, {"cut": "first", "dataset": "hsct"}))
    assert "at most 3 rows" in page
    assert len(re.findall(r">LDP-\w+<", page)) == 1
    assert "counted when the file is written" in page
    answer = manager.get("/exports/hsct.csv?cut=first")
    assert len(b"".join(answer.streaming_content).splitlines()) == 4


def test_others_do_not_learn_how_many_rows_a_cut_keeps(client, in_parts, db):
    builders.a_treated_patient("HEB")
    builders.a_treated_patient()
    user = builders.a_statistician()
    a_cohort("ours", ["LDP"], [user], {"index": "hsct", "horizon": 730})
    a_cut()
    client.force_login(user)
    for asked in ({"cut": "first"}, {"cut": "first", "cohort": "ours"}):
        page = said(client.get(PAGE, {"dataset": "hsct", **asked}))
        assert "1 row" in page  # the other centre's parts are not read
    builders.a_treated_patient()
    a_cut("second")
    page = said(client.get(PAGE, {"dataset": "hsct", "cut": "second"}))
    assert "at most" not in page
    assert "counted when the file is written" in page
    assert len(re.findall(r">PS-\w+<", page)) == 1


def test_a_damaged_cut_says_whom_to_tell(manager):
    damage(a_cut())
    for where in (PAGE, "/exports/adsl.csv"):
        answer = manager.get(where, {"cut": "first"})
        assert answer.status_code == 422
        assert "a backup has it" in said(answer)
    beside = manager.get("/cuts/first/since/first/")
    assert beside.status_code == 422
    assert "a backup has it" in said(beside)


def test_what_a_job_is_asked_for_is_read_before(manager):
    sent = {"dataset": "adsl", "kind": "csv", "query": "profile=nobody"}
    page = said(manager.post("/exports/jobs/", sent, follow=True))
    assert "There is no such profile." in page
    assert not ExportJob.objects.exists()
