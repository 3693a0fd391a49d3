"""Whoever takes their own patients off what they are shown has no small cell left."""

from itertools import pairwise

import pytest

from outcomes.cohorts.results import compute_at
from outcomes.cohorts.sharing import grant
from outcomes.disclosure.courses import PARTS
from outcomes.disclosure.rule import is_small
from outcomes.disclosure.shown import newest_for, standing_for
from outcomes.figures.drawn import version
from outcomes.pipeline.refresh import refresh_cohorts
from outcomes.views.study import SECTIONS
from registry.audit.context import SYSTEM
from tests.builders import a_centre, an_investigator
from tests.db.pipeline.conftest import a_cohort
from tests.random_rows import everybody

pytestmark = pytest.mark.django_db
SMALLEST = 11
DEFINITION = {
    "index": "infusion",
    "horizon": 730,
    "groups": {"variable": "disease"},
    "subgroups": [{"variable": "sex"}, {"variable": "age", "cut": "median"}],
}


@pytest.fixture
def of_both():
    """Return a maker of a study of two centres, with so many patients at the second."""

    def make(there):
        everybody(50)
        everybody(there, "HEB", seed=8)
        cohort = a_cohort("both", "LDP", "HEB", definition=DEFINITION)
        refresh_cohorts([cohort])
        return cohort

    return make


def granted(cohort, centre):
    user = an_investigator(centre, f"of {centre}")
    grant(cohort=cohort, user=user, actor=SYSTEM, reason="for a test")
    return user


def shown_to(user, cohort):
    return newest_for(user.actor(), cohort)


def rest_of(cohort, centre="HEB"):
    return compute_at([a_centre(centre).pk], cohort)


def by_key(parts):
    return {one["key"]: one for one in parts}


def cells(results):
    """Yield numbers of patients by where they stand."""
    for name in ("n", "ungrouped", "not_derivable", "imputed", "withdrawn"):
        yield (name,), results[name]
    for group in results["groups"]:
        yield ("group", group["key"]), group["n"]
        yield ("deaths", group["key"]), group["deaths"]
    for part in ("toxicity", "day_28"):
        for name, one in results[part].items():
            yield (name,), one["n"]
            for value in one["categories"]:
                yield (name, value["key"]), value["n"]
    for one in results["subgroups"]:
        if one["cut_by"] != "median":
            yield (one["variable"],), one["missing"]
            for part in one["groups"]:
                yield (one["variable"], part["key"]), part["n"]
                yield (one["variable"], part["key"], "dead"), part["deaths"]


def small_left(seen, rest):
    """Return the cells that are shown, and of which few are left."""
    left = dict(cells(rest))
    return [
        place
        for place, n in cells(seen)
        if n is not None and is_small(left.get(place) or 0, SMALLEST)
    ]


def steps_left(curve, of_rest):
    """Return how many of the rest had the event, or left, in each step that is seen."""
    for one, other in pairwise([-1, *curve["day"][1:]]):
        days = zip(of_rest["day"], of_rest["events"], of_rest["censored"], strict=True)
        inside = [(e, c) for day, e, c in days if one < day <= other]
        yield sum(e for e, _ in inside)
        yield sum(c for _, c in inside)


def test_no_cell_that_is_left_is_small(of_both):
    cohort = of_both(40)
    seen, rest = shown_to(granted(cohort, "LDP"), cohort).results, rest_of(cohort)
    outsider = shown_to(granted(cohort, "SUZ"), cohort).results
    assert small_left(outsider, rest), "there is nothing to hide"
    assert not small_left(seen, rest)
    assert seen["n"] == 90
    shown = [n for _place, n in cells(seen) if n]
    assert len(shown) > 5
    for part in ("survival", "incidence"):
        for code, found in seen[part].items():
            for key, curve in found["curves"].items():
                of_rest = rest[part][code]["curves"].get(key)
                if curve and of_rest:
                    steps = steps_left(curve, of_rest)
                    assert not any(is_small(n, SMALLEST) for n in steps), (code, key)
    assert not {*PARTS, "recruitment", "states"} & seen.keys()


def test_a_group_cut_by_the_data_is_hidden(of_both):
    cohort = of_both(40)
    seen = shown_to(granted(cohort, "LDP"), cohort).results
    (by_age,) = (one for one in seen["subgroups"] if one["cut_by"] == "median")
    own = [one["label"] for one in by_age["groups"]]
    (of_rest,) = (one for one in rest_of(cohort)["subgroups"] if one["cut"])
    assert own != [one["label"] for one in of_rest["groups"]]
    assert {one["n"] for one in by_age["groups"]} == {None}


def test_few_that_are_left_hide_everything_on_every_page(of_both, client):
    cohort = of_both(3)
    user = granted(cohort, "LDP")
    seen = shown_to(user, cohort).results
    assert seen["n"] is None
    assert {group["n"] for group in seen["groups"]} == {None}
    curves = [c for one in seen["survival"].values() for c in one["curves"].values()]
    assert {*curves} == {None}
    assert not small_left(seen, rest_of(cohort))
    client.force_login(user)
    assert "about 50" in client.get("/studies/").content.decode()
    for name in SECTIONS:
        path = "/studies/both/" if name == "overview" else f"/studies/both/{name}/"
        assert client.get(path).status_code == 200, name
    behind = client.get("/studies/both/behind/?step=registered")
    assert behind.status_code == 200


def test_what_is_hidden_hangs_on_whom_the_reader_can_list(of_both):
    cohort = of_both(20)
    users = [granted(cohort, centre) for centre in ("LDP", "HEB", "SUZ")]
    seen = [shown_to(user, cohort) for user in users]
    assert len({version(one) for one in seen}) == 3
    assert "flow" in seen[2].results
    again = shown_to(users[0], cohort)
    assert again.results == seen[0].results


def test_asking_whether_they_are_the_newest_computes_nothing(of_both, monkeypatch):
    cohort = of_both(30)
    user = granted(cohort, "LDP")
    shown = shown_to(user, cohort)
    monkeypatch.setattr("outcomes.disclosure.shown._at", None)
    monkeypatch.setattr("outcomes.disclosure.shown.cache.get", lambda key: None)
    found = standing_for(user.actor(), cohort)
    assert version(found) == version(shown)
    assert (found.set_aside, found.few_aside) == (shown.set_aside, shown.few_aside)
