"""Simulated patients: the same for a seed, audited, and derived as all others are."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from outcomes.models import AnalysisOutcome, AnalysisSubject
from outcomes.pipeline.everything import recompute
from registry.audit.triggers import history_of
from registry.checks import run_case
from registry.checks.findings import Severity
from registry.models import FORMS, Change, Patient, Pending
from registry.queries.cases import variables_by_form, whole_cases
from registry.simulation import story

pytestmark = pytest.mark.django_db
STORIES, PATIENTS = 12, 30
WHEN = ("id", "source_version", "subject_id")


def simulated(seed: int = 7) -> None:
    call_command(
        "simulate", patients=PATIENTS, seed=seed, stories=STORIES, stdout=StringIO()
    )


def values(model):
    names = [f.attname for f in model._meta.concrete_fields if f.attname not in WHEN]
    return sorted(map(repr, model.objects.values_list(*names)))


def test_a_seed_tells_the_same_stories():
    assert story(3, 7) == story(3, 7)
    assert story(3, 7) != story(3, 8)


def test_every_record_of_a_copy_has_history_and_change():
    simulated()
    assert Patient.objects.count() == PATIENTS
    for model in (Patient, *FORMS.values()):
        rows = set(model.objects.values_list("pk", flat=True))
        kept = history_of(model).objects.values_list("id", flat=True)
        logged = Change.objects.filter(table=model._meta.db_table, reason="simulated")
        assert rows == set(kept) == set(logged.values_list("record_id", flat=True))


def test_copied_rows_are_what_the_pipeline_derives():
    simulated()
    assert not Pending.objects.exists()
    before = values(AnalysisSubject), values(AnalysisOutcome)
    assert len(before[0]) >= PATIENTS
    recompute(everything=True)
    assert (values(AnalysisSubject), values(AnalysisOutcome)) == before


def test_no_simulated_patient_breaks_a_hard_check():
    simulated()
    assert Patient.objects.count() == PATIENTS
    cases = whole_cases(list(Patient.objects.select_related("centre")))
    hard = [
        (case.patient["study_no"], finding.check)
        for case in cases.values()
        for finding in run_case(case, variables_by_form())
        if finding.severity is Severity.HARD
    ]
    assert hard == []


def test_it_stays_out_of_a_registry_with_patients():
    simulated()
    with pytest.raises(CommandError, match="patients already"):
        simulated()
