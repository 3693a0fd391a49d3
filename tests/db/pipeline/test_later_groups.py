"""What happens after day 0: as landmark groups, as an end of follow-up, in strata."""

import pytest

from outcomes.behind.mark import mark_of
from outcomes.behind.who import subjects_behind
from outcomes.cohorts.definition import parse
from outcomes.cohorts.kept import whole
from outcomes.cohorts.results import compute
from outcomes.endpoints import USUAL
from outcomes.figures.by_state import STATE_CURVES
from outcomes.figures.caption import framed
from outcomes.figures.catalogue import FIGURES
from outcomes.figures.curves import months_from
from outcomes.figures.layout import TWO
from outcomes.figures.render import specification, svg
from outcomes.figures.state_script import state_script
from outcomes.models import AnalysisSubject, Cohort
from outcomes.pipeline.refresh import refresh_cohorts
from outcomes.pipeline.sweep import sweep
from tests.builders import a_patient, a_record, day
from tests.db.pipeline.conftest import a_cohort, a_transplanted
from tests.unit.figures.conftest import SOURCE
from tests.unit.figures.test_scripts import run

FROM_INFUSION = {"index": "infusion", "horizon": 365}


def an_infused(*, hsct=None, dead=None, followed=500, **values):
    """Save a patient with T-ALL and an infusion, and an HSCT or death on a day."""
    patient = a_patient(**values)
    a_record("diagnosis", patient)
    a_record("infusion", patient)
    if hsct:
        start = day(hsct - 10)
        a_record("hsct", patient, hsct_date=day(hsct), conditioning_start=start)
    if dead:
        a_record("death", patient, death_date=day(dead))
    else:
        a_record("follow_up", patient, visit_date=day(followed))
    return patient


def kept_results_of(**definition):
    """Return results as a snapshot keeps them: JSON in the database has no order."""
    sweep()
    cohort = a_cohort(definition={**FROM_INFUSION, **definition})
    refresh_cohorts([cohort])
    return whole(cohort.snapshots.get())


def results_of(**definition):
    sweep()
    return compute(a_cohort(definition={**FROM_INFUSION, **definition}))


def test_a_landmark_groups_who_is_followed_by_what_was_known(db):
    an_infused(hsct=60, dead=200)
    an_infused(hsct=120)
    an_infused(dead=90)
    an_infused(followed=400)
    found = results_of(groups={"variable": "hsct_done", "landmark": 90})
    assert [(g["key"], g["n"]) for g in found["groups"]] == [("true", 1), ("false", 2)]
    assert (found["n"], found["landmark"], found["ungrouped"]) == (3, 90, 0)
    curves = found["survival"]["OS"]["curves"]
    assert curves["true"]["day"] == [0, 110]
    assert curves["false"]["day"] == [0, 310, 410]


def test_an_episode_after_day_30_chooses_no_group_at_the_landmark(db):
    for onset, grade in ((40, 3), (3, 2)):
        a_record(
            "crs_episode",
            an_infused(followed=400),
            crs_occurred="yes",
            crs_onset_date=day(onset),
            crs_recorded_grade=grade,
        )
    grouped = {"variable": "crs_grade", "cut": [1], "landmark": 30}
    found = results_of(groups=grouped)
    assert [group["n"] for group in found["groups"]] == [1, 1]
    assert sorted(AnalysisSubject.objects.values_list("crs_grade", flat=True)) == [0, 2]


@pytest.mark.parametrize(
    ("rule", "days", "events"),
    [
        ("ignore", [0, 50, 200, 400], [0, 1, 1, 0]),
        ("censor", [0, 50, 90, 400], [0, 1, 0, 0]),
    ],
)
def test_hsct_is_passed_over_or_ends_follow_up_before_conditioning(
    db, rule, days, events
):
    an_infused(hsct=101, dead=200)
    an_infused(dead=50)
    an_infused(followed=400)
    curve = results_of(hsct=rule)["survival"]["OS"]["curves"]["all"]
    assert (curve["day"], curve["events"]) == (days, events)


