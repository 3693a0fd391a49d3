"""Pages of taking data out, in a real browser: no barrier, by keyboard alone, live."""

import re

import pytest
from playwright.sync_api import expect

from outcomes.api.taking import taken_by_job
from outcomes.cuts.asking import ask_as_typed
from outcomes.exports.jobs.working import go_on
from outcomes.models import Delivery, ExportJob
from outcomes.webhooks.registering import register
from registry.audit.context import SYSTEM
from tests import builders
from tests.api.cuts import a_cut
from tests.api.study import a_cohort
from tests.browser.test_entry import sign_in
from tests.browser.test_every_page import LOOKS, faults_at
from tests.db.pipeline.conftest import a_transplanted

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LONG = "the-annual-report-to-the-transplant-committee-2026"
WHOLE = {"index": "hsct", "horizon": 730}
PAGES = {
    "investigator": (
        "/exports/",
        "/exports/?dataset=adtte&cut=second&profile=shifted",
        "/exports/jobs/",
        "/cuts/",
        "/cuts/new",
        "/cuts/second/",
        f"/cuts/{LONG}/",
        "/cuts/second/since/first/?dataset=hsct",
        "/programs/?cut=second&cohort=cd7-hsct",
        "/codebook/analysis/",
    ),
    "statistician": ("/exports/", "/cuts/second/", "/webhooks/", "/account/tokens/"),
}


@pytest.fixture
def people():
    """Two cuts and one on its way; files and a webhook in every state."""
    people = {
        "investigator": builders.an_investigator(),
        "statistician": builders.a_statistician(),
    }
    patient = a_transplanted(study_no="FIRST")
    a_cohort(granted_to=[people["statistician"]], definition=WHOLE)
    a_cut()
    patient.hsct_set.update(donor_sex="F")
    a_transplanted(study_no="SECOND")
    a_cut("second")
    ask_as_typed(SYSTEM, LONG, "", "what everybody reads of it " * 12)
    problem = {
        "title": "The format cannot hold what was asked for.",
        "detail": "It takes 1,048,575 rows: ask for fewer, or for Parquet.",
    }
    columns = "columns=" + "%2C".join(f"COLUMN{n}" for n in range(40))
    for state in ("cancelled", "expired", "failed", "waiting"):
        ExportJob.objects.create(
            user=people["investigator"],
            dataset="adtte",
            kind="xlsx",
            query=columns,
            state=state,
            problem=problem if state == "failed" else None,
        )
    webhook = register(
        actor=people["statistician"].actor(),
        name="what runs the analysis each night " + "and more " * 2,
        url="https://192.0.78.1/" + "a-long-way/" * 12,
    )
    for state in ("sent", "dropped", "failed"):
        Delivery.objects.create(
            webhook=webhook, data_version=7, body="{}", state=state, said="HTTP 500"
        )
    return people


def tab_to(page, anchor):
    """Press Tab until the focus is there."""
    for _ in range(90):
        if page.evaluate("document.activeElement.id") == anchor:
            return
        page.keyboard.press("Tab")
    pytest.fail(f"Tab does not lead to {anchor}")


@pytest.mark.parametrize("who", PAGES)
def test_pages_have_no_barrier_in_either_language_and_width(
    page, live_server, people, who
):
    sign_in(page, live_server, people[who])
    site, faults = live_server.url, []
    for language, size in LOOKS:
        cookie = {"name": "django_language", "value": language, "url": site}
        page.context.add_cookies([cookie])
        page.set_viewport_size(size)
        faults += [one for at in PAGES[who] for one in faults_at(page, site, at)]
    assert faults == []


def test_a_file_is_chosen_and_taken_by_keyboard_alone(page, live_server, people):
    sign_in(page, live_server, people["investigator"])
    page.goto(f"{live_server.url}/exports/")
    tab_to(page, "dataset")
    page.keyboard.type("Times")
    expect(page.locator("#preview-head")).to_have_text(
        "Times to event, one row an endpoint"
    )
    tab_to(page, "cut")
    page.keyboard.type("cut first")
    expect(page).to_have_url(re.compile("cut=first"))
    tab_to(page, "profile-full")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#small-groups")).to_be_visible()
    expect(page.locator("#profile-shifted")).to_be_focused()
    tab_to(page, "download")
    with page.expect_download() as taken:
        page.keyboard.press("Enter")
    assert taken.value.suggested_filename == "adtte-first.csv"
    assert b"PS-" in taken.value.path().read_bytes()
    # For another country a number is asked for, until what needs one is left out.
    page.goto(f"{live_server.url}/exports/")
    tab_to(page, "recipient")
    page.keyboard.type("US")
    expect(page.locator("#approval-error")).to_be_visible()
    page.locator("#columns summary").press("Enter")
    page.locator("#column-HLAMATCH").press("Space")
    expect(page.locator("#download")).to_be_visible()
    expect(page.locator("#error-summary")).to_have_count(0)
    page.locator("#column-HLAMATCH").press("Space")
    expect(page.locator("#download")).to_have_count(0)
    page.locator("#approval").fill("2026-1")
    page.keyboard.press("Enter")
    expect(page.locator("#download")).to_have_attribute(
        "href", re.compile("approval=2026-1")
    )


def test_a_large_file_is_followed_live_and_another_is_cancelled(
    page, live_server, people, settings
):
    ExportJob.objects.all().delete()
    settings.EXPORT_ROWS_AT_ONCE = -2
    sign_in(page, live_server, people["investigator"])
    for dataset in ("adsl", "adtte"):
        page.goto(f"{live_server.url}/exports/?dataset={dataset}")
        tab_to(page, "have-written")
        page.keyboard.press("Enter")
        expect(page.get_by_text(f"{dataset}.csv").first).to_be_visible()
    row = page.get_by_role("row").filter(has_text="adtte.csv")
    expect(row).to_contain_text("waits for a worker")
    row.get_by_role("button", name="Cancel").press("Enter")
    expect(row).to_contain_text("cancelled")
    assert go_on(taken_by_job)
    row = page.get_by_role("row").filter(has_text="adsl.csv")
    expect(row).to_contain_text("kept until")
    with page.expect_download():
        row.get_by_role("link", name="Download").press("Enter")
