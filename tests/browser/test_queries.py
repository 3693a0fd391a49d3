"""Queries in a real browser: a doubted value confirmed by keyboard, pages for all."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import expect

from registry.models import DataQuery
from tests.browser.test_entry import AXE, NARROW, WIDE, sign_in
from tests.builders import a_data_manager, a_monitor, a_patient, a_query

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def patient():
    return a_patient()


def assert_accessible(page, size):
    page.set_viewport_size(size)
    found = Axe().run(page, options=AXE)
    assert found.violations_count == 0, found.generate_report()
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0


def test_a_reason_is_asked_for_where_the_doubt_is(page, live_server, patient):
    sign_in(page, live_server, a_data_manager())
    page.goto(live_server.url + reverse("patient-edit", args=[patient.pk]))
    reason = page.locator("[name=weight_kg__stands]")
    expect(reason).to_be_hidden()
    place = page.locator("#id_weight_kg_field")
    page.locator("form details.more", has=place).locator("> summary").click()
    page.fill("[name=weight_kg]", "160")
    page.keyboard.press("Control+s")
    expect(reason).to_be_visible()
    assert DataQuery.objects.get(code="DQ043").status == "open"
    reason.fill("weighed twice")
    page.keyboard.press("Control+s")
    expect(reason).to_be_hidden()
    expect(page.locator("#id_weight_kg_said")).to_contain_text(
        "confirmed with a reason"
    )
    assert reason.input_value() == ""
    assert DataQuery.objects.get(code="DQ043").closed_as == "confirmed"


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_pages_are_accessible(page, live_server, patient, size):
    query = a_query(patient, code="DQ043", severity="soft")
    sign_in(page, live_server, a_monitor())
    for url in (
        reverse("queries"),
        reverse("query", args=[query.pk]),
        reverse("query-new", args=[patient.pk, "infusion"]),
        f"{reverse('checks')}?q=dq04",
    ):
        page.goto(live_server.url + url)
        assert_accessible(page, size)
