"""Fits of a few rows: levels, states, cautions, what is not estimable."""

from math import nan

import numpy as np
import pytest

from outcomes.cohorts.definition import parse
from outcomes.regressions import lines, words
from outcomes.regressions.columns import levels_of, stretches
from outcomes.regressions.fitting import fit
from outcomes.regressions.told import told
from tests.unit.regressions import people

DEFINITION = parse({"index": "infusion", "horizon": 365})
DAYS = [5, 9, 12, 20, 31, 44, 60, 75, 90, 120]
DIED = [1, 0, 1, 1, 0, 1, 0, 1, 1, 0]
SEX = list("MFMMFFMFMF")
AGE = [40, 31, 55, 28, 62, 47, 39, 51, 60, 33]


def model_of(rows, **more):
    asked = people.asked(rows, **more)
    return told(fit(rows, asked), asked, DEFINITION)


def test_every_covariate_alone_and_together_on_the_same_rows():
    rows = people.rows(
        DAYS, DIED, people.levels("sex", SEX), people.number("age", AGE, per=10)
    )
    model = model_of(rows)
    assert (model["n"], model["events"], model["parameters"]) == (10, 6, 2)
    sex, age = model["covariates"]
    reference, other = sex["levels"]
    assert (reference["key"], reference["reference"], reference["n"]) == ("F", True, 5)
    assert reference["together"] is None
    assert other["alone"]["ratio"] != other["together"]["ratio"]
    assert age["per"] == 10
    assert 0 <= age["proportional"]["p"] <= 1
    assert len(model["residuals"][0]["day"]) == 6


def test_the_reference_is_the_one_asked_for():
    column = people.levels("sex", SEX, reference="M")
    assert [group.key for group in levels_of(column)] == ["M", "F"]
    unknown = people.levels("sex", SEX, reference="X")
    assert levels_of(unknown)[0].key in "MF"
    most = people.levels("disease", ["B"] * 3 + ["A"])
    assert levels_of(most)[0].key == "B"


def test_a_row_is_cut_on_the_day_on_which_a_state_begins():
    rows = people.rows(
        [10, 10, 10, 10, 0],
        [1, 1, 1, 0, 1],
        people.state("hsct_done", [4, nan, 10, 0, nan]),
    )
    split = stretches(rows, rows.cause == 1)
    found = sorted(
        zip(
            split.row.tolist(),
            split.start.tolist(),
            split.stop.tolist(),
            split.event.tolist(),
            split.there["hsct_done"].tolist(),
            strict=True,
        )
    )
    assert found == [
        (0, -1, 4, False, False),
        (0, 4, 10, True, True),
        (1, -1, 10, True, False),
        (2, -1, 10, True, False),  # an event on the day itself comes before the state
        (3, -1, 0, False, False),
        (3, 0, 10, False, True),
        (4, -1, 0, True, False),
    ]


def test_two_states_cut_a_row_twice():
    rows = people.rows(
        [10], [1], people.state("hsct_done", [4]), people.state("relapsed", [7])
    )
    split = stretches(rows, rows.cause == 1)
    assert sorted(zip(split.start, split.stop, strict=True)) == [
        (-1, 4),
        (4, 7),
        (7, 10),
    ]
    assert split.event.sum() == 1


def test_a_state_is_counted_by_who_entered_it_and_events_from_then_on():
    since = [nan, 3, nan, 8, 2, nan, 10, nan, 40, 30]
    model = model_of(people.rows(DAYS, DIED, people.state("hsct_done", since)))
    before, after = model["covariates"][0]["levels"]
    assert (before["events"], after["n"], after["events"]) == (4, 6, 2)
    assert before["events"] + after["events"] == model["events"]
    assert "from its day on" in lines.lines_of(model)[0].text


def test_events_on_one_side_are_not_estimable_and_say_why():
    parted = ["M" if died else "F" for died in DIED]
    model = model_of(people.rows(DAYS, DIED, people.levels("sex", parted)))
    level = model["covariates"][0]["levels"][1]
    assert level["together"]["ratio"] is None
    assert level["together"]["why"]["code"] == "infinite_ratio_of_covariate"
    line = lines.lines_of(model)[-1]
    assert (line.together, line.together_p) == ("not estimable", "\N{EM DASH}")
    assert "zero or infinite" in line.why


@pytest.mark.parametrize(("days", "died"), [([], []), ([3, 4], [0, 0])])
def test_no_patients_or_no_events_is_a_reason_not_a_failure(days, died):
    rows = people.rows(days, died, people.number("age", [30, 40][: len(days)]))
    model = model_of(rows)
    assert model["why"]["code"] == ("no_events" if days else "no_patients")
    assert model["whole"] == []
    lines.as_text(model)


def test_a_level_that_everybody_has_has_no_ratio():
    model = model_of(people.rows(DAYS, DIED, people.levels("sex", ["F"] * 10)))
    assert [level["key"] for level in model["covariates"][0]["levels"]] == ["F"]
    assert model["why"]["code"] == "singular_variance"


def test_cautions():
    rows = people.rows(
        DAYS,
        DIED,
        people.number("age", AGE),
        members=20,
        missing=10,
        centre=[1, 2] * 5,
    )
    codes = {one["code"] for one in model_of(rows, robust=True)["cautions"]}
    assert {"few_events", "few_centres", "many_missing"} <= codes
    many = people.rows(DAYS * 9, DIED * 9, people.number("age", AGE * 9))
    assert "few_events" not in {one["code"] for one in model_of(many)["cautions"]}


def test_fine_gray_has_ratios_and_no_test_of_time():
    cause = [1, 0, 2, 1, 0, 1, 2, 1, 1, 0]
    rows = people.rows(DAYS, cause, people.number("age", AGE))
    model = model_of(rows, endpoint="RI", model="fine_gray")
    assert (model["events"], model["competing"]) == (5, 2)
    assert model["covariates"][0]["levels"][0]["together"]["ratio"] > 0
    assert (model["proportional"], model["residuals"]) == (None, [])
    assert "SHR" in lines.columns(model)[3]
    assert "Fine and Gray" in words.methods(model)


def test_text_to_paste_has_a_cell_for_each_head():
    rows = people.rows(
        DAYS, DIED, people.levels("sex", SEX), people.number("age", AGE), missing=2
    )
    model = model_of(rows)
    text = lines.as_text(model)
    assert {line.count("\t") for line in text.splitlines()} == {7}
    assert text.count("1 (reference)") == 2
    assert "Left out: 2 with a missing value" in lines.used(model)


def test_ratios_far_from_one_are_written_as_beyond():
    found = {"ratio": 1e9, "lower": 1e-9, "upper": np.inf}
    assert lines.with_limits(found) == "> 100 (< 0.01–> 100)"
