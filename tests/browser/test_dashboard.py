"""A study's dashboard in a real browser: figures, files, and figures that change."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from playwright.sync_api import expect

from outcomes.models import AnalysisSubject, StaleCohort
from outcomes.views.study import SECTIONS
from registry.models import FollowUp
from tests.browser.test_entry import sign_in
from tests.builders import an_investigator
from tests.unit.figures.drawn import marks
from tests.unit.figures.test_curves import of_role
from tests.web.study import the_shown_study, the_study

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROOT = Path(__file__).parents[2]
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
PAGES = [
    "/studies/",
    "/studies/cd7-hsct/",
    *(f"/studies/cd7-hsct/{name}/" for name in SECTIONS if name != "overview"),
]
# Markup would name entities that XML does not know.
AS_XML = "e => new XMLSerializer().serializeToString(e)"


@pytest.fixture
def reader(page, live_server):
    """An investigator, no request of whose pages leaves the host."""
    away: list[str] = []

    def watch(request):
        if not request.url.startswith((live_server.url, "data:")):
            away.append(request.url)

    page.on("request", watch)
    sign_in(page, live_server, an_investigator())
    yield page
    assert away == []


@pytest.fixture
def shown():
    """The study's stored results."""
    return the_shown_study()


def opened(page, live_server, path="/studies/cd7-hsct/", language="en"):
    """Open a page and wait until every figure is drawn."""
    page.set_extra_http_headers({"Accept-Language": language})
    page.goto(live_server.url + path)
    for chart in page.locator("[data-chart]").all():
        chart.locator("svg").wait_for()
    page.wait_for_load_state("networkidle")
    return page


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_no_barrier_is_found_and_nothing_scrolls_sideways(
    reader, live_server, shown, size, language
):
    reader.set_viewport_size(size)
    for path in PAGES:
        opened(reader, live_server, path, language)
        reader.evaluate(
            "document.querySelectorAll('.as-table').forEach(d => d.open = 1)"
        )
        found = Axe().run(reader, options=AXE).response["violations"]
        told = [
            (v["id"], v["nodes"][0]["html"], v["nodes"][0]["failureSummary"])
            for v in found
        ]
        assert (path, told) == (path, [])
        wide = reader.evaluate("document.documentElement.scrollWidth")
        assert wide <= size["width"]


@pytest.mark.parametrize("section", ["survival", "incidence", "response", "subgroups"])
def test_figure_on_screen_is_the_figure_in_the_file(
    reader, live_server, shown, section
):
    opened(reader, live_server, f"/studies/cd7-hsct/{section}/")
    for panel in reader.locator("section.panel:has([data-chart])").all():
        on_screen = panel.locator("[data-chart] svg").evaluate(AS_XML)
        with reader.expect_download() as download:
            panel.get_by_role("link", name="SVG").click()
        assert re.fullmatch(
            r"cd7-hsct_[a-z0-9-]+_change-1691\.svg", download.value.suggested_filename
        )
        in_file = Path(download.value.path()).read_text(encoding="utf-8")
        assert geometry(on_screen) == geometry(in_file)


def geometry(drawing):
    """Return every mark's path and place from the axes' corner, to a tenth of a pixel.

    Where the corner stands depends on the width of words, that is on fonts.
    """
    found = [m for m in marks(drawing) if "role-mark" in m.role]
    left = min(m.x for m in marks(drawing) if m.role == "background")
    top = min(m.y for m in marks(drawing) if m.role == "background")
    return [
        (
            m.role.split()[0],
            round(m.x - left, 1),
            round(m.y - top, 1),
            m.text,
            [(round(x - left, 1), round(y - top, 1)) for x, y in m.points()]
            if "d" in m.look
            else [],
        )
        for m in found
    ]


@pytest.mark.parametrize("width", [1280, 1440])
def test_the_published_table_is_wholly_in_view(reader, live_server, shown, width):
    reader.set_viewport_size({"width": width, "height": 900})
    opened(reader, live_server)
    across = reader.locator("#published .tbl-wrap").evaluate(
        "wrap => [wrap.scrollWidth, wrap.clientWidth]"
    )
    assert across[0] <= across[1]


def test_numbers_stand_under_their_ticks_on_screen(reader, live_server, shown):
    opened(reader, live_server, "/studies/cd7-hsct/survival/")
    drawing = reader.locator("#chart-overall-survival svg").evaluate(AS_XML)
    found = marks(drawing)
    ticks = [m.x for m in of_role(found, "role-axis-tick") if m.look["y2"] == "5"]
    numbers = [m.x for m in of_role(found, "mark-text", fill="#00609a")]
    assert numbers == pytest.approx(ticks, abs=0.51)