def test_hsct_competes_with_relapse_and_leaves_no_kaplan_meier(db):
    an_infused(hsct=100, followed=400)
    an_infused(hsct=300, followed=300)
    an_infused(dead=50)
    found = results_of(hsct="competing")
    died = found["incidence"]["NRM"]["curves"]["all"]
    assert died["day"][:4] == [0, 50, 100, 300]
    assert died["estimate"][-1] == pytest.approx(1 / 3)
    assert died["table"]["events"][-1] == 3
    assert found["survival"]["OS"]["curves"] == {"all": None}
    assert found["survival"]["OS"]["test"]["why"]["code"] == "hsct_competes"


def test_strata_make_the_test_a_stratified_one(db):
    for sex, car_t, followed in (
        ("F", True, 100),
        ("F", False, 700),
        ("M", True, 200),
        ("M", False, 300),
    ):
        patient = a_transplanted(sex=sex, car_t=car_t, followed=followed)
        a_record("death", patient, death_date=day(followed + 10))
    sweep()
    plain = {"index": "hsct", "horizon": 365, "groups": {"variable": "arm"}}
    together = compute(a_cohort("a", definition=plain))
    apart = compute(
        a_cohort("b", definition={**plain, "strata": [{"variable": "sex"}]})
    )
    first, second = (r["survival"]["OS"]["test"]["chisq"] for r in (together, apart))
    # Of two on a day the first to die is expected half: each stratum gives 1/4.
    assert second == pytest.approx(2.0)
    assert first != pytest.approx(second)
    assert [s["en"] for s in apart["strata"]] == ["Sex"]


