"""CRS, ICANS, neutrophils, aplasia and persistence after an infusion."""

import pytest

from outcomes.endpoints import ENDPOINTS, NotDerivable
from tests.unit.endpoints.stories import INFUSION, day, infused, of

ONSETS = [
    ("none", {"no": ("crs",), "seen": 400}, (30, 0), (30, 0)),
    ("grade 1", {"crs": [(3, 1, 8)], "seen": 400}, (3, 1), (30, 0)),
    ("grade 3", {"crs": [(3, 3, 8)], "seen": 400}, (3, 1), (3, 1)),
    ("on day 0", {"crs": [(0, 4, 8)], "seen": 400}, (0, 1), (0, 1)),
    ("on day 30", {"crs": [(30, 3, 33)], "seen": 400}, (30, 1), (30, 1)),
    ("on day 31", {"crs": [(31, 3, 33)], "seen": 400}, (30, 0), (30, 0)),
    ("first 2, then 3", {"crs": [(9, 3, 12), (2, 2, 5)], "seen": 400}, (2, 1), (9, 1)),
    ("dead before", {"dies": 9}, (9, 2), (9, 2)),
    ("dead of it on the day", {"crs": [(9, 5, None)], "dies": 9}, (9, 1), (9, 1)),
    ("HSCT before", {"hsct": [9], "seen": 400}, (9, 3), (9, 3)),
    ("further therapy", {"therapies": [(9, True)], "seen": 400}, (9, 3), (9, 3)),
    ("infused again", {"again": [9], "crs": [(12, 3, 15)], "seen": 99},
     (9, 3), (9, 3)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("story", "of_any", "severe"),
    [pytest.param(*row, id=name) for name, *row in ONSETS],
)
def test_onset(story, of_any, severe):
    assert of("CRSONS", infused(**story)) == of_any
    assert of("CRSONS3", infused(**story)) == severe
    icans = {"icans" if name == "crs" else name: x for name, x in story.items()}
    icans |= {"no": ("icans",)} if "no" in story else {}
    assert of("ICANSONS", infused(**icans)) == of_any
    assert of("ICANSON3", infused(**icans)) == severe


def test_onset_must_be_stated_and_graded():
    for code, name in (("CRSONS", "CRS"), ("ICANSON3", "ICANS")):
        with pytest.raises(NotDerivable, match=f"whether {name} occurred is not"):
            of(code, infused(seen=30))
        assert of(code, infused(seen=29)) == (29, 0)
    graded_late = infused(crs=[(3, None, 8)], seen=400)
    assert of("CRSONS", graded_late) == (3, 1)
    with pytest.raises(NotDerivable, match="grade of the CRS of 2022-03-04 is open"):
        of("CRSONS3", graded_late)


RESOLVED = [
    ("none", {"no": ("crs",), "seen": 400}, None),
    ("resolved", {"crs": [(3, 2, 10)], "seen": 400}, (7, 1)),
    ("on its day", {"crs": [(3, 2, 3)], "seen": 400}, (0, 1)),
    ("the first of two", {"crs": [(20, 2, 22), (3, 2, 10)], "seen": 400}, (7, 1)),
    ("after 30 days", {"crs": [(3, 2, 40)], "seen": 400}, (30, 0)),
    ("dead with it", {"crs": [(3, 5, None)], "dies": 9}, (6, 2)),
    ("HSCT with it", {"crs": [(3, 2, None)], "hsct": [20], "seen": 400}, (17, 3)),
    ("still there", {"crs": [(3, 2, None)], "seen": 9}, (6, 0)),
    ("of the next course", {"crs": [(70, 2, 75)], "again": [60], "seen": 99}, None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("story", "expected"), [pytest.param(*row, id=name) for name, *row in RESOLVED]
)
def test_resolution_of_crs(story, expected):
    assert of("CRSRES", infused(**story)) == expected


def test_time_of_resolution_begins_with_the_onset():
    timeline = infused(crs=[(3, 2, 10)], seen=400)
    found = ENDPOINTS["CRSRES"].derive(timeline, INFUSION, None)
    assert (found.start, found.end) == (day(3), day(10))
    with pytest.raises(NotDerivable, match="no day on which it resolved"):
        of("CRSRES", infused(crs=[(3, 2, None)], seen=400))


LOW = [(2, 0.4), (5, 0.1)]
BACK = [(12, 0.6), (13, 0.8), (15, 1.2)]
NEUTROPHILS = [
    ("never low", {"counts": [(2, 0.6), (9, 3)], "seen": 400}, None),
    ("not counted", {"seen": 400}, None),
    ("recovered", {"counts": [*BACK, *LOW], "seen": 400}, (10, 1)),
    ("two days are not enough", {"counts": [*LOW, *BACK[:2]], "seen": 400}, (11, 0)),
    ("0.5 is low", {"counts": [(2, 0.5), *BACK], "seen": 400}, (10, 1)),
    (
        "low again between",
        {"counts": [*LOW, (8, 0.6), (9, 0.7), (10, 0.5), *BACK], "seen": 400},
        (10, 1),
    ),
    ("dead", {"counts": LOW, "dies": 12}, (10, 2)),
    ("dead long after the last count", {"counts": LOW, "dies": 400}, (3, 0)),
    ("HSCT", {"counts": LOW, "hsct": [12], "seen": 400}, (10, 3)),
    ("boost", {"counts": [*LOW, *BACK], "boosts": [11], "seen": 400}, (9, 4)),
    ("relapse ends the counts", {"counts": [*LOW, *BACK], "relapses": [9],
                                 "seen": 400}, (3, 0)),
    ("low before the infusion only", {"counts": [(-3, 0.1), (2, 0.6)], "seen": 9},
     None),
]  # fmt: skip


@pytest.mark.parametrize(
    ("story", "expected"), [pytest.param(*row, id=name) for name, *row in NEUTROPHILS]
)
def test_neutrophil_recovery(story, expected):
    assert of("ICAHTREC", infused(**story)) == expected


LOSS = [
    ("not tested", {"seen": 400}, None),
    ("there", {"tests": [(7, True), (90, True)], "seen": 400}, (90, 0)),
    (
        "lost", {"tests": [(7, True), (60, False), (90, False)], "seen": 400},
        (60, 1),
    ),
    ("once below", {"tests": [(7, True), (60, False)], "seen": 400}, (60, 0)),
    (
        "back again",
        {"tests": [(7, True), (60, False), (90, True), (120, False)], "seen": 400},
        (120, 0),
    ),
    (
        "before they expanded",
        {"tests": [(1, False), (4, False), (7, True), (90, True)], "seen": 400},
        (90, 0),
    ),
    ("never there", {"tests": [(7, False), (14, False)], "seen": 400}, (7, 1)),
    (
        "two tests of one day are one",
        {"tests": [(7, True), (60, False), (60, False)], "seen": 400}, (60, 0),
    ),
    (
        "found by one of them",
        {"tests": [(7, True), (60, False), (60, True), (90, False)], "seen": 400},
        (90, 0),
    ),
    ("dead soon after", {"tests": [(7, True)], "dies": 100}, (100, 2)),
    ("dead long after", {"tests": [(7, True)], "dies": 400}, (7, 0)),
    ("HSCT", {"tests": [(7, True)], "hsct": [60], "seen": 400}, (60, 3)),
    ("infused again", {"tests": [(7, True)], "again": [60], "seen": 400}, (60, 4)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("story", "expected"), [pytest.param(*row, id=name) for name, *row in LOSS]
)
def test_persistence(story, expected):
    assert of("CARPERS", infused(**story)) == expected


@pytest.mark.parametrize(("code", "cells"), [("BCA", "B_cell"), ("TCA", "T_cell")])
def test_recovery_from_aplasia(code, cells):
    tested = [(cells, 28, None), (cells, 180, None)]
    back = [(cells, 28, None), (cells, 180, 150)]
    assert of(code, infused(aplasia=tested, seen=400)) == (180, 0)
    assert of(code, infused(aplasia=back, seen=400)) == (150, 1)
    assert of(code, infused(aplasia=tested, hsct=[200], seen=400)) == (200, 3)
    assert of(code, infused(aplasia=tested, again=[200], seen=400)) == (200, 4)
    assert of(code, infused(aplasia=tested, dies=363)) == (363, 2)
    assert of(code, infused(aplasia=tested, dies=364)) == (180, 0)
    other = {"B_cell": "T_cell", "T_cell": "B_cell"}[cells]
    assert of(code, infused(aplasia=[(other, 28, 90)], seen=400)) is None


def test_each_episode_of_crs_has_its_own_resolution():
    timeline = infused(crs=[(20, 1, 24), (2, 2, 5), (40, 1, None)], seen=400)
    assert of("CRSRES", timeline) == (3, 1)
    assert of("CRSRES2", timeline) == (4, 1)
    with pytest.raises(NotDerivable, match="has no day on which it resolved"):
        of("CRSRES3", timeline)
    assert of("CRSRES2", infused(crs=[(2, 2, 5)], seen=400)) is None
    found = ENDPOINTS["CRSRES2"].derive(timeline, INFUSION, None)
    assert (found.start, found.end) == (day(20), day(24))


@pytest.mark.parametrize(("code", "cells"), [("BCA", "B_cell"), ("TCA", "T_cell")])
def test_recovery_can_be_counted_from_the_first_aplasia(code, cells):
    timeline = infused(
        aplasia=[(cells, 14, None), (cells, 28, 200), (cells, 91, 200)], seen=400
    )
    assert of(code, timeline) == (200, 1)
    found = ENDPOINTS[f"{code}FIRST"].derive(timeline, INFUSION, None)
    assert (found.start, found.day, found.cause) == (day(14), 186, 1)
    never = infused(aplasia=[(cells, 28, 28)], seen=400)
    assert of(f"{code}FIRST", never) is None
    assert of(f"{code}FIRST", infused(seen=400)) is None
    open_still = infused(aplasia=[(cells, 28, None), (cells, 91, None)], seen=400)
    assert of(f"{code}FIRST", open_still) == (63, 0)
    assert of(f"{code}FIRST", infused(aplasia=[(cells, 28, None)], dies=60)) == (32, 2)
