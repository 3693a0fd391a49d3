"""What counts as a remission before a relapse."""

import pytest

from tests.unit.checks.cases import DAY0, RECORDS, day, findings, ids

NONE = {"prior_line": [], "disease_assessment": [], "hsct": [], "follow_up": []}
HSCT = {"id": 1, "hsct_no": 1, "hsct_date": day(60)}
PROOFS = [
    {"disease_assessment": [{"assessment_date": day(28), "response": "CRi"}]},
    {"disease_assessment": [{"assessment_date": None, "response": "CR"}]},
    {"disease_assessment": [{"assessment_date": day(28), "lymphoma_response": "CMR"}]},
    {"disease_assessment": [{"assessment_date": day(28), "myeloma_response": "sCR"}]},
    {"prior_line": [{"line_no": 1, "best_response": "CRh"}]},
    {"hsct": [{**HSCT, "status_at_hsct": "CR"}]},
    {"hsct": [{**HSCT, "status_at_hsct": "CR3+"}]},
    {"follow_up": [{"visit_date": day(100), "in_remission": "yes"}]},
    {"diagnosis": [{**RECORDS["diagnosis"][0], "recorded_status": "relapsed"}]},
]
NO_PROOFS = [
    {},
    {"disease_assessment": [{"assessment_date": day(28), "response": "PR"}]},
    {"disease_assessment": [{"assessment_date": day(2000), "response": "CR"}]},
    {"hsct": [{**HSCT, "status_at_hsct": "NR"}]},
    {"follow_up": [{"visit_date": day(100), "in_remission": "no"}]},
]


@pytest.mark.parametrize("proof", PROOFS)
def test_a_documented_remission_lets_a_relapse_through(proof):
    assert "DQ033" not in ids(findings("relapse", {}, {**NONE, **proof}))


@pytest.mark.parametrize("proof", NO_PROOFS)
def test_nothing_else_does(proof):
    assert "DQ033" in ids(findings("relapse", {}, {**NONE, **proof}))


@pytest.mark.parametrize("source", ["allogeneic", "both"])
def test_an_earlier_transplant_may_be_a_prior_line(source):
    around = {"prior_line": [{"line_no": 1, "prior_hsct": source}], "hsct": []}
    answers = {"cell_source": "hsct_donor", "apheresis_date": DAY0}
    assert "DQ086" not in ids(findings("apheresis_product", answers, around))
