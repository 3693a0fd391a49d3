"""The counts of a centre are what counting everybody afresh finds, whoever looks."""

from datetime import date, timedelta

import pytest
from django.db.models import Sum

from registry.access.policy import Actor
from registry.access.reach import reach_within, reaching
from registry.audit.context import SYSTEM
from registry.models import (
    FORMS,
    BegunForm,
    CentreCount,
    FollowUpClock,
    Patient,
    State,
)
from registry.queries.begun import begun_counts
from registry.queries.centre_counts import FOLLOWED, LOST, centre_counts
from registry.queries.needs import NEEDS
from registry.queries.worklist import completeness, reach, waiting
from registry.services.merging import Choice, merge_patients
from registry.services.records import enrol, save_patient, save_record
from registry.services.removal import remove_record
from registry.services.schedule import catch_up
from registry.services.transfers import accept_transfer, request_transfer
from tests import builders

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 1)
GONE = {"consent_status": "withdrawn", "consent_withdrawn_date": date(2026, 6, 1)}
NUMBERS = ("patients", "begun", "records", "records_begun")


def afresh(actor: Actor) -> dict[str, object]:
    """Count what home shows from the records themselves."""
    seen = Patient.objects.visible_to(actor).followed()
    forms = {}
    for form, model in FORMS.items():
        rows = model.objects.filter(patient__in=seen)
        open_ones = rows.filter(state=State.BEGUN)
        whose = (rows.values("patient").distinct().count(), rows.count())
        begun = (open_ones.values("patient").distinct().count(), open_ones.count())
        forms[form] = (*whose, *begun)
    open_forms = BegunForm.objects.filter(patient__in=seen)
    clocks = FollowUpClock.objects.filter(patient__in=Patient.objects.visible_to(actor))
    treated = clocks.exclude(infused_on=None, transplanted_on=None)
    return {
        "patients": seen.count(),
        "forms": forms,
        "begun": (open_forms.count(), open_forms.values("patient").distinct().count()),
        "followed": treated.filter(ended="").count(),
        "lost": clocks.filter(ended="lost").count(),
        "needs": {
            n: seen.filter(one.waiting(TODAY)).count() for n, one in NEEDS.items()
        },
    }


def kept(actor: Actor) -> dict[str, object]:
    """Return the same as home has it, through the row policies."""
    with reaching(reach_within(actor)):
        counts = centre_counts(actor)
        begun = begun_counts(counts)
        forms = {
            one.form: (
                one.complete + one.begun,
                one.records,
                one.begun,
                one.records_begun,
            )
            for one in completeness(counts)
        }
        return {
            "patients": reach(counts).patients,
            "forms": forms,
            "begun": (begun["forms"], begun["patients"]),
            "followed": counts[FOLLOWED].patients,
            "lost": counts[LOST].patients,
            "needs": {one.need.name: one.count for one in waiting(actor, TODAY)},
        }


def summed() -> list[tuple[object, ...]]:
    rows = CentreCount.objects.order_by().values_list("centre", "covered", "what")
    found = rows.annotate(*map(Sum, NUMBERS))
    return sorted(row for row in found if any(row[3:]))


@pytest.fixture
def as_counted():
    """Compare, for whoever answers for a centre, only reads there, or does both."""
    both = builders.a_data_manager("LDP", name="both")
    builders.a_monitor("HEB", name="both")
    actors = [
        builders.a_data_manager("LDP").actor(),
        builders.a_data_manager("HEB", name="heb").actor(),
        builders.a_monitor("LDP").actor(),
        builders.a_monitor("HEB", name="heb-monitor").actor(),
        both.actor(),
    ]

    def compare() -> None:
        for actor in actors:
            assert kept(actor) == afresh(actor), actor.name
        before = summed()
        CentreCount.fold()
        assert summed() == before
        CentreCount.count_anew()
        assert summed() == before

    return compare


def a_case(number: str, centre: str = "LDP") -> Patient:
    """Return a patient with CAR-T and HSCT, of whom little else is stated."""
    values = {"study_no": number, "sex": "F", "birth_date": date(1990, 1, 1)}
    patient = enrol(
        centre=builders.a_centre(centre), values=values, actor=SYSTEM
    ).record
    day = TODAY - timedelta(400)
    save(patient, "infusion", infusion_date=day)
    save(patient, "hsct", hsct_date=day + timedelta(100))
    return patient


def save(patient: Patient, form: str, record=None, **values):
    return save_record(
        patient_id=patient.pk,
        form=form,
        values=values,
        record_id=record.pk if record else None,
        version=record.version if record else None,
        actor=SYSTEM,
        reason="tried",
    ).record


def say(patient: Patient, **values) -> None:
    save_patient(patient_id=patient.pk, values=values, actor=SYSTEM, reason="tried")


def test_every_way_in_which_a_case_changes_is_counted(as_counted):
    one, other, third = a_case("A-1"), a_case("A-2"), a_case("H-1", "HEB")
    as_counted()
    episode = save(one, "crs_episode")
    save(other, "follow_up", visit_date=TODAY, vital_status="lost")
    save(third, "engraftment")
    as_counted()
    remove_record(
        patient_id=one.pk,
        form="crs_episode",
        record_id=episode.pk,
        version=episode.version,
        actor=SYSTEM,
        reason="another's",
    )
    as_counted()
    # Whoever only reads sees no patient whose consent leaves the registry out.
    say(third, consent_status="given", consent_scope=["biobank"])
    as_counted()
    say(third, consent_status="given", consent_scope=["registry"])
    as_counted()
    for scope in ("collection", "all"):
        say(one, **GONE, consent_withdrawn_scope=scope)
        as_counted()
    say(one, consent_status="given", consent_date=date(2026, 7, 1))
    as_counted()


def test_a_transfer_and_a_merge_are_counted(as_counted):
    one, other = a_case("A-1"), a_case("H-1", "HEB")
    moved = request_transfer(
        patient_id=one.pk,
        to=other.centre,
        with_identity=False,
        reason="moved house",
        actor=builders.a_data_manager("LDP").actor(),
    )
    there = builders.a_data_manager("HEB", name="there").actor()
    accept_transfer(transfer_id=moved.pk, study_no="H-2", actor=there)
    as_counted()
    one.refresh_from_db()
    other.refresh_from_db()
    merge_patients(
        survivor_id=one.pk,
        other_id=other.pk,
        versions=(one.version, other.version),
        choice=Choice(frozenset(), frozenset()),
        actor=there,
        reason="same person",
    )
    as_counted()


def test_what_was_written_round_the_services_is_caught_up(as_counted):
    builders.a_treated_patient()
    builders.a_record("crs_episode", builders.a_treated_patient("HEB"))
    catch_up()
    as_counted()
