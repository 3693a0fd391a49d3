"""What those see who see sums alone: no count of a few, nor one that tells it."""

import pytest

from outcomes.disclosure.guard import guarded
from outcomes.figures.catalogue import FIGURES
from outcomes.figures.layout import TWO
from outcomes.figures.render import specification
from tests.unit.figures.conftest import SOURCE
from tests.web.study import the_results

FEW = 11


@pytest.fixture
def shown():
    return guarded(the_results(), FEW)


def small(counts):
    return [n for n in counts if n is not None and 0 < n < FEW]


def test_values_of_a_group_are_hidden_with_what_would_tell_them(shown):
    told = {one["variable"]: one for one in shown["table_one"]}
    mrd = {value["key"]: value["n"] for value in told["mrd_at_hsct"]["values"]}
    assert mrd["positive"] == {"car_t": None, "chemotherapy": 34}
    assert mrd["negative"] == {"car_t": None, "chemotherapy": 90}
    for one in shown["table_one"]:
        for value in one["values"]:
            assert small(value["n"].values()) == []
        assert small(one["missing"].values()) == []


def test_the_results_themselves_stay_as_they_are():
    results = the_results()
    guarded(results, FEW)
    assert results == the_results()


def test_times_of_a_few_are_hidden(shown):
    crs = {course["key"]: course for course in shown["toxicity_course"]["crs_grade"]}
    assert crs["1"]["onset"]["median"] is not None
    assert crs["3"]["onset"]["median"] is None
    assert all(point["n"] >= FEW for point in shown["expansion"]["points"])
    assert crs["any"]["n"] is None
    assert "recruitment" not in shown
    assert "states" not in shown


def step(n, left=None):
    label = {"en": "why", "zh": "因"}
    out = None if left is None else {"label": label, "n": left}
    return {"key": "k", "label": label, "unit": "events", "n": n, "out": out}


@pytest.mark.parametrize(
    ("steps", "told"),
    [
        ([step(100, 40), step(60, 20), step(40)], [(100, 40), (60, 20), (40, None)]),
        ([step(100, 40), step(60, 3), step(57)], [(100, 43), (57, None)]),
        ([step(100, 3), step(97, 40), step(57)], [(100, 43), (57, None)]),
        ([step(100, 3), step(97)], [(None, None), (97, None)]),
        ([step(100, 3), step(97, 4), step(93)], [(None, None), (93, None)]),
    ],
)
def test_steps_at_which_few_leave_are_joined(steps, told):
    results = the_results()
    results["flow"]["steps"] = steps
    found = guarded(results, FEW)["flow"]["steps"]
    assert [(s["n"], s["out"] and s["out"]["n"]) for s in found] == told


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_is_drawn_without_them(shown, name):
    figure = FIGURES[name]
    if figure.shown(shown):
        assert specification(figure.draw(shown, SOURCE, TWO), name)
        assert figure.table(shown)["rows"] or figure.people_table
