"""A table of counts as it comes from a spreadsheet."""

from datetime import date

import pytest

from registry.forms.pasted import read_table

DAY0 = date(2024, 1, 15)


@pytest.mark.parametrize("day", ["3", "d3", "2024-01-18", "2024/1/18", "20240118"])
def test_first_column_is_a_date_or_a_day(day):
    placed, problems = read_table(f"{day}\t0.5\t20", DAY0)
    assert placed == {date(2024, 1, 18): {"anc": "0.5", "platelets": "20"}}
    assert problems == []


def test_first_line_may_name_the_columns():
    text = "日期\t血小板\tWBC\tANC\n3\t20\t1.1\t0.5\n4\t\t\t0.6"
    placed, _ = read_table(text, DAY0)
    assert placed[date(2024, 1, 18)] == {"platelets": "20", "anc": "0.5"}
    assert placed[date(2024, 1, 19)] == {"anc": "0.6"}


def test_answers_are_read_in_both_languages():
    placed, _ = read_table("3\t1\t20\t8\t0.2\t是\t0\tmaybe", DAY0)
    cells = placed[date(2024, 1, 18)]
    assert cells["alc"] == "0.2"
    assert cells["platelet_transfusion"] == "yes"
    assert cells["rbc_transfusion"] == "no"
    assert cells["gcsf"] == "maybe"


def test_line_without_a_day_is_told():
    placed, problems = read_table("3;0.5\nsome words;1", DAY0)
    assert list(placed) == [date(2024, 1, 18)]
    assert "Line 2" in problems[0]
