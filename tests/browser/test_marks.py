"""Signing, locking and the list of forms in a real browser: keys, axe, no script."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from registry.models import Diagnosis, Draft, Kind
from tests import builders
from tests.browser.test_entry import AXE, NARROW, WIDE, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def record():
    return builders.a_record("diagnosis", state="complete")


def page_of(live_server, record, act=""):
    here = f"/patients/{record.patient_id}/{record.form}/{record.pk}/"
    return f"{live_server.url}{here}{act}"


def test_an_investigator_signs_by_keyboard(page, live_server, record):
    sign_in(page, live_server, builders.an_investigator())
    page.goto(page_of(live_server, record))
    page.get_by_role("link", name="Sign", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("I have reviewed this form")).to_be_visible()
    page.get_by_label("User name").focus()
    page.keyboard.type("investigator_ldp")
    page.keyboard.press("Tab")
    page.keyboard.type(builders.PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Diagnosis is signed.")).to_be_visible()
    record.refresh_from_db()
    assert record.standing == "signed"


def test_who_saves_into_a_lock_is_told_and_keeps_what_was_typed(
    page, live_server, record
):
    sign_in(page, live_server, builders.a_data_manager())
    page.goto(page_of(live_server, record))
    page.get_by_label("Karyotype", exact=False).first.focus()
    page.evaluate("document.querySelectorAll('details.more').forEach(d => d.open = 1)")
    page.locator("[name=karyotype_text]").fill("46,XX")
    builders.marked(record, Kind.LOCKED)
    page.locator("#reason").fill("read again")
    page.keyboard.press("Control+s")
    expect(page.locator("#error-summary")).to_contain_text("is locked since")
    expect(page.locator("[name=karyotype_text]")).to_have_value("46,XX")
    assert Draft.objects.get().typed["karyotype_text"] == "46,XX"
    assert Diagnosis.objects.get().version == 1


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_pages_are_accessible_and_never_wider_than_the_screen(
    page, live_server, record, size, language
):
    begun = builders.a_record("relapse", record.patient)
    signed = builders.a_record("death", record.patient, state="complete")
    builders.marked(signed, Kind.VERIFIED, Kind.SIGNED, Kind.LOCKED)
    sign_in(page, live_server, builders.a_centre_administrator())
    page.context.add_cookies(
        [{"name": "django_language", "value": language, "url": live_server.url}]
    )
    page.set_viewport_size(size)
    patient = f"{live_server.url}/patients/{begun.patient_id}/"
    for url in (
        f"{live_server.url}/forms/",
        page_of(live_server, signed),
        page_of(live_server, signed, "unlock/"),
        page_of(live_server, record, "lock/"),
        f"{patient}mark/lock/",
        patient,
    ):
        page.goto(url)
        found = Axe().run(page, options=AXE)
        assert found.violations_count == 0, f"{url}: {found.generate_report()}"
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= size["width"], url
