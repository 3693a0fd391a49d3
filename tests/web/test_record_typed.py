"""What is typed into a box is read without guessing."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from registry.forms.typed import read_day, read_number
from registry.models import CRSEpisode, DiseaseAssessment

DAY0 = date(2022, 9, 6)
TEMPERATURE = CRSEpisode.variables()["max_temp_c"]
PLATELETS = DiseaseAssessment.variables()["platelets"]
FERRITIN = CRSEpisode.variables()["peak_ferritin_ng_ml"]


@pytest.mark.parametrize(
    "typed",
    ["2022-09-09", "2022/9/9", "20220909", "2022.09.09", "2022年9月9日", "d3", "D+3"],
)
def test_day_is_read_year_first_or_counted(typed):
    assert read_day(typed, DAY0) == date(2022, 9, 9)


def test_full_width_and_true_minus_are_read():
    assert read_day("２０２２-09-09", DAY0) == date(2022, 9, 9)
    assert read_day("d−2", DAY0) == date(2022, 9, 4)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("2022-09", "no whole day"),
        ("2022", "no whole day"),
        ("2022-02-30", "no day of the calendar"),
        ("09-09-2022", "no date"),
        ("9/9/22", "no date"),
        ("soon", "no date"),
    ],
)
def test_part_of_a_date_is_never_completed(typed, says):
    with pytest.raises(ValidationError, match=says):
        read_day(typed, DAY0)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("2022-09", "2022-09"),
        ("2022/9", "2022-09"),
        ("2022年9月", "2022-09"),
        ("2022", "2022"),
        ("2022年", "2022"),
    ],
)
def test_month_or_year_is_kept_where_it_will_do(typed, kept):
    assert str(read_day(typed, DAY0, partial=True)) == kept


def test_month_that_is_none_is_refused():
    with pytest.raises(ValidationError, match="no month of the calendar"):
        read_day("2022-13", DAY0, partial=True)


def test_counted_day_needs_a_day_zero():
    with pytest.raises(ValidationError, match="not known yet"):
        read_day("d3", None)


@pytest.mark.parametrize("typed", ["38.2", "38,2", "３８.２", "38.2 °C", " 38.20 "])
def test_number_is_read_as_hospitals_type_it(typed):
    assert float(read_number(typed, TEMPERATURE)) == 38.2


def test_thousands_are_read_where_only_they_are_possible():
    assert read_number("1,250,000.5", FERRITIN) == 1250000.5


def test_comma_that_may_be_either_is_asked_back():
    with pytest.raises(ValidationError, match=r"1250 or 1\.250"):
        read_number("1,250", FERRITIN)


def test_comma_is_read_where_one_reading_is_possible():
    assert float(read_number("38,200", TEMPERATURE)) == 38.2


@pytest.mark.parametrize("typed", ["warm", "<5", "1e5", "3-4", "NaN", "12 mg"])
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(ValidationError, match="no number"):
        read_number(typed, TEMPERATURE)
