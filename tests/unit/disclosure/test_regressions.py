"""Small cells of a regression, for whoever sees sums alone."""

from outcomes.cohorts.definition import parse
from outcomes.disclosure.regression import guarded_model
from outcomes.regressions.fitting import fit
from outcomes.regressions.told import told
from tests.unit.regressions import people

DEFINITION = parse({"index": "infusion", "horizon": 365})
SMALLEST = 11


def model_of(*columns, day, cause):
    rows = people.rows(day, cause, *columns, missing=3)
    asked = people.asked(rows)
    return told(fit(rows, asked), asked, DEFINITION)


def many(n=120):
    day = [(i * 37) % 211 + 1 for i in range(n)]
    cause = [int(i % 3 == 0) for i in range(n)]
    return day, cause


def test_counts_are_to_the_nearest_ten_and_small_ones_hidden():
    day, cause = many()
    sex = people.levels("sex", ["M" if i % 2 else "F" for i in range(120)])
    model = guarded_model(model_of(sex, day=day, cause=cause), SMALLEST)
    assert (model["n"], model["events"], model["incomplete"]) == (120, 40, None)
    assert model["subjects"] == 120  # 123 in truth: a few more is not told
    level = model["covariates"][0]["levels"][1]
    assert level["n"] == 60
    assert level["together"]["coef"] is None
    assert level["together"]["ratio"] == round(level["together"]["ratio"], 2)
    assert model["residuals"] == []


def test_a_level_with_few_has_no_ratio_and_says_why():
    day, cause = many()
    disease = ["A"] * 60 + ["B"] * 54 + ["C"] * 6
    whole = model_of(people.levels("disease", disease), day=day, cause=cause)
    a, b, c = guarded_model(whole, SMALLEST)["covariates"][0]["levels"]
    assert (a["key"], b["together"]["ratio"] is None) == ("A", False)
    assert c["n"] is None
    assert c["together"]["why"]["code"] == "small_cell"


def test_a_reference_with_few_hides_the_ratios_to_it():
    day, cause = many()
    disease = ["A"] * 6 + ["B"] * 114
    column = people.levels("disease", disease, reference="A")
    whole = model_of(column, day=day, cause=cause)
    levels = guarded_model(whole, SMALLEST)["covariates"][0]["levels"]
    assert levels[1]["together"]["why"]["code"] == "small_cell"


def test_few_events_hide_everything():
    day, _cause = many()
    few = [1 if i < 4 else 0 for i in range(120)]
    model = guarded_model(
        model_of(people.number("age", range(120)), day=day, cause=few), SMALLEST
    )
    assert model["covariates"][0]["levels"][0]["together"]["ratio"] is None
    assert (model["concordance"], model["whole"]) == (None, [])
