"""The figure of any endpoint comes from the endpoint: name, time axis, words."""

import re
from unicodedata import east_asian_width

import pytest
from django.utils import translation

from outcomes.cohorts.curve_days import incidence_days, survival_days
from outcomes.cohorts.curves import incidence, survival
from outcomes.cohorts.days import together
from outcomes.disclosure.guard import guarded
from outcomes.endpoints import ENDPOINTS, SINGLE, STACKED, USUAL
from outcomes.estimators import Counts
from outcomes.figures.caption import defined, fold, sentences
from outcomes.figures.catalogue import FIGURES
from outcomes.figures.r_lines import NoScript, frame
from outcomes.figures.script import SCRIPTED, script_of
from outcomes.figures.stacked_script import causes
from outcomes.figures.steps import UPRIGHT, y_axis
from outcomes.views.headline import headline
from outcomes.views.sections import (
    MOST_CURVES,
    SECTIONS,
    figures_of,
    shown_sections,
)
from tests.unit.figures.conftest import SOURCE
from tests.unit.figures.drawn import texts
from tests.unit.figures.test_scripts import run

# Of every unit of time and time zero one, by estimator.
CASES = {
    "GRFS": ([(30, 1), (200, 1), (400, 0), (900, 0), (1200, 0)], 730),
    "DOR": ([(0, 1), (60, 1), (500, 0), (800, 0)], 730),
    "AGVHD34": ([(14, 1), (30, 2), (45, 3), (60, 4), (100, 0), (100, 0)], 100),
    "ANCENG": ([(11, 1), (12, 1), (13, 1), (20, 2), (60, 0)], 28),
    "PLTENG": ([(14, 1), (20, 1), (33, 1)], 60),
    "CRSRES": ([(2, 1), (4, 1), (5, 2), (30, 0)], 14),
    "AGVHD24D": ([(14, 1), (30, 2), (45, 3), (50, 4), (60, 5), (100, 0)], 100),
    "CGVHDR": ([(90, 1), (200, 2), (300, 3), (400, 1), (900, 0), (1200, 0)], 730),
    "ANCENG28": ([(11, 1), (12, 1), (20, 2), (28, 0)], 28),
    "PLTENGR": ([(14, 1), (20, 1), (33, 4), (40, 2), (100, 0)], 60),
    "DORNRM": ([(0, 1), (60, 2), (500, 1), (800, 0)], 730),
    "BCAFIRST": ([(90, 1), (200, 1), (210, 2), (400, 0), (500, 3)], 365),
}
# Of what is drawn with all causes, so that nobody is left at the end, or somebody is.
STACKS = {
    "GRFSCOMP": [(20, 1), (30, 1), (90, 3), (150, 4), (200, 2), (400, 0), (1200, 0)],
    "NRMCAUSE": [(20, 1), (30, 2), (90, 3), (150, 4), (200, 5), (400, 6), (500, 7)],
    "NRMCAT": [(20, 1), (90, 6), (150, 3), (200, 5), (400, 0), (900, 0)],
}


@pytest.fixture
def with_endpoint(results):
    """Give the study's results with one more endpoint, of invented patients."""

    def of(code):
        rows, day = CASES.get(code) or (STACKS[code], 730)
        arms = [group["key"] for group in results["groups"]]
        # In the second arm what happens does so a day later.
        cells = [
            (on + place * bool(cause), cause, arm)
            for place, arm in enumerate(arms)
            for on, cause in rows
        ]
        on, cause, group = zip(*cells, strict=True)
        counts = Counts.from_rows(
            on,
            cause,
            group,
            n_causes=ENDPOINTS[code].n_causes,
            groups=arms,
        )
        part, make = (
            ("survival", survival)
            if ENDPOINTS[code].survives
            else ("incidence", incidence)
        )
        results[part][code] = make(code, counts, day)
        results["endpoints"].append(code)
        days = {
            arm: survival_days(counts, arm)
            if ENDPOINTS[code].survives
            else incidence_days(counts, arm, code, day)
            for arm in arms
        }
        results[part] = together(results, {f"{part}/{code}": days})[part]
        return results

    return of


