"""Small cells: hidden, with what would give them away, and nothing else."""

import json
from itertools import pairwise, product
from pathlib import Path
from random import Random

import pytest

from outcomes.cohorts.results import Results
from outcomes.disclosure.coarse import coarse
from outcomes.disclosure.courses import PARTS
from outcomes.disclosure.guard import ALSO, AS_THEY_ARE, guarded
from outcomes.disclosure.rule import hidden_parts, is_small
from tests.web.study import the_results

SMALLEST = 5
GUARDED = {
    *("n", "ungrouped", "not_derivable", "imputed", "withdrawn", "period", "groups"),
    *("survival", "incidence", "toxicity", "day_28", "subgroups", "smallest_cell"),
    *("ratios", "subgroup_ratios"),
}


@pytest.mark.parametrize("counts", [*product((0, 1, 4, 5, 9), repeat=3)])
def test_what_is_hidden_does_not_follow_from_the_rest(counts):
    hidden = hidden_parts(counts, SMALLEST)
    among = [n for n, is_hidden in zip(counts, hidden, strict=True) if is_hidden]
    shown = [n for n, is_hidden in zip(counts, hidden, strict=True) if not is_hidden]
    assert not any(is_small(n, SMALLEST) for n in shown)
    if among:
        rest_is_empty = not any(shown)
        assert rest_is_empty or (len(among) > 1 and sum(among) >= SMALLEST)
    if not any(is_small(n, SMALLEST) for n in counts):
        assert not among


def test_the_smallest_goes_along_and_no_more():
    assert hidden_parts([30, 2, 8, 0], SMALLEST) == [False, True, True, False]
    assert hidden_parts([30, 2, 3, 0], SMALLEST) == [False, True, True, False]
    assert hidden_parts([30, 6, 7], SMALLEST, also=[False, True]) == [False, True, True]


def every_curve(results):
    for part in ("survival", "incidence"):
        for code, found in results[part].items():
            for key, curve in found["curves"].items():
                yield part, code, key, curve


def counts_between(seen):
    """Return what a reader finds out of each step: events, others, censored."""
    at_risk = [*seen["at_risk"][1:]]
    for place, (one, other) in enumerate(pairwise(at_risk), start=1):
        events, censored = seen["events"][place], seen["censored"][place]
        yield events, one - other - events - censored, censored


@pytest.mark.parametrize("smallest", [3, 5, 11])
def test_no_step_of_a_curve_is_of_few(smallest):
    results = the_results()
    days = results["at_risk"]["days"]
    for part, _code, _key, curve in every_curve(results):
        found = coarse(curve, results["horizon"], days, smallest)
        seen = found.curve
        for step in counts_between(seen):
            assert not any(is_small(n, smallest) for n in step), step
        assert len(seen["day"]) == len(seen["estimate"]) == len(seen["at_risk"])
        left = curve["n"] - sum(a - b for a, b in pairwise(seen["at_risk"][1:]))
        assert left >= 0
        if part == "survival":
            for at, censored in zip(
                seen["table"]["at_risk"], seen["table"]["censored"], strict=True
            ):
                if at is not None:
                    assert not is_small(at, smallest)
                    assert not is_small(censored, smallest)
                    assert not is_small(curve["n"] - at - censored, smallest)


def test_points_that_are_shown_are_those_of_the_curve():
    results = the_results()
    for *_named, curve in every_curve(results):
        found = coarse(curve, results["horizon"], [], 3)
        true = dict(zip(curve["day"], curve["estimate"], strict=True))
        shown = zip(found.curve["day"], found.curve["estimate"], strict=True)
        assert all(true[d] == e for d, e in shown if d in true)
        assert found.horizon is not None


def test_one_patient_a_step_is_the_curve_itself():
    results = the_results()
    for *_named, curve in every_curve(results):
        seen = coarse(curve, results["horizon"], [], 1).curve
        assert set(curve["day"]) <= set(seen["day"])
        assert sum(seen["events"]) == sum(curve["events"])
        assert sum(seen["censored"]) == sum(curve["censored"])


