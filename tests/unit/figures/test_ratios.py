"""Hazard ratios in subgroups: every mark in the row of its words, gaps explained."""

from math import log

import pytest
from django.utils import translation

from outcomes.disclosure.guard import guarded
from outcomes.figures.caption import sentences
from outcomes.figures.catalogue import FIGURES
from outcomes.figures.layout import ONE
from outcomes.figures.ratio_marks import LEAST, MOST
from outcomes.figures.ratios import directions
from tests.unit.figures.conftest import SOURCE
from tests.unit.figures.drawn import texts
from tests.unit.figures.test_curves import of_role
from tests.unit.figures.test_rows import rows


def ratios(results, code="OS"):
    """Return everybody's ratio and those of the parts, from top to bottom."""
    parts = [part for one in results["subgroup_ratios"] for part in one["parts"]]
    own = [part["endpoints"][code] for part in parts]
    return [results["ratios"]["endpoints"][code], *own]


def test_square_and_words_are_those_of_the_row(sheet, results):
    found = sheet("ratios-os")
    known = [one for one in ratios(results) if one["ratio"] is not None]
    squares = [m for m in of_role(found, "mark-symbol") if m.look["fill"]]
    assert len(squares) == len(known) == 3
    words = rows(found)
    (across,) = of_role(found, "role-axis-domain")
    left, width = across.x, float(across.look["x2"])
    for square, one in zip(squares, known, strict=True):
        row = words[round(square.y + 4)]
        counts = [f"{e}/{n}" for e, n in zip(one["events"], one["n"], strict=True)]
        assert row[1:3] == counts
        said = f"{one['ratio']:.2f} ({one['lower']:.2f}–{one['upper']:.2f})"
        assert row[3] == said
        share = log(one["ratio"] / LEAST) / log(MOST / LEAST)
        assert square.x == pytest.approx(left + width * share, abs=1)


def test_few_events_are_drawn_open_and_the_whole_is_largest(sheet):
    squares = of_role(sheet("ratios-os"), "mark-symbol")
    assert [m.look["fill"] for m in squares] == ["#0b5c73", "#ffffff", "#0b5c73"]


def test_a_part_without_a_ratio_says_why(sheet):
    said = texts(sheet("ratios-os"))
    assert "not estimable†" in said
    assert any("† One of the two groups has no patients here." in text for text in said)
    assert "← favours CAR-T" in said
    assert "favours chemotherapy →" in said
    assert ".179" in said


def test_one_column_has_the_numbers_under_the_names(sheet):
    said = texts(sheet("ratios-os", ONE))
    assert "14/34 | 29/124" in said
    assert "Events / n: CAR-T | Chemotherapy" in said


def test_an_event_that_may_be_hoped_for_favours_nobody(results):
    assert directions(results, "ANCENG") == (
        "← fewer events: CAR-T",
        "fewer events: chemotherapy →",
    )


def test_table_has_what_the_figure_has(results):
    table = FIGURES["ratios-os"].table(results)
    assert table["columns"][1:3] == ["CAR-T, events / n", "Chemotherapy, events / n"]
    assert table["rows"][0][:4] == ["All", "14/34", "29/124", "1.50 (0.79–2.84)"]
    assert table["rows"][1][0::5] == ["Age at day 0 (y)", ".179"]
    assert {len(row) for row in table["rows"]} == {len(table["columns"])}


def test_competing_events_and_strata_are_said(results):
    relapse, survival = FIGURES["ratios-relapse"], FIGURES["ratios-os"]
    assert "Cause-specific hazard" in relapse.method(results)
    assert "(death without relapse) ended follow-up" in relapse.methods(results)
    assert "ause-specific" not in survival.method(results) + survival.methods(results)
    results["hsct"] = "competing"
    assert "HSCT ended follow-up" in survival.methods(results)
    results["strata"] = [{"en": "sex", "zh": "性别"}]
    for name in ("ratios-os", "subgroups-os"):
        seen = FIGURES[name].compared(results)
        assert "stratified by" not in sentences(seen, SOURCE, "How.")[0]


def test_results_without_two_groups_or_of_older_code_have_no_figure(results):
    figure = FIGURES["ratios-os"]
    assert figure.shown(results)
    for gone in ({"ratios": None}, {"subgroup_ratios": []}):
        assert not figure.shown({**results, **gone})
    del results["ratios"], results["subgroup_ratios"]
    assert not figure.shown(results)


def test_chinese(sheet):
    with translation.override("zh-hans"):
        said = texts(sheet("ratios-os"))
    assert "← CAR-T较优" in said
    assert "化疗较优 →" in said


def test_numbers_of_few_are_hidden_and_others_rounded(results):
    found = guarded(results, 5)
    whole = found["ratios"]["endpoints"]["OS"]
    assert whole["n"] == [30, 120]
    assert whole["events"] == [10, 30]
    assert (whole["ratio"], whole["coef"]) == (1.5, None)
    young, old = found["subgroup_ratios"][0]["parts"]
    assert young["endpoints"]["OS"]["why"]["code"] == "small_cell"
    assert young["endpoints"]["OS"]["ratio"] is None
    assert old["endpoints"]["OS"]["n"] == [None, None]
    assert old["endpoints"]["OS"]["ratio"] == 1.92
    test = found["subgroup_ratios"][0]["interaction"]["OS"]
    assert (test["p"], test["why"]["code"]) == (None, "small_cell")
    nobody = guarded(results, 2)["subgroup_ratios"][0]
    assert nobody["parts"][0]["endpoints"]["LFS"]["n"] == [None, None]


def test_who_is_not_known_does_not_give_a_part_away(results):
    """A whole that is shown, less its parts, is a number too."""
    results["subgroup_ratios"] = [
        {
            **results["subgroup_ratios"][0],
            "parts": [results["subgroup_ratios"][0]["parts"][1]],
        }
    ]
    part = results["subgroup_ratios"][0]["parts"][0]["endpoints"]
    whole = results["ratios"]["endpoints"]
    for code in part:
        part[code]["n"], whole[code]["n"] = [40, 100], [60, 120]
        part[code]["events"], whole[code]["events"] = [20, 40], [30, 60]
    results["subgroup_ratios"][0]["missing"] = 40
    shown = guarded(results, 5)["subgroup_ratios"][0]
    assert shown["parts"][0]["endpoints"]["OS"]["n"] == [40, 100]
    whole["RI"]["events"] = [22, 60]
    hidden = guarded(results, 5)["subgroup_ratios"][0]
    assert hidden["parts"][0]["endpoints"]["OS"]["n"] == [None, None]
    assert hidden["missing"] is None
