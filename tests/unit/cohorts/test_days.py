"""Results and their days: apart for storing, together for who needs them."""

import json

from outcomes.cohorts.days import CURVE, apart, together
from outcomes.cohorts.shapes import table_of
from tests.web.study import the_results


def test_what_was_taken_apart_comes_together_as_it_was():
    results = the_results()
    rest, days = apart(results)
    assert results == the_results()
    assert together(rest, days) == results
    assert {"survival/OS", "incidence/NRM", "states"} <= set(days)


def test_no_page_of_numbers_needs_the_days():
    rest, days = apart(the_results())
    for part in ("survival", "incidence"):
        for endpoint in rest[part].values():
            for curve in endpoint["curves"].values():
                assert not set(CURVE) & set(curve)
    assert "day" not in rest["states"]
    assert len(json.dumps(days)) > len(json.dumps(rest)) / 4


def test_an_endpoints_days_come_alone():
    rest, days = apart(the_results())
    found = together(rest, {"survival/OS": days["survival/OS"]})
    assert "day" in found["survival"]["OS"]["curves"]["car_t"]
    assert "day" not in found["survival"]["LFS"]["curves"]["car_t"]
    assert "day" not in rest["survival"]["OS"]["curves"]["car_t"]


def test_groups_without_a_curve_and_states_of_nobody_stay_as_they_are():
    results = the_results()
    results["survival"]["OS"]["curves"]["car_t"] = None
    results["by_state"] = {"survival": {"OS": results["survival"]["OS"]}}
    results["states"] = {"n": 0, "day": [], "states": [], "at_risk": {}, "table": {}}
    rest, days = apart(results)
    assert rest["by_state"]["survival"]["OS"]["curves"]["car_t"] is None
    assert "by_state/OS" in days
    assert together(rest, days) == results


def test_a_table_of_older_code_is_read_from_the_days():
    results = the_results()
    curve = results["survival"]["OS"]["curves"]["car_t"]
    kept = dict(curve["table"])
    for name in ("estimate", "limits"):
        del curve["table"][name]
    assert table_of(curve, results["at_risk"]["days"]) == kept
