"""Cohorts defined, changed, counted and shared by REST: as on the pages."""

import pytest

from outcomes.models import Cohort, CohortGrant
from outcomes.pipeline.sweep import sweep
from outcomes.study.cohort import DEFINITION
from tests import builders

PLAIN = {
    "slug": "t-cell",
    "title_en": "T cells",
    "title_zh": "T细胞",
    "definition": DEFINITION,
    "centres": ["LDP"],
}
IMMORTAL = {"index": "infusion", "horizon": 365, "groups": {"variable": "hsct_done"}}


@pytest.fixture
def investigator(db, program_of):
    """A program of an investigator of LDP."""
    builders.a_centre("LDP")
    return program_of(builders.an_investigator())


def send(client, method, path, body, **headers):
    call = getattr(client, method)
    json = "application/json"
    return call(f"/api/v1/cohorts/{path}", body, content_type=json, headers=headers)


def test_a_cohort_is_defined_and_changed_from_the_version_that_was_read(investigator):
    made = send(investigator, "post", "", PLAIN)
    assert (made.status_code, made["ETag"]) == (201, '"1"')
    assert send(investigator, "post", "", PLAIN).status_code == 400
    shorter = {"definition": {**DEFINITION, "horizon": 365}, "reason": "a year"}
    assert send(investigator, "patch", "t-cell/", shorter).status_code == 428
    changed = send(investigator, "patch", "t-cell/", shorter, **{"If-Match": '"1"'})
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    late = send(
        investigator,
        "patch",
        "t-cell/",
        {**shorter, "title_en": "x"},
        **{"If-Match": '"1"'},
    )
    assert (late.status_code, late.json()["version"]) == (412, 2)
    rows = investigator.get("/api/v1/cohorts/t-cell/versions/").json()
    assert [row["version"] for row in rows] == [2, 1]
    assert rows[0]["changes"] == [
        {"part": "Read at", "old": "day 730", "new": "day 365"}
    ]


def test_a_group_of_the_future_is_a_problem_with_offers(investigator):
    answer = send(investigator, "post", "", {**PLAIN, "definition": IMMORTAL})
    assert answer.status_code == 422
    body = answer.json()
    assert body["type"].endswith("immortal-time")
    assert [offer["way"] for offer in body["offers"]] == ["landmark", "time_dependent"]
    assert not Cohort.objects.exists()


@pytest.mark.parametrize(
    "part",
    [
        {"filters": {"variable": "age"}},
        {"filters": ["age"]},
        {"filters": [{"variable": ["age"]}]},
        {"filters": [{"variable": "disease", "in": "T-ALL"}]},
        {"filters": [{"variable": "disease", "in": [{}]}]},
        {"groups": "arm"},
        {"index": ["hsct"]},
        {"endpoints": [["OS"]]},
        {"hsct": {}},
        {"horizon": "730"},
        {"strata": [{"variable": "age", "cut": [{}]}]},
    ],
)
def test_what_is_no_definition_is_refused_in_words(investigator, part):
    answer = send(
        investigator, "post", "", {**PLAIN, "definition": {**DEFINITION, **part}}
    )
    assert answer.status_code == 422
    assert answer.json()["reasons"]


def test_a_definition_is_counted_without_saving_it(investigator):
    for number in range(3):
        builders.a_treated_patient(study_no=f"N-{number}", sex="M" if number else "F")
    sweep()
    women = {"variable": "sex", "in": ["F"]}
    definition = {"index": "hsct", "horizon": 365, "filters": [women]}
    asked = {"definition": definition, "centres": ["LDP"]}
    told = send(investigator, "post", "count/", asked).json()
    assert [step["n"] for step in told["steps"]] == ["3", "1"]
    assert (told["exact"], told["steps"][1]["left_out"]) == (True, "2")
    assert "Sex: Female" in told["words"]
    elsewhere = send(investigator, "post", "count/", {**asked, "centres": ["HEB"]})
    assert elsewhere.status_code == 400


def test_a_grant_is_made_listed_and_withdrawn(investigator, program_of):
    send(investigator, "post", "", PLAIN)
    keeper = program_of(builders.a_centre_administrator("LDP", "keeper"))
    builders.a_statistician(None, "stat")
    said = {"user": "stat", "reason": "protocol 7"}
    assert send(investigator, "post", "t-cell/grants/", said).status_code == 403
    made = send(keeper, "post", "t-cell/grants/", said)
    assert made.status_code == 201
    both = {**said, "role": "investigator"}
    assert send(keeper, "post", "t-cell/grants/", both).status_code == 400
    (row,) = keeper.get("/api/v1/cohorts/t-cell/grants/").json()
    assert row["user"] == "stat"
    path = f"t-cell/grants/{row['id']}/"
    assert send(keeper, "delete", path, {}).status_code == 400
    assert send(keeper, "delete", path, {"reason": "done"}).status_code == 204
    assert not CohortGrant.objects.exists()


def test_a_cohort_is_archived(investigator):
    send(investigator, "post", "", PLAIN)
    said = {"archived": True, "reason": "published"}
    answer = send(investigator, "patch", "t-cell/", said, **{"If-Match": '"1"'})
    assert answer.json()["archived_at"]
