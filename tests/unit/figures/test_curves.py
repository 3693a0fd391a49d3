"""Curves: numbers under their ticks, marks on their curves, at the true height."""

import pytest

from outcomes.figures.wording import months
from tests.unit.figures.drawn import texts

CURVES = {
    "overall-survival": ("survival", "OS"),
    "leukaemia-free-survival": ("survival", "LFS"),
    "relapse": ("incidence", "RI"),
    "non-relapse-mortality": ("incidence", "NRM"),
}
BLUE, ORANGE = "#0072b2", "#d55e00"
BLUE_TEXT, ORANGE_TEXT = "#00609a", "#a84a00"
HALF_A_PIXEL = 0.51


def of_role(found, role, **look):
    return [
        mark
        for mark in found
        if role in mark.role
        and all(mark.look.get(key.replace("_", "-")) == v for key, v in look.items())
    ]


def ticks(found):
    """Return the places of the month ticks: they point down."""
    return [m.x for m in of_role(found, "role-axis-tick") if m.look["y2"] == "5"]


def panel(found):
    """Return left, right, top and bottom of the axes."""
    across, up = of_role(found, "role-axis-domain")
    right = across.x + float(across.look["x2"])
    return across.x, right, up.y + float(up.look["y2"]), up.y


@pytest.mark.parametrize("name", CURVES)
def test_each_number_at_risk_stands_under_its_tick(sheet, results, name):
    found = sheet(name)
    part, paramcd = CURVES[name]
    curves = results[part][paramcd]["curves"]
    for key, ink in (("car_t", BLUE_TEXT), ("chemotherapy", ORANGE_TEXT)):
        row = of_role(found, "mark-text", fill=ink)
        table = curves[key]["table"]
        pairs = zip(table["at_risk"], table["censored"], strict=True)
        assert [mark.text for mark in row] == [f"{n} ({gone})" for n, gone in pairs]
        assert [m.x for m in row] == pytest.approx(ticks(found), abs=HALF_A_PIXEL)
        assert {m.look["text-anchor"] for m in row} == {"middle"}
        assert len({m.y for m in row}) == 1


@pytest.mark.parametrize("name", CURVES)
def test_groups_name_stands_beside_its_own_numbers(sheet, name):
    found = sheet(name)
    words = texts(found)
    for label, ink in (("CAR-T", BLUE_TEXT), ("Chemotherapy", ORANGE_TEXT)):
        first = of_role(found, "mark-text", fill=ink)[0]
        assert words[label].y == first.y
        # Half of "124 (0)" in 12 pixels lies left of its tick.
        assert words[label].x < first.x - 22


@pytest.mark.parametrize("name", CURVES)
def test_curve_has_the_height_of_the_estimate(sheet, results, name):
    found = sheet(name)
    left, right, top, bottom = panel(found)
    highest = float(texts(found)[_top_label(found)].text.rstrip("%")) / 100
    part, paramcd = CURVES[name]
    for key, ink in (("car_t", BLUE), ("chemotherapy", ORANGE)):
        (line,) = of_role(found, "mark-line", stroke=ink)
        curve = results[part][paramcd]["curves"][key]
        drawn = line.points()[1::2]  # the corners after each vertical
        for day, estimate in zip(curve["day"], curve["estimate"], strict=True):
            if months(day) > 36:
                continue
            x = left + (right - left) * months(day) / 36
            y = bottom - (bottom - top) * estimate / highest
            assert any(
                abs(px - x) < 1 and abs(py - y) < 1 for px, py in line.points()
            ), (key, day, drawn)


def _top_label(found):
    labels = of_role(found, "role-axis-label")
    return max((m.text for m in labels if "%" in m.text), key=lambda t: float(t[:-1]))


def test_every_censoring_is_marked_on_its_curve(sheet, results):
    found = sheet("overall-survival")
    left, right, _top, _bottom = panel(found)
    for key, ink in (("car_t", BLUE), ("chemotherapy", ORANGE)):
        (line,) = of_role(found, "mark-line", stroke=ink)
        marks = of_role(found, "mark-rect", fill=ink)
        curve = results["survival"]["OS"]["curves"][key]
        censored = zip(curve["day"], curve["censored"], strict=True)
        days = [day for day, n in censored if n and months(day) <= 36]
        # Two within a pixel are one.
        assert len(days) * 0.8 < len(marks) <= len(days)
        middles = [sum(c[0] for c in mark.points()[:2]) / 2 for mark in marks]
        for day in days:
            x = left + (right - left) * months(day) / 36
            assert any(abs(middle - x) < 1 + HALF_A_PIXEL for middle in middles), day
        for mark in marks:
            corners = mark.points()[:3]
            x = sum(c[0] for c in corners[:2]) / 2
            y = (corners[1][1] + corners[2][1]) / 2
            assert abs(_height(line.points(), x) - y) < 0.6


def _height(points, x):
    """Return the height of a step curve at ``x``, the lower end of a vertical there."""
    return [py for px, py in points if px <= x + 0.01][-1]


def test_arms_differ_by_dash_as_by_colour(sheet):
    found = sheet("overall-survival")
    (solid,) = of_role(found, "mark-line", stroke=BLUE)
    (dashed,) = of_role(found, "mark-line", stroke=ORANGE)
    assert "stroke-dasharray" not in solid.look
    assert dashed.look["stroke-dasharray"] == "8,4"


def test_legend_has_the_estimates_and_the_corner_the_test(sheet):
    words = texts(sheet("overall-survival"))
    assert "CAR-T, 2 y 61.9 % (42.4–76.5)" in words
    assert "Chemotherapy, 2 y 67.6 % (56.3–76.6)" in words
    assert "Log-rank P = .210" in words
    assert "Gray P = .368" in texts(sheet("relapse"))


def test_relapse_and_nrm_share_one_scale(sheet):
    assert _top_label(sheet("relapse")) == _top_label(sheet("non-relapse-mortality"))


def test_caption_says_who_how_and_from_which_data(sheet):
    said = "".join(texts(sheet("overall-survival")))
    for words in (
        "CAR-T n = 34, Chemotherapy n = 124",
        "Kaplan–Meier",
        "log-log",
        "log-rank",
        "Cohort cd7-hsct, version 1",
        "change 1,691",
        "2026-11-23 17:30",
        "code 0.1.0+abcdef01",
    ):
        assert words in said


def test_arm_without_patients_is_left_out_and_the_test_says_why(sheet, results):
    results["survival"]["OS"]["curves"]["chemotherapy"] = None
    why = {"code": "one_group", "en": "there is one group", "zh": "只有一组"}
    results["survival"]["OS"]["test"] |= {"p": None, "why": why}
    found = sheet("overall-survival")
    assert "Log-rank: There is one group" in texts(found)
    assert of_role(found, "mark-line", stroke=ORANGE) == []


def test_study_without_any_curve_still_says_so(sheet, results):
    for endpoint in results["survival"].values():
        endpoint["curves"] = dict.fromkeys(endpoint["curves"])
        endpoint["test"] |= {"p": None, "why": None}
    assert "Log-rank: not estimable" in texts(sheet("overall-survival"))
