"""A spreadsheet in a real browser: upload, map a column, teach a word, confirm."""

import os
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from registry.intake import batches
from registry.intake.jobs import go_on
from registry.models import ImportBatch, ImportSaying, Patient
from tests.builders import PASSWORD, a_data_manager

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
NARROW, WIDE = {"width": 390, "height": 844}, {"width": 1440, "height": 900}
SHEET = (
    "study_no,sex,geboren,diagnosis,WBC at diagnosis\nC1-1,1,2000-01-01,T-ALL,4500\n"
)


def accessible(page: Page) -> None:
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)
        found = Axe().run(page, options=AXE).response["violations"]
        assert [(v["id"], v["nodes"][0]["html"]) for v in found] == []
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0


def seen(page: Page, name: str) -> None:
    if place := os.environ.get("SHOTS"):
        for size in (NARROW, WIDE):
            page.set_viewport_size(size)
            shot = f"{place}/{name}_{size['width']}.png"
            page.screenshot(path=shot, full_page=True)


def sign_in(live_server, page: Page) -> None:
    manager = a_data_manager("LDP")
    page.goto(f"{live_server.url}/import/")
    page.fill("[name=username]", manager.username)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Spreadsheet")).to_be_visible()


def test_a_file_is_mapped_taught_and_imported(live_server, page, tmp_path: Path):
    sheet = tmp_path / "cases.csv"
    sheet.write_text(SHEET)
    sign_in(live_server, page)
    accessible(page)
    seen(page, "upload")

    page.set_input_files("#id_file", str(sheet))
    page.get_by_role("button", name="Try the file").click()
    expect(page.get_by_text("2 columns or words wait")).to_be_visible()
    accessible(page)
    seen(page, "report")

    page.get_by_role("link", name="Say what they mean").click()
    page.get_by_label("geboren").fill("birth_date")
    page.get_by_label("sex: 1").select_option("M")
    page.get_by_label("Unit of WBC at diagnosis").select_option("/µL")
    accessible(page)
    seen(page, "columns")
    page.get_by_role("button", name="Remember, and try the file again").click()

    page.get_by_label("Reason").fill("first file")
    accessible(page)
    seen(page, "ready")
    page.get_by_role("button", name="Import 1 patient").click()
    expect(page.get_by_text("1 patients were imported.")).to_be_visible()
    patient = Patient.objects.get()
    assert patient.sex == "M"
    entered = patient.diagnosis_set.get().as_entered
    assert entered == {"wbc_at_diagnosis": "4500 /µL"}
    assert ImportSaying.objects.count() == 3


def test_a_large_file_s_page_follows_the_worker_by_itself(
    live_server, page, tmp_path: Path, monkeypatch
):
    monkeypatch.setattr(batches, "ROWS_AT_ONCE", 0)
    sheet = tmp_path / "cases.csv"
    sheet.write_text("study_no,sex,birth_date,diagnosis\nC1-1,M,2000-01-01,T-ALL\n")
    sign_in(live_server, page)
    page.set_input_files("#id_file", str(sheet))
    page.get_by_role("button", name="Try the file").click()
    expect(page.get_by_role("status").first).to_contain_text("It waits for a worker")
    told = {"phase": "checking", "done": 640, "total": 2000}
    ImportBatch.objects.update(**told)
    expect(page.get_by_text("Checking patients: 640 of 2000").first).to_be_visible()
    accessible(page)
    seen(page, "progress")
    assert go_on()
    expect(page.get_by_role("button", name="Import 1 patient")).to_be_visible()
