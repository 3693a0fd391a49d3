"""Build a cohort in the browser: counts, refusals, versions; nothing typed is lost."""

import pytest

from outcomes.models import Cohort
from outcomes.pipeline.sweep import sweep
from outcomes.study.cohort import DEFINITION
from outcomes.views.cohort_words import cohort_words
from tests import builders
from tests.db.pipeline.study_rows import load_study
from tests.web.study import the_cohort, the_results

FOUNDING = {
    "index": "hsct",
    "centres": ["LDP"],
    "horizon": "730",
    "filter": ["disease", "first_allogeneic"],
    "filter-disease": ["T-ALL", "ETP-ALL", "T-LBL"],
    "filter-first_allogeneic": "true",
    "groups": "arm",
    "subset": "arm=true",
    "subgroups-row": ["1", "2", "3", "4"],
    "subgroups-0": "age",
    "subgroups-0-by": "points",
    "subgroups-0-points": "14",
    "subgroups-1": "blasts_before_car_t",
    "subgroups-1-by": "points",
    "subgroups-1-points": "20",
    "subgroups-2": "copies_before_hsct",
    "subgroups-2-by": "median",
    "subgroups-3": "car_t_dose",
    "subgroups-3-by": "median",
    "endpoints": ["OS", "LFS", "RI", "NRM"],
    "title_en": "CD7 again",
    "title_zh": "CD7再次",
}
FROM_INFUSION = {
    "index": "infusion",
    "horizon": "365",
    "centres": ["LDP"],
    "endpoints": "OS",
}


@pytest.fixture
def investigator(client, db):
    """A browser of an investigator of LDP."""
    client.force_login(builders.an_investigator())
    return client


def text_of(answer):
    return " ".join(answer.content.decode().split())


def test_the_founding_study_is_built_counted_and_saved(investigator):
    load_study()
    sweep(seconds=float("inf"))
    counted = investigator.post("/studies/new", {**FOUNDING, "act": "count"})
    assert counted.status_code == 200
    told = counted.context["counted"]
    assert [(line.text, line.count) for line in told.groups] == [
        ("CAR-T", "34"),
        ("chemotherapy", "124"),
    ]
    saved = investigator.post("/studies/new", {**FOUNDING, "act": "save"})
    assert (saved.status_code, saved["Location"]) == (302, "/studies/cd7-again/")
    cohort = Cohort.objects.get(slug="cd7-again")
    made = dict(cohort.definition)
    assert made.pop("endpoints") == ["OS", "LFS", "RI", "NRM"]
    assert made.pop("strata") == []
    assert made == DEFINITION
    assert cohort.made_by.username == "investigator_ldp"


def test_a_group_from_the_future_is_refused_and_offered_rightly(investigator):
    builders.a_centre("LDP")
    typed = {**FROM_INFUSION, "groups": "hsct_done", "title_en": "T", "act": "save"}
    answer = investigator.post("/studies/new", typed)
    assert answer.status_code == 422
    assert "immortal time" in text_of(answer)
    offered = [way.value for way in answer.context["follows"]]
    assert offered == ["landmark", "time_dependent"]
    assert not Cohort.objects.exists()
    taken = {**typed, "follow": "landmark", "day": "60", "slug": "lm"}
    assert investigator.post("/studies/new", taken).status_code == 302
    definition = Cohort.objects.get(slug="lm").definition
    assert definition["groups"] == {"variable": "hsct_done", "landmark": 60}


def test_the_five_ways_of_hsct_are_chosen_beside_their_definitions(investigator):
    builders.a_centre("LDP")
    page = investigator.post("/studies/new", FROM_INFUSION)
    ways = page.context["hsct_ways"]
    assert [w.value for w in ways] == [
        "ignore",
        "censor",
        "time_dependent",
        "landmark",
        "competing",
    ]
    assert all(w.means for w in ways)
    for way, groups in (
        ("landmark", {"variable": "hsct_done", "landmark": 90}),
        ("time_dependent", {"variable": "hsct_done", "time_dependent": True}),
    ):
        said = {"hsct": way, "title_en": way, "slug": way.replace("_", "-")}
        typed = {**FROM_INFUSION, **said, "act": "save"}
        assert investigator.post("/studies/new", typed).status_code == 302
        saved = Cohort.objects.get(slug=said["slug"])
        assert saved.definition["groups"] == groups
    back = {"hsct": "censor", "hsct_before": "landmark", "groups": "hsct_done"}
    page = investigator.post("/studies/new", {**FROM_INFUSION, **back})
    typed = page.context["typed"]
    assert (typed.hsct, typed.groups.variable) == ("censor", "")


def test_the_test_and_the_limits_are_chosen_said_and_kept(investigator):
    builders.a_centre("LDP")
    page = investigator.post("/studies/new", {**FROM_INFUSION, "groups": "sex"})
    assert [one.value for one in page.context["tests"]] == [
        "logrank",
        "peto",
        "fleming_harrington",
    ]
    typed = {
        **FROM_INFUSION,
        "groups": "age",
        "groups-by": "tertiles",
        "test": "trend",
        "limits": "arcsin",
        "level": "99.9",
        "title_en": "Older",
        "act": "save",
    }
    assert investigator.post("/studies/new", typed).status_code == 302
    cohort = Cohort.objects.get(slug="older")
    chosen = {"test": "trend", "limits": "arcsin", "level": 0.999}
    assert cohort.definition["analysis"] == chosen
    page = investigator.get("/studies/older/edit")
    again = page.context["typed"]
    assert (again.test, again.limits, again.level) == ("trend", "arcsin", "99.9")
    assert "log-rank test for trend" in text_of(page)
    # Of groups without an order there is no trend: the test is as ever.
    back = {**typed, "groups": "sex", "test": "trend", "slug": "by-sex"}
    assert investigator.post("/studies/new", back).status_code == 302
    saved = Cohort.objects.get(slug="by-sex").definition["analysis"]
    assert saved == {"limits": "arcsin", "level": 0.999}


