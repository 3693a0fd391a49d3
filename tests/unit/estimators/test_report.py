"""The shape that ``manage.py estimate`` prints: every null has its reason."""

import json

import pytest

from outcomes.estimators import Counts
from outcomes.estimators.report import report


def nulls(shape, path=""):
    """Yield the path of every null, groups and causes named."""
    if isinstance(shape, dict):
        for key, value in shape.items():
            yield from nulls(value, f"{path}.{key}")
    elif isinstance(shape, list) and isinstance(shape[0], dict):
        for value in shape:
            name = value.get("group", value.get("time", value.get("term")))
            yield from nulls(value, f"{path}.{name}")
    elif shape is None:
        yield path.removeprefix(".")


def test_every_null_has_its_reason():
    counts = Counts.from_rows(
        [1, 2, 3, 4, 5, 6],
        [1, 0, 2, 0, 1, 1],
        ["A", "A", "B", "B", "B", "B"],
        n_causes=2,
    )
    shape = report(counts, [0.5, 5, 9, 5], "log-log")
    reasons = shape["not_estimable"]
    assert set(nulls(shape)) <= {
        *reasons, "cox.groupB.coef", "cox.groupB.std_err", "cox.groupB.p",
    }  # fmt: skip
    assert "groups.A.cif.1.9.estimate" in reasons
    assert "groups.B.km.9.upper" in reasons
    assert all(why.startswith("not estimable: ") for why in reasons.values())
    assert [point["time"] for point in shape["groups"][0]["km"]] == [0.5, 5, 9]
    json.dumps(shape, allow_nan=False)


def test_without_events_there_is_no_incidence_and_no_test():
    counts = Counts.from_rows([1, 2], [0, 0], ["A", "B"], n_causes=1)
    shape = report(counts, [1], "plain")
    assert shape["groups"][0]["cif"] is None
    assert shape["tests"] == {"logrank": None, "peto_peto": None}
    assert shape["cox"] == [
        {"term": "groupB", "coef": None, "std_err": None, "p": None}
    ]
    reasons = shape["not_estimable"]
    assert reasons["groups.A.cif"] == "not estimable: no event was seen"
    assert reasons["tests.logrank"] == "not estimable: no event was seen"
    assert reasons["cox.groupB"] == "not estimable: no event was seen"


def test_one_group_is_not_compared():
    shape = report(Counts.from_rows([1, 2], [1, 0], n_causes=1), [1], "log")
    assert "tests" not in shape
    assert "cox" not in shape
    assert shape["groups"][0]["group"] == "all"


def test_one_cause_has_no_gray_test():
    counts = Counts.from_rows([1, 2, 3], [1, 1, 0], ["A", "B", "A"], n_causes=2)
    assert "gray" not in report(counts, [1], "log")["tests"]


@pytest.mark.parametrize("groups", [("A", "B"), ()])
def test_a_group_without_patients_is_refused(groups):
    counts = Counts.from_rows(
        [1] if groups else [], [1] if groups else [], ["A"] if groups else [],
        n_causes=1, groups=groups,
    )  # fmt: skip
    with pytest.raises(ValueError, match="every group needs a patient"):
        report(counts, [1], "log")
