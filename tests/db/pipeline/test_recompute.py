"""What workers keep up to date is what a recompute of everything gives."""

import random
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.forms.models import model_to_dict

from outcomes.endpoints import USUAL
from outcomes.models import (
    AnalysisOutcome,
    AnalysisPatient,
    AnalysisSubject,
    Snapshot,
)
from outcomes.pipeline import refresh as refreshing
from outcomes.pipeline.everything import recompute
from outcomes.pipeline.sweep import sweep
from outcomes.running.state import running
from registry.models import FORMS, HSCT, Death, FollowUp, Infusion, Patient, Relapse
from tests.builders import DAY0, a_centre, a_patient, a_record, day
from tests.db.pipeline.conftest import a_cohort, a_transplanted


def rows():
    """Return all analysis rows as plain values, without their own numbers."""
    subjects = [model_to_dict(s, exclude=["id"]) for s in AnalysisSubject.objects.all()]
    outcomes = AnalysisOutcome.objects.values_list(
        "subject__patient_id",
        "subject__index_kind",
        "subject__index_no",
        "paramcd",
        "day",
        "cause",
        "description",
        "start",
        "end",
        "source_form",
        "source_field",
        "source_record",
    )
    return sorted(subjects, key=str), sorted(outcomes, key=str)


def random_edit(random):
    """Change, add, remove or move something of somebody."""
    patients = list(Patient.objects.order_by("pk"))
    patient = random.choice(patients)
    some_day = DAY0 + timedelta(days=random.randrange(-30, 900))
    dates = {
        Infusion: "infusion_date",
        HSCT: "hsct_date",
        Relapse: "relapse_date",
        FollowUp: "visit_date",
        Death: "death_date",
    }
    model = random.choice(list(dates))
    what = random.randrange(5)
    if what == 0:
        a_record(model.form, patient, **{dates[model]: some_day})
    elif what == 1:
        model.objects.filter(patient=patient).update(**{dates[model]: some_day})
    elif what == 2 and (found := model.objects.filter(patient=patient).first()):
        found.delete()
    elif what == 3:
        model.objects.filter(patient=patient).update(patient=random.choice(patients))
    else:
        values = {"birth_date": date(1980 + random.randrange(40), 2, 28)}
        Patient.objects.filter(pk=patient.pk).update(**values)


@pytest.mark.parametrize("seed", range(3))
def test_incremental_equals_everything_after_random_edits(db, seed):
    a_cohort()
    a_cohort("both", "LDP", "HEB")
    chance = random.Random(seed)
    for number in range(8):
        a_transplanted(car_t=number % 2 == 0, centre=("LDP", "HEB")[number % 3 == 0])
    for _ in range(40):
        random_edit(chance)
        if chance.random() < 0.3:
            sweep()
    sweep()
    kept, newest = rows(), results()
    assert kept[0]
    AnalysisSubject.objects.all().delete()
    Snapshot.objects.all().delete()
    assert recompute(everything=True).failed == 0
    assert rows() == kept
    assert results() == newest


def results():
    newest = Snapshot.objects.order_by("cohort_id", "-id").distinct("cohort_id")
    return [(s.cohort_id, s.results) for s in newest]


def test_recompute_takes_up_what_other_code_derived(cohort, capsys):
    patient, without_rows = a_transplanted(), a_patient()
    sweep()
    AnalysisSubject.objects.filter(patient_id=patient.pk).update(
        age=99, code_version="older"
    )
    person = AnalysisPatient.objects.filter(patient_id=without_rows.pk)
    person.update(registered=False)
    call_command("recompute")
    assert capsys.readouterr().out == "patients derived: 2, snapshots computed: 1\n"
    assert AnalysisSubject.objects.filter(age=99).count() == 0
    assert person.get().registered
    call_command("recompute")
    assert capsys.readouterr().out == "patients derived: 0, snapshots computed: 0\n"


def test_a_cohort_that_cannot_be_counted_is_named(cohort, monkeypatch, caplog):
    a_cohort("other")
    a_transplanted()
    renewed = refreshing._renewed

    def fails(state, *rest):
        if state.cohort == cohort:
            raise RuntimeError
        return renewed(state, *rest)

    monkeypatch.setattr(refreshing, "_renewed", fails)
    with pytest.raises(CommandError, match=f"not counted: {cohort.slug}[.]"):
        call_command("recompute")
    assert Snapshot.objects.get().cohort.slug == "other"
    assert running().queues["cohorts"].waiting == 1
    monkeypatch.undo()
    call_command("recompute")
    assert running().queues["cohorts"].waiting == 0


def test_recompute_all_removes_rows_of_nobody(cohort):
    patient = a_transplanted()
    sweep()
    AnalysisSubject.objects.filter(patient_id=patient.pk).update(patient_id=10**8)
    call_command("recompute", "--all")
    assert set(AnalysisSubject.objects.values_list("patient_id", flat=True)) == {
        patient.pk
    }


def test_dates_that_contradict_leave_a_reason_and_the_other_endpoints(cohort):
    patient = a_transplanted()
    a_record("relapse", patient, relapse_date=day(450))
    a_record("death", patient, death_date=day(400))
    sweep()
    subject = AnalysisSubject.objects.get(patient_id=patient.pk, index_kind="hsct")
    assert {*subject.not_derivable} & {*USUAL} == {"LFS", "RI", "NRM"}
    assert "after death" in subject.not_derivable["LFS"]
    usual = subject.outcomes.filter(paramcd__in=USUAL)
    assert [o.paramcd for o in usual] == ["OS"]
    results = Snapshot.objects.get().results
    assert results["not_derivable"] == 1
    assert results["groups"][0]["deaths"] == 1


def test_queries_do_not_grow_with_patients(db, django_assert_max_num_queries):
    a_cohort()
    counts = []
    # The first sweep counts the cohort anew, the others what was added.
    for many in (2, 2, 30):
        for _ in range(many):
            a_transplanted()
        with django_assert_max_num_queries(100) as asked:
            sweep()
        counts.append(len(asked))
    assert counts[1] == counts[2]


def test_every_form_is_read(db):
    """A form that the pipeline forgot would never reach the figures."""
    from outcomes.pipeline.reading import charts

    patient = a_patient()
    for form in FORMS:
        a_record(form, patient)
    chart = charts([patient.pk])[patient.pk]
    assert {form for form, found in chart.case.forms.items() if found} == set(FORMS)
    assert chart.centre_id == a_centre("LDP").pk
