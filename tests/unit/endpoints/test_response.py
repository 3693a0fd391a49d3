"""Event-free survival by remission on day 28, and how long responses last."""

from dataclasses import replace

import pytest

from outcomes.endpoints import ENDPOINTS, NotDerivable, Therapy
from tests.unit.endpoints.stories import (
    HSCT,
    INFUSION,
    day,
    infused,
    of,
    transplanted,
)

CR = [(28, "complete")]
EVENT_FREE = [
    ("in remission", {"responses": CR, "seen": 400}, (400, 0), (400, 0)),
    ("no remission", {"responses": [(29, "none")], "seen": 400}, (29, 1), (0, 1)),
    ("partial only", {"responses": [(29, "partial")], "seen": 400}, (29, 1), (0, 1)),
    (
        "of two evaluations the nearest to day 28 dates it",
        {"responses": [(22, "none"), (30, "none")], "seen": 400}, (30, 1), (0, 1),
    ),
    (
        "remission by day 35 counts",
        {"responses": [(28, "none"), (35, "complete")], "seen": 400},
        (400, 0), (400, 0),
    ),
    (
        "remission on day 36 is too late",
        {"responses": [(28, "none"), (36, "complete")], "seen": 400}, (28, 1), (0, 1),
    ),
    (
        "early remission, relapse",
        {"responses": [(14, "complete")], "relapses": [200], "seen": 400},
        (200, 1), (200, 1),
    ),
    ("death before the evaluation", {"dies": 10}, (10, 1), (10, 1)),
    ("seen for two weeks", {"seen": 14}, (14, 0), (14, 0)),
    (
        "death in remission", {"responses": CR, "dies": 90}, (90, 1), (90, 1),
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("story", "at_assessment", "at_day_0"),
    [pytest.param(*row, id=name) for name, *row in EVENT_FREE],
)
def test_event_free_survival(story, at_assessment, at_day_0):
    assert of("EFS", infused(**story)) == at_assessment
    assert of("EFSD0", infused(**story)) == at_day_0


def test_trials_censor_at_the_last_assessment():
    story = {"responses": [*CR, (90, "complete")], "seen": 400}
    free, relapsed = infused(**story), infused(**story, relapses=[300])
    for code, last in (("LFSLA", 90), ("EFSLA", 90), ("DORLA", 62)):
        assert of(code, free) == (last, 0)
        assert of(code, relapsed) == of(code.removesuffix("LA"), relapsed)
    lymphoma = infused(disease="DLBCL", responses=CR, seen=400)
    assert of("PFSLA", lymphoma) == (28, 0)
    assert of("LFSLA", infused(seen=400)) == (0, 0)
    assert of("LFSLA", transplanted(assessed=[-20, 28], seen=400)) == (28, 0)
    assert of("PFSLA", free) is None


def test_without_an_evaluation_it_is_not_derived():
    with pytest.raises(NotDerivable, match="enter the day 28 evaluation"):
        of("EFS", infused(seen=36))
    after_hsct = infused(responses=CR, hsct=[20], seen=400)
    with pytest.raises(NotDerivable, match="enter the day 28 evaluation"):
        of("EFS", after_hsct)


def test_each_disease_has_its_own():
    leukaemia, lymphoma = infused(seen=30), infused(disease="DLBCL", seen=30)
    assert of("EFSLYM", leukaemia) is of("PFS", leukaemia) is of("EFS", lymphoma)
    assert of("EFSLYM", lymphoma) == (0, 0)
    assert of("PFS", lymphoma) == (30, 0)
    assert of("PFS", infused(disease="MM", relapses=[90], seen=99)) == (90, 1)
    for code in ("EFS", "EFSLYM", "PFS", "DOR"):
        with pytest.raises(NotDerivable, match="enter the diagnosis"):
            of(code, infused(disease=None, seen=30))


LYMPHOMA = [
    ("progression", {"relapses": [90], "seen": 400}, (90, 1)),
    ("therapy for it", {"therapies": [(60, True)], "seen": 400}, (60, 1)),
    ("maintenance", {"therapies": [(60, False)], "seen": 400}, (0, 0)),
    ("last assessed", {"responses": [(180, "partial")], "seen": 400}, (180, 0)),
    ("dead, long after it", {"responses": CR, "dies": 400}, (400, 1)),
]


@pytest.mark.parametrize(
    ("story", "expected"), [pytest.param(*row, id=name) for name, *row in LYMPHOMA]
)
def test_lymphoma(story, expected):
    assert of("EFSLYM", infused(disease="DLBCL", **story)) == expected


DAY_90 = [
    ("in response", {"responses": [(91, "partial")], "seen": 400}, (91, 0)),
    ("no response", {"responses": [*CR, (92, "none")], "seen": 400}, (92, 1)),
    (
        "of two the nearest to day 90", {"responses": [(80, "none"), (89, "complete")]},
        (89, 0),
    ),
    (
        "of two on one day the better",
        {"responses": [(90, "none"), (90, "partial")]}, (90, 0),
    ),
    ("progression before", {"relapses": [50], "responses": [(90, "none")]}, (50, 1)),
    ("death before", {"dies": 60}, (60, 1)),
    ("not assessed since", {"responses": CR, "seen": 400}, (28, 0)),
    ("the last on day 120", {"responses": [(120, "none")], "seen": 400}, (120, 1)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("story", "expected"), [pytest.param(*row, id=name) for name, *row in DAY_90]
)
def test_lymphoma_with_a_response_by_day_90(story, expected):
    told = {"disease": "DLBCL"} | story
    told.setdefault("seen", None if "dies" in told else 400)
    assert of("EFSLYM90", infused(**told)) == expected


def test_without_the_evaluation_of_day_90_it_is_not_derived():
    timeline = infused(disease="DLBCL", responses=[*CR, (180, "complete")], seen=400)
    with pytest.raises(NotDerivable, match="enter the day 90 evaluation"):
        of("EFSLYM90", timeline)
    assert of("EFSLYM", timeline) == (180, 0)


def test_local_therapy_is_no_failure():
    local = (Therapy(day(60), failing=True, systemic=False),)
    timeline = replace(infused(disease="DLBCL", seen=400), therapies=local)
    assert of("EFSLYM", timeline) == (0, 0)


LASTING = [
    ("nobody responds", {"responses": [(28, "none")], "seen": 400}, None),
    ("from the first", {"responses": [(60, "complete"), *CR], "seen": 400}, (372, 0)),
    ("relapse", {"responses": CR, "relapses": [128], "seen": 400}, (100, 1)),
    ("relapse on the day", {"responses": CR, "relapses": [28], "seen": 400}, (0, 1)),
    ("death", {"responses": CR, "dies": 58}, (30, 1)),
    ("partial is not enough", {"responses": [(28, "partial")], "seen": 400}, None),
    ("before the infusion", {"responses": [(-5, "complete")], "seen": 400}, None),
    ("reached by HSCT", {"responses": CR, "hsct": [20], "seen": 400}, None),
    ("a therapy between", {"responses": CR, "therapies": [(9, False)], "seen": 99},
     None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("story", "expected"), [pytest.param(*row, id=name) for name, *row in LASTING]
)
def test_duration_of_response(story, expected):
    assert of("DOR", infused(**story)) == expected


def test_death_can_compete_with_relapse_from_response():
    assert of("DORNRM", infused(responses=CR, dies=58)) == (30, 2)
    relapsed = infused(responses=CR, relapses=[128], seen=400)
    assert of("DORNRM", relapsed) == (100, 1)
    of_disease = infused(responses=[(28, "complete")], dies=58, cause="relapse")
    assert of("DORNRM", of_disease) == (30, 1)


def test_in_lymphoma_a_partial_response_lasts_too():
    timeline = infused(disease="FL", responses=[(28, "partial")], seen=128)
    found = ENDPOINTS["DOR"].derive(timeline, INFUSION, None)
    assert (found.start, found.end, found.day) == (day(28), day(128), 100)


def test_response_is_of_an_infusion():
    for code in ("EFS", "EFSD0", "EFSLYM", "DOR"):
        assert HSCT.kind not in ENDPOINTS[code].from_index
