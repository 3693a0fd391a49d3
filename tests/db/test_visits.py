"""What the database says of a visit's state is what the rules say."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.models import Patient, ScheduledVisit
from registry.queries.centre_counts import centre_counts
from registry.queries.visits import days_for, in_state, silent, visit_counts, visits_in
from registry.schedule import State, state_on
from registry.services.schedule import reschedule
from tests.builders import a_centre, a_data_manager, a_patient, a_record, day

pytestmark = pytest.mark.django_db


@pytest.fixture
def visits(db):
    """Visits of patients in all kinds of states."""
    for code, point in (("plain", ""), ("seen", "D28"), ("late", "D28"), ("dead", "")):
        patient = a_patient(study_no=code.upper())
        a_record("infusion", patient, infusion_date=day(0))
        if point:
            on = day(27 if code == "seen" else 50)
            a_record(
                "disease_assessment", patient, assessment_date=on, time_point=point
            )
        if code == "dead":
            a_record("death", patient, death_date=day(200))
        if code == "late":
            a_record("hsct", patient, hsct_date=day(60))
    reschedule(Patient.objects.values_list("pk", flat=True))
    return list(ScheduledVisit.objects.all())


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.integers(-120, 6000))
def test_states_in_sql_are_those_of_the_rules(visits, offset):
    today = day(offset)
    wanted = {state: set() for state in State}
    for visit in visits:
        wanted[state_on(visit, today)].add(visit.pk)
    found = {
        state: set(
            ScheduledVisit.objects.filter(in_state(state, today)).values_list(
                "pk", flat=True
            )
        )
        for state in State
    }
    assert found == wanted


def test_each_centre_has_its_own_day():
    behind, ahead = a_centre("LDP"), a_centre("HEB")
    behind.time_zone, ahead.time_zone = "Pacific/Midway", "Pacific/Kiritimati"
    behind.save()
    ahead.save()
    assert behind.today() < ahead.today()
    for centre in (behind, ahead):
        patient = a_patient(centre)
        begun = ahead.today() - timedelta(21)
        a_record("infusion", patient, infusion_date=begun)
    reschedule(Patient.objects.values_list("pk", flat=True))
    user = a_data_manager("LDP", "both")
    a_data_manager("HEB", "both")
    days = days_for(user.actor())
    due = ScheduledVisit.objects.filter(visits_in([State.DUE], days), code="D28")
    assert [visit.centre.code for visit in due] == ["HEB"]


def test_counts_are_of_the_own_centres_and_have_denominators():
    a_patient()
    for code in ("LDP", "HEB"):
        patient = a_patient(code)
        start = a_centre(code).today() - timedelta(36)
        a_record("infusion", patient, infusion_date=start)
    silent_one = a_patient()
    a_record("infusion", silent_one, infusion_date=day(0))
    lost = a_patient()
    a_record("infusion", lost, infusion_date=day(0))
    a_record("follow_up", lost, visit_date=day(400), vital_status="lost")
    reschedule(Patient.objects.values_list("pk", flat=True))
    actor = a_data_manager().actor()
    counts = visit_counts(actor, days_for(actor), centre_counts(actor))
    # D14 (window to day 17) and D28 (to day 35) of the one infused lately.
    assert (counts.overdue, counts.overdue_patients) == (3, 1)
    assert (counts.followed, counts.silent, counts.lost) == (2, 1, 1)


def test_nobody_is_silent_for_those_who_read_no_centre():
    assert not ScheduledVisit.objects.filter(visits_in([State.DUE], {})).exists()
    assert str(silent({})) == "(AND: ('pk__in', []))"
