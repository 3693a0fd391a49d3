"""Subgroups and bars: every mark stands in the row of its own words."""

import pytest

from outcomes.figures.bars import WIDE
from tests.unit.figures.drawn import texts
from tests.unit.figures.test_curves import of_role

FORESTS = {
    "subgroups-os": ("OS", "log-log"),
    "subgroups-lfs": ("LFS", "log-log"),
    "subgroups-relapse": ("RI", "greenwood"),
    "subgroups-nrm": ("NRM", "greenwood"),
}


def rows(found):
    """Return the words of the figure from top to bottom, each row left to right."""
    heights = {}
    for mark in of_role(found, "mark-text"):
        if "role-axis" not in mark.role:
            heights.setdefault(round(mark.y), []).append((mark.x, mark.text))
    return {y: [text for _x, text in sorted(row)] for y, row in sorted(heights.items())}


@pytest.mark.parametrize("name", FORESTS)
def test_square_and_limits_stand_in_the_row_of_their_words(sheet, results, name):
    paramcd, kind = FORESTS[name]
    found = sheet(name)
    squares = of_role(found, "mark-symbol")
    groups = [g for s in results["subgroups"] for g in s["groups"]]
    assert len(squares) == len(groups) + 1
    line_of = {round(m.y): m for m in of_role(found, "mark-rule") if _flat(m)}
    words = rows(found)
    (across,) = of_role(found, "role-axis-domain")
    left, width = across.x, float(across.look["x2"])
    for square, group in zip(squares[1:], groups, strict=True):
        estimate = group["estimates"][paramcd]
        # Words are placed by their middle: four pixels above the base line.
        row = words[round(square.y + 4)]
        assert row[0] == group["label"]["en"]
        assert row[1] == f"{group['deaths']}/{group['n']}"
        assert row[2].startswith(f"{100 * estimate['estimate']:.1f}")
        assert square.x == pytest.approx(left + width * estimate["estimate"], abs=1)
        low, high = estimate["limits"][kind]
        if low is not None:
            line = line_of[round(square.y)]
            ends = sorted((line.x, line.x + float(line.look["x2"])))
            wanted = [left + width * low, left + width * high]
            assert ends == pytest.approx(wanted, abs=1)


def _flat(mark):
    return float(mark.look.get("y2", 0)) == 0 and float(mark.look["x2"]) != 0


def test_tests_stand_beside_the_variable_that_they_are_of(sheet, results):
    words = [row for row in rows(sheet("subgroups-os")).values() if len(row) == 2]
    wanted = [f"{s['tests']['OS']['p']:.3f}"[1:] for s in results["subgroups"]]
    assert [row[1] for row in words] == wanted
    assert [row[0].split(" (")[0] for row in words] == [
        s["label"]["en"] for s in results["subgroups"]
    ]


def test_missing_limits_are_explained_under_the_figure(sheet):
    said = texts(sheet("subgroups-relapse"))
    assert "0.0*" in said
    assert any("not defined once the estimate is 0" in text for text in said)


def test_group_without_estimate_says_so_and_has_no_square(sheet, results):
    why = {"code": "no_patients", "en": "there are no patients", "zh": "没有患者"}
    young = results["subgroups"][0]["groups"][0]["estimates"]["OS"]
    young |= {"estimate": None, "limits": {}, "why": why}
    found = sheet("subgroups-os")
    assert "not estimable*" in texts(found)
    assert any("There are no patients" in text for text in texts(found))
    assert len(of_role(found, "mark-symbol")) == 8


def test_few_deaths_are_drawn_as_an_open_square(sheet):
    fills = [m.look["fill"] for m in of_role(sheet("subgroups-os"), "mark-symbol")]
    # After everybody, the youngest: one death of eight.
    assert fills[:3] == ["#0b5c73", "#ffffff", "#0b5c73"]


@pytest.mark.parametrize(
    ("name", "part"), [("crs-icans", "toxicity"), ("day-28", "day_28")]
)
def test_bar_is_as_long_as_its_share_and_in_its_row(sheet, results, name, part):
    found = sheet(name)
    words = rows(found)
    bars = [m for m in of_role(found, "mark-rect") if m.look.get("stroke") == "#44515d"]
    known = [c for one in results[part].values() for c in one["categories"] if c["n"]]
    assert len(bars) == len(known)
    for bar, category in zip(bars, known, strict=True):
        corners = bar.points()
        xs, ys = [c[0] for c in corners], [c[1] for c in corners]
        row = words[round((min(ys) + max(ys)) / 2 + 4)]
        assert row[1:3] == [str(category["n"]), f"{100 * category['share']:.1f} %"]
        whole = WIDE[part].bars
        assert max(xs) - min(xs) == pytest.approx(whole * category["share"], abs=2)


def test_positive_mrd_is_hatched_within_its_bar(sheet):
    found = sheet("day-28")
    white = [m for m in of_role(found, "mark-rect") if m.look["fill"] == "#ffffff"]
    xs = [x for x, _y in white[0].points()]
    ys = [y for _x, y in white[0].points()]
    hatches = of_role(found, "mark-rule")
    assert len(hatches) > 3
    for line in hatches:
        for x, y in (
            (line.x, line.y),
            (line.x + float(line.look["x2"]), line.y + float(line.look["y2"])),
        ):
            assert min(xs) - 1 <= x <= max(xs) + 1
            assert min(ys) - 1 <= y <= max(ys) + 1
