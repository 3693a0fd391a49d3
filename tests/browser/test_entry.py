"""Entering a form in a real browser: by keyboard, live grade, correction, conflict."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from registry.models import CRSEpisode, Draft
from tests.builders import PASSWORD, a_data_manager, a_record, a_treated_patient, day
from tests.refusing import refusing

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
ANSWERED = {
    "crs_occurred": "yes",
    "crs_onset_date": day(3),
    "crs_resolved_date": day(8),
    "max_temp_c": "39.1",
    "antipyretic_or_anticytokine": "yes",
    "hypotension": "fluids_only",
    "crs_recorded_grade": "2",
}
COMPLETE = {
    **ANSWERED,
    "hypoxia": "none",
    "tocilizumab_doses": 0,
    "steroids": "no",
    "crs_outcome": "resolved",
    "absent": {"tocilizumab_first_date": "not_applicable"},
    "state": "complete",
}


@pytest.fixture
def patient():
    return a_treated_patient(study_no="C032")


def sign_in(page, live_server, user):
    page.goto(f"{live_server.url}/sign-in/")
    page.fill("[name=username]", user.username)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "sign-in" not in url)


@pytest.fixture
def manager(page, live_server, patient):
    """A data manager at work, no request of whose pages leaves the host."""
    away: list[str] = []

    def watch(request):
        if not request.url.startswith((live_server.url, "data:")):
            away.append(request.url)

    page.on("request", watch)
    sign_in(page, live_server, a_data_manager())
    yield page
    assert away == []


def new_crs(live_server, patient) -> str:
    return f"{live_server.url}/patients/{patient.pk}/crs_episode/new/"


def at(live_server, record) -> str:
    return f"{live_server.url}/patients/{record.patient_id}/crs_episode/{record.pk}/"


def focused(page) -> str:
    return page.evaluate("document.activeElement.id || document.activeElement.tagName")


def test_crs_is_entered_by_keyboard_alone(manager, live_server, patient):
    page, keys = manager, manager.keyboard
    page.goto(new_crs(live_server, patient))
    page.focus("#main")
    for _step in range(60):
        keys.press("Tab")
        if page.evaluate("document.activeElement.name") == "crs_occurred":
            break
    keys.press("Space")
    keys.press("Tab")
    assert focused(page) == "id_crs_onset_date"
    keys.type("d3")
    keys.press("Tab")
    assert page.input_value("#id_crs_onset_date") == str(day(3))
    keys.type("d8")
    keys.press("Tab")
    keys.type("38,2")
    keys.press("Tab")
    keys.press("Tab")  # the unit stays as it is
    keys.press("Space")  # antipyretic: yes
    keys.press("Tab")
    keys.press("Space")  # hypotension: none, then to the right
    keys.press("ArrowRight")
    expect(page.locator("#grade-crs_grade .big b")).to_have_text("2–4")
    keys.press("Tab")
    keys.press("Space")
    keys.press("ArrowRight")
    keys.press("ArrowRight")  # hypoxia: high flow
    expect(page.locator("#grade-crs_grade .big b")).to_have_text("3")
    page.focus("#id_tocilizumab_first_date")
    keys.press("Alt+m")
    keys.press("a")
    expect(page.locator("#id_tocilizumab_first_date_field .missing")).to_have_text(
        "Not applicable"
    )
    keys.press("Control+s")
    expect(page.locator("#save-state")).to_contain_text("version 1")
    record = CRSEpisode.objects.get()
    assert (record.hypotension, record.hypoxia) == ("fluids_only", "high_flow")
    assert record.absent == {"tocilizumab_first_date": "not_applicable"}
    assert page.url == at(live_server, record)


def test_saving_twice_on_a_new_page_makes_one_record(manager, live_server, patient):
    page = manager
    page.goto(new_crs(live_server, patient))
    page.check("#id_crs_occurred input[value=yes]")
    page.keyboard.press("Control+s")
    expect(page.locator("#save-state")).to_contain_text("version 1")
    page.check("#id_hypoxia input[value=none]")
    page.keyboard.press("Control+s")
    expect(page.locator("#save-state")).to_contain_text("version 2")
    assert CRSEpisode.objects.count() == 1


def test_a_draft_that_falls_due_after_its_save_is_not_kept(
    manager, live_server, patient
):
    page = manager
    page.goto(new_crs(live_server, patient))
    page.check("#id_crs_occurred input[value=yes]")
    page.keyboard.press("Control+s")
    expect(page.locator("#save-state")).to_contain_text("version 1")
    page.wait_for_timeout(1500)
    expect(page.locator("#save-state")).to_contain_text("version 1")
    assert Draft.objects.count() == 0


def test_typing_during_a_save_is_neither_lost_nor_taken_for_saved(
    manager, live_server, patient
):
    page = manager
    crs = a_record("crs_episode", patient, **ANSWERED)
    page.goto(at(live_server, crs))
    page.fill("#id_max_temp_c", "39.5")
    page.evaluate("document.querySelector('[data-save]').click()")
    page.fill("#id_max_temp_c", "40.5")
    expect(page.locator("#save-state")).to_contain_text("version 2")
    assert page.input_value("#id_max_temp_c") == "40.5"
    page.keyboard.press("Control+s")
    expect(page.locator("#save-state")).to_contain_text("version 3")
    crs.refresh_from_db()
    assert float(crs.max_temp_c) == 40.5


def test_what_is_typed_while_the_database_is_full_is_kept_when_it_has_room(
    manager, live_server, patient
):
    page = manager
    crs = a_record("crs_episode", patient, **ANSWERED)
    page.goto(at(live_server, crs))
    said = page.locator("#offline")
    with refusing("registry_draft"):
        page.fill("#id_max_temp_c", "39.5")
        expect(said).to_be_visible()
        assert not Draft.objects.exists()
    expect(said).to_be_hidden()
    assert Draft.objects.get().typed["max_temp_c"] == "39.5"


def test_problems_take_the_focus_and_lead_to_the_field(manager, live_server, patient):
    page = manager
    crs = a_record("crs_episode", patient, **ANSWERED)
    page.goto(at(live_server, crs))
    page.fill("#id_max_temp_c", "100.8")
    page.fill("#id_crs_resolved_date", str(day(-2)))
    page.keyboard.press("Control+s")
    expect(page.locator("#error-summary")).to_be_focused()
    assert page.get_attribute("#id_max_temp_c", "aria-invalid") == "true"
    assert "id_max_temp_c_error" in page.get_attribute(
        "#id_max_temp_c", "aria-describedby"
    )
    page.click("#error-summary a[href='#id_max_temp_c']")
    assert focused(page) == "id_max_temp_c"
    page.click("[data-repair='38.2 °C']")
    page.fill("#id_crs_resolved_date", str(day(8)))
    page.keyboard.press("Control+s")
    expect(page.locator("#save-state")).to_contain_text("version 2")
    expect(page.locator("#error-summary")).to_have_count(0)
    assert page.get_attribute("#id_max_temp_c", "aria-invalid") is None
    assert "bad" not in page.get_attribute("#id_max_temp_c_field", "class")


def test_complete_form_is_corrected_with_a_reason(manager, live_server, patient):
    page = manager
    crs = a_record("crs_episode", patient, **COMPLETE)
    page.goto(at(live_server, crs))
    page.check("#id_hypoxia input[value=low_flow]")
    page.keyboard.press("Control+s")
    expect(page.locator("#reason-message")).to_be_visible()
    assert page.is_checked("#id_hypoxia input[value=low_flow]")
    page.fill("#reason", "Misread the chart.")
    page.keyboard.press("Control+s")
    expect(page.locator("#save-state")).to_contain_text("version 2")
    assert page.input_value("#reason") == ""
    page.focus("#id_hypoxia input:checked")
    page.keyboard.press("Alt+h")
    expect(page.locator("#history")).to_contain_text("Misread the chart.")
    page.keyboard.press("Escape")
    expect(page.locator("#history .panel")).to_have_count(0)


def test_reason_is_asked_for_once_the_form_is_complete(manager, live_server, patient):
    page = manager
    crs = a_record("crs_episode", patient, **COMPLETE | {"steroids": None})
    CRSEpisode.objects.filter(pk=crs.pk).update(state="begun")
    page.goto(at(live_server, crs))
    expect(page.locator("#why")).to_be_hidden()
    page.check("#id_steroids input[value=no]")
    page.keyboard.press("Control+s")
    expect(page.locator("#why")).to_be_visible()
    expect(page.locator("#record-state")).to_contain_text("complete")


@pytest.fixture
def colleague(browser, live_server, patient):
    """Somebody else at the same centre, in a browser of their own."""
    context = browser.browser.new_context(viewport=WIDE)
    page = context.new_page()
    page.set_default_timeout(30_000)
    sign_in(page, live_server, a_data_manager(name="colleague"))
    yield page
    context.close()


def test_two_editors_choose_field_by_field(manager, colleague, live_server, patient):
    crs = a_record("crs_episode", patient, **ANSWERED)
    for page in (manager, colleague):
        page.goto(at(live_server, crs))
    colleague.check("#id_hypotension input[value=multiple_vasopressors]")
    colleague.fill("#id_max_temp_c", "40.1")
    colleague.keyboard.press("Control+s")
    expect(colleague.locator("#save-state")).to_contain_text("version 2")
    manager.check("#id_hypotension input[value=one_vasopressor]")
    manager.keyboard.press("Control+s")
    expect(manager.locator("#conflict")).to_be_focused()
    expect(manager.locator("#conflict")).to_contain_text("colleague saved it at")
    assert manager.is_checked("input[name=keep__max_temp_c][value=theirs]")
    assert barriers(manager) == []
    manager.check("input[name=keep__hypotension][value=mine]")
    manager.keyboard.press("Control+s")
    manager.wait_for_selector("#messages")
    crs.refresh_from_db()
    assert crs.hypotension == "one_vasopressor"
    assert float(crs.max_temp_c) == 40.1
    assert manager.input_value("#id_max_temp_c") == "40.1"


def test_somebody_elses_draft_is_announced(manager, colleague, live_server, patient):
    crs = a_record("crs_episode", patient, **ANSWERED)
    colleague.goto(at(live_server, crs))
    colleague.fill("#id_max_temp_c", "40.1")
    expect(colleague.locator("#save-state")).to_contain_text("Draft kept")
    manager.goto(at(live_server, crs))
    expect(manager.locator(".note.warn")).to_contain_text("colleague has this form")


def test_enter_saves_and_stays_and_ctrl_enter_goes_on(manager, live_server, patient):
    page = manager
    crs = a_record("crs_episode", patient, **ANSWERED)
    page.goto(at(live_server, crs))
    page.fill("#id_max_temp_c", "39.4")
    page.keyboard.press("Enter")
    expect(page.locator("#save-state")).to_contain_text("version 2")
    assert page.url == at(live_server, crs)
    page.fill("#id_max_temp_c", "39.6")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/icans_episode/new/**")
    expect(page.locator("#messages")).to_contain_text("version 3")


def test_draft_is_kept_and_comes_back(manager, live_server, patient):
    page = manager
    crs = a_record("crs_episode", patient, **ANSWERED)
    page.goto(at(live_server, crs))
    page.fill("#id_max_temp_c", "39.")
    expect(page.locator("#save-state")).to_contain_text("Draft kept")
    assert Draft.objects.get().typed["max_temp_c"] == "39."
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    assert page.input_value("#id_max_temp_c") == "39."
    expect(page.locator("#draft-notice")).to_be_visible()


def test_session_that_ends_while_typing_loses_nothing(manager, live_server, patient):
    page = manager
    crs = a_record("crs_episode", patient, **ANSWERED)
    page.goto(at(live_server, crs))
    page.context.clear_cookies(name="sessionid")
    page.fill("#id_max_temp_c", "39.7")
    page.wait_for_url("**/sign-in/**")
    page.fill("[name=username]", a_data_manager().username)
    page.fill("[name=password]", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(at(live_server, crs))
    expect(page.locator("#draft-notice")).to_be_visible()
    assert page.input_value("#id_max_temp_c") == "39.7"


def test_questions_come_with_the_answer_that_calls_for_them(
    manager, live_server, patient
):
    page = manager
    page.goto(new_crs(live_server, patient))
    expect(page.locator("#id_max_temp_c_field")).to_be_hidden()
    page.check("#id_crs_occurred input[value=yes]")
    expect(page.locator("#id_max_temp_c_field")).to_be_visible()
    page.fill("#id_max_temp_c", "39")
    page.check("#id_crs_occurred input[value=no]")
    expect(page.locator("#id_max_temp_c_field .stray")).to_be_visible()
    assert page.input_value("#id_max_temp_c") == "39"
    expect(page.locator("#id_hypoxia_field")).to_be_hidden()


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("size", [WIDE, NARROW])
def test_no_barrier_is_found(manager, live_server, patient, language, size):
    page = manager
    page.context.add_cookies(
        [{"name": "django_language", "value": language, "url": live_server.url}]
    )
    page.set_viewport_size(size)
    crs = a_record("crs_episode", patient, **ANSWERED)
    page.goto(at(live_server, crs))
    assert barriers(page) == []
    page.fill("#id_max_temp_c", "100.8")
    page.keyboard.press("Control+s")
    expect(page.locator("#error-summary")).to_be_focused()
    page.focus("#id_hypoxia input >> nth=0")
    page.keyboard.press("Alt+h")
    page.wait_for_selector("#history .panel")
    assert barriers(page) == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= size["width"]


def barriers(page) -> list:
    found = Axe().run(page, options=AXE).response["violations"]
    return [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in found]