def test_every_endpoint_has_a_figure_and_a_forest_plot():
    for endpoint in ENDPOINTS.values():
        figure = FIGURES[endpoint.slug]
        for language in ("en", "zh-hans"):
            with translation.override(language):
                assert str(figure.title) == endpoint.heading.in_language(language)


@pytest.mark.parametrize(
    ("code", "axis", "last", "read"),
    [
        ("GRFS", "Months from HSCT", "36", "2 y"),
        ("DOR", "Months from first response", "36", "2 y"),
        ("AGVHD34", "Days from HSCT", "100", "day 100"),
        ("ANCENG", "Days from HSCT", "60", "day 28"),
        ("CRSRES", "Days from onset of CRS", "30", "day 14"),
    ],
)
def test_its_time_axis_and_the_day_of_reading(request, code, axis, last, read):
    request.getfixturevalue("with_endpoint")(code)
    said = texts(request.getfixturevalue("sheet")(ENDPOINTS[code].slug))
    assert axis in said
    assert last in said
    assert any(f", {read} " in text for text in said)
    if read.startswith("day "):
        assert read.removeprefix("day ") in said  # a tick


def test_numbers_at_risk_stand_at_its_own_days(with_endpoint):
    found = with_endpoint("AGVHD34")
    table = FIGURES["acute-gvhd-iii-iv"].table(found)
    assert table["columns"][0] == "Day"
    assert [row[0] for row in table["rows"]] == ["0", "25", "50", "75", "100"]
    assert [row[2] for row in table["rows"]] == ["6", "5", "3", "2", "2"]


def test_it_says_its_definition_whose_it_is_and_all_that_competes(with_endpoint):
    found = with_endpoint("AGVHD34")
    figure = FIGURES["acute-gvhd-iii-iv"]
    assert figure.definition(found).startswith("After an allogeneic HSCT: time to")
    assert "Harris AC" in defined(found, "incidence", "AGVHD34")
    competing = "death, relapse or progression, second HSCT"
    assert f"competing event: {competing};" in figure.method(found)
    assert f"competing events ({competing})" in figure.methods(found)


def test_relapse_and_nrm_have_one_scale_and_gvhd_its_own(with_endpoint, results):
    apart = FIGURES["acute-gvhd-iii-iv"].days
    assert "incidence/AGVHD24" in apart
    assert "incidence/RI" not in apart
    assert FIGURES["relapse"].days == ("incidence/RI", "incidence/NRM")


def test_once_everybody_had_an_event_the_incidence_stays(with_endpoint):
    found = with_endpoint("PLTENG")
    curve = found["incidence"]["PLTENG"]["curves"]["car_t"]
    assert curve["day"] == [0, 14, 20, 33, 100]
    assert curve["estimate"][-2:] == [1, 1]
    assert (curve["at_horizon"]["day"], curve["at_horizon"]["estimate"]) == (60, 1)
    assert curve["table"]["at_risk"] == [3, 1, 0, 0, 0, 0]


def test_a_figure_of_an_endpoint_that_was_not_chosen_is_not_shown(results):
    assert not FIGURES["grfs"].shown(results)
    with pytest.raises(NoScript, match="not among the cohort's endpoints"):
        script_of("grfs", results, SOURCE)


def test_sections_follow_the_choice(with_endpoint):
    assert "gvhd" not in shown_sections(USUAL)
    assert "gvhd" in shown_sections([*USUAL, "AGVHD34"])
    assert "engraftment" not in shown_sections([*USUAL, "AGVHD34"])
    found = with_endpoint("AGVHD34")
    assert [one.name for one in figures_of("gvhd", found)] == ["acute-gvhd-iii-iv"]
    assert "acute-gvhd-iii-iv" in [one.name for one in figures_of("overview", found)]


def test_every_endpoint_stands_in_a_section():
    families = {section.family for section in SECTIONS.values()}
    assert {one.family for one in ENDPOINTS.values()} <= families


