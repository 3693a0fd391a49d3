"""The builder by keyboard alone: the founding study's cohort, and a refusal."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from outcomes.models import Cohort
from outcomes.pipeline.sweep import sweep
from tests.browser.test_entry import sign_in
from tests.builders import an_investigator
from tests.web.study import the_study

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
SIZES = ({"width": 1440, "height": 900}, {"width": 390, "height": 844})
MANY_TABS = 90


def tab_to(page, name):
    """Press Tab until the focus is on the control of this id."""
    for _press in range(MANY_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.id") == name:
            return
    raise AssertionError(f"{name} is not reached by Tab")


def open_by_tab(page, words):
    """Press Tab until the focus is on the summary with these words, and open it."""
    for _press in range(MANY_TABS):
        page.keyboard.press("Tab")
        said = page.evaluate(
            "document.activeElement.matches('summary')"
            " && document.activeElement.textContent.trim()"
        )
        if said == words:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"{words} is not reached by Tab")


def add(page, words, name):
    """Add the condition that begins with these words; the focus goes into it."""
    tab_to(page, "add")
    page.keyboard.type(words)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(f"#{name}")).to_be_focused()


def settled(page):
    """Wait for what was chosen to be sent, 400 ms later, and answered."""
    page.wait_for_timeout(500)
    expect(page.locator(".htmx-request")).to_have_count(0)


def test_the_founding_cohort_and_a_refusal_by_keyboard_alone(page, live_server):
    the_study()
    sign_in(page, live_server, an_investigator())
    page.goto(f"{live_server.url}/studies/new")
    tab_to(page, "index-infusion")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#hsct")).to_have_count(0)
    expect(page.locator("#index-hsct")).to_be_focused()
    settled(page)
    add(page, "Disease", "filter-disease-1")
    page.keyboard.press("Space")
    settled(page)
    for _next in range(2):
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        settled(page)
    add(page, "First", "filter-first_allogeneic-true")
    page.keyboard.press("Space")
    settled(page)
    tab_to(page, "groups")
    page.keyboard.type("Acute GVHD")
    counts = page.locator("#cohort-counts")
    expect(page.locator("#refused")).to_contain_text("immortal time")
    has_no_barrier(page)
    tab_to(page, "follow-landmark")
    page.keyboard.press("Space")
    expect(page.locator("#refused")).to_have_count(0)
    expect(counts).to_contain_text("Alive and followed after day 90")
    page.locator("#groups").focus()
    page.keyboard.type("Treatment")
    expect(counts).to_contain_text("chemotherapy")
    groups = counts.locator(".flow-groups div")
    expect(groups).to_have_text([r"CAR-T34", r"chemotherapy124"])
    open_by_tab(page, "GVHD")
    tab_to(page, "endpoint-AGVHD24")
    page.keyboard.press("Space")
    open_by_tab(page, "3 other ways to read Acute GVHD II–IV")
    tab_to(page, "endpoint-AGVHD24R")
    page.keyboard.press("Space")
    open_by_tab(page, "Engraftment")
    tab_to(page, "endpoint-PLTENG")
    page.keyboard.press("Space")
    tab_to(page, "title_en")
    page.keyboard.type("By keyboard")
    page.keyboard.press("Enter")
    settled(page)
    for _press in range(MANY_TABS):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == "save":
            break
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_server.url}/studies/by-keyboard/")
    definition = Cohort.objects.get(slug="by-keyboard").definition
    assert definition["groups"] == {"variable": "arm"}
    assert definition["filters"][0]["in"] == ["T-ALL", "ETP-ALL", "T-LBL"]
    assert definition["endpoints"][-3:] == ["AGVHD24", "AGVHD24R", "PLTENG"]
    sweep()
    for section, figures in (("gvhd", 2), ("engraftment", 1)):
        page.goto(f"{live_server.url}/studies/by-keyboard/{section}/")
        expect(page.locator("[data-chart] svg")).to_have_count(figures)
        has_no_barrier(page)


def test_what_is_typed_while_the_form_is_redrawn_stays(page, live_server):
    """The answer that knows nothing of it is not shown, and asked for again."""
    the_study()
    sign_in(page, live_server, an_investigator())
    address = f"{live_server.url}/studies/new"
    page.goto(address)
    held = []

    def hold(route):
        held.append(route)

    page.route(address, hold, times=1)
    page.check("#index-hsct")
    while not held:
        page.wait_for_timeout(50)
    page.fill("#horizon", "500")
    held.pop().continue_()
    expect(page.locator("#hsct")).to_have_count(0)
    assert page.input_value("#horizon") == "500"


def has_no_barrier(page):
    """Look for barriers and for what is wider than the screen, on both sizes."""
    for size in reversed(SIZES):
        page.set_viewport_size(size)
        found = Axe().run(page, options=AXE)
        assert not found.response["violations"], found.generate_report()
        wide = "document.documentElement.scrollWidth > window.innerWidth"
        assert not page.evaluate(wide)
