"""Grading by REST answers as the command does."""

import json
from pathlib import Path

import pytest

VECTORS = Path(__file__).parents[1] / "data/grading_vectors.json"
FINDINGS = {
    "max_temp_c": 39.5,
    "antipyretic_or_anticytokine": False,
    "hypotension": "fluids_only",
    "hypoxia": "low_flow",
    "death": False,
}


def grade(client, engine, body):
    return client.post(f"/api/v1/grading/{engine}/", body, format="json")


def test_an_object_gives_an_object(monitor):
    answer = grade(monitor, "crs_astct", FINDINGS)
    assert answer.status_code == 200
    assert (answer.json()["grade"], answer.json()["missing"]) == (2, [])


def test_a_list_gives_a_list_in_order(monitor):
    answer = grade(monitor, "crs_astct", [FINDINGS, {}, {"nonsense": 1}])
    decided, open_, invalid = answer.json()
    assert decided["grade"] == 2
    assert open_["missing"]
    assert invalid["errors"] == ["nonsense"]


@pytest.mark.parametrize("body", [3, "x", [3], [[]]])
def test_findings_are_objects(monitor, body):
    assert grade(monitor, "crs_astct", body).status_code == 400


def test_every_engine_is_listed_with_its_findings(monitor):
    engines = monitor.get("/api/v1/grading/").json()
    assert "crs_astct" in {engine["name"] for engine in engines}
    one = monitor.get("/api/v1/grading/crs_astct/").json()
    assert {f["name"] for f in one["findings"]} >= FINDINGS.keys()
    assert one["source"]


def test_every_published_vector_is_answered(monitor):
    rows = json.loads(VECTORS.read_text(encoding="utf-8"))
    for engine in {row["engine"] for row in rows}:
        own = [row for row in rows if row["engine"] == engine]
        answer = grade(monitor, engine, [row["findings"] for row in own])
        assert [a["grade"] for a in answer.json()] == [row["grade"] for row in own], (
            engine
        )
