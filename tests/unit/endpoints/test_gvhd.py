"""GVHD and what is free of it: dates, grades, competing events, what is not said."""

from dataclasses import replace

import pytest

from outcomes.endpoints import ENDPOINTS, NotDerivable, Statement
from tests.unit.endpoints.stories import DAY0, HSCT, of, transplanted

ACUTE = [
    ("none in 100 days", {"seen": 400}, (100, 0), (100, 0)),
    ("seen for a month", {"seen": 30}, (30, 0), (30, 0)),
    ("grade II", {"acute": [(20, 2)], "seen": 400}, (20, 1), (100, 0)),
    ("grade I alone", {"acute": [(20, 1)], "seen": 400}, (100, 0), (100, 0)),
    ("grade III", {"acute": [(20, 3)], "seen": 400}, (20, 1), (20, 1)),
    (
        "first II, then IV", {"acute": [(40, 4), (20, 2)], "seen": 400},
        (20, 1), (40, 1),
    ),
    ("on day 0", {"acute": [(0, 4)], "seen": 400}, (0, 1), (0, 1)),
    ("on day 100", {"acute": [(100, 4)], "seen": 400}, (100, 1), (100, 1)),
    ("after day 100", {"acute": [(101, 4)], "seen": 400}, (100, 0), (100, 0)),
    ("before the transplant", {"acute": [(-5, 4)], "seen": 400}, (100, 0), (100, 0)),
    ("death", {"dies": 40}, (40, 2), (40, 2)),
    ("relapse", {"relapses": [40], "seen": 400}, (40, 3), (40, 3)),
    ("second HSCT", {"second": [40], "seen": 400}, (40, 4), (40, 4)),
    (
        "after a second HSCT it belongs to that",
        {"second": [40], "acute": [(60, 3)], "seen": 400}, (40, 4), (40, 4),
    ),
    ("on the day of death", {"acute": [(40, 3)], "dies": 40}, (40, 1), (40, 1)),
    (
        "on the day of relapse", {"acute": [(40, 3)], "relapses": [40], "seen": 90},
        (40, 1), (40, 1),
    ),
    ("relapse and death on one day", {"relapses": [40], "dies": 40}, (40, 3), (40, 3)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("story", "two_to_four", "three_to_four"),
    [pytest.param(*row, id=name) for name, *row in ACUTE],
)
def test_acute_gvhd(story, two_to_four, three_to_four):
    timeline = transplanted(**story)
    assert of("AGVHD24", timeline) == two_to_four
    assert of("AGVHD34", timeline) == three_to_four


def test_the_day_180_variants_look_longer():
    timeline = transplanted(acute=[(150, 3)], seen=400)
    assert of("AGVHD34", timeline) == (100, 0)
    assert of("AG34D180", timeline) == of("AG24D180", timeline) == (150, 1)


CHRONIC = [
    ("none", {"seen": 800}, (800, 0), (800, 0)),
    (
        "mild", {"chronic": [(200, "mild", False, None)], "seen": 800},
        (200, 1), (800, 0),
    ),
    (
        "moderate", {"chronic": [(200, "moderate", True, 210)], "seen": 800},
        (200, 1), (200, 1),
    ),
    (
        "mild, then severe",
        {
            "chronic": [
                (200, "mild", False, None), (300, "severe", True, None)
            ],
            "seen": 800,
        },
        (200, 1), (300, 1),
    ),
    ("death", {"dies": 90}, (90, 2), (90, 2)),
    ("relapse", {"relapses": [90], "dies": 120}, (90, 3), (90, 3)),
    ("second HSCT", {"second": [90], "seen": 800}, (90, 4), (90, 4)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("story", "any_severity", "moderate_or_severe"),
    [pytest.param(*row, id=name) for name, *row in CHRONIC],
)
def test_chronic_gvhd(story, any_severity, moderate_or_severe):
    timeline = transplanted(**story)
    assert of("CGVHD", timeline) == any_severity
    assert of("CGVHDMS", timeline) == moderate_or_severe


FREE = [
    ("nothing", {"seen": 800}, *[(800, 0)] * 4),
    ("acute II", {"acute": [(20, 2)], "seen": 800}, *[(800, 0)] * 4),
    (
        "acute III", {"acute": [(20, 3)], "seen": 800},
        (20, 1), (20, 1), (800, 0), (800, 0),
    ),
    (
        "mild without therapy", {"chronic": [(200, "mild", False, None)], "seen": 800},
        (800, 0), (800, 0), (800, 0), (200, 1),
    ),
    (
        "mild with therapy, from its start",
        {"chronic": [(200, "mild", True, 230)], "seen": 800},
        (230, 1), (800, 0), (800, 0), (200, 1),
    ),
    (
        "therapy of which nobody knows the start",
        {"chronic": [(200, "moderate", True, None)], "seen": 800},
        (200, 1), (800, 0), (200, 1), (200, 1),
    ),
    (
        "moderate without therapy",
        {"chronic": [(200, "moderate", False, None)], "seen": 800},
        (800, 0), (800, 0), (200, 1), (200, 1),
    ),
    (
        "severe, therapy not said",
        {"chronic": [(200, "severe", None, None)], "seen": 800},
        *[(200, 1)] * 4,
    ),
    ("relapse", {"relapses": [150], "seen": 800}, *[(150, 1)] * 4),
    ("death", {"dies": 150}, *[(150, 1)] * 4),
    ("second HSCT is no event", {"second": [50], "seen": 800}, *[(800, 0)] * 4),
]  # fmt: skip


@pytest.mark.parametrize(
    ("story", "grfs", "ebmt", "crfs", "any_chronic"),
    [pytest.param(*row, id=name) for name, *row in FREE],
)
def test_free_of_gvhd_and_relapse(story, grfs, ebmt, crfs, any_chronic):
    timeline = transplanted(**story)
    assert of("GRFS", timeline) == grfs
    assert of("GRFSEBMT", timeline) == ebmt
    assert of("CRFS", timeline) == crfs
    assert of("CRFSANY", timeline) == any_chronic


OPTIONS = [
    ("relapse", {"relapses": [40], "seen": 400}, (40, 3), (100, 0), (40, 3)),
    (
        "after relapse", {"relapses": [40], "acute": [(60, 3)], "seen": 400},
        (40, 3), (60, 1), (40, 3),
    ),
    ("DLI", {"dli": [50], "seen": 400}, (100, 0), (100, 0), (50, 5)),
    (
        "after DLI", {"dli": [50], "acute": [(60, 3)], "seen": 400},
        (60, 1), (60, 1), (50, 5),
    ),
    (
        "on the day of DLI", {"dli": [60], "acute": [(60, 3)], "seen": 400},
        (60, 1), (60, 1), (60, 1),
    ),
    ("DLI with the graft", {"dli": [0], "seen": 400}, *[(100, 0)] * 3),
    (
        "DLI for a relapse on one day", {"relapses": [50], "dli": [50], "seen": 400},
        (50, 3), (100, 0), (50, 3),
    ),
    ("second HSCT", {"second": [40], "seen": 400}, (40, 4), (40, 3), (40, 4)),
    ("death on the day of DLI", {"dli": [50], "dies": 50}, (50, 2), (50, 2), (50, 5)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("story", "usual", "through_relapse", "before_dli"),
    [pytest.param(*row, id=name) for name, *row in OPTIONS],
)
def test_what_relapse_and_donor_lymphocytes_do(
    story, usual, through_relapse, before_dli
):
    timeline = transplanted(**story)
    for code in ("AGVHD24", "AGVHD34"):
        assert of(code, timeline) == usual
        assert of(f"{code}R", timeline) == through_relapse
        assert of(f"{code}D", timeline) == before_dli


def test_chronic_gvhd_has_the_same_options():
    story = {"chronic": [(200, "severe", True, None)], "seen": 800}
    for code in ("CGVHD", "CGVHDMS"):
        relapsed = transplanted(relapses=[90], **story)
        assert of(code, relapsed) == (90, 3)
        assert of(f"{code}R", relapsed) == (200, 1)
        given = transplanted(dli=[90], **story)
        assert of(code, given) == (200, 1)
        assert of(f"{code}D", given) == (90, 5)


def test_a_relapse_on_no_known_day_stands_in_the_way_of_what_it_ends_alone():
    timeline = replace(transplanted(seen=400), undated=frozenset({"relapse"}))
    assert of("AGVHD24R", timeline) == (100, 0)
    with pytest.raises(NotDerivable, match="a relapse has no date"):
        of("AGVHD24", timeline)


def test_a_second_transplant_for_graft_failure_can_be_an_event():
    rescued = transplanted(rescue=[50], seen=800)
    assert of("GRFS", rescued) == (800, 0)
    assert of("GRFSGF", rescued) == (50, 1)
    other = transplanted(second=[50], seen=800)
    assert of("GRFSGF", other) == (800, 0)


COMPONENTS = [
    ("nothing", {"seen": 800}, (800, 0)),
    ("acute", {"acute": [(20, 3)], "relapses": [90], "seen": 800}, (20, 1)),
    ("chronic", {"chronic": [(200, "mild", True, 230)], "seen": 800}, (230, 2)),
    ("severe", {"chronic": [(200, "severe", None, None)], "seen": 800}, (200, 2)),
    ("relapse", {"relapses": [90], "acute": [(95, 4)], "seen": 800}, (90, 3)),
    ("death of the disease", {"dies": 90, "cause": "relapse"}, (90, 3)),
    ("death", {"dies": 90}, (90, 4)),
    (
        "acute on the day of relapse",
        {"relapses": [20], "acute": [(20, 3)], "seen": 90}, (20, 1),
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("story", "expected"), [pytest.param(*row, id=name) for name, *row in COMPONENTS]
)
def test_what_ends_grfs(story, expected):
    assert of("GRFSCOMP", transplanted(**story)) == expected


def test_a_component_is_named():
    found = ENDPOINTS["GRFS"].derive(transplanted(acute=[(20, 4)], seen=90), HSCT, None)
    assert found.event == "Acute GVHD"
    treated = transplanted(chronic=[(200, "mild", True, 230)], seen=800)
    found = ENDPOINTS["GRFS"].derive(treated, HSCT, None)
    assert found.event == "Chronic GVHD with systemic therapy"


def test_an_absent_form_is_no_no():
    unsaid = transplanted(no=(), seen=99)
    assert of("AGVHD24", unsaid) == (99, 0)
    for code in ("AGVHD24", "AGVHD34", "GRFS"):
        with pytest.raises(NotDerivable, match="acute GVHD occurred is not stated"):
            of(code, transplanted(no=("chronic_gvhd",), seen=100))
    assert of("CGVHD", transplanted(no=(), seen=364)) == (364, 0)
    for code in ("CGVHD", "CGVHDMS", "GRFS", "CRFS", "CRFSANY"):
        with pytest.raises(NotDerivable, match="chronic GVHD occurred is not stated"):
            of(code, transplanted(no=("acute_gvhd",), seen=365))


def test_who_died_before_the_form_was_due_died():
    early = transplanted(no=(), dies=20)
    assert of("AGVHD24", early) == of("CGVHD", early) == (20, 2)
    assert of("GRFS", early) == of("CRFS", early) == (20, 1)
    with pytest.raises(NotDerivable, match="is not stated"):
        of("CGVHD", transplanted(no=(), dies=500))


def test_an_open_grade_leaves_open_only_what_comes_after_it():
    timeline = transplanted(acute=[(20, None)], seen=400)
    with pytest.raises(NotDerivable, match=r"acute GVHD of 2022-03-21 is open"):
        of("AGVHD24", timeline)
    settled = transplanted(acute=[(20, None), (10, 3)], seen=400)
    assert of("AGVHD34", settled) == of("GRFS", settled) == (10, 1)
    severity = transplanted(chronic=[(200, None, None, None)], seen=400)
    assert of("CGVHD", severity) == (200, 1)
    for code in ("CGVHDMS", "CRFS", "GRFS", "GRFSEBMT"):
        with pytest.raises(NotDerivable, match="severity of the chronic GVHD"):
            of(code, severity)
    treated = transplanted(chronic=[(200, None, True, None)], seen=400)
    assert of("GRFS", treated) == (200, 1)


def test_an_episode_without_a_day_is_told():
    said = (
        Statement("acute_gvhd", DAY0, occurred=True, dated=False),
        Statement("chronic_gvhd", DAY0, occurred=False),
    )
    with pytest.raises(NotDerivable, match="acute GVHD has no day of onset"):
        of("AGVHD24", transplanted(statements=said, seen=400))


def test_it_cannot_follow_an_autologous_transplant():
    timeline = replace(transplanted(seen=400), autologous=frozenset({DAY0}))
    codes = [c for c, one in ENDPOINTS.items() if one.family == "gvhd"]
    assert len(codes) == 20
    assert {of(code, timeline) for code in codes} == {None}
