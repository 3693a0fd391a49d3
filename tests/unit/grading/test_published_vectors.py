"""Every case of the grading vectors gives the grade that it states."""

import json
from collections import Counter
from pathlib import Path

import pytest

from registry.grading import ENGINES, grade

VECTORS = Path(__file__).parents[2] / "data" / "grading_vectors.json"
STATED = ("grade", "at_least", "at_most", "errors", "mrd_status")


def cases():
    """Return the cases with an id that finds them again."""
    seen, found = Counter(), []
    for case in json.loads(VECTORS.read_text(encoding="utf-8")):
        seen[case["engine"]] += 1
        name = f"{case['engine']}-{seen[case['engine']]}"
        title = f"{name} {case.get('note', '')}".strip()
        found.append(pytest.param(case, id=title))
    return found


@pytest.mark.parametrize("case", cases())
def test_grade_is_the_stated_one(case):
    answer = grade(case["engine"], case["findings"]).as_json()
    expected = {key: case.get(key) for key in STATED}
    assert {key: answer.get(key) for key in STATED} == expected
    assert answer["missing"] == case.get("missing", [])


def test_every_engine_has_a_stated_case_or_is_known_not_to():
    stated = {case.values[0]["engine"] for case in cases()}
    assert stated <= set(ENGINES)
    assert set(ENGINES) - stated == {"cgvhd_lung_symptom_score"}
