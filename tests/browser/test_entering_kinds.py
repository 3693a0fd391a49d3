"""In a real browser: a date without its day, rows by keyboard, another unit."""

import pytest
from playwright.sync_api import expect

from registry.models import CRSEpisode, Death, Diagnosis
from tests.browser.test_entry import at, manager, new_crs, patient  # noqa: F401
from tests.builders import a_record, day

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def begin(page, live_server, who, form):
    page.goto(f"{live_server.url}/patients/{who.pk}/{form}/new/")


def save(page):
    def is_save(answer):
        asked = answer.request
        aside = ("/derived/", "/draft/", "/session")
        return asked.method == "POST" and not any(one in asked.url for one in aside)

    with page.expect_response(is_save, timeout=20_000) as answer:
        page.keyboard.press("Control+s")
    assert answer.value.ok


def test_month_of_a_death_is_typed(manager, live_server, patient):  # noqa: F811
    begin(manager, live_server, patient, "death")
    manager.fill("#id_death_date", "2025-05")
    expect(manager.locator("output[for=id_death_date]")).to_contain_text("day unknown")
    save(manager)
    assert Death.objects.get().as_entered == {"death_date": "2025-05"}


def test_genes_are_added_by_keyboard(manager, live_server, patient):  # noqa: F811
    patient.diagnosis_set.all().delete()
    begin(manager, live_server, patient, "diagnosis")
    page, keys = manager, manager.keyboard
    page.select_option("#id_disease", "AML")
    page.locator("details.more:has(#id_genes_field) > summary").press("Enter")
    for row, gene in enumerate(("NPM1", "TP53", "RAS", "PTEN")):
        page.locator("#id_genes_field [data-add-row]").press("Enter")
        expect(page.locator(f"#id_genes__{row}-gene")).to_be_focused()
        page.select_option(f"#id_genes__{row}-gene", gene)
        page.select_option(f"#id_genes__{row}-gene_result", "positive")
    page.locator("#id_genes__1-gene").focus()
    for _step in range(3):
        keys.press("Tab")
    keys.press("Enter")
    expect(page.locator("#id_genes__1-gene")).to_be_hidden()
    save(page)
    genes = [row["gene"] for row in Diagnosis.objects.get().genes]
    assert genes == ["NPM1", "RAS", "PTEN"]


def test_unit_is_switched_and_nothing_typed_converts(manager, live_server, patient):  # noqa: F811
    record = a_record("crs_episode", patient, crs_occurred="yes", crs_onset_date=day(3))
    manager.goto(at(live_server, record))
    box = manager.locator("#id_max_temp_c")
    box.fill("103.1")
    manager.select_option("#id_max_temp_c_unit", "°F")
    expect(box).to_have_value("103.1")
    expect(manager.locator("output.as-stored[for=id_max_temp_c]")).to_have_text(
        "= 39.5 °C"
    )
    save(manager)
    crs = CRSEpisode.objects.get()
    assert (float(crs.max_temp_c), crs.as_entered["max_temp_c"]) == (39.5, "103.1 °F")
    manager.goto(new_crs(live_server, patient))
    expect(manager.locator("#id_max_temp_c_unit")).to_have_value("°F")
