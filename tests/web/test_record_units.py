"""A number in another unit: kept as entered, stored in one unit, never converted."""

from decimal import Decimal

import pytest
from django.db import IntegrityError

from registry.audit.reading import edits_of
from registry.models import CRSEpisode, UnitChoice
from tests.builders import a_data_manager, a_monitor, a_record, a_treated_patient
from tests.web.entering import A_CRS, as_typed, at, new_crs

pytestmark = pytest.mark.django_db
SHOWN = 'name="peak_crp_mg_l" value="34"'
CHOSEN = '<option value="mg/dL" data-times="10" data-by="1" data-minus="0" selected>'


@pytest.fixture
def patient():
    return a_treated_patient()


@pytest.fixture
def manager(client):
    client.force_login(a_data_manager())
    return client


def entered(manager, patient, **typed):
    answer = manager.post(
        new_crs(patient), A_CRS | {"course_no": "1"} | typed, follow=True
    )
    return answer.content.decode()


@pytest.mark.parametrize(
    "typed",
    [
        {"peak_crp_mg_l": "34", "peak_crp_mg_l__unit": "mg/dL"},
        {"peak_crp_mg_l": "34 mg/dL"},
        {"peak_crp_mg_l": "34 MG/DL", "peak_crp_mg_l__unit": "mg/L"},
    ],
)
def test_number_is_stored_in_one_unit_and_shown_as_entered(manager, patient, typed):
    page = entered(manager, patient, **typed)
    crs = CRSEpisode.objects.get()
    assert (crs.peak_crp_mg_l, crs.as_entered["peak_crp_mg_l"]) == (340, "34 mg/dL")
    assert SHOWN in page
    assert CHOSEN in page
    assert "= 340 mg/L" in page


def test_fahrenheit_is_a_unit_and_no_slip(manager, patient):
    entered(manager, patient, max_temp_c="103.1", max_temp_c__unit="°F")
    assert CRSEpisode.objects.get().max_temp_c == Decimal("39.5")
    page = entered(manager, patient, max_temp_c="103.1", max_temp_c__unit="°C")
    assert 'data-repair="39.5 °C"' in page


def test_own_unit_needs_nothing_beside_it(manager, patient):
    entered(manager, patient, peak_crp_mg_l="340", peak_crp_mg_l__unit="mg/L")
    assert CRSEpisode.objects.get().as_entered == {}


def test_unit_is_remembered_for_the_persons_next_form(manager, patient):
    entered(manager, patient, peak_crp_mg_l="34", peak_crp_mg_l__unit="mg/dL")
    assert UnitChoice.objects.get(field="peak_crp_mg_l").unit == "mg/dL"
    assert CHOSEN in manager.get(new_crs(patient)).content.decode()


def test_saved_number_is_never_shown_in_the_remembered_unit(manager, patient):
    entered(manager, patient, peak_crp_mg_l="34", peak_crp_mg_l__unit="mg/dL")
    record = a_record("crs_episode", patient, crs_occurred="yes", peak_crp_mg_l=340)
    page = manager.get(at(record)).content.decode()
    assert 'name="peak_crp_mg_l" value="340"' in page
    assert CHOSEN not in page


def test_refused_number_keeps_its_unit(manager, patient):
    page = entered(manager, patient, peak_crp_mg_l="3400", peak_crp_mg_l__unit="mg/dL")
    assert 'name="peak_crp_mg_l" value="3400"' in page
    assert CHOSEN in page
    assert not CRSEpisode.objects.exists()


def test_history_and_reader_see_what_was_entered(manager, patient, client):
    entered(manager, patient, peak_crp_mg_l="34", peak_crp_mg_l__unit="mg/dL")
    record = CRSEpisode.objects.get()
    assert "34 mg/dL" in [str(one.new) for one in edits_of(record)[0].fields]
    page = manager.get(at(record, "record-history")).content.decode()
    assert "34 mg/dL (= 340 mg/L)" in page
    client.force_login(a_monitor())
    assert "34 mg/dL" in client.get(at(record)).content.decode()


def test_others_number_is_taken_in_its_own_unit(manager, patient):
    record = a_record("crs_episode", patient, crs_occurred="yes", peak_crp_mg_l=300)
    CRSEpisode.objects.filter(pk=record.pk).update(peak_crp_mg_l=340)
    mine = as_typed(
        peak_crp_mg_l="30", peak_crp_mg_l__unit="mg/dL", max_temp_c="", hypotension=""
    ) | {"crs_onset_date": ""}
    assert manager.post(at(record), mine).status_code == 412
    taken = {
        "version": "2",
        "differs": "peak_crp_mg_l",
        "keep__peak_crp_mg_l": "theirs",
    }
    manager.post(at(record), mine | taken)
    record.refresh_from_db()
    assert (record.peak_crp_mg_l, record.as_entered) == (340, {})


@pytest.mark.parametrize("text", ["34 stone", "much mg/dL", "2024-05"])
def test_database_keeps_what_was_entered_a_number_in_a_known_unit(patient, text):
    record = a_record("crs_episode", patient, crs_occurred="yes", peak_crp_mg_l=340)
    with pytest.raises(IntegrityError):
        CRSEpisode.objects.filter(pk=record.pk).update(
            as_entered={"peak_crp_mg_l": text}
        )


def test_other_dose_is_derived_from_the_weight_and_never_filled_in(manager, patient):
    patient.weight_kg = 65
    patient.save()
    infusion = patient.infusion_set.get()
    infusion.dose_1e6_per_kg = 2
    infusion.save()
    page = manager.get(at(infusion)).content.decode()
    assert "Flat dose, from 65 kg" in page
    assert "130" in page
    assert 'name="dose_flat_1e6" value' not in page