@pytest.mark.parametrize(
    ("change", "anchor"),
    [
        ({"title_en": ""}, "title_en"),
        ({"title_en": "结果"}, "slug"),
        ({"centres": []}, "centres"),
        ({"horizon": "two years"}, "horizon"),
        ({"endpoints": []}, "endpoints"),
        ({"filter": ["age"]}, "filter-age"),
        ({"filter": ["age"], "filter-age-from": "old"}, "filter-age"),
        (
            {"filter": ["age"], "filter-age-from": "9", "filter-age-to": "3"},
            "filter-age",
        ),
        (
            {"filter": ["index_date"], "filter-index_date-to": "May"},
            "filter-index_date",
        ),
        ({"strata-row": ["1"], "strata-0": "age"}, "strata-0"),
        ({"level": "100"}, "level"),
        ({"test": "fleming_harrington", "gamma": "late"}, "gamma"),
        ({"groups": "d28_mrd", "follow": "landmark", "day": "28"}, "day"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_kept(investigator, change, anchor):
    builders.a_centre("LDP")
    typed = {**FROM_INFUSION, "title_en": "T", **change, "act": "save"}
    answer = investigator.post("/studies/new", typed)
    assert answer.status_code == 422
    assert set(answer.context["problems"]) == {anchor}
    page = text_of(answer)
    assert f'href="#{anchor}"' in page
    assert f'id="{anchor}"' in page or f'id="{anchor}-field"' in page
    for text in (change.get("horizon"), change.get("filter-age-from")):
        assert text is None or f'value="{text}"' in page


def test_conditions_are_added_and_taken_out_without_a_script(investigator):
    builders.a_centre("LDP")
    typed = {**FROM_INFUSION, "filter": ["sex"], "filter-sex": ["F"], "add": "age"}
    page = investigator.post("/studies/new", {**typed, "act": "add"})
    conditions = page.context["conditions"]
    assert [(c.variable, c.fresh) for c in conditions] == [
        ("sex", False),
        ("age", True),
    ]
    assert [c.value for c in conditions[0].choices if c.chosen] == ["F"]
    page = investigator.post("/studies/new", {**typed, "act": "drop-sex"})
    assert page.context["conditions"] == []


def test_a_change_needs_a_reason_and_the_version_that_was_seen(investigator):
    the_cohort()
    page = investigator.get("/studies/cd7-hsct/edit")
    assert page.context["typed"].subset == "arm=true"
    change = {**FOUNDING, "horizon": "365", "version": "1", "act": "save"}
    answer = investigator.post("/studies/cd7-hsct/edit", change)
    assert (answer.status_code, set(answer.context["problems"])) == (422, {"reason"})
    change["reason"] = "one year is enough"
    assert investigator.post("/studies/cd7-hsct/edit", change).status_code == 302
    late = investigator.post("/studies/cd7-hsct/edit", {**change, "horizon": "90"})
    assert late.status_code == 409
    assert 'name="version" value="2"' in text_of(late)
    assert Cohort.objects.get().definition["horizon"] == 365


def test_a_copy_starts_from_another_and_is_its_own(investigator):
    the_cohort()
    page = investigator.get("/studies/new?copy=cd7-hsct")
    typed = page.context["typed"]
    assert (typed.slug, typed.groups.variable) == ("", "arm")
    assert "copy" in typed.title_en


def test_counts_are_coarse_for_who_may_see_only_figures(client, db):
    for number in range(14):
        builders.a_treated_patient(study_no=f"N-{number}", sex="F" if number else "M")
    sweep()
    client.force_login(builders.a_statistician(None))
    typed = FROM_INFUSION
    women = {**typed, "filter": "sex", "filter-sex": "F"}
    told = client.post("/studies/new", women).context["counted"]
    assert not told.exact
    assert [line.count for line in told.steps] == ["about 10", "about 10"]
    assert told.steps[1].less == "fewer than 11"


def test_counting_asks_a_constant_number_of_queries(
    investigator, django_assert_max_num_queries
):
    for number in range(12):
        builders.a_treated_patient(study_no=f"N-{number}")
    sweep()
    with django_assert_max_num_queries(16):
        investigator.post(
            "/studies/new",
            FOUNDING,
            headers={"HX-Request": "true", "HX-Target": "cohort-counts"},
        )


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ([{"variable": "index_date", "from": "2020-01-01"}], "≥ 2020-01-01"),
        ([{"variable": "age", "to": 14}], "Age at day 0 ≤ 14 y"),
        ([], "158 patients (all)"),
    ],
)
def test_a_dashboard_says_dates_bounds_and_that_there_is_no_condition(
    db, filters, said
):
    cohort = the_cohort()
    cohort.definition = {**DEFINITION, "filters": filters}
    assert said in cohort_words(cohort, the_results())


def test_a_dashboard_says_what_hsct_after_car_t_does(db):
    cohort = the_cohort()
    found = {**the_results(), "index": "infusion", "hsct": "censor"}
    words = cohort_words(cohort, found)
    assert "HSCT after CAR-T: censored at HSCT." in words
    assert "day before conditioning" in words