@pytest.mark.parametrize(("cut", "groups"), [("tertiles", 3), ("sextiles", 6)])
def test_quantiles_make_as_many_groups(db, cut, groups):
    for birth in ("2000-01-01", "2005-01-01", "2010-01-01", "2012-01-01", "2015-01-01"):
        an_infused(birth_date=birth)
    an_infused(birth_date="2018-01-01")
    found = results_of(groups={"variable": "age", "cut": cut})
    assert [(g["key"], g["n"]) for g in found["groups"]] == [
        (f"g{number}", 6 // groups) for number in range(1, groups + 1)
    ]


def test_a_state_divides_each_patients_time(db):
    """Simon–Makuch: until the HSCT a patient is at risk without it, then with it."""
    an_infused(hsct=60, dead=200)
    an_infused(hsct=120, followed=400)
    an_infused(dead=90)
    an_infused(followed=300)
    found = results_of(groups={"variable": "hsct_done", "time_dependent": True})
    assert [group["key"] for group in found["groups"]] == ["all"]
    by_state = found["by_state"]
    assert list(by_state["groups"]) == ["false", "true"]
    curves = by_state["survival"]["OS"]["curves"]
    assert curves["false"]["day"] == [0, 60, 90, 120, 300]
    assert curves["false"]["at_risk"] == [4, 4, 3, 2, 1]
    assert curves["false"]["estimate"][-1] == pytest.approx(2 / 3)
    assert curves["true"]["day"] == [0, 200, 400]
    assert curves["true"]["at_risk"] == [0, 2, 1]
    assert curves["true"]["estimate"] == [1, 0.5, 0.5]
    test = by_state["survival"]["OS"]["test"]
    assert (test["name"], test["df"]) == ("mantel_byar", 1)


def test_a_state_counts_from_the_endpoints_own_time_zero(db):
    """From a response on day 28 HSCT on day 60 is entered on day 32.

    Who responds after an HSCT did not respond to the infusion.
    """
    for hsct, remission in ((60, 28), (20, 28), (None, 91)):
        patient = an_infused(hsct=hsct, followed=500)
        response = {"assessment_date": day(remission), "response": "CR"}
        a_record("disease_assessment", patient, **response)
    groups = {"variable": "hsct_done", "time_dependent": True}
    found = results_of(groups=groups, endpoints=["OS", "DOR"])
    by_state = found["by_state"]
    assert by_state["entered"]["DOR"] == {"day": [32], "n": [1]}
    curves = by_state["survival"]["DOR"]["curves"]
    assert curves["false"]["day"] == [0, 32, 409]
    assert curves["false"]["n"] == 2
    cohort = Cohort.objects.get()
    mark = {"endpoint": "DOR", "entered": "yes"}
    definition = parse(cohort.definition)
    assert subjects_behind(cohort, mark_of(mark, definition)).count() == 1
    entered = subjects_behind(cohort, mark_of({**mark, "at": "33"}, definition))
    assert entered.count() == 1
    before = mark_of({**mark, "at": "32"}, definition)
    assert subjects_behind(cohort, before).count() == 0


@pytest.mark.parametrize(
    "definition",
    [
        {},
        {"groups": {"variable": "hsct_done", "time_dependent": True}, "hsct": "censor"},
    ],
)
def test_without_a_state_to_enter_there_are_no_curves_by_it(db, definition):
    an_infused(hsct=60)
    assert results_of(**definition)["by_state"] is None


def test_every_figure_says_landmark_strata_and_the_way_of_hsct(db):
    an_infused(hsct=60, dead=200)
    found = results_of(
        groups={"variable": "hsct_done", "landmark": 90},
        strata=[{"variable": "sex"}],
    )
    assert framed(found) == [
        "Days count from the landmark, day 90.",
        "Tests are stratified by Sex.",
        "HSCT after CAR-T: HSCT at a landmark.",
    ]
    assert months_from(found) == "Months from day 90 after CAR-T infusion"


def test_every_figure_of_a_state_is_drawn_and_says_so(db):
    an_infused(hsct=60, dead=200)
    an_infused(followed=300)
    found = results_of(groups={"variable": "hsct_done", "time_dependent": True})
    assert "Simon–Makuch" in " ".join(framed(found))
    assert "HSCT as a time-dependent state" in " ".join(framed(found))
    for figure in FIGURES.values():
        if figure.shown(found):
            assert figure.table(found)["rows"] is not None


USUAL_BY_STATE = [name for name, code in STATE_CURVES.items() if code in USUAL]


def by_hsct_as_a_state():
    an_infused(hsct=60, dead=200)
    an_infused(hsct=120, followed=400)
    an_infused(hsct=60, dead=800)
    an_infused(hsct=61, dead=90)
    an_infused(dead=90)
    an_infused(followed=300)
    return kept_results_of(groups={"variable": "hsct_done", "time_dependent": True})


def test_who_enters_a_state_is_counted_apart_from_who_is_last_seen(db):
    by_state = by_hsct_as_a_state()["by_state"]
    assert by_state["entered"]["OS"] == {"day": [60, 61, 120], "n": [2, 1, 1]}
    before = by_state["survival"]["OS"]["curves"]["false"]
    assert before["censored"] == [0, 0, 0, 0, 0, 1]
    # At month 0, 6, 12: who was last seen by then without having entered.
    assert before["table"]["censored"][:3] == [0, 0, 1]


@pytest.mark.parametrize("name", USUAL_BY_STATE)
def test_curves_by_state_are_drawn_with_their_numbers_and_test(db, name):
    found = by_hsct_as_a_state()
    figure = FIGURES[name]
    assert figure.shown(found)
    drawing = figure.draw(found, SOURCE, TWO)
    # The curve of the state begins on the day on which the first patient enters it.
    assert drawing.rows["true-steps"][0]["month"] == pytest.approx(60 / 30.4375)
    assert [row["text"] for row in drawing.rows["true-at-risk"]][:3] == [
        "0 (0)",
        "3 (0)",
        "2 (0)",
    ]
    drawn = svg(specification(drawing, name))
    assert "Mantel–Byar P" in drawn
    assert "HSCT after CAR-T" in drawn
    table = figure.table(found)
    assert table["columns"][-1] == "Entered by then"
    assert table["rows"][1][-1] == "4"
    assert "from the day after (Simon and Makuch 1984)" in figure.methods(found)
    assert "counted in a state before" in figure.definition(found)


@pytest.mark.r
@pytest.mark.parametrize("name", USUAL_BY_STATE)
def test_r_finds_the_curves_by_state_again(db, rscript, tmp_path, name):
    script = state_script(name, by_hsct_as_a_state(), SOURCE)
    done = run(rscript, tmp_path, script)
    assert done.returncode == 0, done.stderr
    assert script.rstrip().splitlines()[-1].startswith("stopifnot(all.equal(chisq")
    wrong = script.replace("at_horizon <- c(", "at_horizon <- 1e-6 + c(")
    assert run(rscript, tmp_path, wrong).returncode != 0


def test_without_a_state_there_is_no_figure_by_it(db):
    an_infused(hsct=60)
    assert not FIGURES["overall-survival-by-state"].shown(results_of())