def test_without_relapse_and_nrm_they_are_not_stacked(results):
    del results["incidence"]["NRM"]
    assert not FIGURES["relapse-and-nrm"].shown(results)


@pytest.mark.r
@pytest.mark.parametrize("code", CASES)
def test_r_finds_its_numbers(rscript, tmp_path, with_endpoint, code):
    found = with_endpoint(code)
    done = run(rscript, tmp_path, script_of(ENDPOINTS[code].slug, found, SOURCE))
    assert done.returncode == 0, done.stderr


def test_every_curve_has_a_script():
    assert set(SCRIPTED) == {one.slug for one in SINGLE.values()}
    assert {code for _part, code in SCRIPTED.values()} >= {*USUAL}


@pytest.mark.parametrize("code", STACKS)
def test_causes_add_up_to_one_with_who_is_free(with_endpoint, sheet, code):
    found = with_endpoint(code)
    figure = FIGURES[ENDPOINTS[code].slug]
    assert figure.shown(found)
    curve = found["incidence"][code]["curves"]["car_t"]
    left = [sum(of) for of in zip(*(c["events"] for c in curve["causes"]), strict=True)]
    assert sum(left) == sum(1 for _day, cause in STACKS[code] if cause)
    table = figure.table(found)
    causes = ENDPOINTS[code].causes
    assert len(table["columns"]) == 1 + 2 * len(causes)
    assert table["columns"][1].endswith(f"{causes[0].en}, %")
    gone = sum(shares[-1] for shares in curve["shares"])
    assert gone == pytest.approx(1 - _kept(STACKS[code]))
    said = texts(sheet(ENDPOINTS[code].slug))
    assert any(text.startswith(f"{causes[0].en}, 2 y ") for text in said)
    assert any(text.startswith("Free of all of them, 2 y ") for text in said)
    assert "areas" not in figure.definition(found)
    assert figure.methods(found).startswith(f"{ENDPOINTS[code].name.en}: ")


def _kept(rows):
    """Return who is free of all at the end, by Kaplan and Meier's product."""
    kept, at_risk = 1.0, len(rows)
    for _day, cause in rows:
        kept *= 1 - bool(cause) / at_risk
        at_risk -= 1
    return kept


@pytest.mark.r
@pytest.mark.parametrize("code", STACKS)
def test_r_finds_every_cause(rscript, tmp_path, with_endpoint, code):
    found = with_endpoint(code)
    about, lines = causes(code, found)
    script = frame(SOURCE, "cmprsk", [about], lines)
    done = run(rscript, tmp_path, script)
    assert done.returncode == 0, done.stderr
    found["incidence"][code]["curves"]["car_t"]["shares"][0][1] += 1e-6
    wrong = frame(SOURCE, "cmprsk", [about], causes(code, found)[1])
    assert run(rscript, tmp_path, wrong).returncode != 0


def test_hsct_is_a_cause_more_where_it_competes():
    cells = [(20, 1), (60, 7), (90, 8), (400, 0)]
    day, cause = zip(*cells, strict=True)
    counts = Counts.from_rows(day, cause, ["all"] * 4, n_causes=8)
    found = incidence("NRMCAUSE", counts, 365)
    assert [part["en"] for part in found["parts"]][-2:] == [
        "Relapse or progression",
        "HSCT",
    ]
    assert len(incidence_days(counts, "all", "NRMCAUSE", 730)["causes"]) == 8


def test_what_is_stacked_is_no_event_of_its_own(with_endpoint):
    for code in STACKED:
        assert f"subgroups-{code.lower()}" not in FIGURES
        assert ENDPOINTS[code].slug not in SCRIPTED
    found = with_endpoint("GRFSCOMP")
    del found["incidence"]["RI"], found["incidence"]["NRM"]
    found["endpoints"] = ["OS", "GRFSCOMP"]
    assert not any("GRFS" in stat["title"] for stat in headline(found))
    assert not FIGURES["grfs-components"].shown(guarded(found, 11))


HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:.] |[,;:] [\u4e00-\u9fff]|。 ")


@pytest.mark.parametrize("code", ["GRFS", "AGVHD34", "GRFSCOMP"])
def test_chinese_has_no_half_width_stops(with_endpoint, sheet, code):
    found = with_endpoint(code)
    figure = FIGURES[ENDPOINTS[code].slug]
    with translation.override("zh-hans"):
        said = [*texts(sheet(figure.name)), figure.methods(found)]
        said += [figure.definition(found), *figure.table(found)["columns"]]
    for text in said:
        assert not re.search(r"[\u4e00-\u9fff][,;:.] |[,;:] [\u4e00-\u9fff]", text), (
            text
        )
        assert not re.search(r"。 ", text), text


def test_units_of_table_1_are_chinese(results):
    with translation.override("zh-hans"):
        said = [row[0] for row in FIGURES["characteristics"].table(results)["rows"]]
    assert "第0天年龄（岁）" in said
    assert not any(text.endswith((" (y)", " (d)", "（y）", "（d）")) for text in said)


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("code", sorted(SINGLE))
def test_no_name_is_longer_than_the_axis_that_it_stands_at(code, language):
    name = getattr(ENDPOINTS[code].name, language)
    lines = y_axis(name, 1).to_dict()["axis"]["title"]
    width = [sum(2 if east_asian_width(c) in "WF" else 1 for c in x) for x in lines]
    assert max(width) <= UPRIGHT
    assert "".join(lines).replace(" ", "") == name.replace(" ", "")


def test_a_caption_counts_who_is_in_the_curves(with_endpoint):
    found = with_endpoint("AGVHD34")
    curve = found["incidence"]["AGVHD34"]["curves"]["car_t"]
    figure = FIGURES["acute-gvhd-iii-iv"]
    said = sentences(figure.compared(found), SOURCE, "How.")[0]
    assert f"CAR-T n = {curve['n']} of 34" in said
    few = {**found, "smallest_cell": 5}
    assert "CAR-T n = 34," in sentences(figure.compared(few), SOURCE, "How.")[0]


def test_a_cohort_without_a_part_looked_at_closely_is_named_whole(results):
    results["subset"] = {"key": "all", "label": {"en": "All", "zh": "全部"}}
    said = sentences(results, SOURCE, "How.", subset=True)[0]
    assert "CAR-T n = 34, Chemotherapy n = 124. How." in said


def test_nobody_with_car_t_has_no_figure_of_its_toxicity(results):
    assert FIGURES["crs-icans"].shown(results)
    for one in results["toxicity"].values():
        one["n"] = 0
    results["day_28"]["d28_mrd"]["n"] = 0
    assert not FIGURES["crs-icans"].shown(results)
    assert "MRD negative, day 28" not in [one["title"] for one in headline(results)]


@pytest.mark.parametrize("width", range(20, 80))
def test_a_line_never_parts_a_number_from_its_per_cent_nor_ends_in_a_bracket(width):
    for text in (
        "Kaplan–Meier; bands, log-log limits of 95 %; ticks, last contact",
        "Aalen–Johansen估计，竞争事件：死亡；95 %置信限（log-log，Greenwood方差）",
    ):
        lines = fold(text, width)
        assert not any(line.startswith("%") or line.endswith("（") for line in lines)
        assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)


def test_a_study_of_every_endpoint_has_a_short_overview(results):
    """Each curve is a table of its own: thirty of them made the page slow."""
    for code, one in SINGLE.items():
        part, like = ("survival", "OS") if one.survives else ("incidence", "RI")
        results[part].setdefault(code, results[part][like])
    slugs = {one.slug for one in SINGLE.values()}
    shown = [one.name for one in figures_of("overview", results)]
    assert len(slugs.intersection(shown)) == MOST_CURVES
    assert {"overall-survival", "crs-icans", "subgroups-os"} <= {*shown}
    apart = {one.name for name in SECTIONS for one in figures_of(name, results)}
    assert slugs <= apart
