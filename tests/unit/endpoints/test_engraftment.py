"""Engraftment: the day, who dies before it, and what is not stated."""

import pytest

from outcomes.endpoints import NotDerivable
from tests.unit.endpoints.stories import HSCT, after, engrafting, of

STORIES = [
    ("engrafted", {"on": 12, "seen": 400}, (12, 1)),
    ("on day 0, never below", {"on": 0, "seen": 400}, (0, 1)),
    ("dead before", {"engrafted": False, "dies": 17}, (17, 2)),
    ("dead on the day", {"on": 17, "dies": 17}, (17, 1)),
    ("second HSCT", {"engrafted": False, "second": [40], "seen": 400}, (40, 3)),
    ("by the second", {"on": 55, "second": [40], "seen": 400}, (40, 3)),
    ("not stated, dead", {"engrafted": None, "dies": 9}, (9, 2)),
    ("not stated yet", {"engrafted": None, "seen": 20}, (20, 0)),
]


@pytest.mark.parametrize(
    ("story", "expected"), [pytest.param(*row, id=name) for name, *row in STORIES]
)
@pytest.mark.parametrize(
    ("code", "lineage"), [("ANCENG", "neutrophils"), ("PLTENG", "platelets")]
)
def test_stories(code, lineage, story, expected):
    assert of(code, engrafting(lineage, **story)) == expected


@pytest.mark.parametrize(
    ("code", "lineage", "last"),
    [("ANCENG", "neutrophils", 60), ("PLTENG", "platelets", 100)],
)
def test_recovery_counts_up_to_the_last_day_of_its_lineage(code, lineage, last):
    assert of(code, engrafting(lineage, on=last, seen=400)) == (last, 1)
    assert of(code, engrafting(lineage, on=last + 1, seen=400)) == (last, 0)
    assert of(code, engrafting(lineage, engrafted=False, seen=400)) == (last, 0)


def test_what_is_not_stated_is_not_derived():
    with pytest.raises(NotDerivable, match="neutrophil engraftment is not stated"):
        of("ANCENG", after(HSCT, seen=28))
    with pytest.raises(NotDerivable, match="platelet engraftment is not stated"):
        of("PLTENG", after(HSCT, seen=60))
    assert of("PLTENG", after(HSCT, seen=59)) == (59, 0)
    with pytest.raises(NotDerivable, match="has no day: enter it"):
        of("ANCENG", engrafting(engrafted=True, seen=400))
    with pytest.raises(NotDerivable, match="not stated"):
        of("PLTENG", engrafting("neutrophils", on=12, seen=400))


@pytest.mark.parametrize(
    ("code", "lineage", "last"),
    [("ANCENG28", "neutrophils", 28), ("PLTENG60", "platelets", 60)],
)
def test_an_option_ends_on_the_day_of_reading(code, lineage, last):
    assert of(code, engrafting(lineage, on=last, seen=400)) == (last, 1)
    assert of(code, engrafting(lineage, on=last + 1, seen=400)) == (last, 0)
    with pytest.raises(NotDerivable, match="not stated"):
        of(code, engrafting(lineage, engrafted=None, seen=last))


@pytest.mark.parametrize(
    ("code", "lineage"), [("ANCENG", "neutrophils"), ("PLTENG", "platelets")]
)
def test_relapse_can_compete(code, lineage):
    before = engrafting(lineage, on=20, relapses=[12], seen=400)
    assert (of(code, before), of(f"{code}R", before)) == ((20, 1), (12, 4))
    same_day = engrafting(lineage, on=12, relapses=[12], seen=400)
    assert of(f"{code}R", same_day) == (12, 1)
    both = engrafting(lineage, engrafted=False, relapses=[12], dies=12)
    assert of(f"{code}R", both) == (12, 4)