def test_random_curves_give_nobody_away():
    random = Random(5)
    for _ in range(40):
        n = random.randint(1, 120)
        rows = sorted((random.randint(0, 60), random.randint(0, 2)) for _ in range(n))
        days = sorted({day for day, _cause in rows})
        of = [[cause for d, cause in rows if d == day] for day in days]
        left = [sum(len(o) for o in of[place:]) for place in range(len(days))]
        curve = {
            "n": n,
            "day": [0.0, *map(float, days)],
            "estimate": [0.0] * (len(days) + 1),
            "at_risk": [n, *left],
            "events": [0, *(o.count(1) for o in of)],
            "censored": [0, *(o.count(0) for o in of)],
            "limits": {},
        }
        seen = coarse(curve, 30, [0, 10, 20, 50], SMALLEST).curve
        for step in counts_between(seen):
            assert not any(is_small(k, SMALLEST) for k in step)


def test_every_part_of_the_results_has_a_rule_or_is_left_out():
    found = guarded(the_results(), SMALLEST)
    assert set(found) <= {*AS_THEY_ARE, *ALSO, *GUARDED, *PARTS}
    assert set(found) - {"smallest_cell"} <= set(Results.__annotations__)
    made_up = guarded({**the_results(), "new_part": {"n": 1}}, SMALLEST)
    assert "new_part" not in made_up


@pytest.mark.parametrize("smallest", [5, 11, 1000])
def test_no_small_number_is_left(smallest):
    found = guarded(the_results(), smallest)

    def numbers(value, name=""):
        if isinstance(value, dict):
            for key, one in value.items():
                yield from numbers(one, key)
        elif isinstance(value, list) and name != "strata":
            for one in value:
                yield from numbers(one, name)
        elif name in ("n", "deaths", "at_risk", "missing", "ungrouped"):
            yield value

    for part in ("groups", "toxicity", "day_28", "subgroups"):
        assert not [
            n for n in numbers(found[part]) if n is not None and is_small(n, smallest)
        ]
    json.dumps(found, allow_nan=False)


@pytest.mark.parametrize("name", ["withdrawn", "imputed", "not_derivable"])
@pytest.mark.parametrize(("n", "told"), [(0, 0), (7, None), (11, 11), (None, None)])
def test_who_is_left_out_is_counted_by_the_same_rule(name, n, told):
    if n is not None or name == "withdrawn":
        assert guarded({**the_results(), name: n}, 11)[name] == told


def test_wholes_do_not_give_parts_away():
    found = guarded(the_results(), SMALLEST)
    for part in ("toxicity", "day_28"):
        for one in found[part].values():
            hidden = [c for c in one["categories"] if c["n"] is None]
            assert len(hidden) != 1
            rest = one["n"] - sum(c["n"] or 0 for c in one["categories"])
            assert not hidden or rest >= SMALLEST
            assert all(c["share"] is None for c in hidden)
    dead = found["groups"][0]["deaths"]
    for one in found["subgroups"]:
        unseen = [g for g in one["groups"] if g["deaths"] is None]
        told = sum(g["deaths"] or 0 for g in one["groups"])
        assert not unseen or not is_small(dead - told, SMALLEST)


def test_days_of_single_patients_become_months():
    found = guarded(the_results(), SMALLEST)
    assert all(len(day) == len("2021-03") for day in found["period"])
    assert all(len(group["first"]) == len("2021-03") for group in found["groups"])


def test_readers_get_results_by_the_one_way_alone():
    """Only the columns that say how new results are, and their n, are read beside."""
    places = [*Path("outcomes/views").glob("*.py"), *Path("outcomes/api").glob("*.py")]
    beside = {"studies.py", "cohorts.py"}
    for place in places:
        text = place.read_text(encoding="utf-8")
        assert ".snapshots" not in text, place
        assert place.name in beside or "Snapshot.objects" not in text, place
        assert 'values("results")' not in text, place
