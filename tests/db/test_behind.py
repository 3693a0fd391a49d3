"""Who is behind a mark: the patients, the form that made it so, and nobody else's."""

from dataclasses import replace

import pytest

from outcomes.behind.lines import lines_of
from outcomes.behind.mark import Mark, NoSuchMark, mark_of
from outcomes.behind.who import behind, subjects_behind
from outcomes.cohorts.definition import parse
from outcomes.cohorts.kept import whole
from outcomes.cohorts.results import compute
from outcomes.models import Cohort
from outcomes.pipeline.sweep import sweep
from outcomes.study.cohort import DEFINITION
from registry.audit.context import SYSTEM
from tests.api.study import a_cohort, the_study
from tests.builders import (
    a_record,
    a_statistician,
    an_investigator,
    day,
)
from tests.db.pipeline.conftest import a_transplanted

pytestmark = pytest.mark.django_db


def people(cohort, **mark):
    return set(
        subjects_behind(cohort, Mark(**mark)).values_list("patient_id", flat=True)
    )


def forms(cohort, **mark):
    found = behind(SYSTEM, cohort, Mark(**mark))
    return {
        line.patient.pk: (line.source.form, line.source.record)
        for line in lines_of(list(found.listed), Mark(**mark))
    }


def test_a_step_leads_to_its_patients_and_their_forms():
    dead, alive = a_transplanted(followed=300), a_transplanted()
    death = a_record("death", dead, death_date=day(400))
    a_transplanted(car_t=False, followed=800)
    sweep()
    cohort = a_cohort()
    step = {"group": "car_t", "endpoint": "OS"}
    assert people(cohort, **step, cause=1) == {dead.pk}
    assert people(cohort, **step, first=340, last=340) == {dead.pk}
    assert people(cohort, **step, first=341) == {alive.pk}
    assert people(cohort, **step, at=340) == {dead.pk, alive.pk}
    assert people(cohort, **step, at=341) == {alive.pk}
    assert forms(cohort, **step, cause=1) == {dead.pk: ("death", death.pk)}
    visit = alive.followup_set.get()
    assert forms(cohort, **step, cause=0) == {alive.pk: ("follow_up", visit.pk)}
    with pytest.raises(NoSuchMark, match="chemotherapy"):
        people(cohort, group="other")


def test_a_relapse_is_behind_its_step_and_not_the_death_that_followed():
    patient = a_transplanted(followed=100)
    a_record("relapse", patient, relapse_date=day(150))
    second = a_record("relapse", patient, relapse_date=day(120))
    a_record("death", patient, death_date=day(400))
    sweep()
    cohort = a_cohort()
    asked = {"endpoint": "RI", "cause": 1}
    assert forms(cohort, **asked) == {patient.pk: ("relapse", second.pk)}


def test_the_worst_of_several_episodes_is_behind_a_bar():
    patient = a_transplanted()
    for onset, grade in ((40, 3), (1, 1), (3, 3)):
        a_record(
            "crs_episode",
            patient,
            crs_occurred="yes",
            crs_onset_date=day(onset),
            crs_recorded_grade=grade,
        )
    sweep()
    cohort = a_cohort()
    worst = patient.crsepisode_set.latest("pk")
    bar = {"subset": "yes", "variable": "crs_grade"}
    assert forms(cohort, **bar, value="3") == {patient.pk: ("crs_episode", worst.pk)}
    assert people(cohort, **bar, value="1") == set()


def test_every_count_of_the_results_is_as_many_patients():
    cohort = the_study()
    results = whole(cohort.snapshots.get())
    days = results["at_risk"]["days"]
    for part, codes in (("survival", ("OS", "LFS")), ("incidence", ("RI", "NRM"))):
        for code in codes:
            for key, curve in results[part][code]["curves"].items():
                of = {"group": key, "endpoint": code}
                for place in (0, 3):
                    at, table = days[place], curve["table"]
                    left = subjects_behind(cohort, Mark(**of, at=at)).count()
                    gone = Mark(**of, cause=0, last=at)
                    assert left == table["at_risk"][place]
                    gone_count = subjects_behind(cohort, gone).count()
                    assert gone_count == table["censored"][place]
    for part in ("toxicity", "day_28"):
        for name, found in results[part].items():
            for one in found["categories"]:
                bar = Mark(subset="yes", variable=name, value=one["key"])
                assert subjects_behind(cohort, bar).count() == one["n"]
    for subgroup in results["subgroups"]:
        for one in subgroup["groups"]:
            row = Mark(subset="yes", subgroup=subgroup["variable"], part=one["key"])
            assert subjects_behind(cohort, row).count() == one["n"]
    for mark, count in counts_of_ratios(results):
        assert subjects_behind(cohort, mark).count() == count, mark
    for name in ("ungrouped", "not_derivable", "imputed"):
        left_out = subjects_behind(cohort, Mark(left_out=name))
        assert left_out.count() == results[name]


