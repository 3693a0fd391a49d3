"""The checks over every patient: in batches, to be killed, repeated and shared."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from registry.access.policy import Refused
from registry.audit.context import SYSTEM
from registry.checks import run_case
from registry.models import Centre, Change, CheckRun, DataQuery, Patient
from registry.queries.cases import case_of, records_of, variables_by_form, whole_cases
from registry.services import checking
from registry.services.checking import begin_run, go_on
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def small(monkeypatch) -> None:
    """Batches of two patients."""
    monkeypatch.setattr(checking, "BATCH", 2)


def some(number: int, centre: str = "LDP") -> list[Patient]:
    return [builders.a_treated_patient(centre) for _ in range(number)]


def checked(**where) -> CheckRun:
    run = begin_run(actor=SYSTEM, **where)
    go_on()
    run.refresh_from_db()
    return run


def test_a_run_asks_what_nobody_has_saved_asks(small):
    patients = some(5)
    run = checked()
    assert (run.done, run.patients, run.ended_at is None) == (5, 5, False)
    assert run.opened == DataQuery.objects.count() > 0
    assert set(DataQuery.objects.values_list("patient", flat=True)) == {
        patient.pk for patient in patients
    }
    assert not DataQuery.objects.exclude(opened_by=None).exists()


def test_a_run_again_changes_nothing():
    some(3)
    checked()
    written = Change.objects.count()
    again = checked()
    assert (again.opened, again.closed) == (0, 0)
    assert Change.objects.count() == written


def test_a_run_closes_what_holds_no_more():
    patient = builders.a_patient(weight_kg=160)
    checked()
    Patient.objects.filter(pk=patient.pk).update(weight_kg=80)
    run = checked()
    assert run.closed == 1
    assert DataQuery.objects.get(code="DQ043").closed_as == "corrected"


def test_words_that_time_has_changed_are_renewed(monkeypatch):
    patient = builders.a_patient()
    builders.a_record("infusion", patient)
    checked()
    query = DataQuery.objects.filter(code="DQ116").get()
    before = query.says_en
    monkeypatch.setattr(Centre, "today", lambda self: builders.day(400))
    checked()
    query.refresh_from_db()
    assert query.says_en != before
    assert (query.status, query.entries.count()) == ("open", 0)


def test_a_run_that_was_killed_goes_on_where_it_was(small, monkeypatch):
    some(5)
    run = begin_run(actor=SYSTEM)
    reconcile, calls = checking.reconcile, []

    def killed(*args, **kwargs):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return reconcile(*args, **kwargs)

    monkeypatch.setattr(checking, "reconcile", killed)
    with pytest.raises(KeyboardInterrupt):
        go_on()
    run.refresh_from_db()
    assert (run.done, run.ended_at) == (2, None)
    assert go_on() == 3
    run.refresh_from_db()
    assert run.done == 5
    assert run.ended_at


def test_one_run_at_a_time_for_a_centre():
    first = begin_run(actor=SYSTEM)
    assert begin_run(actor=SYSTEM) == first
    assert begin_run(actor=SYSTEM, centre=builders.a_centre()) != first


def test_a_run_of_a_centre_leaves_the_others_alone():
    some(1)
    some(1, "HEB")
    run = checked(centre=Centre.objects.get(code="HEB"))
    assert run.done == 1
    centres = DataQuery.objects.values_list("patient__centre__code", flat=True)
    assert set(centres) == {"HEB"}


def test_only_who_runs_the_centre_may_ask_for_a_run():
    centre = builders.a_centre()
    begin_run(actor=builders.a_centre_administrator().actor(), centre=centre)
    for user in (builders.a_data_manager(), builders.a_centre_administrator("HEB")):
        with pytest.raises(Refused):
            begin_run(actor=user.actor(), centre=centre)
    with pytest.raises(Refused):
        begin_run(actor=builders.a_centre_administrator().actor())


def test_more_patients_need_no_more_statements():
    def statements(number: int) -> int:
        some(number)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            checked()
        return len(asked)

    assert statements(2) == statements(20)


def test_many_cases_are_read_as_one_is():
    twins = [builders.a_patient(), builders.a_patient()]
    for patient in [*twins, *some(2)]:
        builders.a_record("infusion", patient, course_no=2)
    patients = list(Patient.objects.select_related("centre"))
    many = whole_cases(patients)
    for patient in patients:
        one = case_of(patient, records_of(patient))
        found = run_case(many[patient.pk], variables_by_form())
        assert found == run_case(one, variables_by_form())
        assert many[patient.pk].today == one.today


def test_the_command_says_what_it_found():
    some(1)
    out, err = StringIO(), StringIO()
    call_command("run_checks", centre="LDP", stdout=out, stderr=err)
    told = json.loads(out.getvalue())
    assert told["patients"] == 1
    assert told["queries_opened"] > 0
    assert "1 of 1 patients" in err.getvalue()


def test_the_command_knows_the_centres():
    with pytest.raises(CommandError, match="no centre XXX"):
        call_command("run_checks", centre="XXX")
