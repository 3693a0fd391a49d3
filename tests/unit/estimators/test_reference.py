"""All of R's reference outputs, one file and confidence type each."""

import json
from pathlib import Path

import pytest

from outcomes.estimators.report import report
from tests.unit.estimators.agreement import counts_of, differences

REFERENCE = Path(__file__).parents[3].parent / "shared" / "data" / "reference"
FILES = sorted(REFERENCE.glob("*.json"))

pytestmark = pytest.mark.shared


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_results_are_those_of_r(path):
    name, conf_type, _ = path.name.split(".")
    expected = json.loads(path.read_text())
    counts = counts_of(REFERENCE / f"{name}.csv", "time", "status", "group")
    at = [point["time"] for point in expected["groups"][0]["km"]]
    ours = report(counts, at, conf_type)
    theirs = {key: expected[key] for key in ours if key in expected}
    assert differences(ours, theirs) == []
    assert {"groups", "tests", "cox"} <= theirs.keys()


def test_there_are_reference_files():
    assert len(FILES) >= 20