def counts_of_ratios(results):
    """Yield every mark of a figure of ratios that counts events, with its count."""
    of = [(Mark(subset="all"), results["ratios"]["endpoints"])]
    for one in results["subgroup_ratios"]:
        for part in one["parts"]:
            mark = Mark(subset="all", subgroup=one["variable"], part=part["key"])
            of.append((mark, part["endpoints"]))
    keys = results["ratios"]["group"], results["ratios"]["reference"]
    for mark, endpoints in of:
        for code, found in endpoints.items():
            for key, events in zip(keys, found["events"], strict=True):
                yield replace(mark, group=key, endpoint=code, cause=1), events


def test_patients_of_other_centres_are_never_listed():
    own, *_others = (a_transplanted(centre=c) for c in ("LDP", "HEB", "HEB"))
    sweep()
    user = an_investigator("LDP")
    cohort = a_cohort(centres=("LDP", "HEB"), granted_to=[user])
    found = behind(user.actor(), cohort, Mark())
    assert [one.patient_id for one in found.listed] == [own.pk]
    # Two marks subtracted would tell of one patient: no number at all.
    assert (found.count, found.others) == (1, None)


def test_a_statistician_is_given_a_number_and_no_patient():
    a_transplanted()
    sweep()
    user = a_statistician()
    found = behind(user.actor(), a_cohort(granted_to=[user]), Mark())
    assert (found.count, found.others, list(found.listed)) == (0, 1, [])


@pytest.mark.parametrize(
    "words",
    [
        {"endpoint": "XX"},
        {"cause": "1"},
        {"endpoint": "OS", "first": "-1"},
        {"variable": "relapsed", "value": "true"},
        {"subgroup": "sex", "part": "F"},
        {"left_out": "somebody"},
        {"subset": "no"},
    ],
)
def test_an_address_that_names_no_mark_says_so(words):
    with pytest.raises(NoSuchMark):
        mark_of(words, parse(DEFINITION))


def test_a_mark_survives_its_address():
    marks = (
        Mark(group="car_t", endpoint="OS", cause=0, first=0, last=12),
        Mark(subset="yes", variable="d28_mrd"),
        Mark(subset="yes", subgroup="age", part="low"),
        Mark(subset="all", subgroup="age", part="low"),
    )
    for mark in marks:
        assert mark_of(mark.query, parse(DEFINITION)) == mark


def test_queries_do_not_grow_with_the_patients(django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    a_transplanted()
    sweep()
    cohort: Cohort = a_cohort()
    mark = Mark(group="car_t", endpoint="OS")
    with CaptureQueriesContext(connection) as few:
        lines_of(list(behind(SYSTEM, cohort, mark).listed), mark)
    for _ in range(4):
        a_transplanted()
    sweep()
    with django_assert_num_queries(len(few)):
        assert len(lines_of(list(behind(SYSTEM, cohort, mark).listed), mark)) == 5


READ_OTHERWISE = [
    {
        "index": "hsct",
        "horizon": 730,
        "groups": {"variable": "agvhd", "landmark": 100},
    },
    {"index": "infusion", "horizon": 730, "hsct": "censor"},
    {"index": "infusion", "horizon": 730, "hsct": "competing"},
]


@pytest.mark.parametrize("definition", READ_OTHERWISE)
def test_marks_are_read_as_the_cohort_reads_its_outcomes(definition):
    for number in range(4):
        patient = a_transplanted(followed=500)
        a_record("death", patient, death_date=day(150 + 60 * number))
    transplanted_never = a_transplanted(followed=400)
    transplanted_never.hsct_set.all().delete()
    sweep()
    cohort = a_cohort("read-otherwise", definition=definition)
    results = compute(cohort)
    curves = results["incidence"]["NRM"]["curves"].items()
    assert any(curve for _key, curve in curves)
    for key, curve in curves:
        if curve is None:
            continue
        of = {"group": key, "endpoint": "NRM"}
        for place, at in enumerate(curve["day"][1:], start=1):
            on = {**of, "first": int(at), "last": int(at)}
            assert len(people(cohort, **of, at=int(at))) == curve["at_risk"][place]
            assert len(people(cohort, **on, cause=1)) == curve["events"][place]
            assert len(people(cohort, **on, cause=0)) == curve["censored"][place]
    if definition.get("hsct") == "competing":
        by_hsct = {"group": "all", "endpoint": "NRM", "cause": 3}
        assert len(people(cohort, **by_hsct)) == 4
        assert {form for form, _pk in forms(cohort, **by_hsct).values()} == {"hsct"}
