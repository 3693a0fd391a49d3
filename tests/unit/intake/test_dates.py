"""Days as hospitals write them."""

from datetime import date, datetime, time

import pytest

from registry.intake.dates import read_day

TODAY = date(2026, 11, 23)

READ = [
    ("2020-12-13", date(2020, 12, 13)),
    ("2020/12/13", date(2020, 12, 13)),
    ("2011.8.29", date(2011, 8, 29)),
    ("1971年1月24日", date(1971, 1, 24)),
    ("２０１１－０８－２９", date(2011, 8, 29)),
    ("20110829", date(2011, 8, 29)),
    (20110829.0, date(2011, 8, 29)),
    ("2011-08-29 00:00:00", date(2011, 8, 29)),
    (datetime(2011, 8, 29), date(2011, 8, 29)),
    (date(2011, 8, 29), date(2011, 8, 29)),
    ("25/12/2011", date(2011, 12, 25)),
    ("12/25/2011", date(2011, 12, 25)),
    ("03/03/2011", date(2011, 3, 3)),
    ("12-Mar-2011", date(2011, 3, 12)),
    ("March 12, 2011", date(2011, 3, 12)),
    ("2026-11-23", TODAY),
]
REFUSED = [
    ("03/04/2011", "ambiguous_date"),
    ("11-08-29", "two_digit_year"),
    ("3/4/11", "two_digit_year"),
    ("12-Mar-11", "two_digit_year"),
    ("2026-11-24", "future_date"),
    ("2031年5月1日", "future_date"),
    ("2021-02-30", "impossible_date"),
    ("2021-13-01", "impossible_date"),
    ("20210230", "impossible_date"),
    ("31/13/2020", "impossible_date"),
    ("1899-12-30", "epoch_date"),
    ("1900-01-00", "epoch_date"),
    (datetime(1900, 1, 1), "epoch_date"),
    ("2011-08", "incomplete_date"),
    ("2011", "incomplete_date"),
    (40784.0, "serial_date"),
    ("soon", "not_a_date"),
    ("12-Xyz-2011", "not_a_date"),
    (12.5, "not_a_date"),
]


@pytest.mark.parametrize(("cell", "day"), READ)
def test_a_day_is_read(cell, day):
    reading = read_day(cell, today=TODAY)
    assert (reading.value, reading.fault) == (day, None)


@pytest.mark.parametrize(("cell", "code"), REFUSED)
def test_what_is_no_certain_day_is_refused(cell, code):
    reading = read_day(cell, today=TODAY)
    assert reading.wrong
    assert (reading.value, reading.fault.code) == (None, code)


@pytest.mark.parametrize(
    ("order", "day"), [("dmy", date(2011, 4, 3)), ("mdy", date(2011, 3, 4))]
)
def test_the_stated_order_settles_a_day(order, day):
    assert read_day("03/04/2011", today=TODAY, order=order).value == day


def test_an_ambiguous_day_names_both_readings():
    message = read_day("03/04/2011", today=TODAY).fault.message
    assert "2011-04-03" in message
    assert "2011-03-04" in message


def test_day_nought_of_the_spreadsheet_is_an_epoch():
    assert read_day(time(), today=TODAY).fault.code == "epoch_date"
    assert read_day(time(7, 30), today=TODAY).fault.code == "not_a_date"
