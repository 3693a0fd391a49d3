"""Numbers as hospitals write them."""

from decimal import Decimal

import pytest

from registry.intake.columns import BY_NAME
from registry.intake.numbers import read_number
from registry.models import FORMS

CRP = FORMS["crs_episode"].variables()["peak_crp_mg_l"]
BILIRUBIN = FORMS["sos_vod"].variables()["bilirubin_mg_dl"]
WBC = FORMS["diagnosis"].variables()["wbc_at_diagnosis"]
TEMPERATURE, DOSE = "crs_max_temp_c", "car_t_dose_1e6_per_kg"
COPIES, MRD = "car_t_peak_copies_per_ug", "d28_mrd_pct"
BLASTS, LINES = "bm_blasts_pct_before_car_t", "prior_lines"

READ = [
    (TEMPERATURE, "38.9", "38.9"),
    (TEMPERATURE, 38.9, "38.9"),
    (TEMPERATURE, "38,4", "38.4"),
    (TEMPERATURE, "38，4", "38.4"),
    (TEMPERATURE, "３８．９", "38.9"),
    (TEMPERATURE, "38。9", "38.9"),
    (TEMPERATURE, "38.9 ℃", "38.9"),
    (TEMPERATURE, "38.9°C", "38.9"),
    (TEMPERATURE, "38.9度", "38.9"),
    (COPIES, "257,215", "257215"),
    (COPIES, "1,234,567", "1234567"),
    (COPIES, "1.234.567", "1234567"),
    (COPIES, "1 638", "1638"),
    (COPIES, "2.5×10^5", "250000"),
    (COPIES, "2.5e5", "250000"),
    (COPIES, "1638 copies/µg", "1638"),
    (COPIES, "1,234.5", "1234.5"),
    (COPIES, "1.234,5", "1234.5"),
    (DOSE, "2×10^6/kg", "2"),
    (DOSE, "2x10⁶/kg", "2"),
    (DOSE, "1,5", "1.5"),
    (DOSE, "1,500", "1.5"),
    (MRD, "0,202", "0.202"),
    (MRD, "0.01%", "0.01"),
    (MRD, "0", "0"),
    (LINES, "3线", 3),
    (LINES, 3.0, 3),
    ("car_t_peak_day", "D11", 11),
    ("car_t_peak_day", "第11天", 11),
]
REFUSED = [
    (BLASTS, "120", "out_of_range"),
    (BLASTS, "-3", "out_of_range"),
    (TEMPERATURE, "103.1", "unit_slip"),
    (TEMPERATURE, "39.1 °F", "unit_slip"),
    (DOSE, "2000000", "unit_slip"),
    (DOSE, "0", "out_of_range"),
    (TEMPERATURE, "38.9 mmHg", "unknown_unit"),
    (TEMPERATURE, "high", "not_a_number"),
    (TEMPERATURE, "38.5-39", "unknown_unit"),
    (TEMPERATURE, "1,23,4", "not_a_number"),
    (TEMPERATURE, True, "not_a_number"),
    (TEMPERATURE, "阳性", "not_a_number"),
    (LINES, "2.5", "not_whole"),
]


def read(name, cell):
    line = BY_NAME[name]
    return read_number(cell, line.variable, units=line.units, assay=line.assay)


@pytest.mark.parametrize(("name", "cell", "number"), READ)
def test_a_number_is_read_silently(name, cell, number):
    reading = read(name, cell)
    assert (reading.value, reading.fault) == (Decimal(number), None)


@pytest.mark.parametrize(("name", "cell", "code"), REFUSED)
def test_what_is_no_possible_number_is_refused(name, cell, code):
    reading = read(name, cell)
    assert reading.wrong
    assert reading.fault.code == code


def test_fahrenheit_and_cells_are_named_with_what_to_enter():
    assert "Fahrenheit" in read(TEMPERATURE, "103.1").fault.message
    assert "39.5 °C" in read(TEMPERATURE, "103.1").fault.message
    assert "cells" in read(DOSE, "2000000").fault.message
    assert "enter 2" in read(DOSE, "2000000").fault.message


@pytest.mark.parametrize("unit", ["°F", "℉", "F", "华氏度"])
def test_a_number_with_another_unit_of_its_field_is_kept_as_it_is_written(unit):
    value = read(TEMPERATURE, f"102.2 {unit}").value
    assert (str(value), value.stored) == ("102.2 °F", Decimal("39"))


def test_a_unit_that_is_stated_holds_for_numbers_without_one():
    mg_dl = CRP.units[0]
    for cell in (34, "34", "34 mg/dl"):
        value = read_number(cell, CRP, unit=mg_dl).value
        assert (str(value), value.stored) == ("34 mg/dL", Decimal(340))
    assert read_number("34 mg/L", CRP, unit=mg_dl).value == Decimal(34)
    assert read_number("1,5", CRP, unit=mg_dl).value.stored == Decimal(15)
    assert read_number("<0.5", CRP, unit=mg_dl).absent == "below_detection"
    assert read_number("4500 cells/µL", WBC).value.stored == Decimal("4.5")


def test_a_unit_slip_is_named_in_either_direction():
    slip = read_number("120", BILIRUBIN).fault
    assert slip.code == "unit_slip"
    assert "it looks like µmol/L" in slip.message
    slip = read_number("300", CRP, unit=CRP.units[0]).fault
    assert "300 mg/dL is outside the possible" in slip.message
    assert "it looks like mg/L" in slip.message


def test_a_slip_that_explains_nothing_is_not_named():
    reading = read("cd34_1e6_per_kg", "579")
    assert reading.fault.code == "out_of_range"


BEYOND = [
    (MRD, "<0.01", "below_detection", None),
    (COPIES, "＜10", "below_detection", None),
    (COPIES, ">1000000", "above_quantification", "beyond_limit"),
    (BLASTS, "<5%", "below_detection", "beyond_limit"),
    (MRD, "阴性", "below_detection", "qualitative"),
    (BLASTS, "阴性", "below_detection", "qualitative"),
    (MRD, "Positive", "unknown", "qualitative"),
]


@pytest.mark.parametrize(("name", "cell", "reason", "warning"), BEYOND)
def test_less_more_and_words_become_reasons(name, cell, reason, warning):
    reading = read(name, cell)
    assert not reading.wrong
    assert (reading.value, reading.absent) == (None, reason)
    assert (reading.fault and reading.fault.code) == warning
