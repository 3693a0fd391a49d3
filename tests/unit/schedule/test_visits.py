"""The table is that of the specification, and its windows never overlap."""

import re
from itertools import pairwise
from pathlib import Path

import pytest

from registry.models import FORMS
from registry.schedule import VISITS, Track
from registry.schedule.answers import DATED

SPECIFIED = Path(__file__).parents[4] / "shared" / "clinical" / "specification.md"
# (track, visit): target day, first and last day of the window.
TABLE = {
    ("car_t", "screening"): (-1, -90, -1),
    ("car_t", "D0"): (0, 0, 0),
    ("car_t", "D7"): (7, 5, 10),
    ("car_t", "D14"): (14, 12, 17),
    ("car_t", "D28"): (28, 21, 35),
    ("car_t", "M2"): (60, 46, 75),
    ("car_t", "M3"): (91, 76, 120),
    ("car_t", "M6"): (182, 154, 212),
    ("car_t", "M9"): (274, 244, 304),
    ("car_t", "M12"): (365, 335, 425),
    ("car_t", "M18"): (548, 503, 593),
    ("car_t", "M54"): (1644, 1599, 1689),
    ("car_t", "Y2"): (730, 670, 790),
    ("car_t", "Y5"): (1826, 1766, 1886),
    ("car_t", "Y6"): (2192, 2102, 2282),
    ("car_t", "Y15"): (5479, 5389, 5569),
    ("hsct", "D0"): (0, 0, 0),
    ("hsct", "D30"): (30, 25, 40),
    ("hsct", "D60"): (60, 50, 75),
    ("hsct", "D100"): (100, 85, 120),
    ("hsct", "M6"): (182, 154, 212),
    ("hsct", "M12"): (365, 335, 425),
    ("hsct", "M18"): (548, 503, 593),
    ("hsct", "M24"): (730, 685, 775),
    ("hsct", "Y3"): (1096, 1006, 1186),
    ("hsct", "Y30"): (10958, 10868, 11048),
}


@pytest.mark.parametrize(("key", "days"), TABLE.items(), ids=str)
def test_days_are_those_of_the_specification(key, days):
    (found,) = [v for v in VISITS[Track(key[0])] if v.code == key[1]]
    assert (found.day, found.opens, found.closes) == days


@pytest.mark.parametrize("track", Track)
def test_windows_of_one_track_do_not_overlap(track):
    visits = VISITS[track]
    for earlier, later in pairwise(visits):
        assert earlier.closes < later.opens
        assert earlier.day < later.day


@pytest.mark.parametrize("track", Track)
def test_each_visit_is_within_its_window_and_known_by_one_code(track):
    visits = VISITS[track]
    assert len({visit.code for visit in visits}) == len(visits)
    for visit in visits:
        assert visit.opens <= visit.day <= visit.closes
        assert visit.label.en
        assert visit.label.zh


def test_car_t_is_followed_for_fifteen_years_each_year():
    years = [v.code for v in VISITS[Track.CAR_T] if v.code.startswith("Y")]
    assert years == [f"Y{number}" for number in range(2, 16)]


def test_forms_are_forms_of_the_registry():
    named = {
        form
        for visits in VISITS.values()
        for visit in visits
        for form in (*visit.forms, *visit.events, *visit.safety, *visit.answered_by)
    }
    assert named - set(FORMS) == {"patient"}


@pytest.mark.parametrize("form", DATED)
def test_the_day_of_a_form_is_a_field_of_it(form):
    day, word = DATED[form]
    assert {day, word} - {""} <= set(FORMS[form].variables())


@pytest.mark.shared
def test_the_windows_of_the_first_year_stand_in_the_specification():
    rows = re.findall(
        r"^\| (CAR-T|HSCT) \| (\w[\w/]*) \| (\d+) \| (\d+)–(\d+)",
        SPECIFIED.read_text(),
        re.M,
    )
    assert len(rows) > 10
    for track, code, *days in rows:
        name = code.replace("D28/30", "D30")
        kind = Track.CAR_T if track == "CAR-T" else Track.HSCT
        (found,) = [v for v in VISITS[kind] if v.code == name]
        assert [found.day, found.opens, found.closes] == [int(one) for one in days]
