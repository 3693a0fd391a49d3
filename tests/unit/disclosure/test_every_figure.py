"""No figure may tell of few: what is drawn of them does not depend on them.

Where every count is too small to be shown, nothing that is drawn, tabulated or said may
change when the counts, shares and days change. The test walks over every figure that
there is, so that a new one is closed or has its rule in ``outcomes/disclosure``.
"""

import copy
import json
from types import SimpleNamespace

import pytest
from django.utils import timezone

from outcomes.disclosure.guard import guarded
from outcomes.disclosure.rule import is_small
from outcomes.figures.by_state import STATE_CURVES
from outcomes.figures.caption import sentences
from outcomes.figures.catalogue import FIGURES
from outcomes.figures.layout import LAYOUTS
from outcomes.figures.render import specification
from outcomes.views.script import has_script
from tests.unit.figures.conftest import SOURCE
from tests.web.study import the_results

EVERYBODY_IS_FEW = 10_000
SMALLEST = 11
# Numbers that say nothing of anybody: what was asked for, and the scale of it.
ASKED = {"schema", "horizon", "landmark", "at_risk", "months", "days", "day", "limit"}
COUNTS = {"n", "deaths", "missing", "ungrouped", "below", "derivable", "not_derivable"}


def with_states(results):
    """Add curves by a state, made of those of the two arms."""
    arms = [group["key"] for group in results["groups"]]
    state = dict(zip(arms, ("false", "true"), strict=True))
    survival = {
        code: {**one, "curves": {state[k]: c for k, c in one["curves"].items()}}
        for code, one in results["survival"].items()
    }
    words = {"en": "HSCT", "zh": "移植"}
    entered = {code: {"day": [30.0], "n": [3]} for code in survival}
    groups = dict.fromkeys(state.values(), words)
    by_state = {"label": words, "groups": groups, "survival": survival}
    return {**results, "by_state": by_state | {"entered": entered}}


def others(value, name=""):
    """Return the same results of other patients: every number is another."""
    if name in ASKED and name != "at_risk":
        return value
    if isinstance(value, dict):
        if "days" in value and {"months", "at"} & value.keys():
            return value
        return {key: others(one, key) for key, one in value.items()}
    if isinstance(value, list):
        return [others(one, name) for one in value]
    if isinstance(value, bool) or not isinstance(value, int | float) or not value:
        return value
    return value + 3 if isinstance(value, int) else value * 0.9


def everything(figure, results):
    """Return all that a reader gets of a figure: drawn, tabulated, said."""
    if not figure.shown(results):
        return None
    told = [
        specification(figure.draw(results, SOURCE, layout), str(figure.title))
        for layout in LAYOUTS.values()
    ]
    seen = figure.compared(results)
    told += [figure.table(results), figure.method(results), figure.methods(results)]
    told += [figure.definition(results), sentences(seen, SOURCE, "", subset=True)]
    return json.dumps(told, sort_keys=True, default=str)


@pytest.mark.parametrize("name", FIGURES)
def test_what_is_drawn_does_not_depend_on_few(name):
    figure, results = FIGURES[name], with_states(the_results())
    own = guarded(results, EVERYBODY_IS_FEW)
    other = guarded(others(copy.deepcopy(results)), EVERYBODY_IS_FEW)
    assert everything(figure, own) == everything(figure, other)
    # Without the rule it does: the test can fail.
    if figure.people_table is None and figure.shown(results):
        whole = others(copy.deepcopy(results))
        assert everything(figure, results) != everything(figure, whole)


@pytest.mark.parametrize("name", FIGURES)
def test_whoever_sees_sums_alone_gets_no_script(name):
    results = guarded(with_states(the_results()), SMALLEST)
    snapshot = SimpleNamespace(results=results, as_of="", computed_at=timezone.now())
    assert not has_script(name, snapshot)


@pytest.mark.parametrize("name", STATE_CURVES)
def test_curves_by_state_are_closed(name):
    assert not FIGURES[name].shown(guarded(with_states(the_results()), SMALLEST))


def small_counts(value, path=()):
    """Yield every count in the results that is some and too few."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from small_counts(one, (*path, key))
    elif isinstance(value, list):
        for place, one in enumerate(value):
            yield from small_counts(one, (*path, place))
    elif isinstance(value, int) and COUNTS & {*path} and is_small(value, SMALLEST):
        yield path


def test_no_part_of_the_results_has_a_small_count():
    results = with_states(the_results())
    assert [*small_counts(results)]
    found = [p for p in small_counts(guarded(results, SMALLEST)) if p[0] != "schema"]
    assert not [path for path in found if path[:1] != ("smallest_cell",)]


def test_differences_of_groups_do_not_give_a_hidden_share_back():
    found = guarded(the_results(), SMALLEST)
    for one in found["table_one"]:
        hidden = [n for value in one["values"] for n in value["n"].values()]
        if None in [*hidden, *one["missing"].values()]:
            assert one["smd"] is None, one["variable"]


def test_times_that_are_known_of_few_are_hidden():
    results = the_results()
    course = results["toxicity_course"]["crs_grade"][1]
    course["onset"] |= {"n": 4}
    course["duration"] |= {"n": course["n"] - 2}
    found = guarded(results, SMALLEST)["toxicity_course"]["crs_grade"][1]
    assert found["onset"] == {"n": 0, "median": None, "low": None, "high": None}
    assert found["duration"]["n"] is None
    assert found["duration"]["median"] is not None


def test_how_few_were_not_measured_is_hidden():
    results = the_results()
    point = {"below": 0, "median": 9.0, "low": 8.0, "high": 10.0}
    ends = [{**point, "day": 7, "n": 32}, {**point, "day": 14, "n": 34}]
    results["expansion"] = {"n": 34, "limit": None, "points": ends}
    found = guarded(results, SMALLEST)["expansion"]["points"]
    assert [one["n"] for one in found] == [None, 34]