# ---- A figure that changes while somebody looks


@pytest.fixture
def worker(broker_url, tmp_path) -> Iterator[None]:
    """A Celery worker with its clock, as in production."""
    command = [sys.executable, "-m", "celery", "-A", "config", "--quiet", "worker"]
    command += ["--pool", "solo", "--beat", "--schedule", str(tmp_path / "beat")]
    command += ["--without-gossip", "--without-mingle", "--loglevel", "ERROR"]
    command += ["--queues", "celery,sweeps,seals"]
    env = os.environ | {
        "CELERY_BROKER_URL": broker_url,
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    running = subprocess.Popen(command, cwd=ROOT, env=env)
    yield
    running.terminate()
    running.wait(timeout=20)


def test_edited_follow_up_changes_the_open_dashboard(reader, live_server, worker):
    study = the_study()
    page = opened(reader, live_server)
    before = study.snapshots.first().data_version
    summary = page.get_by_text("Show as table").first
    summary.click()
    summary.focus()
    page.evaluate("window.sameAsBefore = true; window.at = scrollY")
    place = page.locator("#figure-overall-survival").bounding_box()
    expect(page.locator("#chart-overall-survival svg")).to_contain_text("17 (5)")

    shorten_the_longest_follow_up()

    drawing = page.locator("#chart-overall-survival svg")
    expect(drawing).to_contain_text("16 (6)")
    expect(page.locator("#table-overall-survival")).to_contain_text("16")
    newest = study.snapshots.first().data_version
    assert newest > before
    expect(page.locator("#study-status")).to_contain_text(f"change {newest:,}")
    expect(page.locator("#study-said")).to_contain_text(f"{newest:,}")
    expect(drawing).to_contain_text(f"change {newest:,}")
    assert page.evaluate("window.sameAsBefore && window.at === scrollY")
    assert page.evaluate("document.activeElement.closest('section').id") == (
        "figure-overall-survival"
    )
    assert (
        page.locator("#figure-overall-survival details").first.get_attribute("open")
        == ""
    )
    assert page.locator("#figure-overall-survival").bounding_box() == place


def shorten_the_longest_follow_up():
    """Correct the last contact of a CAR-T patient followed for three years."""
    longest = AnalysisSubject.objects.filter(
        car_t=True, outcomes__paramcd="OS", outcomes__cause=0
    ).latest("outcomes__day")
    contact = FollowUp.objects.filter(patient=longest.patient_id).latest("visit_date")
    contact.visit_date = longest.index_date + timedelta(days=400)
    contact.save()


# ---- What the head says meanwhile


def head(page):
    return page.locator("[data-status]")


def test_head_says_that_figures_are_being_computed(reader, live_server, shown):
    opened(reader, live_server)
    expect(head(reader)).to_contain_text("change 1,691")
    StaleCohort.objects.create(cohort=shown)
    expect(head(reader)).to_contain_text("recomputing")


def test_head_says_since_when_figures_wait(reader, live_server, shown):
    opened(reader, live_server)
    StaleCohort.objects.create(cohort=shown, at=timezone.now() - timedelta(minutes=3))
    expect(head(reader).locator(".stale").last).to_contain_text("Stale since")


def test_head_says_that_the_server_does_not_answer(browser, live_server, shown):
    page = browser.new_page()  # one that may report the failed requests
    sign_in(page, live_server, an_investigator())
    opened(page, live_server)
    page.route("**/status", lambda route: route.abort())
    lost = page.locator("#study-unreached")
    expect(lost).to_contain_text("has not answered since")
    page.unroute("**/status")
    expect(lost).to_be_hidden()
    page.close()
    browser.clear_cookies()


def test_question_is_answered_without_content_while_nothing_changes(
    reader, live_server, shown
):
    answers: list[int] = []
    reader.on(
        "response",
        lambda answer: (
            answers.append(answer.status) if answer.url.endswith("/status") else None
        ),
    )
    opened(reader, live_server)
    reader.wait_for_timeout(10_000)
    assert answers[0] == 200
    assert set(answers[1:]) == {304}


def test_failed_figure_points_to_its_table(reader, live_server, shown):
    reader.route(
        "**/overall-survival.json*",
        lambda route: route.fulfill(body=json.dumps({"mark": "none"})),
    )
    reader.goto(f"{live_server.url}/studies/cd7-hsct/")
    expect(reader.locator("#chart-overall-survival")).to_contain_text(
        "Its numbers are in the table"
    )
