"""The parts of every page in a real browser: keys, menus, narrow screens, axe."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [
    pytest.mark.browser,
    pytest.mark.urls("tests.web.gallery"),
    pytest.mark.django_db(transaction=True),
]
NARROW = {"width": 390, "height": 844}
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture
def gallery(page, live_server):
    page.goto(live_server.url)
    return page


@pytest.fixture
def blank(page, live_server):
    page.goto(f"{live_server.url}/blank")
    return page


def focused(page) -> str:
    return page.evaluate("document.activeElement.id || document.activeElement.tagName")


@pytest.mark.parametrize("path", ["", "/blank", "/sign-in"])
@pytest.mark.parametrize("size", [{"width": 1440, "height": 900}, NARROW])
def test_no_barrier_is_found(page, live_server, path, size):
    page.set_viewport_size(size)
    page.goto(live_server.url + path)
    found = Axe().run(page, options=AXE).response["violations"]
    assert [(v["id"], [n["html"] for n in v["nodes"]][:3]) for v in found] == []


def test_page_never_scrolls_sideways_on_a_phone(page, live_server):
    page.set_viewport_size(NARROW)
    page.goto(live_server.url)
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]


def test_targets_on_a_phone_are_44_pixels_high(page, live_server):
    page.set_viewport_size(NARROW)
    page.goto(live_server.url)
    small = page.evaluate(
        """[...document.querySelectorAll(
             'button, summary, .seg label, .checks label, input.inp, select, nav a')]
           .filter(e => e.checkVisibility() && !e.closest('dialog, .menu'))
           .map(e => [e.outerHTML.slice(0, 90), e.getBoundingClientRect().height])
           .filter(([, height]) => height < 43.5)"""
    )
    assert small == []


def test_focus_goes_to_the_error_summary_and_on_to_the_field(gallery):
    assert focused(gallery) == "error-summary"
    gallery.click("#error-summary a >> nth=0")
    assert focused(gallery) == "id_resolved"


def test_slash_finds_and_escape_closes(blank):
    blank.keyboard.press("/")
    assert focused(blank) == "find-box"
    blank.keyboard.type("c03")
    blank.wait_for_selector("#find-results [role=option]")
    blank.keyboard.press("ArrowDown")
    active = blank.get_attribute("#find-box", "aria-activedescendant")
    assert "C030" in blank.inner_text(f"#{active}")
    blank.keyboard.press("Escape")
    assert not blank.is_visible("#find-results")


def test_enter_opens_the_chosen_result(blank):
    blank.keyboard.press("/")
    blank.keyboard.type("c03")
    blank.wait_for_selector("#find-results [role=option]")
    blank.keyboard.press("Enter")
    blank.wait_for_url("**#c032")


def test_question_mark_shows_all_keys_and_they_can_be_switched_off(blank):
    blank.keyboard.press("?")
    assert blank.is_visible("#keys")
    blank.uncheck("#single-keys")
    blank.keyboard.press("Escape")
    assert not blank.is_visible("#keys")
    blank.keyboard.press("?")
    assert not blank.is_visible("#keys")
    blank.evaluate("localStorage.clear()")


def test_letters_inside_a_box_are_letters(blank):
    blank.fill("#id_onset", "")
    blank.focus("#id_onset")
    blank.keyboard.type("?/g")
    assert blank.input_value("#id_onset") == "?/g"
    assert not blank.is_visible("#keys")


def test_g_and_a_letter_go_to_a_page(gallery):
    gallery.keyboard.press("g")
    gallery.keyboard.press("p")
    gallery.wait_for_url("**/blank")


def test_rows_answer_to_j_and_k(gallery):
    row = "document.activeElement.closest('tr')?.innerText.split('\\t')[0]"
    gallery.keyboard.press("j")
    assert gallery.evaluate(row) == "CRS"
    gallery.keyboard.press("j")
    assert gallery.evaluate(row) == "ICANS"
    gallery.keyboard.press("k")
    assert gallery.evaluate(row) == "CRS"


def test_reason_for_no_value_by_keyboard(blank):
    blank.focus("#id_ferritin")
    blank.keyboard.press("Alt+m")
    blank.keyboard.press("d")
    assert not blank.is_visible("#id_ferritin")
    assert blank.inner_text("#id_ferritin_field .missing") == "Not done"
    blank.click("#id_ferritin_field [data-enter-value]")
    assert focused(blank) == "id_ferritin"


def test_escape_leaves_the_menu_as_it_was(blank):
    blank.focus("#id_ferritin")
    blank.keyboard.press("Alt+m")
    blank.keyboard.press("Escape")
    assert blank.is_visible("#id_ferritin")
    assert not blank.is_visible("#id_ferritin_field .menu")


def test_tab_goes_from_answer_to_answer(blank):
    blank.focus("#id_ferritin")
    blank.keyboard.press("Tab")
    assert focused(blank) == "id_il6"


def test_history_opens_beside_the_form_and_escape_gives_focus_back(blank):
    blank.focus("#id_ferritin")
    blank.keyboard.press("Alt+h")
    blank.wait_for_selector("#history .panel")
    blank.keyboard.press("Escape")
    assert blank.locator("#history .panel").count() == 0
    assert focused(blank) == "id_ferritin_history"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2022-09-09", "day 3"),
        ("2022-09-04", "day −2"),
        ("2022-10", "days 25 … 55 · day unknown"),
        ("2023", "days 117 … 481 · month and day unknown"),
        ("2022-09-31", ""),
        ("soon", ""),
    ],
)
def test_day_number_follows_what_is_typed(blank, typed, day):
    blank.fill("#id_onset", typed)
    assert blank.text_content("output[for=id_onset]") == day


@pytest.mark.parametrize(
    ("typed", "date"), [("d3", "2022-09-09"), ("d-2", "2022-09-04")]
)
def test_day_becomes_the_date_it_means(blank, typed, date):
    blank.fill("#id_onset", typed)
    blank.keyboard.press("Tab")
    assert blank.input_value("#id_onset") == date


def test_repair_is_taken_with_a_click(gallery):
    gallery.click("[data-repair='38.2']")
    assert gallery.input_value("#id_temperature") == "38.2"
    gallery.click("[data-repair='3']")
    assert gallery.is_checked("#id_recorded_field input[value='3']")


def test_leaving_with_unsaved_changes_asks(blank):
    asked = []
    blank.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    blank.click("#id_ferritin")
    blank.keyboard.type("12")
    blank.goto(blank.url.replace("/blank", "/sign-in"))
    assert asked == ["beforeunload"]


def test_chart_is_drawn_without_eval(page, live_server):
    page.goto(live_server.url)
    page.add_script_tag(url=f"{live_server.url}/static/vendor/vega.min.js")
    page.evaluate(
        """async () => {
          const place = document.getElementById("history");
          await dayzeroCharts.draw(place, {
            data: {values: [{x: 1, y: 2}, {x: 2, y: 3}]},
            mark: {type: "line", tooltip: true},
            transform: [{calculate: "datum.y * 2", as: "z"}],
            encoding: {x: {field: "x", type: "quantitative"},
                       y: {field: "z", type: "quantitative"}}});
        }"""
    )
    assert page.locator("#history svg path").count() > 0
