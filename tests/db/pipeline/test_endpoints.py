"""A cohort's endpoints decide what is counted, shown, asked and taken out."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from outcomes.cohorts.counts import Reading
from outcomes.cohorts.definition import NotValid, parse
from outcomes.cohorts.results import compute
from outcomes.endpoints import ENDPOINTS, USUAL
from outcomes.exports.catalogue import FORMATS
from outcomes.exports.datasets import ANALYSED
from outcomes.exports.profiles import Profile
from outcomes.exports.reach import Reach
from outcomes.exports.writing import write
from outcomes.models import AnalysisOutcome, AnalysisSubject
from outcomes.pipeline.sweep import sweep
from tests.builders import a_patient, a_record, day
from tests.db.pipeline.conftest import a_cohort

FROM_HSCT = {"index": "hsct", "horizon": 365}
FROM_INFUSION = {"index": "infusion", "horizon": 365}


def a_transplanted(*, acute=None, engrafted=14, followed=800):
    """Save a patient with an HSCT on day 60, and GVHD III so many days later."""
    patient = a_patient()
    a_record("diagnosis", patient)
    a_record("hsct", patient, hsct_date=day(60), hsct_type="allogeneic")
    a_record(
        "engraftment",
        patient,
        anc_engrafted="yes",
        anc_engraftment_date=day(60 + engrafted),
    )
    occurred = {"agvhd_occurred": "no"}
    if acute is not None:
        occurred = {
            "agvhd_occurred": "yes",
            "agvhd_onset_date": day(60 + acute),
            "agvhd_max_recorded_grade": "3",
        }
    a_record("agvhd_episode", patient, **occurred)
    a_record("cgvhd_episode", patient, cgvhd_occurred="no")
    a_record("follow_up", patient, visit_date=day(60 + followed))
    return patient


def an_infused(*, remission=28, hsct=None, relapse=None, followed=500):
    """Save a patient with a remission, an HSCT and a relapse on these days."""
    patient = a_patient()
    a_record("diagnosis", patient)
    a_record("infusion", patient)
    if remission:
        a_record(
            "disease_assessment",
            patient,
            assessment_date=day(remission),
            response="CR",
        )
    if hsct:
        start = day(hsct - 10)
        a_record("hsct", patient, hsct_date=day(hsct), conditioning_start=start)
    if relapse:
        a_record("relapse", patient, relapse_date=day(relapse))
    a_record("follow_up", patient, visit_date=day(followed))
    return patient


def results_of(**definition):
    sweep()
    return compute(a_cohort(definition=definition))


def test_only_what_applies_to_a_subject_has_a_row(db):
    a_transplanted()
    an_infused()
    sweep()
    by_kind = {
        kind: set(
            AnalysisOutcome.objects.filter(subject__index_kind=kind).values_list(
                "paramcd", flat=True
            )
        )
        for kind in ("hsct", "infusion")
    }
    assert by_kind["hsct"] >= {*USUAL, "GRFS", "AGVHD34", "CGVHD", "ANCENG"}
    assert by_kind["infusion"] >= {*USUAL, "EFS", "DOR"}
    assert by_kind["hsct"].isdisjoint({"EFS", "DOR", "CRSRES", "PFS"})
    assert by_kind["infusion"].isdisjoint({"GRFS", "CRSRES", "CARPERS", "BCA", "PFS"})
    subject = AnalysisSubject.objects.get(index_kind="infusion")
    assert "CRS occurred is not stated" in subject.not_derivable["CRSONS"]


def test_the_chosen_endpoints_are_computed_and_no_others(db):
    for acute in (20, None, None):
        a_transplanted(acute=acute)
    found = results_of(**FROM_HSCT, endpoints=["ANCENG", "GRFS", "AGVHD34"])
    assert found["endpoints"] == ["GRFS", "AGVHD34", "ANCENG"]
    assert set(found["survival"]) == {"GRFS"}
    assert set(found["incidence"]) == {"AGVHD34", "ANCENG"}
    assert found["groups"][0]["n"] == 3
    acute = found["incidence"]["AGVHD34"]
    assert acute["at_risk"]["unit"] == "days"
    reading = acute["curves"]["all"]["at_horizon"]
    assert (reading["day"], reading["estimate"]) == (100, pytest.approx(1 / 3))
    engrafted = found["incidence"]["ANCENG"]["curves"]["all"]
    assert (engrafted["at_horizon"]["day"], engrafted["day"]) == (28, [0, 14, 60])
    assert found["survival"]["GRFS"]["curves"]["all"]["at_horizon"]["day"] == 365


def test_without_a_choice_it_is_the_usual_four(db):
    a_transplanted()
    found = results_of(**FROM_HSCT)
    assert found["endpoints"] == [*USUAL]
    assert set(found["survival"]) | set(found["incidence"]) == set(USUAL)


def test_an_endpoint_must_begin_with_the_index_event():
    assert parse({**FROM_HSCT, "endpoints": ["NRM", "OS"]}).endpoints == ("OS", "NRM")
    with pytest.raises(NotValid, match=r"do not begin with hsct: \['EFS'\]"):
        parse({**FROM_HSCT, "endpoints": ["OS", "EFS"]})


def test_who_lacks_another_endpoint_is_not_left_out(db):
    a_transplanted()
    patient = a_patient()
    a_record("hsct", patient, hsct_date=day(60), hsct_type="allogeneic")
    a_record("follow_up", patient, visit_date=day(900))
    assert results_of(**FROM_HSCT)["not_derivable"] == 0
    sweep()
    chosen = {**FROM_HSCT, "endpoints": ["OS", "AGVHD34"]}
    found = compute(a_cohort("other", definition=chosen))
    assert found["not_derivable"] == 1
    assert found["flow"]["groups"][0]["derivable"] == 1
    assert found["states"]["n"] == 2


def test_a_subgroup_is_read_at_the_endpoints_own_day(db):
    for acute in (20, None):
        a_transplanted(acute=acute)
    found = results_of(
        **FROM_HSCT, endpoints=["AGVHD34"], subgroups=[{"variable": "sex"}]
    )
    part = found["subgroups"][0]["groups"][0]
    assert set(part["estimates"]) == {"AGVHD34"}
    assert part["estimates"]["AGVHD34"]["day"] == 100
    assert set(found["subgroups"][0]["tests"]) == {"AGVHD34"}


@pytest.mark.parametrize(
    ("rule", "left"),
    [("ignore", (172, 1)), ("censor", (21, 0)), ("competing", (32, 99))],
)
def test_hsct_ends_time_that_begins_with_a_response(db, rule, left):
    an_infused(remission=28, hsct=60, relapse=200)
    sweep()
    rows = AnalysisOutcome.objects.filter(paramcd="DOR", subject__index_kind="infusion")
    read = Reading(hsct=rule).read(rows).get()
    assert (read.start_day, read.since, (read.on, read.by)) == (28, 28, left)


def test_a_landmark_counts_everybodys_days_from_itself(db):
    an_infused(remission=28, followed=500)
    an_infused(remission=91, followed=500)
    an_infused(remission=35, relapse=80)
    sweep()
    rows = AnalysisOutcome.objects.filter(paramcd="DOR")
    read = Reading(landmark=90).read(rows)
    assert [(one.on, one.since) for one in read] == [(500, 0)]


def taken(*codes):
    subjects = AnalysisSubject.objects.all()
    reach = Reach(subjects, Profile.FULL, **({"endpoints": codes} if codes else {}))
    with write(ANALYSED["adtte"], reach, FORMATS["csv"]).file as file:
        return [*csv.DictReader(io.StringIO(file.read().decode()))]


def test_adtte_has_the_chosen_with_their_own_origin(db):
    an_infused(remission=28, relapse=200)
    sweep()
    rows = {row["PARAMCD"]: row for row in taken("OS", "DOR", "EFS")}
    assert set(rows) == {"OSINF", "DOR", "EFS"}
    response = rows["DOR"]
    assert response["PARAM"] == "Duration of response from first response"
    assert (response["STARTDT"], response["STARTDY"]) == (day(28).isoformat(), "28")
    assert (response["AVAL"], response["CNSR"]) == ("172", "0")
    assert rows["OSINF"]["PARAM"] == "Overall survival from CAR-T infusion"
    everything = {row["PARAMCD"] for row in taken()}
    assert everything > set(rows)


def test_a_non_relapse_death_says_of_which_treatment(db):
    patient = a_transplanted()
    a_record("death", patient, death_date=day(900), cause_of_death="gvhd_chronic")
    sweep()
    outcome = AnalysisOutcome.objects.get(paramcd="NRM")
    assert outcome.description == "Non-relapse death, HSCT related"


def test_every_row_has_a_cause_that_its_endpoint_has(db):
    a_transplanted(acute=20)
    an_infused(hsct=60, relapse=200)
    sweep()
    for row in AnalysisOutcome.objects.select_related("subject"):
        endpoint = ENDPOINTS[row.paramcd]
        assert row.cause <= endpoint.n_causes
        assert row.subject.index_kind in endpoint.from_index
        assert row.start_day == (row.start - row.subject.index_date).days


def test_queries_depend_on_the_definition_alone(db):
    definition = {**FROM_HSCT, "endpoints": ["OS", "GRFS", "AGVHD34", "ANCENG"]}
    cohort = a_cohort(definition=definition)
    asked = []
    for _round in range(2):
        for acute in (20, None):
            a_transplanted(acute=acute)
        sweep()
        with CaptureQueriesContext(connection) as queries:
            compute(cohort)
        asked.append(len(queries))
    usual = a_cohort("usual", definition=FROM_HSCT)
    with CaptureQueriesContext(connection) as queries:
        compute(usual)
    assert asked[0] == asked[1] == len(queries)
