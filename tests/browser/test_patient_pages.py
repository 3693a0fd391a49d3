"""The pages around a patient in a real browser: keys, narrow screens, axe, drawing."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.builders import PASSWORD, a_data_manager, a_patient, a_record, day

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
PAGES = ("/", "/patients/", "/patients/PK/", "/codebook/?q=crs", "/find/?q=c0")
CRS = {
    "crs_occurred": "yes",
    "crs_onset_date": day(3),
    "crs_resolved_date": day(8),
    "max_temp_c": "38.2",
    "antipyretic_or_anticytokine": "yes",
    "hypotension": "one_vasopressor",
    "hypoxia": "none",
    "steroids": "yes",
    "crs_recorded_grade": "2",
}
# Rendered boxes of texts, and of the day-zero lines, in the drawing's own units.
BOXES = """[...document.querySelectorAll('.tl a.mark')].flatMap((mark, number) =>
  [...mark.querySelectorAll('.label, .note')].map(text => {
    const box = text.getBBox();
    return [text.textContent, number, box.x, box.y + 2, box.x + box.width,
            box.y + box.height - 2];
  }))"""
ZEROS = """[...document.querySelectorAll('.tl .zero-line, .tl .zero-hsct')]
  .map(line => Number(line.getAttribute('x1')))"""


def a_rich_patient():
    patient = a_patient(study_no="C032", consent_status="given")
    a_record("diagnosis", patient, disease="T-LBL", etp="no")
    a_record("apheresis_product", patient, product="NS7CAR", apheresis_date=day(-21))
    flu_cy = {"ld_regimen": "Flu_Cy", "ld_start": day(-5), "ld_end": day(-3)}
    a_record("lymphodepletion", patient, **flu_cy)
    a_record("infusion", patient, dose_1e6_per_kg="2.0")
    a_record("expansion", patient, expansion_date=day(15), copies_per_ug=54331)
    a_record("crs_episode", patient, **CRS)
    a_record("icans_episode", patient)
    cr = {"response": "CR", "mrd_result": "not_detected"}
    a_record("disease_assessment", patient, **cr)
    a_record("disease_assessment", patient, assessment_date=day(40), **cr)
    hsct = {"donor": "haploidentical", "hla_match": "5/10", "conditioning": "Bu/Flu"}
    hsct |= {"hsct_date": day(46), "conditioning_start": day(39), "graft": "PBSC"}
    a_record("hsct", patient, **hsct)
    engrafted = {"anc_engraftment_date": day(59), "plt_engraftment_date": day(69)}
    a_record("engraftment", patient, **engrafted)
    stages = {"skin": "2", "liver": "1", "lower_gi": "0", "upper_gi": "0"}
    acute = {"agvhd_occurred": "yes", "agvhd_onset_date": day(132), **stages}
    a_record("agvhd_episode", patient, **acute)
    for at in (100, 228, 411, 596):
        a_record("follow_up", patient, visit_date=day(at), in_remission="yes")
    return patient


@pytest.fixture
def rich(page, live_server):
    """A page of somebody signed in, and the key of a patient with much in it."""
    patient = a_rich_patient()
    a_data_manager(name="manager")
    page.goto(f"{live_server.url}/sign-in/")
    page.fill("#id_username", "manager")
    page.fill("#id_password", PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live_server.url}/")
    page.patient, page.site = patient, live_server.url
    return page


def chinese(page):
    page.context.add_cookies(
        [{"name": "django_language", "value": "zh-hans", "url": page.site}]
    )


def opened(page, path):
    page.goto(page.site + path.replace("PK", str(page.patient.pk)))
    return page


@pytest.mark.parametrize("language", ["en", "zh"])
def test_no_barrier_is_found_and_no_page_scrolls_sideways(rich, language):
    if language == "zh":
        chinese(rich)
    found = []
    for path in PAGES:
        for size in (WIDE, NARROW):
            rich.set_viewport_size(size)
            opened(rich, path)
            violations = Axe().run(rich, options=AXE).response["violations"]
            found += [
                (path, size["width"], v["id"], [n["html"][:120] for n in v["nodes"]])
                for v in violations
            ]
            across = rich.evaluate("document.documentElement.scrollWidth")
            assert across <= size["width"], path
    assert found == []


@pytest.mark.parametrize("language", ["en", "zh"])
def test_texts_of_the_timeline_are_clear_of_each_other_as_drawn(rich, language):
    if language == "zh":
        chinese(rich)
    opened(rich, "/patients/PK/")
    boxes, zeros = rich.evaluate(BOXES), rich.evaluate(ZEROS)
    assert len(boxes) > 15
    assert len(zeros) == 2
    for at, (text, mark, left, top, right, bottom) in enumerate(boxes):
        assert not [x for x in zeros if left < x < right], text
        for other, of, x, y, to, down in boxes[at + 1 :]:
            apart = right <= x or to <= left or bottom <= y or down <= top
            assert apart or mark == of, (text, other)


def test_timeline_scrolls_inside_its_panel_on_a_phone(rich):
    rich.set_viewport_size(NARROW)
    opened(rich, "/patients/PK/")
    inner, outer = rich.evaluate(
        """(() => { const wrap = document.querySelector('.tl > .tbl-wrap');
                    return [wrap.scrollWidth, wrap.clientWidth]; })()"""
    )
    assert inner > 1000 > outer


def test_mark_opens_its_form_by_keyboard(rich):
    opened(rich, "/patients/PK/")
    rich.focus('.tl a.mark[aria-label^="CRS 3"]')
    rich.keyboard.press("Enter")
    rich.wait_for_url("**/crs_episode/**")


def test_letters_lead_through_list_and_patient(rich):
    opened(rich, "/patients/")
    rich.keyboard.press("j")
    rich.keyboard.press("Enter")
    rich.wait_for_url("**/patients/*/")
    rich.keyboard.press("n")
    assert rich.is_visible("details.add .menu")
    rich.keyboard.press("Escape")
    assert not rich.is_visible("details.add .menu")
    rich.keyboard.press("j")
    assert rich.evaluate("document.activeElement.textContent") == "Follow-up"


def test_number_and_form_go_straight_to_the_form(rich):
    rich.keyboard.press("/")
    rich.keyboard.type("c032 crs")
    rich.wait_for_selector("#find-results [role=option]")
    expect(rich.locator("#find-results .on")).to_contain_text("CRS")
    rich.keyboard.press("Enter")
    rich.wait_for_url("**/crs_episode/**")


def test_list_narrows_while_typing_and_keeps_its_address(rich):
    a_patient(study_no="H001")
    opened(rich, "/patients/")
    rich.fill("#filter-words", "h0")
    expect(rich.locator("#patient-list tbody tr")).to_have_count(1)
    rich.wait_for_url("**q=h0**")
    rich.select_option("select[name=car_t]", "yes")
    rich.wait_for_selector("#patient-list .empty")
    opened(rich, "/patients/?q=h0")
    assert rich.input_value("#filter-words") == "h0"


def test_same_facts_stand_in_a_table(rich):
    opened(rich, "/patients/PK/")
    rich.click(".tl details.same summary")
    said = rich.inner_text(".tl details.same table")
    for fact in ("CRS 3, recorded 2", "CR, MRD negative", "ANC +13", "aGVHD II"):
        assert fact in said
